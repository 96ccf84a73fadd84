"""`monitor log`: what changed and when."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

import click

from monitor.cli.command import StoreCommand, json_options
from monitor.cli.complete import complete_page_or_site
from monitor.cli.exits import DOING
from monitor.cli.moments import parse_moment
from monitor.cli.session import Session, pass_session
from monitor.digest import (
    Line,
    Part,
    Tone,
    change_to_object,
    fold_alike,
    report_change,
    say_pages,
    say_when,
)
from monitor.errors import BadInput
from monitor.model import ChangeType, Where
from monitor.store import RecordedChange, Store

LAST = 500
"""So many changes are told to a person who names no beginning: as many as one reads, told at once."""

EXAMPLES = """\b
Examples:
  monitor log
  monitor log lakes --since 2026-01-01
  monitor log www.example.org/about --jsonl"""


def _moment(_context: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    if value is None:
        return None
    return parse_moment(value, f"--{parameter.name}", is_end=parameter.name == "until")


def _type(_context: click.Context, _parameter: click.Parameter, value: str | None) -> ChangeType | None:
    if value is None:
        return None
    kinds = [kind.value for kind in ChangeType]
    if value in kinds:
        return ChangeType(value)
    from rapidfuzz import fuzz, process  # only for a mistake

    near = process.extract(value, kinds, scorer=fuzz.WRatio, limit=3)
    raise BadInput(f"--type: {value} is no type of change; as {', '.join(kind for kind, _, _ in near)}")


@click.command("log", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("name", metavar="[PAGE|SITE]", default="", shell_complete=complete_page_or_site)
@click.option("--since", callback=_moment, metavar="DAY", help="What happened from this day or moment on.")
@click.option(
    "--until",
    callback=_moment,
    metavar="DAY",
    help="What happened up to this day or moment, the day included.",
)
@click.option(
    "--type", "kind", callback=_type, metavar="TYPE", help="Only changes of this type, as menu_renamed."
)
@click.option(
    "--where", type=click.Choice(["chrome", "body"]), help="Only changes of the chrome, or of bodies."
)
@click.option(
    "--min-importance",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="0…1",
    help="Only changes that matter so much.",
)
@click.option("--noise", is_flag=True, help="Show also what was held back as noise.")
@click.option(
    "--all", "tell_all", is_flag=True, help=f"Tell all, not only the last {LAST}; JSON always does."
)
@json_options
@pass_session
def log_command(
    session: Session,
    name: str,
    since: datetime | None,
    until: datetime | None,
    kind: ChangeType | None,
    where: str | None,
    min_importance: float,
    noise: bool,
    tell_all: bool,
    as_json: bool,
    as_jsonl: bool,
) -> None:
    """Tell what changed and when.

    The oldest comes first; what happened alike on many pages is told once (-v tells each). PAGE is a URL,
    or enough of its end to be the only one. Moments are in UTC.
    """
    is_short = not (tell_all or since or noise or as_json or as_jsonl)
    with Store(session.read_config().store, read_only=True) as store:
        found = store.log(
            name,
            since=since,
            until=until,
            type=kind,
            where=Where(where) if where else None,
            min_importance=min_importance,
            noise=noise,
            last=LAST + 1 if is_short else None,
        )
    if noise:
        from monitor.compare import tell  # what is held back is told only when somebody looks

        found = tuple(replace(one, change=tell(one.change)) for one in found)
    if as_json or as_jsonl:
        objects = (change_to_object(one.change, site=one.site) for one in found)
        session.terminal.print_json(objects, one_a_line=as_jsonl)
    else:
        if is_short and len(found) > LAST:
            found = found[-LAST:]
            said = f"There are earlier changes than these {LAST}: --all tells them, --since DAY some."
            session.terminal.print_lines([Line((Part(said, Tone.FAINT),)), Line()])
        session.terminal.print_lines(_report(found, verbose=session.verbosity > 0))


def _report(found: Sequence[RecordedChange], *, verbose: bool) -> Iterator[Line]:
    if not found:
        yield Line((Part("Nothing yet."),))
    for number, (day, of_day) in enumerate(groupby(found, _day)):
        if number:
            yield Line()
        yield Line((Part(day, Tone.STRONG),))
        yield from _report_day(list(of_day), verbose=verbose)


def _day(one: RecordedChange) -> str:
    until = one.change.between[1]
    return f"{until:%Y-%m-%d}" if until else "Without a date"


def _report_day(found: Sequence[RecordedChange], *, verbose: bool) -> Iterator[Line]:
    """What happened alike on many pages once, and of pages seen for the first time how many; or all of it."""
    listed = found if verbose else [one for one in found if one.change.type is not ChangeType.FIRST_SEEN]
    folded = fold_alike(
        listed,
        lambda one: one.change,
        lambda one: one.change.id if verbose else one.site,
    )
    for one, change, also in folded:
        since = change.between[0]
        after = f"after {say_when(since)}" if since else ""
        where = [*say_pages(change, also)] or [change.page or one.site]
        yield from report_change(change, *filter(None, (*where, after, change.id)))
    if not verbose:
        yield from _count_first_seen(
            Counter(one.site for one in found if one.change.type is ChangeType.FIRST_SEEN)
        )


def _count_first_seen(counts: Mapping[str, int]) -> Iterator[Line]:
    for site, count in counts.items():
        said = (
            f"{count} {'page' if count == 1 else 'pages'} seen for the first time on {site} (-v lists them)"
        )
        yield Line((Part(said, Tone.FAINT),), indent=2, lead=Part("• ", Tone.FAINT))
