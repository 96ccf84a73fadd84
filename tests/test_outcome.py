"""What is told of a page that cannot be had, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import Trouble
from monitor.outcome import (
    Begun,
    Condition,
    Ended,
    Notice,
    Patience,
    brought_content,
    met_trouble,
)

START = datetime(2026, 1, 12, 9, tzinfo=UTC)
PATIENCE = Patience(looks=3, lasting=timedelta(hours=6))


def told_of(looks: str, every: timedelta = timedelta(hours=3)) -> list[tuple[int, Notice]]:
    """Go through looks: "." brings content, a letter is a trouble."""
    troubles = {"t": Trouble.TIMEOUT, "g": Trouble.GONE, "b": Trouble.BLOCKED}
    condition, told = Condition(), []
    for number, look in enumerate(looks):
        if look == ".":
            condition, notice = brought_content(condition)
        else:
            now = START + number * every
            condition, notice = met_trouble(condition, troubles[look], "HTTP", now, PATIENCE)
        if notice is not None:
            told.append((number, notice))
    return told


@pytest.mark.parametrize("looks", [".....", "t....", ".t.t.t.t", "tt..tt..", ""])
def test_passing_troubles_are_not_told(looks: str) -> None:
    assert told_of(looks) == []


def test_one_that_lasts_is_told_once_and_its_end_once() -> None:
    assert told_of(".tttttt..") == [
        (3, Begun(Trouble.TIMEOUT, START + timedelta(hours=3), "HTTP")),
        (7, Ended(Trouble.TIMEOUT, START + timedelta(hours=3))),
    ]


def test_many_looks_in_a_short_time_are_not_lasting() -> None:
    assert told_of("tttttttttt", every=timedelta(minutes=5)) == []


def test_a_trouble_that_turns_into_another_goes_on() -> None:
    assert told_of("tbggg.") == [
        (2, Begun(Trouble.GONE, START, "HTTP")),
        (5, Ended(Trouble.GONE, START)),
    ]
