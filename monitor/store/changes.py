"""Changes: what happened, as told, with its evidence; and what was held back.

A change of a site's chrome has a key that says what happened. The same key again, on another page or after
its return, is the same change: its evidence grows and it is not told again. On which side of it each region
version stands is in the table `evidence`; the pages and the interval follow from what was seen when.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NewType

from monitor.model import Change, ChangeType, Scope
from monitor.store.connection import Connection
from monitor.store.encoding import decode_change, encode_change, pack
from monitor.store.moments import from_ticks, maybe_moment, maybe_ticks, to_ticks
from monitor.store.packs import Packs
from monitor.store.pages import PageId
from monitor.store.regions import SHOWN, ChromeId, RegionId, RegionVersionId
from monitor.store.sites import SiteId
from monitor.store.snapshots import SnapshotId

ChangeId = NewType("ChangeId", int)

RETURN_WINDOW = timedelta(days=90)
"""The same chrome change again within this time is a variant that returns (tests of two versions run for days
or weeks); after it, news: a yearly marker comes back a year later."""

BEFORE, AFTER = 0, 1

RECENT = 40
"""So many of a page's last captures are asked what was held back; most of them changed nothing."""


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """A change as the store knows it: with its pages and its interval."""

    change: Change
    site: str
    recorded: datetime
    before: SnapshotId | None = None
    after: SnapshotId | None = None


