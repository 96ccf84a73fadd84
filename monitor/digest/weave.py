"""Both texts of an edit in one, as a person would mark it: what stayed, what went out, what came in."""

from collections.abc import Iterator, Sequence

from monitor.digest.lines import Part, Tone
from monitor.model import Span

CONTEXT_WORDS = 6
"""Unchanged words that are shown on each side of an edit; enough to find the place in the page."""


def weave(before: str, after: str, spans: Sequence[Span]) -> tuple[Part, ...]:
    """Mark what went out and came in, in the text after; nothing when the spans do not spell both texts.

    >>> [part.text for part in weave("it was red.", "it was blue.", [("red", "blue")])]
    ['it was ', 'red', 'blue', '.']
    """
    parts: list[Part] = []
    at_before = at_after = 0
    for out, into in spans:
        place = _find_place(before, after, at_before, at_after, out, into)
        if place is None:
            return ()
        same = after[at_after : place[1]]
        if parts and _is_blank(before, at_before) and not same[:1].isspace():
            same = f" {same}"
        if _is_blank(before, place[0] - 1) and same and not same[-1:].isspace():
            same = f"{same} "
        parts += [Part(same), Part(out, Tone.REMOVED), Part(into, Tone.ADDED)]
        at_before, at_after = place[0] + len(out), place[1] + len(into)
    rest = after[at_after:]
    parts.append(Part(f" {rest}" if _is_blank(before, at_before) and not rest[:1].isspace() else rest))
    return tuple(part for part in parts if part.text)


def excerpt(parts: Sequence[Part], words: int = CONTEXT_WORDS) -> tuple[Part, ...]:
    """Leave out unchanged words that are far from any edit.

    >>> [part.text for part in excerpt([Part("a b c d "), Part("x", Tone.ADDED), Part(" e f g")], words=1)]
    ['… d ', 'x', ' e …']
    """
    return tuple(_excerpt(parts, words))


def _excerpt(parts: Sequence[Part], words: int) -> Iterator[Part]:
    for index, part in enumerate(parts):
        if part.tone is not Tone.PLAIN:
            yield part
            continue
        said = part.text.split()
        keep_head = words if index else 0
        keep_tail = words if index < len(parts) - 1 else 0
        if len(said) <= keep_head + keep_tail + 1:
            yield part
            continue
        head = " ".join(said[:keep_head])
        tail = " ".join(said[-keep_tail:]) if keep_tail else ""
        before = " " if head and part.text[:1].isspace() else ""
        after = " " if tail and part.text[-1:].isspace() else ""
        yield Part(before + " … ".join([head, tail]).strip() + after)


def _find_place(
    before: str, after: str, at_before: int, at_after: int, out: str, into: str
) -> tuple[int, int] | None:
    """The furthest place up to which both texts read the same (but for blanks) and where the words stand."""
    place = None
    while True:
        skipped_before, skipped_after = _skip_blanks(before, at_before), _skip_blanks(after, at_after)
        for here in ((at_before, at_after), (skipped_before, skipped_after)):
            if before.startswith(out, here[0]) and after.startswith(into, here[1]):
                place = here
                break
        at_before, at_after = skipped_before, skipped_after
        if before[at_before : at_before + 1] != after[at_after : at_after + 1] or at_after >= len(after):
            return place
        at_before += 1
        at_after += 1


def _skip_blanks(text: str, at: int) -> int:
    while _is_blank(text, at):
        at += 1
    return at


def _is_blank(text: str, at: int) -> bool:
    return 0 <= at < len(text) and text[at].isspace()
