"""A label as tokens: what it says, apart from how it is set.

"North Ward – Presidency 2025" is a core ("North Ward") and a mark ("Presidency 2025") that is set off
by a dash. Which split is the right one shows only when it is compared with other labels, so a label
gives all of its splits.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from monitor.compare.words import tokens_by, words_of

DASHES = frozenset("-‐‑‒–—―−")
SEPARATORS = DASHES | frozenset(",;:/|·•‧→»>~،؛、，：；｜・")
OPENING = frozenset("([{<（［｛【〔「«“")
CLOSING = frozenset(")]}>）］｝】〕」»”")
_STYLE = SEPARATORS | OPENING | CLOSING | frozenset(".!?'\"’‘„‚`´…。！？¿¡\u200b\ufe0f*_")
"""What can come and go without anything else being said."""

_SIGNS = SEPARATORS | OPENING | CLOSING
_BEFORE_MARK = SEPARATORS | OPENING

MAX_MARK_TOKENS = 8
"""A longer rest is a text of its own, not a mark on an item."""
MAX_LABEL_TOKENS = 64
"""A longer text is no label: it is not looked at for marks."""


class Token(NamedTuple):
    key: str
    """As it is compared: compatibility forms and case folded."""
    start: int
    end: int


class Split(NamedTuple):
    """One way to see a label: a core that carries a mark."""

    core_key: str
    core: str
    mark: str
    mark_key: str
    """The mark for comparing: folded, its digits masked, its separators away."""
    set_off: bool
    """Brackets, a dash, a colon, a comma … or an element of its own stand between the two."""
    firm: bool
    """Set off by more than a comma or a colon."""


def _fold_token(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@lru_cache(maxsize=8192)
def tokens_of(text: str) -> tuple[Token, ...]:
    """Words, numbers and signs, without the white space."""
    return tuple(Token(_fold_token(m[0]), m.start(), m.end()) for m in tokens_by(text).finditer(text))


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The text without case, punctuation and typography; itself when nothing else is in it.

    >>> fold("Who  we are?") == fold("WHO WE ARE")
    True
    >>> fold("C++") == fold("C")
    False
    """
    if not text.isascii():
        keys = [t.key.translate(_UNJOIN) for t in tokens_of(text) if t.key not in _STYLE]
    elif text.replace(" ", "").isalnum():
        keys = text.lower().split()  # nothing to take away: most labels
    else:
        found = [word for word in words_of(text.lower()) if word not in _STYLE]
        keys = [word.replace("'", "").replace("-", "") for word in found]
    return " ".join(keys) or text


_UNJOIN = {ord(c): None for c in "'’ʼ‐‑-"}

_DIGITS = re.compile(r"\d+")


def mask(text: str) -> str:
    """The text with every number replaced by "#".

    >>> mask("Chair 2025/26")
    'Chair #/#'
    """
    return _DIGITS.sub("#", text)


def _is_edge(token: Token) -> bool:
    return token.key in SEPARATORS


def is_separator(text: str) -> bool:
    """Is there nothing in it but what stands between items?"""
    return len(text) < 8 and all(c in SEPARATORS or c.isspace() for c in text)


def label_key(text: str) -> str:
    """A label for comparing it with a core: folded tokens, separators at the ends away."""
    return _key_of(tokens_of(text))


def _key_of(tokens: tuple[Token, ...]) -> str:
    start, end = 0, len(tokens)
    while start < end and tokens[start].key in SEPARATORS:
        start += 1
    while end > start and tokens[end - 1].key in SEPARATORS:
        end -= 1
    return " ".join([t.key for t in tokens[start:end]])


def _slice(text: str, tokens: tuple[Token, ...]) -> str:
    """The source text of these tokens, without separators at its ends and brackets around it."""
    start, end = 0, len(tokens)
    while start < end:
        if _is_edge(tokens[start]):
            start += 1
        elif _is_edge(tokens[end - 1]):
            end -= 1
        elif tokens[start].key in OPENING and tokens[end - 1].key in CLOSING:
            start, end = start + 1, end - 1
        else:
            break
    return text[tokens[start].start : tokens[end - 1].end] if start < end else ""


def _mark_key(tokens: tuple[Token, ...]) -> str:
    keys = [t.key for t in tokens]
    return " ".join([key if key.isalpha() else mask(key) for key in keys if key not in _SIGNS])


def _split(
    text: str, core: tuple[Token, ...], mark: tuple[Token, ...], *, set_off: bool, firm: bool
) -> Split | None:
    core_key = _key_of(core)
    mark_text = _slice(text, mark)
    if not core_key or not mark_text:
        return None
    return Split(core_key, _slice_core(text, core), mark_text, _mark_key(mark), set_off, firm)


def _slice_core(text: str, core: tuple[Token, ...]) -> str:
    start, end = 0, len(core)
    while start < end and _is_edge(core[start]):
        start += 1
    while end > start and _is_edge(core[end - 1]):
        end -= 1
    return text[core[start].start : core[end - 1].end] if start < end else ""


