"""The pass over an HTML tree: what is seen becomes blocks, the elements around them containers.

One loop over lxml's start and end events, for the elements that make up nearly all of a page; what is rare
has a method.
"""

import re
from collections import Counter
from collections.abc import Mapping
from itertools import islice

from lxml import etree
from lxml.etree import _Element

from monitor.model import Block, BlockKind, Container, Link
from monitor.read.boxes import Boxes
from monitor.read.elements import ROLES, Role, role_of
from monitor.read.hidden import is_hidden
from monitor.read.inline import Dress, dress, is_apart, is_popup
from monitor.read.limits import Limits
from monitor.read.names import Names
from monitor.read.run import Run
from monitor.read.sections import Sections
from monitor.read.tables import Table, merge_rows
from monitor.read.targets import Targets

# Names of enum members are looked up slowly, and the pass asks for them at each element.
_INLINE, _BLOCK, _SCOPE, _HEADING, _LIST, _ITEM, _LINK, _BREAK, _IMAGE = tuple(Role)[:9]
_TABLE, _ROW, _CELL, _PREFORMATTED, _RULE, _CONTROL, _OPTION, _SELECT, _SKIP, _GROUP = tuple(Role)[9:]
_UNSEEN, _BADGE = Dress.UNSEEN, Dress.BADGE
_PARAGRAPH, _LIST_ITEM, _HEADING_BLOCK = BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.HEADING
_BLANK_LINE = re.compile(r"\n[ \t\r\f]*\n")
_NAMED_BY_ALT = frozenset({Role.HEADING, Role.ITEM, Role.CELL, Role.CONTROL})
"""Where an image alone stands for a text, its alt text is the text. A figure's is a description."""
_FOR_FEW = "text for screen readers or in pop-ups"
_HIDDEN = "text hidden inside a line or a table row"
_CHOICE = "choice of a long list"
MAX_OPTIONS = 100
"""Of one select element. Longer ones are choices of a form (countries, years), not a menu."""

_STRUCK = frozenset({"del", "s", "strike"})
"""What stands right behind one of these takes its place, and is no part of its last word."""

_new = tuple.__new__
"""A named tuple by its fields in order, without the call that names them: a page has a thousand."""


