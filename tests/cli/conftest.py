"""The command line as its users have it: arguments, output and an exit code."""

import os
import subprocess
import sys
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from monitor.cli import run


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def monitor(tmp_path, monkeypatch, capfd):
    """Run `monitor` in a folder of its own; in this process, which saves its start."""
    monkeypatch.chdir(tmp_path)

    def run_monitor(*arguments: str | Path, stdin: str = "", **environment: str) -> Done:
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdin", TextIOWrapper(BytesIO(stdin.encode())))
            for name, value in environment.items():
                patch.setenv(name, value)
            code = run([*map(str, arguments)])
        said = capfd.readouterr()
        return Done(code, said.out, said.err)

    return run_monitor


@pytest.fixture
def start(tmp_path):
    """Start `monitor` as a process of its own, in a folder of its own."""

    def start_process(*arguments: str | Path, **options: object) -> subprocess.Popen[str]:
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        environment |= options.pop("env", {})  # type: ignore[arg-type]
        return subprocess.Popen(  # type: ignore[call-overload, no-any-return]
            [sys.executable, "-m", "monitor", *map(str, arguments)],
            **{
                "cwd": tmp_path,
                "env": environment,
                "stdout": subprocess.PIPE,
                "stderr": subprocess.PIPE,
                "encoding": "utf-8",
                **options,
            },
        )

    return start_process
