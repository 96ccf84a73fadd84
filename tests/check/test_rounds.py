"""Looking at pages of the web: what changed is told, and what could not be had is not a change."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.check import Fetchers, follow_config, run_round
from monitor.config import Config, Fetching, SiteConfig
from monitor.model import Change, ChangeType
from monitor.store import Store
from tests.check.conftest import html
from tests.check.web import Server, Site

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEVELS = html("Levels", "The level at the upper lock is 4.20 m.", "Gauges are read at six in the morning.")
HIGHER = html("Levels", "The level at the upper lock is 4.85 m.", "Gauges are read at six in the morning.")


@dataclass
class Reader:
    """Watches a site, and looks when it is told to, at the time that it is told."""

    store: Store
    config: Config
    now: datetime = START
    fetchers: Fetchers = field(init=False)

    def __post_init__(self) -> None:
        self.fetchers = Fetchers.of(self.config)
        follow_config(self.config, self.store, self.now)

    def looks(self, after: timedelta = timedelta(hours=24)) -> list[str]:
        """The verdicts, by name."""
        self.now += after
        due = self.store.watches.due(self.now)
        found = run_round(due, self.config, self.fetchers, self.store, lambda: self.now)
        return [type(looked.verdict).__name__ for _, looked in found]

    def news(self) -> list[Change]:
        return [told.change for told in self.store.log() if told.change.type is not ChangeType.FIRST_SEEN]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(pages={"/levels": LEVELS})
    server = Server(site)
    yield site
    server.close()


@pytest.fixture
def reader(site: Site, tmp_path: Path) -> Iterator[Reader]:
    fetching = Fetching(pause=timedelta(0), networks=("127.0.0.1/32",), tries=1)
    config = Config(
        contact="https://watch.example",
        sites=(SiteConfig(name="river", urls=(site.url("/levels"),), fetching=fetching),),
    )
    with Store(tmp_path / "s.sqlite") as store:
        yield Reader(store, config)


def test_a_change_between_two_looks_is_told(site: Site, reader: Reader) -> None:
    assert reader.looks() == ["First"]
    assert reader.looks() == ["Same"]
    site.pages["/levels"] = HIGHER
    assert reader.looks() == ["Changed"]
    [change] = reader.news()
    assert "4.20" in str(change.before)
    assert "4.85" in str(change.after)
    assert change.page == site.url("/levels")


def test_an_unchanged_page_is_asked_for_with_its_validators(site: Site, reader: Reader) -> None:
    reader.looks()
    reader.looks()
    (_, first), (_, second) = [entry for entry in site.asked if entry[0] == "/levels"]
    assert "if-none-match" not in first
    assert "if-none-match" in second
    assert first["user-agent"].endswith("(+https://watch.example)")
    page = reader.store.page(site.url("/levels"))
    assert page.snapshots == 2  # that it was still the same is known of that moment


def test_a_page_that_is_not_due_is_not_asked_for(site: Site, reader: Reader) -> None:
    reader.looks()
    assert reader.looks(after=timedelta(minutes=5)) == []
    assert site.paths() == ["/levels"]


@pytest.mark.parametrize("status", [500, 503, 403, 404])
def test_an_error_is_not_a_change_and_neither_is_its_end(status: int, site: Site, reader: Reader) -> None:
    reader.looks()
    site.statuses["/levels"] = status
    assert reader.looks() == ["Failed"]
    site.statuses.clear()
    assert reader.looks() == ["Same"]
    assert reader.news() == []


def test_a_trouble_that_lasts_is_told_once_and_so_is_its_end(site: Site, reader: Reader) -> None:
    reader.looks()
    site.statuses["/levels"] = 503
    for _ in range(6):
        reader.looks()
    site.statuses.clear()
    reader.looks()
    assert [c.type for c in reader.news()] == [ChangeType.PAGE_TROUBLE, ChangeType.PAGE_RECOVERED]
    assert "503" in reader.news()[0].sentence


@pytest.mark.parametrize(
    "page",
    [
        b"<title>Page not found</title><h1>Page not found</h1><p>Try the search.</p>",
        b"<title>Just a moment...</title><p>Checking your browser.</p>",
        b"<title>Sign in</title><form><input type=password></form>",
    ],
)
def test_a_page_that_only_looks_like_content_does_not_replace_it(
    page: bytes, site: Site, reader: Reader
) -> None:
    reader.looks()
    site.pages["/levels"] = page
    assert reader.looks() == ["Failed"]
    site.pages["/levels"] = LEVELS
    assert reader.looks() == ["Same"]
    assert reader.news() == []


def test_a_challenge_that_calls_itself_an_error_is_a_page_that_blocks_us(site: Site, reader: Reader) -> None:
    site.pages["/levels"] = b"<title>Just a moment...</title><p>Checking your browser.</p>"
    site.statuses["/levels"] = 503
    for _ in range(4):
        reader.looks()
    [change] = reader.news()
    assert (change.type, change.kind) == (ChangeType.PAGE_TROUBLE, "blocked")
    assert "Just a moment" in change.text


def test_what_changed_behind_an_error_is_told_after_it(site: Site, reader: Reader) -> None:
    reader.looks()
    site.statuses["/levels"] = 500
    reader.looks()
    site.statuses.clear()
    site.pages["/levels"] = HIGHER
    assert reader.looks() == ["Changed"]


def test_a_page_that_moved_for_good_keeps_its_history(site: Site, reader: Reader) -> None:
    reader.looks()
    site.pages["/water-levels"] = HIGHER
    site.redirects["/levels"] = "/water-levels"
    assert reader.looks() == ["Changed"]
    moved = [c for c in reader.news() if c.type is ChangeType.PAGE_MOVED]
    assert [c.after for c in moved] == [site.url("/water-levels")]
    site.asked.clear()
    reader.looks()
    assert site.paths() == ["/water-levels"]
    assert [page.url for page in reader.store.pages.all()] == [site.url("/levels")]


def test_what_robots_txt_forbids_is_not_asked_for(site: Site, reader: Reader) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /levels\n"
    assert reader.looks() == ["Failed"]
    assert site.paths() == []


def test_the_one_who_may_can_switch_robots_txt_off(site: Site, reader: Reader) -> None:
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /levels\n"
    [river] = reader.config.sites
    config = replace(reader.config, sites=(replace(river, fetching=replace(river.fetching, robots=False)),))
    assert Reader(reader.store, config).looks() == ["First"]


def test_an_inner_address_is_not_fetched_unless_the_configuration_names_it(
    site: Site, reader: Reader
) -> None:
    [river] = reader.config.sites
    config = replace(reader.config, sites=(replace(river, fetching=replace(river.fetching, networks=())),))
    assert Reader(reader.store, config).looks() == ["Failed"]
    assert site.asked == []


def test_a_page_that_the_configuration_no_longer_names_is_left_alone(site: Site, reader: Reader) -> None:
    reader.looks()
    [river] = reader.config.sites
    later = Reader(reader.store, replace(reader.config, sites=(replace(river, urls=()),)), now=reader.now)
    assert later.looks() == []
    back = Reader(reader.store, reader.config, now=later.now)
    assert back.looks() == ["Same"]


def test_a_capture_keeps_status_and_the_headers_that_matter(site: Site, reader: Reader) -> None:
    reader.looks()
    site.pages["/levels"] = HIGHER
    reader.looks()
    assert reader.looks() == ["Same"]  # 304
    page = reader.store.find_page("levels")
    kept = [(one.status, one.headers, one.source) for one in reader.store.snapshots.of_page(page.id)]
    assert kept == [(200, (("content-language", "en"),), site.url("/levels"))] * 3
    assert reader.store.connection.row("SELECT count(*) FROM origins") == (1,)
