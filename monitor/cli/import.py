"""`monitor import`: captures from WARC and WACZ files, ours or other programs'."""

from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.check import Verdict, load_snapshots
from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.digest import Line, Part
from monitor.errors import BadInput
from monitor.load import is_archive, load_git, load_warc
from monitor.store import Store

EXAMPLES = """\b
Examples:
  monitor import town.warc.gz
  monitor import crawl-2024.wacz --site town
  monitor import pages.git/ --folder site --prefix https://www.example.org/"""


@click.command("import", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--folder", default="", metavar="PATH", help="Of a git repository: only pages below this folder."
)
@click.option("--prefix", default="", metavar="URL", help="Of a git repository: what makes a URL of a path.")
@click.option("--site", default="", metavar="NAME", help="The site of the pages (else their host).")
@pass_session
def import_command(session: Session, files: tuple[Path, ...], folder: str, prefix: str, site: str) -> None:
    """Take captures from WARC, WACZ and git into the store.

    FILE may be a git repository, too: each commit of a page is a capture. Moments, URLs and headers come from
    the records. What is in the store already is passed over, so an
    interrupted import is simply run again.
    """
    for file in files:
        if not file.exists():
            raise BadInput(f"{file}: there is no such file")
        if not file.is_dir() and not is_archive(file):
            raise BadInput(
                f"{file}: is no archive by its name (.warc, .warc.gz, .wacz); `monitor load` takes files"
            )
    count = 0
    with Store(session.read_config().store) as store, session.terminal.progress("importing") as advance:

        def hear(verdict: Verdict) -> None:
            nonlocal count
            count += 1
            advance(count, count)

        captures = (
            snapshot
            for file in files
            for snapshot in (
                load_git(file, folder, site=site, prefix=prefix)
                if file.is_dir()
                else load_warc(file, site=site)
            )
        )
        loaded = load_snapshots(captures, store, datetime.now(UTC), hear)
    said = (
        f"{count} captures: {loaded.first} first, {loaded.changed} changed, {loaded.same} the same or known"
    )
    failed = f", {len(loaded.failed)} not readable" if loaded.failed else ""
    session.terminal.print_lines([Line((Part(said + failed),))])
