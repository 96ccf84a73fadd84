"""What is sealed together reads as before: payloads, versions, words; after a kill, and in older packs."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.model import Block, BlockKind, Page, Snapshot
from monitor.store import SiteId, Store
from monitor.store.compaction import RUNS_IN_A_ROW
from monitor.store.deltas import compress
from monitor.store.words import decode_rows, encode_rows

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
WORDS = ["hedge", "bench", "gate", "pond", "path", "swan", "oak", "reed", "moss", "fern"]
KILLS = int(os.environ.get("MONITOR_TEST_KILLS", "3"))
PAGES = ("parks", "ponds", "paths")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "monitor.db") as opened:
        fill(opened, range(30))
        yield opened


def fill(store: Store, days: range) -> None:
    """Three pages, each with another sentence every day."""
    site = store.sites.add("town")
    for day in days:
        for name in PAGES:
            chance = random.Random(f"{name}{day // 7}")
            texts = [" ".join(chance.choices(WORDS, k=12)) for _ in range(30)]
            texts[day % 30] = f"On {name} day{day} the wardens saw a heron"
            see(store, site, name, texts, day)


def see(store: Store, site: SiteId, name: str, texts: list[str], day: int) -> None:
    url = f"https://town.example/{name}"
    payload = "".join(f"<p>{text}</p>\n" for text in texts).encode()
    body = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    read = Page(url=url, title=name, body=body, regions=())
    with store.transaction():
        page = store.pages.add(site, url)
        kept = store.payloads.put(page, site, payload)
        version = store.versions.put(page, read, rules=1)
        snapshot = Snapshot(url=url, payload=payload, moment=NOON + timedelta(days=day))
        store.snapshots.put(page, snapshot, kept, version, None, 1)


def told(store: Store) -> object:
    """All that people may ask."""
    return (
        [
            (
                [store.capture(name, version.number).payload for version in store.page(name).versions],
                [store.version_at(name, version.number).page for version in store.page(name).versions],
                store.blame(name),
            )
            for name in PAGES
        ],
        sorted(store.search("heron", limit=1000), key=str),
        store.search('"day7 the" wardens'),
    )


def is_well(store: Store) -> bool:
    return all(finding.is_well for finding in store.examine())


def packed(store: Store) -> int:
    [count] = store.connection.row("SELECT count(pack) FROM payloads") or (0,)
    return int(count)


def test_all_that_people_ask_is_answered_as_before(store: Store) -> None:
    before = told(store)
    made = store.compact()
    assert made.bytes_after < made.bytes_before
    assert packed(store) == 90
    assert told(store) == before
    assert is_well(store)


def test_what_is_asked_of_versions_undoes_no_payload(store: Store) -> None:
    store.compact()
    below = "SELECT holds, (SELECT holds FROM packs u WHERE u.id = p.under) FROM packs p"
    assert set(store.connection.rows(below)) == {
        ("versions", None),
        ("heads", None),
        ("payloads", "versions"),
        ("payloads", "payloads"),
    }


def test_packs_that_will_be_asked_for_are_undone_meanwhile(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = store.search("wardens", limit=1000)
    monkeypatch.setattr("monitor.store.packs.MAX_BYTES", 2_000)
    store.compact()
    assert len(store.connection.rows("SELECT id FROM packs WHERE holds = 'versions'")) > 10
    assert set(store.search("wardens", limit=1000)) == set(before)
    assert len(store.search("wardens", limit=3)) == 3
    assert len(store.search("heron", limit=3)) == 3
    # One that cannot be undone is said where it is asked for.
    store.connection.execute("UPDATE packs SET data = zeroblob(9) WHERE holds = 'versions'")
    store.packs.drop_unused()
    with pytest.raises(StoreError, match="cannot be undone"):
        store.search("wardens", limit=1000)
    assert not is_well(store)


def test_words_are_found_in_lists_and_beside_them(store: Store) -> None:
    store.compact()
    assert store.connection.row("SELECT count(*) FROM words_idx") == (0,)
    fill(store, range(30, 32))
    assert {found.text for found in store.search("day3 heron", limit=9)} == {
        f"On {name} day3 the wardens saw a heron" for name in PAGES
    }
    assert len(store.search("day31 heron")) == 3
    assert len(store.search("wardens", limit=1000)) == 96
    assert store.search("heronry") == ()
    fill(store, range(32, 60))
    store.compact()
    assert len(store.search("wardens", limit=1000)) == 180
    assert len(store.search("day59 heron")) == 3


def test_little_that_is_new_waits(store: Store) -> None:
    store.compact()
    packs = store.connection.rows("SELECT id FROM packs")
    fill(store, range(30, 31))
    store.compact()
    assert store.connection.rows("SELECT id FROM packs") == packs
    fill(store, range(31, 45))
    store.compact()
    assert packed(store) == 135


def test_a_page_of_many_packs_is_read_through_a_short_chain(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.store.compaction.MAX_PACK_BYTES", 5_000)
    before = told(store)
    store.compact()
    [packs, deepest] = store.connection.row(
        "SELECT count(DISTINCT pack), max(depth) FROM payloads WHERE pack IS NOT NULL"
    ) or (0, 0)
    assert packs > 3 * RUNS_IN_A_ROW
    assert deepest == RUNS_IN_A_ROW + 2
    assert told(store) == before
    assert is_well(store)


def test_packs_of_an_older_program_are_read_and_sealed_anew(store: Store) -> None:
    before = told(store)
    # As they were: ids of rows as they are, and a payload as prefix.
    first, *later = [
        id_
        for (id_,) in store.connection.rows(
            "SELECT id FROM payloads WHERE id >> 24 = (SELECT min(id) FROM pages) ORDER BY id"
        )
    ]
    parts = [store.payloads.get(one) for one in later]
    prefix = store.payloads.get(first)
    pack = store.connection.insert(
        "INSERT INTO packs (base, data) VALUES (?, ?)", (first, compress(b"".join(parts), prefix))
    )
    start = 0
    for one, part in zip(later, parts, strict=True):
        store.connection.execute(
            "UPDATE payloads SET codec = 4, base = NULL, data = NULL, pack = ?, start = ? WHERE id = ?",
            (pack, start, one),
        )
        start += len(part)
    rows = store.connection.rows("SELECT id, content FROM versions ORDER BY page, number")
    lines = [json.dumps(store.packs.content(id_, content, None)).encode() for id_, content in rows]
    ids = json.dumps([id_ for id_, _ in rows]).encode()
    pack = store.connection.insert(
        "INSERT INTO packs (data) VALUES (?)", (compress(b"\n".join((ids, *lines))),)
    )
    store.connection.execute("UPDATE versions SET content = NULL, pack = ?", (pack,))
    store.payloads.forget_undone()
    assert told(store) == before
    assert is_well(store)
    store.compact()
    assert told(store) == before
    assert is_well(store)
    assert store.connection.row("SELECT count(*) FROM packs WHERE site IS NULL") == (0,)


COMPACT = """
import os, signal, sys
from monitor.store import Store
from monitor.store.connection import Connection

execute, left = Connection.execute, int(sys.argv[2])

def count(self, sql, values=()):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(self, sql, values)

with Store(sys.argv[1]) as store:
    Connection.execute = count
    store.compact()
    print(-left)
"""


def test_a_kill_at_any_statement_of_compacting_leaves_a_whole_store(store: Store, tmp_path: Path) -> None:
    before = told(store)
    copy = tmp_path / "copy.db"
    store.back_up(copy)
    store.close()

    def compact(path: Path, kill_at: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", COMPACT, str(path), str(kill_at)]
        return subprocess.run(command, capture_output=True, text=True)

    statements = int(compact(copy, 0).stdout)
    chance = random.Random(11)
    for kill_at in [*chance.sample(range(1, statements), KILLS), statements]:
        assert compact(store.path, kill_at).returncode == -signal.SIGKILL
        with Store(store.path) as opened:
            assert told(opened) == before
            assert is_well(opened)


def test_rows_of_words_come_back() -> None:
    chance = random.Random(2)
    rows = sorted({chance.randrange(1 << 30) for _ in range(500)} | set(range(1 << 20, (1 << 20) + 99)))
    assert decode_rows(encode_rows(rows)) == rows
