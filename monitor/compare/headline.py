"""The page's own headline, where the border between chrome and body put it on the chrome's side.

A banner may hold the page's headline beside the site's name. What the page's title repeats, and what leads
nowhere, is what this page is called: when it changes, the page's heading changed, and no menu of the site.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.compare.fate import EDITED_HEADING
from monitor.model import Change, ChangeType, Item, Page, RegionKind, Scope, Where

MIN_WORDS = 3
"""A shorter label may be in the title as the name of a section, or of the site."""

_HEADING = {
    ChangeType.MENU_RENAMED: ChangeType.HEADING_CHANGED,
    ChangeType.PARAGRAPH_EDITED: ChangeType.HEADING_CHANGED,
    ChangeType.NUMBER_CHANGED: ChangeType.HEADING_CHANGED,
    ChangeType.DATE_CHANGED: ChangeType.HEADING_CHANGED,
    ChangeType.MENU_ADDED: ChangeType.HEADING_ADDED,
    ChangeType.PARAGRAPH_ADDED: ChangeType.HEADING_ADDED,
    ChangeType.MENU_REMOVED: ChangeType.HEADING_REMOVED,
    ChangeType.PARAGRAPH_REMOVED: ChangeType.HEADING_REMOVED,
}


def bring_home(changes: Sequence[Change], before: Page, after: Page) -> Iterator[Change]:
    """The chrome's changes, with that of the page's own headline as the body's."""
    for change in changes:
        if change.type in _HEADING and _is_headline(change, before, after):
            yield replace(
                change,
                type=_HEADING[change.type],
                where=Where.BODY,
                scope=Scope.PAGE,
                region="",
                path=(),
                rule=EDITED_HEADING,
                evidence=("the page's title says it too",),
            )
        else:
            yield change


def _is_headline(change: Change, before: Page, after: Page) -> bool:
    sides = [
        (side, page) for side, page in ((change.before, before), (change.after, after)) if side is not None
    ]
    if not all(isinstance(side, str) for side, _ in sides):
        return False
    return any(_is_called(page, str(side)) for side, page in sides) and not any(
        _leads_somewhere(page, str(side)) for side, page in sides
    )


def _is_called(page: Page, label: str) -> bool:
    return len(label.split()) >= MIN_WORDS and label.casefold() in page.title.casefold()


def _leads_somewhere(page: Page, label: str) -> bool:
    """Is there a link with this label in the page's chrome, or is it a step of its breadcrumb?"""
    waiting: list[Item] = []
    for region in page.regions:
        if region.kind is RegionKind.BREADCRUMB and any(item.label == label for item in region.items):
            return True
        waiting += region.items
    while waiting:
        item = waiting.pop()
        if item.label == label and item.target:
            return True
        waiting += item.children
    return False
