"""What is put in the store comes out, and a file that cannot be used is refused in one clear line."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import BadInput, NotAStore, StoreError, StoreLocked, StoreTooNew
from monitor.model import Block, BlockKind, Item, Page, Region, RegionKind, Snapshot
from monitor.store import Store

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "monitor.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as opened:
        yield opened


def paragraphs(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)


def page(*texts: str, title: str = "Opening hours", regions: tuple[Region, ...] = ()) -> Page:
    return Page(url="https://town.example/hours", title=title, body=paragraphs(*texts), regions=regions)


def test_a_page_shows_what_its_last_capture_showed(store: Store) -> None:
    menu = Region(kind=RegionKind.MENU, items=(Item("Town", "/", (Item("Hours", "/hours"),)), Item("Press")))
    site = store.sites.add("town")
    place = store.pages.add(site, "https://town.example/hours")
    known = None
    for days, text in enumerate(["Open from nine.", "Open from ten.", "Open from ten. Closed on Monday."]):
        snapshot = Snapshot(
            url="https://town.example/hours", payload=text.encode(), moment=NOON + timedelta(days=days)
        )
        payload = store.payloads.put(place, site, snapshot.payload)
        version = store.versions.put(place, page("Welcome.", text), rules=1)
        shown, _ = store.regions.put(site, None, menu, 1, known)
        [state] = store.regions.recent(site)
        known = state.region_id
        chrome = store.regions.together(site, [shown])
        store.snapshots.put(place, snapshot, payload, version, chrome, 1)
        store.regions.see(chrome, place, None)
    latest = store.version_at("hours")
    assert latest.page == page("Welcome.", "Open from ten. Closed on Monday.", regions=(menu,))
    assert (latest.number, latest.moment) == (3, NOON + timedelta(days=2))
    assert store.version_at("hours", NOON + timedelta(hours=30)).page.body == paragraphs(
        "Welcome.", "Open from ten."
    )
    assert store.version_at("hours", 1).page.body[1].text == "Open from nine."
    assert [version.number for version in store.page("https://town.example/hours").versions] == [1, 2, 3]


def test_what_fails_half_way_leaves_nothing_behind(store: Store, path: Path) -> None:
    def half_a_check() -> None:
        with store.transaction():
            site = store.sites.add("town")
            store.pages.add(site, "https://town.example/")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_a_check()
    assert store.sites.names() == ()


def test_what_was_rolled_back_is_not_remembered(store: Store) -> None:
    def keep(label: str) -> tuple[Region, bytes]:
        site = store.sites.add("town")
        place = store.pages.add(site, "https://town.example/")
        menu = Region(kind=RegionKind.MENU, items=(Item(label),))
        store.regions.put(site, None, menu, 1, None)
        payload = store.payloads.put(place, site, label.encode() * 30)
        return store.regions.recent(site)[0].region, store.payloads.get(payload)

    def fail() -> None:
        with store.transaction():
            keep("Old label")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    region, payload = keep("New label")
    assert (region.items, payload) == ((Item("New label"),), b"New label" * 30)


def a_text_file(path: Path) -> None:
    path.write_text("these are notes, not a store\n" * 10)


def a_file_of_another_program(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()


def a_directory(path: Path) -> None:
    path.mkdir()


def a_newer_store(path: Path) -> None:
    Store(path).close()
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()


REFUSED: list[tuple[Callable[[Path], None], type[Exception]]] = [
    (a_text_file, NotAStore),
    (a_file_of_another_program, NotAStore),
    (a_directory, BadInput),
    (a_newer_store, StoreTooNew),
]


@pytest.mark.parametrize(("make", "error"), REFUSED)
def test_refused_and_not_touched(make: Callable[[Path], None], error: type[Exception], path: Path) -> None:
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(error) as refusal:
        Store(path)
    assert str(path) in str(refusal.value)
    assert "\n" not in str(refusal.value)
    if before is not None:
        assert path.read_bytes() == before


def test_a_store_that_is_not_there_is_made_for_writing_only(path: Path) -> None:
    with pytest.raises(BadInput, match="there is no store yet"):
        Store(path, read_only=True)
    assert not path.exists()


def test_one_program_writes_at_a_time_and_others_read(store: Store, path: Path) -> None:
    store.sites.add("town")
    with pytest.raises(StoreLocked):
        Store(path, wait_s=0.1)
    with Store(path, read_only=True) as reader:
        assert reader.sites.names() == ("town",)
        with pytest.raises(StoreError):
            reader.sites.add("village")
        with store.transaction():
            store.sites.add("village")
            assert reader.sites.names() == ("town",)
        assert reader.sites.names() == ("town", "village")


def test_a_stranger_holding_the_file_locks_us_out(path: Path) -> None:
    Store(path).close()
    stranger = sqlite3.connect(path, isolation_level=None)
    stranger.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreLocked), Store(path, wait_s=0.1) as store:
        store.sites.add("town")
    stranger.close()


def test_who_reads_while_a_store_is_made_finds_none_yet_or_all_of_it(tmp_path: Path) -> None:
    said: list[str] = []
    done = threading.Event()
    path = [tmp_path / "0.db"]

    def read() -> None:
        while not done.is_set():
            try:
                Store(path[0], read_only=True).close()
            except BadInput:
                continue  # none yet
            except StoreError as error:
                if "older format" not in str(error):
                    said.append(str(error))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(30):
        path[0] = tmp_path / f"{number}.db"
        Store(path[0]).close()
    done.set()
    for reader in readers:
        reader.join()
    assert said == []
