"""Some kills of benchmarks/kills.py, which does two hundred; and backups of a store that is written to."""

import random
import sys
import time
from pathlib import Path

import pytest

from benchmarks import kills
from monitor.store import Store, restore


@pytest.fixture
def trial() -> kills.Trial:
    return kills.Trial(random.Random(5))


def test_looks_and_digests_that_are_killed_tell_each_change_once(tmp_path: Path, trial: kills.Trial) -> None:
    kills.kill_checks(tmp_path, trial, 1, small_disk=False, pages=2, generations=2)
    assert (trial.failures, trial.kills, trial.whole) == ([], 1, 1)


def test_a_disk_that_fills_up_while_loading_loses_nothing(tmp_path: Path, trial: kills.Trial) -> None:
    if not kills.can_mount(tmp_path):
        pytest.skip("mount is not permitted here: no disk that fills up")
    kills.SMALL, small = 60_000, kills.SMALL
    try:
        kills.kill_loads(tmp_path, trial, 1, small_disk=True, pages=8, gens=4)
    finally:
        kills.SMALL = small
    assert trial.failures == []
    assert trial.whole >= 1


def test_backups_of_a_store_that_is_written_to_are_each_of_one_moment(
    tmp_path: Path, trial: kills.Trial
) -> None:
    captures, path = tmp_path / "captures", tmp_path / "monitor.db"
    kills.write_captures(captures, 12, 4)
    states, end = kills.states_between(captures, tmp_path / "whole.db")
    writer = kills.start([sys.executable, "-c", kills.LOAD, str(path), str(captures)], tmp_path)
    taken = []
    while writer.poll() is None:
        if path.exists() and kills.content(path) is not None:
            target = tmp_path / f"backup-{len(taken)}.db"
            with Store(path, read_only=True) as reader:
                reader.back_up(target)
            taken.append(target)
        time.sleep(0.1)
    writer.communicate()
    assert kills.content(path) == end
    assert taken
    for target in taken:
        back = tmp_path / f"{target.stem}-restored.db"
        restore(target, back)
        assert kills.content(back) in states
        with Store(back, read_only=True) as store:
            assert all(finding.is_well for finding in store.examine())
        kills.examine(back, trial, target.name)
    assert trial.failures == []
