"""Watches: pages of the web that are looked at, how they are doing, and when the next look is due."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.store.connection import Connection
from monitor.store.moments import maybe_moment, maybe_ticks, to_ticks
from monitor.store.pages import PageId

MAX_LOOKS = 60
"""Looks that are remembered a page; the estimate of its rate asks for no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One page that is looked at."""

    page: PageId
    site: str
    url: str
    origin: str = "config"
    """Who named it: "config", "sitemap", "feed", "menu"."""
    etag: str = ""
    last_modified: str = ""
    condition: dict[str, Any] = field(default_factory=dict)
    """As the journey wrote it."""
    looks: tuple[tuple[float, bool], ...] = ()
    """Seconds since the look before, and whether the page had changed."""
    last: datetime | None = None
    next: datetime | None = None
    moved_to: str = ""


_COLUMNS = (
    "w.page, sites.name, pages.url, w.origin, w.etag, w.last_modified, w.condition, w.looks, w.last, w.next, "
    "w.moved_to FROM watches w JOIN pages ON pages.id = w.page JOIN sites ON sites.id = pages.site"
)


def _from_row(row: tuple[Any, ...]) -> Watch:
    page, site, url, origin, etag, last_modified, condition, looks, last, next_, moved_to = row
    return Watch(
        page=page,
        site=site,
        url=url,
        origin=origin,
        etag=etag,
        last_modified=last_modified,
        condition=json.loads(condition),
        looks=tuple((float(after), bool(changed)) for after, changed in json.loads(looks)),
        last=maybe_moment(last),
        next=maybe_moment(next_),
        moved_to=moved_to,
    )


class Watches:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, page: PageId, origin: str, next_: datetime) -> bool:
        """Watch one more page; False when it was watched already."""
        cursor = self._connection.execute(
            "INSERT INTO watches (page, origin, next) VALUES (?, ?, ?) "
            "ON CONFLICT (page) DO UPDATE SET gone = NULL WHERE gone IS NOT NULL",
            (page, origin, to_ticks(next_)),
        )
        return cursor.rowcount > 0

    def drop(self, page: PageId, now: datetime) -> None:
        """Nobody names it any more: it keeps its history and is not looked at."""
        self._connection.execute(
            "UPDATE watches SET gone = ? WHERE page = ? AND gone IS NULL", (to_ticks(now), page)
        )

    def get(self, page: PageId) -> Watch | None:
        row = self._connection.row(f"SELECT {_COLUMNS} WHERE w.page = ?", (page,))
        return None if row is None else _from_row(row)

    def of_site(self, site: str) -> tuple[Watch, ...]:
        rows = self._connection.rows(
            f"SELECT {_COLUMNS} WHERE sites.name = ? AND w.gone IS NULL ORDER BY pages.url", (site,)
        )
        return tuple(map(_from_row, rows))

    def dropped(self, site: str, since: datetime) -> tuple[Watch, ...]:
        """Those that nobody names any more since then or later."""
        rows = self._connection.rows(
            f"SELECT {_COLUMNS} WHERE sites.name = ? AND w.gone >= ? ORDER BY pages.url",
            (site, to_ticks(since)),
        )
        return tuple(map(_from_row, rows))

    def due(self, now: datetime) -> tuple[Watch, ...]:
        """Those whose next look is due, the longest overdue first."""
        rows = self._connection.rows(
            f"SELECT {_COLUMNS} WHERE w.gone IS NULL AND w.next <= ? ORDER BY w.next, w.page",
            (to_ticks(now),),
        )
        return tuple(map(_from_row, rows))

    def every(self) -> tuple[Watch, ...]:
        """All that are watched."""
        rows = self._connection.rows(f"SELECT {_COLUMNS} WHERE w.gone IS NULL ORDER BY w.next, w.page")
        return tuple(map(_from_row, rows))

    def next_due(self) -> datetime | None:
        """When the next look of all is due; None when nothing is watched."""
        row = self._connection.row("SELECT min(next) FROM watches WHERE gone IS NULL")
        return None if row is None else maybe_moment(row[0])

    def put(self, watch: Watch) -> None:
        """Remember how a look went."""
        self._connection.execute(
            "UPDATE watches SET etag = ?, last_modified = ?, condition = ?, looks = ?, last = ?, next = ?, "
            "moved_to = ? WHERE page = ?",
            (
                watch.etag,
                watch.last_modified,
                json.dumps(watch.condition),
                json.dumps(watch.looks[-MAX_LOOKS:]),
                maybe_ticks(watch.last),
                maybe_ticks(watch.next),
                watch.moved_to,
                watch.page,
            ),
        )

    def plan(self, page: PageId, next_: datetime) -> None:
        self._connection.execute("UPDATE watches SET next = ? WHERE page = ?", (to_ticks(next_), page))
