"""`monitor restore`: a backup takes the store's place."""

from pathlib import Path

import click

from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.digest import Line, Part
from monitor.store import restore

EXAMPLES = """\b
Examples:
  monitor restore monitor-2026-05-01.db"""


@click.command("restore", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("backup", type=click.Path(path_type=Path))
@pass_session
def restore_command(session: Session, backup: Path) -> None:
    """Put a backup in the store's place.

    What is there is kept beside it first.
    The backup is examined before anything is touched, and takes its place in one transaction.
    """
    path = session.read_config().store
    kept = restore(backup, path)
    said = f"{path} is as {backup} was" + (f"; what it held before is in {kept}" if kept else "")
    session.terminal.print_lines([Line((Part(said),))])
