"""`monitor show`: a stored version of a page, as it was read: title, body, chrome."""

from collections.abc import Iterator, Sequence

import click

from monitor.cli.command import StoreCommand
from monitor.cli.complete import complete_page
from monitor.cli.exits import DOING
from monitor.cli.moments import split_moment
from monitor.cli.session import Session, pass_session
from monitor.digest import Line, Part, Tone, say_moment, say_when
from monitor.model import Block, BlockKind, Item, Region
from monitor.store import Store, VersionAt

EXAMPLES = """\b
Examples:
  monitor show www.example.org/about
  monitor show www.example.org/about@2026-01-12
  monitor show www.example.org/about@2 --body"""

MAX_INDENTS = 6
"""Levels that are shown by indenting; deeper ones are seldom, and would leave no room for text."""


@click.command("show", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("page", metavar="PAGE[@TIME]", shell_complete=complete_page)
@click.option("--body", is_flag=True, help="The body only.")
@click.option("--chrome", is_flag=True, help="The chrome only: menus, footers, what the site puts around it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object.")
@pass_session
def show_command(session: Session, page: str, body: bool, chrome: bool, as_json: bool) -> None:
    """Show a stored version of a page, as it was read.

    The latest one, or what it showed at a TIME, or its version of a number. PAGE is a URL, or enough of its
    end to be the only one.
    """
    name, at = split_moment(page)
    with Store(session.read_config().store, read_only=True) as store:
        found = store.version_at(name, at)
        versions = len(store.page(name).versions)
    if as_json:
        session.terminal.print_object(_to_object(found))
        return
    session.terminal.print_lines(_report(found, versions, body=body or not chrome, chrome=chrome or not body))


def _report(found: VersionAt, versions: int, *, body: bool, chrome: bool) -> Iterator[Line]:
    yield Line((Part(found.page.title or "(no title)", Tone.STRONG),))
    yield Line((Part(f"{found.page.url} on {found.site}", Tone.FAINT),))
    seen = f"version {found.number} of {versions}, captured {say_when(found.moment)}"
    yield Line((Part(f"{seen}, SHA-256 {found.payload_hash[:16]}…", Tone.FAINT),))
    if body:
        before = None
        for block in found.page.body:
            # Items of one list, rows of one table stand close; all else has air around it.
            if block.kind != before or block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH):
                yield Line()
            yield from _show_block(block)
            before = block.kind
    for region in found.page.regions if chrome else ():
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
            return
        case BlockKind.TABLE_ROW:
            yield Line((Part(block.text),), indent=2, lead=Part("| ", Tone.FAINT))
            return
        case BlockKind.PARAGRAPH:
            yield Line((Part(block.text),))
    yield Line()


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


def _to_object(found: VersionAt) -> dict[str, object]:
    page = found.page
    return {
        "site": found.site,
        "page": page.url,
        "version": found.number,
        "moment": say_moment(found.moment) if found.moment else None,
        "payload_hash": found.payload_hash,
        "source": found.source,
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
