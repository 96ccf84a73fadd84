"""How pages stand to their site: those that left its menu and still answer, translations that lag behind."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from monitor.model import ChangeType, Item
from monitor.store.answers import Lagging, LeftMenu
from monitor.store.pages import StoredPage
from monitor.store.sites import SiteId

if TYPE_CHECKING:
    from monitor.store.database import Store

LAG = timedelta(days=7)
"""A translation may take a week."""


def left_the_menu(store: Store, site: SiteId) -> tuple[LeftMenu, ...]:
    """Pages whose menu item was removed and that were captured, readable, after that."""
    pages = {_place(page.url): page for page in store.pages.of_site(site)}
    found: dict[str, LeftMenu] = {}
    for recorded in store.changes.select(
        "c.site = ? AND c.page IS NULL AND c.type = (SELECT id FROM types WHERE name = ?)",
        (site, ChangeType.MENU_REMOVED),
    ):
        change, until = recorded.change, recorded.change.between[1]
        if until is None or not isinstance(change.before, str):
            continue
        for target in _targets(store, change.id, change.before):
            page = pages.get(_place(urljoin(next(iter(change.pages_before), ""), target)))
            last = None if page is None else store.snapshots.after(page.site, page.url, until)
            if page is not None and last is not None:
                found[page.url] = LeftMenu(page.url, change.before, until)
    return tuple(found.values())


def _targets(store: Store, change: str, label: str) -> set[str]:
    """Where the item led, in the regions that still had it."""
    targets: set[str] = set()
    for state in store.regions.witnesses(change):
        stack: list[Item] = list(state.items)
        while stack:
            item = stack.pop()
            stack.extend(item.children)
            if item.label == label and item.target:
                targets.add(item.target)
    return targets


def _place(url: str) -> str:
    """An address without what does not matter for knowing it again."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"


def lagging(store: Store, site: SiteId) -> tuple[Lagging, ...]:
    """Translations whose body is older than that of the page that they translate."""
    pages = store.pages.of_site(site)
    heads = {page.id: store.versions.head(page.id) for page in pages}
    by_address: dict[str, StoredPage] = {}
    for page in pages:
        head = heads[page.id]
        if head is not None:
            by_address[_place(page.url)] = page
            if head.get("canonical_url"):
                by_address[_place(head["canonical_url"])] = page
    changed: dict[int, datetime | None] = {}

    def last_change(page: StoredPage) -> datetime | None:
        if page.id not in changed:
            timeline = store.snapshots.timeline(page.id)
            # The first capture is no change.
            changed[page.id] = timeline[-1][1] if len(timeline) > 1 else None
        return changed[page.id]

    found: list[Lagging] = []
    for page in pages:
        for language, url in (heads[page.id] or {}).get("alternates", ()):
            other = by_address.get(_place(url))
            if other is None or other.id == page.id:
                continue
            ours, theirs = last_change(page), last_change(other)
            if ours is not None and (theirs is None or theirs + LAG < ours):
                found.append(Lagging(other.url, language, page.url, ours, theirs))
    return tuple(dict.fromkeys(found))
