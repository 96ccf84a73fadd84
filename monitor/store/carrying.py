"""What was told of a site, taken along with its captures into another store.

Read anew in another store, captures need not tell the same: that store came to know the site's pages in
another order. So what was told, and held back, goes along. It does not go into a store that has captures of
the site from elsewhere: there the site's history is another one, and is told anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import NoneType
from typing import TYPE_CHECKING, Any

from monitor.errors import BadInput
from monitor.model import Change, Told
from monitor.store.changes import AFTER, BEFORE, ChangeId
from monitor.store.encoding import decode_change, encode_change, pack
from monitor.store.moments import maybe_ticks, to_ticks
from monitor.store.regions import RegionVersionId
from monitor.store.sites import SiteId
from monitor.store.snapshots import SnapshotId

if TYPE_CHECKING:
    from monitor.store.database import Store

ELSEWHERE = 0
"""The place, in the order of telling, of what another store has told: before everybody's first digest."""


# ── out ────────────────────────────────────────────────────────────────────────────────────────


def told_at(store: Store, snapshot: SnapshotId) -> tuple[list[object], list[object]]:
    """What a capture brought of its page, and what was held back then, as JSON."""
    return _told(store, "c.page IS NOT NULL AND c.snapshot_after = ?", (snapshot,)), [
        _with_pages(change) for held in store.changes.held(snapshot) for change in held.changes
    ]


def told_of_site(store: Store, site: SiteId) -> list[object]:
    """What happened to a site's chrome, and to its pages between captures, as JSON."""
    return _told(store, "c.site = ? AND (c.page IS NULL OR c.snapshot_after IS NULL)", (site,))


def _told(store: Store, condition: str, values: tuple[object, ...]) -> list[object]:
    rows = store.connection.rows(
        "SELECT c.id, c.key, c.again, c.since, c.until, c.importance, c.recorded, o.change IS NOT NULL, "
        "o.sent, p.url, r.kind, r.name, b.moment, hex(bp.hash), bg.url, a.moment, hex(ap.hash), ag.url "
        "FROM changes c "
        "LEFT JOIN outbox o ON o.change = c.id LEFT JOIN pages p ON p.id = c.page "
        "LEFT JOIN regions r ON r.id = c.region "
        "LEFT JOIN snapshots b ON b.id = c.snapshot_before LEFT JOIN payloads bp ON bp.id = b.payload "
        "LEFT JOIN pages bg ON bg.id = b.page "
        "LEFT JOIN snapshots a ON a.id = c.snapshot_after LEFT JOIN payloads ap ON ap.id = a.payload "
        f"LEFT JOIN pages ag ON ag.id = a.page WHERE {condition} ORDER BY c.id",
        values,
    )
    contents = {one.change.id: one.change for one in store.changes.select(condition, values)}
    told: list[object] = []
    for id_, key, again, since, until, importance, recorded, is_queued, sent, url, *rest in rows:
        kind, name, before_moment, before_hash, before_url, after_moment, after_hash, after_url = rest
        change = contents[store.changes.name(id_)]
        evidence = store.connection.rows(
            "SELECT hex(v.hash), e.side FROM evidence e JOIN region_versions v ON v.id = e.region_version "
            "WHERE e.change = ? ORDER BY 2, 1",
            (id_,),
        )
        told.append(
            {
                "key": key.hex(),
                "again": again,
                "page": url or "",
                "since": since,
                "until": until,
                "importance": importance,
                "recorded": recorded,
                "queued": bool(is_queued),
                "sent": sent,
                "region": None if kind is None else [kind, name],
                "before": None if before_hash is None else [before_url, before_moment, before_hash.lower()],
                "after": None if after_hash is None else [after_url, after_moment, after_hash.lower()],
                "evidence": [[hash_.lower(), side] for hash_, side in evidence],
                "change": _with_pages(change),
            }
        )
    return told


def _with_pages(change: Change) -> dict[str, object]:
    pages = {"pages_before": change.pages_before, "pages_after": change.pages_after}
    return encode_change(change) | {name: list(urls) for name, urls in pages.items() if urls}


# ── in ─────────────────────────────────────────────────────────────────────────────────────────


def carry_in(store: Store, site: str, told: Sequence[Told], now: datetime) -> bool:
    """Put what was told in the place of what was found anew in the same captures.

    False when the store has captures of the site that did not come along, or has told of it already: then
    nothing is done.

    Raises: BadInput (not as this program writes it).
    """
    with store.transaction():
        known = store.sites.find(site)
        if known is None or not _is_all_of(store, known, told) or _has_told(store, known):
            return False
        rows = store.connection.rows("SELECT id FROM changes WHERE site = ?", (known,))
        store.changes.forget(id_ for (id_,) in rows)
        store.connection.execute(
            "DELETE FROM held WHERE snapshot IN (SELECT s.id FROM snapshots s JOIN pages p ON p.id = s.page "
            "WHERE p.site = ?)",
            (known,),
        )
        for one in told:
            for row in one.changes:
                _put(store, known, row, now)
            if one.page and one.held:
                snapshot = _snapshot(store, known, [one.page, maybe_ticks(one.moment), one.payload_hash])
                if snapshot is not None:
                    store.changes.hold(snapshot, map(_change, one.held))
        return True


def _is_all_of(store: Store, site: SiteId, told: Iterable[Told]) -> bool:
    came = {(one.page, maybe_ticks(one.moment), one.payload_hash) for one in told if one.page}
    rows = store.connection.rows(
        "SELECT pages.url, s.moment, lower(hex(p.hash)) FROM snapshots s JOIN payloads p ON p.id = s.payload "
        "JOIN pages ON pages.id = s.page WHERE pages.site = ?",
        (site,),
    )
    return came.issuperset(rows)


