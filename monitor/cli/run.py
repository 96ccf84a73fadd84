"""`monitor run`: take in everything that is due once, and tell what changed, once."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.check import Loaded, folders_of, follow_config, peace_until
from monitor.cli.command import StoreCommand, json_options
from monitor.cli.exits import CHANGED, RUNNING, SAME, SOME_FAILED
from monitor.cli.intake import Source, summarise, take_in
from monitor.cli.looks import Web, discover, look_at, summarise_looks
from monitor.cli.session import Session, pass_session
from monitor.compare import tell
from monitor.config import Config
from monitor.digest import change_to_object, report_changes
from monitor.errors import BadConfig
from monitor.fetch import host_of
from monitor.model import Change
from monitor.store import RecordedChange, Store, Watch

EXAMPLES = """\b
Examples:
  monitor run
  monitor run --jsonl >> changes.jsonl
  monitor run --exit-code || echo "something changed\""""


@click.command("run", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{RUNNING}")
@click.option("--exit-code", is_flag=True, help="End with 1 when something changed.")
@click.option("--all", "everything", is_flag=True, help="Look at every watched page, due or not.")
@click.option("--noise", is_flag=True, help="Show also what was held back as noise.")
@json_options
@pass_session
def run_command(
    session: Session, exit_code: bool, everything: bool, noise: bool, as_json: bool, as_jsonl: bool
) -> int:
    """Check everything that is due once, tell what changed.

    Due are the snapshots that config.toml names and that the store does not have yet, and the pages of the
    web whose time has come. Each change is told once; `monitor log` tells it again. The first capture of a
    page is a baseline, not news.
    """
    config = session.read_config(needed=True)
    terminal = session.terminal
    with Store(config.store) as store:
        now = datetime.now(UTC)
        follow_config(config, store, now)
        taken = take_in(_sources(config, store.watches.next_due() is not None), store, now, terminal)
        for path in folders_of(config):
            mine = [one for one in taken.set_aside if one.startswith((f"{path}:", f"{path}{os.sep}"))]
            store.set_aside.replace(str(path), mine, now)
        due = _due(config, store, now, everything)
        web = Web.of(config)
        unfound = discover(_but_those_in_peace(due, now), config, store, terminal, web)
        due = _due(config, store, now, everything)  # with what was found
        looks = look_at(_but_those_in_peace(due, now), config, store, terminal, web)
        news = store.waiting()
        held = (*taken.held, *looks.held)
        if noise:
            held = tuple(map(tell, held))
        if as_json or as_jsonl:
            objects = [change_to_object(one.change, site=one.site) for one in news]
            objects += [change_to_object(change) for change in held if noise]
            terminal.print_json(objects, one_a_line=as_jsonl)
        else:
            terminal.print_lines(
                report_changes(_by_site(news, held), show_noise=noise, show_rules=session.verbosity > 0)
            )
            if taken.problems or taken.loaded != Loaded() or not looks.counts:
                terminal.print_lines([summarise(taken)])
            terminal.print_lines([summarise_looks(looks)] if looks.counts else [])
        terminal.flush()
        # Told, then marked as told: whoever is stopped in between tells twice, never not at all.
        store.outbox.mark_sent(store.outbox.waiting(), now)
    problems = [*taken.problems, *unfound, *looks.problems, *_left_in_peace(due, now)]
    for problem in problems:
        terminal.complain(problem)
    if problems:
        return SOME_FAILED
    return CHANGED if exit_code and news else SAME


def _due(config: Config, store: Store, now: datetime, everything: bool) -> list[Watch]:
    """The pages to look at: those whose time has come, and those that were given none."""
    each_run = {site.name for site in config.sites if site.schedule.each_run}
    due = {watch.page for watch in store.watches.due(now)}
    return [w for w in store.watches.every() if everything or w.page in due or w.site in each_run]


def _but_those_in_peace(due: list[Watch], now: datetime) -> list[Watch]:
    return [watch for watch in due if peace_until(watch, now) is None]


def _left_in_peace(due: list[Watch], now: datetime) -> list[str]:
    """What is said of pages that are not asked for, one line a host."""
    hosts: dict[str, list[datetime]] = {}
    for watch in due:
        until = peace_until(watch, now)
        if until is not None:
            hosts.setdefault(host_of(watch.moved_to or watch.url), []).append(until)
    return [
        f"{host}: {len(untils)} page{'s' * (len(untils) != 1)} not asked for before "
        f"{max(untils):%Y-%m-%d %H:%M} UTC: the server wants peace until then"
        for host, untils in hosts.items()
    ]


def _sources(config: Config, watches: bool) -> list[Source]:
    named = [(config.snapshots, ""), *((site.snapshots, site.name) for site in config.sites)]
    if watches:  # a folder where snapshots may be dropped can be empty, when there is something else to do
        named = [(tuple(path for path in paths if _holds_something(path)), site) for paths, site in named]
    sources = [Source(paths, site) for paths, site in named if paths]
    if not (sources or watches):
        raise BadConfig(
            'config.toml: names nothing to check; as snapshots = ["snapshots"], or a [[site]] with urls'
        )
    return sources


def _holds_something(path: Path) -> bool:
    """Not an empty folder; a path that is not there is for somebody else to complain about."""
    return not path.is_dir() or any(True for _ in path.iterdir())


def _by_site(news: tuple[RecordedChange, ...], held: tuple[Change, ...]) -> Mapping[str, list[Change]]:
    sites: dict[str, list[Change]] = {}
    for one in news:
        sites.setdefault(one.site, []).append(one.change)
    if held:
        sites.setdefault("", []).extend(held)
    return sites
