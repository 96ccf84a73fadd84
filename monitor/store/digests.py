"""Digests: one message for one reader each, from the moment it is formed until a server has taken it.

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
    formed: datetime
    message: bytes | None
    state: str
    """ "waiting", "sent" or "refused"."""
    tries: int
    next: datetime | None
    reason: str


_COLUMNS = "id, name, recipient, first, last, formed, message, state, tries, next, reason FROM digests"


def _from_row(row: tuple[Any, ...]) -> StoredDigest:
    id_, name, recipient, first, last, formed, message, state, tries, next_, reason = row
    return StoredDigest(
        id=id_,
        name=name,
        recipient=recipient,
        first=first,
        last=last,
        formed=from_ticks(formed),
        message=message,
        state=state,
        tries=tries,
        next=maybe_moment(next_),
        reason=reason,
    )


class Digests:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def latest(self, name: str, recipient: str) -> StoredDigest | None:
        """The last digest that was formed for a reader: the next one begins where it ended."""
        row = self._connection.row(
            f"SELECT {_COLUMNS} WHERE name = ? AND recipient = ? ORDER BY id DESC LIMIT 1", (name, recipient)
        )
        return None if row is None else _from_row(row)

    def form(
        self,
        name: str,
        recipient: str,
        between: tuple[int, int],
        message: bytes | None,
        now: datetime,
    ) -> DigestId:
        """Keep a digest that was formed; one with nothing to tell is done at once."""
        state = "waiting" if message is not None else "sent"
        return DigestId(
            self._connection.insert(
                "INSERT INTO digests (name, recipient, first, last, formed, message, state, next) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (name, recipient, *between, to_ticks(now), message, state, to_ticks(now)),
            )
        )

    def waiting(self, now: datetime | None = None) -> tuple[StoredDigest, ...]:
        """Those that no server has taken yet, and whose next try is due (all, without a moment)."""
        until = maybe_ticks(now)
        rows = self._connection.rows(
            f"SELECT {_COLUMNS} WHERE state = 'waiting' AND (?1 IS NULL OR next <= ?1) ORDER BY id", (until,)
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

    def last_change(self) -> int:
        """The highest id of a change, 0 when there is none."""
        row = self._connection.row("SELECT ifnull(max(id), 0) FROM changes")
        return 0 if row is None else int(row[0])

    def prune(self, older_than: datetime) -> None:
        """Forget the messages of old digests that were sent; where they ended is kept."""
        self._connection.execute(
            "UPDATE digests SET message = NULL WHERE state = 'sent' AND formed < ?", (to_ticks(older_than),)
        )
