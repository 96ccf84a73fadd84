"""`monitor search`: where words stand, or stood, on any page."""

from collections.abc import Iterator, Sequence

import click

from monitor.cli.command import StoreCommand
from monitor.cli.exits import FINDING, NOTHING_FOUND, SAME
from monitor.cli.session import Session, pass_session
from monitor.digest import Line, Part, Tone, say_moment, say_when, shorten
from monitor.store import Found, Store

EXAMPLES = """\b
Examples:
  monitor search budget
  monitor search '"shall not" consent' --site lakes
  monitor search acting --json"""

MAX_TEXT = 300


@click.command("search", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{FINDING}")
@click.argument("words", nargs=-1, required=True)
@click.option("--site", default="", metavar="NAME", help="Only on this site.")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="At most so many.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object for each text, in an array.")
@pass_session
def search_command(session: Session, words: tuple[str, ...], site: str, limit: int, as_json: bool) -> int:
    """Find where words stand, or stood, on any page.

    A text is found that has all of them; "in quotation marks" they follow each other. Case and accents do
    not matter.
    """
    with Store(session.read_config().store, read_only=True) as store:
        found = store.search(" ".join(words), site=site, limit=limit)
    if as_json:
        session.terminal.print_json(map(_to_object, found))
    else:
        session.terminal.print_lines(_report(found))
    return SAME if found else NOTHING_FOUND


def _report(found: Sequence[Found]) -> Iterator[Line]:
    page = ""
    for one in found:
        if one.page != page:
            yield from [Line()] * bool(page)
            yield Line((Part(one.page, Tone.STRONG), Part(f" on {one.site}", Tone.FAINT)))
            page = one.page
        # What is gone is marked, by a sign and not by its colour alone.
        sign = Part("− ", Tone.REMOVED) if one.left else Part("  ")
        yield Line((Part(shorten(one.text, MAX_TEXT)),), indent=2, lead=sign)
        came = f"first seen {say_when(one.appeared)}"
        yield Line((Part(came + (f", gone {say_when(one.left)}" if one.left else ""), Tone.FAINT),), indent=4)
    if not found:
        yield Line((Part("Not found."),))


def _to_object(one: Found) -> dict[str, object]:
    return {
        "site": one.site,
        "page": one.page,
        "text": one.text,
        "appeared": say_moment(one.appeared) if one.appeared else None,
        "left": say_moment(one.left) if one.left else None,
    }
