"""Which block became which: every block of both sides finds exactly one fate.

The hard cases: a paragraph that moved and was edited; "Read more" forty times; a list in reverse; two
pages with nothing in common; fifty thousand blocks. So the sure things first, and each later step only
looks at what is left:

1. blocks that are equal and unique on both sides are anchors; the heaviest choice of them that keeps its
   order is the backbone (most text stays, not most blocks), the rest of them has moved;
2. between anchors, a common subsequence of equal blocks; what is equal and still left is paired in order;
3. `recut` finds the same words cut otherwise, `similar` pairs what was edited, `pieces` finds what was
   split or merged, and edited too;
4. which pairs have moved is decided once, at the end, for all of them.

Every step is bounded by counted work, never by time: the answer does not depend on the machine's load.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from monitor.compare.cores import pair_cores, pair_rows
from monitor.compare.equal import Pair, in_order, is_in_order, outside, pair_equal
from monitor.compare.pieces import find_merges, find_splits
from monitor.compare.recut import find_recut
from monitor.compare.similar import Sides, pair_similar

MOVED_LABEL = 20
"""Characters below which an equal block that other blocks resemble word for word ("Read more") is not said
to have moved: nobody can tell which of them is which."""

REORDERED = 0.4
"""More than this share of the matched blocks out of order: the page was reordered, and that is one change."""

REORDERED_BLOCKS = 4
"""Fewer are told one by one."""


class Split(NamedTuple):
    before: int
    after: tuple[int, ...]


class Merge(NamedTuple):
    before: tuple[int, ...]
    after: int


class Recut(NamedTuple):
    """Blocks that have, together, the very words of others."""

    before: tuple[int, ...]
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The fate of each block. Every index of either side stands in exactly one of the first seven."""

    equal: tuple[Pair, ...]
    edited: tuple[Pair, ...]
    recut: tuple[Recut, ...]
    splits: tuple[Split, ...]
    merges: tuple[Merge, ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]
    moved: frozenset[Pair]
    """Those of `equal` and `edited` that stand elsewhere, seen from the others."""
    reordered: bool
    """So many have moved that it is one change."""


def align(sides: Sides) -> Alignment:
    """Find what became of each block."""
    before, after = sides.before, sides.after
    shorter = min(len(before), len(after))
    start = end = 0
    while start < shorter and before[start] == after[start]:
        start += 1
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    # What both sides begin and end with has stayed; on most pages that is nearly all.
    last_b, last_a = len(before) - end, len(after) - end
    middle = _align_middle(sides.part(slice(start, last_b), slice(start, last_a)), start + end)
    return _shifted(middle, start, last_b, last_a, end)


def _shifted(middle: Alignment, start: int, last_b: int, last_a: int, end: int) -> Alignment:
    """The alignment of a middle as that of the whole, whose first `start` and last `end` blocks are equal."""

    def pairs(those: Iterable[Pair]) -> list[Pair]:
        return [(i + start, j + start) for i, j in those]

    def places(those: Iterable[int]) -> tuple[int, ...]:
        return tuple([at + start for at in those])

    return replace(
        middle,
        equal=(
            *zip(range(start), range(start), strict=True),
            *pairs(middle.equal),
            *zip(range(last_b, last_b + end), range(last_a, last_a + end), strict=True),
        ),
        edited=tuple(pairs(middle.edited)),
        recut=tuple(Recut(places(group.before), places(group.after)) for group in middle.recut),
        splits=tuple(Split(split.before + start, places(split.after)) for split in middle.splits),
        merges=tuple(Merge(places(merge.before), merge.after + start) for merge in middle.merges),
        removed=places(middle.removed),
        added=places(middle.added),
        moved=frozenset(pairs(middle.moved)),
    )


