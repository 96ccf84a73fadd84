"""`monitor export`: the store for other programs: captures as WARC, changes as JSON Lines or CSV."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import click

from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.cli.terminal import escape_json
from monitor.digest import Line, Part, change_to_object, in_cell
from monitor.errors import BadInput
from monitor.store import RecordedChange, Store

EXAMPLES = """\b
Examples:
  monitor export town.warc.gz town
  monitor export changes.jsonl
  monitor export changes.csv www.example.org/about"""

COLUMNS = (
    "id",
    "type",
    "where",
    "scope",
    "site",
    "page",
    "region",
    "sentence",
    "before",
    "after",
    "importance",
)


@click.command("export", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("name", metavar="[PAGE|SITE]", default="")
@pass_session
def export_command(session: Session, file: Path, name: str) -> None:
    """Write captures or changes for other programs.

    FILE says by its name what it becomes: .warc or .warc.gz, every capture with its bytes and its text;
    .jsonl or .csv, every change.
    """
    if file.exists():
        raise BadInput(f"{file}: is there already; name a file that is not")
    if not file.parent.is_dir():
        raise BadInput(f"{file}: there is no folder {file.parent}")
    with Store(session.read_config().store, read_only=True) as store:
        if file.name.endswith((".warc", ".warc.gz")):
            with session.terminal.progress("exporting") as advance:
                exported = store.export_warc(file, name, advance)
            said = f"{exported.captures} captures"
            if exported.gone:
                said += f"; of {exported.gone} more, whose bytes retention took, what was told"
        elif file.suffix in (".jsonl", ".csv"):
            changes = store.log(name)
            (_write_lines if file.suffix == ".jsonl" else _write_table)(file, changes)
            said = f"{len(changes)} changes"
        else:
            raise BadInput(f"{file}: name it .warc, .warc.gz, .jsonl or .csv")
    session.terminal.print_lines([Line((Part(f"{file}: {said}"),))])


def _write_lines(file: Path, changes: Sequence[RecordedChange]) -> None:
    with file.open("x", encoding="utf-8") as out:
        for one in changes:
            told = json.dumps(change_to_object(one.change, site=one.site), ensure_ascii=False)
            out.write(escape_json(told) + "\n")


def _write_table(file: Path, changes: Sequence[RecordedChange]) -> None:
    with file.open("x", encoding="utf-8", newline="") as out:
        table = csv.writer(out)
        table.writerow((*COLUMNS, "since", "until"))
        for one in changes:
            told = change_to_object(one.change, site=one.site)
            since, until = one.change.between
            cells = [told.get(column, "") for column in COLUMNS]
            table.writerow(
                [*map(_cell, cells), since.isoformat() if since else "", until.isoformat() if until else ""]
            )


def _cell(value: object) -> str:
    """A page's words must not become a formula in the reader's spreadsheet.

    >>> _cell("=1+1"), _cell("plain"), _cell(["a", "b"])
    ("'=1+1", 'plain', 'a | b')
    """
    return in_cell(" | ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or ""))
