"""A site's chrome and its pages' bodies were compared apart: what crossed between them is settled here.

Menus are compared once for all pages of a site, bodies page by page. Only a page's own two captures, seen
whole, show that a text left the body for a sidebar, that a consent box has its other half in the body, or
that the banner's words are the page's headline.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from monitor.compare.headline import FROM_CHROME
from monitor.model import Change, ChangeType, Where

_HELD = frozenset({"crossing", "consent", "repeats a menu"})
"""Kinds of noise that only a whole page shows."""


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
