"""Folders are read when they are quiet; what cannot be used is set aside and holds up nothing."""

from pathlib import Path

import pytest

from monitor.config import Config
from monitor.daemon.inflow import PATIENCE_LOOKS, Inflow

PAGE = b"<html><head><title>Lock</title></head><body><p>The lock is open until nine.</p></body></html>"


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop" / "town" / "fees"
    folder.mkdir(parents=True)
    return folder


def take(inflow: Inflow, drop: Path) -> list[str]:
    return [Path(s.source).name for s in inflow.take(Config(snapshots=(drop.parents[1],)))]


def test_a_file_that_grows_is_left_alone(drop: Path) -> None:
    inflow, file = Inflow(), drop / "2026-01-10.html"
    for part in (20, 40):
        file.write_bytes(PAGE[:part])
        assert take(inflow, drop) == []
    file.write_bytes(PAGE)
    assert take(inflow, drop) == []
    assert take(inflow, drop) == [file.name]
    assert take(inflow, drop) == []


def test_a_folder_that_is_never_quiet_is_read_but_for_what_grows(drop: Path) -> None:
    inflow, grows = Inflow(), drop / "2026-01-11.html"
    (drop / "2026-01-10.html").write_bytes(PAGE)
    taken: list[str] = []
    for look in range(PATIENCE_LOOKS):
        grows.write_bytes(PAGE[: 10 + look])
        taken += take(inflow, drop)
    assert taken == ["2026-01-10.html"]


def test_what_cannot_be_used_is_named_and_the_rest_taken(drop: Path) -> None:
    inflow = Inflow()
    (drop / "2026-01-10.html").write_bytes(PAGE)
    (drop / "2026-01-11.html").write_bytes(b"")
    (drop / "2026-01-12.html").write_bytes(PAGE)
    (drop / "2026-01-12.html.meta.json").write_text("[")
    take(inflow, drop)
    assert take(inflow, drop) == ["2026-01-10.html"]
    [problems] = inflow.problems.values()
    assert [said.split(": ")[0] for said in problems] == [
        str(drop / "2026-01-12.html.meta.json"),
        str(drop / "2026-01-11.html"),
    ]
