"""The lines of an address: a text that the page itself breaks is read line by line.

    3 Mill Lane             5 Bridge Street
    4020 Linz          →    4020 Linz
    Austria                 Austria

A paragraph was edited, a machine says; the street changed, says a person. Lines are compared when most of
them found themselves again; else the text was written anew, and is told as a whole.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.compare.align import Alignment, align
from monitor.compare.equal import Pair
from monitor.compare.similar import Sides
from monitor.model import Block

MAX_LINES = 400
"""A text of more lines is verse, or a log."""

KNOWN = 0.5
"""The share of lines that must have a partner."""


class LineEdit(NamedTuple):
    before: str | None
    after: str | None
    moved: bool = False


def lines_of(block: Block) -> tuple[str, ...]:
    """The lines as the page breaks them."""
    starts = (0, *block.breaks)
    ends = (*(start - 1 for start in block.breaks), len(block.text))
    return tuple(block.text[start:end] for start, end in zip(starts, ends, strict=True))


def compare_lines(before: Block, after: Block) -> tuple[LineEdit, ...] | None:
    """Which lines changed, in the order of the text after; None when the text is told as a whole."""
    if not before.breaks or not after.breaks or len(before.breaks) + len(after.breaks) > MAX_LINES:
        return None
    lines_before, lines_after = lines_of(before), lines_of(after)
    found = align(Sides(lines_before, lines_after))
    paired = len(found.equal) + len(found.edited)
    if not found.equal or paired < KNOWN * max(len(lines_before), len(lines_after)):
        return None
    return edits_of(found, lines_before, lines_after)


def edits_of(
    found: Alignment, lines_before: Sequence[str], lines_after: Sequence[str]
) -> tuple[LineEdit, ...] | None:
    """What an alignment of lines tells, in the order of the lines after; None when that is no edits."""
    if found.recut or found.splits or found.merges or found.reordered:
        return None

    def edits() -> Iterator[tuple[int, LineEdit]]:
        replaced = in_place(found)
        partner = dict((*found.equal, *found.edited, *replaced))
        for i, j in partner.items():
            moved = (i, j) in found.moved
            if moved or lines_before[i] != lines_after[j]:
                yield j, LineEdit(lines_before[i], lines_after[j], moved)
        for i in found.removed:
            if i not in partner:
                place = max((partner[k] for k in range(i) if k in partner), default=-1)
                yield place, LineEdit(lines_before[i], None)
        come = set(found.added).difference(partner.values())
        for j in sorted(come):
            yield j, LineEdit(None, lines_after[j])

    return tuple(edit for _, edit in sorted(edits(), key=lambda placed: placed[0]))


def in_place(found: Alignment) -> list[Pair]:
    """Lines of which nothing is left, whose place another line took: between the same two lines that have
    a partner, as many went as came."""
    anchors = sorted(pair for pair in (*found.equal, *found.edited) if pair not in found.moved)
    gone: dict[int, list[int]] = {}
    come: dict[int, list[int]] = {}
    for i in found.removed:
        gone.setdefault(bisect([pair[0] for pair in anchors], i), []).append(i)
    for j in found.added:
        come.setdefault(bisect([pair[1] for pair in anchors], j), []).append(j)
    return [
        pair
        for gap, those in gone.items()
        if len(those) == len(come.get(gap, ()))
        for pair in zip(those, come[gap], strict=True)
    ]
