"""How one text became another, in runs of whole words.

The hard case is a reader's, not a machine's. Before and after:

    The delegation met 1,204 people in Vienna.      The delegation met 1,310 people in Graz.

The shortest script cuts words and numbers: "1,[-204-]{+310+} people in [-V-]{+Graz+}[-ienna-]". A careful
person says: 1,204 → 1,310, Vienna → Graz. So: a word, a number, a date, a URL, an e-mail address, an emoji
is one token; and white space is none (with white space as tokens most of an alignment is of blanks).
`spans` makes of these hunks what is shown.
"""

import re
from collections import defaultdict
from itertools import chain, repeat
from typing import NamedTuple

from rapidfuzz.distance import LCSseq, Levenshtein, Opcodes, Postfix, Prefix

MAX_CELLS = 16_000_000
"""Tokens before times tokens after that one bit-parallel alignment may cost (2 MB of bits). Larger ones are
cut at words that are unique on both sides first: LCSseq's memory grows with the product."""

MAX_SLOW_CELLS = 3_000_000_000
"""The same for texts in which nothing is unique. Levenshtein's memory grows with the sum only."""

MAX_CUTS = 8
"""How deep the cutting of large texts may go."""

# ── tokens ─────────────────────────────────────────────────────────────────────────────────────

# What separates words, by code point. Everything that is not here is a letter, a digit or a mark of some
# script: naming the separators keeps combining marks (Devanagari, Arabic, Hebrew) with their letters, which
# `\w` does not.
_SEPARATORS = (
    r"\s!-/:-@\[-`{-~\x80-©«-±´¶-¸»-¿×÷"
    r"\u037E\u0387\u055A-\u055F\u0589\u05BE\u05C0\u05C3\u05C6\u05F3\u05F4\u060C\u061B\u061E\u061F\u066A-\u066D\u06D4"
    r"\u0964\u0965\u0E3F\u0E4F\u0E5A\u0E5B\u1361-\u1368\u17D4-\u17DB"
    r"\u2000-\u200B\u200E-\u206F\u20A0-\u20CF\u2190-\u2BFF\u2E00-\u2E7F"
    r"\u3000-\u3004\u3008-\u3020\u3030\u303D-\u303F\u30FB\uFE10-\uFE1F\uFE30-\uFE6F"
    r"\uFF01-\uFF0F\uFF1A-\uFF20\uFF3B-\uFF40\uFF5B-\uFF65\uFFE0-\uFFFD"
    r"\U0001F000-\U0001FAFF"
)
# Scripts that put no space between words: a token is one base character with its marks.
_SPACELESS = (
    r"\u0E00-\u0E3E\u0E40-\u0E4E\u0E80-\u0EFF\u1000-\u109F\u1780-\u17D3\u2E80-\u2FDF\u3005-\u3007\u3021-\u302F"
    r"\u3031-\u303C\u3041-\u309F\u31F0-\u31FF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\U00020000-\U0003FFFF"
)
_MARKS = (
    r"\u0300-\u036F\u0E31\u0E33-\u0E3A\u0E45\u0E47-\u0E4E\u0EB1\u0EB3-\u0EBC\u0EC8-\u0ECE\u102B-\u103E\u1056-\u1059"
    r"\u1082-\u108D\u17B4-\u17D3\u200C\u200D\u20D0-\u20FF\u3099\u309A\u302A-\u302F\u30FC\uFE00-\uFE0F"
)
_LETTER = rf"[^{_SEPARATORS}{_SPACELESS}\u30A0-\u30FF]"
# A hyphen and an apostrophe stand between words (d'accord, Franco-German) but for the English short forms;
# between figures they, and points and colons, are part of the number or the date.
_JOINER = rf"(?:['’](?=(?:t|re|ve|ll|d|m)(?!{_LETTER}))|\u00AD(?={_LETTER})|(?<=\d)[.,:/'’‐‑-](?=\d))"
TOKEN = re.compile(
    # A URL or an address, without the punctuation of the sentence around it. Each repetition is bounded or
    # possessive: no page can make this expression slow.
    r"(?:https?|ftp)://[^\s<>\"]*[^\s<>\"'’”».,;:!?)\]}]"
    r"|www\.[^\s<>\"]{0,2000}[^\s<>\"'’”».,;:!?)\]}]"
    r"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
    rf"|{_LETTER}++(?:{_JOINER}{_LETTER}++)*+"
    # Thai and Lao vowels that are written before their consonant; then one character with its marks.
    rf"|[\u0E40-\u0E44\u0EC0-\u0EC4]?[{_SPACELESS}][{_MARKS}]*+"
    rf"|[\u30A0-\u30FA\u30FC-\u30FF][\u30A0-\u30FA\u30FC-\u30FF{_MARKS}]*+"
    # Flags are pairs; other emoji carry a variation selector, a skin tone, tags, and joined emoji.
    r"|[\U0001F1E6-\U0001F1FF]{2}"
    r"|[\u2190-\u2BFF\U0001F000-\U0001FAFF][\u0300-\u036F\uFE00-\uFE0F\u20E3\U0001F3FB-\U0001F3FF\U000E0020-\U000E007F]*+"
    r"(?:\u200D[^\s][\uFE00-\uFE0F\U0001F3FB-\U0001F3FF]*+)*+"
    rf"|['’]s(?!{_LETTER})"
    rf"|[^\s][{_MARKS}]*+"
)
_ASCII_LETTER = r"[^\x09-\x0d\x1c-/:-@\[-`{-~]"
_ASCII_TOKEN = re.compile(
    rf"{_ASCII_LETTER}++(?:(?:'(?=(?:t|re|ve|ll|d|m)(?!{_ASCII_LETTER}))|(?<=\d)[.,:/'-](?=\d)){_ASCII_LETTER}++)*+"
    rf"|'s(?!{_ASCII_LETTER})|\S"
)
"""The same for ASCII texts without URLs and addresses, which are most: in less than half of the time."""
SPACELESS = re.compile(rf"[{_SPACELESS}]")
"""Begins a token of a script without spaces, which is less than a word."""


