"""One capture of one page: gather what is known, decide what happened, record it. One transaction."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from monitor import read as reading
from monitor import separate as separating
from monitor.check.chrome import (
    Recognised,
    against_site,
    body_key,
    chrome_key,
    place_chrome,
    recognise,
    region_of,
    reverse,
    was_there_before,
)
from monitor.check.verdict import Changed, Failed, First, Reread, Same, Verdict
from monitor.check.witnesses import call_witnesses, is_of_this_page, let_own_states_testify, testify
from monitor.compare import RESTLESS, RESTLESS_AFTER, is_restless, restless_texts, tell
from monitor.examining import Alike, Disguised, Examination, Examined, Request, Ticked, Unread
from monitor.model import Change, ChangeType, Page, Scope, Snapshot, Where
from monitor.separate import Sketch, Template, decode_template, encode_template, learn_sketch
from monitor.store import (
    PageId,
    Placed,
    RegionId,
    RegionState,
    RegionVersionId,
    SiteId,
    Store,
    StoredSnapshot,
)

RULES = reading.REVISION * 1000 + separating.REVISION
"""The revision of the rules that made a reading, as one number."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the store knows before a check."""

    payload_hash: bytes
    is_recorded: bool = False
    """This very capture is in the store."""
    last: StoredSnapshot | None = None
    own: tuple[RegionState, ...] = ()
    """The regions that the page showed last."""
    site: tuple[RegionState, ...] = ()
    """The latest states of the site's regions."""
    told: frozenset[bytes] = frozenset()
    """The keys of the site's chrome changes."""
    restless: frozenset[str] = frozenset()
    """Texts of the page that changed at every one of its last captures."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """The payload of the last capture, or one that shows the same but for noise, read by the same rules."""

    held: tuple[Change, ...] = ()
    reading: bytes = b""


@dataclass(frozen=True, slots=True)
class Read:
    page: Page
    regions: tuple[Recognised, ...]
    news: tuple[Placed, ...] = ()
    held: tuple[Change, ...] = ()
    learned: Sketch | None = None
    """What it adds to the template."""
    is_first: bool = False
    is_reread: bool = False
    reading: bytes = b""


Finding = Nothing | Unread | Read


def site_of(snapshot: Snapshot) -> str:
    """The site's name: as given, else the host, else "files"."""
    return snapshot.site or urlsplit(snapshot.url).hostname or "files"


# ── gather ─────────────────────────────────────────────────────────────────────────────────────


def gather(snapshot: Snapshot, store: Store, *, again: bool = False) -> Known:
    """What is known of the page. `again`: the capture is in the store, and is looked at anew."""
    known = Known(hashlib.sha256(snapshot.payload).digest())
    site = store.sites.find(snapshot.site)
    page = None if site is None else store.pages.find(site, snapshot.url)
    if page is None:
        return known
    if not again and store.snapshots.find(page, snapshot.moment, known.payload_hash) is not None:
        return replace(known, is_recorded=True)
    return replace(known, last=store.snapshots.before(page, snapshot.moment))


def gather_more(snapshot: Snapshot, known: Known, store: Store) -> Known:
    """What is known besides of the page and its site, where a capture shows something else than the last."""
    site = store.sites.find(snapshot.site)
    if site is None:
        return known
    page, last = store.pages.find(site, snapshot.url), known.last
    return replace(
        known,
        own=() if last is None or last.chrome is None else store.regions.of_chrome(last.chrome),
        site=store.regions.recent(site),
        told=store.changes.chrome_keys(site),
        restless=frozenset() if page is None else restless_texts(recent_changes(store, page)),
    )


def recent_changes(store: Store, page: PageId) -> tuple[tuple[Change, ...], ...]:
    """What changed on a page at its last captures that changed, the newest first."""
    return store.changes.of_last_captures(page, RESTLESS, RESTLESS_AFTER)


def ask(snapshot: Snapshot, known: Known, store: Store, template: Template | None = None) -> Request | None:
    """What has to be read to know what the capture comes to; None when nothing has.

    `template` is what is known of the site's pages, where the caller knows more than the store.
    """
    last = known.last
    if known.is_recorded or is_same(known):
        return None
    return Request(
        snapshot=snapshot,
        before=None if last is None else _as_snapshot(last, store.payloads.get(last.payload), snapshot),
        template=template if template is not None else template_of(snapshot.site, store),
        last=None if last is None else last.id,
        is_by_rules=last is not None and last.rules == RULES,
        reading=b"" if last is None else last.reading,
    )


