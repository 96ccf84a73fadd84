"""A page whose content is at another address of its site is followed there, whatever comes first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.check import Fetchers, ask_in, follow_config, run_round, seek, take_up
from monitor.config import Config, Discovery, Fetching, SiteConfig
from monitor.model import Change, ChangeType
from monitor.store import Store
from tests.check.conftest import html
from tests.check.web import Server, Site

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
TEXTS = (
    "The upper pool is kept at four metres and twenty all summer long, by order of the waterways board.",
    "Gauges are read at six in the morning and at eight in the evening by the keeper of the lock.",
    "Boats of more than twelve metres announce themselves on channel eleven before they enter the lock.",
)
LEVELS = html("Levels", *TEXTS)
OTHER = html("Fares", *(f"{text} That is what the board of the other shore says too." for text in TEXTS))


@dataclass
class River:
    web: Site
    store: Store
    urls: tuple[str, ...] = ("/",)
    now: datetime = START
    config: Config = field(init=False)

    def __post_init__(self) -> None:
        fetching = Fetching(pause=timedelta(0), networks=("127.0.0.1/32",), tries=1)
        site = SiteConfig(
            name="river",
            urls=tuple(map(self.web.url, self.urls)),
            fetching=fetching,
            discovery=Discovery(sitemap=True),
        )
        self.config = Config(sites=(site,))

    def shows(self, **pages: bytes) -> None:
        """Pages by name; all of them are in the sitemap."""
        self.web.pages = {"/": html("River", "All about the river.")}
        self.web.pages |= {f"/{name}": page for name, page in pages.items()}
        entries = "".join(f"<url><loc>{self.web.url(f'/{name}')}</loc></url>" for name in pages)
        space = "http://www.sitemaps.org/schemas/sitemap/0.9"
        self.web.pages["/sitemap.xml"] = f'<urlset xmlns="{space}">{entries}</urlset>'.encode()

    def finds(self) -> None:
        fetchers = Fetchers.of(self.config)
        ask = ask_in(fetchers.polite(lambda: self.now, 4))
        found = seek(self.config.sites[0], fetchers, lambda: self.now, ask)
        take_up(found, self.config.sites[0], self.store, self.now)

    def looks(self) -> None:
        fetchers = Fetchers.of(self.config)
        list(run_round(self.store.watches.every(), self.config, fetchers, self.store, lambda: self.now))

    def day(self, *, finds_first: bool = True) -> None:
        self.now += timedelta(days=1)
        follow_config(self.config, self.store, self.now)
        for step in (self.finds, self.looks) if finds_first else (self.looks, self.finds, self.looks):
            step()

    def news(self, *types: ChangeType) -> list[Change]:
        wanted = types or (ChangeType.PAGE_MOVED, ChangeType.PAGE_TROUBLE)
        return [told.change for told in self.store.log() if told.change.type in wanted]

    def watched(self) -> list[str]:
        return [watch.url.removeprefix(self.web.url("")) for watch in self.store.watches.of_site("river")]


@pytest.fixture
def web() -> Iterator[Site]:
    web = Site()
    server = Server(web)
    yield web
    server.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "s.sqlite") as store:
        yield store


@pytest.mark.parametrize("urls", [("/", "/levels"), ("/",)])
@pytest.mark.parametrize("finds_first", [True, False])
def test_a_page_is_followed_by_its_content(
    web: Site, store: Store, urls: tuple[str, ...], finds_first: bool
) -> None:
    river = River(web, store, urls)
    river.shows(levels=LEVELS, fares=OTHER)
    river.day()
    river.shows(**{"water/levels": LEVELS, "fares": OTHER})
    river.day(finds_first=finds_first)
    [moved] = river.news()
    assert (moved.before, moved.after) == (web.url("/levels"), web.url("/water/levels"))
    assert moved.page == web.url("/levels")
    river.shows(**{"water/levels": LEVELS.replace(b"four metres", b"five metres"), "fares": OTHER})
    for _ in range(5):
        river.day()
    assert river.watched() == ["/", "/fares", "/levels"]
    assert len(river.news()) == 1
    told = river.news(ChangeType.NUMBER_CHANGED, ChangeType.PARAGRAPH_EDITED)
    assert [change.page for change in told] == [web.url("/levels")]


def test_another_page_of_the_same_make_is_not_where_it_moved(web: Site, store: Store) -> None:
    river = River(web, store)
    river.shows(levels=LEVELS)
    river.day()
    river.shows(fares=OTHER)
    river.day()
    assert river.news(ChangeType.PAGE_MOVED) == []


def test_a_page_of_few_words_is_not_followed(web: Site, store: Store) -> None:
    river = River(web, store)
    few = html("Levels", "The level at the upper lock is 4.20 m.")
    river.shows(levels=few)
    river.day()
    river.shows(height=few)
    river.day()
    assert river.news(ChangeType.PAGE_MOVED) == []
