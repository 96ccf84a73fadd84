"""How small and how fast the store is, on real histories of pages.

    python benchmarks/store.py --data FOLDER [--history documentation] [--limit N] [--git] [--keep FILE]

FOLDER holds histories: `NAME.tsv` (epoch seconds, site, path, offset, length of each capture) and `NAME.bin`.
Everything is measured side by side in one run: gzip of each version, `git gc --aggressive` of the same
versions (with --git), the whole store file as it is loaded and after `compact`, and how long a version takes
to read and verify. `--speed` measures checks a second and the commands that ask, on pages made up here,
`--growth` the first and the last of so many checks, `--deep` reads of a page with many versions. Times are of
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
from collections.abc import Iterator
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


class MadeUp:
    """Pages of 60 KB that are checked, by the store's work alone."""

    def __init__(self, store: Store, pages: int) -> None:
        self.store = store
        self.pages = pages
        self._chance = random.Random(5)
        self._words = [f"w{at}" for at in range(4000)]
        self.texts = [[self._sentence() for _ in range(150)] for _ in range(pages)]
        self._menu = Region(
            kind=RegionKind.MENU, items=tuple(Item(f"Item {at}", f"/i{at}") for at in range(60))
        )

    def _sentence(self) -> str:
        return " ".join(self._chance.choices(self._words, k=68))

    def check(self, page: int, moment: datetime) -> None:
        texts, store = self.texts[page], self.store
        payload = "\n".join(f"<p>{text}</p>" for text in texts).encode()
        snapshot = Snapshot(url=f"https://a.example/{page}", payload=payload, moment=moment, site="a")
        with store.transaction():
            known = gather(snapshot, store)
            finding: Finding = Nothing()
            if known.last is None or known.last.payload_hash != known.payload_hash:
                known = gather_more(snapshot, known, store)
                body = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
                read = Page(url=snapshot.url, title=f"Page {page}", body=body, regions=(self._menu,))
                news: tuple[Placed, ...] = ()
                if known.last is not None:
                    change = Change(
                        type=ChangeType.PARAGRAPH_EDITED,
                        where=Where.BODY,
                        before="a" * 60,
                        after=texts[0],
                    )
                    news = (Placed(change, os.urandom(8), before=known.last.id),)
                finding = Read(read, recognise(read.regions, known.own, known.site), news=news)
            if store.snapshots.after(snapshot.site, snapshot.url, moment) is None:
                record(snapshot, known, finding, store, moment)

    def round(self, number: int, *, edit: bool) -> float:
        """Check every page; says how many a second of CPU."""
        moment = NOW + timedelta(hours=number)
        if edit:
            for texts in self.texts:
                texts[self._chance.randrange(150)] = self._sentence()
        started = time.process_time()
        for page in range(self.pages):
            self.check(page, moment + timedelta(seconds=page))
        return self.pages / (time.process_time() - started)

    def say_rate(self, number: int, *, edit: bool) -> float:
        rate = self.round(number, edit=edit)
        [rows] = self.store.connection.row("SELECT count(*) FROM snapshots") or (0,)
        what = "a new version" if edit else "nothing new"
        print(f"  {rows:9} snapshots: {rate:7.0f} checks a second of CPU that bring {what}")
        return rate


def speed(pages: int, rounds: int, path: Path) -> None:
    """How many checks a second the store takes, and how fast it answers."""
    with Store(path) as store:
        site = MadeUp(store, pages)
        site.round(0, edit=False)
        size = len("\n".join(f"<p>{text}</p>" for text in site.texts[0]))
        print(f"{pages} pages of {size} bytes, a menu of 60 items")
        for number in range(1, rounds + 1):
            if number % 10 == 1 or number % 10 == 2 or number == rounds:
                site.say_rate(number, edit=number % 10 == 1)
            else:
                site.round(number, edit=False)
        words = site.texts[7][3].split()[:2]
        store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ask(path, words, rounds, f"as recorded, {path.stat().st_size / 1e6:.0f} MB")
    with Store(path) as store:
        started = time.process_time()
        store.compact()
        took = time.process_time() - started
    ask(path, words, rounds, f"after compact ({took:.0f} s CPU), {path.stat().st_size / 1e6:.0f} MB")


