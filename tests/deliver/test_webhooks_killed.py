"""`kill -9` between any two steps of a webhook's post, and three senders by mistake: it is told, and once."""

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deliver.receiver import Receiver
from tests.deliver.test_killed import store

__all__ = ["store"]  # the fixture: a page that changed

POST = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from monitor.config import read_config
from monitor.deliver import deliver_posts, webhooks
from monitor.store import Store

def here(step):
    if sys.argv[2] == step:
        os.kill(os.getpid(), signal.SIGKILL)

def watched(*arguments):
    here("before posting")
    posted = post(*arguments)
    here("before the mark")
    return posted

post, webhooks.post = webhooks.post, watched
config, now = read_config(Path(sys.argv[1])), datetime.now(UTC)
with Store(config.store) as store:
    with store.transaction():
        webhooks.form_posts(config, store, now, everyone=True)
        here("while forming")
    here("after forming")
    deliver_posts(config, store, now, everything=True)
    here("after the mark")
"""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def config(store: Path, receiver: Receiver, tmp_path: Path) -> Path:
    shutil.copy(store, tmp_path / "s.sqlite")
    (tmp_path / "url").write_text(receiver.url)
    (tmp_path / "secret").write_text("sixteen-characters-at-least")
    path = tmp_path / "config.toml"
    path.write_text(
        'store = "s.sqlite"\n[[webhook]]\nname = "desk"\nurl = "file:url"\n'
        'secret = "file:secret"\nnetworks = ["127.0.0.1/32"]\n'
    )
    return path


def post(config: Path, kill: str = "") -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", POST, str(config), kill])


def bodies(receiver: Receiver) -> list[bytes]:
    for _, _, body in receiver.got:
        assert ["4.20" in one["sentence"] for one in json.loads(body)["changes"]] == [True]
    return [body for _, _, body in receiver.got]


@pytest.mark.parametrize(
    ("step", "times"),
    [
        ("while forming", 1),
        ("after forming", 1),
        ("before posting", 1),
        ("before the mark", 2),  # its answer died with us: the same delivery again
        ("after the mark", 1),
    ],
)
def test_killed_at_a_step_the_receiver_misses_nothing(
    step: str, times: int, receiver: Receiver, config: Path
) -> None:
    assert post(config, kill=step).wait(60) == -signal.SIGKILL
    assert post(config).wait(60) == 0
    assert post(config).wait(60) == 0
    assert len(bodies(receiver)) == times
    assert len({headers["x-monitor-delivery"] for _, headers, _ in receiver.got}) == 1


def test_a_receiver_that_hangs_up_gets_the_same_delivery_again(receiver: Receiver, config: Path) -> None:
    receiver.statuses = [0, 503]
    for _ in range(4):
        assert post(config).wait(60) == 0
    assert len(set(bodies(receiver))) == 1
    assert len(receiver.got) == 3


def test_three_senders_by_mistake_post_it_once(receiver: Receiver, config: Path) -> None:
    for process in [post(config) for _ in range(3)]:
        assert process.wait(60) == 0
    assert len(bodies(receiver)) == 1
