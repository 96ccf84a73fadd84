"""Which items of a list changed their place: the fewest and lightest whose moving explains the new order."""

from collections.abc import Sequence


def heaviest_rising(places: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Positions of the heaviest strictly rising subsequence; what is not in it moved.

    `places` are distinct. O(n log n).

    >>> heaviest_rising([0, 3, 1, 2], [1, 1, 1, 1])
    [0, 2, 3]
    """
    ranks = {place: rank for rank, place in enumerate(sorted(places), 1)}
    # A tree of prefix maxima: the best weight of a run that ends at or below a rank, and where it ends.
    best: list[tuple[int, int]] = [(0, -1)] * (len(places) + 1)
    came_from = [-1] * len(places)
    for at, place in enumerate(places):
        rank = ranks[place]
        top, end = (0, -1)
        probe = rank - 1
        while probe:
            if best[probe][0] > top:
                top, end = best[probe]
            probe &= probe - 1
        came_from[at] = end
        total = top + weights[at]
        probe = rank
        while probe < len(best):
            if total > best[probe][0]:
                best[probe] = (total, at)
            probe += probe & -probe
    top, end = 0, -1
    probe = len(places)
    while probe:
        if best[probe][0] > top:
            top, end = best[probe]
        probe &= probe - 1
    kept: list[int] = []
    while end >= 0:
        kept.append(end)
        end = came_from[end]
    return kept[::-1]
