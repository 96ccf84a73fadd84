"""Snapshots: each capture of a page, with its moment, its payload and what was read in it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from monitor.model import Snapshot
from monitor.store.connection import Connection
from monitor.store.moments import maybe_moment, maybe_ticks, to_ticks
from monitor.store.pages import PageId
from monitor.store.payloads import PayloadId
from monitor.store.regions import ChromeId
from monitor.store.versions import VersionId

SnapshotId = NewType("SnapshotId", int)


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    id: SnapshotId
    page: PageId
    moment: datetime | None
    payload: PayloadId
    payload_hash: bytes
    version: VersionId | None
    """None when it could not be read."""
    chrome: ChromeId | None
    rules: int
    media_type: str
    charset: str
    source: str
    notes: tuple[str, ...] = ()
    """Exceptions that were made for it."""
    reading: bytes = b""
    """Names what there was to see in it, as the journey has it; b"" when that is not known."""
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()


_COLUMNS = (
    "s.id, s.page, s.moment, s.payload, p.hash, s.version, s.chrome, s.rules, "
    "o.media_type, o.charset, o.source, o.notes, ifnull(s.reading, x''), "
    "ifnull(o.status, 0), o.headers "
    "FROM snapshots s JOIN payloads p ON p.id = s.payload JOIN origins o ON o.id = s.origin"
)


def _from_row(row: tuple[Any, ...]) -> StoredSnapshot:
    id_, page, moment, *rest, notes, reading, status, headers = row
    rest += [tuple(notes.split("\n")) if notes else (), reading, status]
    rest.append(tuple(json.loads(headers).items()) if headers else ())
    return StoredSnapshot(id_, page, maybe_moment(moment), *rest)


class Snapshots:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, page: PageId, moment: datetime | None, payload_hash: bytes) -> SnapshotId | None:
        """The very same capture: how loading the same file again changes nothing."""
        row = self._connection.row(
            "SELECT s.id FROM snapshots s JOIN payloads p ON p.id = s.payload "
            "WHERE s.page = ? AND s.moment IS ? AND p.hash = ?",
            (page, maybe_ticks(moment), payload_hash),
        )
        return None if row is None else SnapshotId(row[0])

    def before(self, page: PageId, moment: datetime | None) -> StoredSnapshot | None:
        """The last readable capture before that moment whose payload is there; for an undated one the last
        that came."""
        if moment is None:
            row = self._connection.row(
                f"SELECT {_COLUMNS} WHERE s.page = ? AND s.version IS NOT NULL AND p.codec <> 3 "
                "ORDER BY s.id DESC LIMIT 1",
                (page,),
            )
        else:
            # Undated ones come first: NULL sorts below every moment.
            row = self._connection.row(
                f"SELECT {_COLUMNS} WHERE s.page = ? AND s.version IS NOT NULL AND p.codec <> 3 "
                "AND (s.moment < ? OR s.moment IS NULL) ORDER BY s.moment DESC, s.id DESC LIMIT 1",
                (page, to_ticks(moment)),
            )
        return None if row is None else _from_row(row)

    def after(self, site: str, url: str, moment: datetime | None) -> StoredSnapshot | None:
        """The first readable capture of the page after that moment whose payload is there."""
        if moment is None:
            return None
        row = self._connection.row(
            f"SELECT {_COLUMNS} JOIN pages ON pages.id = s.page JOIN sites ON sites.id = pages.site "
            "WHERE sites.name = ? AND pages.url = ? AND s.moment > ? AND s.version IS NOT NULL "
            "AND p.codec <> 3 ORDER BY s.moment, s.id LIMIT 1",
            (site, url, to_ticks(moment)),
        )
        return None if row is None else _from_row(row)

    def put(
        self,
        page: PageId,
        snapshot: Snapshot,
        payload: PayloadId,
        version: VersionId | None,
        chrome: ChromeId | None,
        rules: int,
        reading: bytes = b"",
    ) -> SnapshotId:
        moment, origin = maybe_ticks(snapshot.moment), self._origin(snapshot)
        return SnapshotId(
            self._connection.insert(
                "INSERT INTO snapshots (page, moment, payload, version, chrome, rules, origin, reading) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (page, moment, payload, version, chrome, rules, origin, reading or None),
            )
        )

    def get(self, snapshot: SnapshotId) -> StoredSnapshot:
        [row] = self._connection.rows(f"SELECT {_COLUMNS} WHERE s.id = ?", (snapshot,))
        return _from_row(row)

    def of_page(self, page: PageId) -> tuple[StoredSnapshot, ...]:
        """In the order of their moments; undated ones first, as they came."""
        rows = self._connection.rows(
            f"SELECT {_COLUMNS} WHERE s.page = ? ORDER BY s.moment, s.id",
            (page,),
        )
        return tuple(map(_from_row, rows))

    def at(self, page: PageId, moment: datetime) -> StoredSnapshot | None:
        """What the page showed at that moment: the last readable capture up to it, the moment included."""
        row = self._connection.row(
            f"SELECT {_COLUMNS} WHERE s.page = ? AND s.version IS NOT NULL "
            "AND (s.moment <= ? OR s.moment IS NULL) ORDER BY s.moment DESC, s.id DESC LIMIT 1",
            (page, to_ticks(moment)),
        )
        return None if row is None else _from_row(row)

    def timeline(self, page: PageId) -> tuple[tuple[VersionId, datetime | None], ...]:
        """The versions that the page showed one after the other, each with when it was first seen so.

        A version that comes back is there again.
        """
        rows = self._connection.rows(
            "SELECT version, moment FROM "
            "(SELECT version, moment, id, lag(version) OVER (ORDER BY moment, id) AS had "
            "FROM snapshots WHERE page = ? AND version IS NOT NULL) WHERE had IS NULL OR had <> version "
            "ORDER BY moment, id",
            (page,),
        )
        return tuple((VersionId(version), maybe_moment(moment)) for version, moment in rows)

    def latest(self, page: PageId) -> StoredSnapshot | None:
        """The last readable capture; undated ones come first."""
        row = self._connection.row(
            f"SELECT {_COLUMNS} WHERE s.page = ? AND s.version IS NOT NULL "
            "ORDER BY s.moment DESC, s.id DESC LIMIT 1",
            (page,),
        )
        return None if row is None else _from_row(row)

    def of_version(self, version: VersionId) -> StoredSnapshot | None:
        """The first capture that showed it."""
        row = self._connection.row(
            f"SELECT {_COLUMNS} WHERE s.page = (SELECT page FROM versions WHERE id = ?1) AND s.version = ?1 "
            "ORDER BY s.moment, s.id LIMIT 1",
            (version,),
        )
        return None if row is None else _from_row(row)

    def read_anew(self, snapshot: SnapshotId, version: VersionId, chrome: ChromeId, rules: int) -> None:
        """What other rules read in a capture takes the place of what was read."""
        self._connection.execute(
            "UPDATE snapshots SET version = ?, chrome = ?, rules = ?, reading = NULL WHERE id = ?",
            (version, chrome, rules, snapshot),
        )

    def read_like(self, snapshot: SnapshotId, other: SnapshotId) -> None:
        """The same payload reads the same."""
        self._connection.execute(
            "UPDATE snapshots SET (version, chrome, rules, reading) = "
            "(SELECT version, chrome, rules, reading FROM snapshots WHERE id = ?) WHERE id = ?",
            (other, snapshot),
        )

    def fail(self, page: PageId, snapshot: SnapshotId | None, moment: datetime, reason: str) -> None:
        self._connection.execute(
            "INSERT INTO failures (page, snapshot, moment, reason) VALUES (?, ?, ?, ?)",
            (page, snapshot, to_ticks(moment), reason),
        )

    def _origin(self, snapshot: Snapshot) -> int:
        values = (
            snapshot.source,
            snapshot.media_type,
            snapshot.charset,
            "\n".join(snapshot.notes),
            snapshot.status or None,
            json.dumps(dict(snapshot.headers), ensure_ascii=False) if snapshot.headers else None,
        )
        row = self._connection.row(
            "SELECT id FROM origins WHERE source = ? AND media_type = ? AND charset = ? AND notes = ? "
            "AND status IS ? AND headers IS ?",
            values,
        )
        if row is not None:
            return int(row[0])
        return self._connection.insert(
            "INSERT INTO origins (source, media_type, charset, notes, status, headers) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            values,
        )
