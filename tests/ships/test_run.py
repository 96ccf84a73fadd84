"""`monitor run` on what ships: what changed is told once, explained on request, and then known."""

import json
from pathlib import Path

import pytest

from monitor.cli import run
from tests.ships.lauvane.generate import PLANTED
from tests.ships.plan import is_told_by
from tests.ships.readme import lay_out

REAL_SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
CHAIR = "OSCE Chairpersonship moved from Finland (2025) to Switzerland (2026)"
RENAMED = (
    "Menu item renamed: Gender Equality Review Conferences → Gender equality conferences, "
    "under Meetings and conferences"
)


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    """A folder with what ships, on which `monitor run` was run once."""
    folder = tmp_path_factory.mktemp("instance")
    lay_out(folder)
    assert run(["run", "--config", str(folder / "config.toml")]) == 0
    return folder


@pytest.fixture
def ask(instance, monkeypatch, capfd):
    """Ask the store of that folder, in JSON."""

    def ask_json(*arguments):
        monkeypatch.chdir(instance)
        capfd.readouterr()
        assert run([*arguments, "--json"]) == 0
        return json.loads(capfd.readouterr().out)

    return ask_json


def news(events):
    return [event for event in events if event["type"] != "first_seen"]


def test_the_seeds_tell_the_chair_and_the_renamed_item(ask):
    assert sorted(event["sentence"] for event in news(ask("log", "osce"))) == sorted([RENAMED, CHAIR])


def test_each_is_told_once_for_the_site_as_inferred_with_its_pages(ask):
    for event in news(ask("log", "osce")):
        assert (event["scope"], event["inferred"]) == ("site", True)
        assert len(event["pages"]["before"]) + len(event["pages"]["after"]) == 4


def test_the_interval_is_as_narrow_as_the_captures_allow(ask):
    between = {event["sentence"]: event["between"] for event in news(ask("log", "osce"))}
    assert between[CHAIR] == ["2025-12-15T09:00:00Z", "2026-01-12T09:00:00Z"]
    assert between[RENAMED] == ["2025-11-03T09:00:00Z", "2025-12-15T09:00:00Z"]


def test_the_page_of_the_other_site_stands_alone(ask):
    assert news(ask("log", "antitrafficking")) == []
    [site] = ask("site", "antitrafficking")
    assert len(site["alone"]) == 1


def test_the_other_site_tells_each_planted_change_once_and_nothing_else(ask):
    told = news(ask("log", "lauvane"))
    assert [sum(is_told_by(planted, event) for event in told) for planted in PLANTED] == [1] * len(PLANTED)
    assert len(told) == len(PLANTED)


def test_every_change_says_which_rule_decided_on_what_evidence(ask):
    events = news(ask("log"))
    assert len(events) >= len(PLANTED)
    for event in events:
        explained = ask("explain", event["id"])
        assert explained["rule"], event
        assert explained["evidence"], event


def test_what_was_held_back_is_said_with_its_kind(ask):
    [renamed] = [event for event in ask("log", "lauvane") if event.get("before") == "Press room"]
    held = ask("explain", renamed["id"])["held_back"]
    assert {noise["kind"] for noise in held} >= {"counter", "relative time", "rotation", "token"}


def test_a_second_run_has_nothing_to_tell(ask):
    assert ask("run") == []


@pytest.mark.skipif(not REAL_SEEDS.is_dir(), reason="the extracts of real pages are not here")
def test_undated_extracts_of_real_pages_tell_the_same(tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    assert run(["load", *map(str, sorted(REAL_SEEDS.glob("*.txt"))), "--site", "osce"]) == 0
    capfd.readouterr()
    assert run(["log", "--json"]) == 0
    events = news(json.loads(capfd.readouterr().out))
    assert sorted(event["sentence"] for event in events) == sorted([RENAMED, CHAIR])
    assert all(event["inferred"] and event["pages"]["before"] and event["pages"]["after"] for event in events)
