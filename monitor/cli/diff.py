"""`monitor diff`: what changed between two files, two folders, or two stored versions."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.command import StoreCommand, json_options
from monitor.cli.exits import CHANGED, COMPARING, SAME, TROUBLE
from monitor.cli.moments import split_moment
from monitor.cli.session import Session, pass_session
from monitor.difference import Difference, compare_paths, compare_snapshots, one_snapshot
from monitor.digest import change_to_object, report_changes
from monitor.errors import BadInput
from monitor.model import ChangeType, Snapshot
from monitor.separate import decode_template

if TYPE_CHECKING:
    from monitor.store import Store

EXAMPLES = """\b
Examples:
  monitor diff before.html after.html
  monitor diff site-2025/ site-2026/
  monitor diff before.txt after.txt --json
  monitor diff www.example.org/about@2026-01-12 www.example.org/about"""


@click.command("diff", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{COMPARING}")
@click.argument("before")
@click.argument("after")
@click.option("--body", "bodies", is_flag=True, help="Compare the bodies also of two different pages.")
@click.option("--noise", is_flag=True, help="Show also what was held back as noise.")
@json_options
@pass_session
def diff_command(
    session: Session, before: str, after: str, bodies: bool, noise: bool, as_json: bool, as_jsonl: bool
) -> int:
    """Tell what changed between two files, folders or stored versions.

    Two files are two captures of one page, or two pages of one site: then their chrome (what the site puts
    around its pages) is compared, and their bodies are not, unless --body asks for it. Two folders are two
    generations of one site: pages are paired by their path, and the chrome is compared once for the site.
    What is no file is looked for in the store: PAGE@TIME, PAGE@2 for its second version, PAGE for the latest.
    """
    terminal = session.terminal
    with terminal.progress("comparing pages") as advance:
        found = _compare(session, (before, after), bodies, advance)
    told = [change for change in found.changes if change.type is not ChangeType.NOISE]
    if as_json or as_jsonl:
        shown = found.changes if noise else told
        terminal.print_json(map(change_to_object, shown), one_a_line=as_jsonl)
    else:
        terminal.print_lines(
            report_changes({"": found.changes}, show_noise=noise, show_rules=session.verbosity > 0)
        )
    for note in found.notes if session.verbosity else ():
        terminal.say(note)
    for reason in found.unread:
        terminal.complain(reason)
    if found.unread:
        return TROUBLE
    return CHANGED if told else SAME


def _compare(
    session: Session, sides: tuple[str, str], bodies: bool, advance: Callable[[int, int], None]
) -> Difference:
    missing = [side for side in sides if not _is_there(side)]
    if not missing:
        return compare_paths(Path(sides[0]), Path(sides[1]), bodies=bodies, advance=advance)
    path = session.read_config().store
    if not path.exists():
        raise BadInput(f"{missing[0]}: there is no such file or folder")
    from monitor.store import Store  # not needed to compare files, and slow to import

    with Store(path, read_only=True) as store:
        before, after = (
            _capture(store, side) if side in missing else one_snapshot(Path(side)) for side in sides
        )
        site = store.sites.find(after.site or before.site)
        learned = None if site is None else store.sites.template(site)
    template = None if learned is None else decode_template(learned)
    return compare_snapshots(before, after, bodies=bodies, template=template)


def _capture(store: "Store", side: str) -> Snapshot:
    try:
        return store.capture(*split_moment(side))
    except BadInput as error:
        raise BadInput(f"{error} (nor is there such a file)") from error


def _is_there(side: str) -> bool:
    try:
        return Path(side).exists()
    except (OSError, ValueError):
        return True  # not a possible path: whoever opens it says why
