"""The store: one SQLite file with everything that was ever seen, and the questions to ask of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from monitor.model import ChangeType, Snapshot, Told, Where
from monitor.store import history, overview, questions
from monitor.store.answers import (
    Blamed,
    Explanation,
    Found,
    PageHistory,
    SiteRecord,
    Stats,
    Status,
    VersionAt,
)
from monitor.store.backup import back_up
from monitor.store.carrying import carry_in
from monitor.store.changes import Changes, RecordedChange
from monitor.store.compaction import Compacted, compact
from monitor.store.connection import BUSY_TIMEOUT_S, Connection
from monitor.store.digests import Digests
from monitor.store.health import Finding, examine
from monitor.store.outbox import Outbox
from monitor.store.packs import Packs
from monitor.store.pages import Pages, StoredPage
from monitor.store.payloads import Payloads
from monitor.store.regions import Regions
from monitor.store.retention import Retention, Thinned, thin
from monitor.store.set_aside import SetAsides
from monitor.store.sites import Sites
from monitor.store.snapshots import Snapshots
from monitor.store.versions import Versions
from monitor.store.warc import Exported, export_warc
from monitor.store.watches import Watches
from monitor.store.words import Words


class Store:
    """The tables, by name, and the questions that the command line asks.

    `Store(path)` makes the file when it is not there, and holds it for writing until `close`;
    `Store(path, read_only=True)` reads beside a writer.

    Raises: `BadInput` (no such folder, no store to read), `NotAStore`, `StoreTooNew`, `StoreLocked`,
    `StoreFull`, `StoreError`; from every method those of `StoreError`.
    """

    def __init__(self, path: Path | str, *, read_only: bool = False, wait_s: float = BUSY_TIMEOUT_S) -> None:
        self.path = Path(path)
        self.connection = Connection(self.path, read_only=read_only, wait_s=wait_s)
        self.sites = Sites(self.connection)
        self.pages = Pages(self.connection)
        self.payloads = Payloads(self.connection)
        self.snapshots = Snapshots(self.connection)
        self.packs = Packs(self.connection, self.payloads)
        self.words = Words(self.connection)
        self.versions = Versions(self.connection, self.packs, self.words)
        self.regions = Regions(self.connection, self.packs)
        self.changes = Changes(self.connection, self.packs)
        self.outbox = Outbox(self.connection)
        self.watches = Watches(self.connection)
        self.digests = Digests(self.connection)
        self.set_aside = SetAsides(self.connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written inside it, or nothing. One check is one transaction."""
        return self.connection.transaction()

    def compact(self) -> Compacted:
        """Make the file as small as it can be; what it holds stays the same."""
        return compact(self.connection, self.payloads, self.packs, self.words, self.versions)

    def thin(
        self,
        rule: Retention,
        now: datetime,
        *,
        site: str = "",
        dry_run: bool = False,
        at_most: int | None = None,
    ) -> Thinned:
        """Let old payloads go, the oldest first; versions, changes, hashes and moments stay.

        Raises: BadInput (no such site).
        """
        id_ = questions.find_site(self, site) if site else None
        return thin(
            self.connection,
            self.payloads,
            self.packs,
            self.versions,
            id_,
            rule,
            now,
            dry_run=dry_run,
            at_most=at_most,
        )

    def back_up(self, target: Path, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Copy the store as it is at this moment to a new file, and say how many bytes that has."""
        return back_up(self.connection, target, progress)

    def export_warc(
        self, path: Path, name: str = "", progress: Callable[[int, int], None] = lambda done, total: None
    ) -> Exported:
        """Write the captures of a site, a page or all to a new WARC file, with what was told of them."""
        return export_warc(self, path, name, progress)

    def carry_in(self, site: str, told: Sequence[Told], now: datetime) -> bool:
        """Put what another store told of a site in the place of what was found anew in its captures.

        False, and nothing done, when there are captures of the site from elsewhere, or some of it was told.
        Raises: BadInput (not as this program writes it).
        """
        return carry_in(self, site, told, now)

    def examine(self, progress: Callable[[int, int], None] = lambda done, total: None) -> Iterator[Finding]:
        """Look whether all is well; `progress` hears payloads done and in all."""
        return examine(self.connection, self.payloads, self.packs, progress)

    # ── questions ──────────────────────────────────────────────────────────────────────────────

    def log(
        self,
        name: str = "",
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        type: ChangeType | None = None,  # noqa: A002  (the command line's word)
        where: Where | None = None,
        min_importance: float = 0.0,
        noise: bool = False,
        last: int | None = None,
    ) -> tuple[RecordedChange, ...]:
        """What changed and when, oldest first; of one site or page, or (with no name) of all.

        First sightings are in it; what was held back only with `noise`. At most the last `last` changes, and
        all that was held back.

        Raises: BadInput (no site or page of that name).
        """
        return questions.log(
            self,
            name,
            since=since,
            until=until,
            type=type,
            where=where,
            min_importance=min_importance,
            noise=noise,
            last=last,
        )

    def waiting(self) -> tuple[RecordedChange, ...]:
        """The changes that wait to be told, oldest first."""
        return self.changes.select("c.id IN (SELECT change FROM outbox WHERE sent IS NULL)", ())

    def changes_between(self, first: int, last: int) -> tuple[RecordedChange, ...]:
        """Changes that are to be told, by their place in that order: first < place <= last."""
        return self.changes.select(
            "c.id IN (SELECT change FROM outbox WHERE place IS NULL AND change > ?1 AND change <= ?2 "
            "UNION ALL SELECT change FROM outbox WHERE place > ?1 AND place <= ?2)",
            (first, last),
        )

    def find_page(self, name: str) -> StoredPage:
        """The one page that a person means: its URL, or how the URL ends, or a part that only it has.

        Raises: BadInput (none, or several; names the nearest).
        """
        return questions.find_page(self, name)

    def page(self, name: str) -> PageHistory:
        """Raises: BadInput (as `find_page`)."""
        return questions.page(self, name)

    def version_at(self, name: str, at: datetime | int | None = None) -> VersionAt:
        """What the page showed at a moment, or its version of that number; None for the latest.

        Raises: BadInput (no such page; nothing that old; no such number).
        """
        return questions.version_at(self, name, at)

    def capture(self, name: str, at: datetime | int | None = None) -> Snapshot:
        """The capture behind `version_at`, with its bytes. Raises: BadInput (as `version_at`)."""
        return questions.capture(self, name, at)

    def generation(self, name: str, at: datetime | None = None) -> tuple[Snapshot, ...]:
        """A site's captures as they were at that moment, one a page; None for the latest.

        Raises: BadInput (no such site).
        """
        return questions.generation(self, name, at)

    def site(self, name: str) -> SiteRecord:
        """Raises: BadInput (no such site; names those there are)."""
        return overview.site(self, name)

    def explain(self, change: str) -> Explanation:
        """By the change's id ("c1-…") or its beginning.

        Raises: BadInput (none, or several).
        """
        return questions.explain(self, change)

    def blame(self, name: str, at: datetime | None = None) -> tuple[Blamed, ...]:
        """Each block that the page shows (at that moment), with since when it says this.

        Raises: BadInput (no such page; nothing that old).
        """
        return history.blame(self, name, at)

    def search(self, words: str, *, site: str = "", limit: int = 100) -> tuple[Found, ...]:
        """Every block, of all versions, that has all the words; "in quotation marks" one after the other.

        Case and marks (é, ü) do not matter. Raises: BadInput (no word).
        """
        return history.search(self, words, site, limit)

    def stats(self) -> Stats:
        return overview.stats(self)

    def count_by_other_rules(self, rules: int) -> int:
        """Captures whose last reading is by other rules than these."""
        [count] = self.connection.row(
            "SELECT count(*) FROM snapshots WHERE rules <> ? AND version IS NOT NULL", (rules,)
        ) or (0,)
        return int(count)

    def status(self) -> Status:
        return overview.status(self)
