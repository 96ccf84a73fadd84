"""`monitor run`: take in everything that is due once, and tell what changed, once."""

from collections.abc import Mapping
from datetime import UTC, datetime

import click

from monitor.cli.command import StoreCommand, json_options
from monitor.cli.exits import CHANGED, RUNNING, SAME, SOME_FAILED
from monitor.cli.intake import Source, summarise, take_in
from monitor.cli.session import Session, pass_session
from monitor.config import Config
from monitor.digest import change_to_object, report_changes
from monitor.errors import BadConfig
from monitor.model import Change
from monitor.store import RecordedChange, Store

EXAMPLES = """\b
Examples:
  monitor run
  monitor run --jsonl >> changes.jsonl
  monitor run --exit-code || echo "something changed\""""


@click.command("run", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{RUNNING}")
@click.option("--exit-code", is_flag=True, help="End with 1 when something changed.")
@click.option("--noise", is_flag=True, help="Show also what was held back as noise.")
@json_options
@pass_session
def run_command(session: Session, exit_code: bool, noise: bool, as_json: bool, as_jsonl: bool) -> int:
    """Check everything that is due once, tell what changed.

    Due are the snapshots that config.toml names and that the store does not have yet. Each change is told
    once; `monitor log` tells it again. The first capture of a page is a baseline, not news.
    """
    config = session.read_config(needed=True)
    terminal = session.terminal
    with Store(config.store) as store:
        now = datetime.now(UTC)
        taken = take_in(_sources(config), store, now, terminal)
        news = store.waiting()
        held = taken.held if noise else ()
        if as_json or as_jsonl:
            objects = [change_to_object(one.change, site=one.site) for one in news]
            objects += [change_to_object(change) for change in held]
            terminal.print_json(objects, one_a_line=as_jsonl)
        else:
            terminal.print_lines(
                report_changes(_by_site(news, taken.held), show_noise=noise, show_rules=session.verbosity > 0)
            )
            terminal.print_lines([summarise(taken)])
        terminal.flush()
        # Told, then marked as told: whoever is stopped in between tells twice, never not at all.
        store.outbox.mark_sent(store.outbox.waiting(), now)
    for problem in taken.problems:
        terminal.complain(problem)
    if taken.problems:
        return SOME_FAILED
    return CHANGED if exit_code and news else SAME


def _sources(config: Config) -> list[Source]:
    sources = [Source(config.snapshots)] if config.snapshots else []
    sources += [Source(site.snapshots, site.name) for site in config.sites if site.snapshots]
    if not sources:
        raise BadConfig('config.toml: names nothing to check; as snapshots = ["snapshots"]')
    return sources


def _by_site(news: tuple[RecordedChange, ...], held: tuple[Change, ...]) -> Mapping[str, list[Change]]:
    sites: dict[str, list[Change]] = {}
    for one in news:
        sites.setdefault(one.site, []).append(one.change)
    if held:
        sites.setdefault("", []).extend(held)
    return sites