def _has_told(store: Store, site: SiteId) -> bool:
    sent = "SELECT 1 FROM changes c JOIN outbox o ON o.change = c.id WHERE c.site = ? AND o.sent IS NOT NULL"
    return store.connection.row(sent, (site,)) is not None


def _put(store: Store, site: SiteId, row: Mapping[str, Any], now: datetime) -> None:
    try:
        change = _change(row["change"])
        key = bytes.fromhex(row["key"])
        numbers = [int(row[name]) for name in ("again", "importance", "recorded")]
        since, until, sent = (
            None if row[name] is None else int(row[name]) for name in ("since", "until", "sent")
        )
        evidence = [(bytes.fromhex(hash_), int(side)) for hash_, side in row["evidence"]]
        page = store.pages.add(site, str(row["page"])) if row["page"] else None
        before, after = (_snapshot(store, site, row[side]) for side in ("before", "after"))
        region = _region(store, site, row["region"], evidence)
    except (KeyError, TypeError, ValueError) as error:
        raise BadInput(f"what was told is not as this program writes it ({error!r})") from error
    if (
        len(key) != 8
        or (row["page"] and page is None)
        or not all(side in (BEFORE, AFTER) for _, side in evidence)
    ):
        raise BadInput("what was told is not as this program writes it")
    if page is not None:  # its captures say it, where they are there
        since = since if row["before"] is None else _moment(row["before"]) if before is None else None
        until = until if row["after"] is None else _moment(row["after"]) if after is None else None
    again, importance, recorded = numbers
    id_ = store.connection.insert(
        "INSERT INTO changes (id, key, again, site, page, region, type, snapshot_before, snapshot_after, "
        "since, until, importance, recorded, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            store.changes.next_id(),
            key,
            again,
            site,
            page,
            region,
            store.changes.type_id(change.type),
            before,
            after,
            since,
            until,
            min(max(importance, 0), 100),
            min(recorded, to_ticks(now) // 1_000_000),
            pack(_with_pages(change)),
        ),
    )
    pages = {BEFORE: set(change.pages_before), AFTER: set(change.pages_after)}
    for hash_, side in evidence:
        for version, urls in _shown(store, site, hash_):
            # Read in another order, it may be on pages that did not show it.
            if urls <= pages[side]:
                store.changes.witness(ChangeId(id_), version, side)
    if row.get("queued"):
        store.connection.execute(
            "INSERT INTO outbox (change, sent, place) VALUES (?, ?, ?)",
            (id_, sent, None if sent is None else ELSEWHERE),
        )


def _shown(store: Store, site: SiteId, hash_: bytes) -> list[tuple[RegionVersionId, set[str]]]:
    """The region versions of that name, each with the pages that it is on."""
    rows = store.connection.rows(
        "SELECT v.id, pages.url FROM region_versions v JOIN regions r ON r.id = v.region "
        "JOIN sightings t ON t.region_version = v.id JOIN pages ON pages.id = t.page "
        "WHERE substr(v.hash, 1, 3) = ? AND v.hash = ? AND r.site = ?",
        (hash_[:3], hash_, site),
    )
    found: dict[RegionVersionId, set[str]] = {}
    for version, url in rows:
        found.setdefault(RegionVersionId(version), set()).add(url)
    return list(found.items())


def _snapshot(store: Store, site: SiteId, said: Any) -> SnapshotId | None:
    if said is None:
        return None
    url, moment, payload_hash = said
    row = store.connection.row(
        "SELECT s.id FROM snapshots s JOIN payloads p ON p.id = s.payload JOIN pages ON pages.id = s.page "
        "WHERE pages.site = ? AND pages.url = ? AND s.moment IS ? AND p.hash = ?",
        (site, str(url), None if moment is None else int(moment), bytes.fromhex(payload_hash)),
    )
    return None if row is None else SnapshotId(row[0])


def _moment(said: Any) -> int | None:
    return None if said is None or said[1] is None else int(said[1])


def _region(store: Store, site: SiteId, said: Any, evidence: Sequence[tuple[bytes, int]]) -> int | None:
    """The region that shows either side; else one of that kind and name."""
    if said is None:
        return None
    kind, name = map(str, said)
    for hash_, _ in evidence:
        row = store.connection.row(
            "SELECT r.id FROM region_versions v JOIN regions r ON r.id = v.region "
            "WHERE substr(v.hash, 1, 6) = ? AND v.hash = ? AND r.site = ?",
            (hash_[:6], hash_, site),
        )
        if row is not None:
            return int(row[0])
    row = store.connection.row(
        "SELECT id FROM regions WHERE site = ? AND kind = ? AND name = ? AND page IS NULL", (site, kind, name)
    )
    return None if row is None else int(row[0])


_LISTS = frozenset({"path", "path_before", "evidence", "pages_before", "pages_after"})


def _change(row: Any) -> Change:
    """A change of a file that anybody may have written. Raises: TypeError, ValueError, KeyError."""
    if not isinstance(row, Mapping):
        raise TypeError("a change is an object")
    for name, value in row.items():
        match name:
            case "spans":
                good = isinstance(value, list) and all(_is_list(one) and len(one) == 2 for one in value)
            case "confidence" | "importance":
                good = isinstance(value, int | float)
            case "moved" | "inferred":
                good = isinstance(value, bool)
            case "before" | "after":
                good = _is_list(value) or isinstance(value, str | NoneType)
            case _:
                good = _is_list(value) if name in _LISTS else isinstance(value, str)
        if not good:
            raise TypeError(f"{name}: {value!r:.40}")
    return decode_change(row)


def _is_list(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
