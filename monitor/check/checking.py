"""One check: gather what is known, decide what happened, record it. One transaction."""

from dataclasses import replace
from datetime import datetime

from monitor.check.inserting import tell_anew
from monitor.check.journey import ask, decide, gather, gather_more, is_same, record, site_of
from monitor.check.verdict import Same, Verdict
from monitor.examining import Examination, Examined, Request, examine
from monitor.model import Snapshot
from monitor.separate import Template
from monitor.store import Store


def check_snapshot(
    snapshot: Snapshot,
    store: Store,
    now: datetime,
    *,
    template: Template | None = None,
    done: tuple[Request, Examination] | None = None,
) -> Verdict:
    """Take one capture in: say what changed since the one before, and remember it.

    `template` is what is known of the site's pages, where the caller knows more than the store.
    `done` is the reading where it was made elsewhere; it is made anew if the store has learned of another
    capture of the page meanwhile. The same capture again changes nothing.
    """
    snapshot = replace(snapshot, site=site_of(snapshot))
    with store.transaction():
        # Gather.
        known = gather(snapshot, store)
        if known.is_recorded:
            return Same(snapshot.url, snapshot.site)
        fits = done is not None and not is_same(known) and done[0].last == (known.last and known.last.id)

        if done is not None and fits:
            examined: Examination | None = done[1]
        else:
            request = ask(snapshot, known, store, template)
            examined = None if request is None else examine(request)
        if isinstance(examined, Examined):
            known = gather_more(snapshot, known, store)

        # Decide.
        finding = decide(snapshot, known, examined)

        # Record.
        later = store.snapshots.after(snapshot.site, snapshot.url, snapshot.moment)
        if later is None:
            return record(snapshot, known, finding, store, now, learns=template is None)
        page = store.pages.get(later.page)
        came = store.digests.reach().change
        of_page = store.outbox.standing_of_page(page.id, later.id)
        of_regions = store.outbox.standing_of_regions(page.site_id, snapshot.moment or now)
        verdict = record(snapshot, known, finding, store, now, learns=template is None)
        tell_anew(later, page, store, now, template)
        store.outbox.tell_in_place(came, of_page, of_regions)
        return verdict
