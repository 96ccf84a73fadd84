"""Form what is due, for readers and webhooks, and let the outbox go as far as all of them have come."""

from datetime import datetime, timedelta

from monitor.config import Config
from monitor.deliver.digests import form_digests, readers
from monitor.deliver.webhooks import form_posts, reached
from monitor.store import DigestId, Store

KEPT = timedelta(days=30)
"""How long the text of what was sent is kept, for whoever asks what a reader got: up to 150 kB a message."""


def form_due(config: Config, store: Store, now: datetime, everyone: bool = False) -> list[DigestId]:
    """Form what is due, or everyone's. A new reader's schedule begins now."""
    formed = [*form_digests(config, store, now, everyone), *form_posts(config, store, now, everyone)]
    # What everybody has come past does not wait for `monitor run` either.
    ends = [reader.last.last if reader.last else 0 for reader in readers(config, store)]
    with store.transaction():
        if formed:
            store.digests.prune(now - KEPT)
        store.outbox.mark_sent_up_to(min([*ends, *reached(config, store)], default=0), now)
    return formed
