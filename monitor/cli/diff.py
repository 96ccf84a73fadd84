"""`monitor diff`: what changed between two files or two folders."""

from pathlib import Path

import click

from monitor.cli.command import Command, json_options
from monitor.cli.exits import CHANGED, COMPARING, SAME, TROUBLE
from monitor.cli.session import Session, pass_session
from monitor.difference import compare_paths
from monitor.digest import change_to_object, report_changes
from monitor.model import ChangeType

EXAMPLES = """\b
Examples:
  monitor diff before.html after.html
  monitor diff site-2025/ site-2026/
  monitor diff before.txt after.txt --json"""


@click.command("diff", cls=Command, epilog=f"{EXAMPLES}\n\n{COMPARING}")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--body", "bodies", is_flag=True, help="Compare the bodies also of two different pages.")
@click.option("--noise", is_flag=True, help="Show also what was held back as noise.")
@json_options
@pass_session
def diff_command(
    session: Session, before: Path, after: Path, bodies: bool, noise: bool, as_json: bool, as_jsonl: bool
) -> int:
    """Tell what changed between two files or two folders.

    Two files are two captures of one page, or two pages of one site: then their chrome (what the site puts
    around its pages) is compared, and their bodies are not, unless --body asks for it. Two folders are two
    generations of one site: pages are paired by their path, and the chrome is compared once for the site.
    """
    terminal = session.terminal
    with terminal.progress("comparing pages") as advance:
        found = compare_paths(before, after, bodies=bodies, advance=advance)
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
