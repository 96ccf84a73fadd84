"""Files and folders become snapshots: each with its page, its site and its moment."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import BadInput
from monitor.load import load

PAGE = "<p>The lake is full.</p>"
NOVEMBER = datetime(2025, 11, 3, 9, tzinfo=UTC)
JANUARY = datetime(2026, 1, 12, tzinfo=UTC)


def write(folder: Path, *names: str, content: str | bytes = PAGE) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    folder = tmp_path / "captures"
    write(
        folder,
        "lakes/about/2026-01-12.html",
        "lakes/about/2025-11-03T09-00-00Z.html",
        "lakes/news/flood/20251103090000.html",
    )
    return folder


def test_the_place_tells_site_page_and_moment(captures):
    assert [(s.url, s.site, s.moment) for s in load([captures])] == [
        ("lakes/about", "lakes", NOVEMBER),
        ("lakes/news/flood", "lakes", NOVEMBER),
        ("lakes/about", "lakes", JANUARY),
    ]


@pytest.mark.parametrize("below", ["", "lakes", "lakes/about", "lakes/about/2026-01-12.html"])
def test_a_page_has_one_name_whichever_folder_is_given(captures, below):
    assert ("lakes/about", "lakes") in [(s.url, s.site) for s in load([captures / below])]


def test_a_folder_given_from_inside_is_the_same_folder(captures, monkeypatch):
    monkeypatch.chdir(captures / "lakes" / "about")
    assert {(s.url, s.site) for s in load(["."])} == {("lakes/about", "lakes")}
    assert {(s.url, s.site) for s in load(["2026-01-12.html"])} == {("lakes/about", "lakes")}


def test_the_given_site_counts_more_than_the_place(captures):
    assert {(s.url, s.site) for s in load([captures / "lakes/about"], site="water")} == {
        ("water/about", "water")
    }


def test_other_files_are_pages_by_themselves(tmp_path):
    write(
        tmp_path,
        "old/b.html",
        "old/a/b.html",
        "old/notes.txt",
        "old/style.css",
        "old/README.md",
        "old/.x.html",
    )
    assert [(s.url, s.moment, s.media_type) for s in load([tmp_path / "old"])] == [
        ("b.html", None, "text/html"),
        ("notes.txt", None, "text/plain"),
        ("a/b.html", None, "text/html"),
    ]


def test_undated_captures_come_last_and_in_the_order_given(tmp_path, captures):
    write(tmp_path, "b.html", "a.html")
    given = [tmp_path / "b.html", captures, tmp_path / "a.html"]
    assert [s.url for s in load(given, site="x")][-2:] == ["b.html", "a.html"]


def test_a_side_file_tells_what_the_name_does_not(tmp_path):
    write(tmp_path, "a.html")
    side = {"url": "https://example.org/", "captured": "2025-11-03T09:00:00Z", "charset": "latin1"}
    write(tmp_path, "a.html.meta.json", content=json.dumps(side))
    (snapshot,) = load([tmp_path])
    assert (snapshot.url, snapshot.moment, snapshot.charset) == ("https://example.org/", NOVEMBER, "latin1")


def test_bytes_are_given_as_they_are(tmp_path):
    write(tmp_path, "a.html", content=b"\xff\xfe<\0p\0>\0")
    (snapshot,) = load([tmp_path / "a.html"])
    assert snapshot.payload == b"\xff\xfe<\0p\0>\0"
    assert snapshot.source == str(tmp_path / "a.html")


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("empty.html", b" \n", "the file is empty"),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3, "a binary file"),
        ("large.html", b"x" * 2000, "more than 1000 bytes"),
    ],
)
def test_a_file_that_is_no_page_is_named_with_what_is_wrong(tmp_path, name, content, complaint):
    write(tmp_path, name, content=content)
    with pytest.raises(BadInput, match=f"{name}: {complaint}"):
        list(load([tmp_path / name], max_bytes=1000))


def test_in_a_folder_one_bad_file_need_not_stop_the_others(tmp_path):
    write(tmp_path, "good.html")
    write(tmp_path, "empty.html", content="")
    told: list[str] = []
    assert [s.url for s in load([tmp_path], on_unusable=lambda problem: told.append(str(problem)))] == [
        "good.html"
    ]
    assert told == [f"{tmp_path / 'empty.html'}: the file is empty"]
    with pytest.raises(BadInput, match="empty"):
        list(load([tmp_path]))


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("missing.html", "no such file or folder"),
        ("folder", "no snapshots in this folder"),
        ("pipe", "not a file"),
    ],
)
def test_paths_that_are_not_right_are_told(tmp_path, path, complaint):
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(BadInput, match=complaint):
        list(load([tmp_path / path]))


def test_a_path_that_does_not_exist_is_told_before_anything_is_read(tmp_path):
    write(tmp_path, "good.html")
    with pytest.raises(BadInput, match=r"missing\.html"):
        load([tmp_path / "good.html", tmp_path / "missing.html"])


def test_an_archive_is_not_taken_for_a_page(tmp_path):
    write(tmp_path, "captures.warc", content="WARC/1.0")
    with pytest.raises(BadInput, match="monitor import"):
        load([tmp_path / "captures.warc"])


def test_folders_that_link_in_a_circle_end(tmp_path):
    write(tmp_path, "a/page.html")
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    assert [s.url for s in load([tmp_path])] == ["a/page.html"]


def test_in_a_folder_one_bad_side_file_or_manifest_need_not_stop_the_others(tmp_path):
    write(tmp_path, "good.html")
    write(tmp_path, "told.html")
    write(tmp_path, "told.html.meta.json", content="{")
    (tmp_path / "listed").mkdir()
    write(tmp_path / "listed", "manifest.toml", content="[[snapshot]")
    told: list[str] = []
    assert [s.url for s in load([tmp_path], on_unusable=lambda problem: told.append(str(problem)))] == [
        "good.html"
    ]
    assert [said.split(":")[0] for said in told] == [
        str(tmp_path / "told.html.meta.json"),
        str(tmp_path / "listed/manifest.toml"),
    ]


def test_what_is_to_be_left_out_is(tmp_path):
    write(tmp_path, "good.html", "grows.html")
    assert [s.url for s in load([tmp_path], skip={tmp_path / "grows.html"})] == ["good.html"]
