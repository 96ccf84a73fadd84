"""What changes by itself at every look, and is therefore no news: held back by kind, never dropped.

Each kind is recognised by what it is, never by how small it is: "3 minutes ago" is a relative time wherever
it stands, but a number that changed is a counter only when the whole block says nothing but a count. Where
a form could be either ("SHA-512: 3a5f…" is a checksum that readers compare; "Trace Id: 3a5f…" is not), the
words beside it decide, and in doubt it is told.
"""

import re
from collections.abc import Callable

from monitor.compare.dates import mask_dates
from monitor.compare.noise_forms import (
    AD_LABEL,
    ADDRESS,
    AGO,
    AVATAR,
    BESIDE_COUNTS,
    CHECKSUM,
    CLAIM,
    CLOCK,
    COUNTDOWN,
    COUNTED,
    DENSE_COUNT,
    DIGIT,
    FORM_HINT,
    GENERATED,
    HIDDEN_ADDRESS,
    LEFT,
    LONG_AGO,
    NOTICE,
    OBJECT_HASH,
    RELATIVE_TIME,
    SECONDS,
    SERVER_NAME,
    SHORTCUT,
    SIGNED_COUNT,
    STATUS,
    STRUNG,
    TIMED,
    TIMES,
    TOKEN_LABEL,
    TOKEN_NAME,
    TOKEN_TEXT,
    UPDATED,
    WEEKDAYS,
    WHEN,
    YEARS,
)
from monitor.compare.part import changed_core, changed_part
from monitor.compare.words import words_of
from monitor.model import Block

MAX_CHARS = 2000
"""Longer edits, and blocks, are prose."""

MAX_COUNTER_WORDS = 12
"""A counter is a caption, not a sentence."""

MAX_CAPTION_WORDS = 24
"""What a page says about its own making stands in a caption; longer texts are prose, and told."""


def edit_noise(before: str, after: str) -> str:
    """The kind of noise that made one text the other, or "" when it is an edit.

    >>> edit_noise("Updated 3 minutes ago", "Updated 2 hours ago")
    'relative time'
    >>> edit_noise("over 50 participants", "over 60 participants")
    ''
    """
    if _without_blanks(before) == _without_blanks(after) and words_of(before) == words_of(after):
        return "whitespace"
    prose = max(before.count(" "), after.count(" ")) >= MAX_CAPTION_WORDS
    if prose and not any(map(DIGIT.search, changed_core(before, after))):
        return "hidden address" if _is_hidden_address(before, after) else ""
    before, after = changed_part(before, after)
    if max(len(before), len(after)) > MAX_CHARS:
        return ""
    for kind, steady in _STEADY_IN_PROSE if prose else _STEADY:
        if steady(before) == steady(after):
            return kind
    if not prose and is_advertisement(before) and is_advertisement(after):
        return "advertisement"
    if not prose and (kind := _noise_of_parts(before, after)):
        return kind
    return "hidden address" if _is_hidden_address(before, after) else ""


def _noise_of_parts(before: str, after: str) -> str:
    """Captions are often strung together: "Updated 3 minutes ago · 1,204 views"."""
    parts_before, parts_after = STRUNG.split(before), STRUNG.split(after)
    if len(parts_before) != len(parts_after) or len(parts_before) == 1:
        return ""
    kinds = [edit_noise(b, a) for b, a in zip(parts_before, parts_after, strict=True) if b != a]
    return kinds[0] if kinds and all(kinds) else ""


def _without_blanks(text: str) -> str:
    return text.replace(" ", "")


def lone_noise(text: str) -> str:
    """The kind of noise that a whole block is, which came or went; "" when it says something."""
    if len(text) > MAX_CHARS:
        return ""
    words = text.split()
    if len(words) >= 6 and 5 * len(set(words)) <= len(words):
        return "filler"  # a probe of fonts, a placeholder: few words, over and over
    if len(words) > MAX_CAPTION_WORDS:
        return ""
    if not any(character.isalnum() for character in text):
        return "decoration" if len(text) <= 3 else ""
    if is_counter(text):
        return "counter"
    if RELATIVE_TIME.fullmatch(text.strip(" .·|")):
        return "relative time"
    if CLOCK.fullmatch(text):
        return "clock"
    if FORM_HINT.fullmatch(text):
        return "form hint"
    if is_advertisement(text):
        return "advertisement"
    if SHORTCUT.fullmatch(text):
        return "shortcut"
    if STATUS.fullmatch(text):
        return "status"
    if GENERATED.match(text) and TIMES.search(text) and len(words) <= MAX_COUNTER_WORDS:
        return "generated at"
    return ""


