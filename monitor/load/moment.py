"""Moments as file names tell them: 2025-11-03T09-00-00Z.html, 2025-11-03.html, 20251103090000.html."""

import re
from datetime import UTC, datetime

_MOMENT = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T_ ]?(\d\d)[-:]?(\d\d)(?:[-:]?(\d\d)(?:\.\d{1,9})?)?(?:Z|\+00:?00)?)?",
    re.ASCII | re.IGNORECASE,
)


def parse_moment(text: str) -> datetime | None:
    """Read a moment in UTC; None when the text is none.

    >>> parse_moment("2025-11-03T09-00-00Z"), parse_moment("2025-11-03"), parse_moment("index")
    (datetime.datetime(2025, 11, 3, 9, 0, tzinfo=datetime.timezone.utc),\
 datetime.datetime(2025, 11, 3, 0, 0, tzinfo=datetime.timezone.utc), None)
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in match.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
