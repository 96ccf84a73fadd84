"""One moment in another time zone is no news; a date that was put off is."""

import pytest

from monitor.compare import compare_pages
from monitor.model import ChangeType
from tests.compare.builders import page

VERSIONS = [
    "24 November 2021",
    "26 August 2021",
    "1 July 2020",
    "19 November 2020",
    "15 October 2018",
    "25 May 2018",
]
NEXT_DAY = [
    "25 November 2021",
    "27 August 2021",
    "2 July 2020",
    "20 November 2020",
    "16 October 2018",
    "26 May 2018",
]
DAY_BEFORE = [
    "23 November 2021",
    "25 August 2021",
    "30 June 2020",
    "18 November 2020",
    "14 October 2018",
    "24 May 2018",
]
TEXT = "These are the versions of this policy, the newest first, as they came into force."


def kinds(before: list[str], after: list[str]) -> set[str]:
    changes = compare_pages(page("# Versions", TEXT, *before), page("# Versions", TEXT, *after))
    return {change.kind if change.type is ChangeType.NOISE else "told" for change in changes}


@pytest.mark.parametrize("after", [NEXT_DAY, DAY_BEFORE])
def test_many_dates_that_all_moved_by_one_day_are_held_back(after: list[str]) -> None:
    assert kinds(VERSIONS, after) == {"time zone"}
    assert kinds(after, VERSIONS) == {"time zone"}


def test_a_few_dates_are_told() -> None:
    assert kinds(VERSIONS[:4], NEXT_DAY[:4]) == {"told"}


def test_dates_that_lie_close_together_are_an_event_that_was_put_off() -> None:
    days = [f"{day} May 2026" for day in range(4, 10)]
    assert "time zone" not in kinds(days, [f"{day + 1} May 2026" for day in range(4, 10)])


def test_dates_that_moved_both_ways_are_told() -> None:
    assert kinds(VERSIONS, [*NEXT_DAY[:5], DAY_BEFORE[5]]) == {"told"}


def test_a_text_that_changed_beside_them_is_told() -> None:
    before = page("# Versions", TEXT, *VERSIONS)
    after = page("# Versions", TEXT.replace("newest", "oldest"), *NEXT_DAY)
    told = [change for change in compare_pages(before, after) if change.type is not ChangeType.NOISE]
    assert [change.type for change in told] == [ChangeType.PARAGRAPH_EDITED]
