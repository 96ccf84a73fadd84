"""`monitor blame`: since when each paragraph of a page says what it says."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import click

from monitor.cli.command import StoreCommand
from monitor.cli.complete import complete_page
from monitor.cli.exits import DOING
from monitor.cli.moments import split_moment
from monitor.cli.session import Session, pass_session
from monitor.digest import Line, Part, Tone, say_moment
from monitor.errors import BadInput
from monitor.model import BlockKind
from monitor.store import Blamed, Store

EXAMPLES = """\b
Examples:
  monitor blame www.example.org/about
  monitor blame www.example.org/about@2026-01-12 -v"""

UNDATED = "undated   "


@click.command("blame", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("page", metavar="PAGE[@TIME]", shell_complete=complete_page)
@click.option(
    "--json", "as_json", is_flag=True, help="Print JSON: one object for each paragraph, in an array."
)
@pass_session
def blame_command(session: Session, page: str, as_json: bool) -> None:
    """Say since when each paragraph says what it says.

    With -v also what it said before. The days are those of the first capture that shows it so, in UTC. A TIME
    is a day, of which its end is meant, a moment as 2026-01-12T09:30, yesterday or -7d.
    """
    name, at = split_moment(page)
    with Store(session.read_config().store, read_only=True) as store:
        if isinstance(at, int):
            number, at = at, store.version_at(name, at).moment
            if at is None:
                raise BadInput(f"{name}: version {number} has no date; ask without it")
        found = store.blame(name, at)
    if as_json:
        session.terminal.print_json(map(_to_object, found))
    else:
        session.terminal.print_lines(_report(found, show_before=session.verbosity > 0))


def _report(found: Sequence[Blamed], *, show_before: bool) -> Iterator[Line]:
    day = ""
    for one in found:
        since = f"{one.since:%Y-%m-%d}" if one.since else UNDATED
        named = f"{since} v{one.number:<3} "
        # Said once for neighbours, so that what is younger stands out.
        lead = Part(named if named != day else " " * len(named), Tone.FAINT)
        day = named
        tone = Tone.STRONG if one.block.kind is BlockKind.HEADING else Tone.PLAIN
        yield Line((Part(one.block.text, tone),), lead=lead)
        if show_before and one.before:
            yield Line((Part(f"before: {one.before}", Tone.FAINT),), indent=len(named))


def _to_object(one: Blamed) -> dict[str, object]:
    return {
        "kind": one.block.kind.value,
        "text": one.block.text,
        "section": list(one.block.section),
        "since": _say(one.since),
        "version": one.number,
        "before": one.before or None,
    }


def _say(moment: datetime | None) -> str | None:
    return say_moment(moment) if moment else None
