"""Moments and intervals, for people (to the minute, in UTC) and for programs (ISO 8601)."""

from datetime import UTC, datetime


def say_moment(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC.

    >>> say_moment(datetime(2026, 1, 12, 9, 5, tzinfo=UTC))
    '2026-01-12T09:05:00Z'
    """
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def say_when(moment: datetime | None) -> str:
    """A moment to the minute.

    >>> say_when(datetime(2026, 1, 12, 9, 5, tzinfo=UTC))
    '2026-01-12 09:05'
    """
    return "at an unknown time" if moment is None else f"{moment.astimezone(UTC):%Y-%m-%d %H:%M}"


def say_interval(between: tuple[datetime | None, datetime | None]) -> str:
    """When something happened, as far as it is known; "" when nothing is.

    >>> say_interval((None, datetime(2026, 1, 12, 9, 5, tzinfo=UTC)))
    'before 2026-01-12 09:05'
    """
    match between:
        case (None, None):
            return ""
        case (None, until):
            return f"before {say_when(until)}"
        case (since, None):
            return f"after {say_when(since)}"
        case (since, until):
            return f"between {say_when(since)} and {say_when(until)}"
