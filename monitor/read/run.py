"""The run of text that is being gathered: its parts, and what in them is a link, a badge, a line break.

A link may begin in one run and end in another (<a><h3>…</h3><p>…</p></a>): each has its share of it.
"""

from collections.abc import Sequence
from itertools import accumulate

from lxml.etree import _Element

from monitor.model import Link
from monitor.read.inline import normalise
from monitor.read.names import MAX_LABEL_CHARS
from monitor.read.targets import Targets

_LINE_BREAK = "\v"
"""Stands for a br among the parts of a run: white space that no text of a page has, for XML forbids it."""

_new = tuple.__new__
"""A named tuple by its fields in order, without the call that names them: a page has hundreds."""


class Run:
    """One run after the other. `parts` are its texts so far, to which the walk adds."""

    def __init__(self, targets: Targets) -> None:
        self.parts: list[str] = []
        self.alts: list[str] = []
        """Texts that name a link or a heading which has no other."""
        self.links: tuple[Link, ...] = ()
        """Of the run that ended last, …"""
        self.breaks: tuple[int, ...] = ()
        """… where its lines begin …"""
        self.badges: list[str] = []
        """… and the badges up to there, if nobody took them."""
        self._resolve = targets.resolve
        self._spans: list[tuple[int, int, str, str]] = []
        """Where each link starts and ends among the parts; target; own text or ""."""
        self._target: str | None = None
        """Of the open link; None when none is open."""
        self._link_from = 0
        self._link_end = -1
        self._link_told = False
        """The open link has put text in an earlier run."""
        self._badge_from = 0
        self._is_broken = False
        """There is a line break in it."""
        self.heading: frozenset[str] | None = None
        """Inside a heading: "#…" of it and of what it heads."""

    @property
    def is_in_link(self) -> bool:
        return self._target is not None

    def start_link(self, element: _Element) -> None:
        parts = self.parts
        if self._target is not None:
            self._close_link(element)
        at = len(parts)
        if at and at == self._link_end:
            parts.append(" ")  # two links side by side are two labels, not one word
            at += 1
        self._target = self._resolve(element.get("href"))
        self._link_from = at
        self._link_told = False
        if self.alts:
            self.alts.clear()

    def end_link(self, element: _Element) -> None:
        target = self._target
        if target is None:
            return
        parts, at = self.parts, self._link_from
        if self.heading is not None and self._is_handle(element, self.heading):
            del parts[at:]
            self.alts.clear()
        elif len(parts) - at == 1 and not self.alts and not parts[at].isspace():  # nearly every link
            self._spans.append((at, at + 1, target, ""))
        else:
            self._close_link(element)
        self._target = None
        self._link_end = len(parts)

    def _close_link(self, element: _Element) -> None:
        parts = self.parts
        start = self._link_from
        target = self._target or ""
        if _says_something(parts, start):
            self._spans.append((start, len(parts), target, ""))
        elif not self._link_told:
            label = next((alt for alt in self.alts if alt.strip()), "")
            label = label or element.get("aria-label") or element.get("title") or _name_of_drawing(element)
            text = normalise(label)[:MAX_LABEL_CHARS]
            if text:
                parts.append(f" {text} ")
                self._spans.append((start, len(parts), target, text))
        if self.alts:
            self.alts.clear()

    def _is_handle(self, element: _Element, heading: frozenset[str]) -> bool:
        """Is a heading's link only there to copy its address from?

        It leads to a place on the page itself, and is a sign ("¶", "#", a picture without a text), or stands
        behind the heading's words and leads to the heading.
        """
        path, sign, place = element.get("href", "").partition("#")
        leads_here = f"#{place}" in heading
        if not sign or (path and not leads_here) or any(alt.strip() for alt in self.alts):
            return False
        at = self._link_from
        if not any(letter.isalnum() for part in self.parts[at:] for letter in part):
            return True
        return leads_here and any(not part.isspace() for part in self.parts[:at])

    def add_choice(self, value: str) -> None:
        """All of the run is a choice that leads to this address."""
        self._spans.append((0, len(self.parts), self._resolve(value), ""))

    def start_badge(self) -> None:
        self._badge_from = len(self.parts)

    def end_badge(self) -> None:
        text = normalise("".join(self.parts[self._badge_from :]))
        if text:
            self.badges.append(text)

    def is_broken_off(self) -> bool:
        """Add a line break, unless it is the second in a row and so ends the run."""
        parts = self.parts
        if parts[-1] == _LINE_BREAK or (len(parts) > 1 and parts[-2] == _LINE_BREAK and parts[-1].isspace()):
            return True
        parts.append(_LINE_BREAK)
        self._is_broken = True
        return False

    def end(self) -> str:
        """The text of the run, normalised; the next one begins."""
        parts = self.parts
        text = normalise(parts[0] if len(parts) == 1 else "".join(parts))
        if self._target is not None:
            # The link goes on in the next run.
            if _says_something(parts, self._link_from):
                self._spans.append((self._link_from, len(parts), self._target, ""))
                self._link_told = True
            self._link_from = 0
        self.links = self._find_links(text) if self._spans else ()
        if self._is_broken:
            self.breaks = find_breaks(parts, text)
            self._is_broken = False
        elif self.breaks:
            self.breaks = ()
        parts.clear()
        self._link_end = -1
        return text

    def _find_links(self, text: str) -> tuple[Link, ...]:
        parts, spans = self.parts, self._spans
        links = []
        for start, end, target, label in spans:
            if not label:
                if end - start == len(parts):
                    label = text
                else:
                    label = normalise(parts[start] if end - start == 1 else "".join(parts[start:end]))
            if label:
                links.append(_new(Link, (label, target)))
        spans.clear()
        return tuple(links)


def _name_of_drawing(element: _Element) -> str:
    """The title of an SVG drawing that is all of a link."""
    title = next(element.iter("title"), None)
    return "" if title is None else title.text or ""


def _says_something(parts: Sequence[str], start: int) -> bool:
    """Is there more than white space among the parts from there on?"""
    if len(parts) - start == 1:
        return not parts[start].isspace()
    return any(not part.isspace() for part in parts[start:])


def find_breaks(parts: Sequence[str], text: str) -> tuple[int, ...]:
    """Where in the text of a run its second and later lines begin."""
    lines = [normalise(line) for line in "".join(parts).split(_LINE_BREAK)]
    places = list(accumulate(len(line) + 1 for line in lines if line))[:-1]
    # A combining mark after a br: the lines are not the text, letter by letter.
    return tuple(places) if text == " ".join(line for line in lines if line) else ()
