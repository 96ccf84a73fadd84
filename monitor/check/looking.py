"""A look at a page of the web: what its server answered becomes a verdict, in one transaction.

An answer without content is an outcome of its own: it is recorded as a failed look, told when it lasts, and
never compared with what the page says.
"""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from monitor.check.checking import check_snapshot
from monitor.check.journey import ask, gather
from monitor.check.moving import AWAY, find_former, find_present
from monitor.check.verdict import Changed, Failed, First, Same, Verdict
from monitor.compare import tell
from monitor.config import SiteConfig
from monitor.disguise import is_challenge
from monitor.examining import Disguised, Examination, Request, examine
from monitor.fetch import Answer, Fetched, Missed, NotModified, Validators
from monitor.model import Change, ChangeType, Snapshot, Trouble, Where
from monitor.outcome import (
    Begun,
    Condition,
    Ended,
    Notice,
    Patience,
    brought_content,
    met_trouble,
)
from monitor.store import PageId, Placed, Store, Watch


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look came to."""

    verdict: Verdict
    notice: Change | None = None
    """A trouble that has lasted, or its end, or a move, to be told."""


def watch_job_url(watch: Watch) -> str:
    """Where to ask: a page that moved for good is asked for where it lives now."""
    return watch.moved_to or watch.url


def validators_of(watch: Watch) -> Validators | None:
    if not (watch.etag or watch.last_modified):
        return None
    return Validators(watch.etag, watch.last_modified)


Done = tuple[Request, Examination]
"""What was asked to be read, and what came of it."""


def ask_of(watch: Watch, answer: Answer, store: Store) -> Request | None:
    """What has to be read before an answer can be taken in; None when nothing has."""
    if not isinstance(answer, Fetched):
        return None
    snapshot = snapshot_of(watch, answer)
    request = ask(snapshot, gather(snapshot, store), store)
    if request is None:
        return None
    return replace(request, served=(watch_job_url(watch), answer.final_url))


def peace_until(watch: Watch, now: datetime) -> datetime | None:
    """Until when the page's server is not to be asked, as it said; None when it may be."""
    until = decode_condition(watch.condition).peace_until
    return until if until is not None and until > now else None


def snapshot_of(watch: Watch, answer: Fetched) -> Snapshot:
    """As a capture of the watched page, wherever its server keeps it."""
    return replace(answer.snapshot, url=watch.url, site=watch.site)


def look(
    watch: Watch, answer: Answer, store: Store, site: SiteConfig, now: datetime, done: Done | None = None
) -> Looked:
    """Take in what a page's server answered. One transaction; the next look is for the caller to plan.

    `done` is the reading that `ask_of` asked for; without it, it is made here.
    """
    patience = Patience(looks=site.patience_looks, lasting=site.patience)
    condition = decode_condition(watch.condition)
    with store.transaction():
        current = store.watches.get(watch.page)
        if current is not None and current.moved_to != watch.moved_to:
            # It was found elsewhere while it was asked for where it used to be.
            return Looked(Same(watch.url, watch.site))
        match answer:
            case Fetched():
                request = ask_of(watch, answer, store) if done is None else None
                done = done if request is None else (request, examine(request))
                if done is not None and isinstance(done[1], Disguised):
                    hidden = done[1]
                    return _trouble(watch, condition, hidden.trouble, hidden.reason, store, now, patience)
                verdict = check_snapshot(snapshot_of(watch, answer), store, now, done=done)
                if isinstance(verdict, Failed):
                    unread = (Trouble.UNREADABLE, verdict.reason)
                    return _trouble(watch, condition, *unread, store, now, patience, verdict)
                kept = replace(
                    watch, etag=answer.validators.etag, last_modified=answer.validators.last_modified
                )
                looked = _content(kept, condition, verdict, answer.moved_to, store, now)
                former = find_former(watch, store, now) if isinstance(verdict, First) else None
                if former is None:
                    return looked
                return replace(looked, notice=_follow(former.watch, kept, former.share, store, now))
            case NotModified():
                store_same(watch, answer, store, now)
                return _content(watch, condition, Same(watch.url, watch.site), "", store, now)
            case Missed():
                peace = (
                    None if answer.retry_after_s is None else now + timedelta(seconds=answer.retry_after_s)
                )
                condition = replace(condition, peace_until=peace)
                trouble = trouble_of(answer)
                return _trouble(watch, condition, trouble, answer.reason, store, now, patience)


def _follow(page: Watch, to: Watch, share: float, store: Store, now: datetime) -> Change:
    """From now on the page is looked at where its content is; what was found there is no page of its own."""
    store.watches.drop(to.page, now)
    store.watches.add(page.page, page.origin, now)
    store.watches.put(
        replace(page, moved_to=to.url, etag=to.etag, last_modified=to.last_modified, next=page.next or now)
    )
    moved = Change(
        type=ChangeType.PAGE_MOVED,
        where=Where.BODY,
        before=watch_job_url(page),
        after=to.url,
        page=page.url,
        between=(page.last, now),
        rule="moved/content",
        evidence=(f"it is gone, and {share:.0%} of what it said is there now",),
    )
    return _record(moved, page.page, store, now)


def trouble_of(answer: Missed) -> Trouble:
    """A challenge often comes as "503 Service Unavailable", which passes; it does not."""
    if answer.trouble is Trouble.ERROR and answer.title and is_challenge([answer.title], [answer.title]):
        return Trouble.BLOCKED
    return answer.trouble


