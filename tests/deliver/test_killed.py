"""`kill -9` between any two steps of a delivery, and two daemons by mistake: every reader is told."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from monitor.store import Store
from tests.check.conftest import Watch, html
from tests.send.scripted import ScriptedServer

ROOT = Path(__file__).parents[2]
READERS = ("a@reader.example", "b@reader.example")

SEND = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from monitor.config import read_config
from monitor.deliver import deliver, form_due, postman
from monitor.store import Store

def here(step):
    if sys.argv[2] == step:
        os.kill(os.getpid(), signal.SIGKILL)

class Watched:
    def __init__(self, by):
        self.by = by
    def send(self, message, sender, recipients):
        here("before connecting")
        fates = self.by.send(message, sender, recipients)
        here("before the mark")
        return fates

config, now = read_config(Path(sys.argv[1])), datetime.now(UTC)
with Store(config.store) as store:
    with store.transaction():
        form_due(config, store, now, everyone=True)
        here("while forming")
    here("after forming")
    deliver(store, Watched(postman(config.mail)), config.mail.sender, now, everything=True)
    here("after the mark")
"""


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    server = ScriptedServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that changed, and two readers who were not told yet."""
    path = tmp_path_factory.mktemp("store") / "s.sqlite"
    with Store(path) as store:
        watch = Watch(store)
        for level in ("4.20", "4.85"):
            watch.sees("levels", html("Levels", f"The level at the upper lock is {level} m."))
        store.connection.execute("UPDATE changes SET recorded = unixepoch()")
    return path


@pytest.fixture
def config(store: Path, server: ScriptedServer, tmp_path: Path) -> Path:
    shutil.copy(store, tmp_path / "s.sqlite")
    to = ", ".join(f'"{reader}"' for reader in READERS)
    path = tmp_path / "config.toml"
    path.write_text(
        'store = "s.sqlite"\n'
        f'[mail]\nvia = "smtp"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\n'
        f'from = "watch@town.example"\n[[digest]]\nname = "town watch"\nto = [{to}]\n'
    )
    return path


def start(command: list[str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def send(config: Path, kill: str = "") -> int:
    return start([sys.executable, "-c", SEND, str(config), kill]).wait(60)


def told(server: ScriptedServer) -> dict[str, list[bytes]]:
    """What the server holds, by reader."""
    found: dict[str, list[bytes]] = {}
    for recipients, data in server.taken:
        assert "4.20 → 4.85" in str(message_from_bytes(data, policy=default)["Subject"])
        for recipient in recipients:
            found.setdefault(recipient, []).append(data)
    return found


OURS = ["while forming", "after forming", "before connecting", "before the mark", "after the mark"]


@pytest.mark.parametrize("step", OURS)
def test_killed_at_a_step_of_ours_nobody_misses_anything(
    step: str, server: ScriptedServer, config: Path
) -> None:
    assert send(config, kill=step) == -signal.SIGKILL
    assert send(config) == 0
    times = [len(copies) for copies in told(server).values()]
    # The one whose answer died with us is sent again: nothing on our side knows that it was taken.
    assert sorted(times) == ([1, 2] if step == "before the mark" else [1, 1])
    assert all(len(set(copies)) == 1 for copies in told(server).values())  # the same message, byte for byte


@pytest.mark.parametrize("step", ["greeting", "ehlo", "mail", "rcpt", "data", "dot"])
def test_killed_at_a_step_of_the_dialogue_nobody_misses_anything(
    step: str, server: ScriptedServer, config: Path
) -> None:
    children: list[subprocess.Popen[bytes]] = []

    def kill(reached: str) -> None:
        if reached == step:
            children[0].kill()
            children[0].wait(60)

    server.before = kill
    children.append(start([sys.executable, "-c", SEND, str(config), ""]))
    assert children[0].wait(60) == -signal.SIGKILL
    server.before = lambda step: None
    assert send(config) == 0
    times = [len(copies) for copies in told(server).values()]
    assert sorted(times) == ([1, 2] if step == "dot" else [1, 1])  # only there the server has it already
    assert all(len(set(copies)) == 1 for copies in told(server).values())


def test_two_daemons_by_mistake_tell_each_reader_once(server: ScriptedServer, config: Path) -> None:
    command = [sys.executable, "-m", "monitor", "digest", "--send", "--config", str(config)]
    for process in [start(command) for _ in range(3)]:
        process.wait(60)
    assert send(config) == 0
    assert {reader: len(copies) for reader, copies in told(server).items()} == dict.fromkeys(READERS, 1)
