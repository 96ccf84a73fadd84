"""`kill -9` at random moments while loading and checking, on a disk that fills up, while somebody reads.

    python -m benchmarks.kills [--kills 200] [--seed 1]

Half of the kills hit a load of captures, half `monitor run` and `monitor digest --send` against a web site
on this machine whose pages change; a quarter of each on a disk of a few hundred kilobytes (a tmpfs, where
mount is permitted) that fills up and is then made larger. A process reads the store all the time. After each
kill the file must be whole, every payload must fit its hash, and no check may be half there: a load's store
must be one that an uninterrupted load has between two of its transactions. At the end the store must tell the
same changes as one that nobody disturbed, and every change must be in one message to its reader, once.
"""

import argparse
import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

from monitor.check import load_snapshots
from monitor.errors import MonitorError
from monitor.load import load
from monitor.model import ChangeType
from monitor.store import Store
from monitor.store.schema import MIGRATIONS

ROOT = Path(__file__).parents[1]
WORDS = ["hedge", "bench", "gate", "pond", "path", "swan", "oak", "reed", "moss", "fern", "wall", "lane"]
SMALL, LARGE = 160_000, 64_000_000
"""Bytes of a disk that fills up, at least, and of the same disk when it is made larger."""

KILLS_A_STORE = 8
"""So often one store's work is interrupted; then it is let come to its end."""

LOAD = """
import sys
from datetime import UTC, datetime
from monitor.check import load_snapshots
from monitor.load import load
from monitor.store import Store
with Store(sys.argv[1]) as store:
    load_snapshots(load([sys.argv[2]], site="town"), store, datetime(2026, 5, 1, tzinfo=UTC))
"""

READ = """
import sys, time
from pathlib import Path
from monitor.errors import BadInput, MonitorError
from monitor.store import Store
before = 0
while True:
    time.sleep(0.02)
    try:
        with Store(Path(sys.argv[1]), read_only=True) as store:
            count = sum(site.snapshots for site in store.status().sites)
            store.log()
            for page in store.pages.all():
                latest = store.snapshots.latest(page.id)
                if latest is not None:
                    store.payloads.get(latest.payload)
    except BadInput:
        continue  # it is not there yet
    except MonitorError as error:
        if "older format" not in str(error):  # it is being made
            print(error, flush=True)
        continue
    if count < before:
        print(f"{count} captures after {before}", flush=True)
    before = count
"""


@dataclass
class Trial:
    """What came of it."""

    chance: random.Random
    kills: int = 0
    full: int = 0
    """How often the disk was full."""
    whole: int = 0
    """How often all of it was done anew, and compared."""
    failures: list[str] = field(default_factory=list)

    def holds(self, what: bool, said: str) -> None:
        if not what:
            self.failures.append(said)
            print("FAILED", said, flush=True)


def html(title: str, *paragraphs: str, menu: str) -> bytes:
    items = "".join(f'<li><a href="/{label}">{label.title()}</a></li>' for label in (*WORDS[:6], menu))
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html lang=en><title>{title}</title><body><nav><ul>{items}</ul></nav>"
        f"<main><h1>{title}</h1>{body}</main></body></html>"
    ).encode()


def page(number: int, generation: int) -> bytes:
    """Each generation says one thing more; the menu gets one item more on the way."""
    chance = random.Random(number)
    told = [
        f"Lot {number * 1000 + one} was let to a grower of {WORDS[one % 12]}." for one in range(generation)
    ]
    rest = [" ".join(chance.choices(WORDS, k=25)) + "." for _ in range(4)]
    return html(f"Garden {number}", *rest, *told, menu="maps" if generation < 2 else "harvest")


# ── what must hold after each kill ─────────────────────────────────────────────────────────────


def content(path: Path) -> str | None:
    """A hash of every row of every table; None when the tables are not all there yet."""
    file = sqlite3.connect(path)
    try:
        if file.execute("PRAGMA user_version").fetchone()[0] < len(MIGRATIONS):
            return None
        return content_of(file)
    finally:
        file.close()


