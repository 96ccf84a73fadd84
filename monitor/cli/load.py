"""`monitor load`: snapshots from files and folders go into the store."""

from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.cli.command import StoreCommand
from monitor.cli.exits import SAME, SOME_FAILED, TAKING
from monitor.cli.intake import Source, summarise, take_in
from monitor.cli.session import Session, pass_session
from monitor.store import Store

EXAMPLES = """\b
Examples:
  monitor load captures/
  monitor load *.txt --site lakes
  monitor load old/manifest.toml"""


@click.command("load", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{TAKING}")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(path_type=Path))
@click.option(
    "--site", default="", metavar="NAME", help="The site of pages whose manifest or place names none."
)
@pass_session
def load_command(session: Session, paths: tuple[Path, ...], site: str) -> int:
    """Take snapshots from files and folders into the store.

    A folder is read as site/page/moment.html, or by the manifest.toml that lies in it. What the store has
    already is passed over, so an interrupted load is simply run again. What changed is told by `monitor log`,
    and by the next `monitor run`.
    """
    with Store(session.read_config().store) as store:
        taken = take_in([Source(paths, site)], store, datetime.now(UTC), session.terminal)
        waiting = len(store.outbox.waiting())
    session.terminal.print_lines([summarise(taken)])
    if waiting:
        session.terminal.say(
            f"{waiting} change{'s' * (waiting != 1)} to be told: `monitor run` or `monitor log`."
        )
    for problem in taken.problems:
        session.terminal.complain(problem)
    return SOME_FAILED if taken.problems else SAME
