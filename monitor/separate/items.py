"""The blocks of one region become a tree of items.

What stands under what is told in four ways, by the strength of what they say:
- a list in a list item (also <details>, <dd>): the item's first block is the parent of all else in it;
- a heading, a <dt> or a <summary>: the parent of what follows it in the container that it heads;
- a label right before a list, in a list item or in one of several columns: the parent of that list;
- a text extract's label that has children: the parent of what follows, up to the next such label.

Marks of the current page are taken away: "(current)" or an arrow in its own item's label, a breadcrumb's last
step.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from monitor.model import Block, BlockKind, Container, Document, Item, RegionKind

_HOLDERS = frozenset({"li", "details", "dd", "option", "optgroup"})
"""Elements whose first block names them."""
# Names of enum members are looked up slowly, and these are asked for at each block.
_HEADING, _LIST_ITEM, _BREADCRUMB = BlockKind.HEADING, BlockKind.LIST_ITEM, RegionKind.BREADCRUMB
_LISTS = frozenset({"ul", "ol", "menu", "dl"})
_LIST_NAMES = re.compile(r"sub-?_?menu|sub-?_?nav|dropdown-?_?(?:menu|content|list)|fly-?out")
MAX_LABEL = 60
"""Characters of what names a list that follows it: more is a sentence."""
_LABEL_RANK = 10
"""Ranks of a text extract's labels start here; 1 to 6 are headings, 7 is <dt>; 0 is never closed by rank."""
_DT_RANK = 7
LINKED_SHARE = 0.6
"""A block with several links, and this share of its characters in them, is a row of items ("A | B | C")."""
MIN_PIECE = 5
"""Characters between two links of a row that are more than a conjunction."""
_BARS = " |/·•>»›→–—-,;:()[]"
_ROW_BARS = " |/·•>»›→"
"""With these between its links a block is a row, whatever else is in it."""
NEAR = 12
"""Containers of a box among which its list is sought: behind a label there are few."""
MAX_ITEM_DEPTH = 30
"""Deeper items are put in their ancestor at this depth: a tree that code may walk by recursion."""

# What screen readers are told about the current page, as the common frameworks write it.
_MARKS = " »›▸►▶→•✓"
_ENDS = frozenset(f"{_MARKS})")
_CURRENT = re.compile(
    r"\s*\((?:current(?: page| section)?|active|aktuell(?:e seite)?|actuel|page actuelle|actual)\)$",
    re.IGNORECASE,
)


class Layout(NamedTuple):
    """How the containers of a document lie in each other; one entry for each."""

    last: list[int]
    """The last container inside it: a container's own come right after it."""
    holder: list[int]
    """The nearest container around it, or itself, whose first block names all in it; −1 for none."""
    inside: list[int]
    """How many blocks are in it."""
    parents: Sequence[int]


def lay_out(document: Document) -> Layout:
    parents, tags, *_ = zip(*document.containers, strict=True)
    count = len(parents)
    last = list(range(count))
    inside = [0] * count
    for block in document.blocks:
        inside[block.container] += 1
    for index in range(count - 1, 0, -1):  # a parent stands before its children
        parent = parents[index]
        inside[parent] += inside[index]
        if last[index] > last[parent]:
            last[parent] = last[index]
    holder = [-1] * count
    for index in range(1, count):
        holder[index] = index if tags[index] in _HOLDERS else holder[parents[index]]
    return Layout(last, holder, inside, parents)


class _Node:
    __slots__ = ("badges", "children", "label", "target")

    def __init__(self, label: str, target: str, badges: tuple[str, ...]) -> None:
        self.label = label
        self.target = target
        self.badges = badges
        self.children: list[_Node] = []


