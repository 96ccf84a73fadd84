"""The feed of everything, of a site or of a page, from the store."""

from pathlib import Path

from monitor.digest import Entry, Feed, atom, json_feed, newest
from monitor.model import ChangeType
from monitor.store import Store


def make_feed(store: Store, name: str, url: str = "") -> Feed:
    """Raises: BadInput (no site or page of that name)."""
    told = [one for one in store.log(name) if one.change.type is not ChangeType.FIRST_SEEN]
    entries, recorded = newest([(Entry(site=one.site, change=one.change), one.recorded) for one in told])
    return Feed(name=name, url=url, entries=entries, recorded=recorded)


def render_feed(path: Path, name: str, kind: str, url: str = "") -> bytes:
    """The feed as Atom ("atom") or JSON Feed ("json").

    Raises: BadInput (no site or page of that name), StoreError.
    """
    with Store(path, read_only=True) as store:
        feed = make_feed(store, name, url)
    return atom(feed) if kind == "atom" else json_feed(feed)
