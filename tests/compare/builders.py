"""Pages from a few lines of text, so that a test names only what it is about.

# Heading        - list item        | cell | cell        anything else: a paragraph
"""

from monitor.model import Block, BlockKind, Link, Page


def block(line: str, *links: Link) -> Block:
    """One block. The first sign says its kind."""
    sign, _, rest = line.partition(" ")
    if sign == "#":
        return Block(BlockKind.HEADING, rest, level=1, links=links)
    if sign == "-":
        return Block(BlockKind.LIST_ITEM, rest, level=1, links=links)
    if sign == "|":
        cells = tuple(cell.strip() for cell in rest.split("|"))
        return Block(BlockKind.TABLE_ROW, " | ".join(cells), cells=cells, links=links)
    return Block(BlockKind.PARAGRAPH, line, links=links)


def page(*lines: str | Block, title: str = "A page", url: str = "https://example.org/page") -> Page:
    blocks = tuple(line if isinstance(line, Block) else block(line) for line in lines)
    return Page(url=url, title=title, body=blocks, regions=())