def build_items(
    document: Document, members: Sequence[int], kind: RegionKind, layout: Layout
) -> tuple[Item, ...]:
    """The tree of the blocks with these indices."""
    containers = document.containers
    last, holders, *_ = layout
    top: list[_Node] = []
    stack: list[tuple[_Node, int, int]] = []
    """Nodes under which others may still come, each with its container and its rank."""
    named: set[int] = set()
    own = _leads_home(document.url, document.metadata.canonical_url)
    for index in members:
        block = document.blocks[index]
        container = block.container
        while stack and not stack[-1][1] <= container <= last[stack[-1][1]]:
            stack.pop()
        holder = holders[container]
        if holder in named and containers[container].tag == "button":
            continue  # it opens what stands under the item
        nodes = _nodes(block, kind, own)
        if not nodes:
            continue
        scope, rank = -1, 0
        if holder >= 0 and holder not in named:
            named.add(holder)
            scope = holder
        elif block.kind is _HEADING:
            scope, rank = _headed(document, container, layout), block.level
        elif containers[container].tag == "dt":
            scope, rank = containers[container].parent, _DT_RANK
        elif holder < 0 and (block.has_children or block.kind is _LIST_ITEM):
            scope, rank = 0, _LABEL_RANK + 2 * block.level + (0 if block.has_children else 1)
        if rank:
            while stack and stack[-1][2] >= rank:
                stack.pop()
        (stack[-1][0].children if stack else top).extend(nodes)
        if len(stack) >= MAX_ITEM_DEPTH:
            continue
        if len(nodes) == 1 and not rank:
            below = _list_below(document, index, layout)
            if below >= 0 and (scope < 0 or below > last[scope]):
                stack.append((nodes[0], below, 0))
        if scope >= 0 and (rank <= _LABEL_RANK or block.has_children):
            stack.append((nodes[0], scope, rank))
    if kind is _BREADCRUMB:
        return _steps(top, document)
    return tuple([_freeze(node) for node in top])


def _list_below(document: Document, index: int, layout: Layout) -> int:
    """The list that a block names: it stands right behind it, in the same box. −1: there is none."""
    blocks, containers, parents = document.blocks, document.containers, layout.parents
    if index + 1 == len(blocks):
        return -1
    box, below = blocks[index].container, blocks[index + 1].container
    if below <= box or (containers[below].tag == "li" and parents[below] == parents[box]):
        return -1  # nearly always: the next item
    if len(blocks[index].text) > MAX_LABEL:
        return -1
    while layout.inside[box] == 1 and parents[box] >= 0:
        if containers[box].tag in _LISTS:
            return -1  # all of a list itself
        box = parents[box]
    while below > box and parents[below] != box:
        below = parents[below]
    if below <= box or not _is_list(containers[below]):
        return -1
    if containers[box].tag in _LISTS:
        return below  # <ul><li>…</li><ul>…</ul></ul>
    is_column = layout.holder[box] >= 0 or _is_one_of_several(containers, box, layout)
    return below if is_column else -1


def _is_list(container: Container) -> bool:
    return container.tag in _LISTS or (
        container.tag in ("div", "nav", "section") and _LIST_NAMES.search(container.hint) is not None
    )


def _is_one_of_several(containers: Sequence[Container], box: int, layout: Layout) -> bool:
    """Does the box beside it look like it: by a word of their names, some of which may be drawn anew each
    time, or by a list in it?"""
    parent = layout.parents[box]
    after = layout.last[box] + 1
    before = box - 1
    while before > parent and layout.parents[before] != parent:
        before = layout.parents[before]
    return any(
        parent < beside < len(containers)
        and layout.parents[beside] == parent
        and containers[beside].tag == containers[box].tag
        and (
            containers[beside].hint == containers[box].hint
            or not set(containers[beside].hint.split()).isdisjoint(containers[box].hint.split())
            or any(map(_is_list, containers[beside + 1 : min(layout.last[beside], beside + NEAR) + 1]))
        )
        for beside in (before, after)
    )


def take_contents(items: tuple[Item, ...]) -> tuple[tuple[Item, ...], tuple[Item, ...]]:
    """A menu without the page's own table of contents, which opens under its current item; and that table."""
    kept: list[Item] = []
    contents: tuple[Item, ...] = ()
    for item in items:
        if item.children:
            if not _is_in_page(item.target) and all(_is_contents(child) for child in item.children):
                contents += item.children
                kept.append(item._replace(children=()))
                continue
            below, found = take_contents(item.children)
            if found:
                contents += found
                kept.append(item._replace(children=below))
                continue
        kept.append(item)
    return (tuple(kept), contents) if contents else (items, ())


