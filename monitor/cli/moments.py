"""Days, moments and versions as a person writes them."""

import re
from datetime import UTC, date, datetime, time, timedelta

from monitor.errors import BadInput

AGO = re.compile(r"-(\d{1,4})([hdw])")
"""As "-7d": hours, days or weeks before now."""

AT = re.compile(r"@(?:v?(\d{1,7})|(\d{4}-.*|today|yesterday|-\d{1,4}[hdw]))$")
"""A version's number, or a day or moment. A URL can hold another "@": these alone are taken so."""


DAYS_END = timedelta(days=1, microseconds=-1)
"""From its beginning: the last moment that a store can tell from the next day."""


def parse_moment(text: str, what: str, *, is_end: bool = False) -> datetime:
    """A day or a moment, also "today", "yesterday" or "-7d"; without a zone it is in UTC.

    Of a day its beginning, or with `is_end` its end. Raises: BadInput, that begins with `what`.
    """
    now = datetime.now(UTC)
    if ago := AGO.fullmatch(text):
        return (
            now
            - int(ago[1]) * {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}[ago[2]]
        )
    try:
        if text in ("today", "yesterday"):
            day = now.date() - timedelta(days=text == "yesterday")
        elif len(text) <= len("2026-01-12"):
            day = date.fromisoformat(text)
        else:
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError as error:
        raise BadInput(
            f"{what}: {text} is no moment; as 2026-01-12, 2026-01-12T09:30, yesterday or -7d"
        ) from error
    return datetime.combine(day, time(), UTC) + DAYS_END * is_end


def split_moment(page: str) -> tuple[str, datetime | int | None]:
    """A page's name, and which version of it is wanted; None for the latest. A day is its end: what the page
    came to on it. Raises: BadInput.

    >>> split_moment("example.org/@anna"), split_moment("example.org/@anna@3")
    (('example.org/@anna', None), ('example.org/@anna', 3))
    >>> str(split_moment("example.org/@2026-01-12")[1])
    '2026-01-12 23:59:59.999999+00:00'
    """
    found = AT.search(page)
    if not found:
        return page, None
    name = page[: found.start()]
    return name, int(found[1]) if found[1] else parse_moment(found[2], page, is_end=True)
