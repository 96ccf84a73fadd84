"""The daemon looks when something is due, tells it once, and ends when it is told to."""

import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import feedparser
import pytest

from monitor.check import load_snapshots
from monitor.config import read_config
from monitor.daemon import Daemon, Notifier, Stopped
from monitor.load import load
from monitor.model import ChangeType
from monitor.store import RecordedChange, Store
from tests.check.conftest import html
from tests.check.web import Server, Site

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LOW = html("Levels", "The level at the upper lock is 4.20 m.", "Gauges are read at six.")
HIGH = html("Levels", "The level at the upper lock is 4.85 m.", "Gauges are read at six.")

CONFIG = """
store = "s.sqlite"
snapshots = ["drop"]
[[site]]
name = "river"
urls = ["{url}"]
every = "1h"
pause = "0s"
tries = 1
patience = "1h"
networks = ["127.0.0.1/32"]
[mail]
via = "folder"
from = "watch@river.example"
folder = "out"
[[digest]]
name = "river watch"
to = ["a@reader.example"]
schedule = "hourly"
"""


@dataclass
class Running:
    """A daemon in a thread, whose hours pass in a second or so."""

    folder: Path
    hour_s: float = 1.0
    daemon: Daemon | None = None
    stopped: list[Stopped] = field(default_factory=list)
    thread: threading.Thread | None = None

    def start(self, keep_every_s: float = 60.0) -> None:
        begin, ready = time.monotonic(), threading.Event()

        def clock() -> datetime:
            return START + timedelta(hours=(time.monotonic() - begin) / self.hour_s)

        def go() -> None:
            path = self.folder / "config.toml"
            config = read_config(path)
            with Store(config.store) as store:
                self.daemon = Daemon(path, config, store, clock)
                self.daemon.look_every_s = self.daemon.folders_every_s = self.daemon.digests_every_s = 0.2
                self.daemon.keep_every_s = keep_every_s
                ready.set()
                self.stopped.append(self.daemon.run())

        self.thread = threading.Thread(target=go, daemon=True)
        self.thread.start()
        assert ready.wait(10)

    def stop(self) -> None:
        if self.daemon is not None and self.thread is not None and self.thread.is_alive():
            self.daemon.stop()
            self.thread.join(20)
            assert not self.thread.is_alive()

    def news(self) -> list[RecordedChange]:
        if not (self.folder / "s.sqlite").exists():
            return []
        with Store(self.folder / "s.sqlite", read_only=True) as store:
            return [told for told in store.log() if told.change.type is not ChangeType.FIRST_SEEN]

    def letters(self) -> list[str]:
        return [file.read_text() for file in sorted((self.folder / "out").glob("*.eml"))]


def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(pages={"/levels": LOW})
    server = Server(site)
    yield site
    server.close()


@pytest.fixture
def running(site: Site, tmp_path: Path) -> Iterator[Running]:
    (tmp_path / "drop").mkdir()
    (tmp_path / "config.toml").write_text(CONFIG.format(url=site.url("/levels")))
    running = Running(tmp_path)
    yield running
    running.stop()


def test_a_change_is_found_and_its_digest_sent_once(site: Site, running: Running) -> None:
    running.start()
    until(site.paths)
    site.pages["/levels"] = HIGH
    until(running.letters)
    looks = len(site.paths())
    until(lambda: len(site.paths()) >= looks + 2)
    running.stop()
    assert [told.change.type for told in running.news()] == [ChangeType.NUMBER_CHANGED]
    [letter] = running.letters()
    assert "4.20" in letter
    assert running.stopped[0].clean


def test_what_is_dropped_into_a_folder_is_taken_when_it_is_whole(running: Running) -> None:
    running.hour_s = 0.05  # so that the folder is quiet soon
    running.start()
    folder = running.folder / "drop" / "town" / "fees"
    folder.mkdir(parents=True)
    (folder / "2026-01-10.html").write_bytes(LOW)
    (folder / "2026-01-11.html").write_bytes(HIGH)
    until(running.news)
    assert [told.site for told in running.news()] == ["town"]


