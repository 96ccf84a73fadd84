"""Is all well with the store? What is looked at, and what was found."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monitor.errors import StoreError
from monitor.store.connection import Connection
from monitor.store.packs import ALL_CONTENTS, UNUSED, Packs
from monitor.store.payloads import Codec, PayloadId, Payloads

FIXED_IN = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""SQLite versions without the WAL-reset bug: this one and later, and these two of their series."""

MAX_NAMED = 5
"""Of things that are wrong, so many are named; the others are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    is_well: bool
    said: str


def examine(
    connection: Connection, payloads: Payloads, packs: Packs, progress: Callable[[int, int], None]
) -> Iterator[Finding]:
    """Look at everything. `progress` hears payloads done and in all."""
    yield _sqlite()
    yield _integrity(connection)
    yield _references(connection)
    yield _payloads(connection, payloads, progress)
    yield _contents(connection, packs)
    yield _orphans(connection)


def _sqlite() -> Finding:
    version = sqlite3.sqlite_version_info
    fixed = version >= FIXED_IN[0] or any(version[:2] == one[:2] and version >= one for one in FIXED_IN[1:])
    if fixed:
        return Finding("SQLite", True, sqlite3.sqlite_version)
    # One writer at a time, which alone checkpoints, lives well with the bug: connection.py.
    said = "has the WAL-reset bug (mended in 3.51.3); let no other program write to the store"
    return Finding("SQLite", True, f"{sqlite3.sqlite_version}: {said}")


def _integrity(connection: Connection) -> Finding:
    found = [said for (said,) in connection.rows("PRAGMA integrity_check")]
    return Finding("integrity", found == ["ok"], "the file is whole" if found == ["ok"] else _name(found))


def _references(connection: Connection) -> Finding:
    found = [
        f"{table} {row} → {parent}" for table, row, parent, _ in connection.rows("PRAGMA foreign_key_check")
    ]
    return Finding(
        "references", not found, _name(found) if found else "every row points to one that is there"
    )


def _payloads(connection: Connection, payloads: Payloads, progress: Callable[[int, int], None]) -> Finding:
    ids = [
        row
        for (row,) in connection.rows("SELECT id FROM payloads WHERE codec <> ? ORDER BY id", (Codec.GONE,))
    ]
    [gone] = connection.row("SELECT count(*) FROM payloads WHERE codec = ?", (Codec.GONE,)) or (0,)
    wrong = []
    payloads.forget_undone()
    for at, identity in enumerate(ids):
        try:
            payloads.get(PayloadId(identity))
        except StoreError as error:
            wrong.append(str(error))
        progress(at + 1, len(ids))
    thinned = f"; {gone} were let go by retention" if gone else ""
    said = _name(wrong) if wrong else f"all {len(ids)} fit their hashes{thinned}"
    return Finding("payloads", not wrong, said)


def _contents(connection: Connection, packs: Packs) -> Finding:
    wrong = []
    count = 0
    for contents in ALL_CONTENTS:
        for row, content, sealed in connection.rows(f"SELECT id, content, pack FROM {contents.table}"):
            count += 1
            try:
                packs.content(row, content, sealed)
            except (ValueError, KeyError, StoreError) as error:
                wrong.append(f"{contents.table} {row}: {error}")
    return Finding("contents", not wrong, _name(wrong) if wrong else f"all {count} can be undone")


def _orphans(connection: Connection) -> Finding:
    asked = {
        "payload": "payloads WHERE NOT EXISTS (SELECT 1 FROM snapshots s WHERE s.payload = payloads.id)",
        # Versions that no capture shows any more are what older rules read: kept.
        "pack": f"packs WHERE {UNUSED}",
    }
    counts = {
        what: (connection.row(f"SELECT count(*) FROM {where}") or (0,))[0] for what, where in asked.items()
    }
    found = [f"{count} {what}{'s' * (count != 1)}" for what, count in counts.items() if count]
    return Finding("orphans", not found, f"nothing shows {', '.join(found)}" if found else "none")


def _name(found: list[str]) -> str:
    more = f" … and {len(found) - MAX_NAMED} more" if len(found) > MAX_NAMED else ""
    return re.sub(r"\s+", " ", "; ".join(found[:MAX_NAMED])) + more
