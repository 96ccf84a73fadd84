"""`monitor feed`: changes as a feed, for a reader program."""

import sys
from pathlib import Path

import click

from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.errors import BadInput
from monitor.web import render_feed

EXAMPLES = """\b
Examples:
  monitor feed > changes.atom
  monitor feed example --format json --output /srv/www/example.json"""


@click.command("feed", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("name", default="")
@click.option(
    "--format", "kind", type=click.Choice(["atom", "json"]), default="atom", help="Atom or JSON Feed."
)
@click.option("--output", type=click.Path(path_type=Path), help="Write it into a file, whole or not at all.")
@click.option("--url", default="", help="Where it will be served, for the feed to say so.")
@pass_session
def feed_command(session: Session, name: str, kind: str, output: Path | None, url: str) -> None:
    """Print the changes of everything, a site or a page as a feed.

    The daemon serves the same feeds, where its configuration gives it a port.
    """
    data = render_feed(session.read_config().store, name, kind, url)
    if output is None:
        sys.stdout.buffer.write(data)
        return
    half = output.with_name(f".{output.name}.half")
    try:
        half.write_bytes(data)
        half.replace(output)
    except OSError as error:
        raise BadInput(f"{output}: cannot be written: {error.strerror}") from error
