"""What becomes of a page that cannot be had: told once when it has lasted, once when it ends.

A look that brings no content is an outcome of its own, and never a change of content: the page's last
version stays what it was. A single failure is weather; one that lasts is news, and so is its end.
Troubles that come with status 200 are recognised in disguise.py.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.model import Trouble


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
    peace_until: datetime | None = None
    """Its server asked not to be asked before."""


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
