"""Changes that are no news after all, whoever found them: the last look before they are told.

A footer's year, a counter in a banner and a sidebar's "3 minutes ago" are noise as they are in a body. And
a text that left the chrome and came into the body (or the other way) was only *seen* otherwise: on the page
nothing happened.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from monitor.compare.dates import mask_dates
from monitor.compare.noise import edit_noise, is_advertisement, lone_noise
from monitor.compare.noise_forms import AD_LABEL, TOKEN_TEXT, WEEKDAYS
from monitor.compare.together import speaks_of_consent
from monitor.compare.values import is_number_edit
from monitor.model import Change, ChangeType, Page, RegionKind, Where

_TEXTS = frozenset(
    {
        ChangeType.MENU_ADDED,
        ChangeType.MENU_REMOVED,
        ChangeType.MENU_RENAMED,
        ChangeType.PARAGRAPH_ADDED,
        ChangeType.PARAGRAPH_REMOVED,
        ChangeType.PARAGRAPH_EDITED,
        ChangeType.NUMBER_CHANGED,
        ChangeType.DATE_CHANGED,
    }
)
"""Changes whose two sides are texts of the page, of which the chrome has."""


_PARTNERS = re.compile(
    r"\b\d+ (?:partner|vendor|anbieter|partenaire|fournisseur|socio|proveedor)", re.IGNORECASE
)
_PURPOSES = re.compile(
    r"purpose|advertis|cookie|consent|store|zweck|werbung|finalité|publicit|propósito", re.IGNORECASE
)


MAX_BANNER_WORDS = 24
_DISCOUNT = re.compile(
    r"(?<![\w-])[-−–] ?\d{1,2} ?%"
    r"|\b\d{1,2} ?% (?:off|discount|rabatt|de (?:réduction|remise|descuento|desconto)|di sconto|korting)\b"
    r"|\bsave (?:up to )?(?:[$€£] ?)?\d|\b(?:black friday|cyber monday)\b|\b(?:promo|discount|coupon) code\b"
    r"|\bcode promo\b|\brabattcode\b|\bcódigo (?:de descuento|promocional)\b|\bcodice sconto\b",
    re.IGNORECASE,
)


def quiet(change: Change, *, leads: bool = False) -> Change:
    """The change as noise of its kind, when its texts say that it is none to tell.

    `leads` somewhere: an item "Advertising" of a menu is a page of the site, and labels no advertisement.
    """
    if change.type is ChangeType.LINK_CHANGED and change.where is Where.CHROME:
        return _as_noise(change, "advertisement") if is_advertisement(change.text) else change
    if change.type not in _TEXTS or isinstance(change.before, tuple) or isinstance(change.after, tuple):
        return change
    if change.before is not None and change.after is not None:
        kind = edit_noise(change.before, change.after) or _consent(change) or _today(change)
    else:
        text = change.before or change.after or ""
        kind = lone_noise(text) or _promotion(change) or _token(change, text)
    if not kind or (leads and _is_about_advertising(change)):
        return change
    return _as_noise(change, kind)


def _as_noise(change: Change, kind: str) -> Change:
    return replace(change, type=ChangeType.NOISE, kind=kind)


def _token(change: Change, text: str) -> str:
    """Letters and digits mixed are a checksum in a body, where readers compare it; no menu has one."""
    return "token" if change.where is Where.CHROME and TOKEN_TEXT.fullmatch(text) else ""


def _consent(change: Change) -> str:
    """How many companies a consent dialog asks for, which nobody decides: "consent"; "" for all else."""
    before, after = str(change.before), str(change.after)
    if change.where is not Where.CHROME or not (_PARTNERS.search(after) and _PURPOSES.search(after)):
        return ""
    return "consent" if is_number_edit(before, after) else ""


def _is_about_advertising(change: Change) -> bool:
    label = change.before or change.after
    in_menu = change.region.startswith((RegionKind.MENU, RegionKind.FOOTER))
    return in_menu and isinstance(label, str) and AD_LABEL.fullmatch(label) is not None


def _promotion(change: Change) -> str:
    """A banner above or over the page that offers a discount: "advertisement"; "" for all else."""
    text = change.before or change.after
    if change.region != RegionKind.OTHER.value or not isinstance(text, str):
        return ""
    return "advertisement" if len(text.split()) <= MAX_BANNER_WORDS and _DISCOUNT.search(text) else ""


def _today(change: Change) -> str:
    """The day on which the page was looked at, with its name: "clock"; "" for all else."""
    for side in (str(change.before), str(change.after)):
        bare = WEEKDAYS.sub("", side)
        if change.where is not Where.CHROME or bare == side or mask_dates(bare, "").strip(" ,.|·–-"):
            return ""
    return "clock"


EDGE = 4
"""So many blocks of a body's beginning and of its end may be what lies over the page, or below it."""


def quiet_consent(changes: Sequence[Change], before: Page, after: Page) -> list[Change]:
    """Hold back the other half of a consent box, whose buttons were held back on the other side of the border
    between chrome and body. In the midst of a body "we use cookies" is what the page is about."""
    ways = {
        change.before is None
        for change in changes
        if change.type is ChangeType.NOISE
        and change.kind == "consent"
        and None in (change.before, change.after)
    }
    if not ways:
        return list(changes)
    edges = {
        block.text.casefold() for page in (before, after) for block in (*page.body[:EDGE], *page.body[-EDGE:])
    }
    return [
        replace(change, type=ChangeType.NOISE, kind="consent")
        if (change.before is None) in ways
        and speaks_of_consent(text := _lone_text(change))
        and (change.where is Where.CHROME or text in edges)
        else change
        for change in changes
    ]


def conserve(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Hold back what only crossed between chrome and body."""
    gone = {where: _texts(changes, where, "before") for where in Where}
    come = {where: _texts(changes, where, "after") for where in Where}
    crossed = (gone[Where.CHROME] & come[Where.BODY]) + (gone[Where.BODY] & come[Where.CHROME])
    if not crossed:
        return tuple(changes)
    out_of, into = crossed.copy(), crossed.copy()
    told = []
    for change in changes:
        left = out_of if change.after is None else into
        text = _lone_text(change)
        if text and left[text] > 0:
            left[text] -= 1
            told.append(replace(change, type=ChangeType.NOISE, kind="crossing"))
        else:
            told.append(change)
    return tuple(told)


def _texts(changes: Sequence[Change], where: Where, side: str) -> Counter[str]:
    return Counter(
        text
        for change in changes
        if change.where is where and getattr(change, side) is not None and (text := _lone_text(change))
    )


def _lone_text(change: Change) -> str:
    """What came or went, when the change says only that; "" otherwise."""
    if change.type is ChangeType.NOISE or change.text:
        return ""
    if change.before is None and isinstance(change.after, str):
        return change.after.casefold()
    if change.after is None and isinstance(change.before, str):
        return change.before.casefold()
    return ""
