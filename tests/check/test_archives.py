"""Out as WARC and in again: the same payloads, the same moments, the same changes."""

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.check import load_snapshots
from monitor.errors import BadInput
from monitor.load import Seen, load_warc
from monitor.model import Snapshot, Told
from monitor.store import Exported, RecordedChange, Retention, Store
from tests.check.conftest import MENU, START, Watch, html

TEXTS = ("The night bus leaves the station at one.", "Tickets for the day are valid on it.")
PAGES = {
    "bus": "The night bus leaves the station at one and stops wherever somebody waves.",
    "tram": "Trams cross the river every ten minutes until midnight, then once an hour until one.",
    "ferry": "A ferry takes walkers and bicycles over the lake, with one crew of two.",
}


@pytest.fixture
def buses(watch: Watch) -> Watch:
    for at, (page, text) in enumerate(PAGES.items()):
        watch.sees(page, html(page.title(), text), day=1 + at)
    menu = {**MENU, "Night bus": "/night"}
    for at, (page, text) in enumerate(PAGES.items()):
        watch.sees(page, html(page.title(), text.replace("one", "two"), menu=menu), day=9 + at)
    load_snapshots(
        [
            Snapshot(
                url="extract.txt", payload="Über Fähren".encode("latin-1"), charset="latin-1", site="town"
            )
        ],
        watch.store,
        START,
    )
    return watch


def test_a_round_trip_keeps_payloads_moments_and_changes(buses: Watch, tmp_path: Path) -> None:
    files = [tmp_path / "one.warc.gz", tmp_path / "two.warc.gz"]
    assert buses.store.export_warc(files[0]) == Exported(7, 0)
    with Store(tmp_path / "other.db") as other:
        load_snapshots(load_warc(files[0]), other, START)
        assert other.export_warc(files[1]) == Exported(7, 0)
        told = [
            {(one.change.id, one.change.sentence, one.change.between) for one in store.log()}
            for store in (buses.store, other)
        ]
        assert told[0] == told[1]
    captures = [
        {(one.url, one.moment, one.payload, one.charset, one.site) for one in load_warc(file)}
        for file in files
    ]
    assert captures[0] == captures[1]
    assert len(captures[0]) == 7


def everything(store: Store) -> list[RecordedChange]:
    """All that is told, without the ids of captures, which each store gives by itself."""
    return [replace(one, before=None, after=None) for one in store.log(noise=True)]


def taken_in(file: Path, store: Store) -> list[Told]:
    told: list[Told] = []
    load_snapshots(load_warc(file, on_told=told.append), store, START)
    return told


def as_other_rules_told_it(store: Store) -> None:
    """One change is missing, another says something else than reading the captures anew tells."""
    first, second = (store.changes.select("c.page IS NOT NULL AND c.type > 1", ()))[:2]
    [id_] = store.connection.row("SELECT id FROM changes WHERE lower(hex(key)) = ?", (first.change.id[3:],))
    store.changes.forget([id_])
    store.connection.execute(
        "UPDATE changes SET importance = 99, recorded = 1772000000 WHERE lower(hex(key)) = ?",
        (second.change.id[3:],),
    )


def test_what_was_told_goes_along_and_is_not_told_again(buses: Watch, tmp_path: Path) -> None:
    as_other_rules_told_it(buses.store)
    buses.sees("bus", html("Bus", PAGES["bus"], token="7"), day=20)
    buses.store.outbox.mark_sent(buses.store.outbox.waiting(), START)
    buses.store.export_warc(tmp_path / "town.warc")
    with Store(tmp_path / "other.db") as other:
        told = taken_in(tmp_path / "town.warc", other)
        assert everything(other) != everything(buses.store)
        assert other.carry_in("town", told, START + timedelta(days=300))
        assert everything(other) == everything(buses.store)
        assert other.waiting() == ()
        assert other.changes_between(0, 10_000) == ()
        assert all(finding.is_well for finding in other.examine())
        assert not other.carry_in("town", told, START)
        other.export_warc(tmp_path / "again.warc")
        assert [*load_warc(tmp_path / "again.warc")] == [
            replace(one, source=one.source.replace("town", "again"))
            for one in load_warc(tmp_path / "town.warc")
        ]


