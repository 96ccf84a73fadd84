"""The blocks of one region become a tree of items.

What stands under what is told in three ways, by the strength of what they say:
- a list in a list item (also <details>, <dd>): the item's first block is the parent of all else in it;
- a heading, a <dt> or a <summary>: the parent of what follows it in the container that it heads;
- a text extract's label that has children: the parent of what follows, up to the next such label.

Marks of the current page are taken away: "(current)" in a label, a breadcrumb's last step.
"""

import re
from collections.abc import Iterator, Sequence

from monitor.model import Block, BlockKind, Container, Document, Item, RegionKind

_HOLDERS = frozenset({"li", "details", "dd", "option", "optgroup"})
"""Elements whose first block names them."""
_LABEL_RANK = 10
"""Ranks of a text extract's labels start here; 1 to 6 are headings, 7 is <dt>; 0 is never closed by rank."""
_DT_RANK = 7
LINKED_SHARE = 0.6
"""A block with several links, and this share of its characters in them, is a row of items ("A | B | C")."""
MAX_ITEM_DEPTH = 30
"""Deeper items are put in their ancestor at this depth: a tree that code may walk by recursion."""

# What screen readers are told about the current page, as the common frameworks write it.
_CURRENT = re.compile(
    r"\s*\((?:current(?: page| section)?|active|aktuell(?:e seite)?|actuel|page actuelle|actual)\)$",
    re.IGNORECASE,
)


class _Node:
    __slots__ = ("badges", "children", "label", "target")

    def __init__(self, label: str, target: str = "", badges: tuple[str, ...] = ()) -> None:
        self.label = label
        self.target = target
        self.badges = badges
        self.children: list[_Node] = []


class _Open:
    """A node under which others may still come."""

    __slots__ = ("node", "rank", "scope")

    def __init__(self, node: _Node, scope: int, rank: int) -> None:
        self.node = node
        self.scope = scope
        self.rank = rank


def build_items(document: Document, members: Sequence[int], kind: RegionKind) -> tuple[Item, ...]:
    """The tree of the blocks with these indices."""
    containers = document.containers
    blocks = [document.blocks[index] for index in members]
    inside = _chains(containers, blocks)
    heads = _count_inside(blocks, inside)
    top = _Node("")
    stack: list[_Open] = []
    named: set[int] = set()
    for block in blocks:
        chain = inside[block.container]
        while stack and stack[-1].scope not in chain:
            stack.pop()
        nodes = _nodes(block)
        if not nodes:
            continue
        holder = next((c for c in chain if containers[c].tag in _HOLDERS), -1)
        scope, rank = -1, 0
        if holder >= 0 and holder not in named:
            named.add(holder)
            scope = holder
        elif block.kind is BlockKind.HEADING:
            scope, rank = _headed(block.container, chain, heads), block.level
        elif containers[block.container].tag == "dt":
            scope, rank = containers[block.container].parent, _DT_RANK
        elif holder < 0 and (block.has_children or block.kind is BlockKind.LIST_ITEM):
            scope, rank = 0, _LABEL_RANK + 2 * block.level + (0 if block.has_children else 1)
        if rank:
            while stack and stack[-1].rank >= rank:
                stack.pop()
        parent = stack[-1].node if stack else top
        parent.children.extend(nodes)
        if scope >= 0 and len(stack) < MAX_ITEM_DEPTH and (rank <= _LABEL_RANK or block.has_children):
            stack.append(_Open(nodes[0], scope, rank))
    if kind is RegionKind.BREADCRUMB:
        return _steps(top, document)
    return tuple(_freeze(node) for node in top.children)


def flatten(items: tuple[Item, ...]) -> Iterator[Item]:
    """All items of a tree, parents before their children.

    >>> [item.label for item in flatten((Item("a", children=(Item("b"),)), Item("c")))]
    ['a', 'b', 'c']
    """
    for item in items:
        yield item
        yield from flatten(item.children)


def _chains(containers: Sequence[Container], blocks: Sequence[Block]) -> dict[int, tuple[int, ...]]:
    """For each block's container: itself and its ancestors, innermost first."""
    chains: dict[int, tuple[int, ...]] = {}
    for block in blocks:
        if block.container not in chains:
            chain = [block.container]
            while containers[chain[-1]].parent >= 0:
                chain.append(containers[chain[-1]].parent)
            chains[block.container] = tuple(chain)
    return chains


def _count_inside(blocks: Sequence[Block], chains: dict[int, tuple[int, ...]]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for block in blocks:
        for container in chains[block.container]:
            counts[container] = counts.get(container, 0) + 1
    return counts


def _headed(container: int, chain: tuple[int, ...], counts: dict[int, int]) -> int:
    """What a heading heads: the nearest container around it that holds more than the heading."""
    return next((c for c in chain if counts[c] > 1), container)


def _nodes(block: Block) -> list[_Node]:
    text = _CURRENT.sub("", block.text)
    links = [link for link in block.links if link.text]
    if len(links) > 1 and block.link_chars >= LINKED_SHARE * len(block.text):
        return [
            _Node(_CURRENT.sub("", link.text), link.target, tuple(b for b in block.badges if b in link.text))
            for link in links
        ]
    if not text:
        return []
    target = block.links[0].target if block.links else ""
    return [_Node(text, target, block.badges)]


def _steps(top: _Node, document: Document) -> tuple[Item, ...]:
    """A breadcrumb is a chain, however it is marked up; its last step is the page itself."""
    steps: list[_Node] = []
    waiting = top.children[::-1]
    while waiting:
        node = waiting.pop()
        steps.append(node)
        waiting.extend(reversed(node.children))
    own = {document.url, document.metadata.canonical_url, "", "#"}
    if steps and steps[-1].target in own:
        steps.pop()
    return tuple(Item(step.label, step.target, (), step.badges) for step in steps if _says_something(step))


def _says_something(node: _Node) -> bool:
    """Not a separator ("/", "»")."""
    return any(char.isalnum() for char in node.label)


def _freeze(node: _Node) -> Item:
    return Item(node.label, node.target, tuple(_freeze(child) for child in node.children), node.badges)