def is_counter(text: str) -> bool:
    """Does this block say nothing but how often something was counted?"""
    if SIGNED_COUNT.fullmatch(text) or DENSE_COUNT.fullmatch(text):
        return True
    words = words_of(text)
    if len(words) > MAX_COUNTER_WORDS or not any(word[0].isdigit() for word in words):
        return False
    names = [word.casefold() for word in words if word[0].isalpha()]
    if names[:1] == ["no"] or not names:
        return False
    return any(name in COUNTED for name in names) and all(
        name in COUNTED or name in BESIDE_COUNTS for name in names
    )


def is_advertisement(text: str) -> bool:
    """Does this short block call itself an advertisement?

    >>> is_advertisement("AdvertisementTry our newsletter"), is_advertisement("Advertisements are labelled")
    (True, False)
    """
    label = AD_LABEL.match(text)
    if label is None or len(words_of(text)) > MAX_COUNTER_WORDS:
        return False
    rest = text[label.end() :]
    # "Advertising in our magazine" goes on in lower case: it speaks of advertisements and is none.
    return (
        not rest
        or rest[0] in ":|·–—"  # no hyphen: "Ad-Partners" is a word
        or rest.startswith(" - ")
        or (rest[0].isupper() and text[0].isupper() and text[label.end() - 1].islower())
    )


def is_avatars(block: Block) -> bool:
    """Does this block hold nothing but pictures of people, whoever they are today?"""
    return len(block.links) > 1 and all(AVATAR.search(link.text) for link in block.links)


def is_token_name(name: str) -> bool:
    """Does a parameter of a link with this name say who asks, or when, and not what for?"""
    return TOKEN_NAME.match(name) is not None


# ── what is left when what ticks is taken away ─────────────────────────────────────────────────


def _without_relative_times(text: str) -> str:
    # Looking for one of these words first spares most texts the long expression.
    low = text.casefold()
    return RELATIVE_TIME.sub("\0", text) if any(word in low for word in AGO) else text


def _without_hours_ago(text: str) -> str:
    """In prose only what changes within days: "founded 20 years ago" is a statement."""
    return RELATIVE_TIME.sub(lambda found: found[0] if LONG_AGO.search(found[0]) else "\0", text)


def _without_making(text: str) -> str:
    if not GENERATED.match(text):
        return text
    return TIMES.sub("\0", mask_dates(WEEKDAYS.sub("\0", RELATIVE_TIME.sub("\0", text))))


def _without_update(text: str) -> str:
    return WHEN.sub("\0", RELATIVE_TIME.sub("\0", text)) if UPDATED.match(text) else text


def _without_time_left(text: str) -> str:
    return LEFT.sub("\0", text) if COUNTDOWN.search(text) else text


def _without_timing(text: str) -> str:
    return SECONDS.sub("\0", text) if TIMED.search(text) else text


def _without_shortcuts(text: str) -> str:
    return "\0" if SHORTCUT.fullmatch(text) else text


def _without_object_hashes(text: str) -> str:
    return OBJECT_HASH.sub("@", text) if "@" in text else text


def _without_tokens(text: str) -> str:
    if SERVER_NAME.fullmatch(text):
        return text.rstrip("0123456789")
    alone = TOKEN_TEXT.fullmatch(text) and not CHECKSUM.fullmatch(text)
    return TOKEN_TEXT.sub("\0", text) if alone or TOKEN_LABEL.search(text) else text


def _without_counts(text: str) -> str:
    return re.sub(r"\d[\d.,\u00A0\u202F ]*[kKmM万千]?", "\0", text) if is_counter(text) else text


def _without_copyright_years(text: str) -> str:
    return YEARS.sub("\0", text) if CLAIM.search(text) else _without_years_of_notices(text)


def _without_years_of_notices(text: str) -> str:
    """In prose only the years beside the sign: what else it says of years may be what it is about."""
    return NOTICE.sub(lambda found: YEARS.sub("\0", found[0]), text)


def _is_hidden_address(before: str, after: str) -> bool:
    """One side shows more of an address where the other has "[email protected]"."""
    if "protected]" not in before and "protected]" not in after:
        return False
    return _without_addresses(before) == _without_addresses(after)


def _without_addresses(text: str) -> str:
    return ADDRESS.sub("\0", HIDDEN_ADDRESS.sub("\0", text))


def _clock(text: str) -> str:
    """A clock says the seconds, or the place: an hour alone may be that of a meeting."""
    return "\0" if CLOCK.fullmatch(text) else text


_STEADY: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("relative time", _without_relative_times),
    ("counter", _without_counts),
    ("generated at", _without_making),
    ("relative time", _without_update),
    ("countdown", _without_time_left),
    ("timing", _without_timing),
    ("clock", _clock),
    ("shortcut", _without_shortcuts),
    ("object hash", _without_object_hashes),
    ("token", _without_tokens),
    ("copyright year", _without_copyright_years),
)
_STEADY_IN_PROSE: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("relative time", _without_hours_ago),
    ("copyright year", _without_years_of_notices),
)
