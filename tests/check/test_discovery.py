"""A site's own listings name its pages: what comes and what goes is told once, of the site."""

import gzip
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.check import Fetchers, ask_in, follow_config, menu_targets, run_round, seek, take_up
from monitor.check.discovery import Ask
from monitor.config import Config, Discovery, Fetching, SiteConfig
from monitor.model import Change, ChangeType
from monitor.store import Store
from tests.check.conftest import html
from tests.check.web import Server, Site

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def asking(config: Config, clock: Callable[[], datetime]) -> tuple[Fetchers, Callable[[], datetime], Ask]:
    fetchers = Fetchers.of(config)
    return fetchers, clock, ask_in(fetchers.polite(clock, 4))


@dataclass
class Finder:
    web: Site
    store: Store
    now: datetime = START
    discovery: Discovery = field(default_factory=lambda: Discovery(sitemap=True))

    @property
    def config(self) -> Config:
        fetching = Fetching(pause=timedelta(0), networks=("127.0.0.1/32",), tries=1)
        urls = (self.web.url("/"),)
        return Config(
            sites=(SiteConfig(name="mill", urls=urls, fetching=fetching, discovery=self.discovery),)
        )

    def finds(self) -> list[Change]:
        """What is told after the listings were read once more."""
        self.now += timedelta(days=1)
        config = self.config
        [site] = config.sites
        follow_config(config, self.store, self.now)
        found = seek(site, *asking(config, lambda: self.now), menu_targets(site, self.store))
        return list(take_up(found, site, self.store, self.now))

    def watched(self) -> list[str]:
        return [watch.url.removeprefix(self.web.url("")) for watch in self.store.watches.of_site("mill")]

    def lists(self, *paths: str, at: str = "/sitemap.xml") -> bytes:
        entries = "".join(f"<url><loc>{self.web.url(path)}</loc></url>" for path in paths)
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        text = f'<?xml version="1.0"?><urlset xmlns="{space}">{entries}</urlset>'.encode()
        self.web.pages[at] = text
        return text


@pytest.fixture
def finder(tmp_path: Path) -> Iterator[Finder]:
    web = Site(pages={"/": html("Mill", "The mill grinds rye.", "It opens at nine.")})
    server = Server(web)
    with Store(tmp_path / "s.sqlite") as store:
        yield Finder(web, store)
    server.close()


def test_the_first_list_is_a_baseline_and_then_pages_come_and_go(finder: Finder) -> None:
    finder.lists("/flour", "/bread")
    assert finder.finds() == []
    assert finder.watched() == ["/", "/bread", "/flour"]
    finder.lists("/flour", "/wheel")
    told = finder.finds()
    assert [(change.type, change.page) for change in told] == [
        (ChangeType.PAGE_ADDED, finder.web.url("/wheel")),
        (ChangeType.PAGE_REMOVED, finder.web.url("/bread")),
    ]
    assert finder.watched() == ["/", "/flour", "/wheel"]
    assert finder.finds() == []
    assert len(finder.store.waiting()) == 2


def test_an_index_and_a_packed_sitemap_are_followed(finder: Finder) -> None:
    packed = finder.lists("/flour", at="/one.xml.gz")
    finder.web.pages["/one.xml.gz"] = gzip.compress(packed)
    finder.web.pages["/robots.txt"] = f"Sitemap: {finder.web.url('/index.xml')}\n".encode()
    finder.lists("/bread", at="/two.xml")
    entries = "".join(
        f"<sitemap><loc>{finder.web.url(path)}</loc></sitemap>" for path in ("/one.xml.gz", "/two.xml")
    )
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    finder.web.pages["/index.xml"] = f'<sitemapindex xmlns="{space}">{entries}</sitemapindex>'.encode()
    finder.finds()
    assert finder.watched() == ["/", "/bread", "/flour"]


def test_a_sitemap_that_cannot_be_had_takes_nothing_away(finder: Finder) -> None:
    finder.lists("/flour", "/bread")
    finder.finds()
    finder.web.statuses["/sitemap.xml"] = 500
    assert finder.finds() == []
    finder.web.statuses.clear()
    finder.web.pages["/sitemap.xml"] = b"<html><p>We are moving house.</p></html>"
    assert finder.finds() == []
    assert finder.watched() == ["/", "/bread", "/flour"]


def test_a_sitemap_that_loses_most_of_its_pages_is_not_believed(finder: Finder) -> None:
    finder.lists(*(f"/p{number}" for number in range(30)))
    finder.finds()
    finder.lists("/p1", "/p2")
    assert finder.finds() == []
    assert len(finder.watched()) == 31


def test_patterns_hosts_and_the_limit_hold(finder: Finder) -> None:
    finder.discovery = Discovery(sitemap=True, include=("*/news/*",), exclude=("*/print/*",), limit=3)
    listed = finder.lists("/news/print/1", "/about", *(f"/news/{number}" for number in range(6)))
    elsewhere = b"<url><loc>http://elsewhere.example/news/1</loc></url></urlset>"
    inside = b"<url><loc>file:///news/passwd</loc></url>"
    finder.web.pages["/sitemap.xml"] = listed.replace(b"</urlset>", inside + elsewhere)
    finder.finds()
    assert finder.watched() == ["/", "/news/0", "/news/1", "/news/2"]


