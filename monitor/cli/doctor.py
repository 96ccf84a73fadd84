"""`monitor doctor`: is all well with store and configuration?"""

from collections.abc import Iterator

import click

from monitor.check import RULES, reread_history
from monitor.cli.command import StoreCommand
from monitor.cli.session import Session, pass_session
from monitor.digest import Line, Part, Tone
from monitor.store import Finding, Store, needs_migration

EXITS = """\b
Exit codes:
  0    all is well
  1    something is not
  2    trouble: what was given is not right
  130  interrupted"""


READ_ANEW = 1000
"""Captures that are read anew to see what today's rules make of them: half a minute at most."""

EXAMPLES = """\b
Examples:
  monitor doctor
  monitor doctor --json"""


@click.command("doctor", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{EXITS}")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one array.")
@pass_session
def doctor_command(session: Session, as_json: bool) -> int:
    """Say whether all is well with the store.

    The file, every payload's hash, every content, what nothing points to, and what today's rules would read
    otherwise. A store of an older format is brought up to date first, with a backup beside it.
    """
    path = session.read_config().store
    with (
        Store(path, read_only=not needs_migration(path)) as store,
        session.terminal.progress("examining") as advance,
    ):
        found = [*store.examine(advance), _rules(store)]
    if as_json:
        session.terminal.print_json(
            {"what": one.what, "well": one.is_well, "said": one.said} for one in found
        )
    else:
        session.terminal.print_lines(_report(found))
    return 0 if all(one.is_well for one in found) else 1


def _rules(store: Store) -> Finding:
    older = store.count_by_other_rules(RULES)
    if not older:
        return Finding("reading rules", True, "today's, everywhere")
    anew = reread_history(store, dry_run=True, at_most=READ_ANEW)
    said = f"{older} captures were read by older rules; "
    if anew.captures:
        said += f"of {anew.captures} captures of their pages today's read {anew.other} otherwise; "
    return Finding("reading rules", True, f"{said}`monitor reread` reads them anew")


def _report(found: list[Finding]) -> Iterator[Line]:
    for one in found:
        sign, tone = ("✓ ", Tone.ADDED) if one.is_well else ("! ", Tone.REMOVED)
        yield Line((Part(f"{one.what}: ", Tone.STRONG), Part(one.said)), lead=Part(sign, tone))
