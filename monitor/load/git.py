"""The history of a folder of pages in a git repository: each commit that touched a page is a capture.

The moment is the commit's (the committer's time); the page's name is its path in the repository. Nothing of
the repository is run: objects are read by `git log` and `git cat-file`.
"""

import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from monitor.errors import BadInput
from monitor.model import Snapshot

SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".md", ".json", ".xml", ".pdf")
MAX_BYTES = 64 * 1024 * 1024
"""Of one page; larger ones are left out."""

_TAG = "commit:"


def load_git(repository: Path, folder: str = "", *, site: str = "", prefix: str = "") -> Iterator[Snapshot]:
    """Every version of every page below the folder, the oldest commit first.

    `prefix` goes before each path to make a URL of it: "https://www.example.org/".
    Raises: BadInput (no repository; git is not installed).
    """
    if not repository.is_dir():
        raise BadInput(f"{repository}: there is no such folder")
    # Without the user's and the repository's settings that could start programs or change what is shown.
    git = ["git", "-C", str(repository), "-c", "core.fsmonitor=false", "-c", "core.quotePath=false"]
    listed = [*git, "log", "--reverse", "--first-parent", "--no-renames", "--raw", "--no-abbrev", "-z"]
    listed += [
        f"--format={_TAG}%ct",
        "--diff-filter=AM",
        "--diff-merges=first-parent",
        "HEAD",
        "--",
        folder or ".",
    ]
    try:
        history = subprocess.run(listed, capture_output=True, check=False)  # noqa: S603 (arguments, no shell)
    except FileNotFoundError as error:
        raise BadInput("git is not installed: it reads the repository") from error
    if history.returncode:
        said = history.stderr.decode(errors="replace").strip().splitlines()
        raise BadInput(f"{repository}: {said[-1] if said else 'is no git repository'}")
    objects = subprocess.Popen(  # noqa: S603
        [*git, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert objects.stdin is not None and objects.stdout is not None  # noqa: S101, PT018 (both are pipes)
        for moment, name, path in _versions(history.stdout):
            objects.stdin.write(name + b"\n")
            objects.stdin.flush()
            payload = _object(objects.stdout)
            if payload is None:
                continue
            yield Snapshot(
                url=f"{prefix}{path}" if prefix else path,
                payload=payload,
                moment=moment,
                media_type="text/html" if path.endswith((".html", ".htm", ".xhtml")) else "",
                site=site or repository.resolve().name,
                source=f"git:{repository.name}",
            )
    finally:
        objects.kill()
        objects.communicate()


def _versions(history: bytes) -> Iterator[tuple[datetime, bytes, str]]:
    """Moment, object name and path of each page in each commit."""
    moment = datetime.fromtimestamp(0, UTC)
    parts = iter(history.split(b"\0"))
    for part in parts:
        line = part.strip(b"\n")
        if line.startswith(_TAG.encode()):
            seconds, _, line = line[len(_TAG) :].partition(b"\n")
            moment = datetime.fromtimestamp(int(seconds), UTC)
            line = line.strip(b"\n")
        if line.startswith(b":"):
            path = next(parts, b"").decode("utf-8", "replace")
            mode, name = line.split()[1], line.split()[3]
            if path.lower().endswith(SUFFIXES) and mode.startswith(b"100"):
                yield moment, name, path


def _object(stream: IO[bytes]) -> bytes | None:
    head = stream.readline().split()
    if len(head) < 3:
        return None  # missing, as in a shallow clone
    size = int(head[2])
    payload = stream.read(size)
    stream.read(1)
    return payload if size <= MAX_BYTES else None
