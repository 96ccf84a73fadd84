"""What was split, and what was merged: one block whose words stand in several on the other side.

A heading put between the two halves of a paragraph does not hide the split: pieces need not be neighbours,
only near.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from monitor.compare.similar import Sides

MIN_WORDS = 12
"""A block of fewer words is not said to be split: its pieces are labels."""

COVERED = 0.6
"""The share of a piece's words that the whole must have, beyond what its other pieces have taken."""

WHOLE = 0.70
"""How much of the whole and of the pieces together must be in common."""

MAX_PIECES = 6

REACH = 2
"""So many blocks that belong to something else may stand between two pieces."""

Pair = tuple[int, int]


def find_splits(
    sides: Sides, edited: Iterable[Pair], taken_b: set[int], taken_a: set[int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Blocks before that stand in several blocks after. `edited` pairs a block with one of its pieces."""
    yield from _find(sides, edited, sides.words_before, sides.words_after, len(sides.after), taken_a)


def find_merges(
    sides: Sides, edited: Iterable[Pair], taken_b: set[int], taken_a: set[int]
) -> Iterator[tuple[tuple[int, ...], int]]:
    """Blocks after in which several blocks before stand."""
    turned = [(j, i) for i, j in edited]
    for j, pieces in _find(sides, turned, sides.words_after, sides.words_before, len(sides.before), taken_b):
        yield pieces, j


def _find(
    sides: Sides,
    pairs: Iterable[Pair],
    words_of_whole: Callable[[int], str],
    words_of_piece: Callable[[int], str],
    count: int,
    taken: set[int],
) -> Iterator[tuple[int, tuple[int, ...]]]:
    used: set[int] = set()
    for whole, seed in pairs:
        words = words_of_whole(whole)
        if len(words) < MIN_WORDS:
            continue
        pieces = _grow(sides, words, seed, words_of_piece, count, taken | used if used else taken)
        if len(pieces) > 1:
            joined = "".join(words_of_piece(piece) for piece in pieces)
            if 2 * sides.common(words, joined) >= WHOLE * (len(words) + len(joined)):
                used.update(pieces)
                yield whole, tuple(pieces)


def _grow(
    sides: Sides, words: str, seed: int, words_of_piece: Callable[[int], str], count: int, taken: set[int]
) -> Sequence[int]:
    pieces = [seed]
    joined = words_of_piece(seed)
    if len(joined) >= len(words) * 1.2:
        return pieces
    have = -1
    for way in (1, -1):
        at, skipped = seed + way, 0
        while 0 <= at < count and skipped <= REACH and len(pieces) < MAX_PIECES:
            piece = words_of_piece(at) if at not in taken else ""
            if piece:
                if have < 0:
                    have = sides.common(words, joined)
                longer = joined + piece if way > 0 else piece + joined
                gained = sides.common(words, longer) - have
                if gained >= COVERED * len(piece) and gained >= 3:
                    pieces = [*pieces, at] if way > 0 else [at, *pieces]
                    joined, have, skipped = longer, have + gained, -1
            skipped += 1
            at += way
    return pieces
