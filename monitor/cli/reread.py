"""`monitor reread`: today's rules over all the history."""

from collections.abc import Iterator

import click

from monitor.check import Summary, reread_history
from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.digest import Line, Part, Tone
from monitor.store import Store

EXAMPLES = """\b
Examples:
  monitor reread --dry-run
  monitor reread
  monitor reread --all --json"""


@click.command("reread", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.option("--all", "every", is_flag=True, help="Also what today's rules have read already.")
@click.option("--dry-run", is_flag=True, help="Only say what would be read otherwise.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object.")
@pass_session
def reread_command(session: Session, every: bool, dry_run: bool, as_json: bool) -> None:
    """Read the history anew, by today's rules.

    What these read otherwise is recorded as that, and never announced. The summary says what they would have
    told, or hidden: of pages between two of their captures, of a site's chrome once. What is inferred from
    two pages is not in it.
    """
    path = session.read_config().store
    with Store(path, read_only=dry_run) as store, session.terminal.progress("reading anew") as advance:
        summary = reread_history(store, dry_run=dry_run, every=every, progress=advance)
    if as_json:
        session.terminal.print_object(_to_object(summary))
    else:
        session.terminal.print_lines(_report(summary, dry_run))


def _report(summary: Summary, dry_run: bool) -> Iterator[Line]:
    would = "would be read" if dry_run else "read"
    gone = f"; {summary.gone} have no payload any more" if summary.gone else ""
    yield Line((Part(f"{summary.captures} captures {would} anew, {summary.other} of them otherwise{gone}"),))
    for said, counts in (("would be told", summary.would_tell), ("would be hidden", summary.would_hide)):
        if counts:
            kinds = ", ".join(f"{count} {name}" for name, count in counts.most_common())
            yield Line((Part(f"{said}: {kinds}"),))
    for sign, change in summary.examples:
        tone = Tone.ADDED if sign == "+" else Tone.REMOVED
        yield Line(
            (Part(f"{change.sentence} ({change.page or 'the whole site'})"),),
            indent=2,
            lead=Part(f"{sign} ", tone),
        )


def _to_object(summary: Summary) -> dict[str, object]:
    return {
        "captures": summary.captures,
        "otherwise": summary.other,
        "gone": summary.gone,
        "would_tell": dict(summary.would_tell),
        "would_hide": dict(summary.would_hide),
        "examples": [
            {"sign": sign, "page": change.page, "type": change.type, "sentence": change.sentence}
            for sign, change in summary.examples
        ],
    }
