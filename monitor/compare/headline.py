"""The page's own headline and date, where the border between chrome and body put them on the chrome's side.

A banner may hold the page's headline beside the site's name. What the page's title repeats, and what leads
nowhere, is what this page is called: when it changes, the page's heading changed, and no menu of the site.
And "Last updated on 3 May" under a text, among buttons to print and to share it, is the date of this text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from monitor.compare.fate import restyling
from monitor.compare.noise import edit_noise
from monitor.model import Change, ChangeType, Item, Page, RegionKind, Scope, Where

MIN_WORDS = 3
"""A shorter label may be in the title as the name of a section, or of the site."""

IN_BANNER = "edit/heading in a banner"
OF_PAGE = "edit/date of the page"
FROM_CHROME = frozenset({IN_BANNER, OF_PAGE})
"""The rules of changes that were found in the chrome and are the page's own."""


_OWN_DATE = re.compile(
    r"\W*(?:(?:this |the )?(?:page|article|content|text|document) )?(?:was |is )?"
    r"(?:last |most recently |date )?"
    r"(?:updated?|modified|edited|reviewed|revised|revision|changed|published)\b"
    r"|\W*(?:dernière (?:mise à jour|modification)|(?:mis|mise) à jour|publié)"
    r"|\W*(?:(?:zuletzt |letzte )?(?:aktualisiert|aktualisierung|geändert|änderung)|stand\b)"
    r"|\W*(?:(?:última |fecha de )?(?:actualizaci[óo]n|modificaci[óo]n|revisi[óo]n)|actualizado)"
    r"|\W*(?:ultim[oa] (?:aggiornamento|modifica|revisione)|aggiornato|última atualização|atualizado)"
    r"|\W*(?:laatst |laatste )?(?:bijgewerkt|gewijzigd|wijziging|update)",
    re.IGNORECASE,
)
"""How a line begins that says when a text was last worked on."""

_OF_SITE = frozenset({RegionKind.FOOTER, RegionKind.MENU, RegionKind.LANGUAGES, RegionKind.BREADCRUMB})
"""Regions whose dates are the site's: a footer says when the site was built."""

NEARLY = 75.0
"""Similarity in letters (0 to 100) of a line and a title from which the one is the other, edited."""

_LONE = frozenset(
    {
        ChangeType.MENU_ADDED,
        ChangeType.PARAGRAPH_ADDED,
        ChangeType.MENU_REMOVED,
        ChangeType.PARAGRAPH_REMOVED,
    }
)

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
    """The chrome's changes, with those of the page's own headline and date as the body's."""
    for change in changes:
        if change.type in _HEADING and _is_headline(change, before, after):
            title = _of_body(change, IN_BANNER, "the page's title says it too")
            yield replace(title, type=_HEADING[change.type])
        elif _is_own_date(change):
            yield _of_body(change, OF_PAGE, "it says when this page's text was worked on")
        elif _is_headline_anew(change, before, after):
            title = _of_body(change, IN_BANNER, "it stands where the page's title was repeated")
            yield replace(
                title,
                type=ChangeType.HEADING_CHANGED,
                before=change.before or before.title,
                after=change.after or after.title,
            )
        else:
            yield change
    if before.headline and after.headline and before.headline != after.headline:
        sides = before.headline, after.headline
        if sides not in {(change.before, change.after) for change in changes}:
            # It gave a region its name: what names a region may be said nowhere on the page.
            kind = edit_noise(*sides)
            yield Change(
                type=ChangeType.NOISE if kind else ChangeType.HEADING_CHANGED,
                where=Where.BODY,
                before=before.headline,
                after=after.headline,
                kind=kind or restyling(*sides),
                rule=IN_BANNER,
                evidence=("the page's only heading of the first level",),
            )


def _is_headline_anew(change: Change, before: Page, after: Page) -> bool:
    """A banner's line that says the page's title is left out of the banner. One that came and says nearly
    that (while the title is as it was) is the headline in other words."""
    if change.type not in _LONE or before.title != after.title or change.region != RegionKind.OTHER.value:
        return False
    text = change.before or change.after
    if not isinstance(text, str) or len(text.split()) < MIN_WORDS or text == before.title:
        return False
    if _leads_somewhere(before if change.after is None else after, text):
        return False
    return fuzz.ratio(text.casefold(), before.title.casefold()) >= NEARLY


def _of_body(change: Change, rule: str, evidence: str) -> Change:
    return replace(
        change,
        where=Where.BODY,
        scope=Scope.PAGE,
        region="",
        path=(),
        pages_before=(),
        pages_after=(),
        rule=rule,
        evidence=(evidence,),
    )


def _is_own_date(change: Change) -> bool:
    return (
        change.type is ChangeType.DATE_CHANGED
        and RegionKind(change.region.partition(":")[0]) not in _OF_SITE
        and all(_OWN_DATE.match(str(side)) is not None for side in (change.before, change.after))
    )


def _is_headline(change: Change, before: Page, after: Page) -> bool:
    sides = [
        (side, page) for side, page in ((change.before, before), (change.after, after)) if side is not None
    ]
    if not all(isinstance(side, str) for side, _ in sides):
        return False
    return any(_is_called(page, str(side)) or page.headline == side for side, page in sides) and not any(
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
