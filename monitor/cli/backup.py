"""`monitor backup`: a whole copy of the store, also while the daemon writes to it."""

from pathlib import Path

import click

from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.cli.status import say_size
from monitor.digest import Line, Part
from monitor.store import Store

EXAMPLES = """\b
Examples:
  monitor backup monitor-2026-05-01.db"""


@click.command("backup", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("file", type=click.Path(path_type=Path))
@pass_session
def backup_command(session: Session, file: Path) -> None:
    """Copy the store while it is written to.

    FILE is new, and holds the store as it is at this moment. Copying the store's own file by hand is no
    backup while something writes to it: the latest is in a second file beside it.
    """
    with (
        Store(session.read_config().store, read_only=True) as store,
        session.terminal.progress("copying") as advance,
    ):
        size = store.back_up(file, advance)
    session.terminal.print_lines([Line((Part(f"{file}: {say_size(size)}"),))])
