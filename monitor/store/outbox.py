"""The outbox: changes that wait to be told. A row is written in the transaction that records its change.

Readers are told changes in the order of their ids. What is recorded in place of another change, because a
capture came in between the two that it was found in, has that one's place in the order: whoever was told that
one is past it, whoever was not is told this.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.store.changes import ChangeId, change_name
from monitor.store.connection import Connection
from monitor.store.moments import maybe_ticks, to_ticks
from monitor.store.pages import PageId
from monitor.store.regions import RegionId
from monitor.store.sites import SiteId
from monitor.store.snapshots import SnapshotId


@dataclass(frozen=True, slots=True)
class Standing:
    """How far it has come with telling something."""

    place: int
    """In the order in which changes are told: the id of a change."""
    sent: int | None
    """When all of it was sent (ticks); None while some of it waits."""
    name: str
    """Of the change with that place, in feeds."""


_QUEUED = "FROM outbox o JOIN changes c ON c.id = o.change WHERE"


class Outbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def queue(self, change: ChangeId) -> None:
        self._connection.execute("INSERT OR IGNORE INTO outbox (change) VALUES (?)", (change,))

    def waiting(self) -> tuple[ChangeId, ...]:
        rows = self._connection.rows("SELECT change FROM outbox WHERE sent IS NULL ORDER BY change")
        return tuple(ChangeId(change) for (change,) in rows)

    def mark_sent(self, changes: Iterable[ChangeId], now: datetime) -> None:
        with self._connection.transaction():
            for change in changes:
                self._connection.execute(
                    "UPDATE outbox SET sent = ? WHERE change = ? AND sent IS NULL", (to_ticks(now), change)
                )

    def mark_sent_up_to(self, change: int, now: datetime) -> None:
        """Every reader's digest has come past this change."""
        self._connection.execute(
            "UPDATE outbox SET sent = ?2 WHERE coalesce(place, change) <= ?1 AND sent IS NULL",
            (change, to_ticks(now)),
        )

    def standing_of_page(self, page: PageId, after: SnapshotId) -> Standing | None:
        """Of what the page brought with that capture; None when that is nothing to tell."""
        return self._standing("c.page = ? AND c.snapshot_after = ?", (page, after))

    def standing_of_regions(self, site: SiteId, moment: datetime) -> dict[RegionId, Standing]:
        """Of the changes of the site's chrome that happened around that moment, by region."""
        around = "c.site = ? AND c.page IS NULL AND c.since < ? AND c.until > ?"
        values = (site, maybe_ticks(moment), maybe_ticks(moment))
        rows = self._connection.rows(f"SELECT DISTINCT c.region {_QUEUED} {around}", values)
        return {
            RegionId(region): found
            for (region,) in rows
            if region is not None
            and (found := self._standing(f"{around} AND c.region = ?", (*values, region))) is not None
        }

    def standing_of(self, changes: Iterable[ChangeId]) -> Standing | None:
        return self._standing("c.id IN (SELECT value FROM json_each(?))", (str(list(changes)),))

    def names_in_feeds(self) -> dict[str, str]:
        """By its name, the name that each change which is told in place of another has in feeds."""
        rows = self._connection.rows(f"SELECT c.key, c.again, o.told_as {_QUEUED} o.told_as IS NOT NULL")
        return {change_name(key, again): told_as for key, again, told_as in rows}

    def tell_in_place(
        self, since: int, of_page: Standing | None, of_regions: dict[RegionId, Standing]
    ) -> None:
        """Give what was queued after that change the place of what was told of the same before."""
        if of_page is not None:
            self._place("c.page IS NOT NULL", (), since, of_page)
        for region, standing in of_regions.items():
            self._place("c.page IS NULL AND c.region = ?", (region,), since, standing)

    def _standing(self, condition: str, values: tuple[object, ...]) -> Standing | None:
        rows = self._connection.rows(
            "SELECT coalesce(o.place, o.change), o.sent, o.told_as, c.key, c.again "
            f"{_QUEUED} {condition} ORDER BY 1, o.change",
            values,
        )
        if not rows:
            return None
        place, _, told_as, key, again = rows[-1]
        sent = [sent for _, sent, *_ in rows]
        return Standing(place, None if None in sent else max(sent), told_as or change_name(key, again))

    def _place(self, condition: str, values: tuple[object, ...], since: int, standing: Standing) -> None:
        self._connection.execute(
            "UPDATE outbox SET place = ?, sent = ?, told_as = ? WHERE change IN "
            f"(SELECT c.id FROM changes c WHERE c.id > ? AND {condition})",
            (standing.place, standing.sent, standing.name, since, *values),
        )
