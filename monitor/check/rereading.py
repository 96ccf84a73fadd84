"""New rules over all the history: every capture whose payload is there is read again, page by page.

What is another reading by our rules is recorded as that and never announced. The summary says what the new
rules would have told, or hidden, of what the old ones told: a change of a page between two of its captures, a
change of its site's chrome once, whichever of the pages tells it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace

from monitor.check.chrome import OF_ONE_PAGE, recognise
from monitor.check.journey import RULES, Known, Read, decide
from monitor.check.witnesses import is_of_this_page, testify
from monitor.compare import RESTLESS, compare_pages, tell
from monitor.errors import StoreError, Unreadable
from monitor.examining import Examined
from monitor.model import Change, Document, Page, Scope, Snapshot
from monitor.read import read
from monitor.separate import Template, decode_template, separate, separate_pair
from monitor.store import SnapshotId, Store, StoredPage, StoredSnapshot

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

    def add(self, sign: str, change: Change) -> None:
        counts = self.would_tell if sign == "+" else self.would_hide
        counts[change.type.value] += 1
        if counts.total() <= MAX_EXAMPLES:
            self.examples.append((sign, tell(change)))


class _SiteChrome:
    """What was told of a site's chrome between two captures of a page, and what today's rules tell of it."""

    def __init__(self, store: Store, page: StoredPage) -> None:
        self.told = store.changes.chrome_keys(page.site_id)
        self._then: dict[tuple[SnapshotId | None, SnapshotId | None], list[Change]] = {}
        for one in store.changes.select(
            "c.site = ? AND c.page IS NULL AND c.snapshot_before IS NOT NULL", (page.site_id,)
        ):
            self._then.setdefault((one.before, one.after), []).append(one.change)
        self._now: dict[bytes, Change] = {}
        self._missing: list[Change] = []

    def between(self, before: StoredSnapshot, after: StoredSnapshot) -> list[Change]:
        return self._then.get((before.id, after.id), [])

    def tells(self, key: bytes, change: Change) -> None:
        self._now.setdefault(key, change)

    def misses(self, change: Change) -> None:
        """Not found again where it was told; another page may tell it."""
        self._missing.append(change)

    def sum_up(self, summary: Summary) -> None:
        found = {key.hex() for key in self._now}
        for key, change in self._now.items():
            if key not in self.told:
                summary.add("+", change)
        for change in self._missing:
            if change.id.split("-")[1] not in found:
                summary.add("-", change)


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
    sites: dict[int, _SiteChrome] = {}
    pages = store.pages.all()
    for done, page in enumerate(pages, start=1):
        with store.transaction():
            captures = store.snapshots.of_page(page.id)
            if every or any(capture.rules != rules for capture in captures):
                if page.site_id not in sites:
                    sites[page.site_id] = _SiteChrome(store, page)
                _Rereading(store, page, sites[page.site_id], rules, dry_run, summary).go_through(captures)
        progress(done, len(pages))
        if at_most is not None and summary.captures >= at_most:
            break
    for site in sites.values():
        site.sum_up(summary)
    return summary


@dataclass(frozen=True, slots=True)
class _Rereading:
    """Of one page."""

    store: Store
    page: StoredPage
    site: _SiteChrome
    rules: int
    dry_run: bool
    summary: Summary

    def go_through(self, captures: Collection[StoredSnapshot]) -> None:
        encoded = self.store.sites.template(self.page.site_id)
        template = Template() if encoded is None else decode_template(encoded)
        had = {capture.chrome for capture in captures if capture.chrome is not None}
        before: Document | None = None
        last: StoredSnapshot | None = None
        for capture in captures:
            self.summary.captures += 1
            if last is not None and capture.payload == last.payload:
                if not self.dry_run:
                    self.store.snapshots.read_like(capture.id, last.id)
                last = capture
                continue
            try:
                document = read(self._as_snapshot(capture, self.store.payloads.get(capture.payload)))
            except Unreadable:
                continue
            except StoreError:
                self.summary.gone += 1
                continue
            if before is None or last is None:
                found = separate(document, template)
            else:
                old, found = separate_pair(before, document, template)
                self._compare_told(old, found, last, capture)
            if self._record(capture, found):
                self.summary.other += 1
            before, last = document, capture
        if not self.dry_run:
            self.store.regions.see_anew(self.page.id, had)

    def _compare_told(self, before: Page, after: Page, last: StoredSnapshot, capture: StoredSnapshot) -> None:
        """What today's rules tell between two captures, against what was told."""
        now = {_name(change): (key, change) for key, change in self._tells(before, after, last, capture)}
        of_page = self.store.changes.select(
            "c.page = ? AND c.snapshot_before = ? AND c.snapshot_after = ?",
            (self.page.id, last.id, capture.id),
        )
        then = {_name(one.change): one.change for one in of_page}
        then |= {_name(change): change for change in self.site.between(last, capture)}
        for name, (key, change) in now.items():
            if change.scope is Scope.SITE:
                self.site.tells(key, change)
            elif name not in then:
                self.summary.add("+", change)
        for name in then.keys() - now.keys():
            if then[name].scope is Scope.SITE:
                self.site.misses(then[name])
            else:
                self.summary.add("-", then[name])

    def _tells(
        self, before: Page, after: Page, last: StoredSnapshot, capture: StoredSnapshot
    ) -> Iterator[tuple[bytes, Change]]:
        """As a check of that capture would, knowing the site as it is known now."""
        held = self.store.changes.held(capture.id)
        known = Known(
            capture.payload_hash,
            last=last,
            own=() if last.chrome is None else self.store.regions.of_chrome(last.chrome),
            site=self.store.regions.recent(self.page.site_id),
            told=self.site.told,
            # What changes at every look is a matter of the looks before, not of the rules.
            restless=frozenset(
                change.before
                for one in held
                if one.kind == RESTLESS
                for change in one.changes
                if isinstance(change.before, str)
            ),
        )
        examined = Examined(after, tuple(compare_pages(before, after)), None)
        finding = decide(self._as_snapshot(capture, b""), known, examined)
        if not isinstance(finding, Read):
            return
        for placed in finding.news:
            like = [one.region for one in finding.regions if one.known == placed.region]
            change = placed.change
            if is_of_this_page(self.store, placed, like, self.page.id):
                change = replace(change, scope=Scope.PAGE, page=self.page.url)
            yield placed.key, change

    def _record(self, capture: StoredSnapshot, found: Page) -> bool:
        """Whether it reads otherwise now."""
        store, page = self.store, self.page
        own = () if capture.chrome is None else store.regions.of_chrome(capture.chrome)
        is_other = (
            capture.version is None
            or store.versions.says(capture.version)
            != (found.title, tuple(block.text for block in found.body))
            or [state.region.items for state in own] != [region.items for region in found.regions]
        )
        if self.dry_run:
            return is_other
        version = store.versions.put(page.id, found, self.rules, by_rules=True)
        shown = []
        for one in recognise(found.regions, own, store.regions.recent(page.site_id)):
            of_page = page.id if one.region.kind in OF_ONE_PAGE else None
            state, is_new = store.regions.put(page.site_id, of_page, one.region, self.rules, one.known)
            shown.append(state)
            if is_new and capture.moment is not None:
                testify(store, page.site_id, state, one, capture.moment)
        chrome = store.regions.together(page.site_id, shown)
        store.snapshots.read_anew(capture.id, version, chrome, self.rules)
        return is_other

    def _as_snapshot(self, capture: StoredSnapshot, payload: bytes) -> Snapshot:
        return Snapshot(
            url=self.page.url,
            payload=payload,
            moment=capture.moment,
            media_type=capture.media_type,
            charset=capture.charset,
            site=self.page.site,
            source=capture.source,
        )


def _name(change: Change) -> Told:
    return change.type.value, change.before, change.after
