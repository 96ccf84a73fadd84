"""`monitor compact`: make the store's file as small as it can be."""

import click

from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.cli.status import say_size
from monitor.digest import Line, Part
from monitor.store import Store

EXAMPLES = """\b
Examples:
  monitor compact"""


@click.command("compact", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@pass_session
def compact_command(session: Session) -> None:
    """Make the store's file as small as it can be.

    What it holds stays the same, to the byte.
    """
    with Store(session.read_config().store) as store:
        made = store.compact()
    said = f"{say_size(made.bytes_before)} → {say_size(made.bytes_after)}"
    session.terminal.print_lines([Line((Part(said),))])
