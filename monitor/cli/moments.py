"""Days, moments and versions as a person writes them."""

import re
from datetime import UTC, date, datetime, time

from monitor.errors import BadInput

AT = re.compile(r"@(?:v?(\d{1,3})|(\d{4}-.*))$")
"""A version's number, or a day or moment. A URL can hold another "@": these alone are taken so."""


def parse_moment(text: str, what: str) -> datetime:
    """A day or a moment; without a zone it is in UTC.

    Raises: BadInput, that begins with `what`.
    """
    try:
        moment = datetime.fromisoformat(text) if len(text) > len("2026-01-12") else _midnight(text)
    except ValueError as error:
        raise BadInput(f"{what}: {text} is no moment; as 2026-01-12 or 2026-01-12T09:30") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def split_moment(page: str) -> tuple[str, datetime | int | None]:
    """A page's name, and which version of it is wanted; None for the latest. Raises: BadInput.

    >>> split_moment("example.org/@anna"), split_moment("example.org/@anna@3")
    (('example.org/@anna', None), ('example.org/@anna', 3))
    """
    found = AT.search(page)
    if not found:
        return page, None
    name = page[: found.start()]
    return name, int(found[1]) if found[1] else parse_moment(found[2], page)


def _midnight(text: str) -> datetime:
    return datetime.combine(date.fromisoformat(text), time(), UTC)
