"""The checks that hold the house up do fail when somebody breaks it."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def house(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "monitor", tmp_path / "monitor", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(house: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command as c; c()"
    command = [sys.executable, "-c", program, "--no-cache"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)


def add(path: Path, line: str) -> None:
    with path.open("a") as file:
        file.write(f"\n{line}\n")


def a_stage_imports_another(house: Path) -> None:
    add(house / "monitor/read/__init__.py", "import monitor.separate")


def what_decides_touches_the_network(house: Path) -> None:
    add(house / "monitor/separate/__init__.py", "import socket")


def a_floor_imports_one_above(house: Path) -> None:
    add(house / "monitor/model.py", "import monitor.read")


def a_file_stands_on_no_floor(house: Path) -> None:
    (house / "monitor" / "extras.py").write_text('"""Nobody knows where this belongs."""\n')


def test_the_import_contracts_hold(house: Path) -> None:
    said = lint_imports(house)
    assert said.returncode == 0, said.stdout + said.stderr


BREACHES = [
    a_stage_imports_another,
    what_decides_touches_the_network,
    a_floor_imports_one_above,
    a_file_stands_on_no_floor,
]


@pytest.mark.parametrize("breach", BREACHES)
def test_the_import_contracts_refuse_that(breach: Callable[[Path], None], house: Path) -> None:
    breach(house)
    said = lint_imports(house)
    assert said.returncode == 1, said.stdout + said.stderr


def test_the_clock_is_asked_by_entrances_only(house: Path) -> None:
    bad = "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n"
    (house / "monitor" / "read" / "moment.py").write_text(bad)
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "."]
    said = subprocess.run(command, cwd=house, capture_output=True, text=True, check=False)
    assert said.returncode == 1
    assert "TID251" in said.stdout


def test_continuous_integration_runs_the_commands_of_the_readme() -> None:
    ci = (ROOT / ".ci" / "run").read_text()
    assert "make check" in ci
    assert "make test" in ci
