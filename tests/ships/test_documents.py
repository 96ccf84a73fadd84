"""The documents draw what the code is."""

import importlib
import re

import pytest

from tests.ships.readme import PROJECT

ARCHITECTURE = (PROJECT / "docs" / "architecture.md").read_text(encoding="utf-8")
FLOORS = ARCHITECTURE.partition("```")[2].partition("```")[0]
DOORS = re.findall(r"^\| `(\w+)` \| (.+) \|$", ARCHITECTURE, re.MULTILINE)


def test_the_floors_name_every_module_and_package():
    top = PROJECT / "monitor"
    modules = {path.name for path in top.glob("*.py")} - {"__init__.py"}
    packages = {f"{path.parent.name}/" for path in top.glob("*/__init__.py")}
    assert {name for name in modules | packages if name not in FLOORS} == set()


def test_every_package_but_the_command_line_has_its_door_described():
    packages = {path.parent.name for path in (PROJECT / "monitor").glob("*/__init__.py")}
    assert packages - {name for name, _ in DOORS} == {"cli"}


@pytest.mark.parametrize(("package", "gives"), DOORS)
def test_a_door_gives_what_is_said(package, gives):
    door = importlib.import_module(f"monitor.{package}")
    errors = importlib.import_module("monitor.errors")
    named = {name for code in re.findall(r"`([^`]+)`", gives) for name in re.findall(r"^\w+", code)}
    assert {name for name in named if not hasattr(door, name) and not hasattr(errors, name)} == set()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:\w+/)+(?:\w+\.py)?)`", ARCHITECTURE))))
def test_each_path_is_there(path):
    assert (PROJECT / path).exists() or (PROJECT / "monitor" / path).exists()