def ask(path: Path, words: list[str], rounds: int, state: str) -> None:
    """Questions, as commands: the best of five, the start of the program included."""
    middle = (NOW + timedelta(hours=rounds / 2)).isoformat(timespec="seconds")
    since = (NOW + timedelta(hours=rounds - 10)).isoformat(timespec="seconds")
    page = "a.example/7"
    # As it is installed: the first of the five compiles it, whatever the shell here says about that.
    compiled = {**os.environ, "PYTHONPYCACHEPREFIX": str(path.absolute().parent / "compiled")}
    compiled.pop("PYTHONDONTWRITEBYTECODE", None)
    print(f"  questions {state}: ms from start to end, of the CPU")
    for command in (
        ["--version"],
        ["log", page],
        ["log", "a", "--since", since],
        ["log"],
        ["show", page],
        ["show", f"{page}@{middle}"],
        ["blame", page],
        ["search", *words],
        ["site", "a"],
        ["status"],
    ):
        store = ["--store", str(path)] if command != ["--version"] else []
        times = []
        for _ in range(5):
            began, busy = time.perf_counter(), os.times()
            subprocess.run(
                [sys.executable, "-m", "monitor", *command, *store],
                check=True,
                stdout=subprocess.DEVNULL,
                env=compiled,
            )
            ended = os.times()
            cpu = ended.children_user + ended.children_system - busy.children_user - busy.children_system
            times.append((time.perf_counter() - began, cpu))
        wall, cpu = (min(one) * 1000 for one in zip(*times, strict=True))
        print(f"    {' '.join(command[:2])[:40]:40} {wall:6.0f} {cpu:6.0f}")


def growth(pages: int, rows: int, path: Path) -> None:
    """Whether checks slow down from the first to the last of so many captures. Most are put in as rows."""
    with Store(path) as store:
        site = MadeUp(store, pages)
        site.round(0, edit=False)
        at = 0

        def rates() -> tuple[float, float]:
            nonlocal at
            best = [0.0, 0.0]
            for edit in (True, False, False, False, True, False, False, False, True, False):
                at += 1
                best[edit] = max(best[edit], site.say_rate(at, edit=edit))
            return best[0], best[1]

        first = rates()
        [ticks] = store.connection.row("SELECT max(moment) FROM snapshots") or (0,)
        with store.transaction():
            store.connection.execute(
                "WITH RECURSIVE times (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM times WHERE n < ?1), "
                "shown AS MATERIALIZED (SELECT page, payload, version, chrome, rules, origin, max(moment) "
                "FROM snapshots GROUP BY page) "
                "INSERT INTO snapshots (page, moment, payload, version, chrome, rules, origin) "
                "SELECT page, ?2 + n * 3600000000 + page, payload, version, chrome, rules, origin "
                "FROM times CROSS JOIN shown",
                (rows // pages, ticks),
            )
            store.connection.execute(
                "UPDATE sightings SET last = "
                "(SELECT max(moment) FROM snapshots s WHERE s.page = sightings.page)"
            )
        at += rows // pages + 2
        last = rates()
        for what, before, after in (("nothing new", first[0], last[0]), ("a new version", first[1], last[1])):
            print(f"  {what}: {before / after:.2f} times the CPU of the first captures")


def deep(versions: int, path: Path) -> None:
    """How long any version of one page takes to read and verify."""
    with Store(path) as store:
        site = MadeUp(store, 1)
        for number in range(versions):
            site.round(number, edit=number > 0)
        ids = [row[0] for row in store.connection.rows("SELECT id FROM payloads")]
        for state in ("as recorded", "after compact"):
            times = []
            for payload in random.Random(1).choices(ids, k=300):
                store.payloads.forget_undone()
                started = time.process_time()
                store.payloads.get(PayloadId(payload))
                times.append((time.process_time() - started) * 1000)
            times.sort()
            print(
                f"  {len(ids)} versions of a page, {state}: read and verified in {times[150]:.1f} ms at the "
                f"median, 99 in 100 in {times[296]:.1f} ms, nothing of it read before"
            )
            store.compact()


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--data", type=Path)
    options.add_argument("--speed", action="store_true", help="measure checks a second and questions instead")
    options.add_argument("--growth", type=int, metavar="ROWS", help="measure the first and the last checks")
    options.add_argument("--deep", type=int, metavar="VERSIONS", help="measure reads of one page's versions")
    options.add_argument("--pages", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=100)
    options.add_argument("--history", action="append")
    options.add_argument("--limit", type=int, default=0)
    options.add_argument("--git", action="store_true")
    options.add_argument("--keep", type=Path)
    chosen = options.parse_args()
    if chosen.speed or chosen.growth or chosen.deep:
        with tempfile.TemporaryDirectory() as name:
            path = chosen.keep or Path(name) / "store.db"
            if chosen.speed:
                speed(chosen.pages, chosen.rounds, path)
            elif chosen.growth:
                growth(chosen.pages, chosen.growth, path)
            else:
                deep(chosen.deep, path)
        return
    if chosen.data is None:
        options.error("--data FOLDER, or --speed, --growth, --deep")
    names = chosen.history or [file.stem for file in sorted(chosen.data.glob("*.tsv"))]
    if not names:
        sys.exit(f"{chosen.data}: there is no history here (NAME.tsv and NAME.bin)")
    os.nice(5)
    for history in names:
        measure(chosen.data, history, chosen.limit, git=chosen.git, keep=chosen.keep)


if __name__ == "__main__":
    main()
