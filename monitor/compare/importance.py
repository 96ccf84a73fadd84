"""How much a change matters, from 0 to 1, and why.

Four questions, each answered from the change alone: what kind of change it is, how much of it there is,
where it stands, and whether it touches what binds or counts: obligations, negations, numbers, dates,
money, names. The answer is a sum of a few reasons that can be read; no reason is hidden in a weight.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from monitor.compare.dates import has_date
from monitor.compare.values import NUMBER
from monitor.model import Change, ChangeType, RegionKind, Where


class Importance(NamedTuple):
    value: float
    reasons: tuple[str, ...]


_Add = Callable[[float, str], None]


_KINDS = {
    ChangeType.MENU_ADDED: 0.4,
    ChangeType.MENU_REMOVED: 0.45,
    ChangeType.MENU_RENAMED: 0.4,
    ChangeType.MENU_MOVED: 0.2,
    ChangeType.LINK_CHANGED: 0.3,
    ChangeType.ANNOTATION_MOVED: 0.65,
    ChangeType.ANNOTATION_ADDED: 0.45,
    ChangeType.ANNOTATION_REMOVED: 0.45,
    ChangeType.ANNOTATION_CHANGED: 0.45,
    ChangeType.PARAGRAPH_ADDED: 0.5,
    ChangeType.PARAGRAPH_REMOVED: 0.55,
    ChangeType.PARAGRAPH_EDITED: 0.4,
    ChangeType.PARAGRAPH_MOVED: 0.15,
    ChangeType.PARAGRAPH_SPLIT: 0.1,
    ChangeType.PARAGRAPH_MERGED: 0.1,
    ChangeType.HEADING_ADDED: 0.5,
    ChangeType.HEADING_REMOVED: 0.55,
    ChangeType.HEADING_CHANGED: 0.5,
    ChangeType.HEADING_MOVED: 0.2,
    ChangeType.LIST_ITEM_ADDED: 0.4,
    ChangeType.LIST_ITEM_REMOVED: 0.45,
    ChangeType.LIST_ITEM_EDITED: 0.35,
    ChangeType.LIST_ITEM_MOVED: 0.15,
    ChangeType.TABLE_ROW_ADDED: 0.4,
    ChangeType.TABLE_ROW_REMOVED: 0.45,
    ChangeType.TABLE_ROW_EDITED: 0.4,
    ChangeType.TABLE_ROW_MOVED: 0.15,
    ChangeType.TABLE_CELL_CHANGED: 0.45,
    ChangeType.NUMBER_CHANGED: 0.45,
    ChangeType.DATE_CHANGED: 0.45,
    ChangeType.LINK_ADDED: 0.3,
    ChangeType.LINK_REMOVED: 0.3,
    ChangeType.TITLE_CHANGED: 0.6,
    ChangeType.DIFFERENT_PAGE: 0.1,
    ChangeType.PAGE_ADDED: 0.6,
    ChangeType.PAGE_REMOVED: 0.7,
    ChangeType.PAGE_MOVED: 0.3,
    ChangeType.PAGE_TROUBLE: 0.5,
    ChangeType.PAGE_RECOVERED: 0.3,
    ChangeType.FIRST_SEEN: 0.05,
    ChangeType.NOISE: 0.0,
}

RESTYLED = 0.05
REORDERED = 0.1
ENCRYPTED = 0.1

FEW_WORDS, MANY_WORDS = 3, 60

_OBLIGATION = re.compile(
    r"\b(?:must|shall|may not|may only|required|requires?|obliged|obligations?|prohibited|forbidden|mandatory"
    r"|entitled|liable|consent|waive[sd]?"
    r"|doit|doivent|devra|devront|ne peut|ne peuvent|interdite?s?|obligatoires?|tenue?s? de|est tenu"
    r"|muss|müssen|darf|dürfen|verpflichtet|verboten|untersagt|pflicht|soll|sollen"
    r"|debe|deben|deberán?|prohibid[oa]s?|obligatori[oa]s?|no puede|no pueden"
    r"|долж(?:ен|на|но|ны)|обязан[аоы]?|запрещ\w{1,12}|не вправе|нельзя)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|without|cannot|except|unless|n't|ne|pas|jamais|aucune?|sans|sauf|nicht|kein\w{0,2}|nie|ohne|außer"
    r"|nunca|sin|ningun[ao]?|salvo|не|нет|никогда|без|кроме)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[€$£¥₽]|\b(?:EUR|USD|GBP|CHF|JPY|RUB|PLN|SEK|NOK|DKK|CZK)\b")
_NAME = re.compile(r"(?<!^)(?<![.!?:] )(?<![\w’'-])[^\W\d_a-zß-öø-ÿ][\w’'-]{2,}")
_FOOTNOTE = re.compile(r"^\s*(?:\[\d{1,3}\]|[¹²³⁴-⁹*†‡]|\(\d{1,3}\)\s)")

MAX_SPANS = 20
MAX_CHARS = 20_000
"""So much of what changed is looked at: enough to find what binds."""


def weigh(change: Change) -> Importance:
    """The importance of a change whose `spans` are filled."""
    value = _KINDS[change.type]
    reasons = [f"{value:.2f} {change.type.value.replace('_', ' ')}"]
    if change.type in (ChangeType.NOISE, ChangeType.FIRST_SEEN, ChangeType.DIFFERENT_PAGE):
        return Importance(value, tuple(reasons))
    for held_down, reason in (
        (RESTYLED if change.kind == "restyled" else None, "only case, punctuation or typography"),
        (REORDERED if change.kind == "reordered" else None, "the same items in another order"),
        (ENCRYPTED if _is_only_encrypted(change) else None, "the same address, by https"),
    ):
        if held_down is not None:
            return Importance(held_down, (f"{held_down:.2f} {reason}",))

    def add(amount: float, reason: str) -> None:
        nonlocal value
        value += amount
        reasons.append(f"{amount:+.2f} {reason}")

    changed = _changed_text(change)
    _add_amount(change, changed, add)
    _add_place(change, add)
    _add_content(change, changed, add)
    return Importance(round(min(1.0, max(0.01, value)), 2), tuple(reasons))


def _is_only_encrypted(change: Change) -> bool:
    if change.type is not ChangeType.LINK_CHANGED:
        return False
    before, after = (
        side if isinstance(side, tuple) else (side or "",) for side in (change.before, change.after)
    )
    return bool(before) and [t.replace("http://", "https://", 1) for t in before] == list(after) != list(
        before
    )


def _add_amount(change: Change, changed: str, add: _Add) -> None:
    words = len(changed.split())
    if words >= MANY_WORDS:
        add(0.1, f"{words} words")
    elif words <= FEW_WORDS and change.where is Where.BODY and not change.type.value.endswith("_moved"):
        add(-0.05, "a few words")
    if (
        isinstance(change.after, tuple)
        and change.type is not ChangeType.ANNOTATION_MOVED
        and len(change.after) > 1
    ):
        add(0.05, "many at once")
    if change.moved and not change.type.value.endswith("_moved"):
        add(0.05, "moved as well")


def _add_place(change: Change, add: _Add) -> None:
    kind = change.region.partition(":")[0]
    if change.where is Where.CHROME:
        if kind in (RegionKind.FOOTER.value, RegionKind.OTHER.value, RegionKind.LANGUAGES.value):
            add(-0.1, f"in a {kind}" if kind != RegionKind.OTHER.value else "at the edge of the page")
        elif kind == RegionKind.BREADCRUMB.value:
            add(-0.15, "in a breadcrumb")
        elif not change.path:
            add(0.05, "at the top of the menu")
    elif any(_FOOTNOTE.match(side) for side in (change.before, change.after) if isinstance(side, str)):
        add(-0.1, "a footnote")


def _add_content(change: Change, changed: str, add: _Add) -> None:
    if change.type.value.endswith("_moved"):
        return  # what it says was said before
    if _OBLIGATION.search(changed):
        add(0.3, "an obligation or a permission")
    elif _NEGATION.search(changed):
        add(0.15, "a negation or an exception")
    if change.where is Where.BODY or change.type is ChangeType.PARAGRAPH_EDITED:
        if _MONEY.search(changed) or _stands_by_money(change):
            add(0.15, "an amount of money")
        if has_date(changed):
            add(0.1, "a date")
        elif NUMBER.search(changed):
            add(0.1, "a number")
        if _NAME.search(changed):
            add(0.05, "a name")


def _changed_text(change: Change) -> str:
    """The words out and in; all of it where one side is missing."""
    if change.spans:
        parts = [part for span in change.spans for part in span]
    else:
        sides = (change.before, change.after)
        parts = [part for side in sides if side for part in (side if isinstance(side, tuple) else (side,))]
        if change.type is ChangeType.LINK_CHANGED:
            parts = [change.text]
    return _FOOTNOTE.sub("", " … ".join(parts)[:MAX_CHARS], count=1)


def _stands_by_money(change: Change) -> bool:
    """Does a number that changed have its currency beside it, which did not change?"""
    if not isinstance(change.after, str):
        return False
    for _, into in change.spans[:MAX_SPANS]:
        at = change.after.find(into) if into[:1].isdigit() else -1
        if at >= 0 and _MONEY.search(change.after[max(0, at - 4) : at] + change.after[at + len(into) :][:4]):
            return True
    return False
