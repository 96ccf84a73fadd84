"""Looks at pages of the web, as `run` and `check` make them, with what is to be said of them."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime

from monitor.check import (
    Changed,
    Failed,
    Fetchers,
    First,
    Readers,
    Reread,
    Same,
    ask_in,
    menu_targets,
    run_round,
    seek,
    take_up,
    wants,
)
from monitor.cli.terminal import Terminal
from monitor.config import Config
from monitor.digest import Line, Part, Tone
from monitor.engine import Inline, processes
from monitor.examining import examine
from monitor.fetch import Round
from monitor.model import Change
from monitor.store import Store, Watch

MANY = 100
"""Pages from which on processes are worth their start, which takes as long as reading forty pages each."""


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Web:
    """How the web is asked: by whom, and in which queues; what looks and what finds pages share them."""

    fetchers: Fetchers
    polite: Round

    @classmethod
    def of(cls, config: Config) -> "Web":
        fetchers = Fetchers.of(config)
        return cls(fetchers, fetchers.polite(now, config.daemon.fetches))


@dataclass(slots=True)
class Looks:
    """What the looks of one run came to."""

    counts: Counter[str] = field(default_factory=Counter)
    changes: int = 0
    held: list[Change] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def look_at(watches: Sequence[Watch], config: Config, store: Store, terminal: Terminal, web: Web) -> Looks:
    """Look at these pages, each host as politely as its site says."""
    looks = Looks()
    if not watches:
        return looks
    many = len(watches) >= MANY and config.daemon.workers != 1
    readers: Readers = processes(examine, config.daemon.workers) if many else Inline(examine)
    round_ = run_round(tuple(watches), config, web.fetchers, store, now, readers, web.polite)
    with closing(readers), terminal.progress("looking at pages") as advance:
        for done, (watch, looked) in enumerate(round_, start=1):
            looks.counts[type(looked.verdict).__name__] += 1
            match looked.verdict:
                case Changed(changes=changes, held=held):
                    looks.changes += len(changes)
                    looks.held += held
                case First(changes=changes):
                    looks.changes += len(changes)
                case Same(held=held) | Reread(held=held):
                    looks.held += held
                case Failed(reason=reason):
                    looks.problems.append(f"{watch.url}: {reason}")
            advance(done, len(watches), f"changes: {looks.changes}, failures: {len(looks.problems)}")
    return looks


def discover(due: Sequence[Watch], config: Config, store: Store, terminal: Terminal, web: Web) -> list[str]:
    """Find pages of the sites that are looked at anyway and ask for it; what could not be read."""
    sites = {watch.site for watch in due}
    seeking = [site for site in config.sites if site.name in sites and wants(site)]
    if not seeking:
        return []
    problems: list[str] = []
    with terminal.progress("finding pages") as advance:
        for done, site in enumerate(seeking, start=1):
            found = seek(site, web.fetchers, now, ask_in(web.polite), menu_targets(site, store))
            take_up(found, site, store, now())
            problems += found.problems
            advance(done, len(seeking))
    return problems


WORDS = {
    "First": "not seen before",
    "Changed": "changed",
    "Reread": "read anew",
    "Same": "the same",
    "Failed": "could not be had",
}


def summarise_looks(looks: Looks) -> Line:
    """How many pages were looked at, and with what outcome, in one line."""
    total = looks.counts.total()
    listed = ", ".join(f"{looks.counts[kind]} {said}" for kind, said in WORDS.items() if looks.counts[kind])
    return Line((Part(f"{total} page{'s' * (total != 1)} looked at: {listed}.", Tone.FAINT),))
