"""Many captures at once, from files or archives: each checked in the order of its moment.

What a site's pages share is learned from some of them first, so that the first page is read as well as the
last. A load that was interrupted is simply run again: what is in the store already is passed over.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from monitor.check.checking import check_snapshot
from monitor.check.journey import site_of
from monitor.check.undated import order_undated
from monitor.check.verdict import Changed, Failed, First, Reread, Same, Verdict
from monitor.errors import Unreadable
from monitor.model import Change, Snapshot
from monitor.read import read
from monitor.separate import Template, decode_template, encode_template, learn
from monitor.store import Store

BATCH_SNAPSHOTS, BATCH_BYTES = 1000, 256_000_000
"""Captures are put in order in batches of at most this: memory has an end."""

LEARN_FROM = 32
"""Pages that a template is learned from before a batch is read; it holds no more."""

_NO_MOMENT = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a load came to."""

    first: int = 0
    same: int = 0
    changed: int = 0
    reread: int = 0
    failed: tuple[Failed, ...] = ()
    changes: tuple[Change, ...] = ()
    """What is told, oldest first."""


def load_snapshots(
    snapshots: Iterable[Snapshot],
    store: Store,
    now: datetime,
    progress: Callable[[Verdict], None] = lambda verdict: None,
) -> Loaded:
    """Take in captures, dated or not. Loading the same ones again changes nothing.

    `progress` hears of each capture when it is recorded.
    """
    loaded = Loaded()
    undated: dict[str, None] = {}
    for batch in _batches(snapshots):
        for site in dict.fromkeys(snapshot.site for snapshot in batch):
            template = _learn_from(batch, site, store)
            ordered = sorted(
                (snapshot for snapshot in batch if snapshot.site == site),
                key=lambda snapshot: snapshot.moment or _NO_MOMENT,
            )
            for snapshot in ordered:
                verdict = check_snapshot(snapshot, store, now, template=template)
                loaded = _add(loaded, verdict)
                progress(verdict)
                if snapshot.moment is None:
                    undated[site] = None
    for site in undated:
        known = store.sites.find(site)
        if known is not None:
            changes = order_undated(store, known, now)
            loaded = replace(loaded, changes=(*loaded.changes, *changes))
    return loaded


def _batches(snapshots: Iterable[Snapshot]) -> Iterator[list[Snapshot]]:
    batch: list[Snapshot] = []
    size = 0
    for snapshot in snapshots:
        if len(batch) >= BATCH_SNAPSHOTS or size + len(snapshot.payload) > BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(replace(snapshot, site=site_of(snapshot)))
        size += len(snapshot.payload)
    yield batch


def _learn_from(batch: Iterable[Snapshot], site: str, store: Store) -> Template:
    """What the site's pages share, as far as some of this batch's tell; kept before any of them is checked.

    So an interrupted load that runs again reads with the same template: a page learned twice counts once.
    """
    with store.transaction():
        id_ = store.sites.add(site)
        encoded = store.sites.template(id_)
        template = Template() if encoded is None else decode_template(encoded)
        pages = {snapshot.url: snapshot for snapshot in reversed(list(batch)) if snapshot.site == site}
        for snapshot in list(reversed(pages.values()))[:LEARN_FROM]:
            try:
                template = learn(template, read(snapshot), snapshot.moment)
            except Unreadable:
                continue  # the check itself says so
        store.sites.put_template(id_, encode_template(template))
    return template


def _add(loaded: Loaded, verdict: Verdict) -> Loaded:
    match verdict:
        case First(changes=changes):
            return replace(loaded, first=loaded.first + 1, changes=(*loaded.changes, *changes))
        case Same():
            return replace(loaded, same=loaded.same + 1)
        case Changed(changes=changes):
            return replace(loaded, changed=loaded.changed + 1, changes=(*loaded.changes, *changes))
        case Reread():
            return replace(loaded, reread=loaded.reread + 1)
        case Failed():
            return replace(loaded, failed=(*loaded.failed, verdict))
