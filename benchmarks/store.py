"""How small and how fast the store is, on real histories of pages.

    python benchmarks/store.py --data FOLDER [--history documentation] [--limit N] [--git] [--keep FILE]

FOLDER holds histories: `NAME.tsv` (epoch seconds, site, path, offset, length of each capture) and `NAME.bin`.
Everything is measured side by side in one run: gzip of each version, `git gc --aggressive` of the same
versions (with --git), the whole store file as it is loaded and after `compact`, and how long a version takes
to read and verify. `--speed` measures checks a second, and questions, on pages made up here. Times are of
the CPU, which are the same on a busy machine.
"""

import argparse
import gzip
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean, median

from monitor.check import load_snapshots
from monitor.check.chrome import recognise
from monitor.check.journey import Finding, Nothing, Read, gather, gather_more, record
from monitor.model import (
    Block,
    BlockKind,
    Change,
    ChangeType,
    Item,
    Page,
    Region,
    RegionKind,
    Snapshot,
    Where,
)
from monitor.store import Placed, Retention, Store
from monitor.store.payloads import PayloadId

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def captures(folder: Path, history: str, limit: int) -> Iterator[Snapshot]:
    payloads = (folder / f"{history}.bin").open("rb")
    for number, line in enumerate((folder / f"{history}.tsv").read_text().splitlines()):
        if limit and number >= limit:
            return
        seconds, site, path, offset, length = line.split("\t")
        payloads.seek(int(offset))
        yield Snapshot(
            url=f"https://{site.replace(' ', '-').lower()}.example/{path}",
            payload=payloads.read(int(length)),
            moment=datetime.fromtimestamp(int(seconds), UTC),
            media_type="text/html",
            site=site,
        )


def git_bytes(snapshots: Iterator[Snapshot], scratch: Path) -> int:
    """All that git keeps after `gc --aggressive`, one commit a version."""
    repository = scratch / "git"
    run = ["git", "-C", str(repository)]
    subprocess.run(["git", "init", "-q", "--bare", str(repository)], check=True)
    importing = subprocess.Popen([*run, "fast-import", "--quiet"], stdin=subprocess.PIPE)
    assert importing.stdin is not None
    for snapshot in snapshots:
        assert snapshot.moment is not None
        path = snapshot.url.removeprefix("https://").replace(" ", "_").replace("//", "/").rstrip("/")
        importing.stdin.write(
            f"commit refs/heads/main\ncommitter a <a@b> {int(snapshot.moment.timestamp())} +0000\ndata 0\n"
            f"M 100644 inline {path}\ndata {len(snapshot.payload)}\n".encode()
        )
        importing.stdin.write(snapshot.payload + b"\n")
    importing.stdin.close()
    importing.wait()
    subprocess.run([*run, "-c", "pack.threads=1", "gc", "--aggressive", "--prune=now", "--quiet"], check=True)
    return sum(file.stat().st_size for file in (repository / "objects").rglob("*") if file.is_file())


def file_bytes(store: Store) -> int:
    store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return store.path.stat().st_size


def parts(store: Store) -> list[tuple[str, int]]:
    rows = store.connection.rows(
        "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 12"
    )
    return [(name, size) for name, size in rows]


def measure(folder: Path, history: str, limit: int, *, git: bool, keep: Path | None) -> None:
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        path = keep or scratch / "store.db"
        started = time.process_time()
        with Store(path) as store:
            loaded = load_snapshots(captures(folder, history, limit), store, NOW)
            seconds = time.process_time() - started
            versions = sum(site.snapshots for site in store.status().sites)
            print(
                f"{history}: {versions} captures, {loaded.changed} changed, {loaded.same} same, "
                f"{len(loaded.failed)} failed, {len(loaded.changes)} changes told, {seconds:.1f} s CPU"
            )
            as_loaded = file_bytes(store)
            print(f"  as loaded  {as_loaded / versions:8.0f} B a version")
            for part, size in parts(store):
                print(f"      {part:28} {size / versions:8.0f}")
            started = time.process_time()
            store.compact()
            small = file_bytes(store)
            took = time.process_time() - started
            print(f"  compact    {small / versions:8.0f} B a version ({took:.1f} s CPU)")
            for part, size in parts(store):
                print(f"      {part:28} {size / versions:8.0f}")
            zipped = mean(len(gzip.compress(one.payload, 6)) for one in captures(folder, history, limit))
            part = zipped * versions / small
            print(f"  gzip       {zipped:8.0f} B a version; the store is 1/{part:.1f} of it")
            if git:
                kept = git_bytes(captures(folder, history, limit), scratch)
                print(f"  git gc --aggressive {kept / versions:8.0f}; the store is {small / kept:.2f} of it")
            ids = [row[0] for row in store.connection.rows("SELECT id FROM payloads WHERE codec <> 3")]
            times = []
            for payload in random.Random(1).choices(ids, k=300):
                started = time.process_time()
                store.payloads.get(PayloadId(payload))
                times.append((time.process_time() - started) * 1000)
            times.sort()
            print(f"  read and verify: median {median(times):.2f} ms, 99 in 100 {times[296]:.2f} ms")
            store.thin(Retention(only_changed=True), NOW)
            store.compact()
            thinned = file_bytes(store)
            print(f"  keeping payloads only where what is read is new: {thinned / versions:.0f} B a version")


