"""An address whose lines became paragraphs of their own, or the other way, and one of them other words.

    <p>Town library<br>3 Mill Lane<br>4020 Linz</p>
    <p>Town library</p><p>5 Bridge Street</p><p>4020 Linz</p>

Block by block, one text went and three came. Line by line, the street changed.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.compare.align import Alignment, align
from monitor.compare.lines import KNOWN, MAX_LINES, LineEdit, edits_of, in_place, lines_of
from monitor.compare.similar import Sides
from monitor.model import Block


class Relined(NamedTuple):
    """Blocks between the same two equal ones that have lines in common, and what became of their lines."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    edits: tuple[LineEdit, ...]


def find_relined(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> Iterator[Relined]:
    """Blocks that found no partner as wholes, and do line by line."""
    recut = [(i, j) for i, j in alignment.edited if _is_broken(before[i]) != _is_broken(after[j])]
    lone_breaks = any(_is_broken(before[i]) for i in alignment.removed) or any(
        _is_broken(after[j]) for j in alignment.added
    )
    if not recut and not lone_breaks:
        return
    anchors = sorted(pair for pair in alignment.equal if pair not in alignment.moved)
    anchors_b, anchors_a = [i for i, _ in anchors], [j for _, j in anchors]
    recut = [(i, j) for i, j in recut if bisect(anchors_b, i) == bisect(anchors_a, j)]
    gaps_b = _gaps(sorted((*alignment.removed, *(i for i, _ in recut))), anchors_b)
    gaps_a = _gaps(sorted((*alignment.added, *(j for _, j in recut))), anchors_a)
    for gap in gaps_b.keys() & gaps_a.keys():
        found = _relined([before[i] for i in gaps_b[gap]], [after[j] for j in gaps_a[gap]])
        if found is not None:
            yield Relined(tuple(gaps_b[gap]), tuple(gaps_a[gap]), found)


def _is_broken(block: Block) -> bool:
    """Is it a text of lines? The lines of a row are those of its cells."""
    return bool(block.breaks) and not block.cells


def _gaps(places: Sequence[int], anchors: Sequence[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for place in places:
        found.setdefault(bisect(anchors, place), []).append(place)
    return found


def _lines_of(block: Block) -> tuple[str, ...]:
    return lines_of(block) if _is_broken(block) else (block.text,)


def _relined(before: Sequence[Block], after: Sequence[Block]) -> tuple[LineEdit, ...] | None:
    lines_before = [(line, _is_broken(block)) for block in before for line in _lines_of(block)]
    lines_after = [(line, _is_broken(block)) for block in after for line in _lines_of(block)]
    if len(lines_before) + len(lines_after) > MAX_LINES:
        return None
    texts_before, texts_after = [line for line, _ in lines_before], [line for line, _ in lines_after]
    found = align(Sides(texts_before, texts_after))
    if not any(lines_before[i][1] != lines_after[j][1] for i, j in found.equal):
        return None  # no line of a text is a text of its own on the other side
    if found.moved and not len(found.equal) == len(texts_before) == len(texts_after):
        return None  # other lines, and in another order: another text
    paired = len(found.equal) + len(found.edited) + len(in_place(found))
    if paired < KNOWN * max(len(texts_before), len(texts_after)):
        return None
    return edits_of(found, texts_before, texts_after)
