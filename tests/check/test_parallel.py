"""Pages that are read at the same time are told and learned as if they had been read one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.check import Fetchers, Readers, follow_config, run_round
from monitor.check.journey import template_of
from monitor.config import Config, Fetching, SiteConfig
from monitor.engine import Inline, Result, processes
from monitor.examining import Examination, Request, examine
from monitor.model import Change, ChangeType
from monitor.store import Store
from tests.check.web import Server, Site

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
PAGES = 10


class Together(Inline[Request, Examination]):
    """All requests of a round are read before any is recorded; each result comes twice, the last ones first.

    So everything is read with what was known before the round.
    """

    room = PAGES + 1

    def __init__(self) -> None:
        super().__init__(examine)

    def results(self, wait_s: float) -> list[Result[Examination]]:
        if not wait_s:  # nobody waits yet
            return []
        found: list[Result[Examination]] = []
        while self._waiting:
            found += super().results(wait_s)
        return [*reversed(found), *found]


def page(number: int, menu: str = "Timetable") -> bytes:
    labels = ["Home", "Ferries", menu, "Harbour office", "Fares", "Weather", "Contact", "Jobs"]
    links = "".join(f'<li><a href="/{n}">{label}</a></li>' for n, label in enumerate(labels))
    text = "".join(
        f"<p>Berth {number} has room for {number + n} boats, and the keeper counts them each day.</p>"
        for n in range(6)
    )
    return (
        f"<html><head><title>Berth {number}</title></head><body><nav><ul>{links}</ul></nav>"
        f"<main><h1>Berth {number}</h1><p>The bridge opens at 7 o'clock.</p>{text}</main>"
        "<footer><p>Harbour trust, Quay Road</p></footer></body></html>"
    ).encode()


@dataclass
class Harbour:
    site: Site
    store: Store
    readers: Readers
    now: datetime = START
    config: Config = field(init=False)

    def __post_init__(self) -> None:
        fetching = Fetching(pause=timedelta(0), networks=("127.0.0.1/32",), tries=1, connections=4)
        urls = tuple(self.site.url(f"/berth/{number}") for number in range(PAGES))
        self.config = Config(sites=(SiteConfig(name="harbour", urls=urls, fetching=fetching),))
        follow_config(self.config, self.store, self.now)

    def shows(self, menu: str) -> None:
        self.site.pages = {f"/berth/{number}": page(number, menu) for number in range(PAGES)}

    def looks(self) -> list[str]:
        self.now += timedelta(days=1)
        fetchers = Fetchers.of(self.config)
        watches = self.store.watches.every()
        found = run_round(watches, self.config, fetchers, self.store, lambda: self.now, self.readers)
        return sorted(type(looked.verdict).__name__ for _, looked in found)

    def news(self) -> list[Change]:
        return [told.change for told in self.store.log() if told.change.type is not ChangeType.FIRST_SEEN]


@pytest.fixture(params=["one after the other", "together", "in processes"])
def harbour(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Harbour]:
    readers: Readers = Together() if request.param == "together" else Inline(examine)
    if request.param == "in processes":
        readers = processes(examine, 2)
    site = Site()
    server = Server(site)
    with Store(tmp_path / "s.sqlite") as store:
        yield Harbour(site, store, readers)
    readers.close()
    server.close()


def test_a_change_of_the_chrome_is_told_once_for_all_pages(harbour: Harbour) -> None:
    harbour.shows("Timetable")
    assert harbour.looks() == ["First"] * PAGES
    harbour.shows("Sailing times")
    harbour.looks()
    [change] = harbour.news()
    assert change.type is ChangeType.MENU_RENAMED
    assert (change.before, change.after) == ("Timetable", "Sailing times")
    assert harbour.looks() == ["Same"] * PAGES


def test_the_site_has_each_of_its_regions_once(harbour: Harbour) -> None:
    harbour.shows("Timetable")
    harbour.looks()
    site = harbour.store.sites.find("harbour")
    assert site is not None
    states = harbour.store.regions.recent(site)
    menus = {state.region_id for state in states if "Timetable" in str(state.region.items)}
    assert len(menus) == 1


def test_what_each_page_teaches_of_the_site_is_kept(harbour: Harbour) -> None:
    harbour.shows("Timetable")
    harbour.looks()
    assert len(template_of("harbour", harbour.store).pages) == PAGES


def test_a_capture_that_came_meanwhile_is_compared_with(harbour: Harbour) -> None:
    """Read against Monday's, recorded after Tuesday's: then Tuesday's is what it has to be compared with."""
    from monitor.check import ask_of, look
    from monitor.fetch import Fetched, Validators
    from monitor.model import Snapshot

    harbour.shows("Timetable")
    harbour.looks()
    [watch] = [one for one in harbour.store.watches.every() if one.url.endswith("/0")]
    [site] = harbour.config.sites

    def served(payload: bytes, day: int) -> Fetched:
        snapshot = Snapshot(
            url=watch.url, payload=payload, moment=START + timedelta(days=day), media_type="text/html"
        )
        return Fetched(snapshot=snapshot, validators=Validators(), status=200, final_url=watch.url)

    body = page(0)
    tuesday = served(body.replace(b"at 7 o'clock", b"at 8 o'clock"), 5)
    wednesday = served(body.replace(b"at 7 o'clock", b"at 9 o'clock"), 6)
    request = ask_of(watch, wednesday, harbour.store)
    assert request is not None
    examined = examine(request)
    look(watch, tuesday, harbour.store, site, START + timedelta(days=5))
    look(watch, wednesday, harbour.store, site, START + timedelta(days=6), (request, examined))
    told = [[str(text).split()[-2] for text in (c.before, c.after)] for c in harbour.news()]
    assert told == [["7", "8"], ["8", "9"]]
    # The same result once more is nothing new.
    look(watch, wednesday, harbour.store, site, START + timedelta(days=6), (request, examined))
    assert len(harbour.news()) == 2


class Spoilt(Together):
    """One of the things read cannot be recorded, as if there were a mistake in what records."""

    def results(self, wait_s: float) -> list[Result[Examination]]:
        found = super().results(wait_s)
        found[3:4] = [Result(one.key, "no examination") for one in found[3:4]]  # type: ignore[arg-type]
        return found


def test_what_is_recorded_together_with_something_that_cannot_be_is_not_lost(tmp_path: Path) -> None:
    site = Site()
    server = Server(site)
    with Store(tmp_path / "s.sqlite") as store:
        harbour = Harbour(site, store, Spoilt())
        harbour.shows("Timetable")
        with pytest.raises(AttributeError):
            harbour.looks()
        assert store.status().sites[0].snapshots == 3  # those before it
        harbour.readers = Together()
        assert harbour.looks() == ["First"] * (PAGES - 3) + ["Same"] * 3
    server.close()


def test_what_is_given_out_is_in_the_file(tmp_path: Path) -> None:
    site = Site()
    server = Server(site)
    with Store(tmp_path / "s.sqlite") as store, Store(tmp_path / "s.sqlite", read_only=True) as other:
        harbour = Harbour(site, store, Together())
        harbour.shows("Timetable")
        watches, fetchers = store.watches.every(), Fetchers.of(harbour.config)
        for watch, _ in run_round(watches, harbour.config, fetchers, store, lambda: START, harbour.readers):
            assert other.page(watch.url).versions
    server.close()
