"""`monitor diff`: what changed between two files, folders, archives, stored versions, pages of the web."""

from collections.abc import Callable
from pathlib import Path

import click

from monitor.cli.capture import capture, is_live, is_path
from monitor.cli.command import StoreCommand, json_options
from monitor.cli.exits import CHANGED, COMPARING, SAME, TROUBLE
from monitor.cli.moments import split_moment
from monitor.cli.session import Session, pass_session
from monitor.difference import Difference, compare_generations, compare_paths, compare_snapshots
from monitor.digest import change_to_object, report_changes
from monitor.model import ChangeType
from monitor.separate import decode_template

EXAMPLES = """\b
Examples:
  monitor diff before.html after.html
  monitor diff site-2025/ site-2026/
  monitor diff before.txt after.txt --json
  monitor diff www.example.org/about@2026-01-12 https://www.example.org/about"""


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
    A WARC file is such a generation, too. What is no file is a stored version: PAGE@TIME, PAGE@2 for its
    second one, PAGE for the latest; SITE@TIME, all pages of a site. A TIME is a day, of which its end is
    meant, a moment as 2026-01-12T09:30, yesterday or -7d, in UTC. And https://… is the page as it is now.
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
    if all(map(is_path, sides)):
        return compare_paths(Path(sides[0]), Path(sides[1]), bodies=bodies, advance=advance)
    config = session.read_config()
    if all(is_path(side) or is_live(side) for side in sides) or not config.store.exists():
        before, after = (capture(side, None, config) for side in sides)
        return compare_snapshots(before, after, bodies=bodies)
    from monitor.store import Store  # not needed to compare files, and slow to import

    with Store(config.store, read_only=True) as store:
        (site_before, from_), (site_after, to) = map(split_moment, sides)
        are_sites = store.sites.find(site_before) and store.sites.find(site_after)
        if are_sites and not isinstance(from_, int) and not isinstance(to, int):
            generations = store.generation(site_before, from_), store.generation(site_after, to)
            return compare_generations(*generations, advance)
        before, after = (capture(side, store, config) for side in sides)
        site = store.sites.find(after.site or before.site)
        learned = None if site is None else store.sites.template(site)
    template = None if learned is None else decode_template(learned)
    return compare_snapshots(before, after, bodies=bodies, template=template)
