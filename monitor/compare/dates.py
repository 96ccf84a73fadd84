"""Dates in running text: in figures, and with the months' names of many languages.

Names are first covered by signs of their own, a sign for each letter, so that one short expression finds all
dates where they stand. The expression is linear: nothing in it repeats within a repetition.
"""

import re
from collections.abc import Iterator

from monitor.compare.months import MONTHS, WEEKDAYS

_M, _W = "\x02", "\x03"
"""Cover a letter of a month's, of a weekday's name."""

_NAME = re.compile(r"[^\s\d!-,./:-@\[-`{-~\u2010-\u2027\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]{2,16}")
"""A word with all of its signs: scripts that write vowels above letters do so with marks that are none."""

_YEAR = r"(?:1[6-9]|2[015])\d\d"
_ANY_YEAR = r"\d{4}(?!\d)"
"""Beside a month's name any four digits are a year: of other calendars, in other digits."""
_DAY = r"(?<!\d)\d{1,2}(?!\d)(?:st|nd|rd|th|er|ère|º|ª|\.)?"
_DAYS = rf"{_DAY}(?: ?[-–—/] ?{_DAY}| (?:to|and|bis|und|et|au|y|al|e|и) {_DAY})?"
_OF = r"(?: of | de | del | d['’]|[ -])?"
_MONTH = rf"[בו]?{_M}{{2,16}}(?!\w)\.?"
_TIME = r"(?:,? (?:at |um |à |a las |alle |kl\. |в )?\d{1,2}[:.h]\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?| Uhr)?)?"
_WEEKDAY = rf"(?:(?<!\w){_W}{{3,16}}(?!\w)\.?,? (?:the |den |dem |le |il |el |dia )?)?"
_CJK_DAY = r"(?: ?[(（][日一二三四五六月火水木金土월화수목금토][)）])?"

_DATE = re.compile(
    rf"{_WEEKDAY}(?:"
    rf"(?<!\d){_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.](?:[12]\d|3[01]|0?[1-9])(?!\d)"
    r"(?:[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?"
    rf"|(?<![\d./-])[0-3]?\d([-/.])[0-3]?\d\1(?:{_YEAR}|(?<!\.)\d\d)(?!\d)"
    r"|(?<![\w./-])[0-3]\d\.[01]\d\.\d\d(?!\w|\.\d)"
    rf"|(?<!\d)\d{{4}}(?:\.| m\.| ?\. gada)? (?:{_DAY} )?{_MONTH}(?: \d{{1,2}}(?!\d)\.?(?: d\.)?)?"
    rf"|{_DAYS}{_OF}{_MONTH}(?:,?(?: de | del | d['’]|[ -])?{_ANY_YEAR})?{_TIME}"
    rf"|{_MONTH} {_DAYS}(?![\d./-]\d)(?:,? ?{_ANY_YEAR})?{_TIME}"
    rf"|{_MONTH},? ?(?:de |del )?{_ANY_YEAR}"
    rf"|(?:\d{{4}} ?[年년] ?)?\d{{1,2}} ?[月월](?: ?\d{{1,2}} ?[日号일])?{_CJK_DAY}"
    r"|\d{4} ?[年년](?!\d)"
    r"|(?<!\d)(?:\d{1,2} )?(?:tháng|Tháng) \d{1,2}(?!\d)(?:(?:,? năm|/) ?\d{4})?"
    r"|(?<!\d)\d{1,2} [ก-ฮ]\.[ก-ฮ]\.(?: ?\d{2,4})?"
    r")",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\0(?: ?[-–—] ?\0)+")
_FIGURES = re.compile(r"\d")

_VERBS = frozenset({"may", "march"})
"""In small letters no months: English writes its months with a capital."""

_PEOPLE = frozenset({"maja", "marta", "augusta", "avgusta", "jula", "mars"})
"""Names of people and things: alone they are no dates."""


def dates_in(text: str) -> list[str]:
    """The dates that a text names, as it writes them.

    >>> dates_in("From Monday, 4 March 2025 to 11 April; formerly 2024-01-05.")
    ['Monday, 4 March 2025', '11 April', '2024-01-05']
    """
    return [text[start:end] for start, end in _places(text)]


def has_date(text: str) -> bool:
    return next(_places(text), None) is not None


def is_date(text: str) -> bool:
    """Is this a date and nothing else?"""
    return next(_places(text), None) == (0, len(text))


def mask_dates(text: str, mask: str = "\0") -> str:
    """The text with each date, or range of dates, replaced.

    >>> mask_dates("28 March – 2 April 2025, Vienna", "#")
    '#, Vienna'
    """
    parts, at = [], 0
    for start, end in _places(text):
        parts += [text[at:start], "\0"]
        at = end
    masked = _RANGE.sub("\0", "".join([*parts, text[at:]])) if at else text
    return masked.replace("\0", mask) if mask != "\0" else masked


def mask_lone_months(text: str, mask: str = "\0") -> str:
    """The text with months' names replaced that stand without day and year: those written as names.

    >>> mask_lone_months("You may come in May", "#")
    'You may come in #'
    """
    return _NAME.sub(lambda word: mask if _is_lone_month(word[0]) else word[0], text)


def _is_lone_month(word: str) -> bool:
    name = word.casefold()
    return len(word) > 2 and name in MONTHS and word == word.capitalize() != name and name not in _PEOPLE


def _places(text: str) -> Iterator[tuple[int, int]]:
    if _FIGURES.search(text) is None:
        return
    for found in _DATE.finditer(_NAME.sub(_cover, text)):
        yield found.span()


def _cover(word: re.Match[str]) -> str:
    name = word[0].casefold()
    if len(name) != len(word[0]) or word[0] in _VERBS:
        return word[0]
    if name in MONTHS:
        return _M * len(name)
    if name[0] in "בו" and name[1:] in MONTHS:  # "in March" is one word in Hebrew
        return name[0] + _M * (len(name) - 1)
    return _W * len(name) if name in WEEKDAYS else word[0]
