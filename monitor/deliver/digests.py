"""The journey of a digest: what waits is formed into one message a reader, sent, and marked as sent.

A digest is written into the store, message and all, in the transaction that decides which changes it tells;
the reader's next one begins after it. So a crash at any moment loses no change: before that transaction
nothing happened, after it the message waits until a server takes it. A crash between the server's word and
our mark repeats the message, with the same Message-ID.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol
from zoneinfo import ZoneInfo

from monitor import __version__
from monitor.compare import tell
from monitor.config import Config, DigestConfig, MailConfig, Via, WebhookConfig
from monitor.digest import (
    Coverage,
    Edition,
    Entry,
    Envelope,
    Failing,
    Selection,
    identity_of,
    mail,
    net_effect,
)
from monitor.errors import BadInput
from monitor.model import Change
from monitor.send import Accepted, Deferred, Fate, Folder, Maildir, Refused, Security, Sendmail, Smtp, Unknown
from monitor.store import DigestId, Reach, RecordedChange, Store, StoredDigest

FIRST_DIGEST = timedelta(days=31)
"""How far back a reader's first digest goes."""

SILENT_FACTOR = 3
"""A page that has not been looked at for so many of its intervals is named as silent."""

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
"""Between two tries to hand over a message. It is tried until it is taken or refused: RFC 5321 §4.5.4.1 asks
mail servers for four to five days, but here a person can see in `monitor status` that it waits."""

MAX_TITLES = 300
"""Pages whose titles are looked up; a digest shows fewer."""


class Postman(Protocol):
    """Whoever takes a finished message."""

    def send(self, message: EmailMessage, sender: str, recipients: Sequence[str]) -> Mapping[str, Fate]: ...


def postman(config: MailConfig) -> Postman:
    """The way that the configuration names."""
    match config.via:
        case Via.SMTP:
            password = config.password.value if config.password is not None else ""
            return Smtp(
                host=config.host,
                port=config.port,
                security=Security(config.security),
                user=config.user,
                password=password,
            )
        case Via.SENDMAIL:
            return Sendmail(config.program)
        case Via.FOLDER:
            return Folder(config.folder)
        case Via.MAILDIR:
            return Maildir(config.folder)


# ── which digests are due ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reader:
    """One recipient of one subscription, and where the last digest ended."""

    digest: DigestConfig
    recipient: str
    last: StoredDigest | None


def readers(config: Config, store: Store) -> Iterator[Reader]:
    """Everyone who is told something."""
    for digest in config.digests:
        for recipient in digest.to:
            yield Reader(digest, recipient, store.digests.latest(digest.name, recipient))


def is_quiet(digest: DigestConfig, now: datetime) -> bool:
    """Is it a time at which no mail leaves, where the reader is?"""
    if digest.quiet is None:
        return False
    begin, end = digest.quiet
    clock = now.astimezone(ZoneInfo(digest.zone)).time()
    return begin <= clock < end if begin <= end else clock >= begin or clock < end


def next_digest(reader: Reader, now: datetime) -> datetime:
    """When the reader's next digest is due by its schedule; the first one at the schedule's next moment."""
    from apscheduler.triggers.cron import CronTrigger

    zone = ZoneInfo(reader.digest.zone)
    trigger = CronTrigger.from_crontab(reader.digest.cron, timezone=zone)
    after = (reader.last.formed if reader.last is not None else now).astimezone(zone)
    found = trigger.get_next_fire_time(None, after + timedelta(seconds=1))
    return found if isinstance(found, datetime) else now + timedelta(days=366)


def is_due(reader: Reader, store: Store, now: datetime) -> bool:
    """By the schedule, or at once for what matters most; never in quiet hours."""
    if is_quiet(reader.digest, now):
        return False
    if reader.last is not None and next_digest(reader, now) <= now:
        return True
    if reader.digest.at_once is None:
        return False
    waiting = entries_for(reader, store, store.digests.reach(), now)
    return any(entry.change.importance >= reader.digest.at_once for entry in waiting)


# ── forming ────────────────────────────────────────────────────────────────────────────────────


def first_change(reader: Reader, store: Store, now: datetime) -> int:
    """After which change the reader's next digest begins."""
    if reader.last is not None:
        return reader.last.last
    return store.digests.change_before(now - FIRST_DIGEST)


def entries_for(
    reader: Reader, store: Store, upto: Reach, now: datetime, first: int | None = None
) -> tuple[Entry, ...]:
    """What the reader is to be told, net of detours."""
    selection = selection_of(reader.digest)
    begin = first_change(reader, store, now) if first is None else first
    told = store.changes_between(begin, upto.change)
    wanted = [entry for entry in map(_entry, told) if selection.wants(entry)]
    net = [e if e.steps == 1 else replace(e, change=_told_again(e.change)) for e in net_effect(wanted)]
    return with_titles(net, store)


def selection_of(config: DigestConfig | WebhookConfig) -> Selection:
    """The filters of a block."""
    return Selection(
        sites=config.sites,
        pages=config.pages,
        types=config.types,
        where=config.where,
        words=config.words,
        min_importance=config.min_importance,
    )


def _entry(told: RecordedChange) -> Entry:
    return Entry(site=told.site, change=told.change)


def _told_again(change: Change) -> Change:
    return replace(tell(change), id=change.id)


