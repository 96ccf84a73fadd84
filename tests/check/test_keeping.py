"""The store is kept well: backed up while it is written to, restored, examined, thinned."""

import random
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.errors import BadInput, NotAStore, StoreError
from monitor.store import Retention, Store, restore
from monitor.store.payloads import PayloadId
from tests.check.conftest import START, Watch, content, html

WORDS = ["hedge", "bench", "gate", "pond", "path", "swan", "oak", "reed", "moss", "fern"]


@pytest.fixture
def parks(watch: Watch) -> Watch:
    """Two pages over fifteen days: each day another token, every third another sentence."""
    chance = random.Random(3)
    rest = [" ".join(chance.choices(WORDS, k=12)) + "." for _ in range(20)]
    for day in range(1, 16):
        for page in ("parks", "ponds"):
            sentence = f"On {page} day {day // 3} nothing of note was seen by the wardens."
            watch.sees(page, html(page.title(), *rest, sentence, token=str(chance.random())), day=day)
    return watch


def whole(path: Path) -> dict[str, list[tuple[object, ...]]]:
    file = sqlite3.connect(path)
    try:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return content(file)
    finally:
        file.close()


def test_a_backup_holds_what_the_store_held(parks: Watch, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    with Store(parks.store.path, read_only=True) as reader:
        reader.back_up(target)
    assert whole(target) == content(parks.store.connection.db.conn)
    with pytest.raises(BadInput, match="there already"):
        parks.store.back_up(target)


def test_a_backup_taken_while_somebody_writes_is_of_one_moment(parks: Watch, tmp_path: Path) -> None:
    before = content(parks.store.connection.db.conn)
    days: Iterator[int] = iter(range(40, 60))
    target = tmp_path / "backup.db"

    def write(done: int, total: int) -> None:
        parks.sees("parks", html("Parks", f"Written while copying {done} of {total}."), day=next(days))

    with Store(parks.store.path, read_only=True) as reader:
        reader.back_up(target, write)
    assert whole(target) == before
    assert content(parks.store.connection.db.conn) != before


def test_restoring_brings_back_what_was_and_keeps_what_is(parks: Watch, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    parks.store.back_up(target)
    before = content(parks.store.connection.db.conn)
    parks.sees("parks", html("Parks", "Everything is another."), day=50)
    after = content(parks.store.connection.db.conn)
    parks.store.close()
    kept = restore(target, parks.store.path)
    assert kept is not None
    assert whole(parks.store.path) == before
    assert whole(kept) == after


def test_what_is_no_backup_is_not_restored(parks: Watch, tmp_path: Path) -> None:
    parks.store.close()
    before = whole(parks.store.path)
    notes = tmp_path / "notes.txt"
    notes.write_text("no backup, only notes\n")
    with pytest.raises(NotAStore):
        restore(notes, parks.store.path)
    assert whole(parks.store.path) == before


def test_all_is_well_with_a_store_of_ours(parks: Watch) -> None:
    parks.store.compact()
    found = {finding.what: finding for finding in parks.store.examine()}
    assert all(finding.is_well for finding in found.values())
    assert set(found) == {"SQLite", "integrity", "references", "payloads", "contents", "orphans"}


def test_a_payload_that_rotted_is_found(parks: Watch) -> None:
    parks.store.connection.execute(
        "UPDATE payloads SET data = zeroblob(20) WHERE id = (SELECT max(id) FROM payloads)"
    )
    [payloads] = [finding for finding in parks.store.examine() if finding.what == "payloads"]
    assert not payloads.is_well


@pytest.mark.parametrize("compacted", [False, True])
@pytest.mark.parametrize(
    ("rule", "left"),
    [
        (Retention(max_age=timedelta(days=5)), 12),
        (Retention(max_payloads=3), 6),
        (Retention(only_changed=True), 12),
        (Retention(max_bytes=0), 2),
    ],
)
def test_old_payloads_go_and_the_rest_stays(
    parks: Watch, rule: Retention, left: int, compacted: bool
) -> None:
    store = parks.store
    if compacted:
        store.compact()
    log, blamed = store.log(), store.blame("parks")
    bytes_of = {
        one.payload: store.payloads.get(one.payload)
        for one in store.snapshots.of_page(store.find_page("parks").id)
    }
    now = START + timedelta(days=15)
    would = store.thin(rule, now, dry_run=True)
    assert store.connection.row("SELECT count(*) FROM payloads WHERE codec = 3") == (0,)
    assert store.thin(rule, now) == would
    assert would.of - would.payloads == left
    rows = store.connection.rows("SELECT id, codec FROM payloads")
    assert sum(codec != 3 for _, codec in rows) == left
    assert all(finding.is_well for finding in store.examine())
    assert (store.log(), store.blame("parks")) == (log, blamed)
    gone = min(PayloadId(row) for row, codec in rows if codec == 3)
    with pytest.raises(StoreError, match="retention has taken"):
        store.payloads.get(gone)
    parks.sees("parks", bytes_of[gone], day=31)
    assert store.payloads.get(gone) == bytes_of[gone]
    parks.sees("parks", html("Parks", "The next capture is compared as ever."), day=32)
    store.compact()
    assert all(finding.is_well for finding in store.examine())


def test_a_bound_on_the_size_lets_go_what_is_too_much_and_then_nothing_more(parks: Watch) -> None:
    store, now = parks.store, START + timedelta(days=15)
    store.compact()
    [size] = store.connection.row(
        "SELECT sum(length(data)) FROM packs WHERE id IN (SELECT pack FROM payloads)"
    )
    rule = Retention(max_bytes=size // 2)
    went = store.thin(rule, now)
    assert 0 < went.payloads < went.of - 2
    assert store.thin(rule, now).payloads == 0
    store.compact()
    assert all(finding.is_well for finding in store.examine())


def test_payloads_go_in_steps_the_oldest_first(parks: Watch) -> None:
    store, now = parks.store, START + timedelta(days=15)
    steps = []
    while (went := store.thin(Retention(max_payloads=3), now, at_most=10).payloads) > 0:
        steps.append(went)
    assert steps == [10, 10, 4]
    assert all(finding.is_well for finding in store.examine())


def test_a_link_that_is_another_at_every_look_keeps_no_payload(watch: Watch) -> None:
    chance = random.Random(4)
    rest = [" ".join(chance.choices(WORDS, k=12)) + "." for _ in range(9)]
    for day in range(1, 9):
        hidden = (
            f"Write to <a href='/cdn-cgi/l/email-protection#{chance.randbytes(20).hex()}'>the wardens</a>."
        )
        news = "The pond is frozen." if day >= 5 else "The pond is open."
        watch.sees("ponds", html("Ponds", *rest, hidden, news), day=day)
    store = watch.store
    assert store.connection.row("SELECT count(*) FROM versions") == (8,)
    thinned = store.thin(Retention(only_changed=True), START)
    assert (thinned.of, thinned.payloads) == (8, 5)
    kept = [
        one.moment
        for one in store.snapshots.of_page(store.find_page("ponds").id)
        if store.payloads.is_there(one.payload)
    ]
    assert kept == [START + timedelta(days=day) for day in (1, 5, 8)]


def test_compacting_forgets_how_earlier_captures_read_and_nothing_else(parks: Watch) -> None:
    store = parks.store
    before, log = store.connection.rows("SELECT id, reading FROM snapshots"), store.log()
    store.compact()
    latest = {store.snapshots.latest(page.id).id for page in store.pages.all()}
    assert len(latest) == 2
    assert store.connection.rows("SELECT id, reading FROM snapshots") == [
        (id_, reading if id_ in latest else None) for id_, reading in before
    ]
    assert store.log() == log
