"""How pages stand to their site: those that left its menu and still answer, translations that lag behind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from monitor.model import ChangeType, Item, RegionKind
from monitor.store.answers import Lagging, LeftMenu
from monitor.store.pages import StoredPage
from monitor.store.sites import SiteId

if TYPE_CHECKING:
    from monitor.store.database import Store

LAG = timedelta(days=7)
"""A translation that changed within a week before may have been the first of the two."""


def left_the_menu(store: Store, site: SiteId) -> tuple[LeftMenu, ...]:
    """Pages whose menu item was removed, that no menu has led to since, and that still answered then."""
    pages = {_place(page.url): page for page in store.pages.of_site(site)}
    found: dict[str, LeftMenu] = {}
    for recorded in store.changes.select(
        "c.site = ? AND c.page IS NULL AND c.type = (SELECT id FROM types WHERE name = ?)",
        (site, ChangeType.MENU_REMOVED),
    ):
        change, until = recorded.change, recorded.change.between[1]
        if until is None or not isinstance(change.before, str):
            continue
        led_to: set[str] | None = None
        for target in _targets(store, change.id, change.before):
            page = pages.get(_place(urljoin(next(iter(change.pages_before), ""), target)))
            last = None if page is None else store.snapshots.latest(page.id)
            if page is None or last is None or last.moment is None or last.moment < until:
                continue
            if led_to is None:
                led_to = _led_to(store, site, until)
            if _place(page.url) not in led_to:
                found[page.url] = LeftMenu(page.url, change.before, until)
    return tuple(found.values())


def _led_to(store: Store, site: SiteId, since: datetime) -> set[str]:
    """Where the menus lead that pages showed last, of those that were captured since then."""
    return {
        _place(urljoin(url, item.target))
        for url, region in store.regions.shown_last(site, RegionKind.MENU, since)
        for item in _walk(region.items)
        if item.target
    }


def _walk(items: Sequence[Item]) -> Iterator[Item]:
    stack = list(items)
    while stack:
        item = stack.pop()
        stack.extend(item.children)
        yield item


def _targets(store: Store, change: str, label: str) -> set[str]:
    """Where the item led, in the regions that still had it."""
    return {
        item.target
        for state in store.regions.witnesses(change)
        for item in _walk(state.items)
        if item.label == label and item.target
    }


def _place(url: str) -> str:
    """An address without what does not matter for knowing it again."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"


def lagging(store: Store, site: SiteId) -> tuple[Lagging, ...]:
    """Translations that were seen since the page that they translate changed, and have not followed it."""
    changed = store.changes.last_of_bodies(site)
    said = store.versions.addresses(site)
    pages = store.pages.of_site(site)
    by_address: dict[str, StoredPage] = {}
    for page in pages:
        addresses = said.get(page.id)
        if addresses is not None:
            by_address[_place(page.url)] = page
            if "canonical_url" in addresses:
                by_address[_place(addresses["canonical_url"])] = page
    found: list[Lagging] = []
    for page in pages:
        for language, url in said.get(page.id, {}).get("alternates", ()):
            other = by_address.get(_place(url))
            if other is None or other.id == page.id:
                continue
            ours, theirs = changed.get(page.id), changed.get(other.id)
            if ours is None or (theirs is not None and theirs + LAG >= ours):
                continue
            last = store.snapshots.latest(other.id)
            if last is not None and last.moment is not None and last.moment >= ours:
                found.append(Lagging(other.url, language, page.url, ours, theirs))
    return tuple(dict.fromkeys(found))