def content_of(file: sqlite3.Connection) -> str:
    hashed = hashlib.sha256()
    tables = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY 1"
    )
    for (name,) in file.execute(tables).fetchall():
        hashed.update(repr((name, sorted(file.execute(f"SELECT * FROM {name}"), key=repr))).encode())
    return hashed.hexdigest()


HALVES = {
    "a capture without a reading or a reason": "snapshots s WHERE s.version IS NULL AND NOT EXISTS "
    "(SELECT 1 FROM failures f WHERE f.snapshot = s.id)",
    "a version that no capture shows": "versions v WHERE NOT EXISTS "
    "(SELECT 1 FROM snapshots s WHERE s.version = v.id)",
    "a payload that no capture shows": "payloads p WHERE NOT EXISTS "
    "(SELECT 1 FROM snapshots s WHERE s.payload = p.id)",
    "a new version of which nothing is told": "(SELECT id, version, lag(version) OVER "
    "(PARTITION BY page ORDER BY id) AS had FROM snapshots) s WHERE s.had IS NOT NULL AND s.had <> s.version "
    "AND NOT EXISTS (SELECT 1 FROM changes c WHERE c.snapshot_after = s.id) "
    "AND NOT EXISTS (SELECT 1 FROM held h WHERE h.snapshot = s.id)",
    "a change that is not to be told": "changes c JOIN types t ON t.id = c.type WHERE t.name <> 'first_seen' "
    "AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.change = c.id)",
    "a page without a capture": "pages p WHERE NOT EXISTS (SELECT 1 FROM snapshots s WHERE s.page = p.id) "
    "AND NOT EXISTS (SELECT 1 FROM watches w WHERE w.page = p.id)",
}
"""What a check that is half there would leave behind."""


def examine(path: Path, trial: Trial, where: str) -> None:
    if not path.exists() or content(path) is None:
        return
    try:
        with Store(path, read_only=True) as store:
            for finding in store.examine():
                trial.holds(finding.is_well, f"{where}: {finding.what}: {finding.said}")
            for what, condition in HALVES.items():
                [count] = store.connection.row(f"SELECT count(*) FROM {condition}") or (0,)
                trial.holds(count == 0, f"{where}: {count} × {what}")
    except MonitorError as error:
        trial.holds(False, f"{where}: {error}")


@contextmanager
def somebody_reading(path: Path, trial: Trial) -> Iterator[None]:
    command = [sys.executable, "-c", READ, str(path)]
    reader = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env())
    try:
        yield
    finally:
        trial.holds(reader.poll() is None, "the reader ended by itself")
        reader.kill()
        said, _ = reader.communicate()
        trial.holds(not said, f"the reader: {said[:300]}")


