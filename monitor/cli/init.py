"""`monitor init`: a configuration to start from."""

from pathlib import Path

import click

from monitor.cli.command import Command
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.config import CONFIG_NAME, STARTER
from monitor.errors import BadInput

EXAMPLES = """\b
Examples:
  monitor init
  monitor init ~/watched"""


@click.command("init", cls=Command, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@pass_session
def init_command(session: Session, folder: Path) -> None:
    """Write a commented config.toml to start from.

    With it comes the folder that it names, for the snapshots. An existing config.toml is left as it is.
    """
    path = folder / CONFIG_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(STARTER)
        (folder / "snapshots").mkdir(exist_ok=True)
    except FileExistsError as error:
        raise BadInput(f"{error.filename}: exists already, and is left as it is") from error
    except OSError as error:
        raise BadInput(f"{error.filename}: {error.strerror}") from error
    session.terminal.say(
        f"Wrote {path}. Next: put snapshots into {folder / 'snapshots'}, then `monitor run`."
    )
