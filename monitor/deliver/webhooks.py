"""The journey of a webhook: what changed becomes a JSON body, is kept, signed, posted, and marked as taken.

The same promises as for digests, by the same table: the body is written in the transaction that decides
which changes it tells, and is the same bytes under the same delivery id however often it is posted.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from monitor import __version__
from monitor.config import Config, WebhookConfig
from monitor.deliver.digests import FIRST_DIGEST, Delivery, mark, selection_of
from monitor.digest import Entry, change_to_object, say_moment
from monitor.fetch import Allowance, Bounds, Origin, Posted, post
from monitor.send import Accepted, Apprise, Deferred, Fate, Refused, Unknown
from monitor.store import DigestId, Reach, RecordedChange, Store, StoredDigest

KIND = "webhook"

MAX_CHANGES = 100
"""In one body. A change takes about 1 kB, up to some 20 kB for a long text; receivers commonly take 1 MB or
more, and what does not fit comes in the next body."""

WAITS = Bounds(connect_s=10.0, read_s=15.0, total_s=30.0)
"""GitHub gives a receiver 10 s, Stripe 20 s: it should answer first and work later."""

FOR_GOOD = frozenset({400, 410, 413, 415, 422})
"""Answers to the body itself: the same body would meet them again. All others (a wrong address, a forgotten
secret, a redirect) are somebody's mistake that can be mended, and the change is still wanted then."""


# ── forming ────────────────────────────────────────────────────────────────────────────────────


def form_posts(config: Config, store: Store, now: datetime, everyone: bool = False) -> list[DigestId]:
    """Form the bodies of all that came since; a new webhook begins now (or, with `everyone`, as a digest)."""
    formed = []
    for webhook in config.webhooks:
        with store.transaction():
            last, reach = store.digests.latest(webhook.name, "", KIND), store.digests.reach()
            if last is not None:
                begin = last.last
            else:
                begin = store.digests.change_before(now - FIRST_DIGEST) if everyone else reach.change
            formed += list(_form(webhook, store, last, begin, reach, now))
    return formed


def _form(
    webhook: WebhookConfig, store: Store, last: StoredDigest | None, begin: int, reach: Reach, now: datetime
) -> Iterator[DigestId]:
    if last is not None and begin >= reach.change:
        return
    selection = selection_of(webhook)
    wanted = [
        told
        for told in store.changes_between(begin, reach.change)
        if selection.wants(Entry(site=told.site, change=told.change))
    ]
    if not wanted:
        if last is not None and last.message is None:
            store.digests.move_on(last.id, reach)
        else:
            store.digests.form(webhook.name, "", begin, reach, None, now, KIND)
        return
    for at in range(0, len(wanted), MAX_CHANGES):
        body = body_of(webhook.name, wanted[at : at + MAX_CHANGES], now)
        yield store.digests.form(webhook.name, "", begin, reach, body, now, KIND)


def body_of(name: str, told: Sequence[RecordedChange], now: datetime) -> bytes:
    """The JSON that is posted: plain ASCII, each change as `--json` has it."""
    value = {
        "version": 1,
        "webhook": name,
        "formed": say_moment(now),
        "changes": [change_to_object(one.change, site=one.site) for one in told],
    }
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).encode()


def reached(config: Config, store: Store) -> list[int]:
    """Up to which change each webhook has come."""
    latest = [store.digests.latest(webhook.name, "", KIND) for webhook in config.webhooks]
    return [last.last if last is not None else 0 for last in latest]


# ── posting ────────────────────────────────────────────────────────────────────────────────────


def deliver_posts(config: Config, store: Store, now: datetime, everything: bool = False) -> list[Delivery]:
    """Post what waits and whose time has come, and mark what became of it.

    What waits for a webhook that the configuration does not name any more stays, and is seen in the status.
    """
    named = {webhook.name: webhook for webhook in config.webhooks}
    deliveries = []
    for waiting in store.digests.waiting(None if everything else now, KIND):
        if (webhook := named.get(waiting.name)) is not None:
            fate, at_least = _hand_over(webhook, waiting, config.contact, now)
            deliveries.append(mark(waiting, fate, store, now, at_least))
    return deliveries


def _hand_over(
    webhook: WebhookConfig, waiting: StoredDigest, contact: str, now: datetime
) -> tuple[Fate, timedelta]:
    body = waiting.message or b""
    if webhook.apprise is not None:
        return Apprise(webhook.apprise.value).send(*title_and_text(body)), timedelta(0)
    url = webhook.url.value if webhook.url is not None else ""
    secret = webhook.secret.value if webhook.secret is not None else ""
    origin = Origin(
        user_agent=f"monitor/{__version__}" + f" (+{contact})" * bool(contact),
        allowance=Allowance.of(*webhook.networks),
        bounds=WAITS,
    )
    headers = {
        "Content-Type": "application/json",
        "X-Monitor-Delivery": delivery_id(body),
        "X-Monitor-Signature": sign(secret, body, now),
    }
    posted = post(url, body, headers, origin, now)
    return _fate(posted), timedelta(seconds=posted.retry_after_s or 0)


def sign(secret: str, body: bytes, now: datetime) -> str:
    """ "t=…,v1=…": HMAC-SHA256 (RFC 2104) over the moment of sending, a dot, and the body.

    With the moment inside, a body that somebody listened to cannot be played back later.

    >>> from datetime import UTC
    >>> sign("0123456789abcdef", b"{}", datetime(2026, 1, 12, tzinfo=UTC))[:20]
    't=1768176000,v1=924c'
    """
    moment = int(now.timestamp())
    signature = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={moment},v1={signature}"


def delivery_id(body: bytes) -> str:
    """The same for every try of one body: by it a receiver knows a repeat."""
    return hashlib.sha256(body).hexdigest()[:32]


def _fate(posted: Posted) -> Fate:
    if 200 <= posted.status < 300:
        return Accepted(posted.reason)
    if posted.status in FOR_GOOD:
        return Refused(posted.reason)
    return Deferred(posted.reason) if posted.status or not posted.sent else Unknown(posted.reason)


def title_and_text(body: bytes) -> tuple[str, str]:
    """A body as a short message for people: one line a change."""
    changes = json.loads(body)["changes"]
    count = len(changes)
    lines = [f"[{one.get('site', '')}] {one['sentence']}\n{one.get('page', '')}".strip() for one in changes]
    return f"{count} change{'s' * (count != 1)}", "\n\n".join(lines)