def template_of(site: str, store: Store) -> Template:
    """What is known of the site's pages."""
    known = store.sites.find(site)
    encoded = None if known is None else store.sites.template(known)
    return Template() if encoded is None else _decode(encoded)


_decode = lru_cache(maxsize=8)(decode_template)  # asked for at each check of a site


def is_same(known: Known) -> bool:
    """Whether the payload is that of the last capture, read by the same rules."""
    last = known.last
    return last is not None and last.payload_hash == known.payload_hash and last.rules == RULES


# ── decide ─────────────────────────────────────────────────────────────────────────────────────


def decide(snapshot: Snapshot, known: Known, examined: Examination | None) -> Finding:
    """What a capture comes to that was read, or had not to be. What is known may be newer than what was asked
    for. Pure."""
    match examined:
        case None:
            return Nothing(reading=b"" if known.last is None else known.last.reading)
        case Unread():
            return examined
        case Disguised(trouble, reason):
            return Unread(f"{trouble.value}: {reason}")
        case Alike(reading):
            return Nothing(reading=reading)
        case Ticked(reading, found):
            moment = None if known.last is None else known.last.moment
            between = (moment, snapshot.moment)
            held = (replace(change, between=between, page=snapshot.url) for change in found)
            return Nothing(tuple(held), reading)
        case Examined(found=None):
            return _first(snapshot, examined, known)
        case _ if known.last is None:
            return _first(snapshot, examined, known)
        case _:
            return _compared(snapshot, examined, known, known.last)


def _first(snapshot: Snapshot, examined: Examined, known: Known) -> Read:
    page = examined.page
    regions = recognise(page.regions, (), known.site)
    news = [
        place_chrome(region, change, snapshot.site)
        for region, change in against_site(regions, known.site, snapshot.moment)
    ]
    seen = Change(
        type=ChangeType.FIRST_SEEN,
        where=Where.BODY,
        page=page.url,
        after=page.title or None,
        between=(None, snapshot.moment),
        rule="first capture",
    )
    first = Placed(tell(seen), body_key(seen, snapshot.site, page.url, b"", b"", 0))
    return Read(
        page,
        regions,
        news=(first, *news),
        learned=examined.sketch,
        is_first=True,
        is_reread=known.last is not None,  # by today's rules there is nothing to compare with any more
        reading=examined.reading,
    )


def _compared(snapshot: Snapshot, examined: Examined, known: Known, last: StoredSnapshot) -> Read:
    page = examined.page
    regions = recognise(page.regions, known.own, known.site)
    if last.payload_hash == known.payload_hash:
        return Read(page, regions, is_reread=True, reading=examined.reading)
    is_inferred = last.moment is None or snapshot.moment is None
    news: list[Placed] = []
    held: list[Change] = []
    for at, found in enumerate(examined.found or ()):
        change = replace(
            found,
            between=(last.moment, snapshot.moment),
            inferred=found.inferred or is_inferred,
            page=page.url,
        )
        if change.type is ChangeType.NOISE:
            held.append(change)
        elif is_restless(change, known.restless):
            because = f"changed to and fro, or each time, in the last {RESTLESS_AFTER} captures that changed"
            held.append(
                replace(
                    change,
                    type=ChangeType.NOISE,
                    kind=RESTLESS,
                    rule=f"noise/{RESTLESS}",
                    evidence=(*change.evidence, because),
                )
            )
        elif change.where is Where.CHROME and change.scope is Scope.SITE:
            region = region_of(change, regions, known.own)
            placed = place_chrome(region, replace(change, page=""), snapshot.site, last.id)
            is_told = not known.told.isdisjoint((placed.key, chrome_key(reverse(change), snapshot.site)))
            if not is_told and was_there_before(change, region, last.moment, known.site, regions):
                held.append(replace(change, type=ChangeType.NOISE, kind="rotation"))
            else:
                news.append(placed)
        else:
            key = body_key(change, snapshot.site, page.url, last.payload_hash, known.payload_hash, at)
            news.append(Placed(tell(change), key, before=last.id))
    learns = any(placed.change.where is Where.CHROME for placed in news)
    return Read(
        page,
        regions,
        news=tuple(news),
        held=tuple(held),
        learned=examined.sketch if learns else None,
        is_reread=last.rules != RULES and not news and not held,
        reading=examined.reading,
    )


