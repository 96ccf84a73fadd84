"""The daemon as a process: signals end it, and a kill leaves a store that opens."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.model import ChangeType
from monitor.store import Store
from tests.check.conftest import html
from tests.check.web import Server, Site

ROOT = Path(__file__).parents[2]


@pytest.fixture
def site() -> Iterator[Site]:
    pages = {f"/p{n}": html(f"Page {n}", f"Text {n} of this page.", "And some more.") for n in range(30)}
    site = Site(pages=pages)
    server = Server(site)
    yield site
    server.close()


@pytest.fixture
def config(site: Site, tmp_path: Path) -> Path:
    urls = ", ".join(f'"{site.url(path)}"' for path in site.pages)
    path = tmp_path / "config.toml"
    path.write_text(
        f'store = "s.sqlite"\n[[site]]\nname = "town"\nurls = [{urls}]\nevery = "10s"\npause = "0s"\n'
        'connections = 8\nnetworks = ["127.0.0.1/32"]\n'
    )
    return path


def start(config: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "monitor", "daemon", "--config", str(config)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, encoding="utf-8")


def until_asked(site: Site, count: int, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while len(site.paths()) < count:
        assert time.monotonic() < deadline, len(site.paths())
        time.sleep(0.01)


def test_sigterm_ends_it_cleanly(site: Site, config: Path) -> None:
    process = start(config)
    until_asked(site, 10)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0, said
    assert '"message": "stopped after' in said


def test_a_second_one_is_told_that_there_is_one(site: Site, config: Path) -> None:
    process = start(config)
    try:
        until_asked(site, 1)
        second = start(config)
        _, said = second.communicate(timeout=30)
        assert second.returncode == 2
        assert "another program is writing to it" in said
    finally:
        process.kill()
        process.communicate(timeout=10)


def test_killed_again_and_again_it_loses_nothing_and_asks_no_more_than_it_should(
    site: Site, config: Path
) -> None:
    for kill in range(3):
        process = start(config)
        until_asked(site, min(30, 9 * (kill + 1)))
        process.kill()
        process.communicate(timeout=10)
    with sqlite3.connect(config.parent / "s.sqlite") as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    process = start(config)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with Store(config.parent / "s.sqlite", read_only=True) as store:
            if store.status().sites and store.status().sites[0].snapshots >= 30:
                break
        time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    with Store(config.parent / "s.sqlite", read_only=True) as store:
        pages = store.status().sites[0].pages
        firsts = [told.change.page for told in store.log()]
    assert pages == 30
    assert len(firsts) == len(set(firsts)) == 30


@pytest.mark.skipif("MONITOR_KILLS" not in os.environ, reason="takes minutes; MONITOR_KILLS=30 runs it")
def test_killed_under_load_it_loses_no_change_and_tells_none_twice(site: Site, config: Path) -> None:
    kills, chance = int(os.environ["MONITOR_KILLS"]), random.Random(30)
    begun = time.monotonic()
    for kill in range(kills):
        process = start(config)
        for number in chance.sample(range(30), 10):
            site.pages[f"/p{number}"] = html(
                f"Page {number}", f"Text {number} of this page.", f"Mill {number} has {kill + 2} sacks left."
            )
        until_asked(site, 1)
        time.sleep(chance.uniform(0.5, 4.0))
        process.kill()
        process.communicate(timeout=10)
    process = start(config)
    time.sleep(25)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    lasted = time.monotonic() - begun
    with Store(config.parent / "s.sqlite", read_only=True) as store:
        for path, payload in site.pages.items():
            assert store.capture(site.url(path)).payload == payload
        told = [(one.change.page, one.change.before, one.change.after) for one in store.log()]
        waiting = len(store.waiting())
        news = [one for one in store.log() if one.change.type is not ChangeType.FIRST_SEEN]
    assert len(told) == len(set(told))
    assert waiting == len(news) > 0
    # Every 10 s, a first time, and for each kill at most what was asked and not yet recorded.
    for path in site.pages:
        assert site.paths().count(path) <= lasted / 10 + 2 + kills / 3, path
