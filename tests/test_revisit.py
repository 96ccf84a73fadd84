"""Looking more often where more happens, with the same number of looks."""

import math
import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.revisit import (
    Interval,
    Look,
    best_interval,
    change_rate,
    gain_of_a_look,
    mean_age,
    next_look,
    share_budget,
    spread,
)

HOUR, DAY = 3600.0, 86400.0
NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)


def looks_at(rate: float, interval_s: float, count: int, chance: random.Random) -> list[Look]:
    return [Look(interval_s, chance.random() < -math.expm1(-rate * interval_s)) for _ in range(count)]


@pytest.mark.parametrize("a_day", [0.1, 1.0, 6.0, 24.0])
def test_the_rate_is_found_though_changes_between_looks_are_missed(a_day: float) -> None:
    chance = random.Random(7)
    found = [change_rate(looks_at(a_day / DAY, 2 * HOUR, 60, chance), 2 * HOUR) * DAY for _ in range(200)]
    naive = -math.expm1(-a_day / 12) * 12  # what counting would say
    mean = sum(found) / len(found)
    assert mean == pytest.approx(a_day, rel=0.25, abs=0.15)
    assert a_day < 12 or mean > naive * 1.3


def test_a_page_that_never_changed_is_not_thought_dead() -> None:
    rate = change_rate([Look(DAY, False)] * 60, DAY)
    assert 0 < rate < 0.05 / DAY


@given(st.floats(1e-8, 1e-2), st.floats(60, 1e6))
def test_the_gain_of_a_look_is_the_slope_of_the_age(rate: float, interval_s: float) -> None:
    step = 1e-4
    frequency = 1 / interval_s
    less, more = mean_age(rate, 1 / (frequency * (1 - step))), mean_age(rate, 1 / (frequency * (1 + step)))
    assert gain_of_a_look(rate, interval_s) == pytest.approx((less - more) / (2 * step * frequency), rel=1e-2)


@given(
    st.dictionaries(st.text(min_size=1, max_size=5), st.floats(1e-8, 1e-3), min_size=1, max_size=30),
    st.floats(1e-5, 1e-1),
)
def test_the_budget_is_kept_and_so_are_the_bounds(rates: dict[str, float], budget: float) -> None:
    bounds = Interval(300, 7 * DAY)
    intervals = share_budget(rates, budget, dict.fromkeys(rates, bounds))
    assert set(intervals) == set(rates)
    assert all(bounds.shortest_s <= i <= bounds.longest_s for i in intervals.values())
    spent = sum(1 / i for i in intervals.values())
    assert spent <= max(budget, len(rates) / bounds.longest_s) * 1.001


def test_a_livelier_page_is_looked_at_no_later() -> None:
    rates = {str(i): 10.0**-i for i in range(3, 8)}
    intervals = share_budget(rates, 5 / HOUR, dict.fromkeys(rates, Interval(60, 30 * DAY)))
    assert [intervals[k] for k in sorted(intervals)] == sorted(intervals.values())


def test_a_quiet_site_gives_its_looks_to_a_lively_one() -> None:
    wide, narrow = Interval(60, 30 * DAY), Interval(HOUR, DAY)
    rates = {"lively": 1 / HOUR, "quiet": 0.0001 / DAY, "held": 0.0001 / DAY}
    bounds = {"lively": wide, "quiet": wide, "held": narrow}
    intervals = share_budget(rates, 1.2 / HOUR, bounds)
    assert intervals["lively"] < HOUR
    assert intervals["quiet"] > intervals["held"] == pytest.approx(DAY)
    assert sum(1 / i for i in intervals.values()) == pytest.approx(1.2 / HOUR, rel=0.01)


def test_the_price_of_a_look_decides_inside_the_bounds() -> None:
    bounds = Interval(60, DAY)
    assert best_interval(1 / HOUR, 0, bounds) == bounds.shortest_s
    assert best_interval(1 / HOUR, 1e30, bounds) == bounds.longest_s


def test_first_looks_are_spread_over_the_interval() -> None:
    places = sorted(spread(f"https://example.org/{i}", HOUR) for i in range(1000))
    gaps = [b - a for a, b in pairwise(places)]
    assert places[0] < 60
    assert places[-1] > HOUR - 60
    assert max(gaps) < 60


def test_a_long_stop_is_followed_by_one_look() -> None:
    assert next_look("p", NOW - timedelta(days=30), HOUR, NOW) == NOW
    assert next_look("p", NOW - timedelta(minutes=10), HOUR, NOW) == NOW + timedelta(minutes=50)


def staleness(changes: list[float], looks: list[float], until: float) -> float:
    """The age of what we hold, averaged over time: how long it has been out of date (seconds)."""
    total, at = 0.0, 0
    for look in [*looks, until]:
        first = at
        while at < len(changes) and changes[at] <= look:
            at += 1
        if at > first:
            total += (look - changes[first]) ** 2 / 2
    return total / until


def test_a_month_of_adaptive_looks_is_fresher_than_a_fixed_interval() -> None:
    """The clock is an argument, so a month takes seconds.

    200 pages whose rates differ as the web's do: half of them change less than once in 50 days, some many
    times a day (log-normal, as D. Fetterly and others found in "A large-scale study of the evolution of
    web pages", 2003: most pages hardly change, and how much one changes lasts).
    """
    chance = random.Random(2026)
    month = 30 * DAY
    rates = {f"p{i}": math.exp(chance.gauss(math.log(1 / 50), 2)) / DAY for i in range(200)}
    changes: dict[str, list[float]] = {}
    for page, rate in rates.items():
        at, changes[page] = 0.0, []
        while (at := at + chance.expovariate(rate)) < month:
            changes[page].append(at)
    fixed_s = 6 * HOUR
    budget = len(rates) / fixed_s
    bounds = Interval(15 * 60, 14 * DAY)

    def found(page: str, after: float, until: float) -> bool:
        return any(after < c <= until for c in changes[page])

    history: dict[str, list[Look]] = {page: [] for page in rates}
    looks: dict[str, list[float]] = {page: [] for page in rates}
    last = dict.fromkeys(rates, 0.0)
    day = 0.0
    while day < month:
        known = {page: change_rate(history[page], fixed_s) for page in rates}
        intervals = (
            share_budget(known, budget, dict.fromkeys(rates, bounds))
            if day
            else dict.fromkeys(rates, fixed_s)
        )
        for page, interval in intervals.items():
            at = max(last[page] + interval, day)
            while at < min(day + DAY, month):
                history[page].append(Look(at - last[page], found(page, last[page], at)))
                looks[page].append(at)
                last[page] = at
                at += interval
        day += DAY
    fixed = {page: [fixed_s * k for k in range(1, int(month / fixed_s))] for page in rates}
    count = sum(map(len, looks.values()))
    assert count <= sum(map(len, fixed.values())) * 1.02
    adaptive_age = sum(staleness(changes[p], looks[p], month) for p in rates)
    fixed_age = sum(staleness(changes[p], fixed[p], month) for p in rates)
    assert adaptive_age <= 0.6 * fixed_age, (adaptive_age / fixed_age, count)