def test_what_waited_to_be_told_still_waits(buses: Watch, tmp_path: Path) -> None:
    buses.store.export_warc(tmp_path / "town.warc", "town")
    with Store(tmp_path / "other.db") as other:
        assert other.carry_in("town", taken_in(tmp_path / "town.warc", other), START)
        waiting = [[one.change.id for one in store.waiting()] for store in (buses.store, other)]
        assert waiting[0] == waiting[1] != []


def test_it_does_not_go_where_the_site_has_another_history(buses: Watch, tmp_path: Path) -> None:
    buses.store.export_warc(tmp_path / "town.warc")
    with Store(tmp_path / "other.db") as other:
        Watch(other).sees("harbour", html("Harbour", "Boats are let by the hour."), day=3)
        told = taken_in(tmp_path / "town.warc", other)
        before = everything(other)
        assert not other.carry_in("town", told, START)
        assert everything(other) == before


@pytest.mark.parametrize(
    "broken",
    [
        {"key": "zz"},
        {"key": "00"},
        {"again": None},
        {"evidence": [["00", 7]]},
        {"evidence": 3},
        {"before": ["one"]},
        {"change": None},
        {"change": {"type": "no_such_type", "where": "body", "scope": "page"}},
        {"change": {"type": "title_changed", "where": "body", "scope": "page", "sentence": {"a": 1}}},
    ],
)
def test_what_nobody_could_have_told_is_refused_whole(
    broken: dict[str, object], buses: Watch, tmp_path: Path
) -> None:
    buses.store.export_warc(tmp_path / "town.warc")
    with Store(tmp_path / "other.db") as other:
        told = taken_in(tmp_path / "town.warc", other)
        before = everything(other)
        last = next(one for one in reversed(told) if one.changes)
        told[told.index(last)] = replace(last, changes=({**last.changes[0], **broken},))
        with pytest.raises(BadInput, match="as this program writes it"):
            other.carry_in("town", told, START)
        assert everything(other) == before


def test_what_was_told_of_payloads_that_are_gone_stays_told(buses: Watch, tmp_path: Path) -> None:
    buses.store.thin(Retention(max_payloads=1), START)
    assert buses.store.export_warc(tmp_path / "town.warc") == Exported(4, 3)
    with Store(tmp_path / "other.db") as other:
        assert other.carry_in("town", taken_in(tmp_path / "town.warc", other), START)
        there, here = (
            {(one.change.id, one.change.between) for one in store.log()} for store in (buses.store, other)
        )
        assert here == there


def test_other_tools_find_the_file_right(buses: Watch, tmp_path: Path) -> None:
    file = tmp_path / "town.warc"
    buses.store.export_warc(file, "town")
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", "-v", str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    assert "digest pass" in checked.stdout


def crawl(path: Path) -> None:
    """As a crawler writes it: responses, compressed in transfer; a redirect, a picture, a revisit."""
    page = html("Bus", *TEXTS)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)

        def add(
            kind: str, url: str, date: str, status: str, media_type: str, body: bytes, **headers: str
        ) -> None:
            http = StatusAndHeaders(
                status,
                [("Content-Type", media_type), ("Content-Language", "en"), *headers.items()],
                protocol="HTTP/1.1",
            )
            record = writer.create_warc_record(
                url,
                kind,
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=http,
                warc_headers_dict={
                    "WARC-Date": date,
                    **({"WARC-Payload-Digest": DIGEST} if body != b"png" else {}),
                },
            )
            writer.write_record(record)

        add(
            "response",
            "https://bus.example/",
            "2024-05-01T10:00:00Z",
            "200 OK",
            'text/html; charset="UTF-8"',
            page,
        )
        add("response", "https://bus.example/old", "2024-05-01T10:00:01Z", "301 Moved", "text/html", b"gone")
        add("response", "https://bus.example/a.png", "2024-05-01T10:00:02Z", "200 OK", "image/png", b"png")
        add("revisit", "https://bus.example/", "2024-05-02T10:00:00Z", "200 OK", "text/html", b"")


