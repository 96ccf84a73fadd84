"""Moments as the file holds them: whole microseconds since 1970-01-01 UTC."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def to_ticks(moment: datetime) -> int:
    """
    >>> to_ticks(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (moment - _EPOCH) // _TICK


def from_ticks(ticks: int) -> datetime:
    return _EPOCH + timedelta(microseconds=ticks)


def maybe_ticks(moment: datetime | None) -> int | None:
    return None if moment is None else to_ticks(moment)


def maybe_moment(ticks: int | None) -> datetime | None:
    return None if ticks is None else from_ticks(ticks)
