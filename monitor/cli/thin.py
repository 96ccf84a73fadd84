"""`monitor thin`: let old payloads go."""

import re
from datetime import UTC, datetime, timedelta

import click

from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.cli.status import say_size
from monitor.digest import Line, Part
from monitor.errors import BadInput
from monitor.store import Retention, Store

EXAMPLES = """\b
Examples:
  monitor thin --older-than 365d --dry-run
  monitor thin --site town --keep 50 --only-changed
  monitor thin --max-size 2GB"""

DAYS = re.compile(r"(\d{1,6})d?")
SIZE = re.compile(r"(\d{1,12})([KMG]?)B?", re.IGNORECASE)


def _age(_context: click.Context, _parameter: click.Parameter, value: str | None) -> timedelta | None:
    if value is None:
        return None
    found = DAYS.fullmatch(value)
    if not found:
        raise BadInput(f"--older-than: {value} is no number of days; as 365d")
    return timedelta(days=int(found[1]))


def _size(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    found = SIZE.fullmatch(value)
    if not found:
        raise BadInput(f"--max-size: {value} is no size; as 500MB or 2GB")
    return int(int(found[1]) * {"": 1, "K": 1e3, "M": 1e6, "G": 1e9}[found[2].upper()])


@click.command("thin", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.option("--site", default="", metavar="NAME", help="Only this site's.")
@click.option(
    "--older-than", callback=_age, metavar="DAYS", help="Payloads that no capture showed for so long."
)
@click.option("--keep", type=click.IntRange(1), metavar="N", help="Of each page keep the latest N payloads.")
@click.option(
    "--max-size", callback=_size, metavar="SIZE", help="The oldest go until the rest is below this."
)
@click.option("--only-changed", is_flag=True, help="Keep a payload only where what is read in it is new.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@pass_session
def thin_command(
    session: Session,
    site: str,
    older_than: timedelta | None,
    keep: int | None,
    max_size: int | None,
    only_changed: bool,
    dry_run: bool,
) -> None:
    """Let old payloads go.

    Payloads are the bytes as they were served. Versions, changes, hashes and moments stay, and the
    latest payload of each page. `monitor compact` gives the freed room back to the disk.
    """
    rule = Retention(max_age=older_than, max_payloads=keep, max_bytes=max_size, only_changed=only_changed)
    if rule == Retention():
        raise BadInput("thin: say what may go: --older-than, --keep, --max-size or --only-changed")
    now = datetime.now(UTC)
    with Store(session.read_config().store) as store:
        would = store.thin(rule, now, site=site, dry_run=True)
        verb = "would go" if dry_run else "go"
        said = f"{would.payloads} of {would.of} payloads {verb}, {say_size(would.bytes)} as they are stored"
        session.terminal.print_lines([Line((Part(said),))])
        session.terminal.flush()
        if not dry_run and would.payloads:
            store.thin(rule, now, site=site)
