"""Is a number, or a date, all that changed?

Both texts are compared with their dates masked, then with their numbers masked too: what is equal then
differed in these alone. Dates are found in figures and with the months' names of the languages that
European institutions write in most.
"""

import re

from monitor.compare.part import changed_core, changed_part

_MONTHS = (
    # English, German, French, Spanish, Italian, Portuguese, Dutch; then Polish, Czech, Russian, Ukrainian,
    # Swedish, Danish where they differ. The longer form first.
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|januar|februar|märz|mai|juni|juli|oktober|dezember|jänner"
    "|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    "|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
    "|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre"
    "|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro"
    "|januari|februari|maart|mei|augustus|december|augusti|marts|maj"
    "|stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia"
    "|ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince"
    "|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
    "|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|okt|nov|dec|dez"
    "|janv|févr|avr|juil|déc|ene|abr|dic|genn|febbr|magg|ott|fev|mär"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?:1[6-9]|20|21)\d\d"
DATE = re.compile(
    rf"\b{_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.](?:[12]\d|3[01]|0?[1-9])(?:[T ]\d{{2}}:\d{{2}}(?::\d{{2}})?Z?)?\b"
    rf"|\b(?:[0-3]?\d)([-/.])(?:[0-3]?\d)\1(?:{_YEAR}|\d\d)\b"
    rf"|\b{_DAY} ?(?:de |of )?(?:{_MONTHS})\b\.?(?:,? ?(?:de |del )?{_YEAR}\b)?"
    rf"|\b(?:{_MONTHS})\b\.? {_DAY}\b(?:,? ?{_YEAR}\b)?"
    rf"|\b(?:{_MONTHS})\b\.?,? ?(?:de |del )?{_YEAR}\b"
    rf"|{_YEAR} ?年 ?\d{{1,2}} ?月(?: ?\d{{1,2}} ?日)?",
    re.IGNORECASE,
)
_LONE_MONTH = re.compile(
    r"\b(?:" + "|".join(m.capitalize() for m in _MONTHS.split("|") if len(m) > 3) + r")\b"
)
"""A month's name alone is a date when it is written as a name: "may" is a verb."""

NUMBER = re.compile(r"\d++(?:[.,:/’'\u00A0\u202F](?=\d)\d++)*+(?:(?:st|nd|rd|th)\b)?")
YEAR = re.compile(rf"\b{_YEAR}\b")

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
    return _DIGIT.search(core) is not None or _LONE_MONTH.search(core) is not None


def _mask_dates(text: str) -> str:
    return _LONE_MONTH.sub("\0", DATE.sub("\0", text))
