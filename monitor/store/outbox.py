"""The outbox: changes that wait to be told. A row is written in the transaction that records its change."""

from collections.abc import Iterable
from datetime import datetime

from monitor.store.changes import ChangeId
from monitor.store.connection import Connection
from monitor.store.moments import to_ticks


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
            "UPDATE outbox SET sent = ? WHERE change <= ? AND sent IS NULL", (to_ticks(now), change)
        )
