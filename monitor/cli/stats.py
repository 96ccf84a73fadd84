"""`monitor stats`: how much came in, what it takes, which pages are restless."""

from collections.abc import Iterator

import click

from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.cli.status import say_size
from monitor.digest import Line, Part, Tone
from monitor.store import Stats, Store

EXAMPLES = """\b
Examples:
  monitor stats
  monitor stats --json"""


@click.command("stats", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object.")
@pass_session
def stats_command(session: Session, as_json: bool) -> None:
    """Say how much came in, what the store takes, which pages are restless."""
    with Store(session.read_config().store, read_only=True) as store:
        stats = store.stats()
    if as_json:
        session.terminal.print_object(_to_object(stats))
    else:
        session.terminal.print_lines(_report(stats))


def _report(stats: Stats) -> Iterator[Line]:
    each = stats.bytes / stats.snapshots if stats.snapshots else 0
    served = f"{stats.snapshots} snapshots, {say_size(stats.payload_bytes)} as served"
    yield Line((Part(f"{served}, {say_size(stats.bytes)} in the store: {each:.0f} bytes each"),))
    for name, size in stats.tables:
        yield Line((Part(f"{name:30} {say_size(size):>10}", Tone.FAINT),), indent=2)
    if stats.months:
        yield Line()
        yield Line((Part("month    snapshots    changes", Tone.STRONG),))
    for month in stats.months:
        yield Line((Part(f"{month.name}{month.snapshots:>11}{month.changes:>11}"),))
    if stats.restless:
        yield Line()
        yield Line((Part(" seen  new bytes  versions  changes  held back  page", Tone.STRONG),))
    for one in stats.restless:
        counts = f"{one.snapshots:>5}{one.payloads:>11}{one.versions:>10}{one.changes:>9}{one.held:>11}  "
        yield Line((Part(f"{one.page} ({one.site})"),), lead=Part(counts))


def _to_object(stats: Stats) -> dict[str, object]:
    return {
        "bytes": stats.bytes,
        "snapshots": stats.snapshots,
        "payload_bytes": stats.payload_bytes,
        "parts": dict(stats.tables),
        "months": [
            {"month": one.name, "snapshots": one.snapshots, "changes": one.changes} for one in stats.months
        ],
        "restless": [
            {
                "site": one.site,
                "page": one.page,
                "snapshots": one.snapshots,
                "payloads": one.payloads,
                "versions": one.versions,
                "changes": one.changes,
                "held": one.held,
            }
            for one in stats.restless
        ],
    }