def _as_snapshot(stored: StoredSnapshot, payload: bytes, like: Snapshot) -> Snapshot:
    return Snapshot(
        url=like.url,
        payload=payload,
        moment=stored.moment,
        media_type=stored.media_type,
        charset=stored.charset,
        site=like.site,
        source=stored.source,
    )


# ── record ─────────────────────────────────────────────────────────────────────────────────────


def record(
    snapshot: Snapshot, known: Known, finding: Finding, store: Store, now: datetime, *, learns: bool = True
) -> Verdict:
    """`learns`: whether the site's template may take up what the capture shows."""
    site = store.sites.add(snapshot.site)
    page = store.pages.add(site, snapshot.url)
    payload = store.payloads.put(page, site, snapshot.payload)
    match finding:
        case Nothing(held, reading):
            last = known.last
            assert last is not None  # noqa: S101  (Nothing is said of a page that was seen before)
            seen = store.snapshots.put(page, snapshot, payload, last.version, last.chrome, RULES, reading)
            store.changes.hold(seen, held)
            if last.chrome is not None:
                store.regions.see(last.chrome, page, snapshot.moment)
                store.changes.narrow_around(site, last.chrome, snapshot.moment)
            return Same(snapshot.url, snapshot.site, held)
        case Unread(reason):
            seen = store.snapshots.put(page, snapshot, payload, None, None, RULES)
            store.snapshots.fail(page, seen, snapshot.moment or now, reason)
            return Failed(snapshot.url, snapshot.site, reason)
        case Read():
            if learns and finding.learned is not None:
                template = learn_sketch(template_of(snapshot.site, store), finding.learned, snapshot.moment)
                store.sites.put_template(site, encode_template(template))
            return _record_reading(snapshot, finding, store, site, page, known, now)


def _record_reading(
    snapshot: Snapshot, found: Read, store: Store, site: SiteId, page: PageId, known: Known, now: datetime
) -> Verdict:
    payload = store.payloads.find(known.payload_hash)
    assert payload is not None  # noqa: S101  (put just before)
    version = store.versions.put(page, found.page, RULES, by_rules=found.is_reread)
    shown: list[RegionVersionId] = []
    states: dict[RegionId, RegionVersionId] = {}
    fresh: dict[RegionVersionId, Recognised] = {}
    for one in found.regions:
        state, is_new = store.regions.put(site, page if one.of_page else None, one.region, RULES, one.known)
        shown.append(state)
        if one.known is not None:
            states[one.known] = state
        if is_new:
            fresh[state] = one
    chrome = store.regions.together(site, shown)
    seen = store.snapshots.put(page, snapshot, payload, version, chrome, RULES, found.reading)
    store.regions.see(chrome, page, snapshot.moment)
    news = []
    for at, placed in enumerate(found.news):
        like = [one.region for one in found.regions if one.known == placed.region]
        if is_of_this_page(store, placed, like, page):
            change = replace(placed.change, scope=Scope.PAGE, page=snapshot.url)
            placed = replace(placed, change=change, key=_own_key(change, snapshot, known, at), region=None)
        change_id, is_new = store.changes.put(site, page, placed, seen, snapshot.moment, now)
        if is_new:
            if placed.before is not None:
                let_own_states_testify(store, change_id, placed, known.own, states)
            call_witnesses(store, change_id, placed, like)
            news.append(replace(placed.change, id=store.changes.name(change_id)))
            if placed.change.type is not ChangeType.FIRST_SEEN:
                store.outbox.queue(change_id)
    for state, one in fresh.items():
        testify(store, site, state, one, snapshot.moment or now)
    store.changes.narrow_around(site, chrome, snapshot.moment)
    store.changes.hold(seen, found.held)
    last = known.last
    told = tuple(change for change in news if change.type is not ChangeType.FIRST_SEEN)
    if found.is_first:
        return First(snapshot.url, snapshot.site, told)
    is_other = last is None or (version, chrome) != (last.version, last.chrome)
    if found.is_reread and is_other:
        return Reread(snapshot.url, snapshot.site, found.held)
    if told:
        return Changed(snapshot.url, snapshot.site, told, found.held)
    return Same(snapshot.url, snapshot.site, found.held)


def _own_key(change: Change, snapshot: Snapshot, known: Known, at: int) -> bytes:
    before = b"" if known.last is None else known.last.payload_hash
    return body_key(change, snapshot.site, snapshot.url, before, known.payload_hash, at)