def words_of(text: str) -> list[str]:
    """Cut a text into its tokens.

    >>> words_of("Over 1,204 people: see https://example.org/a?b=1. Don't!")
    ['Over', '1,204', 'people', ':', 'see', 'https://example.org/a?b=1', '.', "Don't", '!']
    """
    return tokens_by(text).findall(text)


def tokens_by(text: str) -> re.Pattern[str]:
    """The expression that finds the tokens of this text."""
    plain = text.isascii() and "@" not in text and "://" not in text and "www." not in text
    return _ASCII_TOKEN if plain else TOKEN


class Codes(defaultdict[str, str]):
    """Interned tokens: each distinct one is a character, so that a text is a string to the engine."""

    def __init__(self) -> None:
        # Surrogates are no characters. Past the last code point, tokens share codes: more than a million
        # different words only cost precision.
        later = chain.from_iterable(repeat(range(0xE000, 0x110000)))
        super().__init__(map(chr, chain(range(0x20, 0xD800), later)).__next__)

    def encode(self, tokens: list[str]) -> str:
        return "".join(map(self.__getitem__, tokens))


# ── alignment of coded texts ───────────────────────────────────────────────────────────────────


class Hunk(NamedTuple):
    """Tokens [b0, b1) of the text before became tokens [a0, a1) of the text after."""

    b0: int
    b1: int
    a0: int
    a1: int


def hunks(before: str, after: str) -> list[Hunk]:
    """Where two coded texts differ, in order: the complement of a longest common subsequence.

    Bounded: see MAX_CELLS.
    """
    return _hunks(before, after, 0, 0, MAX_CUTS)


