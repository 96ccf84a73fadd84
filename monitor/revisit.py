"""When to look at a page next.

A page that changes is taken for a Poisson process. Its rate is not "changes seen / time": a look that
finds a change does not say how many there were since the last one, so that plain counting is too low
for pages that change more often than they are looked at. The estimate is the one that makes what was
seen the most likely (J. Cho and H. Garcia-Molina, "Estimating frequency of change", ACM TOIT 3(3), 2003).

A budget of looks is then shared so that the pages together are out of date for as little time as
possible: the age of a page, averaged over time, is

    A(λ, I) = I/2 − 1/λ + (1 − exp(−λI)) / (λ²I)

for rate λ and interval I (the same authors, "Effective page refresh policies for web crawlers", ACM TODS
28(4), 2003), and the budget is spent best where one look more takes away the same age on every page.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

PRIOR_LOOKS = 1.0
"""What is known before the first look, in looks at the site's usual interval, half of which would have
found a change: as in Cho and Garcia-Molina's estimator −ln((n − X + ½)/(n + ½)), it keeps the rate away
from nothing and from infinity."""

MEMORY_LOOKS = 60
"""How many of the last looks are asked: a page that went quiet should be seen as quiet within a few weeks."""

STEPS = 60
"""Bisections: more than a double has bits for."""


class Look(NamedTuple):
    """One look at a page: how long after the one before, and whether the page had changed meanwhile."""

    after_s: float
    changed: bool


@dataclass(frozen=True, slots=True)
class Interval:
    """The bounds of the time between two looks at a page, in seconds."""

    shortest_s: float
    longest_s: float


def change_rate(looks: Sequence[Look], usual_s: float) -> float:
    """Changes a second, estimated from the last looks; `usual_s` is the interval to start from.

    >>> hourly = [Look(3600, False)] * 23 + [Look(3600, True)]
    >>> round(change_rate(hourly, 3600) * 86400, 1)  # a day
    1.5
    """
    known = [look for look in looks[-MEMORY_LOOKS:] if look.after_s > 0]
    weighted = [(look.after_s, look.changed, 1.0) for look in known]
    weighted += [(usual_s, True, PRIOR_LOOKS / 2), (usual_s, False, PRIOR_LOOKS / 2)]
    quiet = sum(after * weight for after, changed, weight in weighted if not changed)

    def slope(rate: float) -> float:
        """The derivative of the log likelihood: falls as the rate grows."""
        gained = sum(
            w * after / math.expm1(min(rate * after, 700.0)) for after, changed, w in weighted if changed
        )
        return gained - quiet

    shortest = min(after for after, _, _ in weighted)
    low, high = 1e-12, 50.0 / shortest
    for _ in range(STEPS):
        middle = math.sqrt(low * high)
        if slope(middle) > 0:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


def mean_age(rate: float, interval_s: float) -> float:
    """How long a page is out of date on average over time (seconds)."""
    x = rate * interval_s
    if x < 1e-4:  # the series, where the formula loses its digits
        return rate * interval_s**2 / 6
    return interval_s / 2 - 1 / rate - math.expm1(-x) / (rate * x)


def gain_of_a_look(rate: float, interval_s: float) -> float:
    """How much mean age one look a second more would take away: −dA/df for the frequency f = 1/I."""
    x = rate * interval_s
    if x < 1e-3:
        return rate * interval_s**3 / 3
    slope = 0.5 + math.expm1(-x) / x**2 + math.exp(-x) / x
    return slope * interval_s**2


def best_interval(rate: float, price: float, bounds: Interval) -> float:
    """The interval at which one look more is worth the price."""
    low, high = bounds.shortest_s, bounds.longest_s
    if gain_of_a_look(rate, low) >= price:
        return low
    if gain_of_a_look(rate, high) <= price:
        return high
    for _ in range(STEPS):
        middle = math.sqrt(low * high)
        if gain_of_a_look(rate, middle) < price:
            low = middle
        else:
            high = middle
    return math.sqrt(low * high)


def share_budget(
    rates: Mapping[str, float], looks_a_second: float, bounds: Mapping[str, Interval]
) -> dict[str, float]:
    """Intervals (seconds) that spend the budget best over all pages, each within its own bounds.

    When the budget does not even pay for the longest intervals, everyone gets those; they are the promise.
    """
    if not rates:
        return {}
    # Pages of one rate get one interval: rounding rates to 2 % makes few distinct ones of a million pages.
    alike = {key: (round(math.log(rate) * 50), bounds[key]) for key, rate in rates.items()}
    counts = Counter(alike.values())

    def intervals(price: float) -> dict[tuple[int, Interval], float]:
        return {one: best_interval(math.exp(one[0] / 50), price, one[1]) for one in counts}

    low, high = 1e-6, max(interval.longest_s for _, interval in counts) ** 2 * 10
    for _ in range(STEPS):
        price = math.sqrt(low * high)
        spent = sum(counts[one] / interval for one, interval in intervals(price).items())
        if spent > looks_a_second:
            low = price
        else:
            high = price
    found = intervals(high)
    return {key: found[one] for key, one in alike.items()}


def spread(page: str, interval_s: float) -> float:
    """Where in the interval a page has its place (seconds), the same at every start: no thundering herd."""
    share = int.from_bytes(blake2b(page.encode(), digest_size=8).digest()) / 2**64
    return share * interval_s


def next_look(page: str, last: datetime | None, interval_s: float, now: datetime) -> datetime:
    """The moment of the next look; after a long stop one look is due, not all those that were missed."""
    if last is None:
        return now + timedelta(seconds=spread(page, interval_s))
    return max(last + timedelta(seconds=interval_s), now)