@dataclass(frozen=True, slots=True)
class HeldBack:
    kind: str
    count: int
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A change with its place: what `put` needs to know besides the change."""

    change: Change
    key: bytes
    """What happened, 8 bytes. Chrome changes with one key are one change."""
    region: RegionId | None = None
    before: SnapshotId | None = None


class Changes:
    def __init__(self, connection: Connection, packs: Packs) -> None:
        self._connection = connection
        self._packs = packs

    def put(
        self,
        site: SiteId,
        page: PageId | None,
        placed: Placed,
        after: SnapshotId | None,
        moment: datetime | None,
        now: datetime,
    ) -> tuple[ChangeId, bool]:
        """Record a change; False when it was told before and only has one more witness."""
        change = placed.change
        of_site = change.scope is Scope.SITE
        # A key of a page's change names its two captures: it comes once.
        known = of_site and self._connection.row(
            "SELECT id, again, ifnull(until, recorded * 1000000) FROM changes WHERE page IS NULL AND key = ? "
            "ORDER BY again DESC LIMIT 1",
            (placed.key,),
        )
        is_near = known and (moment is None or abs(moment - from_ticks(known[2])) <= RETURN_WINDOW)
        if known and is_near:
            return ChangeId(known[0]), False
        # A page's change happened between its captures, where it has any.
        since, until = change.between if of_site or after is None else (None, None)
        id_ = self._connection.insert(
            "INSERT INTO changes (id, key, again, site, page, region, type, snapshot_before, snapshot_after, "
            "since, until, importance, recorded, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                self.next_id(),
                placed.key,
                known[1] + 1 if known else 1,
                site,
                None if of_site else page,
                placed.region,
                self.type_id(change.type),
                placed.before,
                after,
                maybe_ticks(since),
                maybe_ticks(until),
                round(change.importance * 100),
                to_ticks(now) // 1_000_000,
                pack(encode_change(change)),
            ),
        )
        return ChangeId(id_), True

    def next_id(self) -> int:
        """Above the ids of all changes, also of those that were taken back after somebody was told them: a
        reader's next digest begins after the last id of the one before."""
        [id_] = self._connection.row(
            "SELECT 1 + max(ifnull((SELECT max(id) FROM changes), 0),"
            " ifnull((SELECT max(last) FROM digests), 0))"
        ) or (1,)
        return int(id_)

    def type_id(self, name: str) -> int:
        row = self._connection.row("SELECT id FROM types WHERE name = ?", (name,))
        return int(row[0]) if row else self._connection.insert("INSERT INTO types (name) VALUES (?)", (name,))

    def last_of_bodies(self, site: SiteId) -> dict[PageId, datetime]:
        """When each page of a site last said something else, as far as it was told: a counter is not."""
        rows = self._connection.rows(
            "SELECT c.page, max(a.moment) FROM changes c JOIN snapshots a ON a.id = c.snapshot_after "
            "JOIN types t ON t.id = c.type WHERE c.site = ? AND c.page IS NOT NULL AND a.moment IS NOT NULL "
            "AND t.name <> 'first_seen' AND t.name NOT LIKE 'menu!_%' ESCAPE '!' GROUP BY c.page",
            (site,),
        )
        return {PageId(page): from_ticks(moment) for page, moment in rows}

    def forget(self, ids: Iterable[ChangeId]) -> None:
        """Take back changes of an inferred order that later captures have put right."""
        for change in ids:
            for table, column in (("evidence", "change"), ("outbox", "change"), ("changes", "id")):
                self._connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (change,))

    def take_back(self, page: PageId, after: SnapshotId) -> None:
        """Forget what was told and held back of the page at that capture."""
        rows = self._connection.rows(
            "SELECT id FROM changes WHERE page = ? AND snapshot_after = ?", (page, after)
        )
        self.forget(ChangeId(change) for (change,) in rows)
        self._connection.execute("DELETE FROM held WHERE snapshot = ?", (after,))

    def witness(self, change: ChangeId, version: RegionVersionId, side: int) -> None:
        self._connection.execute(
            "INSERT OR IGNORE INTO evidence (change, region_version, side) VALUES (?, ?, ?)",
            (change, version, side),
        )

    def narrow_around(self, site: SiteId, chrome: ChromeId, moment: datetime | None) -> None:
        """Narrow the changes whose interval a capture of this chrome at that moment can narrow.

        None of a capture that is the site's latest: costs one look into an index then.
        """
        if moment is None:
            return
        ticks = to_ticks(moment)
        open_ = self._connection.rows(
            "SELECT id FROM changes WHERE site = ?1 AND page IS NULL AND (until > ?2 OR until IS NULL)",
            (site, ticks),
        )
        for (change,) in open_:
            testifies = self._connection.row(
                f"SELECT 1 {SHOWN} JOIN evidence e ON e.region_version = v.value "
                "WHERE c.id = ? AND e.change = ?",
                (chrome, change),
            )
            if testifies is not None:
                self.narrow(ChangeId(change))

    def narrow(self, change: ChangeId) -> None:
        """Set the interval of a site's change from all captures that show either side."""
        row = self._connection.row(
            f"SELECT min(t.first) FROM {_SEEN} WHERE e.change = ? AND e.side = 1",
            (change,),
        )
        until = None if row is None else row[0]
        # A page may show the old state again after that: roll-out takes its time.
        row = self._connection.row(
            f"SELECT max(CASE WHEN ?1 IS NULL OR t.last < ?1 THEN t.last ELSE "
            f"(SELECT s.moment {SHOWN} JOIN snapshots s ON s.chrome = c.id"
            " WHERE s.page = t.page AND v.value = t.region_version AND s.moment < ?1"
            " ORDER BY s.moment DESC LIMIT 1)"
            f" END) FROM {_SEEN} WHERE e.change = ?2 AND e.side = 0",
            (until, change),
        )
        self._connection.execute(
            "UPDATE changes SET since = ?, until = ? WHERE id = ?",
            (None if row is None else row[0], until, change),
        )

    def name(self, change: ChangeId) -> str:
        [key, again] = self._connection.row("SELECT key, again FROM changes WHERE id = ?", (change,)) or (
            b"",
            1,
        )
        return change_name(key, again)

    def testified_by(
        self, site: SiteId, versions: Sequence[RegionVersionId], since: datetime
    ) -> tuple[tuple[ChangeId, Change], ...]:
        """The changes since then that these region versions testify to, without pages and interval."""
        rows = self._connection.rows(
            "SELECT c.id, c.content, c.pack FROM changes c WHERE c.page IS NULL AND c.site = ?1 "
            "AND (c.until >= ?2 OR c.until IS NULL) AND EXISTS "
            "(SELECT 1 FROM evidence e WHERE e.change = c.id"
            " AND e.region_version IN (SELECT value FROM json_each(?3)))",
            (site, to_ticks(since), str(list(versions))),
        )
        return tuple(
            (ChangeId(id_), decode_change(self._packs.content(id_, content, sealed)))
            for id_, content, sealed in rows
        )

    def chrome_keys(self, site: SiteId) -> frozenset[bytes]:
        rows = self._connection.rows("SELECT key FROM changes WHERE site = ? AND page IS NULL", (site,))
        return frozenset(key for (key,) in rows)

    def without_moment(self, site: SiteId) -> tuple[tuple[bytes, ChangeId, RegionId], ...]:
        """The site's changes that were found among undated captures, with their keys and regions."""
        rows = self._connection.rows(
            "SELECT key, id, region FROM changes "
            "WHERE site = ? AND page IS NULL AND since IS NULL AND until IS NULL",
            (site,),
        )
        return tuple((key, ChangeId(id_), RegionId(region)) for key, id_, region in rows)

    def hold(self, snapshot: SnapshotId, noise: Iterable[Change]) -> None:
        """Count and keep what is not told."""
        by_kind: dict[str, list[Change]] = {}
        for change in noise:
            by_kind.setdefault(change.kind or change.type, []).append(change)
        for kind, changes in by_kind.items():
            self._connection.execute(
                "INSERT INTO held (snapshot, kind, count, content) VALUES (?, ?, ?, ?)",
                (snapshot, kind, len(changes), pack([encode_change(change) for change in changes])),
            )

    def of_last_captures(self, page: PageId, kind: str, most: int) -> tuple[tuple[Change, ...], ...]:
        """What changed on a page at its last captures that changed, the newest first: what was told, and what
        was held back as that kind."""
        rows = self._connection.rows(
            "SELECT c.snapshot_after, c.id, c.content, c.pack FROM changes c WHERE c.page = ?1 "
            "AND c.snapshot_after IN (SELECT DISTINCT snapshot_after FROM changes WHERE page = ?1 "
            "AND snapshot_after IS NOT NULL "
            "AND type IS NOT (SELECT id FROM types WHERE name = ?3) ORDER BY snapshot_after DESC LIMIT ?2)",
            (page, most, ChangeType.FIRST_SEEN),
        )
        found: dict[int, list[Change]] = {}
        for snapshot, id_, content, sealed in rows:
            found.setdefault(snapshot, []).append(decode_change(self._packs.content(id_, content, sealed)))
        held = self._connection.rows(
            "SELECT snapshot, id, content, pack FROM held WHERE kind = ?2 AND snapshot IN "
            "(SELECT id FROM snapshots WHERE page = ?1 ORDER BY moment DESC, id DESC LIMIT ?3)",
            (page, kind, RECENT),
        )
        for snapshot, id_, content, sealed in held:
            changes = map(decode_change, self._packs.content(id_, content, sealed))
            found.setdefault(snapshot, []).extend(changes)
        return tuple(tuple(found[snapshot]) for snapshot in sorted(found, reverse=True)[:most])

    def held(self, snapshot: SnapshotId) -> tuple[HeldBack, ...]:
        rows = self._connection.rows(
            "SELECT id, kind, count, content, pack FROM held WHERE snapshot = ? ORDER BY kind", (snapshot,)
        )
        return tuple(
            HeldBack(kind, count, tuple(map(decode_change, self._packs.content(id_, content, sealed))))
            for id_, kind, count, content, sealed in rows
        )

    def select(
        self, condition: str, values: tuple[object, ...], *, last: int | None = None
    ) -> tuple[RecordedChange, ...]:
        """The changes for which an SQL condition of ours holds, oldest first; only so many of the last."""
        rows = self._connection.rows(
            "SELECT c.id, c.key, c.again, c.content, c.pack, sites.name, pages.url, "
            "ifnull(c.since, b.moment), ifnull(c.until, a.moment) AS until, "
            "c.recorded, c.snapshot_before, c.snapshot_after "
            "FROM changes c JOIN sites ON sites.id = c.site LEFT JOIN pages ON pages.id = c.page "
            "LEFT JOIN snapshots b ON b.id = c.snapshot_before AND c.page IS NOT NULL "
            "LEFT JOIN snapshots a ON a.id = c.snapshot_after AND c.page IS NOT NULL "
            f"WHERE {condition} ORDER BY {WHEN} DESC, c.id DESC LIMIT ?",
            (*values, -1 if last is None else last),
        )
        return tuple(self._from_row(row) for row in reversed(rows))

    def _from_row(self, row: tuple[Any, ...]) -> RecordedChange:
        id_, key, again, content, sealed, site, url, since, until, recorded, before, after = row
        told = decode_change(self._packs.content(id_, content, sealed))
        of_site = told.scope is Scope.SITE
        change = replace(
            told,
            id=change_name(key, again),
            page=url or "",
            between=(maybe_moment(since), maybe_moment(until)),
            # Those in its content came along from another store.
            pages_before=_together(self._pages(id_, BEFORE), told.pages_before) if of_site else (),
            pages_after=_together(self._pages(id_, AFTER, since), told.pages_after) if of_site else (),
        )
        return RecordedChange(change, site, from_ticks(recorded * 1_000_000), before, after)

    def _pages(self, change: int, side: int, since: int | None = None) -> tuple[str, ...]:
        """The pages that show a side. With `since`, when it happened: without those that were there before it
        and never showed the other side, for they lack what others lost, and always did."""
        rows = self._connection.rows(
            f"SELECT DISTINCT pages.url FROM {_SEEN} JOIN pages ON pages.id = t.page "
            "WHERE e.change = ?1 AND e.side = ?2 AND (?3 IS NULL"
            " OR NOT EXISTS (SELECT 1 FROM snapshots s WHERE s.page = t.page AND s.moment <= ?3)"
            f" OR t.page IN (SELECT t.page FROM {_SEEN} WHERE e.change = ?1 AND e.side = {BEFORE})) "
            "ORDER BY pages.url",
            (change, side, since),
        )
        return tuple(url for (url,) in rows)


def _together(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({*some, *others})) if others else some


WHEN = "coalesce(c.until, a.moment, c.recorded * 1000000)"
"""When a change happened at the latest, in a condition for `select`."""


def change_name(key: bytes, again: int) -> str:
    """
    >>> change_name(bytes(8), 1), change_name(bytes(8), 2)
    ('c1-0000000000000000', 'c1-0000000000000000-2')
    """
    return f"c1-{key.hex()}" + (f"-{again}" if again > 1 else "")


_SEEN = "evidence e JOIN sightings t ON t.region_version = e.region_version"
