"""A repository's history of a folder of pages becomes captures, each commit a moment."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import BadInput
from monitor.load import load_git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    path = tmp_path / "pages"
    path.mkdir()

    def git(*arguments: str, day: int = 1) -> None:
        when = f"2026-03-{day:02}T08:00:00Z"
        environment = {
            "GIT_COMMITTER_DATE": when,
            "GIT_AUTHOR_DATE": when,
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "PATH": "/usr/bin:/bin:/usr/local/bin",
        }
        who = ["-c", "user.name=A", "-c", "user.email=a@b.example"]
        subprocess.run(
            ["git", "-C", str(path), *who, *arguments], check=True, env=environment, capture_output=True
        )

    def commit(day: int, **pages: str | None) -> None:
        for name, text in pages.items():
            file = path / "site" / f"{name}.html"
            file.parent.mkdir(exist_ok=True)
            if text is None:
                file.unlink()
            else:
                file.write_text(text)
        (path / "Makefile").write_text(f"all: # {day}\n")
        git("add", "-A", day=day)
        git("commit", "-q", "-m", f"day {day}", day=day)

    git("init", "-q")
    commit(1, über="<p>one</p>", parks="<p>Parks</p>")
    commit(2, über="<p>two</p>")
    commit(5, parks=None, über="<p>three</p>")
    return path


def test_each_commit_that_touched_a_page_is_a_capture(repository: Path) -> None:
    found = [
        (one.url, one.payload, one.moment)
        for one in load_git(repository, "site", prefix="https://a.example/")
    ]
    assert found == [
        ("https://a.example/site/parks.html", b"<p>Parks</p>", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("https://a.example/site/über.html", b"<p>one</p>", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("https://a.example/site/über.html", b"<p>two</p>", datetime(2026, 3, 2, 8, tzinfo=UTC)),
        ("https://a.example/site/über.html", b"<p>three</p>", datetime(2026, 3, 5, 8, tzinfo=UTC)),
    ]


def test_what_is_no_repository_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        list(load_git(tmp_path))
    with pytest.raises(BadInput, match="no such folder"):
        list(load_git(tmp_path / "nowhere"))
