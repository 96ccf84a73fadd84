"""Regions: the pieces of a site's chrome, their versions, and which pages were seen with which."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from monitor.model import Region, RegionKind
from monitor.store.connection import Connection
from monitor.store.encoding import decode_region, encode_region, pack, region_hash, short_hash
from monitor.store.moments import maybe_moment, maybe_ticks, to_ticks
from monitor.store.packs import Packs
from monitor.store.pages import PageId
from monitor.store.payloads import PackId
from monitor.store.sites import SiteId

RegionId = NewType("RegionId", int)
RegionVersionId = NewType("RegionVersionId", int)
ChromeId = NewType("ChromeId", int)

SHOWN = "FROM chromes c JOIN json_each('[' || c.versions || ']') v"
"""Each chrome with each region version that it shows, for a query of ours."""


@dataclass(frozen=True, slots=True)
class RegionState:
    """One version of a region, and when it was seen."""

    id: RegionVersionId
    region_id: RegionId
    region: Region
    first: datetime | None
    last: datetime | None


class Regions:
    def __init__(self, connection: Connection, packs: Packs) -> None:
        self._connection = connection
        self._packs = packs
        self._decoded: dict[RegionVersionId, Region] = {}
        connection.forgetters.append(self._decoded.clear)

    def put(
        self, site: SiteId, page: PageId | None, region: Region, rules: int, known: RegionId | None
    ) -> tuple[RegionVersionId, bool]:
        """Keep this version of the region, and say whether it is new. `known` is None for a new region."""
        if known is None:
            known = RegionId(
                self._connection.insert(
                    "INSERT INTO regions (site, page, kind, name) VALUES (?, ?, ?, ?)",
                    (site, page, region.kind, region.name),
                )
            )
        hash_ = region_hash(region)
        row = self._connection.row(
            "SELECT id FROM region_versions WHERE substr(hash, 1, 3) = ? AND hash = ? AND region = ?",
            (hash_[:3], hash_, known),
        )
        if row is not None:
            return RegionVersionId(row[0]), False
        version = RegionVersionId(
            self._connection.insert(
                "INSERT INTO region_versions (region, hash, rules, content) VALUES (?, ?, ?, ?)",
                (known, hash_, rules, pack(encode_region(region))),
            )
        )
        return version, True

    def together(self, site: SiteId, versions: Iterable[RegionVersionId]) -> ChromeId:
        """These versions as one page shows them."""
        ids = tuple(dict.fromkeys(versions))
        listed = ",".join(map(str, ids))
        hash_ = short_hash(f"{site}:{listed}".encode())[:6]
        row = self._connection.row(
            "SELECT id FROM chromes WHERE substr(hash, 1, 3) = ? AND hash = ? AND site = ? AND versions = ?",
            (hash_[:3], hash_, site, listed),
        )
        if row is not None:
            return ChromeId(row[0])
        return ChromeId(
            self._connection.insert(
                "INSERT INTO chromes (site, hash, versions) VALUES (?, ?, ?)", (site, hash_, listed)
            )
        )

    def see(self, chrome: ChromeId, page: PageId, moment: datetime | None) -> None:
        """The page was seen with this chrome then."""
        self._connection.execute(
            f"INSERT INTO sightings (region_version, page, first, last) SELECT v.value, ?2, ?3, ?3 {SHOWN} "
            "WHERE c.id = ?1 ON CONFLICT (region_version, page) DO UPDATE SET "
            "first = min(ifnull(first, ?3), ifnull(?3, first)), "
            "last = max(ifnull(last, ?3), ifnull(?3, last))",
            (chrome, page, maybe_ticks(moment)),
        )

    def see_anew(self, page: PageId, had: Set[ChromeId]) -> None:
        """Sum up again what the page was seen with; it had these chromes before."""
        self._connection.execute(
            f"DELETE FROM sightings WHERE page = ? AND region_version IN (SELECT v.value {SHOWN} "
            "WHERE c.id IN (SELECT value FROM json_each(?)))",
            (page, str(list(had))),
        )
        self._connection.execute(
            "INSERT INTO sightings (region_version, page, first, last) "
            f"SELECT v.value, s.page, min(s.moment), max(s.moment) {SHOWN} "
            "JOIN snapshots s ON s.chrome = c.id "
            "WHERE s.page = ? GROUP BY v.value",
            (page,),
        )

    def of_chrome(self, chrome: ChromeId) -> tuple[RegionState, ...]:
        """In the order in which the page shows them."""
        row = self._connection.row("SELECT versions FROM chromes WHERE id = ?", (chrome,))
        ids = [int(one) for one in row[0].split(",") if one] if row else []
        states = {
            state.id: state for state in self._states("v.id IN (SELECT value FROM json_each(?))", (str(ids),))
        }
        return tuple(states[RegionVersionId(one)] for one in ids)

    def is_shown_elsewhere(self, region: RegionId, version: RegionVersionId | None, page: PageId) -> bool:
        """Whether another page shows the region, or that version of it."""
        return (
            self._connection.row(
                "SELECT 1 FROM region_versions v JOIN sightings t ON t.region_version = v.id "
                "WHERE v.region = ?1 AND (?2 IS NULL OR v.id = ?2) AND t.page <> ?3 LIMIT 1",
                (region, version, page),
            )
            is not None
        )

    def witnesses(self, change: str) -> tuple[Region, ...]:
        """The regions that show the state before a change of that name."""
        rows = self._connection.rows(
            "SELECT v.id, v.content, v.pack FROM changes c JOIN evidence e ON e.change = c.id "
            "JOIN region_versions v ON v.id = e.region_version WHERE e.side = 0 AND c.page IS NULL "
            "AND 'c1-' || lower(hex(c.key)) || CASE WHEN c.again > 1 THEN '-' || c.again ELSE '' END = ?",
            (change,),
        )
        return tuple(self._decode(RegionVersionId(id_), content, sealed) for id_, content, sealed in rows)

    def shown_last(self, site: SiteId, kind: RegionKind, since: datetime) -> tuple[tuple[str, Region], ...]:
        """The regions of that kind that pages showed when they were captured last, since then.

        Each is there once, with the URL of one of the pages that show it.
        """
        rows = self._connection.rows(
            "WITH shown AS (SELECT pages.url, (SELECT s.chrome FROM snapshots s"
            " WHERE s.page = pages.id AND s.version IS NOT NULL AND s.moment >= ?3"
            " ORDER BY s.moment DESC, s.id DESC LIMIT 1) AS chrome FROM pages WHERE pages.site = ?1) "
            f"SELECT w.id, w.content, w.pack, min(shown.url) {SHOWN} JOIN shown ON shown.chrome = c.id "
            "JOIN region_versions w ON w.id = v.value JOIN regions r ON r.id = w.region "
            "WHERE r.kind = ?2 GROUP BY w.id",
            (site, kind, to_ticks(since)),
        )
        return tuple(
            (url, self._decode(RegionVersionId(id_), content, sealed)) for id_, content, sealed, url in rows
        )

    def recent(self, site: SiteId, limit: int = 200) -> tuple[RegionState, ...]:
        """Versions of the site's own regions, the latest last; not those of single pages."""
        return self._states(
            "v.id IN (SELECT w.id FROM region_versions w JOIN regions q ON q.id = w.region "
            "WHERE q.site = ? AND q.page IS NULL ORDER BY w.id DESC LIMIT ?)",
            (site, limit),
        )

    def versions(self, region: RegionId, limit: int = 1 << 30) -> tuple[RegionState, ...]:
        """The latest ones, the latest last."""
        return self._states(
            "v.id IN (SELECT id FROM region_versions WHERE region = ? ORDER BY id DESC LIMIT ?)",
            (region, limit),
        )

    def _states(self, condition: str, values: tuple[object, ...]) -> tuple[RegionState, ...]:
        rows = self._connection.rows(
            "SELECT v.id, v.region, v.content, v.pack, min(t.first), max(t.last) "
            "FROM region_versions v JOIN regions r ON r.id = v.region "
            "LEFT JOIN sightings t ON t.region_version = v.id "
            f"WHERE {condition} GROUP BY v.id ORDER BY v.id",
            values,
        )
        return tuple(
            RegionState(
                RegionVersionId(id_),
                RegionId(region),
                self._decode(RegionVersionId(id_), content, sealed),
                maybe_moment(first),
                maybe_moment(last),
            )
            for id_, region, content, sealed, first, last in rows
        )

    def _decode(self, version: RegionVersionId, content: bytes | None, sealed: PackId | None) -> Region:
        known = self._decoded.get(version)
        if known is None:
            if len(self._decoded) > 500:  # a few sites' worth; a daemon must not grow
                self._decoded.clear()
            known = self._decoded[version] = decode_region(self._packs.content(version, content, sealed))
        return known
