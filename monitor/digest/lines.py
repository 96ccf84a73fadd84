"""Lines of a report before anybody prints them: parts with a tone, and how they wrap.

Tones, not colours: what a tone looks like is for whoever shows it to say. Escaping is not done here either;
it keeps widths (one character for one), so that a wrapped line fits when it comes out.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple


class Tone(StrEnum):
    """What a part of a line is to its reader."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Part(NamedTuple):
    text: str
    tone: Tone = Tone.PLAIN


class Line(NamedTuple):
    """One line, however long. Rows after the first begin where the text after `lead` begins."""

    parts: tuple[Part, ...] = ()
    indent: int = 0
    lead: Part = Part("")
    """A sign or a name before the text; its blanks stay as they are."""


MIN_ROOM = 10
"""Columns for text, even where indents would leave fewer: a narrow window gets long rows, not none."""

WORDS = re.compile(r"\s+|\S+")


def wrap(line: Line, columns: int) -> Iterator[tuple[Part, ...]]:
    """Break a line into rows of at most so many columns, between words where there are any.

    >>> line = Line((Part("one two three"),), lead=Part("+ "))
    >>> ["".join(part.text for part in row) for row in wrap(line, 12)]
    ['+ one two', '  three']
    """
    indent = line.indent + measure(line.lead.text)
    room = max(MIN_ROOM, columns - indent)
    start = (Part(" " * line.indent), line.lead)
    row: list[Part] = []
    used, gap = 0, ""
    for word, width in _words(line.parts):
        if not word:
            gap = " " if row else ""
            continue
        if row and used + len(gap) + width > room:
            yield (*start, *_join(row))
            start = (Part(" " * indent), Part(""))
            row, used, gap = [], 0, ""
        if gap:
            same = row[-1].tone is word[0].tone
            row.append(Part(gap, word[0].tone if same else Tone.PLAIN))
        used += len(gap)
        gap = ""
        while used + width > room:  # a word wider than a row
            head, word, cut = _cut(word, room - used)
            yield (*start, *_join([*row, *head]))
            start = (Part(" " * indent), Part(""))
            row, used, width = [], 0, width - cut
        row.extend(word)
        used += width
    yield (*start, *_join(row))


def measure(text: str) -> int:
    """How many columns a text takes on a terminal (UAX #11; combining marks and joiners take none)."""
    if text.isascii():
        return len(text)
    return sum(_measure_character(character) for character in text)


def shorten(text: str, most: int) -> str:
    """Cut a long text after a whole word, and say so with "…".

    >>> shorten("one two three", 9)
    'one two …'
    """
    if len(text) <= most:
        return text
    head = text[: most - 2] if text[most - 2].isspace() else text[: most - 2].rpartition(" ")[0]
    # A first word that fills more than half is cut: "…" alone would tell nothing.
    return f"{head.rstrip()} …" if len(head) > most // 2 else f"{text[: most - 1]}…"


def _words(parts: tuple[Part, ...]) -> Iterator[tuple[list[Part], int]]:
    """Unbreakable runs, each with its width; an empty one stands for white space."""
    word: list[Part] = []
    width = 0
    for part in parts:
        for token in WORDS.findall(part.text):
            if token.isspace():
                if word:
                    yield word, width
                yield [], 0
                word, width = [], 0
            else:
                word.append(Part(token, part.tone))
                width += measure(token)
    if word:
        yield word, width


def _cut(word: list[Part], room: int) -> tuple[list[Part], list[Part], int]:
    """The head that fits (one character at least), the rest, and how wide the head is."""
    head: list[Part] = []
    used = 0
    for index, part in enumerate(word):
        for at, character in enumerate(part.text):
            width = _measure_character(character)
            if used + width > room and used:
                if at:
                    head.append(part._replace(text=part.text[:at]))
                return head, [part._replace(text=part.text[at:]), *word[index + 1 :]], used
            used += width
        head.append(part)
    return head, [], used


def _join(row: list[Part]) -> Iterator[Part]:
    """Neighbours of one tone are one part."""
    text, tone = "", Tone.PLAIN
    for part in row:
        if part.tone is tone:
            text += part.text
            continue
        if text:
            yield Part(text, tone)
        text, tone = part
    if text:
        yield Part(text, tone)


def _measure_character(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me") or character in "\u200c\u200d":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
