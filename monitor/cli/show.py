"""`monitor show`: a page as it is read: what is body, what is chrome. Stored, or not."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from monitor.cli.capture import capture, is_live
from monitor.cli.command import StoreCommand
from monitor.cli.complete import complete_page
from monitor.cli.exits import DOING
from monitor.cli.moments import split_moment
from monitor.cli.session import Session, pass_session
from monitor.digest import Line, Part, Tone, say_moment, say_when
from monitor.errors import BadInput
from monitor.model import Block, BlockKind, Item, Page, Region, Snapshot
from monitor.store import Store

EXAMPLES = """\b
Examples:
  monitor show www.example.org/about
  monitor show www.example.org/about@2026-01-12
  monitor show www.example.org/about@2 --body
  monitor show saved.html
  curl https://www.example.org/about | monitor show - --body"""

STANDARD_INPUT = "-"

MAX_INDENTS = 6
"""Levels that are shown by indenting; deeper ones are seldom, and would leave no room for text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page, and where it comes from."""

    page: Page
    heading: tuple[str, ...]
    """Lines below the title: where and when it was captured."""
    facts: dict[str, object]
    """The same for programs."""


@click.command("show", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("page", metavar="PAGE[@TIME]|FILE|URL|-", shell_complete=complete_page)
@click.option("--body", is_flag=True, help="The body only.")
@click.option("--chrome", is_flag=True, help="The chrome only: menus, footers, what the site puts around it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object.")
@pass_session
def show_command(session: Session, page: str, body: bool, chrome: bool, as_json: bool) -> None:
    """Show a page as it is read: what is its body, what is its site's chrome.

    A stored version: the latest one, or what it showed at a TIME, or its version of a number; PAGE is a URL,
    or enough of its end to be the only one. A TIME is a day, of which its end is meant, a moment as
    2026-01-12T09:30, yesterday or -7d, in UTC. Or a page that need not be watched: a FILE, - for standard
    input, and https://… for the page as it is now.
    """
    is_elsewhere = page == STANDARD_INPUT or _is_file(page) or is_live(page)
    shown = _read_now(session, page) if is_elsewhere else _stored(session, page)
    if as_json:
        session.terminal.print_object(_to_object(shown))
        return
    if body == chrome:
        session.terminal.print_lines(_show_heading(shown))
    if body or not chrome:
        session.terminal.print_lines(_show_body(shown.page))
    if chrome or not body:
        session.terminal.print_lines(_show_chrome(shown.page))


def _stored(session: Session, name: str) -> Shown:
    url, at = split_moment(name)
    with Store(session.read_config().store, read_only=True) as store:
        found = store.version_at(url, at)
    seen = f"version {found.number} of {found.of}, captured {say_when(found.moment)}"
    special = "".join(f", {note}" for note in found.notes)
    return Shown(
        page=found.page,
        heading=(
            f"{found.page.url} on {found.site}",
            f"{seen}, SHA-256 {found.payload_hash[:16]}…{special}",
            *found.page.notes,
        ),
        facts={
            "site": found.site,
            "page": found.page.url,
            "version": found.number,
            "moment": say_moment(found.moment) if found.moment else None,
            "payload_hash": found.payload_hash,
            "source": found.source,
            "notes": [*found.notes, *found.page.notes],
            "status": found.status or None,
            "headers": dict(found.headers),
        },
    )


def _read_now(session: Session, name: str) -> Shown:
    """A page that is not asked of the store; what its site's pages share is, where it is known."""
    from monitor.read import read  # reading takes longer to load than a stored version to show
    from monitor.separate import decode_template, separate

    config = session.read_config()
    snapshot = _standard_input() if name == STANDARD_INPUT else capture(name, None, config)
    template = None
    if snapshot.site and config.store.exists():
        with Store(config.store, read_only=True) as store:
            site = store.sites.find(snapshot.site)
            learned = None if site is None else store.sites.template(site)
        template = None if learned is None else decode_template(learned)
    page = separate(read(snapshot), template)
    basis = f"body and chrome told apart by {page.basis}, confidence {page.confidence:.2f}"
    return Shown(
        page=page,
        heading=(snapshot.url, basis, *page.notes),
        facts={"page": snapshot.url, "source": snapshot.source, "notes": list(page.notes)},
    )


def _standard_input() -> Snapshot:
    from monitor.load import MAX_BYTES

    payload = sys.stdin.buffer.read(MAX_BYTES + 1)
    if not payload.strip():
        raise BadInput("standard input is empty; a page is wanted there")
    if len(payload) > MAX_BYTES:
        raise BadInput(f"standard input: more than {MAX_BYTES} bytes, the bound for one page")
    return Snapshot(url=STANDARD_INPUT, payload=payload, source="standard input")


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # too long, or with a NUL: no name of a file
        return False


def _show_heading(shown: Shown) -> Iterator[Line]:
    yield Line((Part(shown.page.title or "(no title)", Tone.STRONG),))
    for line in shown.heading:
        yield Line((Part(line, Tone.FAINT),))
    yield Line()


def _show_body(page: Page) -> Iterator[Line]:
    before = None
    for block in page.body:
        # Items of one list, rows of one table stand close; all else has air around it.
        if before is not None and (
            block.kind != before or block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)
        ):
            yield Line()
        yield from _show_block(block)
        before = block.kind


