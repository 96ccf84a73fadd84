"""Folders where snapshots are dropped while the daemon runs.

A file is taken when it is the same at two looks in a row, so that one that still grows is left alone; one
that was taken is not read again until it changes; one that cannot be used is set aside with its reason, and
tried again only when something in its folder has changed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from monitor.config import Config
from monitor.errors import MonitorError
from monitor.load import MANIFEST_NAME, load
from monitor.model import Snapshot

MAX_FILES = 100_000

PATIENCE_LOOKS = 10
"""A folder in which something is written at each of so many looks is read all the same, but for that."""

Mark = tuple[int, int]
"""Size and time of the last write (nanoseconds)."""


@dataclass(slots=True)
class Inflow:
    """What is known of the files in the folders that the configuration names."""

    seen: dict[Path, Mark] = field(default_factory=dict)
    waiting: dict[Path, dict[Path, Mark]] = field(default_factory=dict)
    """What was new in a folder at the last look."""
    looks: dict[Path, int] = field(default_factory=dict)
    """How many looks in a row found something that changes in a folder."""
    problems: dict[Path, list[str]] = field(default_factory=dict)
    """Of the folders that were read the last time: files that cannot be used, with the reason."""

    def take(self, config: Config) -> Iterator[Snapshot]:
        """What is new since the last time."""
        self.problems.clear()
        sources = [(config.snapshots, ""), *((site.snapshots, site.name) for site in config.sites)]
        for paths, site in sources:
            for path in paths:
                yield from self._of_source(path, site)

    def _of_source(self, path: Path, site: str) -> Iterator[Snapshot]:
        fresh = {file: mark for file, mark in _files(path) if self.seen.get(file) != mark}
        was_fresh, self.waiting[path] = self.waiting.get(path), fresh
        self.looks[path] = self.looks.get(path, 0) + 1 if fresh else 0
        if not fresh:
            return
        growing = fresh.items() - (was_fresh or {}).items()
        if growing and self.looks[path] < PATIENCE_LOOKS:
            return  # something is still being written, or a manifest is still to come
        settled = dict(fresh.items() - growing)
        if not settled:
            return
        self.seen |= settled
        problems = self.problems.setdefault(path, [])
        try:
            # The folder is read as a whole, because where a file lies says what it shows; what the store
            # knows is passed over.
            yield from load(
                [path],
                site=site,
                on_unusable=lambda problem: problems.append(str(problem)),
                skip={file for file, _ in growing},
            )
        except MonitorError as error:
            problems.append(str(error))


def _files(path: Path) -> Iterator[tuple[Path, Mark]]:
    found: Iterator[Path]
    if path.is_dir():
        found = (file for file in sorted(path.rglob("*")) if file.is_file())
    else:
        found = iter([path] if path.exists() else [])
    for number, file in enumerate(found):
        if number >= MAX_FILES:
            return
        if file.name.startswith(".") and file.name != MANIFEST_NAME:
            continue
        try:
            about = file.stat()
        except OSError:
            continue
        yield file, (about.st_size, about.st_mtime_ns)