def test_a_full_folder_does_not_hold_up_the_end(running: Running) -> None:
    folder = running.folder / "drop" / "town" / "fees"
    folder.mkdir(parents=True)
    for day in range(1, 400):
        moment = START - timedelta(days=day)
        (folder / f"{moment:%Y-%m-%d}.html").write_bytes(LOW.replace(b"4.20", b"4.%03d" % day))
    running.start()
    until(lambda: (running.folder / "s.sqlite").exists() and _captures(running.folder))
    begun = time.monotonic()
    running.stop()
    assert time.monotonic() - begun < 10
    assert 0 < _captures(running.folder) < 399


def _captures(folder: Path) -> int:
    with Store(folder / "s.sqlite", read_only=True) as store:
        return sum(site.snapshots for site in store.status().sites)


def test_what_cannot_be_used_in_a_folder_is_remembered_over_a_new_start_until_it_can(
    running: Running,
) -> None:
    def set_aside() -> list[str]:
        with Store(running.folder / "s.sqlite", read_only=True) as store:
            return [one.reason.rpartition("/")[2] for one in store.set_aside.every()]

    file = running.folder / "drop" / "town" / "fees" / "2026-01-10.html"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"")
    running.start()
    until(set_aside)
    running.stop()
    assert set_aside() == ["2026-01-10.html: the file is empty"]
    running.start()
    file.write_bytes(LOW)
    until(lambda: not set_aside())


def test_a_configuration_that_is_wrong_is_refused_whole_and_a_right_one_taken_up(
    site: Site, running: Running
) -> None:
    site.pages["/news"] = html("News", "The lock is closed on Monday.", "It opens again on Tuesday.")
    running.start()
    until(site.paths)
    assert running.daemon is not None
    path = running.folder / "config.toml"
    right = path.read_text()
    path.write_text(right.replace('every = "1h"', 'every = "often"'))
    running.daemon.reload()
    looks = len(site.paths())
    until(lambda: len(site.paths()) > looks)  # goes on as before
    path.write_text(right.replace("urls = [", f'urls = ["{site.url("/news")}", '))
    running.daemon.reload()
    until(lambda: "/news" in site.paths())


def test_it_finds_pages_in_the_queue_in_which_it_looks_at_them(site: Site, running: Running) -> None:
    path = running.folder / "config.toml"
    text = path.read_text().replace('pause = "0s"', 'pause = "0.2s"\ndiscover = ["sitemap"]')
    path.write_text(text.replace('every = "1h"', 'every = "9h"'))
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    listed = "".join(f"<url><loc>{site.url(f'/{name}')}</loc></url>" for name in ("locks", "weirs"))
    site.pages |= {
        "/sitemap.xml": f'<urlset xmlns="{space}">{listed}</urlset>'.encode(),
        "/locks": html("Locks", "Four locks are open."),
        "/weirs": html("Weirs", "Two weirs are closed."),
    }
    running.hour_s = 30.0
    running.start()
    until(lambda: len(site.asked) >= 5)
    running.stop()
    assert {path for path, _ in site.asked} == {"/robots.txt", "/sitemap.xml", "/levels", "/locks", "/weirs"}
    assert min(after - before for before, after in pairwise(site.when)) >= 0.14


def test_a_dead_server_holds_up_neither_the_others_nor_the_end(site: Site, running: Running) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes connections, never answers
        path = running.folder / "config.toml"
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        more = f'[[site]]\nname = "dead"\nurls = ["{url}"]\nnetworks = ["127.0.0.1/32"]\nrobots = false\n'
        path.write_text(path.read_text() + more)
        running.start()
        until(lambda: len(site.paths()) >= 3)
        begin = time.monotonic()
        running.stop()
        assert time.monotonic() - begin < 10
    assert not running.stopped[0].clean