def _show_chrome(page: Page) -> Iterator[Line]:
    for region in page.regions:
        yield Line()
        yield Line(
            (
                Part(f"{region.kind} {region.name}".strip(), Tone.STRONG),
                Part(f" ({region.confidence:.2f})", Tone.FAINT),
            )
        )
        yield from _show_items(region)


def _show_block(block: Block) -> Iterator[Line]:
    match block.kind:
        case BlockKind.HEADING:
            yield Line(
                (Part(block.text, Tone.STRONG),), lead=Part(f"{'#' * max(1, block.level)} ", Tone.FAINT)
            )
        case BlockKind.LIST_ITEM:
            yield Line(
                (Part(block.text),), indent=2 * min(block.level, MAX_INDENTS), lead=Part("• ", Tone.FAINT)
            )
        case BlockKind.TABLE_ROW:
            yield Line((Part(block.text),), indent=2, lead=Part("| ", Tone.FAINT))
        case BlockKind.PARAGRAPH:
            yield Line((Part(block.text),))


def _show_items(region: Region) -> Iterator[Line]:
    for depth, item in _walk(region.items):
        parts = (Part(item.label), Part(f"  {item.target}" * bool(item.target), Tone.FAINT))
        yield Line(parts, indent=2 + 2 * min(depth, MAX_INDENTS), lead=Part("• ", Tone.FAINT))


def _walk(items: Sequence[Item]) -> Iterator[tuple[int, Item]]:
    """Every item with its depth, without recursion: a page decides how deep its menus are."""
    stack = [(0, item) for item in reversed(items)]
    while stack:
        depth, item = stack.pop()
        yield depth, item
        stack += ((depth + 1, child) for child in reversed(item.children))


def _to_object(shown: Shown) -> dict[str, object]:
    page = shown.page
    return {
        **shown.facts,
        "title": page.title,
        "confidence": round(page.confidence, 3),
        "basis": page.basis,
        "body": [_block_to_object(block) for block in page.body],
        "regions": [
            {"kind": region.kind.value, "name": region.name, "items": _items_to_objects(region.items)}
            for region in page.regions
        ],
    }


def _block_to_object(block: Block) -> dict[str, object]:
    told: dict[str, object] = {"kind": block.kind.value, "text": block.text, "section": list(block.section)}
    if block.level:
        told["level"] = block.level
    if block.links:
        told["links"] = [{"text": link.text, "target": link.target} for link in block.links]
    if block.cells:
        told["cells"] = list(block.cells)
    return told


def _items_to_objects(items: Sequence[Item]) -> list[dict[str, object]]:
    return [{"depth": depth, "label": item.label, "target": item.target} for depth, item in _walk(items)]