@lru_cache(maxsize=4096)
def splits_of(text: str, badges: tuple[str, ...] = ()) -> tuple[Split, ...]:
    """All ways to see this label as a core with a mark, the set-off ones first.

    >>> [(s.core, s.mark) for s in splits_of("Anna Berg (Chair)") if s.set_off]
    [('Anna Berg', 'Chair')]
    """
    tokens = tokens_of(text)
    if not 2 <= len(tokens) <= MAX_LABEL_TOKENS and not badges:
        return ()
    found: list[Split | None] = []
    found += [_badge_split(text, badge) for badge in badges]
    found += _bracket_splits(text, tokens)
    found += _middle_splits(text, tokens)
    for count in range(1, min(MAX_MARK_TOKENS + 3, len(tokens))):
        found.append(_end_split(text, tokens, len(tokens) - count, mark_last=True))
        found.append(_end_split(text, tokens, count, mark_last=False))
    kept: dict[tuple[str, str], Split] = {}
    for split in found:
        if split is None or len(split.mark_key.split()) > MAX_MARK_TOKENS:
            continue
        known = kept.get((split.core_key, split.mark_key))
        if known is None or (split.set_off, split.firm) > (known.set_off, known.firm):
            kept[split.core_key, split.mark_key] = split
    return tuple(sorted(kept.values(), key=lambda s: not s.set_off))


def _badge_split(text: str, badge: str) -> Split | None:
    """A badge is an element of its own, so it may stand against the label without a space."""
    badge = badge.strip()
    bare = text.strip()
    if not badge:
        return None
    if bare.endswith(badge) and len(bare) > len(badge):
        core = bare[: -len(badge)].strip()
    elif bare.startswith(badge) and len(bare) > len(badge):
        core = bare[len(badge) :].strip()
    elif badge not in bare:
        core = bare
    else:
        return None
    core_key, mark_key = label_key(core), _mark_key(tokens_of(badge))
    return Split(core_key, core, badge, mark_key, True, True) if core_key and mark_key else None


def _bracket_splits(text: str, tokens: tuple[Token, ...]) -> list[Split | None]:
    found: list[Split | None] = []
    opened = -1
    for at, token in enumerate(tokens):
        if token.key in OPENING:
            opened = at
        elif token.key in CLOSING and opened >= 0:
            core, inside = tokens[:opened] + tokens[at + 1 :], tokens[opened : at + 1]
            if len(inside) - 2 <= MAX_MARK_TOKENS:
                split = _split(text, core, inside, set_off=True, firm=True)
                if split is not None and opened > 0 and at + 1 < len(tokens):
                    split = split._replace(core=_joined(text, tokens[opened].start, token.end))
                found.append(split)
            opened = -1
    return found


def _middle_splits(text: str, tokens: tuple[Token, ...]) -> list[Split | None]:
    """What a dash, colon or comma sets off, up to the next sign: "Oslo – host 2026 (14)"."""
    found: list[Split | None] = []
    for at in range(1, len(tokens) - 2):
        if tokens[at].key not in SEPARATORS or not _is_loose(text, tokens, at, mark_last=True):
            continue
        end = at + 1
        while end < len(tokens) and tokens[end].key not in SEPARATORS and tokens[end].key not in OPENING:
            end += 1
        if at + 1 < end < len(tokens) and end - at <= MAX_MARK_TOKENS:
            split = _split(text, tokens[:at] + tokens[end:], tokens[at:end], set_off=True, firm=False)
            if split is not None:
                found.append(split._replace(core=_joined(text, tokens[at].start, tokens[end].start)))
    return found


def _joined(text: str, start: int, end: int) -> str:
    """The text without what stands from start to end."""
    left, right = text[:start].rstrip(), text[end:].strip()
    return left + right if right[:1] in ",.;:" else f"{left} {right}".strip()


def _end_split(text: str, tokens: tuple[Token, ...], at: int, *, mark_last: bool) -> Split | None:
    """Cut before token `at`; the mark is what follows, or what comes first."""
    last, first = tokens[at - 1].key, tokens[at].key
    if (last if mark_last else first) in _BEFORE_MARK:
        return None  # the same split is found with the separator on the mark's side
    core, mark = (tokens[:at], tokens[at:]) if mark_last else (tokens[at:], tokens[:at])
    opened, closed = mark[0].key in OPENING, mark[-1].key in CLOSING
    if opened != closed:
        return None  # half a bracket
    bracketed = opened
    separator = first if mark_last else last
    emblem = not mark[0].key.isalnum() and all(unicodedata.category(t.key[0]) == "So" for t in mark)
    separated = separator in SEPARATORS and _is_loose(text, tokens, at, mark_last=mark_last)
    # What comes first and ends with a dash is as often a topic ("Press – Contact") as a mark.
    dashed = separated and separator not in ",:،，：" and mark_last
    shouted = separated and not mark_last and text[mark[0].start : mark[-1].end].isupper()
    return _split(
        text,
        core,
        mark,
        set_off=bracketed or emblem or separated,
        firm=bracketed or emblem or dashed or shouted,
    )


def _is_loose(text: str, tokens: tuple[Token, ...], at: int, *, mark_last: bool) -> bool:
    """A hyphen or slash between two words without any space joins them; it does not set one off."""
    token = tokens[at] if mark_last else tokens[at - 1]
    if token.key not in "-‐‑/>~":
        return True
    return text[token.end : token.end + 1].isspace() or text[: token.start][-1:].isspace()
