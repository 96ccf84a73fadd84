"""The answers to people's questions, each from a few queries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from monitor.errors import BadInput
from monitor.model import ChangeType, RegionKind, Snapshot, Where
from monitor.store import standing
from monitor.store.answers import (
    Explanation,
    Failing,
    Month,
    PageHistory,
    RegionHistory,
    Restless,
    RollOut,
    Side,
    SiteCount,
    SiteRecord,
    Stats,
    Status,
    VersionAt,
)
from monitor.store.changes import WHEN, RecordedChange
from monitor.store.moments import from_ticks, maybe_moment, to_ticks
from monitor.store.pages import StoredPage
from monitor.store.sites import SiteId
from monitor.store.snapshots import SnapshotId, StoredSnapshot

if TYPE_CHECKING:
    from monitor.store.database import Store


def log(
    store: Store,
    name: str,
    *,
    since: datetime | None,
    until: datetime | None,
    type: ChangeType | None,  # noqa: A002
    where: Where | None,
    min_importance: float,
    noise: bool,
) -> tuple[RecordedChange, ...]:
    conditions, said = ["c.importance >= ?"], list[object]([round(min_importance * 100)])
    site: SiteId | None = None
    page: StoredPage | None = None
    if name:
        site = store.sites.find(name)
        if site is not None:
            conditions.append("c.site = ?")
            said.append(site)
        else:
            page = find_page(store, name)
            # A page's log has its site's chrome changes too: it shows them.
            conditions.append("(c.page = ? OR (c.page IS NULL AND c.site = ?))")
            said += [page.id, page.site_id]
    if since is not None:
        conditions.append(f"{WHEN} >= ?")
        said.append(to_ticks(since))
    if until is not None:
        conditions.append(f"{WHEN} < ?")
        said.append(to_ticks(until))
    if type is not None:
        conditions.append("c.type = (SELECT id FROM types WHERE name = ?)")
        said.append(type)
    found = store.changes.select(" AND ".join(conditions), tuple(said))
    if where is not None:
        found = tuple(one for one in found if one.change.where is where)
    if noise:
        found += _held(store, site, page, since, until)
    return found


def _held(
    store: Store, site: SiteId | None, page: StoredPage | None, since: datetime | None, until: datetime | None
) -> tuple[RecordedChange, ...]:
    """What was held back, as changes of type noise."""
    rows = store.connection.rows(
        "SELECT DISTINCT h.snapshot, s.moment, sites.name, pages.url FROM held h "
        "JOIN snapshots s ON s.id = h.snapshot "
        "JOIN pages ON pages.id = s.page JOIN sites ON sites.id = pages.site "
        "WHERE (?1 IS NULL OR sites.id = ?1) AND (?2 IS NULL OR pages.id = ?2) "
        "AND (?3 IS NULL OR s.moment >= ?3) AND (?4 IS NULL OR s.moment < ?4) ORDER BY s.moment, s.id",
        (
            site,
            page.id if page else None,
            to_ticks(since) if since else None,
            to_ticks(until) if until else None,
        ),
    )
    return tuple(
        RecordedChange(
            replace(
                change, type=ChangeType.NOISE, kind=held.kind, page=url, between=(None, maybe_moment(moment))
            ),
            site_name,
            from_ticks(moment or 0),
        )
        for snapshot, moment, site_name, url in rows
        for held in store.changes.held(SnapshotId(snapshot))
        for change in held.changes
    )


def find_page(store: Store, name: str) -> StoredPage:
    pages = store.pages.named(name)
    if len(pages) == 1:
        return pages[0]
    if pages:
        some = ", ".join(page.url for page in pages[:3])
        raise BadInput(
            f"{name}: {len(pages)} pages are called so ({some}{' …' if len(pages) > 3 else ''}); say more"
        )
    urls = [page.url for page in store.pages.all()]
    near = _nearest(name, [*urls, *store.sites.names()])
    hint = f"; is {near} meant?" if near else "; `monitor status` lists what there is"
    raise BadInput(f"{name}: no page of that name in {store.path}{hint}")


def _nearest(name: str, known: Sequence[str]) -> str:
    found = process.extractOne(name, known, scorer=fuzz.WRatio, score_cutoff=60)
    return found[0] if found else ""


def page(store: Store, name: str) -> PageHistory:
    found = find_page(store, name)
    versions = store.versions.of_page(found.id)
    [snapshots, first, last] = store.connection.row(
        "SELECT count(*), min(moment), max(moment) FROM snapshots WHERE page = ?", (found.id,)
    ) or (0, None, None)
    failing = _failing(store, "f.page = ?", (found.id,))
    return PageHistory(
        site=found.site,
        url=found.url,
        title=versions[-1].title if versions else "",
        snapshots=snapshots,
        first=maybe_moment(first),
        last=maybe_moment(last),
        versions=versions,
        failure=failing[0].reason if failing else "",
    )


def version_at(store: Store, name: str, at: datetime | int | None) -> VersionAt:
    found = find_page(store, name)
    snapshot = _snapshot_at(store, found, name, at)
    assert snapshot.version is not None  # noqa: S101  (asked for readable ones only)
    read = store.versions.get(snapshot.version)
    regions = () if snapshot.chrome is None else store.regions.of_chrome(snapshot.chrome)
    [number] = store.connection.row("SELECT number FROM versions WHERE id = ?", (snapshot.version,)) or (0,)
    return VersionAt(
        site=found.site,
        page=replace(read, regions=tuple(state.region for state in regions)),
        number=number,
        moment=snapshot.moment,
        payload_hash=snapshot.payload_hash.hex(),
        source=snapshot.source,
    )


def capture(store: Store, name: str, at: datetime | int | None) -> Snapshot:
    found = find_page(store, name)
    snapshot = _snapshot_at(store, found, name, at)
    return Snapshot(
        url=found.url,
        payload=store.payloads.get(snapshot.payload),
        moment=snapshot.moment,
        media_type=snapshot.media_type,
        charset=snapshot.charset,
        site=found.site,
        source=snapshot.source,
    )


def _snapshot_at(store: Store, found: StoredPage, name: str, at: datetime | int | None) -> StoredSnapshot:
    match at:
        case None:
            snapshot = store.snapshots.latest(found.id)
            if snapshot is None:
                raise BadInput(f"{name}: none of its captures could be read")
        case int():
            versions = store.versions.of_page(found.id)
            chosen = [version for version in versions if version.number == at]
            if not chosen:
                raise BadInput(f"{name}: has no version {at}; they go from 1 to {len(versions)}")
            snapshot = store.snapshots.of_version(chosen[0].id)
            if snapshot is None:
                raise BadInput(f"{name}: no capture shows version {at}")
        case datetime():
            snapshot = store.snapshots.at(found.id, at)
            if snapshot is None:
                raise BadInput(f"{name}: nothing was captured up to {at.isoformat()}")
    return snapshot


def site(store: Store, name: str) -> SiteRecord:
    found = find_site(store, name)
    urls = tuple(one.url for one in store.pages.of_site(found))
    [snapshots] = store.connection.row(
        "SELECT count(*) FROM snapshots WHERE page IN (SELECT id FROM pages WHERE site = ?)", (found,)
    ) or (0,)
    changes = store.changes.select("c.site = ? AND c.page IS NULL", (found,))
    shared = store.connection.rows(
        "SELECT DISTINCT pages.url FROM pages JOIN sightings t ON t.page = pages.id "
        "JOIN shows ON shows.chrome = t.chrome JOIN region_versions v ON v.id = shows.region_version "
        "WHERE pages.site = ?1 AND v.region IN ("
        " SELECT w.region FROM region_versions w JOIN regions r ON r.id = w.region"
        " JOIN shows q ON q.region_version = w.id JOIN sightings u ON u.chrome = q.chrome"
        " WHERE r.site = ?1 AND r.page IS NULL GROUP BY w.region HAVING count(DISTINCT u.page) > 1)",
        (found,),
    )
    together = {url for (url,) in shared}
    return SiteRecord(
        name=name,
        pages=urls,
        regions=_regions(store, found),
        roll_outs=tuple(roll_out for roll_out in map(_roll_out, changes) if roll_out.of > 1),
        alone=tuple(url for url in urls if url not in together),
        snapshots=snapshots,
        left_menu=standing.left_the_menu(store, found),
        lagging=standing.lagging(store, found),
    )


def find_site(store: Store, name: str) -> SiteId:
    found = store.sites.find(name)
    if found is None:
        names = store.sites.names()
        there = _nearest(name, names) or ", ".join(names[:3]) or "none yet"
        raise BadInput(f"{name}: no site of that name in {store.path}; there is {there}")
    return found


def _regions(store: Store, site: SiteId) -> tuple[RegionHistory, ...]:
    rows = store.connection.rows(
        "SELECT r.id, r.kind, r.name, pages.url, count(DISTINCT v.id), count(DISTINCT t.page), "
        "min(t.first), max(t.last) "
        "FROM regions r JOIN region_versions v ON v.region = r.id LEFT JOIN pages ON pages.id = r.page "
        "LEFT JOIN shows ON shows.region_version = v.id LEFT JOIN sightings t ON t.chrome = shows.chrome "
        "WHERE r.site = ? GROUP BY r.id HAVING r.page IS NULL OR count(DISTINCT v.id) > 1 "
        "ORDER BY r.page IS NOT NULL, count(DISTINCT t.page) DESC, r.id",
        (site,),
    )
    histories = []
    for region, kind, name, url, versions, pages, first, last in rows:
        latest = store.regions.versions(region)[-1].region
        histories.append(
            RegionHistory(
                kind=RegionKind(kind),
                name=name,
                versions=versions,
                pages=pages,
                items=_count(latest.items),
                first=maybe_moment(first),
                last=maybe_moment(last),
                page=url or "",
            )
        )
    return tuple(histories)


def _count(items: tuple[object, ...]) -> int:
    count, stack = 0, list(items)
    while stack:
        item = stack.pop()
        count += 1
        stack.extend(getattr(item, "children", ()))
    return count


def _roll_out(recorded: RecordedChange) -> RollOut:
    """Done: pages that show the new state now. A page that was seen with both has come along."""
    after = set(recorded.change.pages_after)
    behind = set(recorded.change.pages_before) - after
    return RollOut(recorded.change, len(after), len(after) + len(behind))


def explain(store: Store, change: str) -> Explanation:
    found = _called(store, change)
    exact = [one for one in found if one.change.id == change] or list(found)
    if len(exact) != 1:
        how = (
            f"{len(exact)} changes begin so; say more"
            if exact
            else "no change has that id; `monitor log` lists them"
        )
        raise BadInput(f"{change}: {how}")
    recorded = exact[0]
    return Explanation(
        change=recorded.change,
        site=recorded.site,
        recorded=recorded.recorded,
        before=_side(store, recorded.before),
        after=_side(store, recorded.after),
        held=() if recorded.after is None else store.changes.held(recorded.after),
    )


def _called(store: Store, name: str) -> tuple[RecordedChange, ...]:
    """The changes whose name begins so."""
    digits, _, again = name.removeprefix("c1-").partition("-")
    if not re.fullmatch(r"(?:[0-9a-f]{2}){1,8}[0-9a-f]?", digits) or len(digits) > 16:
        return ()
    low = bytes.fromhex(digits.ljust(16, "0"))
    high = bytes.fromhex(digits.ljust(16, "f"))
    return store.changes.select(
        "c.key BETWEEN ? AND ? AND (? = '' OR c.again = ?)",
        (low, high, again, int(again) if again.isdecimal() else 0),
    )


def _side(store: Store, snapshot: SnapshotId | None) -> Side | None:
    if snapshot is None:
        return None
    found = store.snapshots.get(snapshot)
    return Side(found.moment, found.payload_hash.hex(), found.source)


def status(store: Store) -> Status:
    sites = store.connection.rows(
        "SELECT sites.name, count(DISTINCT pages.id), count(s.id), max(s.moment), "
        "(SELECT count(*) FROM changes c WHERE c.site = sites.id"
        " AND c.type IS NOT (SELECT id FROM types WHERE name = ?)) "
        "FROM sites LEFT JOIN pages ON pages.site = sites.id LEFT JOIN snapshots s ON s.page = pages.id "
        "GROUP BY sites.id ORDER BY sites.name",
        (ChangeType.FIRST_SEEN,),
    )
    [versions] = store.connection.row("SELECT count(*) FROM versions") or (0,)
    return Status(
        path=str(store.path),
        bytes=_file_bytes(store),
        sites=tuple(
            SiteCount(name, pages, snapshots, changes, maybe_moment(last))
            for name, pages, snapshots, last, changes in sites
        ),
        versions=versions,
        waiting=len(store.outbox.waiting()),
        failing=_failing(store, "1", ()),
    )


def stats(store: Store, restless: int = 10) -> Stats:
    [snapshots, served] = store.connection.row(
        "SELECT count(*), ifnull(sum(size), 0) FROM snapshots s JOIN payloads p ON p.id = s.payload"
    ) or (0, 0)
    tables = store.connection.rows(
        "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 8"
    )
    months = store.connection.rows(
        "SELECT month, sum(snapshots), sum(changes) FROM ("
        " SELECT strftime('%Y-%m', moment / 1000000, 'unixepoch') AS month, 1 AS snapshots, 0 AS changes"
        " FROM snapshots WHERE moment IS NOT NULL UNION ALL"
        " SELECT strftime('%Y-%m', a.moment / 1000000, 'unixepoch'), 0, 1 FROM changes c"
        " JOIN snapshots a ON a.id = c.snapshot_after WHERE a.moment IS NOT NULL"
        " AND c.type IS NOT (SELECT id FROM types WHERE name = ?)"
        ") GROUP BY month ORDER BY month",
        (ChangeType.FIRST_SEEN,),
    )
    pages = store.connection.rows(
        "SELECT sites.name, pages.url, count(s.id), count(DISTINCT s.payload), count(DISTINCT s.version), "
        "(SELECT count(*) FROM changes c WHERE c.page = pages.id"
        " AND c.type IS NOT (SELECT id FROM types WHERE name = ?1)), "
        "(SELECT ifnull(sum(h.count), 0) FROM snapshots t JOIN held h ON h.snapshot = t.id"
        " WHERE t.page = pages.id) "
        "AS held FROM pages JOIN sites ON sites.id = pages.site JOIN snapshots s ON s.page = pages.id "
        "GROUP BY pages.id ORDER BY 6 + held DESC, 4 DESC LIMIT ?2",
        (ChangeType.FIRST_SEEN, restless),
    )
    return Stats(
        bytes=_file_bytes(store),
        snapshots=snapshots,
        payload_bytes=served,
        tables=tuple((name, size) for name, size in tables),
        months=tuple(Month(*row) for row in months),
        restless=tuple(Restless(*row) for row in pages),
    )


def _file_bytes(store: Store) -> int:
    log = store.path.with_name(store.path.name + "-wal")
    return sum(file.stat().st_size for file in (store.path, log) if file.exists())


def generation(store: Store, name: str, at: datetime | None) -> tuple[Snapshot, ...]:
    found = find_site(store, name)
    captures = []
    for page in store.pages.of_site(found):
        capture = store.snapshots.at(page.id, at) if at else store.snapshots.latest(page.id)
        if capture is not None and store.payloads.is_there(capture.payload):
            captures.append(
                Snapshot(
                    url=page.url,
                    payload=store.payloads.get(capture.payload),
                    moment=capture.moment,
                    media_type=capture.media_type,
                    charset=capture.charset,
                    site=page.site,
                    source=capture.source,
                )
            )
    return tuple(captures)


def _failing(store: Store, condition: str, values: tuple[object, ...]) -> tuple[Failing, ...]:
    """Pages whose last look failed: nothing readable came after the failure."""
    rows = store.connection.rows(
        "SELECT sites.name, pages.url, f.moment, f.reason FROM failures f JOIN pages ON pages.id = f.page "
        f"JOIN sites ON sites.id = pages.site WHERE {condition} "
        "AND f.id = (SELECT max(id) FROM failures g WHERE g.page = f.page) "
        "AND NOT EXISTS (SELECT 1 FROM snapshots s WHERE s.page = f.page AND s.version IS NOT NULL "
        "AND s.moment > f.moment) ORDER BY sites.name, pages.url",
        values,
    )
    return tuple(Failing(site, page, from_ticks(moment), reason) for site, page, moment, reason in rows)
