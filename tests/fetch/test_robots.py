"""What a host's robots.txt says is what we do, and what its absence means too."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.fetch.answer import Answer, Fetched, Missed, Turn, Validators, at_once
from monitor.fetch.robots import Robots
from monitor.model import Snapshot, Trouble

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
AGENT = "monitor/0.1 (+https://example.org/about-us)"


class Host:
    """A host that gives one answer, and counts how often it is asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[str] = []

    def fetch(
        self, url: str, now: datetime, known: Validators | None = None, site: str = "", turn: Turn = at_once
    ) -> Answer:
        self.asked.append(url)
        return self.answer


def served(text: str) -> Fetched:
    snapshot = Snapshot(url="https://a.example/robots.txt", payload=text.encode())
    return Fetched(snapshot=snapshot, validators=Validators(), status=200, final_url=snapshot.url)


def missed(status: int, trouble: Trouble = Trouble.ERROR) -> Missed:
    return Missed(trouble=trouble, reason=f"HTTP {status}", status=status)


RULES = """
User-agent: *
Disallow: /private/
Allow: /private/open
Crawl-delay: 7

User-agent: monitor
Disallow: /not-for-monitors/

Sitemap: https://a.example/sitemap.xml
"""


def test_our_own_group_comes_before_the_one_for_everybody() -> None:
    robots = Robots(Host(served(RULES)), AGENT)
    assert not robots.ruling("https://a.example/not-for-monitors/x", NOW).allowed
    assert robots.ruling("https://a.example/private/x", NOW).allowed
    others = Robots(Host(served(RULES)), "somebody-else")
    assert not others.ruling("https://a.example/private/x", NOW).allowed
    assert others.ruling("https://a.example/private/open", NOW).allowed
    assert others.ruling("https://a.example/", NOW).crawl_delay_s == 7


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_none_there_forbids_nothing(status: int) -> None:
    assert Robots(Host(missed(status)), AGENT).ruling("https://a.example/x", NOW).allowed


@pytest.mark.parametrize("status", [500, 503, 429, 0])
def test_one_that_cannot_be_had_forbids_everything_for_a_while(status: int) -> None:
    host = Host(missed(status))
    robots = Robots(host, AGENT)
    ruling = robots.ruling("https://a.example/x", NOW)
    assert not ruling.allowed
    assert "cannot be had" in ruling.reason
    host.answer = served("")
    assert not robots.ruling("https://a.example/x", NOW + timedelta(minutes=29)).allowed
    assert robots.ruling("https://a.example/x", NOW + timedelta(minutes=31)).allowed


def test_it_is_asked_for_once_a_day_and_once_a_host() -> None:
    host = Host(served(RULES))
    robots = Robots(host, AGENT)
    for hour in range(0, 24, 3):
        robots.ruling("https://a.example/x", NOW + timedelta(hours=hour))
        robots.ruling("https://b.example:8443/x", NOW + timedelta(hours=hour))
    assert host.asked == ["https://a.example/robots.txt", "https://b.example:8443/robots.txt"]
    robots.ruling("https://a.example/x", NOW + timedelta(hours=25))
    assert len(host.asked) == 3


def test_what_stands_behind_500_kib_is_not_read() -> None:
    text = "User-agent: *\nDisallow: /early\n" + "# filler\n" * 60_000 + "Disallow: /late\n"
    robots = Robots(Host(served(text)), AGENT)
    assert not robots.ruling("https://a.example/early", NOW).allowed
    assert robots.ruling("https://a.example/late", NOW).allowed


@pytest.mark.parametrize(
    "text", ["\0" * 1000, "Disallow: /" * 9000, "User-agent: *\nCrawl-delay: -5\n", "<html>"]
)
def test_nonsense_forbids_nothing_and_breaks_nothing(text: str) -> None:
    ruling = Robots(Host(served(text)), AGENT).ruling("https://a.example/x", NOW)
    assert ruling.allowed
    assert ruling.crawl_delay_s is None or ruling.crawl_delay_s >= 0


def test_the_sitemaps_that_it_names_are_known() -> None:
    assert Robots(Host(served(RULES)), AGENT).sitemaps("https://a.example", NOW) == (
        "https://a.example/sitemap.xml",
    )
