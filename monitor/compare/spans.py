"""What a reader should see of an edited text: few spans, whole words, whole sentences.

An alignment of words is exact and yet reads badly: a rewritten sentence keeps "the", "of" and a comma by
chance, and an inserted sentence is found one word off ("[Come early. The] doors open" for "[Come early.]
The doors open"). So the hunks of `words` are cleaned here: islands that mean nothing are absorbed, what was
only put in or taken out slides to the border of a sentence, and a sentence of which little is left is told
as a whole.
"""

from collections.abc import Sequence
from dataclasses import replace
from re import Match
from typing import NamedTuple

from monitor.compare.words import SPACELESS, Codes, Hunk, hunks, tokens_by
from monitor.model import Change, ChangeType, Span

REWRITTEN = 0.6
"""When more than this share of a sentence's (or a text's) tokens changed, it is shown whole: the rest are
islands that nobody reads."""

MAX_SPANS = 500
"""More spans than this (and than a tenth of the tokens) in one text: it was rewritten, and is shown whole."""

MAX_SLIDE = 100
"""Tokens that an insertion is slid to find a better border."""

SENTENCE_ENDS = frozenset(".!?…。！？।؟")
CLAUSE_ENDS = frozenset(",;:،；：、")


class Edit(NamedTuple):
    """Characters [b0, b1) of the text before became [a0, a1) of the text after."""

    b0: int
    b1: int
    a0: int
    a1: int


def compare_words(before: str, after: str) -> tuple[Edit, ...]:
    """Say how one text became the other. Between the edits both texts have the same words.

    >>> compare_words("it was red", "it was blue")
    (Edit(b0=7, b1=10, a0=7, a1=11),)
    """
    if before == after:
        return ()
    marks_b = list(tokens_by(before).finditer(before))
    marks_a = list(tokens_by(after).finditer(after))
    tokens_b = [mark.group() for mark in marks_b]
    tokens_a = [mark.group() for mark in marks_a]
    codes = Codes()
    found = clean(hunks(codes.encode(tokens_b), codes.encode(tokens_a)), tokens_b, tokens_a)
    return tuple(
        Edit(*_place(marks_b, hunk.b0, hunk.b1, before), *_place(marks_a, hunk.a0, hunk.a1, after))
        for hunk in found
    )


def _place(marks: Sequence[Match[str]], start: int, end: int, text: str) -> tuple[int, int]:
    if start == end:
        at = marks[start].start() if start < len(marks) else len(text)
        return at, at
    return marks[start].start(), marks[end - 1].end()


def spans_of(before: str, after: str) -> tuple[Span, ...]:
    """Words out and words in, run by run.

    >>> spans_of("over 50 participants came", "over 60 participants came by bus")
    (('50', '60'), ('', 'by bus'))
    """
    return tuple((before[e.b0 : e.b1], after[e.a0 : e.a1]) for e in compare_words(before, after))


def with_spans(change: Change) -> Change:
    """The change with its spans. What has only one side has none; an annotation that moved has those of the
    item that lost it and those of the item that gained it."""
    if change.before is None or change.after is None:
        return change
    match change.type, change.before, change.after:
        case ChangeType.ANNOTATION_MOVED, (one_before, other_before), (one_after, other_after):
            spans = (*spans_of(one_before, one_after), *spans_of(other_before, other_after))
            return replace(change, spans=spans)
        case _:
            pass
    return replace(change, spans=spans_of(_joined(change.before), _joined(change.after)))


