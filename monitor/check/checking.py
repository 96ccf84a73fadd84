"""One check: gather what is known, decide what happened, record it. One transaction."""

from dataclasses import replace
from datetime import datetime

from monitor.check.inserting import tell_anew
from monitor.check.journey import ask, gather, judge, record, site_of
from monitor.check.verdict import Same, Verdict
from monitor.model import Snapshot
from monitor.separate import Template
from monitor.store import Store


def check_snapshot(
    snapshot: Snapshot, store: Store, now: datetime, *, template: Template | None = None
) -> Verdict:
    """Take one capture in: say what changed since the one before, and remember it.

    `template` is what is known of the site's pages, where the caller knows more than the store.
    The same capture again changes nothing.
    """
    snapshot = replace(snapshot, site=site_of(snapshot))
    with store.transaction():
        # Gather.
        known = gather(snapshot, store)
        if known.is_recorded:
            return Same(snapshot.url, snapshot.site)
        request = ask(snapshot, known, store, template)

        # Decide.
        finding = judge(snapshot, known, request)

        # Record.
        verdict = record(snapshot, known, finding, store, now, learns=template is None)
        later = store.snapshots.after(snapshot.site, snapshot.url, snapshot.moment)
        if later is not None:
            tell_anew(later, store.pages.get(later.page), store, now, template)
        return verdict
