"""Digests: one message for one reader, or one body for one webhook, each from the moment it is formed until
a server has taken it.

The message is kept as it was formed: when it is sent again it is the same bytes with the same Message-ID.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from monitor.store.connection import Connection
from monitor.store.moments import from_ticks, maybe_moment, maybe_ticks, to_ticks

DigestId = NewType("DigestId", int)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDigest:
    id: DigestId
    name: str
    """Of the subscription."""
    recipient: str
    first: int
    last: int
    """Changes with first < id <= last were considered."""
    snapshots: int
    """The highest id of a snapshot then: what was looked at since is above it."""
    formed: datetime
    message: bytes | None
    state: str
    """ "waiting", "sent" or "refused"."""
    tries: int
    next: datetime | None
    reason: str
    kind: str
    """ "mail" or "webhook"."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the store had come: the highest ids."""

    change: int
    snapshot: int


_COLUMNS = (
    "id, name, recipient, first, last, snapshots, formed, message, state, tries, next, reason, kind "
    "FROM digests"
)


def _from_row(row: tuple[Any, ...]) -> StoredDigest:
    id_, name, recipient, first, last, snapshots, formed, message, state, tries, next_, reason, kind = row
    return StoredDigest(
        id=id_,
        name=name,
        recipient=recipient,
        first=first,
        last=last,
        snapshots=snapshots,
        formed=from_ticks(formed),
        message=message,
        state=state,
        tries=tries,
        next=maybe_moment(next_),
        reason=reason,
        kind=kind,
    )


class Digests:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def latest(self, name: str, recipient: str, kind: str = "mail") -> StoredDigest | None:
        """The last digest that was formed for a reader: the next one begins where it ended."""
        row = self._connection.row(
            f"SELECT {_COLUMNS} WHERE name = ? AND recipient = ? AND kind = ? ORDER BY id DESC LIMIT 1",
            (name, recipient, kind),
        )
        return None if row is None else _from_row(row)

    def form(
        self,
        name: str,
        recipient: str,
        first: int,
        upto: "Reach",
        message: bytes | None,
        now: datetime,
        kind: str = "mail",
    ) -> DigestId:
        """Keep a digest that was formed; one with nothing to tell is done at once."""
        state = "waiting" if message is not None else "sent"
        return DigestId(
            self._connection.insert(
                "INSERT INTO digests (name, recipient, first, last, snapshots, formed, message, state, next, "
                "kind) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    name,
                    recipient,
                    first,
                    upto.change,
                    upto.snapshot,
                    to_ticks(now),
                    message,
                    state,
                    to_ticks(now),
                    kind,
                ),
            )
        )

    def move_on(self, digest: DigestId, upto: "Reach") -> None:
        """One with nothing to tell goes further, in place of many such."""
        self._connection.execute(
            "UPDATE digests SET last = ?, snapshots = ? WHERE id = ? AND message IS NULL AND state = 'sent'",
            (upto.change, upto.snapshot, digest),
        )

    def waiting(self, now: datetime | None = None, kind: str | None = None) -> tuple[StoredDigest, ...]:
        """Those that no server has taken yet, and whose next try is due (all, without a moment)."""
        until = maybe_ticks(now)
        rows = self._connection.rows(
            f"SELECT {_COLUMNS} WHERE state = 'waiting' AND (?1 IS NULL OR next <= ?1) "
            "AND (?2 IS NULL OR kind = ?2) ORDER BY id",
            (until, kind),
        )
        return tuple(map(_from_row, rows))

    def refused(self) -> tuple[StoredDigest, ...]:
        """Those that were refused for good."""
        rows = self._connection.rows(f"SELECT {_COLUMNS} WHERE state = 'refused' ORDER BY id")
        return tuple(map(_from_row, rows))

    def settle(self, digest: DigestId, state: str, reason: str) -> None:
        """A server took it ("sent"), or refused it for good ("refused")."""
        self._connection.execute(
            "UPDATE digests SET state = ?, reason = ?, tries = tries + 1, next = NULL WHERE id = ?",
            (state, reason, digest),
        )

    def postpone(self, digest: DigestId, until: datetime, reason: str) -> None:
        """To be tried again then."""
        self._connection.execute(
            "UPDATE digests SET tries = tries + 1, next = ?, reason = ? WHERE id = ? AND state = 'waiting'",
            (to_ticks(until), reason, digest),
        )

    def reach(self) -> "Reach":
        """How far the store has come."""
        row = self._connection.row(
            "SELECT (SELECT ifnull(max(id), 0) FROM changes), (SELECT ifnull(max(id), 0) FROM snapshots)"
        )
        return Reach(0, 0) if row is None else Reach(*row)

    def change_before(self, moment: datetime) -> int:
        """The highest id of a change that was recorded before that moment."""
        row = self._connection.row(
            "SELECT ifnull(max(id), 0) FROM changes WHERE recorded < ?", (moment.timestamp(),)
        )
        return 0 if row is None else int(row[0])

    def looked_at(self, after: int, upto: "Reach") -> tuple[int, int]:
        """How many pages were captured since a snapshot, and how many of those have a change recorded."""
        row = self._connection.row(
            "SELECT count(DISTINCT s.page), count(DISTINCT c.page) FROM snapshots s "
            "LEFT JOIN changes c ON c.page = s.page AND c.snapshot_after = s.id AND c.type <> 'first_seen' "
            "WHERE s.id > ? AND s.id <= ?",
            (after, upto.snapshot),
        )
        return (0, 0) if row is None else (int(row[0]), int(row[1]))

    def held_back(self, after: int, upto: "Reach") -> tuple[tuple[str, int], ...]:
        """Noise since a snapshot, by kind, the most frequent first."""
        rows = self._connection.rows(
            "SELECT kind, sum(count) FROM held WHERE snapshot > ? AND snapshot <= ? "
            "GROUP BY kind ORDER BY 2 DESC, 1",
            (after, upto.snapshot),
        )
        return tuple((str(kind), int(count)) for kind, count in rows)

    def prune(self, older_than: datetime) -> None:
        """Forget the messages of old digests that were sent; where they ended is kept."""
        self._connection.execute(
            "UPDATE digests SET message = NULL WHERE state = 'sent' AND formed < ? AND message IS NOT NULL",
            (to_ticks(older_than),),
        )