def _joined(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else " ".join(text)


# ── cleaning ───────────────────────────────────────────────────────────────────────────────────


def clean(found: list[Hunk], before: Sequence[str], after: Sequence[str]) -> list[Hunk]:
    """The hunks as a person would mark them."""
    if len(found) > max(MAX_SPANS, (len(before) + len(after)) // 10):
        return [_around(found)]
    found = _absorb(_slide_all(found, before, after), before)
    found = _whole_sentences(found, before)
    if len(found) > 1 and _size(found) > REWRITTEN * (len(before) + len(after)):
        return [_around(found)]
    return found


def _around(found: Sequence[Hunk]) -> Hunk:
    return Hunk(found[0].b0, found[-1].b1, found[0].a0, found[-1].a1)


def _size(found: Sequence[Hunk]) -> int:
    return sum(h.b1 - h.b0 + h.a1 - h.a0 for h in found)


def _absorb(found: list[Hunk], before: Sequence[str]) -> list[Hunk]:
    """Join hunks over islands that mean nothing. One pass with a stack: a join may make the next one due."""
    kept: list[Hunk] = []
    for each in found:
        hunk = each
        while kept and _is_island(before[kept[-1].b1 : hunk.b0], kept[-1], hunk):
            hunk = _around((kept.pop(), hunk))
        kept.append(hunk)
    return kept


def _is_island(tokens: Sequence[str], left: Hunk, right: Hunk) -> bool:
    if not tokens:
        return True
    if len(tokens) == 1 and SPACELESS.match(tokens[0]):
        return True  # half a word
    smaller = min(max(left.b1 - left.b0, left.a1 - left.a0), max(right.b1 - right.b0, right.a1 - right.a0))
    if 2 * len(tokens) > smaller:
        return False
    content = sum(_means_something(token) for token in tokens)
    # Words of one to three letters are mostly particles, in the languages that have spaces.
    return content == 0 or (content == 1 and len(tokens) <= 2 and 4 * len(tokens) <= smaller)


def _means_something(token: str) -> bool:
    return len(token) > 3 or token[0].isdigit() or (len(token) > 1 and token.isupper())


def _slide_all(found: Sequence[Hunk], before: Sequence[str], after: Sequence[str]) -> list[Hunk]:
    """Each where it reads best, and none over its neighbour."""
    slid: list[Hunk] = []
    start = 0
    for at, hunk in enumerate(found):
        end = found[at + 1].b0 if at + 1 < len(found) else len(before)
        slid.append(_slide(hunk, before, after, hunk.b0 - start, end - hunk.b1))
        start = slid[-1].b1
    return slid


def _slide(hunk: Hunk, before: Sequence[str], after: Sequence[str], left: int, right: int) -> Hunk:
    """Put what was only inserted (or only deleted) where a sentence or a clause begins or ends, at most so
    many tokens away on either side."""
    if hunk.b0 != hunk.b1 and hunk.a0 != hunk.a1:
        return hunk
    tokens, start, end = (after, hunk.a0, hunk.a1) if hunk.b0 == hunk.b1 else (before, hunk.b0, hunk.b1)
    best, shift = _border(tokens, start, end), 0
    for way, room in ((-1, left), (1, right)):
        for step in range(1, min(MAX_SLIDE, room) + 1):
            s, e = start + way * step, end + way * step
            if (tokens[s] != tokens[e]) if way < 0 else (tokens[s - 1] != tokens[e - 1]):
                break
            score = _border(tokens, s, e)
            if score > best:
                best, shift = score, way * step
    return Hunk(hunk.b0 + shift, hunk.b1 + shift, hunk.a0 + shift, hunk.a1 + shift)


def _border(tokens: Sequence[str], start: int, end: int) -> int:
    """How good a place this is for an insertion: 4 at the text's ends, 3 at a sentence's, 1 at a clause's."""
    if start == 0 or end == len(tokens):
        return 4
    if tokens[start - 1] in SENTENCE_ENDS and tokens[end - 1] in SENTENCE_ENDS:
        return 3
    return 1 if tokens[start - 1] in CLAUSE_ENDS or tokens[end] in CLAUSE_ENDS else 0


def _whole_sentences(found: list[Hunk], before: Sequence[str]) -> list[Hunk]:
    """Tell a sentence of which little is left as one hunk. Sentences meet where both sides have the same
    full stop."""
    kept: list[Hunk] = []
    group: list[Hunk] = []
    start_b = start_a = 0
    for hunk in [*found, Hunk(len(before), len(before), -1, -1)]:
        if group:
            ends = [i for i in range(group[-1].b1, hunk.b0) if before[i] in SENTENCE_ENDS]
            last = hunk.a0 < 0
            if ends or last:
                end_b = ends[0] + 1 if ends else len(before)
                end_a = group[-1].a1 + end_b - group[-1].b1
                whole = (end_b - start_b) + (end_a - start_a)
                kept += [_around(group)] if len(group) > 1 and _size(group) > REWRITTEN * whole else group
                group = []
                if last:
                    break
                start_b = ends[-1] + 1
                start_a = hunk.a0 - (hunk.b0 - start_b)
        elif hunk.b0 < len(before):
            ends = [i for i in range(start_b, hunk.b0) if before[i] in SENTENCE_ENDS]
            if ends:
                start_a = hunk.a0 - (hunk.b0 - ends[-1] - 1)
                start_b = ends[-1] + 1
        group.append(hunk)
    return kept
