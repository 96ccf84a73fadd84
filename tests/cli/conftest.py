"""The command line as its users have it: a process with arguments, output and an exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def monitor(tmp_path):
    """Run `monitor` in a folder of its own."""

    def run_monitor(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "monitor", *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    return run_monitor
