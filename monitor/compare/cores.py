"""What is known again by its name, however little else of it stayed.

Short items of lists are one another with a mark: "Ada" and "Ada – Chair 2026". By their words they are little
alike, less than two with the same mark are ("Ada – Chair 2025" and "Ben – Chair 2026"); that the one is the
very core of the other says more. And a row of a table is that of its first cell: what the row is about.
"""

from collections.abc import Sequence, Set

from monitor.compare.entries import Entry, pair_by_core
from monitor.compare.equal import Pair
from monitor.compare.similar import Sides
from monitor.model import BlockKind

MAX_ITEM_CHARS = 160
"""A longer item is a clause and no name with a mark: what it lost and another gained may be mere words."""

MAX_ITEMS = 400
"""Items of a side that are looked at: taking a label apart costs more than comparing it."""


def pair_cores(sides: Sides, taken_before: Set[int], taken_after: Set[int]) -> list[Pair]:
    """Pair items of which one has a mark and the other has none, where no second one could be meant."""
    left = _items(sides.before, sides.kinds_before, taken_before)
    right = _items(sides.after, sides.kinds_after, taken_after)
    if not left or not right or max(len(left), len(right)) > MAX_ITEMS:
        return []
    paired = pair_by_core(
        [Entry(sides.before[i]) for i in left], [Entry(sides.after[j]) for j in right], bare=True
    )
    return [(left[i], right[j]) for i, j in paired]


def pair_rows(sides: Sides, taken_before: Set[int], taken_after: Set[int]) -> list[Pair]:
    """Pair rows with the same name, when no other row of the page has that name.

    A number is no name: rows are numbered anew when one is put between them.
    """
    left = _rows(sides.before, sides.kinds_before)
    right = _rows(sides.after, sides.kinds_after)
    return [
        (i, right[name])
        for name, i in left.items()
        if i not in taken_before and right.get(name, -1) >= 0 and right[name] not in taken_after
    ]


def _rows(texts: Sequence[str], kinds: Sequence[BlockKind]) -> dict[str, int]:
    """Where the row of each name stands that only one has."""
    found: dict[str, int] = {}
    for at, kind in enumerate(kinds):
        if kind == BlockKind.TABLE_ROW:
            name = texts[at].partition(" | ")[0]
            if any(c.isalpha() for c in name):
                found[name] = -1 if name in found else at
    return {name: at for name, at in found.items() if at >= 0}


def _items(texts: Sequence[str], kinds: Sequence[BlockKind], taken: Set[int]) -> list[int]:
    item = BlockKind.LIST_ITEM
    return [
        at
        for at, kind in enumerate(kinds)
        if kind is item and at not in taken and len(texts[at]) <= MAX_ITEM_CHARS
    ]
