"""What a check comes to: one of five outcomes, each with what belongs to it."""

from dataclasses import dataclass

from monitor.model import Change


@dataclass(frozen=True, slots=True)
class First:
    """The page was never seen before: a baseline, not news."""

    url: str
    site: str
    changes: tuple[Change, ...] = ()
    """Of the site's chrome, where the page shows another state than its sisters did."""


@dataclass(frozen=True, slots=True)
class Same:
    """Nothing to tell."""

    url: str
    site: str
    held: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    url: str
    site: str
    changes: tuple[Change, ...]
    held: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Reread:
    """The reading is another one, by new rules of ours: recorded, never announced."""

    url: str
    site: str
    held: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Failed:
    """What was captured cannot be read."""

    url: str
    site: str
    reason: str


Verdict = First | Same | Changed | Reread | Failed