def env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def start(command: list[str], folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command, cwd=folder, env=env(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def go(command: list[str], folder: Path, trial: Trial, kill_after_s: float | None = None) -> int:
    """Run it, or kill it then; its exit code."""
    process = start(command, folder)
    try:
        _, said = process.communicate(timeout=kill_after_s)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        trial.kills += 1
        return -signal.SIGKILL
    if "no room left" in said:
        trial.full += 1
    elif process.returncode not in (0, 3):
        trial.holds(False, f"{command[-2:]} ended with {process.returncode}: {said.strip()[-300:]}")
    return process.returncode


# ── a disk that fills up ───────────────────────────────────────────────────────────────────────


def can_mount(folder: Path) -> bool:
    disk = folder / "try"
    disk.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True)
    if done.returncode == 0:
        subprocess.run(["umount", str(disk)], check=True)
    return done.returncode == 0


@contextmanager
def disk(folder: Path, size: int) -> Iterator[Callable[[int], None]]:
    """A file system of that size; gives a way to make it larger."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:

        def resize(size: int) -> None:
            subprocess.run(["mount", "-o", f"remount,size={size}", str(folder)], check=True)

        yield resize
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def ordinary(folder: Path) -> Iterator[Callable[[int], None]]:
    folder.mkdir()
    yield lambda size: None


# ── loading ────────────────────────────────────────────────────────────────────────────────────


def write_captures(folder: Path, pages: int, generations: int) -> None:
    for number in range(pages):
        for generation in range(generations):
            file = folder / "town" / f"garden-{number}" / f"2026-04-{generation + 1:02}T08:00:00Z.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(page(number, generation))


def states_between(captures: Path, path: Path) -> tuple[set[str], str]:
    """What an uninterrupted load leaves after each of its transactions, and at its end."""
    states: set[str] = set()
    with Store(path) as store:
        execute = store.connection.execute
        states.add(content_of(store.connection.db.conn))

        def listen(sql: str, values: tuple[object, ...] = ()) -> sqlite3.Cursor:
            cursor = execute(sql, values)
            if sql == "COMMIT":
                states.add(content_of(store.connection.db.conn))
            return cursor

        store.connection.execute = listen  # type: ignore[method-assign]
        load_snapshots(load([captures], site="town"), store, datetime(2026, 5, 1, tzinfo=UTC))
        return states, content_of(store.connection.db.conn)


def kill_loads(
    folder: Path, trial: Trial, kills: int, small_disk: bool, pages: int = 20, gens: int = 8
) -> None:
    """Load until it is done, killed on the way; and again in a new store, until there were so many kills."""
    captures = folder / "captures"
    write_captures(captures, pages, gens)
    states, end = states_between(captures, folder / "whole.db")
    begin = time.monotonic()
    go([sys.executable, "-c", LOAD, str(folder / "timed.db"), str(captures)], folder, trial)
    takes_s = time.monotonic() - begin
    size = (folder / "timed.db").stat().st_size
    until = trial.kills + kills
    while trial.kills < until and not trial.failures:
        place = folder / f"load-{trial.whole}"
        # The write-ahead log may be as large as the file once more.
        on = disk(place, trial.chance.randint(SMALL, SMALL + 2 * size)) if small_disk else ordinary(place)
        with on as enlarge:
            path = place / "monitor.db"
            command = [sys.executable, "-c", LOAD, str(path), str(captures)]
            with somebody_reading(path, trial):
                code, most = -1, min(until, trial.kills + KILLS_A_STORE)
                while code != 0 and not trial.failures:
                    fulls = trial.full
                    code = go(command, place, trial, patience_of(trial, most, takes_s))
                    examine(path, trial, f"load, kill {trial.kills}")
                    state = content(path) if path.exists() else None
                    trial.holds(state is None or state in states, f"load, kill {trial.kills}: half a check")
                    if trial.full > fulls:
                        enlarge(LARGE)
            trial.holds(content(path) == end, f"load, after kill {trial.kills}: not as an uninterrupted one")
        trial.whole += 1


# ── checking ───────────────────────────────────────────────────────────────────────────────────

CONFIG = """
store = "monitor.db"
[[site]]
name = "gardens"
urls = [{urls}]
pause = "0s"
connections = 8
tries = 1
networks = ["127.0.0.1/32"]
[mail]
via = "folder"
from = "watch@gardens.example"
folder = "{out}"
[[digest]]
name = "gardens"
to = ["reader@gardens.example"]
"""


class Gardens:
    """A web site whose pages are all of one generation."""

    def __init__(self, pages: int) -> None:
        self.generation = 0
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                found = self.path.removeprefix("/garden-")
                body = page(int(found), site.generation) if found.isdecimal() else b""
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                return  # a visitor that was killed

        self._server = Server(("127.0.0.1", 0), Handler)
        self.urls = [f"http://127.0.0.1:{self._server.server_port}/garden-{one}" for one in range(pages)]
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def patience_of(trial: Trial, most: int, takes_s: float) -> float | None:
    return trial.chance.uniform(0.1, takes_s) if trial.kills < most else None


Told = Counter[tuple[str, str]]


def told(path: Path) -> Told:
    """What the store tells, each with its name: a change that is there twice is counted twice."""
    with Store(path, read_only=True) as store:
        return Counter(
            (one.change.id, one.change.sentence)
            for one in store.log()
            if one.change.type is not ChangeType.FIRST_SEEN
        )


def in_messages(folder: Path) -> Counter[str]:
    """In how many messages each lot is told of."""
    lots: Counter[str] = Counter()
    for file in folder.glob("*.eml"):
        message = message_from_bytes(file.read_bytes(), policy=default)
        text = message.get_body(("plain",))
        words = text.get_content().split() if text is not None else []
        lots.update({lot for word, lot in pairwise(words) if word.endswith("Lot")})
    return lots


def watch(
    place: Path,
    site: Gardens,
    generations: int,
    trial: Trial,
    patience: Callable[[], float | None],
    out: Path,
    enlarge: Callable[[int], None] = lambda size: None,
) -> float:
    """Look at each generation of the site, and tell it; how long a look takes when nobody kills it."""
    quoted = ", ".join(f'"{url}"' for url in site.urls)
    (place / "config.toml").write_text(CONFIG.format(urls=quoted, out=out))
    takes_s = 0.0
    for site.generation in range(generations):
        for arguments in (["run"], ["digest", "--send"]):
            code = -1
            while code != 0 and not trial.failures:
                begin, fulls = time.monotonic(), trial.full
                command = [
                    sys.executable,
                    "-m",
                    "monitor",
                    *arguments,
                    "--config",
                    str(place / "config.toml"),
                ]
                code = go(command, place, trial, patience())
                takes_s = max(takes_s, time.monotonic() - begin)
                examine(place / "monitor.db", trial, f"{arguments[0]}, kill {trial.kills}")
                if trial.full > fulls:
                    enlarge(LARGE)
    return takes_s


def kill_checks(
    folder: Path, trial: Trial, kills: int, small_disk: bool, pages: int = 8, generations: int = 5
) -> None:
    """Look at a site that changes, killed on the way; and again in a new store, until so many kills."""
    site = Gardens(pages)
    try:
        calm = folder / "calm"
        calm.mkdir()
        takes_s = watch(calm, site, generations, trial, lambda: None, calm / "out")
        expected, lots = told(calm / "monitor.db"), in_messages(calm / "out")
        trial.holds(len(lots) == pages * (generations - 1), f"{len(lots)} lots were told of undisturbed")
        size = (calm / "monitor.db").stat().st_size
        until = trial.kills + kills
        while trial.kills < until and not trial.failures:
            place, out = folder / f"check-{trial.whole}", folder / f"out-{trial.whole}"
            on = disk(place, trial.chance.randint(SMALL, SMALL + 2 * size)) if small_disk else ordinary(place)
            with on as enlarge:
                path = place / "monitor.db"
                with somebody_reading(path, trial):
                    most = min(until, trial.kills + KILLS_A_STORE)
                    patience = partial(patience_of, trial, most, takes_s)
                    watch(place, site, generations, trial, patience, out, enlarge)
                after = told(path)
                trial.holds(after == expected, f"told twice {after - expected}, never {expected - after}")
                again = in_messages(out)
                trial.holds(again == lots, f"in messages twice {again - lots}, never {lots - again}")
            trial.whole += 1
    finally:
        site.close()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path, help="not needed: what is loaded and served is made here")
    options = parser.parse_args()
    trial = Trial(random.Random(options.seed))
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as scratch:
        folder = Path(scratch)
        disks = can_mount(folder)
        if not disks:
            print("no disk that fills up: mount is not permitted here")
        for name, kill in (("loading", kill_loads), ("checking", kill_checks)):
            for small in (False, True):
                if small and not disks:
                    continue
                part = options.kills // 2 if not disks else options.kills * (1 if small else 3) // 8
                before, begin = counts_of(trial), time.monotonic()
                place = folder / f"{name}-{small}"
                place.mkdir()
                kill(place, trial, part, small)
                done = [now - then for now, then in zip(counts_of(trial), before, strict=True)]
                print(
                    f"{name:<9}{'on a disk that fills up' if small else '':<24}"
                    f"{done[0]:4} kills, {done[1]:3} times full, {done[2]:3} times done and compared, "
                    f"{time.monotonic() - begin:5.0f} s",
                    flush=True,
                )
    print(f"{trial.kills} kills, {len(trial.failures)} failures")
    return 1 if trial.failures else 0


def counts_of(trial: Trial) -> tuple[int, int, int]:
    return trial.kills, trial.full, trial.whole


if __name__ == "__main__":
    sys.exit(main())
