"""Which block of one capture is which block of the other?

Not a comparison, only what the border needs: the same text is the same block wherever it stands; what was
edited is found where it stood, between the same neighbours. Every step is bounded by counted work.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from monitor.model import Block

MAX_CELLS = 1_000_000
"""Pairs of blocks that are looked at between two sure ones; LCSseq takes a bit of memory for each."""
MAX_EDITED_CELLS = 2_500
"""Pairs of texts that are compared between two sure ones: 50 blocks against 50."""
MAX_COMPARISONS = 20_000
"""Pairs of texts that are compared in all; what is edited beyond that is decided on each side by itself."""
MIN_SIMILARITY = 50.0
"""Of an edited block, 0 to 100. Low, because it must also stand between the same neighbours."""
MAX_TEXT = 2_000
"""Characters of a text that are compared."""

Pairs = list[tuple[int, int]]


def find_counterparts(before: Sequence[Block], after: Sequence[Block]) -> Pairs:
    """Pairs of indices, each index at most once."""
    numbers: dict[str, int] = {}
    left = [numbers.setdefault(block.text, len(numbers)) for block in before]
    right = [numbers.setdefault(block.text, len(numbers)) for block in after]
    same = _align(left, right)
    edited = _find_edited(before, after, same)
    pairs = sorted(same + edited)
    return pairs + _find_moved(left, right, pairs)


def _align(left: Sequence[int], right: Sequence[int]) -> Pairs:
    """Equal values in the same order on both sides."""
    pairs: Pairs = []
    start, stop_left, stop_right = 0, len(left), len(right)
    while start < min(stop_left, stop_right) and left[start] == right[start]:
        pairs.append((start, start))
        start += 1
    tail: Pairs = []
    while min(stop_left, stop_right) > start and left[stop_left - 1] == right[stop_right - 1]:
        stop_left -= 1
        stop_right -= 1
        tail.append((stop_left, stop_right))
    sure = _unique_in_order(left, right, start, stop_left, stop_right)
    for (a, b), (c, d) in pairwise([(start - 1, start - 1), *sure, (stop_left, stop_right)]):
        if a >= start:
            pairs.append((a, b))
        if 0 < (c - a - 1) * (d - b - 1) <= MAX_CELLS:
            for op in LCSseq.opcodes(left[a + 1 : c], right[b + 1 : d]):
                if op.tag == "equal":
                    pairs.extend(
                        (a + 1 + op.src_start + k, b + 1 + op.dest_start + k)
                        for k in range(op.src_end - op.src_start)
                    )
    return pairs + tail[::-1]


def _unique_in_order(
    left: Sequence[int], right: Sequence[int], start: int, stop_left: int, stop_right: int
) -> Pairs:
    """Values that each side has once, as far as their order is the same (patience sorting)."""
    at_right = _once(right, start, stop_right)
    both = sorted((i, at_right[v]) for v, i in _once(left, start, stop_left).items() if v in at_right)
    tops: list[int] = []
    top_of: list[int] = []
    behind: list[int] = []
    for position, (_, j) in enumerate(both):
        pile = bisect_left(tops, j)
        behind.append(top_of[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(j)
            top_of.append(position)
        else:
            tops[pile] = j
            top_of[pile] = position
    chain: Pairs = []
    at = top_of[-1] if top_of else -1
    while at >= 0:
        chain.append(both[at])
        at = behind[at]
    return chain[::-1]


def _once(values: Sequence[int], start: int, stop: int) -> dict[int, int]:
    places: dict[int, int] = {}
    for index in range(start, stop):
        places[values[index]] = -1 if values[index] in places else index
    return {value: index for value, index in places.items() if index >= 0}


def _find_edited(before: Sequence[Block], after: Sequence[Block], same: Pairs) -> Pairs:
    """What stands between the same neighbours on both sides, in order, and is alike."""
    edited: Pairs = []
    left = MAX_COMPARISONS
    for (a, b), (c, d) in pairwise([(-1, -1), *same, (len(before), len(after))]):
        cells = (c - a - 1) * (d - b - 1)
        if not 0 < cells <= min(MAX_EDITED_CELLS, left):
            continue
        left -= cells
        first = b + 1
        for i in range(a + 1, c):
            best, score = -1, MIN_SIMILARITY
            text = before[i].text[:MAX_TEXT]
            for j in range(first, d):
                if before[i].kind is after[j].kind:
                    alike = fuzz.ratio(text, after[j].text[:MAX_TEXT], score_cutoff=score)
                    if alike > score:
                        best, score = j, alike
            if best >= 0:
                edited.append((i, best))
                first = best + 1
    return edited


def _find_moved(left: Sequence[int], right: Sequence[int], pairs: Pairs) -> Pairs:
    """The same text out of order: the first that is left here is the first that is left there."""
    taken_left = {i for i, _ in pairs}
    taken_right = {j for _, j in pairs}
    waiting: dict[int, list[int]] = {}
    for j in range(len(right) - 1, -1, -1):
        if j not in taken_right:
            waiting.setdefault(right[j], []).append(j)
    moved: Pairs = []
    for i, value in enumerate(left):
        if i not in taken_left and waiting.get(value):
            moved.append((i, waiting[value].pop()))
    return moved
