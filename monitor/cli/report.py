"""`monitor report`: what changed, as one HTML file that opens without a network."""

from datetime import UTC, datetime
from pathlib import Path

import click

from monitor import __version__
from monitor.cli.command import StoreCommand
from monitor.cli.complete import complete_page_or_site
from monitor.cli.exits import DOING
from monitor.cli.moments import parse_moment
from monitor.cli.session import Session, pass_session
from monitor.deliver import with_titles
from monitor.digest import Entry, Report, render_report
from monitor.errors import BadInput
from monitor.model import ChangeType
from monitor.store import Store

EXAMPLES = """\b
Examples:
  monitor report --html report.html
  monitor report --html january.html town --since 2026-01-01 --until 2026-01-31"""


@click.command("report", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("name", metavar="[PAGE|SITE]", default="", shell_complete=complete_page_or_site)
@click.option("--html", "file", type=click.Path(path_type=Path), required=True, help="The file to write.")
@click.option("--since", default="", metavar="DAY", help="Only what changed since.")
@click.option("--until", default="", metavar="DAY", help="Only what changed until then, that day included.")
@pass_session
def report_command(session: Session, name: str, file: Path, since: str, until: str) -> None:
    """Write what changed as one HTML file, with both texts side by side.

    Of everything, a site or a page: a timeline, the sites' own changes first, then the pages'. It opens
    from a disk, with no network.
    """
    begin = parse_moment(since, "--since") if since else None
    end = parse_moment(until, "--until", is_end=True) if until else None
    with Store(session.read_config().store, read_only=True) as store:
        told = [
            one
            for one in store.log(name, since=begin, until=end)
            if one.change.type is not ChangeType.FIRST_SEEN
        ]
        entries = with_titles([Entry(site=one.site, change=one.change) for one in told], store)
    what = Report(
        name=name,
        entries=entries,
        recorded=tuple(one.recorded for one in told),
        made=datetime.now(UTC),
        since=begin,
        until=end,
    )
    half = file.with_name(f".{file.name}.half")
    try:
        half.write_text(render_report(what, __version__), encoding="utf-8")
        half.replace(file)
    except OSError as error:
        raise BadInput(f"{file}: cannot be written: {error.strerror}") from error
    session.terminal.say(f"Wrote {file}: {len(entries)} change{'s' * (len(entries) != 1)}.")
