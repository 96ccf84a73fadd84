"""Snapshots on their way into the store, as `load` and `run` take them, with what is to be said of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from monitor.check import Changed, Failed, Loaded, Reread, Same, Verdict, load_snapshots
from monitor.cli.terminal import Terminal
from monitor.digest import Line, Part, Tone
from monitor.load import load
from monitor.model import Change
from monitor.store import Store


@dataclass(frozen=True, slots=True)
class Source:
    """Paths, and the site of what is found there where nothing else tells it."""

    paths: tuple[Path, ...]
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came in."""

    loaded: Loaded
    held: tuple[Change, ...]
    """What was held back as noise."""
    problems: tuple[str, ...]
    """Files that could not be used, each with its reason."""
    set_aside: tuple[str, ...] = ()
    """Those of them that are no captures at all, and so are not in the store."""


def take_in(sources: Sequence[Source], store: Store, now: datetime, terminal: Terminal) -> Taken:
    """Load what is new in these places; what the store knows is passed over.

    Raises: MonitorError, before anything is recorded when a path is missing.
    """
    problems: list[str] = []
    set_aside: list[str] = []
    held: list[Change] = []
    snapshots = [
        load(source.paths, site=source.site, on_unusable=lambda problem: set_aside.append(str(problem)))
        for source in sources
    ]
    total = sum(1 for _ in _files(path for source in sources for path in source.paths))
    with terminal.progress("taking in snapshots") as advance:
        done = 0

        def hear(verdict: Verdict) -> None:
            nonlocal done
            done += 1
            advance(done, max(done, total))
            match verdict:
                case Same() | Changed() | Reread():
                    held.extend(verdict.held)
                case Failed():
                    problems.append(f"{verdict.url}: {verdict.reason.removeprefix(f'{verdict.url}: ')}")
                case _:
                    pass

        loaded = load_snapshots(chain.from_iterable(snapshots), store, now, hear)
    return Taken(
        loaded=loaded,
        held=tuple(held),
        problems=(*set_aside, *problems),
        set_aside=tuple(set_aside),
    )


def summarise(taken: Taken) -> Line:
    """What came in, in one line."""
    loaded = taken.loaded
    counts = Counter(
        {
            "of pages not seen before": loaded.first,
            "changed": loaded.changed,
            "read anew": loaded.reread,
            "the same": loaded.same,
        }
    )
    listed = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
    total = counts.total()
    said = f"{total} snapshot{'s' * (total != 1)} looked at{': ' * bool(listed)}{listed}."
    return Line((Part(said, Tone.FAINT),))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """How many there are, roughly: a manifest may name fewer."""
    for path in paths:
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file())
        else:
            yield path
