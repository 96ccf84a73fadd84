"""The store at large: a site's chrome and how it stands, what the file holds, what takes room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.model import ChangeType, RegionKind
from monitor.store import standing
from monitor.store.answers import (
    Month,
    RegionHistory,
    Restless,
    RollOut,
    SiteCount,
    SiteRecord,
    Stats,
    Status,
)
from monitor.store.changes import RecordedChange
from monitor.store.moments import maybe_moment
from monitor.store.questions import failing, find_site
from monitor.store.sites import SiteId

if TYPE_CHECKING:
    from monitor.store.database import Store


def site(store: Store, name: str) -> SiteRecord:
    found = find_site(store, name)
    urls = tuple(one.url for one in store.pages.of_site(found))
    [snapshots] = store.connection.row(
        "SELECT count(*) FROM snapshots WHERE page IN (SELECT id FROM pages WHERE site = ?)", (found,)
    ) or (0,)
    changes = store.changes.select("c.site = ? AND c.page IS NULL", (found,))
    shared = store.connection.rows(
        "SELECT DISTINCT pages.url FROM region_versions v JOIN sightings t ON t.region_version = v.id "
        "JOIN pages ON pages.id = t.page WHERE v.region IN ("
        " SELECT w.region FROM region_versions w JOIN regions r ON r.id = w.region"
        " JOIN sightings u ON u.region_version = w.id"
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


def _regions(store: Store, site: SiteId) -> tuple[RegionHistory, ...]:
    rows = store.connection.rows(
        "SELECT r.id, r.kind, r.name, pages.url, count(DISTINCT v.id), count(DISTINCT t.page), "
        "min(t.first), max(t.last) "
        "FROM regions r JOIN region_versions v ON v.region = r.id LEFT JOIN pages ON pages.id = r.page "
        "LEFT JOIN sightings t ON t.region_version = v.id "
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
        failing=failing(store, "1", ()),
        set_aside=store.set_aside.every(),
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
