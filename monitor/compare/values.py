"""Is a number, or a date, all that changed?

Both texts are compared with their dates masked, then with their numbers masked too: what is equal then
differed in these alone.
"""

import re

from monitor.compare.dates import mask_dates, mask_lone_months
from monitor.compare.part import changed_core, changed_part

NUMBER = re.compile(r"\d++(?:[.,:/’'\u00A0\u202F](?=\d)\d++)*+(?:(?:st|nd|rd|th)\b)?")
YEAR = re.compile(r"\b(?:1[6-9]|20|21)\d\d\b")

_DIGIT = re.compile(r"\d")

MAX_CHARS = 20_000
"""Longer parts are not asked: in so much text nobody reads "only a number changed"."""


def is_date_edit(before: str, after: str) -> bool:
    """Is a date all that changed?

    >>> is_date_edit("As of 3 May 2024, closed", "As of June 5th, 2025, closed")
    True
    >>> is_date_edit("You may ask 3 times", "You may ask 4 times")
    False
    """
    core_before, core_after = changed_core(before, after)
    if not (_may_be_of_a_date(core_before) and _may_be_of_a_date(core_after)):
        return False
    before, after = changed_part(before, after)
    if max(len(before), len(after)) > MAX_CHARS or before == after:
        return False
    masked = _mask_dates(before)
    return "\0" in masked and masked == _mask_dates(after)


def is_number_edit(before: str, after: str) -> bool:
    """Are numbers (and perhaps dates) all that changed?

    >>> is_number_edit("over 50 participants", "over 1,060 participants")
    True
    >>> is_number_edit("over 50 participants", "over fifty participants")
    False
    """
    core_before, core_after = changed_core(before, after)
    if not (_DIGIT.search(core_before) and _DIGIT.search(core_after)):
        return is_date_edit(before, after)
    before, after = changed_part(before, after)
    if max(len(before), len(after)) > MAX_CHARS or before == after:
        return False
    masked = NUMBER.sub("\1", before)
    if "\1" not in masked:
        return False
    return masked == NUMBER.sub("\1", after) or NUMBER.sub("\1", _mask_dates(before)) == NUMBER.sub(
        "\1", _mask_dates(after)
    )


def _may_be_of_a_date(core: str) -> bool:
    return _DIGIT.search(core) is not None or mask_lone_months(core) != core


def _mask_dates(text: str) -> str:
    return mask_lone_months(mask_dates(text))
