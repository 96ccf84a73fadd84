"""`monitor thin`: let old payloads go."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import click

from monitor.check import retention_rules
from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.cli.status import say_size
from monitor.config import parse_duration, parse_size
from monitor.digest import Line, Part
from monitor.errors import BadInput
from monitor.store import Retention, Store, Thinned

EXAMPLES = """\b
Examples:
  monitor thin --dry-run
  monitor thin --older-than 365d --dry-run
  monitor thin --site town --keep 50 --only-changed
  monitor thin --max-size 2GB"""


def _age(_context: click.Context, _parameter: click.Parameter, value: str | None) -> timedelta | None:
    if value is None:
        return None
    found = parse_duration(f"{value}d" if value.isdecimal() else value)
    if found is None:
        raise BadInput(f"--older-than: {value} is no time; as 365d or 52w")
    return found


def _size(_context: click.Context, _parameter: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    found = parse_size(value if value.lower().endswith("b") else f"{value}B")
    if found is None:
        raise BadInput(f"--max-size: {value} is no size; as 500MB or 2GB")
    return found


@click.command("thin", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.option("--site", default="", metavar="NAME", help="Only this site's.")
@click.option(
    "--older-than", callback=_age, metavar="DAYS", help="Payloads that no capture showed for so long."
)
@click.option("--keep", type=click.IntRange(1), metavar="N", help="Of each page keep the latest N payloads.")
@click.option(
    "--max-size", callback=_size, metavar="SIZE", help="The oldest go until the rest is below this."
)
@click.option("--only-changed", is_flag=True, help="Keep a payload only where a text or a menu in it is new.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one array.")
@pass_session
def thin_command(
    session: Session,
    site: str,
    older_than: timedelta | None,
    keep: int | None,
    max_size: int | None,
    only_changed: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Let old payloads go.

    Payloads are the bytes as they were served. Versions, changes, hashes and moments stay, and the
    latest payload of each page. Without a rule here those of config.toml hold ([retention] and
    [site.retention]), as they do for the daemon. `monitor compact` gives the freed room back to the disk.
    """
    given = Retention(max_age=older_than, max_payloads=keep, max_bytes=max_size, only_changed=only_changed)
    now = datetime.now(UTC)
    config = session.read_config()
    with Store(config.store) as store:
        rules = {site: given} if given != Retention() else retention_rules(config, store, site)
        if not rules:
            raise BadInput(
                "thin: say what may go: --older-than, --keep, --max-size or --only-changed; "
                "or in config.toml: [retention]"
            )
        would = {name: store.thin(rule, now, site=name, dry_run=True) for name, rule in rules.items()}
        if as_json:
            session.terminal.print_json(_to_object(name, one, dry_run) for name, one in would.items())
        else:
            session.terminal.print_lines(_report(would, dry_run))
        session.terminal.flush()
        for name, rule in rules.items() if not dry_run else ():
            store.thin(rule, now, site=name)


def _report(would: dict[str, Thinned], dry_run: bool) -> Iterator[Line]:
    verb = "would go" if dry_run else "go"
    for name, one in would.items():
        said = f"{one.payloads} of {one.of} payloads {verb}, {say_size(one.bytes)} as they are stored"
        yield Line((Part(f"{name}: {said}" if name else said),))


def _to_object(name: str, one: Thinned, dry_run: bool) -> dict[str, object]:
    return {"site": name, "payloads": one.payloads, "of": one.of, "bytes": one.bytes, "done": not dry_run}
