"""Was a list sorted, or a table by another of its columns?

The same items in another order are no news, however few of them changed their places: nobody moved this one.
"""

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from monitor.compare.equal import Pair
from monitor.model import Block

MIN_SORTED = 5
"""Of fewer items one order in two dozen is a sorted one by chance."""

_NUMBER = re.compile(r"(\d+)")


def find_sorted(
    pairs: Sequence[Pair], moved: Set[Pair], before: Sequence[Block], after: Sequence[Block]
) -> Iterator[Pair]:
    """Those that moved because the items around them were sorted, on one of the two sides."""
    heads = {after[j].headers for _, j in pairs}
    runs: list[list[Pair]] = []
    for i, j in sorted(pairs, key=lambda pair: pair[1]):
        if after[j].cells and after[j].cells in heads:
            continue
        if runs and runs[-1][-1][1] == j - 1:
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    for run in runs:
        mine = [pair for pair in run if pair in moved]
        if len(mine) > 1 and _is_sorting(run, before, after):
            yield from mine


def _is_sorting(run: Sequence[Pair], before: Sequence[Block], after: Sequence[Block]) -> bool:
    """Are these items in an order on one side, by their text or one of their cells, and not on the other?"""
    if len(run) < MIN_SORTED:
        return False
    left, right = [before[i] for i, _ in sorted(run)], [after[j] for _, j in run]
    columns = min(len(block.cells) for block in (*left, *right))
    return any(_is_sorted(left, at) != _is_sorted(right, at) for at in range(-1, columns))


def _is_sorted(blocks: Sequence[Block], column: int) -> bool:
    """By the text (-1) or by a cell, with numbers by their value; upwards or downwards."""
    texts = [block.text if column < 0 else block.cells[column] for block in blocks]
    if len(set(texts)) < MIN_SORTED:
        return False  # "yes" and "no" are soon in order
    keys = [_natural(text) for text in texts]
    return (
        all(a <= b for a, b in pairwise(texts))
        or all(a <= b for a, b in pairwise(keys))
        or all(a >= b for a, b in pairwise(keys))
    )


def _natural(text: str) -> tuple[tuple[str, int], ...]:
    """A text in small letters, cut so that its numbers count as numbers."""
    parts = _NUMBER.split(text.casefold())
    numbers = [int(part[:18]) for part in parts[1::2]]
    return tuple(zip(parts[::2], [*numbers, 0], strict=True))
