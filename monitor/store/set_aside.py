"""Files in the folders that the configuration names which cannot be used, each with its reason."""

from collections.abc import Iterable
from datetime import datetime

from monitor.store.answers import SetAside
from monitor.store.connection import Connection
from monitor.store.moments import from_ticks, to_ticks

MAX_REASONS = 1000
"""Of one folder; a folder of thousands that cannot be used is told by the first ones."""


class SetAsides:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def every(self) -> tuple[SetAside, ...]:
        rows = self._connection.rows("SELECT source, reason, since FROM set_aside ORDER BY source, reason")
        return tuple(SetAside(source, reason, from_ticks(since)) for source, reason, since in rows)

    def replace(self, source: str, reasons: Iterable[str], now: datetime) -> tuple[str, ...]:
        """What cannot be used in that folder now; what was known of it besides is forgotten. Those that are
        new."""
        known = {one for (one,) in self._rows_of(source)}
        current = dict.fromkeys(list(reasons)[:MAX_REASONS])
        for reason in known - current.keys():
            self._connection.execute(
                "DELETE FROM set_aside WHERE source = ? AND reason = ?", (source, reason)
            )
        fresh = tuple(reason for reason in current if reason not in known)
        for reason in fresh:
            self._connection.execute(
                "INSERT INTO set_aside (source, reason, since) VALUES (?, ?, ?)",
                (source, reason, to_ticks(now)),
            )
        return fresh

    def keep(self, sources: Iterable[str]) -> None:
        """Forget those of folders that the configuration does not name any more."""
        named = set(sources)
        for source in {one.source for one in self.every()} - named:
            self._connection.execute("DELETE FROM set_aside WHERE source = ?", (source,))

    def _rows_of(self, source: str) -> list[tuple[str]]:
        return self._connection.rows("SELECT reason FROM set_aside WHERE source = ?", (source,))
