"""When a page is looked at next: on its interval, without drift, without a flood after a stop."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.check.planning import plan_next
from monitor.config import Rhythm, Schedule
from monitor.store import PageId, Watch

DUE = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
URL = "https://river.example/levels"


@pytest.mark.parametrize(
    ("looked_at", "next_"),
    [
        (DUE, DUE + HOUR),
        (DUE + 10 * MINUTE, DUE + HOUR),  # it had to wait for its turn
        (DUE + 5 * HOUR, DUE + 6 * HOUR),  # after a long stop: once, and then an interval
        (DUE - 20 * MINUTE, DUE + 40 * MINUTE),  # somebody asked for a look before
    ],
)
def test_an_adaptive_interval_neither_drifts_nor_makes_up_for_what_was_missed(
    looked_at: datetime, next_: datetime
) -> None:
    watch = Watch(page=PageId(1), site="river", url=URL, next=DUE)
    schedule = Schedule(rhythm=Rhythm.ADAPTIVE)
    assert plan_next(watch, schedule, {URL: HOUR.total_seconds()}, looked_at) == next_


def test_a_fixed_interval_keeps_its_place() -> None:
    watch = Watch(page=PageId(1), site="river", url=URL)
    schedule = Schedule(every=HOUR)
    first = plan_next(watch, schedule, {}, DUE)
    assert plan_next(watch, schedule, {}, first + 7 * MINUTE) == first + HOUR
    assert plan_next(watch, schedule, {}, first + 5 * HOUR + MINUTE) == first + 6 * HOUR
