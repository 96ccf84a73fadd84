"""`monitor site`: a site's regions, their versions, how far a change has come, which pages stand alone."""

from collections.abc import Iterator, Sequence

import click

from monitor.cli.command import StoreCommand
from monitor.cli.complete import complete_site
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.digest import (
    Line,
    Part,
    Tone,
    change_to_object,
    report_change,
    say_interval,
    say_moment,
    say_when,
    shorten,
)
from monitor.store import RegionHistory, SiteRecord, Store

EXAMPLES = """\b
Examples:
  monitor site
  monitor site lakes
  monitor site lakes --json"""

MAX_SHOWN = 10
"""Pages, and regions, that are listed; how many there are is always said, and -v lists all."""
MAX_TEXT = 100


@click.command("site", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("name", metavar="[SITE]", default="", shell_complete=complete_site)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object for each site, in an array.")
@pass_session
def site_command(session: Session, name: str, as_json: bool) -> None:
    """Show a site's chrome: its regions, their versions, how far a change has rolled out.

    Without a name: every site.
    """
    with Store(session.read_config().store, read_only=True) as store:
        found = [store.site(one) for one in ([name] if name else store.sites.names())]
    if as_json:
        session.terminal.print_json(map(_to_object, found))
        return
    most = None if session.verbosity else MAX_SHOWN
    session.terminal.print_lines(line for site in found for line in _report(site, most))


def _report(site: SiteRecord, most: int | None) -> Iterator[Line]:
    yield Line(
        (
            Part(site.name, Tone.STRONG),
            Part(f": {_count(len(site.pages), 'page')}, {_count(site.snapshots, 'snapshot')}"),
        )
    )
    yield Line()
    for region in site.regions[:most]:
        yield Line((Part(_describe(region, len(site.pages))),), indent=2, lead=Part("▸ ", Tone.FAINT))
    yield from _count_more(site.regions, most, indent=2)
    if not site.regions:
        yield Line((Part("No region is shared by its pages."),), indent=2)
    if site.alone:
        yield Line()
        yield Line((Part("Standing alone, sharing no region with another page:"),), indent=2)
        yield from _list(site.alone, most)
    if site.left_menu:
        yield Line()
        yield Line((Part("Left the menu, and still there:"),), indent=2)
        for left in site.left_menu[:most]:
            yield Line((Part(f"{left.page} (“{left.label}”, since {say_when(left.since)})"),), indent=4)
        yield from _count_more(site.left_menu, most, indent=4)
    if site.lagging:
        yield Line()
        yield Line((Part("Translations that lag behind:"),), indent=2)
        for one in site.lagging[:most]:
            own = f"changed {say_when(one.own)}" if one.own else "not changed"
            said = f"{one.page} ({one.language}): {own}; {one.of} changed {say_when(one.changed)}"
            yield Line((Part(said),), indent=4)
        yield from _count_more(site.lagging, most, indent=4)
    if site.roll_outs:
        yield Line()
        for roll_out in site.roll_outs:
            change = roll_out.change
            yield from report_change(change, *filter(None, (say_interval(change.between), change.id)))
    yield Line()


def _describe(region: RegionHistory, pages: int) -> str:
    name = f"{region.kind} {shorten(region.name, MAX_TEXT)}".strip()
    where = f"only on {region.page}" if region.page else f"on {region.pages} of {_count(pages, 'page')}"
    return f"{name}: {_count(region.items, 'item')}, {_count(region.versions, 'version')}, {where}"


def _list(pages: Sequence[str], most: int | None) -> Iterator[Line]:
    for page in pages[:most]:
        yield Line((Part(page),), indent=4)
    yield from _count_more(pages, most, indent=4)


def _count_more(those: Sequence[object], most: int | None, *, indent: int) -> Iterator[Line]:
    if most is not None and len(those) > most:
        said = f"and {len(those) - most} more (-v lists them)"
        yield Line((Part(said, Tone.FAINT),), indent=indent)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _to_object(site: SiteRecord) -> dict[str, object]:
    return {
        "name": site.name,
        "pages": list(site.pages),
        "alone": list(site.alone),
        "snapshots": site.snapshots,
        "regions": [
            {
                "kind": region.kind.value,
                "name": region.name,
                "versions": region.versions,
                "pages": region.pages,
                "items": region.items,
                "page": region.page,
                "first": say_moment(region.first) if region.first else None,
                "last": say_moment(region.last) if region.last else None,
            }
            for region in site.regions
        ],
        "left_menu": [
            {"page": one.page, "label": one.label, "since": say_moment(one.since)} for one in site.left_menu
        ],
        "lagging": [
            {
                "page": one.page,
                "language": one.language,
                "of": one.of,
                "changed": say_moment(one.changed),
                "own": say_moment(one.own) if one.own else None,
            }
            for one in site.lagging
        ],
        "changes": [
            change_to_object(one.change, site=site.name) | {"rolled_out": {"pages": one.done, "of": one.of}}
            for one in site.roll_outs
        ],
    }
