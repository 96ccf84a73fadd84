"""The answers to people's questions, each from a few queries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.errors import BadInput
from monitor.model import ChangeType, Snapshot, Where
from monitor.store.answers import (
    Explanation,
    Failing,
    PageHistory,
    Side,
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
    last: int | None,
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
        conditions.append(f"{WHEN} <= ?")
        said.append(to_ticks(until))
    if type is not None:
        conditions.append("c.type = (SELECT id FROM types WHERE name = ?)")
        said.append(type)
    most = last if where is None else None  # where a change is, only its content says
    found = store.changes.select(" AND ".join(conditions), tuple(said), last=most)
    if where is not None:
        found = tuple(one for one in found if one.change.where is where)
        found = found if last is None else found[-last:]
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
        "AND (?3 IS NULL OR s.moment >= ?3) AND (?4 IS NULL OR s.moment <= ?4) ORDER BY s.moment, s.id",
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
    from rapidfuzz import fuzz, process  # takes longer to load than most answers, which need no guess

    found = process.extractOne(name, known, scorer=fuzz.WRatio, score_cutoff=60)
    return found[0] if found else ""


def page(store: Store, name: str) -> PageHistory:
    found = find_page(store, name)
    versions = store.versions.of_page(found.id)
    [snapshots, first, last] = store.connection.row(
        "SELECT count(*), min(moment), max(moment) FROM snapshots WHERE page = ?", (found.id,)
    ) or (0, None, None)
    trouble = failing(store, "f.page = ?", (found.id,))
    return PageHistory(
        site=found.site,
        url=found.url,
        title=versions[-1].title if versions else "",
        snapshots=snapshots,
        first=maybe_moment(first),
        last=maybe_moment(last),
        versions=versions,
        failure=trouble[0].reason if trouble else "",
    )


def version_at(store: Store, name: str, at: datetime | int | None) -> VersionAt:
    found = find_page(store, name)
    snapshot = _snapshot_at(store, found, name, at)
    assert snapshot.version is not None  # noqa: S101  (asked for readable ones only)
    read = store.versions.get(snapshot.version)
    regions = () if snapshot.chrome is None else store.regions.of_chrome(snapshot.chrome)
    numbers = store.versions.numbers(found.id)
    return VersionAt(
        site=found.site,
        page=replace(read, regions=tuple(state.region for state in regions)),
        number=numbers[snapshot.version],
        of=len(numbers),
        moment=snapshot.moment,
        payload_hash=snapshot.payload_hash.hex(),
        source=snapshot.source,
        notes=snapshot.notes,
        status=snapshot.status,
        headers=snapshot.headers,
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
            numbers = store.versions.numbers(found.id)
            chosen = [version for version, number in numbers.items() if number == at]
            if not chosen:
                raise BadInput(f"{name}: has no version {at}; they go from 1 to {len(numbers)}")
            snapshot = store.snapshots.of_version(chosen[0])
            if snapshot is None:
                raise BadInput(f"{name}: no capture shows version {at}")
        case datetime():
            snapshot = store.snapshots.at(found.id, at)
            if snapshot is None:
                raise BadInput(f"{name}: nothing was captured up to {at:%Y-%m-%d %H:%M %Z}")
    return snapshot


def find_site(store: Store, name: str) -> SiteId:
    found = store.sites.find(name)
    if found is None:
        names = store.sites.names()
        there = _nearest(name, names) or ", ".join(names[:3]) or "none yet"
        raise BadInput(f"{name}: no site of that name in {store.path}; there is {there}")
    return found


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


def failing(store: Store, condition: str, values: tuple[object, ...]) -> tuple[Failing, ...]:
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