def store_same(watch: Watch, answer: NotModified, store: Store, now: datetime) -> None:
    """The server said that nothing changed: the last capture holds at this moment too."""
    last = store.snapshots.before(watch.page, now)
    if last is None:
        return
    snapshot = Snapshot(
        url=watch.url,
        payload=b"",
        moment=now,
        media_type=last.media_type,
        charset=last.charset,
        site=watch.site,
        source=last.source,
        notes=answer.notes,
        status=last.status,
        headers=last.headers,
    )
    store.snapshots.put(
        watch.page, snapshot, last.payload, last.version, last.chrome, last.rules, last.reading
    )
    if last.chrome is not None:
        store.regions.see(last.chrome, watch.page, now)


def _content(
    watch: Watch, condition: Condition, verdict: Verdict, moved_to: str, store: Store, now: datetime
) -> Looked:
    condition, notice = brought_content(condition)
    told = _tell_notice(watch, notice, store, now)
    after = replace(watch, condition=encode_condition(condition))
    after = _looked(after, isinstance(verdict, Changed), now)
    if moved_to and moved_to not in (watch.moved_to, watch.url):
        after = replace(after, moved_to=moved_to)
        moved = Change(
            type=ChangeType.PAGE_MOVED,
            where=Where.BODY,
            before=watch_job_url(watch),
            after=moved_to,
            page=watch.url,
            between=(watch.last, now),
            rule="moved/permanent redirect",
            evidence=("the server says that the page moved for good (301 or 308)",),
        )
        told = told or _record(moved, watch.page, store, now)
    store.watches.put(after)
    return Looked(verdict, told)


def _trouble(
    watch: Watch,
    condition: Condition,
    trouble: Trouble,
    reason: str,
    store: Store,
    now: datetime,
    patience: Patience,
    verdict: Failed | None = None,
) -> Looked:
    if trouble in AWAY and condition.trouble is None:  # found to be gone for the first time
        present = find_present(watch, store)
        if present is not None:
            moved = _follow(watch, present.watch, present.share, store, now)
            return Looked(Same(watch.url, watch.site), moved)
    condition, notice = met_trouble(condition, trouble, reason, now, patience)
    said = f"{trouble.value}: {reason}"
    if verdict is None:
        store.snapshots.fail(watch.page, None, now, said)
    told = _tell_notice(watch, notice, store, now)
    # A look that brought nothing says nothing about changes: the next one answers for both intervals.
    store.watches.put(replace(watch, condition=encode_condition(condition)))
    return Looked(verdict or Failed(watch.url, watch.site, said), told)


def _looked(watch: Watch, changed: bool, now: datetime) -> Watch:
    looks = watch.looks
    if watch.last is not None:
        looks = (*looks, ((now - watch.last) / timedelta(seconds=1), changed))
    return replace(watch, looks=looks, last=now)


def _tell_notice(watch: Watch, notice: Notice | None, store: Store, now: datetime) -> Change | None:
    match notice:
        case None:
            return None
        case Begun(trouble, since, reason):
            change = Change(
                type=ChangeType.PAGE_TROUBLE,
                where=Where.BODY,
                kind=trouble.value,
                text=f"{trouble.value} ({reason})",
                page=watch.url,
                between=(watch.last, since),
                rule=f"outcome/{trouble.value}",
                evidence=(reason, f"at every look since {since:%Y-%m-%d %H:%M}"),
            )
        case Ended(trouble, since):
            change = Change(
                type=ChangeType.PAGE_RECOVERED,
                where=Where.BODY,
                kind=trouble.value,
                page=watch.url,
                between=(since, now),
                rule="outcome/ended",
                evidence=(f"{trouble.value} since {since:%Y-%m-%d %H:%M}",),
            )
    return _record(change, watch.page, store, now)


def _record(change: Change, page: PageId, store: Store, now: datetime) -> Change:
    told = tell(change)
    identity = "\0".join([change.type, change.page, change.kind, str(change.after), now.isoformat()])
    key = hashlib.sha256(identity.encode()).digest()[:8]
    site = store.pages.get(page).site_id
    id_, is_new = store.changes.put(site, page, Placed(told, key), None, now, now)
    if is_new:
        store.outbox.queue(id_)
    return replace(told, id=store.changes.name(id_))


# ── the condition, as the store keeps it ───────────────────────────────────────────────────────


def encode_condition(condition: Condition) -> dict[str, object]:
    values = {key: value for key, value in asdict(condition).items() if value}
    return {key: v.isoformat() if isinstance(v, datetime) else v for key, v in values.items()}


def decode_condition(values: dict[str, object]) -> Condition:
    def moment(key: str) -> datetime | None:
        value = values.get(key)
        return datetime.fromisoformat(value) if isinstance(value, str) else None

    def trouble(key: str) -> Trouble | None:
        value = values.get(key)
        return Trouble(str(value)) if value else None

    looks = values.get("looks")
    return Condition(
        trouble=trouble("trouble"),
        since=moment("since"),
        looks=looks if isinstance(looks, int) else 0,
        told=trouble("told"),
        told_since=moment("told_since"),
        reason=str(values.get("reason") or ""),
        peace_until=moment("peace_until"),
    )