def with_titles(entries: Sequence[Entry], store: Store) -> tuple[Entry, ...]:
    """Entries with what their pages are called; only the most important, where there are many."""
    ranked = sorted(entries, key=lambda entry: -entry.change.importance)
    urls = dict.fromkeys(entry.change.page for entry in ranked if entry.change.page)
    titles = {}
    for url in list(urls)[:MAX_TITLES]:
        try:
            titles[url] = store.page(url).title
        except BadInput:
            continue
    return tuple(replace(entry, title=titles.get(entry.change.page, "")) for entry in entries)


def coverage(store: Store, config: Config, after: int, upto: Reach, now: datetime) -> Coverage:
    """What stands behind "nothing else changed"."""
    checked, changed = store.digests.looked_at(after, upto)
    sites = {site.name: site for site in config.sites}
    failing, silent = [], []
    for watch in store.watches.every():
        condition = watch.condition
        if condition.get("trouble"):
            since = condition.get("since")
            reason = f"{condition['trouble']}: {condition.get('reason', '')}"
            moment = datetime.fromisoformat(since) if since else None
            failing.append(Failing(page=watch.url, reason=reason, since=moment))
        elif watch.site in sites and watch.last is not None:
            longest = max(sites[watch.site].schedule.every, sites[watch.site].schedule.longest)
            if now - watch.last > SILENT_FACTOR * longest:
                silent.append(Failing(page=watch.url, reason="", since=watch.last))
    return Coverage(
        checked=checked,
        unchanged=max(0, checked - changed),
        failing=tuple(failing),
        silent=tuple(silent),
        held_back=store.digests.held_back(after, upto),
    )


def edition_for(
    reader: Reader, config: Config, store: Store, upto: Reach, now: datetime, since: datetime | None = None
) -> Edition:
    """The reader's digest as it is now; `since` is a moment to begin at in place of the last digest."""
    first = store.digests.change_before(since) if since is not None else None
    begin = since or (reader.last.formed if reader.last is not None else None)
    return Edition(
        name=reader.digest.name,
        entries=entries_for(reader, store, upto, now, first),
        since=begin,
        until=now,
        coverage=coverage(store, config, reader.last.snapshots if reader.last else 0, upto, now),
        language=reader.digest.language,
        zone=reader.digest.zone,
        address=config.mail.unsubscribe or config.mail.sender,
    )


def message_for(edition: Edition, recipient: str, config: MailConfig) -> EmailMessage:
    """The finished message. Raises: BadInput (an address is none)."""
    ids = tuple(entry.change.id for entry in edition.entries)
    envelope = Envelope(
        identity=identity_of(edition.name, recipient, edition.until, ids),
        sender=config.sender,
        recipient=recipient,
        unsubscribe=config.unsubscribe,
        unsubscribe_url=config.unsubscribe_url,
    )
    return mail(edition, envelope, __version__)


def form_digest(reader: Reader, config: Config, store: Store, now: datetime) -> DigestId:
    """Decide what the reader's digest tells, and keep it. Without anything to tell there is no message."""
    with store.transaction():
        upto = store.digests.reach()
        edition = edition_for(reader, config, store, upto, now)
        message = None
        if edition.entries or reader.digest.heartbeat:
            message = message_for(edition, reader.recipient, config.mail).as_bytes(policy=SMTP)
        first = first_change(reader, store, now)
        return store.digests.form(reader.digest.name, reader.recipient, first, upto, message, now)


def form_digests(config: Config, store: Store, now: datetime, everyone: bool = False) -> list[DigestId]:
    """Form the digests that are due, or everyone's. A new reader's schedule begins now."""
    formed = []
    for reader in readers(config, store):
        if reader.last is None and not everyone and reader.digest.at_once is None:
            with store.transaction():
                begin = first_change(reader, store, now)
                store.digests.form(reader.digest.name, reader.recipient, begin, Reach(begin, 0), None, now)
        elif everyone or is_due(reader, store, now):
            formed.append(form_digest(reader, config, store, now))
    return formed


# ── sending ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one digest."""

    digest: StoredDigest
    fate: Fate


def deliver(
    store: Store, by: Postman, sender: str, now: datetime, everything: bool = False
) -> list[Delivery]:
    """Send what waits and whose time has come, each to its reader, and mark what became of it."""
    return [_hand_over(digest, store, by, sender, now) for digest in _waiting(store, now, everything)]


def _waiting(store: Store, now: datetime, everything: bool) -> Iterable[StoredDigest]:
    return store.digests.waiting(None if everything else now, "mail")


def _hand_over(digest: StoredDigest, store: Store, by: Postman, sender: str, now: datetime) -> Delivery:
    message = message_from_bytes(digest.message or b"", _class=EmailMessage, policy=SMTP)
    fate = by.send(message, bare_address(sender), [digest.recipient]).get(
        digest.recipient, Deferred("nobody said what became of it")
    )
    return mark(digest, fate, store, now)


def mark(
    digest: StoredDigest, fate: Fate, store: Store, now: datetime, at_least: timedelta = timedelta(0)
) -> Delivery:
    """Keep what became of it, and when to try again."""
    with store.transaction():
        match fate:
            case Accepted(said):
                store.digests.settle(digest.id, "sent", said)
            case Refused(reason):
                store.digests.settle(digest.id, "refused", reason)
            case Deferred(reason) | Unknown(reason):
                wait = min(FIRST_WAIT * 2 ** min(digest.tries, 10), LONGEST_WAIT)
                store.digests.postpone(digest.id, now + max(wait, at_least), reason)
    return Delivery(digest, fate)


def bare_address(sender: str) -> str:
    """The envelope's sender, without the name that stands in From."""
    return sender.rpartition("<")[2].partition(">")[0].strip() or sender
