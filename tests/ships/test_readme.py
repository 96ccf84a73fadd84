"""What the README says is so: its output is the very output, and what it names is there."""

import re
import subprocess
from xml.etree import ElementTree

import pytest

from tests.ships.picture import draw
from tests.ships.readme import BLOCK, PICTURE, PROJECT, README, render

TEXT = README.read_text(encoding="utf-8")
ANEW = "run `python -m tests.ships.readme` to write it anew"


@pytest.fixture(scope="module")
def rendered():
    return render(TEXT)


def test_its_output_is_the_very_output(rendered):
    assert len(BLOCK.findall(TEXT)) >= 2
    assert rendered[0] == TEXT, ANEW


def test_the_picture_shows_the_same(rendered):
    assert PICTURE.read_text(encoding="utf-8") == draw("make run", rendered[1]), ANEW
    ElementTree.fromstring(PICTURE.read_bytes())  # noqa: S314 - our own file


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake (\w+)", TEXT))))
def test_each_make_target_is_there(target):
    subprocess.run(["make", "--dry-run", target], cwd=PROJECT, check=True, capture_output=True)


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", TEXT))))
def test_each_link_leads_somewhere(path):
    assert (PROJECT / path).exists()
