"""What the store answers to people's questions, as values."""

from dataclasses import dataclass
from datetime import datetime

from monitor.model import Block, Change, Page, RegionKind
from monitor.store.changes import HeldBack
from monitor.store.versions import StoredVersion


@dataclass(frozen=True, slots=True)
class PageHistory:
    """One page and its versions, oldest first."""

    site: str
    url: str
    title: str
    snapshots: int
    first: datetime | None
    last: datetime | None
    versions: tuple[StoredVersion, ...]
    failure: str = ""
    """Why the last look failed, "" when it did not."""


@dataclass(frozen=True, slots=True)
class VersionAt:
    """What a page showed at a moment: title, body and chrome together."""

    site: str
    page: Page
    number: int
    """Of the version."""
    moment: datetime | None
    """Of the capture that shows it."""
    payload_hash: str
    source: str
    notes: tuple[str, ...] = ()
    """What was special about the capture: "TLS not verified"."""
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Blamed:
    """One block of a page, and since when it says this."""

    block: Block
    since: datetime | None
    """When it was first seen so; None where no capture before it is dated."""
    number: int
    """Of the version that brought it."""
    before: str
    """What it said before it was edited; "" when it came as it is."""


@dataclass(frozen=True, slots=True)
class Found:
    """A text with the words that were looked for."""

    site: str
    page: str
    text: str
    appeared: datetime | None
    """When it was first seen; None when nobody knows."""
    left: datetime | None
    """The first capture without it; None while it is there."""


@dataclass(frozen=True, slots=True)
class Month:
    """What came in in a month, as "2026-05"."""

    name: str
    snapshots: int
    changes: int


@dataclass(frozen=True, slots=True)
class Restless:
    """A page, and how restless it is."""

    site: str
    page: str
    snapshots: int
    payloads: int
    versions: int
    changes: int
    held: int


@dataclass(frozen=True, slots=True)
class Stats:
    bytes: int
    snapshots: int
    payload_bytes: int
    """As served, all captures together."""
    tables: tuple[tuple[str, int], ...]
    """The largest parts of the file, in bytes."""
    months: tuple[Month, ...]
    restless: tuple[Restless, ...]
    """The pages with the most held back and told, the most restless first."""


@dataclass(frozen=True, slots=True)
class RegionHistory:
    kind: RegionKind
    name: str
    versions: int
    pages: int
    """How many of the site's pages show it."""
    items: int
    """How many items its latest version has."""
    first: datetime | None
    last: datetime | None
    page: str = ""
    """The only page that has it, for a region that belongs to one."""


@dataclass(frozen=True, slots=True)
class RollOut:
    """How far a chrome change has come: "37 of 41 pages"."""

    change: Change
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class LeftMenu:
    """A page whose menu item was removed and that still answers."""

    page: str
    label: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Lagging:
    """A translation that was not changed since the page that it translates was."""

    page: str
    language: str
    of: str
    changed: datetime
    """When that page was changed."""
    own: datetime | None
    """When the translation was changed last; None when it was not since it is watched."""


@dataclass(frozen=True, slots=True)
class SiteRecord:
    name: str
    pages: tuple[str, ...]
    regions: tuple[RegionHistory, ...]
    """Shared ones first; those of single pages only with `versions > 1`."""
    roll_outs: tuple[RollOut, ...]
    alone: tuple[str, ...]
    """Pages that share no region with another page of the site."""
    snapshots: int
    left_menu: tuple[LeftMenu, ...] = ()
    lagging: tuple[Lagging, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One capture that a change was found between."""

    moment: datetime | None
    payload_hash: str
    source: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Which rule decided, on what evidence, and what was held back beside it."""

    change: Change
    site: str
    recorded: datetime
    before: Side | None
    after: Side | None
    held: tuple[HeldBack, ...]


@dataclass(frozen=True, slots=True)
class Failing:
    site: str
    page: str
    moment: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file in a folder of the configuration that cannot be used."""

    source: str
    """The folder."""
    reason: str
    """Begins with the file."""
    since: datetime


@dataclass(frozen=True, slots=True)
class SiteCount:
    name: str
    pages: int
    snapshots: int
    changes: int
    last: datetime | None
    """The latest capture."""


@dataclass(frozen=True, slots=True)
class Status:
    path: str
    bytes: int
    sites: tuple[SiteCount, ...]
    versions: int
    waiting: int
    """Changes that wait to be told."""
    failing: tuple[Failing, ...]
    """Pages whose last look failed."""
    set_aside: tuple[SetAside, ...] = ()