def _align_middle(sides: Sides, stayed: int) -> Alignment:
    """Align what is left; `stayed` counts the blocks around it that are equal and in place."""
    equal = pair_equal(sides.before, sides.after)
    backbone = in_order(equal, sides.before)
    taken_b, taken_a = {i for i, _ in equal}, {j for _, j in equal}
    recut = list(_recut(sides, backbone, taken_b, taken_a))
    for group in recut:
        taken_b.update(group.before)
        taken_a.update(group.after)
    named = [*pair_cores(sides, taken_b, taken_a), *pair_rows(sides, taken_b, taken_a)]
    taken_b.update(i for i, _ in named)
    taken_a.update(j for _, j in named)
    edited = sorted([*named, *pair_similar(sides, backbone, taken_b, taken_a)])
    taken_b.update(i for i, _ in edited)
    taken_a.update(j for _, j in edited)
    splits = [Split(i, js) for i, js in find_splits(sides, edited, taken_b, taken_a)]
    whole = {split.before for split in splits}
    edited = [(i, j) for i, j in edited if i not in whole]
    taken_b |= whole
    taken_a |= {j for split in splits for j in split.after}
    merges = [Merge(tuple(ms), j) for ms, j in find_merges(sides, edited, taken_b, taken_a)]
    whole = {merge.after for merge in merges}
    edited = [(i, j) for i, j in edited if j not in whole]
    taken_a |= whole
    taken_b |= {i for merge in merges for i in merge.before}

    moved: set[Pair] = set()
    if len(backbone) < len(equal) or not is_in_order(edited, backbone):
        pairs = sorted([*equal, *edited])
        moved = outside(pairs, in_order(pairs, sides.before, sides.after))
    share = REORDERED * (len(equal) + len(edited) + stayed)
    reordered = len(moved) >= REORDERED_BLOCKS and len(moved) > share
    lost = set() if reordered else _untraceable(sides, equal, moved)
    if lost:
        equal = [pair for pair in equal if pair not in lost]
        moved -= lost
        taken_b -= {i for i, _ in lost}
        taken_a -= {j for _, j in lost}
    return Alignment(
        equal=tuple(equal),
        edited=tuple(edited),
        recut=tuple(recut),
        splits=tuple(splits),
        merges=tuple(merges),
        removed=tuple(sorted(set(range(len(sides.before))) - taken_b)),
        added=tuple(sorted(set(range(len(sides.after))) - taken_a)),
        moved=frozenset(moved),
        reordered=reordered,
    )


def _recut(sides: Sides, backbone: Sequence[Pair], taken_b: set[int], taken_a: set[int]) -> Iterator[Recut]:
    """Blocks between two anchors whose words are cut into blocks in another way."""
    at_b = at_a = 0
    for i, j in [*backbone, (len(sides.before), len(sides.after))]:
        if at_b < i and at_a < j:
            free_b = [k for k in range(at_b, i) if k not in taken_b]
            free_a = [k for k in range(at_a, j) if k not in taken_a]
            if free_b and free_a:
                texts_b = [sides.before[k] for k in free_b]
                texts_a = [sides.after[k] for k in free_a]
                for places_b, places_a in find_recut(texts_b, texts_a):
                    yield Recut(tuple(free_b[k] for k in places_b), tuple(free_a[k] for k in places_a))
        at_b, at_a = i + 1, j + 1


def _untraceable(sides: Sides, equal: Sequence[Pair], moved: set[Pair]) -> set[Pair]:
    """Pairs of short labels out of order of which there are several: which one moved cannot be told, unless
    its neighbour moved with it."""
    doubtful = [(i, j) for i, j in equal if (i, j) in moved and len(sides.before[i]) < MOVED_LABEL]
    if not doubtful:
        return set()
    count_b, count_a = _counts(sides.before), _counts(sides.after)
    sure = moved.difference(doubtful)
    return {
        (i, j)
        for i, j in doubtful
        if (count_b.get(sides.before[i], 0) > 1 or count_a.get(sides.after[j], 0) > 1)
        and sure.isdisjoint(((i - 1, j - 1), (i + 1, j + 1)))
    }


def _counts(texts: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for text in texts:
        found[text] = found.get(text, 0) + 1
    return found
