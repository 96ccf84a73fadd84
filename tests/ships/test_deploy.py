"""What `deploy/` ships fits the program: names, paths, and times that leave it room to end."""

import re
import shutil
import subprocess
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import Config
from monitor.daemon.loop import TURN_S

ROOT = Path(__file__).parents[2]
UNIT = (ROOT / "deploy/monitor.service").read_text()
CONTAINERFILE = (ROOT / "deploy/Containerfile").read_text()
COMPOSE = (ROOT / "deploy/compose.yaml").read_text()


def seconds(text: str, name: str) -> float:
    found = re.search(rf"^\s*{name}[=:]\s*(\d+)s?$", text, re.MULTILINE)
    assert found is not None, name
    return float(found[1])


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / "monitor.service"
    unit.write_text(UNIT.replace("ExecStart=/usr/local/bin/monitor", "ExecStart=/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_service_manager_leaves_room_for_an_end() -> None:
    ends_within = Config().daemon.stop_within / timedelta(seconds=1)
    assert seconds(UNIT, "TimeoutStopSec") > ends_within
    assert seconds(COMPOSE, "stop_grace_period") > ends_within
    assert seconds(UNIT, "WatchdogSec") > 2 * TURN_S


def test_the_container_is_built_from_what_is_there() -> None:
    copied = [
        one for line in re.findall(r"^COPY (.+) \S+$", CONTAINERFILE, re.MULTILINE) for one in line.split()
    ]
    assert copied
    assert [one for one in copied if not (ROOT / one).exists()] == []
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    [entry] = re.findall(r'^ENTRYPOINT \["(.+)"\]$', CONTAINERFILE, re.MULTILINE)
    assert entry in scripts
    assert "dockerfile: deploy/Containerfile" in COMPOSE
