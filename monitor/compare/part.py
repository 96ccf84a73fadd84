"""The part of two texts that differs: what a rule about an edit has to look at."""

from functools import lru_cache

from rapidfuzz.distance import Postfix, Prefix

MARGIN = 60
"""Characters of common text kept on either side, to the next white space: a number's "minutes ago", the
whole of a date of which a day changed."""

LONGEST = 60
"""Characters of a word: a longer run without white space is cut."""

SHORT = 240
"""Shorter texts are looked at as they are."""


def changed_part(before: str, after: str) -> tuple[str, str]:
    """What differs, with some common words around it.

    >>> changed_part("a " * 200 + "x" + " b" * 200, "a " * 200 + "y" + " b" * 200)[1].count("a")
    30
    """
    if max(len(before), len(after)) <= SHORT:
        return before, after
    return _cut(before, after, MARGIN)


@lru_cache(maxsize=4)  # of one edit, which many rules ask about
def changed_core(before: str, after: str) -> tuple[str, str]:
    """What differs, to the next white space on either side.

    >>> changed_core("over 1,050 people came", "over 1,060 people came")
    ('1,050', '1,060')
    """
    return _cut(before, after, 0)


def _cut(before: str, after: str, margin: int) -> tuple[str, str]:
    start = int(Prefix.similarity(before, after))
    end = min(int(Postfix.similarity(before, after)), min(len(before), len(after)) - start)
    start = max(0, start - margin)
    end = max(0, end - margin)
    # To the white space further out, so that no word is cut; a word without end is cut all the same.
    first = before.rfind(" ", max(0, start - LONGEST), start) + 1 or (0 if start <= LONGEST else start)
    last = before.find(" ", len(before) - end, len(before) - end + LONGEST)
    tail = len(before) - last if last >= 0 else (0 if end <= LONGEST else end)
    return before[first : len(before) - tail], after[first : len(after) - tail]
