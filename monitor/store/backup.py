"""Copies of the store that are whole, taken while it is written to; and back."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from monitor.errors import BadInput, StoreError
from monitor.store.connection import Connection, translate

STEP_PAGES = 4096
"""Copied at a time, between two words about progress: 32 MB."""


def back_up(connection: Connection, target: Path, progress: Callable[[int, int], None]) -> int:
    """Copy the store to a new file, and say how many bytes it has. `progress` hears pages done and in all.

    The copy is of one moment: a writer goes on meanwhile, and what it writes is not in it.
    Raises: BadInput (there is a file already), StoreError and its kinds.
    """
    if target.exists():
        raise BadInput(f"{target}: is there already; name a file that is not")
    if not target.parent.is_dir():
        raise BadInput(f"{target}: there is no folder {target.parent}")
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        copy = sqlite3.connect(part)
        try:
            # Holding a read transaction, so that a commit elsewhere does not begin the copy anew.
            connection.execute("BEGIN")
            connection.row("SELECT count(*) FROM sqlite_schema")
            connection.copy_to(copy, lambda left, total: progress(total - left, total), STEP_PAGES)
            connection.execute("COMMIT")
            _check(copy, part)
        finally:
            copy.close()
        part.replace(target)
    except sqlite3.DatabaseError as error:
        raise translate(error, target) from error
    finally:
        part.unlink(missing_ok=True)
        part.with_name(part.name + "-journal").unlink(missing_ok=True)
    return target.stat().st_size


def restore(backup: Path, target: Path) -> Path | None:
    """Put a backup in the store's place; what was there is backed up beside it: its path, if there was one.

    Raises: BadInput, NotAStore, StoreTooNew, StoreLocked, StoreError (the backup is damaged).
    """
    if not backup.exists():
        raise BadInput(f"{backup}: there is no such file")
    source = Connection(backup, read_only=True)
    try:
        found = source.rows("PRAGMA integrity_check")
        if found != [("ok",)]:
            raise StoreError(f"{backup}: is damaged ({found[0][0]}); nothing was restored")
        kept = target.with_name(target.name + ".before-restore") if target.exists() else None
        store = Connection(target)
        try:
            if kept is not None:
                kept.unlink(missing_ok=True)
                back_up(store, kept, lambda done, total: None)
            with store.translated():
                source.copy_into(store)
        finally:
            store.close()
    finally:
        source.close()
    return kept


def _check(copy: sqlite3.Connection, path: Path) -> None:
    [found] = copy.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise StoreError(f"{path}: the copy is damaged ({found}); is the disk?")
