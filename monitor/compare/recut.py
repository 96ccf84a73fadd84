"""The same words in other boxes: blocks whose texts, one after the other, are the others' texts.

    <p>Town library<br>3 Mill Lane</p>   →   <p>Town library</p><p>3 Mill Lane</p>

Nothing was written and nothing was deleted. Where the pieces are sentences, somebody split or merged a
paragraph, which is worth a word; where they are labels, a template changed, which is not.
"""

from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Postfix, Prefix

MIN_SENTENCE = 5
"""Words from which a piece is a sentence and not a label."""

Group = tuple[tuple[int, ...], tuple[int, ...]]
"""Blocks before and blocks after that have the same words together."""


def find_recut(before: Sequence[str], after: Sequence[str]) -> Iterator[Group]:
    """Groups of neighbours with the same words, at the beginning and at the end of a gap, by their places in
    it. Pairs of one with one are left out: they are equal but for blanks, or edited.
    """
    if len(before) < 2 and len(after) < 2:
        return
    whole_before, whole_after = " ".join(before), " ".join(after)
    from_start = int(Prefix.similarity(whole_before, whole_after))
    if from_start == len(whole_before) == len(whole_after):
        from_end = 0
    else:
        from_end = int(Postfix.similarity(whole_before, whole_after))
    # The end of a text is a common cut only where the other side has a cut, or its end, too.
    cuts_before, cuts_after = _ends(before), _ends(after)
    common = sorted(end for end in cuts_before.keys() & cuts_after.keys() if end <= from_start)
    last_b = last_a = 0
    for end in common:
        b, a = cuts_before[end], cuts_after[end]
        if b - last_b > 1 or a - last_a > 1:
            yield tuple(range(last_b, b)), tuple(range(last_a, a))
        last_b, last_a = b, a
    if not from_end:
        return
    starts_before, starts_after = _starts(before), _starts(after)
    common = sorted(start for start in starts_before.keys() & starts_after.keys() if start <= from_end)
    next_b, next_a = len(before), len(after)
    for start in common:
        b, a = starts_before[start], starts_after[start]
        if b < last_b or a < last_a:
            break
        if next_b - b > 1 or next_a - a > 1:
            yield tuple(range(b, next_b)), tuple(range(a, next_a))
        next_b, next_a = b, a


def is_prose(pieces: Sequence[str]) -> bool:
    """Are these sentences that somebody put together or apart?"""
    return all(len(piece.split()) >= MIN_SENTENCE for piece in pieces)


def _ends(texts: Sequence[str]) -> dict[int, int]:
    """How many texts end at each place, when they are joined by one blank."""
    found: dict[int, int] = {}
    place = -1
    for count, text in enumerate(texts, 1):
        place += 1 + len(text)
        found[place] = count
    return found


def _starts(texts: Sequence[str]) -> dict[int, int]:
    """Which text starts at each place, counted from the end."""
    found: dict[int, int] = {}
    place = -1
    for at in range(len(texts) - 1, -1, -1):
        place += 1 + len(texts[at])
        found[place] = at
    return found
