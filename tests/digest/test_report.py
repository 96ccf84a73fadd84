"""A report opens without a network, and shows when, what, and both sides."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from monitor.digest.edition import Entry
from monitor.digest.frame import frame
from monitor.digest.report import MAX_CHANGES, Report, render_report
from monitor.digest.timeline import BARS, timeline
from tests.digest.editions import UNTIL, edited, menu_renamed


def made(*entries: Entry, name: str = "river") -> str:
    recorded = tuple(UNTIL for _ in entries)
    return render_report(Report(name=name, entries=entries, recorded=recorded, made=UNTIL), "0.1.0")


def test_the_site_comes_first_and_each_page_has_a_part() -> None:
    html = made(edited(1), menu_renamed(), edited(2))
    titles = re.findall(r"<h2>(.*?)</h2>", html)
    assert titles == ["The whole site · river", "Levels at lock 1", "Levels at lock 2"]
    assert re.findall(r'href="#(part-\d)"', html) == re.findall(r'<section id="(part-\d)"', html)


def test_both_sides_are_whole_with_their_words_marked() -> None:
    html = made(edited(1))
    assert "The level at lock 1 is <del>4.20</del> m." in html
    assert "The level at lock 1 is <ins>4.35</ins> m." in html


def test_it_loads_nothing_and_runs_nothing() -> None:
    html = made(edited(1), menu_renamed())
    assert "default-src 'none'" in html
    assert not re.search(r"<script|<link|<img|src=|url\(|@import|http-equiv=\"refresh", html)


def test_nothing_at_all_is_said_too() -> None:
    assert "Nothing changed." in made()


def test_too_many_are_cut_and_counted() -> None:
    html = made(*(edited(number) for number in range(MAX_CHANGES + 5)))
    assert html.count("<article>") == MAX_CHANGES
    assert "5 more changes are not shown here." in html


@pytest.mark.parametrize("days", [1, 30, 400, 5000, 40_000])
def test_the_timeline_holds_every_change_in_few_bars(days: int) -> None:
    begin = datetime(1990, 1, 1, 12, tzinfo=UTC)
    moments = [begin, begin + timedelta(days=days), begin + timedelta(days=days)]
    picture = "".join(timeline(moments, [True, False, False], frame("en")))
    counts = [int(count) for count in re.findall(r"<title>[^:]*: (\d+) change", picture)]
    assert counts == [1, 2]
    places = [float(x) for x in re.findall(r' x="(\d+)"', picture)]
    assert max(places) < BARS * 10
    assert "1 Jan 1990" in picture


def test_what_happened_at_one_time_needs_no_timeline() -> None:
    assert list(timeline([UNTIL, UNTIL], [True, False], frame("en"))) == []