DIGEST = "sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def test_what_crawlers_write_is_read(tmp_path: Path) -> None:
    crawl(tmp_path / "crawl.warc.gz")
    first, again = load_warc(tmp_path / "crawl.warc.gz")
    assert (first.url, first.charset, first.media_type) == ("https://bus.example/", "UTF-8", "text/html")
    assert first.moment == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert (first.status, first.headers) == (200, (("content-language", "en"),))
    with Store(tmp_path / "one.db") as one:
        load_snapshots([first], one, START)
        one.export_warc(tmp_path / "again.warc")
    [kept] = load_warc(tmp_path / "again.warc")
    assert (kept.status, kept.headers, kept.charset) == (200, (("content-language", "en"),), "UTF-8")
    assert (again.payload, again.moment) == (first.payload, datetime(2024, 5, 2, 10, tzinfo=UTC))


def test_a_wacz_is_read_like_its_warc(tmp_path: Path) -> None:
    crawl(tmp_path / "crawl.warc.gz")
    with zipfile.ZipFile(tmp_path / "crawl.wacz", "w") as wacz:
        wacz.write(tmp_path / "crawl.warc.gz", "archive/crawl.warc.gz")
    payloads = [
        [(one.url, one.payload) for one in load_warc(tmp_path / name)]
        for name in ("crawl.wacz", "crawl.warc.gz")
    ]
    assert payloads[0] == payloads[1]


@pytest.mark.parametrize("name", ["notes.warc", "notes.warc.gz", "notes.wacz"])
def test_what_is_no_archive_is_said_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("These are notes.\n" * 40)
    with pytest.raises(BadInput) as refusal:
        list(load_warc(tmp_path / name))
    assert "\n" not in str(refusal.value)


def test_a_damaged_archive_is_read_as_far_as_it_is_whole(tmp_path: Path) -> None:
    crawl(tmp_path / "whole.warc.gz")
    whole = (tmp_path / "whole.warc.gz").read_bytes()
    (tmp_path / "cut.warc.gz").write_bytes(whole + whole[:400])  # in the middle of a page
    problems: list[BadInput] = []
    assert len(list(load_warc(tmp_path / "cut.warc.gz", on_unusable=problems.append))) == 2
    assert "damaged after 2 captures" in str(problems[0])
    with pytest.raises(BadInput, match="damaged"):
        list(load_warc(tmp_path / "cut.warc.gz"))


def test_a_record_may_refer_to_another_file_and_one_that_refers_to_none_is_counted(tmp_path: Path) -> None:
    crawl(tmp_path / "first.warc.gz")
    with (tmp_path / "second.warc.gz").open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for digest in (DIGEST, DIGEST.replace("A", "B")):
            headers = {"WARC-Date": "2024-05-03T10:00:00Z", "WARC-Payload-Digest": digest}
            http = StatusAndHeaders("200 OK", [], protocol="HTTP/1.1")
            uri = "https://bus.example/"
            writer.write_record(
                writer.create_warc_record(
                    uri,
                    "revisit",
                    payload=io.BytesIO(b""),
                    length=0,
                    http_headers=http,
                    warc_headers_dict=headers,
                )
            )
    seen, problems = Seen(), list[BadInput]()
    list(load_warc(tmp_path / "first.warc.gz", seen=seen))
    [again] = load_warc(tmp_path / "second.warc.gz", seen=seen, on_unusable=problems.append)
    assert again.moment == datetime(2024, 5, 3, 10, tzinfo=UTC)
    assert "1 records refer to captures" in str(problems[0])
