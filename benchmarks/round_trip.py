"""Out as WARC, into a new store, out again: is it the same?

    python -m benchmarks.round_trip --data FOLDER [--history documentation] [--limit N]

Each capture of a real history (FOLDER/history, as benchmarks/store.py has it) is checked by itself, as a
watched site is, so that the rules learn the site while they read it. The new store gets all captures at once.
Compared are payloads, moments, and everything that is told, with and without what the file says was told.
"""

import argparse
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.store import captures
from monitor.check import check_snapshot, load_snapshots
from monitor.load import load_warc
from monitor.model import Told
from monitor.store import RecordedChange, Store

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def told(store: Store) -> set[RecordedChange]:
    return {replace(one, before=None, after=None, recorded=NOW) for one in store.log(noise=True)}


def shown(path: Path) -> list[tuple[str, datetime | None, bytes]]:
    return sorted((one.url, one.moment, one.payload) for one in load_warc(path))


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--history", default="documentation")
    parser.add_argument("--limit", type=int, default=300)
    options = parser.parse_args()
    folder = options.data / "history"
    if not (folder / f"{options.history}.tsv").exists():
        print(f"{folder}: no {options.history}.tsv here; not measured")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        first, second = (Path(scratch, name) for name in ("first.warc.gz", "second.warc.gz"))
        with Store(Path(scratch, "one.db")) as one, Store(Path(scratch, "two.db")) as two:
            for capture in captures(folder, options.history, options.limit):
                check_snapshot(capture, one, capture.moment or NOW)
            exported = one.export_warc(first)
            by_site: dict[str, list[Told]] = {}
            listen = lambda said: by_site.setdefault(said.site, []).append(said)  # noqa: E731
            load_snapshots(load_warc(first, on_told=listen), two, NOW)
            anew, before = told(two), told(one)
            for site, of_site in by_site.items():
                two.carry_in(site, of_site, NOW)
            after = told(two)
            two.export_warc(second)
        is_same = shown(first) == shown(second)
    print(f"{options.history}: {exported.captures} captures, {len(before)} told or held back")
    missing, more = len(before - anew), len(anew - before)
    print(f"read anew alone: {len(before & anew)} the same, {missing} missing, {more} more")
    print(f"with what was told: {len(before & after)} the same, {len(before ^ after)} differ")
    print(f"payloads and moments: {'the same' if is_same else 'DIFFERENT'}")
    return 0 if is_same and before == after else 1


if __name__ == "__main__":
    sys.exit(main())