def test_after_a_kill_it_goes_on_and_tells_nothing_twice(site: Site, running: Running) -> None:
    running.start()
    until(site.paths)
    site.pages["/levels"] = HIGH
    until(running.letters)
    running.stop()
    again = Running(running.folder, hour_s=0.5)
    again.start()
    looks = len(site.paths())
    until(lambda: len(site.paths()) >= looks + 2)
    again.stop()
    assert len(again.news()) == 1
    assert len(again.letters()) == 1


def test_its_health_can_be_asked_for(site: Site, running: Running) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    path = running.folder / "config.toml"
    path.write_text(path.read_text() + f"[daemon]\nport = {port}\n")
    running.start()
    until(lambda: running.daemon and running.daemon.health.counts["look first"])

    def get(where: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{where}", timeout=5) as answer:
            return str(answer.read().decode())

    assert get("/healthz") == "well\n"
    assert 'monitor_events_total{kind="look first"} 1' in get("/metrics")


def test_its_feeds_are_served_and_cost_nothing_when_unchanged(site: Site, running: Running) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    path = running.folder / "config.toml"
    path.write_text(path.read_text() + f"[daemon]\nport = {port}\n")
    running.start()
    until(site.paths)
    site.pages["/levels"] = HIGH
    until(running.news)
    shown = feedparser.parse(f"http://127.0.0.1:{port}/feeds/river.atom")
    assert [entry.title for entry in shown.entries] == [told.change.sentence for told in running.news()]
    again = feedparser.parse(f"http://127.0.0.1:{port}/feeds/river.atom", etag=shown.etag)
    assert again.status == 304
    assert feedparser.parse(f"http://127.0.0.1:{port}/feeds/nobody.atom").status == 404


def test_the_service_manager_is_told(tmp_path: Path) -> None:
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(address))
        Notifier(str(address)).say("READY=1", "STATUS=well")
        assert manager.recv(1000) == b"READY=1\nSTATUS=well"
    Notifier(str(address)).say("WATCHDOG=1")  # nobody listens any more: no trouble of ours


def test_a_visitor_that_hangs_up_leaves_no_traceback(
    site: Site, running: Running, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    path = running.folder / "config.toml"
    path.write_text(path.read_text() + f"[daemon]\nport = {port}\n")
    running.start()
    until(lambda: running.daemon and running.daemon.health.counts["look first"])
    for _ in range(5):
        rude = socket.create_connection(("127.0.0.1", port), timeout=5)
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        rude.sendall(b"GET /feeds/all.atom HTTP/1.1\r\nHost: x\r\n")
        rude.close()
    time.sleep(0.3)
    assert "Traceback" not in capfd.readouterr().err


def test_old_payloads_go_an_hour_after_that_was_said(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    running.hour_s = 0.1
    folder = running.folder / "drop" / "town" / "fees"
    folder.mkdir(parents=True)
    for day in range(10, 15):
        (folder / f"2026-01-{day}.html").write_bytes(LOW.replace(b"4.20", f"{day}".encode()))
    path = running.folder / "config.toml"
    path.write_text(path.read_text() + "[retention]\nkeep = 2\n")
    # Loaded before the daemon begins, so that it finds them when it looks at the beginning.
    with Store(running.folder / "s.sqlite") as store:
        load_snapshots(load([running.folder / "drop"]), store, START)
    with caplog.at_level("INFO", "monitor"):
        running.start(keep_every_s=0.05)
        until(lambda: "payloads went" in caplog.text)
        running.stop()
    said = [record.message for record in caplog.records if "retention" in record.message]
    assert said[0].startswith("retention: 3 of 5 payloads of town go")
    assert said[1] == "retention: 3 payloads went"
    with Store(running.folder / "s.sqlite", read_only=True) as store:
        assert len(store.page("fees").versions) == 5
        assert all(finding.is_well for finding in store.examine())
