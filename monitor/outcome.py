"""What becomes of a page that cannot be had: told once when it has lasted, once when it ends.

A look that brings no content is an outcome of its own, and never a change of content: the page's last
version stays what it was. A single failure is weather; one that lasts is news, and so is its end.
Some troubles come with status 200 and look like content; they are recognised here by what they say.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.model import Page, Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a trouble must last before it is told: both must be reached."""

    looks: int = 3
    lasting: timedelta = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a page has been doing lately."""

    trouble: Trouble | None = None
    since: datetime | None = None
    """When the trouble that now is was first met."""
    looks: int = 0
    """How many looks in a row met some trouble."""
    told: Trouble | None = None
    """The trouble that was told and has not been told as over."""
    told_since: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Begun:
    """To be told: the page has been in this trouble since then."""

    trouble: Trouble
    since: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Ended:
    """To be told: the page is back."""

    trouble: Trouble
    since: datetime


Notice = Begun | Ended


def met_trouble(
    condition: Condition, trouble: Trouble, reason: str, now: datetime, patience: Patience
) -> tuple[Condition, Notice | None]:
    """A look ended in trouble.

    One trouble that turns into another goes on lasting: a server that times out, then refuses, has been
    out of reach since the first of them.
    """
    since = condition.since or now
    after = replace(condition, trouble=trouble, since=since, looks=condition.looks + 1, reason=reason)
    if after.told is not None:
        return after, None
    if after.looks < patience.looks or now - since < patience.lasting:
        return after, None
    return replace(after, told=trouble, told_since=since), Begun(trouble, since, reason)


def brought_content(condition: Condition) -> tuple[Condition, Notice | None]:
    """A look brought content, or the word that it is the same as before."""
    if condition.told is not None and condition.told_since is not None:
        return Condition(), Ended(condition.told, condition.told_since)
    return Condition(), None


# ── troubles that look like content ────────────────────────────────────────────────────────────

MAX_WORDS = 150
"""A page with more text than this in its body is about something, whatever its title says."""

NOT_FOUND = re.compile(
    r"^\W*404\b|\berror\W{1,3}404\b|\b404\W{1,3}error\b|\bnot found\b"
    r"|\b(?:no longer|not) (?:available|exists?)\b|\b(?:does ?n[o’']t|doesn.t) exist\b"
    r"|\bintrouvable\b|\bn[’']existe (?:pas|plus)\b|\bnicht gefunden\b|\bexistiert nicht\b"
    r"|\bno (?:se ha )?encontrad[ao]\b|\bno existe\b|\bnon trovat[ao]\b|\bnão encontrad[ao]\b"
    r"|не найден[ао]?\b|не существует\b",
    re.IGNORECASE,
)
CHALLENGE = re.compile(
    r"\bjust a moment\b|\bverify(?:ing)? (?:that )?you are (?:a )?human\b|\bare you a (?:robot|human)\b"
    r"|\bchecking your browser\b|\battention required\b|\baccess (?:to this page has been )?denied\b"
    r"|\bunusual traffic\b|\benable javascript and cookies to continue\b|\brequest (?:was )?blocked\b",
    re.IGNORECASE,
)
LOGIN = re.compile(
    r"\b(?:sign|log) ?in\b|\blogin\b|\bse connecter\b|\bconnexion\b|\banmelden\b"
    r"|\biniciar sesión\b|\bвойти\b",
    re.IGNORECASE,
)
PASSWORD_FIELD = re.compile(rb"""<input\b[^<>]{0,400}\btype\s*=\s*["']?password\b""", re.IGNORECASE)
LOGIN_URL = re.compile(r"/(?:login|log-in|signin|sign-in|auth|sso|account/login)\b", re.IGNORECASE)


def disguised_trouble(page: Page, payload: bytes, final_url: str) -> Trouble | None:
    """The trouble behind an answer with status 200, or None when it is content.

    Only a page with little text is suspected, and only when its title or a heading says it: an article
    about missing pages, or one with a login box beside it, is content.
    """
    words = sum(len(block.text.split()) for block in page.body)
    if words > MAX_WORDS:
        return None
    headings = [block.text for block in page.body if block.kind == "heading"]
    said = " · ".join([page.metadata.title or page.title, *headings[:3]])
    if NOT_FOUND.search(said):
        return Trouble.SOFT_404
    whole = " ".join([said, *(block.text for block in page.body)])
    if CHALLENGE.search(said) or (words < 60 and CHALLENGE.search(whole)):
        return Trouble.BLOCKED
    moved_to_login = final_url != page.url and LOGIN_URL.search(final_url) is not None
    asks_for_password = PASSWORD_FIELD.search(payload[:1_000_000]) is not None
    if asks_for_password and (moved_to_login or LOGIN.search(said)):
        return Trouble.LOGIN
    return None
