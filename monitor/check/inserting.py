"""A capture that is older than one that is in the store: history that is loaded after the fact.

What the later capture brought was told against the one before both. Now it is told against the one between:

    Monday ─────────────── Friday        Monday ── Wednesday ── Friday
            9:00 → 11:00                   9:00 → 10:00   10:00 → 11:00

Both have the place of the first in the order of telling: whoever was told that one is told neither.
"""

from datetime import datetime

from monitor.check.journey import Nothing, Read, ask, decide, gather, gather_more
from monitor.check.witnesses import call_witnesses
from monitor.examining import examine
from monitor.model import ChangeType, Snapshot
from monitor.separate import Template
from monitor.store import Store, StoredPage, StoredSnapshot


def tell_anew(
    later: StoredSnapshot, page: StoredPage, store: Store, now: datetime, template: Template | None
) -> None:
    """Tell what this capture brought against the capture that is before it now."""
    snapshot = Snapshot(
        url=page.url,
        payload=store.payloads.get(later.payload),
        moment=later.moment,
        media_type=later.media_type,
        charset=later.charset,
        site=page.site,
        source=later.source,
    )
    known = gather(snapshot, store, again=True)
    request = ask(snapshot, known, store, template)
    known = known if request is None else gather_more(snapshot, known, store)
    finding = decide(snapshot, known, None if request is None else examine(request))
    store.changes.take_back(page.id, later.id)
    if isinstance(finding, Nothing):
        store.changes.hold(later.id, finding.held)
    if not isinstance(finding, Read):
        return
    for placed in finding.news:
        change, is_new = store.changes.put(page.site_id, page.id, placed, later.id, later.moment, now)
        if is_new:
            like = [one.region for one in finding.regions if one.known == placed.region]
            call_witnesses(store, change, placed, like)
            store.changes.narrow(change)
            if placed.change.type is not ChangeType.FIRST_SEEN:
                store.outbox.queue(change)
    store.changes.hold(later.id, finding.held)
