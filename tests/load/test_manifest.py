"""A manifest is read strictly: a slip of the pen is told with its line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import BadInput
from monitor.load import MANIFEST_NAME, load

ENTRY = """
[[snapshot]]
file = "pages/webinar.txt"
url = "https://example.org/webinar"
site = "example"
captured = 2025-11-03T10:00:00+01:00
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/webinar.txt").write_text("A webinar", encoding="utf-8")
    (tmp_path / "pages/other.txt").write_text("Another page", encoding="utf-8")
    return tmp_path


def manifest(folder: Path, text: str) -> Path:
    path = folder / MANIFEST_NAME
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["", MANIFEST_NAME])
def test_folder_and_manifest_give_the_same(folder, name):
    manifest(folder, ENTRY)
    (snapshot,) = load([folder / name])
    assert snapshot.url == "https://example.org/webinar"
    assert snapshot.site == "example"
    assert snapshot.moment == datetime(2025, 11, 3, 9, tzinfo=UTC)
    assert snapshot.media_type == "text/plain"


def test_only_the_file_is_required(folder):
    manifest(folder, '[[snapshot]]\nfile = "pages/other.txt"')
    (snapshot,) = load([folder], site="mine")
    assert (snapshot.url, snapshot.site, snapshot.moment) == ("pages/other.txt", "mine", None)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            ENTRY + '\n[[snapshot]]\nfiel = "x"',
            r"manifest\.toml, line 8: key 'fiel' is not known; did you mean 'file'",
        ),
        ("[[snapshot]]\nurl = 'x'", "line 1: key 'file' is missing"),
        ("[[snapshot]]\nfile = 3", "file must be a text in quotes, not 3"),
        ("[[snapshot]]\nfile = '../x'", "must lie below"),
        ("[[snapshot]]\nfile = '/etc/passwd'", "must lie below"),
        (
            "[[snapshot]]\nfile = 'a'\ncaptured = 2025-11-03T09:00:00",
            "captured must be a moment with its zone",
        ),
        ("[[snapshot]]\nfile = 'a'\ncaptured = 'yesterday'", "captured must be a moment"),
        (ENTRY + ENTRY, "line 8: file 'pages/webinar.txt' is named twice"),
        ("", "names no files"),
        ("[snapshots]\na = 1", "key 'snapshots' is not known"),
        ("snapshot = [3]", "has keys, not 3"),
        ("[[snapshot", "not valid TOML"),
        ("[[snapshot]]\nfile = 'missing.txt'", r"missing\.txt: there is no such file"),
    ],
)
def test_a_manifest_that_is_not_right_is_told(folder, text, complaint):
    manifest(folder, text)
    with pytest.raises(BadInput, match=complaint):
        list(load([folder]))


def test_what_ships_loads():
    seeds = Path(__file__).parents[2] / "seeds"
    snapshots = list(load([seeds]))
    assert len(snapshots) == len(list(seeds.glob("*.txt")))
    assert all(snapshot.moment for snapshot in snapshots)
