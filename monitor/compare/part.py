"""The part of two texts that differs: what a rule about an edit has to look at."""

from rapidfuzz.distance import Postfix, Prefix

MARGIN = 60
"""Characters of common text kept on either side, to the next white space: a number's "minutes ago", the
whole of a date of which a day changed."""

SHORT = 240
"""Shorter texts are looked at as they are."""


def changed_part(before: str, after: str) -> tuple[str, str]:
    """What differs, with some common words around it.

    >>> changed_part("a " * 200 + "x" + " b" * 200, "a " * 200 + "y" + " b" * 200)[1].count("a")
    30
    """
    if max(len(before), len(after)) <= SHORT:
        return before, after
    start = int(Prefix.similarity(before, after))
    end = min(int(Postfix.similarity(before, after)), min(len(before), len(after)) - start)
    start = max(0, start - MARGIN)
    end = max(0, end - MARGIN)
    # To the white space further out, so that no word is cut; a word without end is cut all the same.
    first = before.rfind(" ", max(0, start - MARGIN), start) + 1 or start
    last = before.find(" ", len(before) - end, len(before) - end + MARGIN)
    tail = len(before) - last if last >= 0 else end
    return before[first : len(before) - tail], after[first : len(after) - tail]