def speed(pages: int, rounds: int) -> None:
    """How many checks a second the store takes, and whether it slows down. The store's work alone."""
    chance = random.Random(5)
    words = [f"w{at}" for at in range(4000)]
    texts = [[" ".join(chance.choices(words, k=60)) for _ in range(150)] for _ in range(pages)]
    menu = Region(kind=RegionKind.MENU, items=tuple(Item(f"Item {at}", f"/i{at}") for at in range(60)))

    def check(store: Store, page: int, moment: datetime) -> None:
        payload = "\n".join(f"<p>{text}</p>" for text in texts[page]).encode()
        snapshot = Snapshot(url=f"https://a.example/{page}", payload=payload, moment=moment, site="a")
        with store.transaction():
            known = gather_more(snapshot, gather(snapshot, store), store)
            finding: Finding = Nothing()
            if known.last is None or known.last.payload_hash != known.payload_hash:
                body = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts[page])
                read = Page(url=snapshot.url, title=f"Page {page}", body=body, regions=(menu,))
                news: tuple[Placed, ...] = ()
                if known.last is not None:
                    change = Change(
                        type=ChangeType.PARAGRAPH_EDITED,
                        where=Where.BODY,
                        before="a" * 60,
                        after=texts[page][0],
                    )
                    news = (Placed(change, os.urandom(8), before=known.last.id),)
                finding = Read(read, recognise(read.regions, known.own, known.site), news=news)
            record(snapshot, known, finding, store, moment)

    def measure_round(store: Store, number: int, *, edit: bool) -> float:
        moment = NOW + timedelta(hours=number)
        if edit:
            for page in range(pages):
                texts[page][chance.randrange(150)] = " ".join(chance.choices(words, k=60))
        started = time.process_time()
        for page in range(pages):
            check(store, page, moment + timedelta(seconds=page))
        return pages / (time.process_time() - started)

    with tempfile.TemporaryDirectory() as name, Store(Path(name) / "store.db") as store:
        measure_round(store, 0, edit=False)
        size = len("\n".join(f"<p>{text}</p>" for text in texts[0]))
        print(f"{pages} pages of {size} bytes, a menu of 60 items")
        for number in range(1, rounds + 1):
            edit = number % 10 == 1
            rate = measure_round(store, number, edit=edit)
            if edit or number % 10 == 2 or number == rounds:
                what = "a new version" if edit else "nothing new"
                [rows] = store.connection.row("SELECT count(*) FROM snapshots") or (0,)
                print(f"  {rows:9} snapshots: {rate:7.0f} checks a second of CPU that bring {what}")
        path = store.path
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with Store(path, read_only=True) as reader:
            questions: list[tuple[str, Callable[[], object]]] = [
                ("log PAGE", lambda: reader.log("https://a.example/7")),
                ("log --since", lambda: reader.log("a", since=NOW + timedelta(hours=rounds - 10))),
                ("log", lambda: reader.log()),
                (
                    "show PAGE@TIME",
                    lambda: reader.version_at("https://a.example/7", NOW + timedelta(hours=rounds / 2)),
                ),
                ("blame", lambda: reader.blame("https://a.example/7")),
                ("search", lambda: reader.search(" ".join(texts[7][3].split()[:2]), limit=50)),
                ("site", lambda: reader.site("a")),
                ("status", reader.status),
            ]
            for what, ask in questions:
                started = time.process_time()
                ask()
                print(f"  {what:16} {(time.process_time() - started) * 1000:8.1f} ms")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--data", type=Path)
    options.add_argument("--speed", action="store_true", help="measure checks a second and questions instead")
    options.add_argument("--pages", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=100)
    options.add_argument("--history", action="append")
    options.add_argument("--limit", type=int, default=0)
    options.add_argument("--git", action="store_true")
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    if chosen.speed:
        speed(chosen.pages, chosen.rounds)
        return
    if chosen.data is None:
        options.error("--data FOLDER, or --speed")
    names = chosen.history or [file.stem for file in sorted(chosen.data.glob("*.tsv"))]
    if not names:
        sys.exit(f"{chosen.data}: there is no history here (NAME.tsv and NAME.bin)")
    os.nice(5)
    for history in names:
        measure(chosen.data, history, chosen.limit, git=chosen.git, keep=chosen.keep)


if __name__ == "__main__":
    main()
