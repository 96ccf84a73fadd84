"""Dates that all moved by one day, the same way: the same moments, told in another time zone.

before   24 November 2021 · 26 August 2021 · 19 November 2020 · …
after    25 November 2021 · 27 August 2021 · 20 November 2020 · …

A server that renders its list of versions near midnight, or on another machine, does this. Somebody who puts
off an event by a day changes a few dates that lie close together; nobody moves five dates of several months
by the same day.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from monitor.compare.dates import is_date
from monitor.model import Change, ChangeType

MIN_DATES = 5
MIN_MONTHS = 3
"""Months, or years, that the dates lie in."""

KIND = "time zone"

_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


def hold_time_zone(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes, with those of dates alone as noise when they moved by one day together."""
    changes = tuple(changes)
    dated = [change for change in changes if _is_dates_alone(change)]
    moves = [_shift(change) for change in dated]
    shift = 1 if moves.count(1) >= moves.count(-1) else -1
    together = [change for change, move in zip(dated, moves, strict=True) if move == shift]
    months = {_DAY.sub("", str(change.before), count=1) for change in together}
    if len(together) < MIN_DATES or len(months) < MIN_MONTHS or moves.count(-shift):
        return changes
    held = set(map(id, dated))
    because = f"{len(together)} dates moved by one day, all {'forward' if shift > 0 else 'back'}"
    return tuple(
        replace(
            change,
            type=ChangeType.NOISE,
            kind=KIND,
            rule="noise/time zone",
            evidence=(*change.evidence, because),
        )
        if id(change) in held
        else change
        for change in changes
    )


def _is_dates_alone(change: Change) -> bool:
    sides = [side for side in (change.before, change.after) if side is not None]
    return change.type is not ChangeType.NOISE and bool(sides) and all(map(_is_date, sides))


def _is_date(side: str | tuple[str, ...]) -> bool:
    return isinstance(side, str) and len(side) < 40 and is_date(side.strip())


def _shift(change: Change) -> int:
    """By how many days a date moved, as far as that is one; 0 for any other move.

    The last day of a month is taken for the day before the first of the next without looking up its length.
    """
    if not isinstance(change.before, str) or not isinstance(change.after, str):
        return 0
    before, after = _DAY.search(change.before), _DAY.search(change.after)
    if before is None or after is None:
        return 0
    one, two = int(before[0]), int(after[0])
    same_month = _DAY.sub("", change.before, count=1) == _DAY.sub("", change.after, count=1)
    if same_month:
        return two - one if abs(two - one) == 1 else 0
    if one == 1 and two >= 28:
        return -1
    return 1 if two == 1 and one >= 28 else 0
