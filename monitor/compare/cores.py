"""Short items of lists that are one another with a mark: "Ada" and "Ada – Chair 2026".

By their words they are little alike, less than two with the same mark are ("Ada – Chair 2025" and "Ben –
Chair 2026"). That the one is the very core of the other says more than any share of words.
"""

from collections.abc import Sequence, Set

from monitor.compare.annotations import Entry, pair_by_core
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


def _items(texts: Sequence[str], kinds: Sequence[BlockKind], taken: Set[int]) -> list[int]:
    item = BlockKind.LIST_ITEM
    return [
        at
        for at, kind in enumerate(kinds)
        if kind is item and at not in taken and len(texts[at]) <= MAX_ITEM_CHARS
    ]
