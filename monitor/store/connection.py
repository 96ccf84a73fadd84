"""One connection to the file, opened with care, and its errors in our own words.

Three habits of the libraries below are kept out here. sqlite-utils commits each write by itself unless a
transaction is open, its `atomic()` begins deferred (two programs that read and then write lock each other
out at once), and sqlite3's `with connection:` opens no transaction: so `transaction` says BEGIN IMMEDIATE
and COMMIT or ROLLBACK itself, and nothing else does.

SQLite before 3.51.3 can lose a commit when two connections write and checkpoint at once
(https://sqlite.org/wal.html#walresetbug). So one program writes at a time, by a lock beside the file held as
long as its connection lives; only that connection checkpoints, and readers open read-only.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from monitor.errors import BadInput, NotAStore, StoreError, StoreFull, StoreLocked
from monitor.store.schema import check_kind, check_version, migrate

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_TIMEOUT_S = 5.0
"""How long to wait for another program: longer than any transaction of ours, short for a person."""

PAGE_BYTES = 1024
"""Rows are small, and small tables leave half a page empty: 2 to 6 % smaller than with 2 KB, and as fast."""


class Connection:
    """SQL in, rows out, errors translated. Holds no decisions.

    Raises: `StoreError` and its kinds, from every method.
    """

    def __init__(self, path: Path, *, read_only: bool = False, wait_s: float = BUSY_TIMEOUT_S) -> None:
        self.path = path
        self.read_only = read_only
        self._lock: IO[bytes] | None = None
        self.forgetters: list[Callable[[], None]] = []
        """Called when a transaction is rolled back: what was kept at hand of its rows is not there."""
        if path.is_dir():
            raise BadInput(f"{path}: is a directory; the store is a file, as {path / 'monitor.db'}")
        if read_only and not path.exists():
            raise BadInput(f"{path}: there is no store yet; `monitor run` or `monitor load` makes one")
        if not path.parent.is_dir():
            raise BadInput(f"{path}: there is no folder {path.parent}")
        with self.translated():
            check_kind(path)
            if not read_only:
                self._lock = _lock_for_writing(path, wait_s)
            self._sqlite = _connect(path, read_only, wait_s)
            try:
                version = check_version(self._sqlite, path)  # before any pragma writes into the file
                for pragma in _PRAGMAS_READING if read_only else _PRAGMAS_WRITING:
                    self._sqlite.execute(pragma)
                migrate(self._sqlite, path, version, read_only=read_only)
            except BaseException:
                self.close()
                raise

    @cached_property
    def db(self) -> Database:
        """For who explores: reads only, its insert() would make a table of a mistyped name."""
        from sqlite_utils import Database  # brings numpy, which takes longer to load than most questions

        return Database(self._sqlite, recursive_triggers=False)

    def execute(self, sql: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
        with self.translated():
            cursor: sqlite3.Cursor = self._sqlite.execute(sql, values)
            return cursor

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with self.translated():
            rows: list[tuple[Any, ...]] = self._sqlite.execute(sql, values).fetchall()
            return rows

    def row(self, sql: str, values: tuple[object, ...] = ()) -> tuple[Any, ...] | None:
        with self.translated():
            row: tuple[Any, ...] | None = self._sqlite.execute(sql, values).fetchone()
            return row

    def insert(self, sql: str, values: tuple[object, ...] = ()) -> int:
        """The new row's id."""
        rowid = self.execute(sql, values).lastrowid
        assert rowid is not None  # noqa: S101  (an INSERT always has one)
        return rowid

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing. Inside another one it is part of that. For a reader: all of one moment."""
        if self._is_inside():
            yield
            return
        self.execute("BEGIN" if self.read_only else "BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self._is_inside():  # SQLite rolls back by itself when the disk is full
                self._sqlite.execute("ROLLBACK")
            for forget in self.forgetters:
                forget()
            raise

    def _is_inside(self) -> bool:
        return self._sqlite.in_transaction

    def copy_to(self, copy: sqlite3.Connection, progress: Callable[[int, int], None], pages: int) -> None:
        """Copy all of it; `progress` hears pages left and in all."""
        with self.translated():
            self._sqlite.backup(copy, pages=pages, progress=lambda _, left, total: progress(left, total))

    def copy_into(self, other: Connection) -> None:
        """Put all of it in the other's place."""
        with self.translated():
            self._sqlite.backup(other._sqlite)

    def close(self) -> None:
        self._sqlite.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def translated(self) -> _Translated:
        """Say what SQLite says in one of our errors."""
        return _Translated(self.path)


class _Translated:
    # A class, not a generator: this runs around every statement.
    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, sqlite3.DatabaseError):
            raise translate(error, self._path) from error


def translate(error: sqlite3.DatabaseError, path: Path) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte: extended codes refine it
    match code:
        case sqlite3.SQLITE_NOTADB:
            return NotAStore(f"{path}: is not a store of this program (not an SQLite file)")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreLocked(f"{path}: another program is writing to it; try again when it is done")
        case sqlite3.SQLITE_FULL:
            return StoreFull(f"{path}: there is no room left on the disk; nothing of this step was recorded")
        case sqlite3.SQLITE_CORRUPT:
            return StoreError(f"{path}: the file is damaged ({error}); restore the last backup")
        case _:
            return StoreError(f"{path}: {error}")


def _connect(path: Path, read_only: bool, wait_s: float) -> sqlite3.Connection:
    mode = "ro" if read_only else "rwc"
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=wait_s, isolation_level=None
    )


_PRAGMAS_WRITING = (
    f"PRAGMA page_size={PAGE_BYTES}",
    "PRAGMA journal_mode=WAL",
    # A power cut may take the last commits with NORMAL, never the file's consistency.
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
)
MAPPED_BYTES = 1 << 30
"""Of the file, for who only reads: a pack comes out of it four times as fast."""

_PRAGMAS_READING = (
    "PRAGMA query_only=ON",
    "PRAGMA wal_autocheckpoint=0",
    f"PRAGMA mmap_size={MAPPED_BYTES}",
)


def _lock_for_writing(path: Path, wait_s: float) -> IO[bytes]:
    """Hold the file beside the store that says who writes.

    Not the store itself: closing a second descriptor of it would drop SQLite's own locks.
    """
    lock = path.with_name(path.name + "-writer")
    try:
        held = lock.open("ab")
    except OSError as error:
        raise StoreError(f"{path}: cannot be written to ({os.strerror(error.errno or 0)})") from error
    deadline = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                held.close()
                raise StoreLocked(
                    f"{path}: another program is writing to it; try again when it is done"
                ) from None
            time.sleep(0.05)
        else:
            return held