def _hunks(before: str, after: str, b: int, a: int, cuts: int) -> list[Hunk]:
    start, rest_b, rest_a = _trim(before, after)
    if start == rest_b and start == rest_a:
        return []
    middle_b, middle_a = before[start:rest_b], after[start:rest_a]
    b += start
    a += start
    if not middle_b or not middle_a or len(middle_b) == len(middle_a) == 1:
        return [Hunk(b, b + len(middle_b), a, a + len(middle_a))]
    if len(middle_b) * len(middle_a) <= MAX_CELLS:
        return _changed(LCSseq.opcodes(middle_b, middle_a), b, a)
    whole = [Hunk(b, b + len(middle_b), a, a + len(middle_a))]
    if not cuts:
        return whole
    anchors = _anchors(middle_b, middle_a)
    if not anchors:
        if len(middle_b) * len(middle_a) <= MAX_SLOW_CELLS:
            return _changed(Levenshtein.opcodes(middle_b, middle_a), b, a)
        return whole
    found: list[Hunk] = []
    at_b = at_a = 0
    for i, j in [*anchors, (len(middle_b), len(middle_a))]:
        if i > at_b or j > at_a:
            found += _hunks(middle_b[at_b:i], middle_a[at_a:j], b + at_b, a + at_a, cuts - 1)
        at_b, at_a = i + 1, j + 1
    return found


def _trim(before: str, after: str) -> tuple[int, int, int]:
    """The end of the common beginning, and the starts of the common end on either side."""
    start = int(Prefix.similarity(before, after))
    end = min(int(Postfix.similarity(before, after)), min(len(before), len(after)) - start)
    return start, len(before) - end, len(after) - end


def _changed(opcodes: Opcodes, b: int, a: int) -> list[Hunk]:
    """Opcodes as hunks, neighbouring insertions and deletions as one."""
    found: list[Hunk] = []
    for op in opcodes:
        if op.tag == "equal":
            continue
        hunk = Hunk(b + op.src_start, b + op.src_end, a + op.dest_start, a + op.dest_end)
        if found and found[-1].b1 == hunk.b0 and found[-1].a1 == hunk.a0:
            hunk = Hunk(found[-1].b0, hunk.b1, found[-1].a0, hunk.a1)
            found.pop()
        found.append(hunk)
    return found


def _anchors(before: str, after: str) -> list[tuple[int, int]]:
    """Codes that stand once on either side, as far as they keep their order (patience); in a text so long
    that every word comes back, runs of three of them."""
    for length in (1, 3):
        once_b = _once(before, length)
        once_a = _once(after, length)
        pairs = [(i, once_a[run]) for run, i in once_b.items() if run in once_a]
        if pairs:
            return increasing(pairs)
    return []


def _once(text: str, length: int) -> dict[str, int]:
    seen: dict[str, int] = {}
    for i in range(len(text) - length + 1):
        run = text[i : i + length]
        seen[run] = -1 if run in seen else i
    return {run: i for run, i in seen.items() if i >= 0}


def increasing(pairs: list[tuple[int, int]], weights: list[float] | None = None) -> list[tuple[int, int]]:
    """The heaviest choice of pairs that rises on both sides. Pairs are given in order of their first number,
    no number twice in second place unless equal firsts follow each other in falling order.

    >>> increasing([(0, 2), (1, 0), (2, 1)])
    [(1, 0), (2, 1)]
    """
    # A Fenwick tree over the ranks of the second numbers holds the best sum that ends at or below each.
    ranks = {j: r for r, j in enumerate(sorted({j for _, j in pairs}), 1)}
    size = len(ranks)
    best: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    previous: list[int] = []
    last, top = -1, 0.0
    for k, (_, j) in enumerate(pairs):
        rank = r = ranks[j]
        r -= 1
        found = (0.0, -1)
        while r:
            if best[r][0] > found[0]:
                found = best[r]
            r &= r - 1
        total = found[0] + (weights[k] if weights else 1.0)
        previous.append(found[1])
        if total > top:
            top, last = total, k
        while rank <= size:
            if total > best[rank][0]:
                best[rank] = (total, k)
            rank += rank & -rank
    chosen: list[tuple[int, int]] = []
    while last >= 0:
        chosen.append(pairs[last])
        last = previous[last]
    chosen.reverse()
    return chosen
