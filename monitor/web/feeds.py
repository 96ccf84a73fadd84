"""The feed of everything, of a site or of a page, from the store."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from monitor.digest import Entry, Feed, atom, json_feed, newest
from monitor.model import ChangeType
from monitor.store import RecordedChange, Store


def make_feed(store: Store, name: str, url: str = "") -> Feed:
    """Raises: BadInput (no site or page of that name)."""
    told = [one for one in store.log(name) if one.change.type is not ChangeType.FIRST_SEEN]
    once = _told_once(told, store.outbox.names_in_feeds())
    entries, recorded = newest([(Entry(site=one.site, change=one.change), one.recorded) for one in once])
    return Feed(name=name, url=url, entries=entries, recorded=recorded)


def _told_once(told: Sequence[RecordedChange], names: Mapping[str, str]) -> Iterator[RecordedChange]:
    """Who pulled a change that a later load of history split must not hear of its steps as news: they are one
    entry under its name, and none while it stands itself."""
    groups: dict[str, list[RecordedChange]] = {}
    for one in told:
        groups.setdefault(names.get(one.change.id, one.change.id), []).append(one)
    for name, steps in groups.items():
        itself = [step for step in steps if step.change.id == name]
        last = (itself or steps)[-1]
        change = replace(last.change, id=name)
        if len(steps) > 1 and not itself:
            said = " · ".join(dict.fromkeys(step.change.sentence for step in steps))
            change = replace(change, sentence=said, before=None, after=None, spans=(), path=())
        yield replace(last, change=change)


def render_feed(path: Path, name: str, kind: str, url: str = "") -> bytes:
    """The feed as Atom ("atom") or JSON Feed ("json").

    Raises: BadInput (no site or page of that name), StoreError.
    """
    with Store(path, read_only=True) as store:
        feed = make_feed(store, name, url)
    return atom(feed) if kind == "atom" else json_feed(feed)