def _is_contents(item: Item) -> bool:
    """Points into this page, with all that stands under it; a heading may stand over it."""
    if item.target and not _is_in_page(item.target):
        return False
    return (_is_in_page(item.target) or bool(item.children)) and all(map(_is_contents, item.children))


def _is_in_page(target: str) -> bool:
    return len(target) > 1 and target.startswith("#")


def _headed(document: Document, container: int, layout: Layout) -> int:
    """What a heading heads: the nearest container around it that holds more than the heading."""
    while layout.inside[container] < 2 and document.containers[container].parent >= 0:
        container = document.containers[container].parent
    return container


def _nodes(block: Block, kind: RegionKind, own: frozenset[str]) -> list[_Node]:
    links, text = block.links, block.text
    if not links:
        text = _unmarked(text, "", own)
        return [_Node(text, "", block.badges)] if text else []
    if kind is _BREADCRUMB:
        return _row(block, own, MIN_PIECE)  # "Home > Work > This page"
    if len(links) > 1 and _is_barred(block):
        return _row(block, own, 1)
    if len(links) > 1 and block.link_chars >= LINKED_SHARE * len(text):
        return _row(block, own, MIN_PIECE)
    label, target = links[0]
    text = _unmarked(text, target, own)
    if text != label and text == f"{label} {label}":
        text = label  # the current item, once as a label and once as a link
    if not text:
        return []
    node = _Node(text, target, block.badges)
    if (
        len(links) > 1
    ):  # a sentence that links here and there: "you agree to our Terms and our Privacy Policy"
        node.children = [
            _Node(link.text, link.target, ()) for link in links if link.target != target and link.text
        ]
    return [node]


def _is_barred(block: Block) -> bool:
    """Do bars part its links, from each other and from what stands between them?"""
    at = -1
    for link in block.links:
        start = block.text.find(link.text, max(at, 0))
        between = block.text[max(at, 0) : start].strip()
        if start < 0 or (at >= 0 and not (between and between[0] in _ROW_BARS and between[-1] in _ROW_BARS)):
            return False
        at = start + len(link.text)
    return True


def _row(block: Block, own: frozenset[str], min_piece: int) -> list[_Node]:
    """Each link an item, and what stands between them too if it is so long, no bar and no "and"."""
    nodes: list[_Node] = []
    at = 0
    for link in block.links:
        start = block.text.find(link.text, at)
        if start < 0 or not link.text:
            continue
        _add_piece(nodes, block.text[at:start], min_piece)
        nodes.append(
            _Node(
                _unmarked(link.text, link.target, own),
                link.target,
                tuple(b for b in block.badges if b in link.text),
            )
        )
        at = start + len(link.text)
    _add_piece(nodes, block.text[at:], min_piece)
    return nodes


def _add_piece(nodes: list[_Node], piece: str, min_piece: int) -> None:
    piece = piece.strip(_BARS)
    if len(piece) >= min_piece:
        nodes.append(_Node(piece, "", ()))


@lru_cache(maxsize=16)  # of a page, for each of its regions
def _leads_home(*addresses: str) -> frozenset[str]:
    """What a link to the page itself may say, by the page's addresses."""
    return frozenset(("", ".", *(address.partition("#")[0].rstrip("/") for address in addresses)))


def _unmarked(label: str, target: str, own: frozenset[str]) -> str:
    """The label without "(current)" or an arrow, where that is said of the page and not of a version."""
    if label[-1:] not in _ENDS and label[:1] not in _ENDS:  # nearly always
        return label
    if target.partition("#")[0].rstrip("/") not in own:
        return label
    return _CURRENT.sub("", label).strip(_MARKS) or label


def _steps(top: list[_Node], document: Document) -> tuple[Item, ...]:
    """A breadcrumb is a chain, however it is marked up; its last step is the page itself."""
    steps: list[_Node] = []
    waiting = top[::-1]
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
    children = tuple(map(_freeze, node.children)) if node.children else ()
    return Item(node.label, node.target, children, node.badges)
