"""Chrome and bodies are compared apart: what both tell, and what crossed between them, is settled here.

A list in the body may hold a menu once more: its new item is the menu's new item. And the menus of a site are
compared once for all of its pages, bodies page by page: only a page's own two captures, seen whole, show that
a text left the body for a sidebar, that a consent box has its other half in the body, or that the banner's
words are the page's headline.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from monitor.compare.headline import FROM_CHROME
from monitor.compare.regions import items_of
from monitor.model import Change, ChangeType, Page, Where

COPY = "repeats a menu"

_LOGO = re.compile(r"\blogo(?:typ|tip)?\w{0,2}\b|логотип|ロゴ|徽标|로고", re.IGNORECASE)
"""What the text beside a picture of the site's name calls it."""

_HELD = frozenset({"crossing", "consent", COPY})
"""Kinds of noise that only a whole page shows."""


_ENTRIES = {
    ChangeType.LIST_ITEM_ADDED: ChangeType.MENU_ADDED,
    ChangeType.PARAGRAPH_ADDED: ChangeType.MENU_ADDED,
    ChangeType.LIST_ITEM_REMOVED: ChangeType.MENU_REMOVED,
    ChangeType.PARAGRAPH_REMOVED: ChangeType.MENU_REMOVED,
}
"""An entry of a list in the body, and the item of a menu that may be the same."""


def hold_copies(changes: Sequence[Change], before: Page, after: Page) -> list[Change]:
    """Hold back links that came to (or left) the body when an item with the same label and target came to (or
    left) a menu of the page; and the site's logo where a folded menu shows it once more or no more."""
    told = {(c.type, c.before or c.after) for c in changes if c.where is Where.CHROME}
    return [
        replace(change, type=ChangeType.NOISE, kind=COPY)
        if (
            change.where is Where.BODY
            and (_ENTRIES.get(change.type), change.before or change.after) in told
            and _is_in_menu(str(change.before or change.after), before if change.after is None else after)
        )
        or _is_logo_again(change, before, after)
        else change
        for change in changes
    ]


def _is_logo_again(change: Change, before: Page, after: Page) -> bool:
    if change.where is Where.BODY or change.type not in (ChangeType.MENU_ADDED, ChangeType.MENU_REMOVED):
        return False
    label = change.before or change.after
    return (
        isinstance(label, str)
        and _LOGO.search(label) is not None
        and all(
            any(item.label == label for region in page.regions for _, item in items_of(region))
            for page in (before, after)
        )
    )


def _is_in_menu(label: str, page: Page) -> bool:
    """Does the page's body link this label, and nothing else, to where its chrome links it?"""
    in_body = {
        block.links[0].target
        for block in page.body
        if block.text == label and len(block.links) == 1 and block.links[0].text == label
    }
    in_chrome = {
        item.target for region in page.regions for _, item in items_of(region) if item.label == label
    }
    return bool(in_body & in_chrome)


def settle_border(chrome: Sequence[Change], by_page: Mapping[str, Sequence[Change]]) -> Iterator[Change]:
    """The changes of a site's chrome, without those that each page which shows them settled otherwise.

    `by_page` has what was told of each page, chrome and body together. What its pages hold back is held back;
    what they tell as their bodies' is left to them.
    """
    settled = {url: dict(_settled(changes)) for url, changes in by_page.items()}
    for change in chrome:
        pages = [url for url in change.pages_after or (change.page,) if url in settled]
        ways = [settled[url].get((change.before, change.after)) for url in pages]
        if change.type is ChangeType.NOISE or not ways or None in ways:
            yield change
        elif all(way for way in ways):
            yield replace(change, type=ChangeType.NOISE, kind=ways[0] or "")


def _settled(changes: Sequence[Change]) -> Iterator[tuple[tuple[object, object], str]]:
    """Both sides of what was settled; with the kind of noise that it is, or "" for the body's own."""
    told = {
        (c.before, c.after) for c in changes if c.where is Where.CHROME and c.type is not ChangeType.NOISE
    }
    for change in changes:
        sides = change.before, change.after
        if sides in told:
            continue
        if change.rule in FROM_CHROME and change.where is Where.BODY:
            yield sides, ""
        elif change.type is ChangeType.NOISE and change.where is Where.CHROME and change.kind in _HELD:
            yield sides, change.kind