def test_a_feed_brings_pages_and_takes_none_away(finder: Finder) -> None:
    finder.discovery = Discovery(feed=True)
    head = b'<link rel="alternate" type="application/rss+xml" href="/feed"></head>'
    finder.web.pages["/"] = finder.web.pages["/"].replace(b"</head>", head)
    feed = "<rss><channel><title>Mill</title>{}</channel></rss>"

    def publish(*paths: str) -> None:
        items = "".join(f"<item><title>{p}</title><link>{finder.web.url(p)}</link></item>" for p in paths)
        finder.web.pages["/feed"] = feed.format(items).encode()

    publish("/one", "/two")
    finder.finds()
    publish("/two", "/three")
    assert [change.type for change in finder.finds()] == [ChangeType.PAGE_ADDED]
    assert finder.watched() == ["/", "/one", "/three", "/two"]


def test_the_menu_leads_to_pages(finder: Finder) -> None:
    finder.discovery = Discovery(menu=True)
    entries = "".join(f'<li><a href="/m{n}">Entry {n}</a></li>' for n in range(6))
    text = "".join(f"<p>The stone of year {n} was cut by hand and turned by the brook.</p>" for n in range(6))
    page = f"<html><head><title>Mill</title></head><body><nav><ul>{entries}</ul></nav><main>{text}</main>"
    finder.web.pages["/"] = page.encode()
    config = finder.config
    follow_config(config, finder.store, START)
    list(run_round(finder.store.watches.every(), config, Fetchers.of(config), finder.store, lambda: START))
    finder.finds()
    assert finder.watched() == ["/", *(f"/m{n}" for n in range(6))]


def test_what_robots_txt_forbids_is_not_read(finder: Finder) -> None:
    finder.lists("/flour")
    finder.web.pages["/robots.txt"] = b"User-agent: *\nDisallow: /sitemap.xml\n"
    finder.finds()
    assert finder.watched() == ["/"]
    assert "/sitemap.xml" not in finder.web.paths()


def test_who_switches_it_off_watches_only_what_is_named(finder: Finder) -> None:
    finder.lists("/flour")
    finder.finds()
    finder.discovery = Discovery()
    follow_config(replace(finder.config), finder.store, finder.now)
    assert finder.watched() == ["/"]


def test_listings_on_another_host_are_not_asked_for(finder: Finder) -> None:
    finder.web.pages["/robots.txt"] = b"Sitemap: http://127.0.0.2:1/sitemap.xml\n"
    config = finder.config
    found = seek(config.sites[0], *asking(config, lambda: finder.now))
    assert found.pages == ()
    assert not found.is_whole
    assert "another host" in found.problems[0]


def test_what_finds_pages_and_what_looks_at_them_keep_one_pause(finder: Finder) -> None:
    """As the server sees it: robots.txt, listings, pages, and where a redirect leads."""
    finder.lists("/flour", "/bran", "/moved")
    finder.web.pages |= {
        "/": b"<title>Mill</title><p>The mill grinds.",
        "/flour": b"<p>Flour.",
        "/bran": b"<p>Bran.",
    }
    finder.web.redirects["/moved"] = "/bran"
    [site] = finder.config.sites
    pause = timedelta(seconds=0.15)
    site = replace(site, fetching=replace(site.fetching, pause=pause, connections=4))
    config = replace(finder.config, sites=(site,))
    fetchers = Fetchers.of(config)
    polite = fetchers.polite(lambda: START, 8)
    follow_config(config, finder.store, START)
    found = seek(site, fetchers, lambda: START, ask_in(polite))
    take_up(found, site, finder.store, START)
    watches = finder.store.watches.every()
    list(run_round(watches, config, fetchers, finder.store, lambda: START, polite=polite))
    asked = [path for path, _ in finder.web.asked]
    assert asked[:2] == ["/robots.txt", "/sitemap.xml"]
    assert sorted(asked[2:]) == ["/", "/bran", "/bran", "/flour", "/moved"]
    # A server's thread may wake up late, and then the next request seems early; never two of them together.
    gaps = [after - before for before, after in pairwise(finder.web.when)]
    assert min(gaps) >= 0.7 * pause.total_seconds()
    assert finder.web.when[-1] - finder.web.when[0] >= 0.95 * len(gaps) * pause.total_seconds()


def test_the_pause_that_robots_txt_asks_for_holds_from_the_first_page_on(finder: Finder) -> None:
    finder.web.pages |= {"/robots.txt": b"User-agent: *\nCrawl-delay: 0.4", "/": b"<p>The mill grinds."}
    finder.discovery = Discovery()
    config = finder.config
    follow_config(config, finder.store, START)
    list(run_round(finder.store.watches.every(), config, Fetchers.of(config), finder.store, lambda: START))
    [robots, page] = finder.web.when
    assert page - robots >= 0.35
