"""A load that is killed at any moment, and run again, ends where an uninterrupted one ends."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from monitor.errors import BadInput, StoreError
from monitor.store import Store
from tests.check.conftest import MENU, content, html

KILLS = int(os.environ.get("MONITOR_TEST_KILLS", "3"))
PAGES, GENERATIONS = int(os.environ.get("MONITOR_TEST_PAGES", "12")), 5

LOAD = """
import sys, time
from datetime import UTC, datetime
from monitor.check import load_snapshots
from monitor.load import load
from monitor.errors import BadInput, StoreError
from monitor.store import Store

with Store(sys.argv[1]) as store:
    load_snapshots(
        load([sys.argv[2]], site="town"), store, datetime(2026, 5, 1, tzinfo=UTC),
        lambda verdict: print("one", flush=True),
    )
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five generations of twelve pages, dated but for the last, whose menu changes once on the way."""
    chance = random.Random(7)
    menus = [MENU, {**MENU, "Open data": "/data"}]
    for page in range(PAGES):
        for generation in range(GENERATIONS):
            is_dated = generation < GENERATIONS - 1
            name = f"2026-04-{generation + 1:02}T08:00:00Z.html" if is_dated else "now.html"
            path = tmp_path / "captures" / ("town" if is_dated else "undated") / f"page-{page}" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            words = " ".join(chance.choice(["hedge", "bench", "gate", "pond", "path"]) for _ in range(40))
            path.write_bytes(
                html(f"Park {page}", "Every park has its own plan.", words, menu=menus[generation > 2])
            )
    return tmp_path / "captures"


def start(store: Path, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", LOAD, str(store), str(folder)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    file = sqlite3.connect(path)
    try:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        return content(file)
    finally:
        file.close()


@contextmanager
def somebody_reading(path: Path) -> Iterator[list[int]]:
    """Read the store all the time; what is read never becomes less."""
    readings: list[int] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        while not done.wait(0.05):
            try:
                with Store(path, read_only=True) as store:
                    count = sum(site.snapshots for site in store.status().sites)
                    store.log()
            except BadInput:
                continue  # it is not there yet
            except StoreError as error:
                if "older format" not in str(error):  # it is being made
                    failures.append(error)
                continue
            if readings and count < readings[-1]:
                failures.append(AssertionError(f"{count} snapshots after {readings[-1]}"))
            readings.append(count)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield readings
    finally:
        done.set()
        reader.join()
    assert failures == []


def test_a_load_that_is_killed_and_run_again_ends_the_same(folder: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole.db"
    assert start(whole, folder).communicate() is not None
    with Store(whole, read_only=True) as store:
        assert sum(site.snapshots for site in store.status().sites) == PAGES * GENERATIONS
        assert any(change.change.after == "Open data" for change in store.log())

    killed = tmp_path / "killed.db"
    chance = random.Random(11)
    with somebody_reading(killed) as readings:
        for _ in range(KILLS):
            loading = start(killed, folder)
            assert loading.stdout is not None
            for _ in range(chance.randrange(PAGES * GENERATIONS)):
                loading.stdout.readline()
            loading.send_signal(signal.SIGKILL)
            loading.communicate()
            rows(killed)
        start(killed, folder).communicate()
    assert readings
    with Store(killed, read_only=True) as store:
        assert all(finding.is_well for finding in store.examine())
    assert rows(killed) == rows(whole)