class Walk:
    """One pass, and what it found: `blocks`, `containers`, `notes`."""

    def __init__(self, targets: Targets, names: Names, limits: Limits) -> None:
        self.blocks: list[Block] = []
        self.notes: list[str] = []
        self._limits = limits
        self._boxes = Boxes(names, limits.max_depth)
        self._run = Run(targets)
        self._sections = Sections()
        self._items: list[list[int]] = []
        """Open list items: [depth, index of the first block or −1]."""
        self._lists = 0
        self._heading = 0
        self._joined: list[_Element] = []
        """Open controls whose text is part of the heading that they stand in."""
        self._preformatted = 0
        self._options = 0
        self._badge: _Element | None = None
        self._left_out: Counter[str] = Counter()
        """Texts that the page has and its reader does not see, by why not."""
        self._parents: set[int] = set()
        self._tables: list[Table] = []

    @property
    def containers(self) -> list[Container]:
        return self._boxes.containers

    def run(self, root: _Element, roles: Mapping[object, Role] = ROLES) -> None:
        """Pass over the tree once."""
        run, parts, blocks = self._run, self._run.parts, self.blocks
        elements, indexes = self._boxes.elements, self._boxes.indexes
        flush, add = self._flush, parts.append
        role_in = roles.get
        max_blocks = self._limits.max_blocks
        nodes_left = self._limits.max_nodes
        left: str | None = None  # the text of an inline element that ended, with nothing after it yet
        struck = False
        events = etree.iterwalk(root, events=("start", "end"))
        popup: _Element | None = None
        for event, element in events:
            tag = element.tag
            role = role_in(tag)
            if role is None:
                role = role_of(element)
            if event == "start":
                nodes_left -= 1
                if nodes_left < 0:
                    self.notes.append(f"cut at {self._limits.max_nodes} elements")
                    break
                if role is _BLOCK:
                    if parts:
                        if self._is_popup(element):
                            popup = element
                            events.skip_subtree()
                            continue
                        flush()
                    elements.append(element)
                elif role is _INLINE:
                    if (attributes := element.items()) and not self._is_seen(element, attributes):
                        events.skip_subtree()
                        continue
                elif role is _LINK:
                    run.start_link(element)
                elif role is _SKIP:
                    events.skip_subtree()
                    continue
                else:
                    self._start(element, role)
                text = element.text
                if left is not None and text:
                    if role is _INLINE and parts and parts[-1] is left and (struck or is_apart(left, text)):
                        add(" ")
                    left = None
            else:
                if element is popup:
                    popup = None
                elif role is _BLOCK:
                    if parts:
                        flush()
                    elements.pop()
                    if len(indexes) > len(elements):
                        indexes.pop()
                        if len(blocks) > max_blocks:
                            self.notes.append(f"cut at {max_blocks} blocks")
                            break
                elif role is _LINK:
                    run.end_link(element)
                elif role is not _INLINE and role is not _SKIP:
                    self._end(element, role)
                elif self._badge is element:
                    self._badge = None
                    run.end_badge()
                text = element.tail
                if parts and not text:
                    left = parts[-1]
                    struck = tag in _STRUCK
            # White space before the first word of a block is none.
            if text and (parts or not text.isspace()):
                if self._preformatted:
                    self._add_preformatted(text)
                else:
                    add(text)
        if parts:
            flush()
        for index in self._parents:
            if index < len(blocks):
                blocks[index] = blocks[index]._replace(has_children=True)
        self.notes += (f"left out: {count} × {why}" for why, count in self._left_out.items())

    # ── elements ───────────────────────────────────────────────────────────────────────────────

    def _start(self, element: _Element, role: Role) -> None:
        run = self._run
        if role is _BREAK:
            if run.parts and run.is_broken_off():
                self._flush()
            return
        if role is _IMAGE:
            alt = element.get("alt") or element.get("title")
            if alt:
                run.alts.append(alt)
            return
        if role is _CONTROL and self._heading:
            self._joined.append(element)
            return
        if run.parts:
            self._flush()
        self._boxes.elements.append(element)
        if role is _ITEM:
            self._items.append([self._lists, -1])
            run.alts.clear()
        elif role is _LIST:
            self._lists += 1
            if self._items and self._items[-1][1] >= 0:
                self._parents.add(self._items[-1][1])
        elif role is _HEADING:
            self._heading = int(str(element.tag)[1])
            self._run.heading = _places_of(element)
            run.alts.clear()
        elif role is _SCOPE:
            self._sections.enter()
        elif role is _TABLE:
            if self._tables:
                self._tables[-1].is_layout = True
            self._tables.append(Table(element, len(self.blocks)))
        elif role is _ROW:
            if self._tables:
                self._tables[-1].start_row(len(self.blocks))
        elif role is _CELL:
            run.alts.clear()
            if self._tables:
                self._tables[-1].start_cell(len(self.blocks), element)
        elif role is _PREFORMATTED:
            self._preformatted += 1
        elif role is _OPTION:
            self._items.append([1, -1])
            self._options += 1
        elif role is _GROUP and (label := element.get("label")):
            run.parts.append(label)
            self._flush()

    def _end(self, element: _Element, role: Role) -> None:
        run, boxes = self._run, self._boxes
        if role is _BREAK or role is _IMAGE:
            return
        if self._joined and self._joined[-1] is element:
            self._joined.pop()
            return
        if role is _OPTION and run.parts:
            self._close_option(element)
        if run.parts:
            self._flush()
        elif run.alts and role in _NAMED_BY_ALT:
            run.parts.append(run.alts[0])
            self._flush()
        boxes.elements.pop()
        if len(boxes.indexes) > len(boxes.elements):
            boxes.indexes.pop()
        if role is _ITEM or role is _OPTION:
            self._items.pop()
        elif role is _LIST:
            self._lists -= 1
        elif role is _HEADING:
            self._heading = 0
            self._run.heading = None
        elif role is _SCOPE:
            self._sections.leave()
        elif role is _TABLE:
            self._end_table()
        elif role is _ROW:
            if self._tables:
                self._tables[-1].end_row(len(self.blocks))
        elif role is _PREFORMATTED:
            self._preformatted -= 1
        elif role is _SELECT:
            self._options = 0

    def _is_seen(self, element: _Element, attributes: list[tuple[str, str]]) -> bool:
        """Is an inline element seen? A badge is remembered."""
        for name, value in attributes:
            if name == "class":
                worn = dress(value)
                if worn is _BADGE:
                    if self._badge is None:
                        self._badge = element
                        self._run.start_badge()
                elif worn is _UNSEEN:
                    why = _FOR_FEW
                    break
            elif name == "role":
                if value == "tooltip":
                    why = _FOR_FEW
                    break
            elif (name == "style" or name == "hidden") and is_hidden(name, value):
                why = _HIDDEN
                break
        else:
            return True
        text = "".join(islice(element.itertext(), 5))
        if self._run.is_in_link:  # it still names a link that has nothing else
            self._run.alts.append(text)
        if text and not text.isspace():
            self._left_out[why] += 1
        return False

    def _is_popup(self, element: _Element) -> bool:
        """Is a box in the middle of a text what opens over one of its words?"""
        if element.get("role") != "tooltip" and not is_popup(element.get("class") or ""):
            return False
        self._left_out[_FOR_FEW] += 1
        return True

    def _add_preformatted(self, text: str) -> None:
        """Preformatted text: an empty line ends a block."""
        parts = self._run.parts
        first, *rest = _BLANK_LINE.split(text)
        parts.append(first)
        for part in rest:
            self._flush()
            parts.append(part)

    def _close_option(self, element: _Element) -> None:
        if self._options > MAX_OPTIONS:
            self._run.parts.clear()
            self._left_out[_CHOICE] += 1
            return
        value = element.get("value") or ""
        if value.startswith(("/", "http")):
            self._run.add_choice(value)

    # ── blocks ─────────────────────────────────────────────────────────────────────────────────

    def _flush(self) -> None:
        """The run of text ends here and becomes a block, if there is anything to see in it."""
        run = self._run
        text = run.end()
        if not text:
            return
        links = run.links
        limit = self._limits.max_block_chars
        while len(text) > limit:
            cut = text.rfind(" ", limit // 2, limit) + 1 or limit
            self._add(text[:cut].rstrip(), links, ())
            text = text[cut:]
            links = run.breaks = ()
        self._add(text, links, run.breaks)

    def _add(self, text: str, links: tuple[Link, ...], breaks: tuple[int, ...]) -> None:
        blocks, items = self.blocks, self._items
        kind = _PARAGRAPH
        level = 0
        section = self._sections.path
        if self._heading:
            kind = _HEADING_BLOCK
            level = self._heading
            section = self._sections.open(level, text)
            if items and items[-1][1] < 0:
                items[-1][1] = len(blocks)
        elif items and (item := items[-1])[1] < 0:
            kind = _LIST_ITEM
            level = item[0] or 1
            item[1] = len(blocks)
        link_chars = 0
        if links:
            for link in links:
                link_chars += len(link[0])
            if link_chars > len(text):
                link_chars = len(text)
        badges: tuple[str, ...] = ()
        if self._run.badges:
            badges = tuple(self._run.badges)
            self._run.badges.clear()
        container = self._boxes.innermost()
        blocks.append(
            _new(
                Block,
                (kind, text, container, level, section, links, link_chars, (), (), False, badges, breaks),
            )
        )

    def _end_table(self) -> None:
        if not self._tables:
            return
        table = self._tables.pop()
        if table.is_data(self.blocks):
            self._parents = {index for index in self._parents if index < table.first_block}
            hidden = merge_rows(table, self.blocks, self.containers)
            if hidden:
                self._left_out[_HIDDEN] += hidden


def _places_of(heading: _Element) -> frozenset[str]:
    """The targets of links that lead to a heading: its own id, or that of the box that it heads."""
    parent = heading.getparent()
    ids = (heading.get("id"), parent.get("id") if parent is not None else None)
    return frozenset(f"#{one}" for one in ids if one)
