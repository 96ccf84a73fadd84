"""What the store answers to people's questions, as values.

Named tuples: they are made in a fifth of the time of frozen dataclasses, at the start of every command.
"""

from datetime import datetime
from typing import NamedTuple

from monitor.model import Block, Change, Page, RegionKind
from monitor.store.changes import HeldBack
from monitor.store.versions import StoredVersion


class PageHistory(NamedTuple):
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


class VersionAt(NamedTuple):
    """What a page showed at a moment: title, body and chrome together."""

    site: str
    page: Page
    number: int
    """Of the version."""
    of: int
    """So many versions the page has."""
    moment: datetime | None
    """Of the capture that shows it."""
    payload_hash: str
    source: str
    notes: tuple[str, ...] = ()
    """What was special about the capture: "TLS not verified"."""
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()


class Blamed(NamedTuple):
    """One block of a page, and since when it says this."""

    block: Block
    since: datetime | None
    """When it was first seen so; None where no capture before it is dated."""
    number: int
    """Of the version that brought it."""
    before: str
    """What it said before it was edited; "" when it came as it is."""


class Found(NamedTuple):
    """A text with the words that were looked for."""

    site: str
    page: str
    text: str
    appeared: datetime | None
    """When it was first seen; None when nobody knows."""
    left: datetime | None
    """The first capture without it; None while it is there."""


class Month(NamedTuple):
    """What came in in a month, as "2026-05"."""

    name: str
    snapshots: int
    changes: int


class Restless(NamedTuple):
    """A page, and how restless it is."""

    site: str
    page: str
    snapshots: int
    payloads: int
    versions: int
    changes: int
    held: int


class Stats(NamedTuple):
    bytes: int
    snapshots: int
    payload_bytes: int
    """As served, all captures together."""
    tables: tuple[tuple[str, int], ...]
    """The largest parts of the file, in bytes."""
    months: tuple[Month, ...]
    restless: tuple[Restless, ...]
    """The pages with the most held back and told, the most restless first."""


class RegionHistory(NamedTuple):
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


class RollOut(NamedTuple):
    """How far a chrome change has come: "37 of 41 pages"."""

    change: Change
    done: int
    of: int


class LeftMenu(NamedTuple):
    """A page whose menu item was removed and that still answers."""

    page: str
    label: str
    since: datetime


class Lagging(NamedTuple):
    """A translation that was not changed since the page that it translates was."""

    page: str
    language: str
    of: str
    changed: datetime
    """When that page was changed."""
    own: datetime | None
    """When the translation was changed last; None when it was not since it is watched."""


class SiteRecord(NamedTuple):
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


class Side(NamedTuple):
    """One capture that a change was found between."""

    moment: datetime | None
    payload_hash: str
    source: str


class Explanation(NamedTuple):
    """Which rule decided, on what evidence, and what was held back beside it."""

    change: Change
    site: str
    recorded: datetime
    before: Side | None
    after: Side | None
    held: tuple[HeldBack, ...]


class Failing(NamedTuple):
    site: str
    page: str
    moment: datetime
    reason: str


class SetAside(NamedTuple):
    """A file in a folder of the configuration that cannot be used."""

    source: str
    """The folder."""
    reason: str
    """Begins with the file."""
    since: datetime


class SiteCount(NamedTuple):
    name: str
    pages: int
    snapshots: int
    changes: int
    last: datetime | None
    """The latest capture."""


class Status(NamedTuple):
    path: str
    bytes: int
    sites: tuple[SiteCount, ...]
    versions: int
    waiting: int
    """Changes that wait to be told."""
    failing: tuple[Failing, ...]
    """Pages whose last look failed."""
    set_aside: tuple[SetAside, ...] = ()
