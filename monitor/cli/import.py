"""`monitor import`: captures from WARC and WACZ files, listings of archives, git, ours or other programs'."""

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.check import Verdict, load_snapshots
from monitor.cli.command import StoreCommand
from monitor.cli.exits import SAME, SOME_FAILED, TAKING
from monitor.cli.session import Session, pass_session
from monitor.digest import Line, Part
from monitor.errors import BadInput
from monitor.load import Seen, is_archive, is_listing, load_git, load_listing, load_warc
from monitor.model import Snapshot, Told
from monitor.store import Store

EXAMPLES = """\b
Examples:
  monitor import town.warc.gz
  monitor import crawl-2024.wacz --site town
  monitor import downloads/pages.cdx
  monitor import pages.git/ --folder site --prefix https://www.example.org/"""


@click.command("import", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{TAKING}")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path))
@click.option(
    "--folder", default="", metavar="PATH", help="Of a git repository: only pages below this folder."
)
@click.option("--prefix", default="", metavar="URL", help="Of a git repository: what makes a URL of a path.")
@click.option("--site", default="", metavar="NAME", help="The site of the pages (else their host).")
@pass_session
def import_command(session: Session, files: tuple[Path, ...], folder: str, prefix: str, site: str) -> int:
    """Take captures from WARC, WACZ, listings of archives and git into the store.

    A listing is CDX, CDXJ or a Memento TimeMap, with the downloaded pages beside it. FILE may be a git
    repository, too: each commit of a page is a capture. Moments, URLs and headers come from the source. What
    is in the store already is passed over, so an interrupted import is simply run again.
    """
    for file in files:
        if not file.exists():
            raise BadInput(f"{file}: there is no such file")
        if not file.is_dir() and not is_archive(file) and not is_listing(file):
            raise BadInput(
                f"{file}: is no archive (.warc, .warc.gz, .wacz) and no listing (CDX, CDXJ, TimeMap); "
                "`monitor load` takes files"
            )
    problems: list[str] = []
    count = total = 0
    if sys.stderr.isatty():  # counting takes a small part of the time; only who looks on needs it
        total = sum(
            1 for _ in _captures(files, folder, prefix, site, lambda problem: None, lambda told: None)
        )
    with Store(session.read_config().store) as store, session.terminal.progress("importing") as advance:

        def hear(verdict: Verdict) -> None:
            nonlocal count
            count += 1
            advance(count, max(count, total))

        told: dict[str, list[Told]] = {}
        captures = _captures(
            files,
            folder,
            prefix,
            site,
            lambda problem: problems.append(str(problem)),
            lambda one: told.setdefault(one.site, []).append(one),
        )
        now = datetime.now(UTC)
        loaded = load_snapshots(captures, store, now, hear)
        for name, of_site in told.items():
            try:
                store.carry_in(name, of_site, now)
            except BadInput as error:
                problems.append(f"{name}: {error}; its changes were found anew")
    said = (
        f"{count} captures: {loaded.first} first, {loaded.changed} changed, {loaded.same} the same or known"
    )
    failed = f", {len(loaded.failed)} not readable" if loaded.failed else ""
    session.terminal.print_lines([Line((Part(said + failed),))])
    for problem in problems:
        session.terminal.complain(problem)
    return SOME_FAILED if problems else SAME


def _captures(
    files: Sequence[Path],
    folder: str,
    prefix: str,
    site: str,
    on_unusable: Callable[[BadInput], None],
    on_told: Callable[[Told], None],
) -> Iterator[Snapshot]:
    seen = Seen()
    for file in files:
        if file.is_dir():
            yield from load_git(file, folder, site=site, prefix=prefix)
        elif is_archive(file):
            yield from load_warc(file, site=site, seen=seen, on_unusable=on_unusable, on_told=on_told)
        else:
            yield from load_listing(file, site=site, on_unusable=on_unusable)
