"""New rules over all the history: every capture whose payload is there is read again, page by page.

What is another reading by our rules is recorded as that and never announced. The summary says what the new
rules would have told, or hidden, of what the old ones told.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from monitor.check.chrome import OF_ONE_PAGE, Recognised, recognise
from monitor.check.journey import RULES
from monitor.check.witnesses import testify
from monitor.compare import compare_pages, tell
from monitor.errors import StoreError, Unreadable
from monitor.model import Change, ChangeType, Document, Page, Snapshot, Where
from monitor.read import read
from monitor.separate import Template, decode_template, separate, separate_pair
from monitor.store import Store, StoredPage, StoredSnapshot

MAX_EXAMPLES = 20
"""So many changes of each sort are named; the others are counted."""

Told = tuple[str, str | tuple[str, ...] | None, str | tuple[str, ...] | None]


@dataclass(slots=True)
class Summary:
    """What reading the history anew came to."""

    captures: int = 0
    gone: int = 0
    """Whose payload retention took: they stay as they were read."""
    other: int = 0
    """Read otherwise than before."""
    would_tell: Counter[str] = field(default_factory=Counter)
    """Changes that only the new rules tell, by type."""
    would_hide: Counter[str] = field(default_factory=Counter)
    """Changes that only the old rules told."""
    examples: list[tuple[str, Change]] = field(default_factory=list)
    """Some of both, with "+" for what would be told and "-" for what would be hidden."""


def reread_history(
    store: Store,
    *,
    rules: int = RULES,
    dry_run: bool = False,
    every: bool = False,
    at_most: int | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Summary:
    """Read all captures anew that other rules read (or `every` one). One transaction a page.

    `at_most`: no further page is begun after so many captures.
    """
    summary = Summary()
    pages = store.pages.all()
    for done, page in enumerate(pages, start=1):
        with store.transaction():
            captures = store.snapshots.of_page(page.id)
            if every or any(capture.rules != rules for capture in captures):
                _reread_page(store, page, captures, rules, dry_run, summary)
        progress(done, len(pages))
        if at_most is not None and summary.captures >= at_most:
            break
    return summary


def _reread_page(
    store: Store,
    page: StoredPage,
    captures: tuple[StoredSnapshot, ...],
    rules: int,
    dry_run: bool,
    summary: Summary,
) -> None:
    encoded = store.sites.template(page.site_id)
    template = Template() if encoded is None else decode_template(encoded)
    before: Document | None = None
    last: StoredSnapshot | None = None
    for capture in captures:
        summary.captures += 1
        if last is not None and capture.payload == last.payload:
            if not dry_run:
                store.snapshots.read_like(capture.id, last.id)
            last = capture
            continue
        try:
            document = read(_as_snapshot(capture, page, store.payloads.get(capture.payload)))
        except Unreadable:
            continue
        except StoreError:
            summary.gone += 1
            continue
        if before is None or last is None:
            found = separate(document, template)
        else:
            old, found = separate_pair(before, document, template)
            _compare_told(store, page, old, found, last, capture, summary)
        if _record(store, page, capture, found, rules, dry_run):
            summary.other += 1
        before, last = document, capture
    if not dry_run:
        store.regions.see_anew(page.id)


def _compare_told(
    store: Store,
    page: StoredPage,
    before: Page,
    after: Page,
    last: StoredSnapshot,
    capture: StoredSnapshot,
    summary: Summary,
) -> None:
    """What today's rules tell between two captures, against what was told. Of the body alone: a change of the
    chrome is told once for the site, from whichever page came first."""
    now = {
        _name(change): change
        for change in compare_pages(before, after)
        if change.type is not ChangeType.NOISE and change.where is Where.BODY
    }
    then = {
        _name(one.change): one.change
        for one in store.changes.select(
            "c.page = ? AND c.snapshot_before = ? AND c.snapshot_after = ?", (page.id, last.id, capture.id)
        )
        if one.change.where is Where.BODY
    }
    for sign, counts, some, others in (
        ("+", summary.would_tell, now, then),
        ("-", summary.would_hide, then, now),
    ):
        for name in some.keys() - others.keys():
            counts[name[0]] += 1
            if counts.total() <= MAX_EXAMPLES:
                summary.examples.append((sign, tell(replace(some[name], page=page.url))))


def _name(change: Change) -> Told:
    return change.type.value, change.before, change.after


def _record(
    store: Store, page: StoredPage, capture: StoredSnapshot, found: Page, rules: int, dry_run: bool
) -> bool:
    """Whether it reads otherwise now."""
    own = () if capture.chrome is None else store.regions.of_chrome(capture.chrome)
    is_other = (
        capture.version is None
        or store.versions.says(capture.version) != (found.title, tuple(block.text for block in found.body))
        or [state.region.items for state in own] != [region.items for region in found.regions]
    )
    if dry_run:
        return is_other
    version = store.versions.put(page.id, found, rules, by_rules=True)
    shown = []
    for one in recognise(found.regions, own, store.regions.recent(page.site_id)):
        state, is_new = store.regions.put(
            page.site_id, page.id if one.region.kind in OF_ONE_PAGE else None, one.region, rules, one.known
        )
        shown.append(state)
        if is_new and capture.moment is not None:
            testify(
                store, page.site_id, state, Recognised(one.region, one.known, one.of_page), capture.moment
            )
    chrome = store.regions.together(page.site_id, shown)
    store.snapshots.read_anew(capture.id, version, chrome, rules)
    return is_other


def _as_snapshot(capture: StoredSnapshot, page: StoredPage, payload: bytes) -> Snapshot:
    return Snapshot(
        url=page.url,
        payload=payload,
        moment=capture.moment,
        media_type=capture.media_type,
        charset=capture.charset,
        site=page.site,
        source=capture.source,
    )
