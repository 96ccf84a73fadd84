"""On the two generations in snapshots/: each planted change told once, with its type, and no noise told."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ships.lauvane.generate import LEAVES, MOMENTS, PLANTED
from tests.ships.plan import is_told_by

SITE = Path(__file__).parents[2] / "snapshots" / "lauvane"

CAME_OR_WENT = {"page_added", "page_removed"}


def monitor(*arguments, exit_code):
    """Run the command as a user does, and give back what it wrote to stdout."""
    done = subprocess.run(
        [sys.executable, "-m", "monitor", *map(str, arguments)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == exit_code, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def generations(tmp_path_factory):
    """The two generations as two folders, a file for each page."""
    folders = []
    for moment in MOMENTS:
        folder = tmp_path_factory.mktemp("generation")
        for path in SITE.glob(f"*/{moment}.html"):
            shutil.copy(path, folder / f"{path.parent.name}.html")
        folders.append(folder)
    return folders


@pytest.fixture(scope="module")
def told(generations):
    return json.loads(monitor("diff", *generations, "--json", exit_code=1))


@pytest.mark.parametrize("planted", PLANTED, ids=lambda p: f"{p['in']}: {p['told']['type']}")
def test_a_planted_change_is_told_once(planted, told):
    assert len([event for event in told if is_told_by(planted, event)]) == 1


def test_nothing_else_is_told(told):
    planned = [event for planted in PLANTED for event in told if is_told_by(planted, event)]
    rest = [e for e in told if e not in planned and e["type"] not in CAME_OR_WENT]
    assert [(e["type"], e.get("before"), e.get("after"), e.get("page")) for e in rest] == []


def test_pages_that_came_and_went_are_named(told):
    came_or_went = {(e["type"], e["page"].rpartition("/")[2]) for e in told if e["type"] in CAME_OR_WENT}
    named = {
        ("page_added" if leaf.generations == (1,) else "page_removed", f"{leaf.name}.html")
        for leaf in LEAVES
        if len(leaf.generations) == 1
    }
    assert came_or_went == named


def test_a_generation_against_itself_has_no_change(generations):
    assert json.loads(monitor("diff", generations[0], generations[0], "--json", exit_code=0)) == []


def test_swapping_the_generations_swaps_the_annotations(generations):
    back = json.loads(monitor("diff", *reversed(generations), "--json", exit_code=1))
    moved = {(e["from_item"], e["to_item"]) for e in back if e["type"] == "annotation_moved"}
    there = {
        (p["told"]["to_item"], p["told"]["from_item"])
        for p in PLANTED
        if p["told"]["type"] == "annotation_moved"
    }
    assert moved == there


def test_noise_is_held_back_but_shown_on_request(generations):
    everything = json.loads(monitor("diff", *generations, "--json", "--noise", exit_code=1))
    noise = [event for event in everything if event["type"] == "noise"]
    assert noise
    assert all(event["kind"] for event in noise)
