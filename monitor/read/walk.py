"""The pass over an HTML tree: what is seen becomes blocks, the elements around them containers.

One loop over lxml's start and end events, for the elements that make up nearly all of a page; what is rare
has a method. A container is made only when a block stands in it, so empty boxes cost nothing.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, islice

from lxml import etree
from lxml.etree import _Element

from monitor.model import Block, BlockKind, Container, Landmark, Link
from monitor.read.elements import LANDMARK_OF_ROLE, LANDMARK_OF_TAG, PAGE_LEVEL, ROLES, SECTIONING, Role
from monitor.read.hidden import is_hidden
from monitor.read.inline import Dress, dress, normalise
from monitor.read.limits import Limits
from monitor.read.tables import Table, merge_rows
from monitor.read.targets import Targets

# Names of enum members are looked up slowly, and the pass asks for them at each element.
_INLINE, _BLOCK, _SCOPE, _HEADING, _LIST, _ITEM, _LINK, _BREAK, _IMAGE = tuple(Role)[:9]
_TABLE, _ROW, _CELL, _PREFORMATTED, _RULE, _CONTROL, _OPTION, _SELECT, _SKIP = tuple(Role)[9:]
_UNSEEN, _BADGE = Dress.UNSEEN, Dress.BADGE
_PARAGRAPH, _LIST_ITEM = BlockKind.PARAGRAPH, BlockKind.LIST_ITEM
_NO_LANDMARK, _FORM = Landmark.NONE, Landmark.FORM
_BLANK_LINE = re.compile(r"\n[ \t\r\f]*\n")
_NAMED_BY_ALT = frozenset({Role.HEADING, Role.ITEM, Role.CELL, Role.CONTROL})
"""Where an image alone stands for a text, its alt text is the text. A figure's is a description."""
MAX_OPTIONS = 100
"""Of one select element. Longer ones are choices of a form (countries, years), not a menu."""
MAX_HINT_CHARS = 200
MAX_LABEL_CHARS = 200
MAX_HEADING_CHARS = 300
"""Of a heading in `Block.section`; some pages put whole articles in a heading."""

_LINE_BREAK = "\v"
"""Stands for a br among the parts of a run: white space that no text of a page has, for XML forbids it."""

_new = tuple.__new__
"""A named tuple by its fields in order, without the call that names them: a page has a thousand."""


class Walk:
    """One pass, and what it found: `blocks`, `containers`, `notes`."""

    def __init__(self, targets: Targets, limits: Limits) -> None:
        self.blocks: list[Block] = []
        self.containers: list[Container] = [Container(-1, "")]
        self.notes: list[str] = []
        self._targets = targets
        self._limits = limits
        self._parts: list[str] = []
        """The run of text being gathered."""
        self._elements: list[_Element] = []
        """What is open, outermost first; …"""
        self._indexes: list[int] = []
        """… and the containers of those that have one: always the outermost ones."""
        self._items: list[list[int]] = []
        """Open list items: [depth, index of the first block or −1]."""
        self._lists = 0
        self._heading = 0
        self._joined: list[_Element] = []
        """Open controls whose text is part of the heading that they stand in."""
        self._preformatted = 0
        self._options = 0
        self._parents: set[int] = set()
        self._section: tuple[str, ...] = ()
        self._levels: list[int] = []
        self._scopes: list[tuple[tuple[str, ...], list[int]]] = []
        self._tables: list[Table] = []
        self._links: list[tuple[int, int, str, str]] = []
        """Of this run: where each link starts and ends among the parts; target; own text or ""."""
        self._target: str | None = None
        """Of the open link; None when none is open."""
        self._link_from = 0
        self._link_end = -1
        self._link_told = False
        """The open link has put text in an earlier block."""
        self._alts: list[str] = []
        self._badges: list[str] = []
        self._badge: _Element | None = None
        self._badge_from = 0
        self._broken = False
        """The run of text has a line break in it."""

    def run(self, root: _Element, roles: Mapping[object, Role] = ROLES) -> None:
        """Pass over the tree once."""
        parts, elements, indexes = self._parts, self._elements, self._indexes
        flush, add = self._flush, self._parts.append
        max_blocks = self._limits.max_blocks
        nodes_left = self._limits.max_nodes
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            role = roles[element.tag]
            if event == "start":
                nodes_left -= 1
                if nodes_left < 0:
                    self.notes.append(f"cut at {self._limits.max_nodes} elements")
                    break
                if role is _BLOCK:
                    if parts:
                        flush()
                    elements.append(element)
                elif role is _INLINE:
                    if (attributes := element.items()) and not self._is_seen(element, attributes):
                        events.skip_subtree()
                        continue
                elif role is _LINK:
                    self._start_link(element)
                elif role is _SKIP:
                    events.skip_subtree()
                    continue
                else:
                    self._start(element, role)
                text = element.text
            else:
                if role is _BLOCK:
                    if parts:
                        flush()
                    elements.pop()
                    if len(indexes) > len(elements):
                        indexes.pop()
                        if len(self.blocks) > max_blocks:
                            self.notes.append(f"cut at {max_blocks} blocks")
                            break
                elif role is _LINK:
                    self._end_link(element)
                elif role is not _INLINE and role is not _SKIP:
                    self._end(element, role)
                elif self._badge is element:
                    self._end_badge()
                text = element.tail
            # White space before the first word of a block is none.
            if text and (parts or not text.isspace()):
                if self._preformatted:
                    self._add_preformatted(text)
                else:
                    add(text)
        if parts:
            flush()
        for index in self._parents:
            if index < len(self.blocks):
                self.blocks[index] = self.blocks[index]._replace(has_children=True)

    # ── elements ───────────────────────────────────────────────────────────────────────────────

    def _start(self, element: _Element, role: Role) -> None:
        if role is _BREAK:
            self._break()
            return
        if role is _IMAGE:
            alt = element.get("alt")
            if alt:
                self._alts.append(alt)
            return
        if role is _CONTROL and self._heading:
            self._joined.append(element)
            return
        if self._parts:
            self._flush()
        self._elements.append(element)
        if role is _ITEM:
            self._items.append([self._lists, -1])
            self._alts.clear()
        elif role is _LIST:
            self._lists += 1
            if self._items and self._items[-1][1] >= 0:
                self._parents.add(self._items[-1][1])
        elif role is _HEADING:
            self._heading = int(str(element.tag)[1])
            self._alts.clear()
        elif role is _SCOPE:
            self._scopes.append((self._section, self._levels.copy()))
        elif role is _TABLE:
            if self._tables:
                self._tables[-1].is_layout = True
            self._tables.append(Table(element, len(self.blocks)))
        elif role is _ROW:
            if self._tables:
                self._tables[-1].start_row(len(self.blocks))
        elif role is _CELL:
            self._alts.clear()
            if self._tables:
                self._tables[-1].start_cell(len(self.blocks), element)
        elif role is _PREFORMATTED:
            self._preformatted += 1
        elif role is _OPTION:
            self._items.append([1, -1])
            self._options += 1

    def _end(self, element: _Element, role: Role) -> None:
        if role is _BREAK or role is _IMAGE:
            return
        if self._joined and self._joined[-1] is element:
            self._joined.pop()
            return
        if role is _OPTION and self._parts:
            self._close_option(element)
        if self._parts:
            self._flush()
        elif self._alts and role in _NAMED_BY_ALT:
            self._parts.append(self._alts[0])
            self._flush()
        self._elements.pop()
        if len(self._indexes) > len(self._elements):
            self._indexes.pop()
        if role is _ITEM or role is _OPTION:
            self._items.pop()
        elif role is _LIST:
            self._lists -= 1
        elif role is _HEADING:
            self._heading = 0
        elif role is _SCOPE:
            self._section, self._levels = self._scopes.pop()
        elif role is _TABLE:
            self._end_table()
        elif role is _ROW:
            if self._tables:
                self._tables[-1].end_row(len(self.blocks))
        elif role is _PREFORMATTED:
            self._preformatted -= 1
        elif role is _SELECT:
            self._options = 0

    # ── inside a run of text ───────────────────────────────────────────────────────────────────

    def _is_seen(self, element: _Element, attributes: list[tuple[str, str]]) -> bool:
        """Is an inline element seen? A badge is remembered."""
        for name, value in attributes:
            if name == "class":
                worn = dress(value)
                if worn is _BADGE:
                    if self._badge is None:
                        self._badge = element
                        self._badge_from = len(self._parts)
                elif worn is _UNSEEN:
                    break
            elif name == "role":
                if value == "tooltip":
                    break
            elif (name == "style" or name == "hidden") and is_hidden(name, value):
                break
        else:
            return True
        if self._target is not None:  # it still names a link that has nothing else
            self._alts.append("".join(islice(element.itertext(), 5)))
        return False

    def _end_badge(self) -> None:
        self._badge = None
        text = normalise("".join(self._parts[self._badge_from :]))
        if text:
            self._badges.append(text)

    def _add_preformatted(self, text: str) -> None:
        """Preformatted text: an empty line ends a block."""
        first, *rest = _BLANK_LINE.split(text)
        self._parts.append(first)
        for part in rest:
            self._flush()
            self._parts.append(part)

    def _start_link(self, element: _Element) -> None:
        parts = self._parts
        if self._target is not None:
            self._close_link(element)
        if self._link_end == len(parts) and parts:
            parts.append(" ")  # two links side by side are two labels, not one word
        href = element.get("href")
        self._target = self._targets.resolve(href) if href is not None else ""
        self._link_from = len(parts)
        self._link_told = False
        if self._alts:
            self._alts.clear()

    def _end_link(self, element: _Element) -> None:
        if self._target is None:
            return
        self._close_link(element)
        self._target = None
        self._link_end = len(self._parts)

    def _close_link(self, element: _Element) -> None:
        parts = self._parts
        start = self._link_from
        target = self._target or ""
        if any(not part.isspace() for part in parts[start:]):
            self._links.append((start, len(parts), target, ""))
        elif not self._link_told:
            label = next((alt for alt in self._alts if alt.strip()), "")
            label = label or element.get("aria-label") or element.get("title") or ""
            text = normalise(label)[:MAX_LABEL_CHARS]
            if text:
                parts.append(f" {text} ")
                self._links.append((start, len(parts), target, text))
        if self._alts:
            self._alts.clear()

    def _close_option(self, element: _Element) -> None:
        if self._options > MAX_OPTIONS:
            self._parts.clear()
            return
        value = element.get("value") or ""
        if value.startswith(("/", "http")):
            self._links.append((0, len(self._parts), self._targets.resolve(value), ""))

    def _break(self) -> None:
        parts = self._parts
        if not parts:
            return
        if parts[-1] == _LINE_BREAK or (len(parts) > 1 and parts[-2] == _LINE_BREAK and parts[-1].isspace()):
            self._flush()  # two breaks make a paragraph
        else:
            parts.append(_LINE_BREAK)
            self._broken = True

    # ── blocks ─────────────────────────────────────────────────────────────────────────────────

    def _flush(self) -> None:
        """The run of text ends here and becomes a block, if there is anything to see in it."""
        parts = self._parts
        text = normalise("".join(parts) if len(parts) > 1 else parts[0])
        if self._target is not None:
            # The link goes on in the next block.
            if any(not part.isspace() for part in parts[self._link_from :]):
                self._links.append((self._link_from, len(parts), self._target, ""))
                self._link_told = True
            self._link_from = 0
        links = self._take_links(text) if self._links else ()
        breaks: tuple[int, ...] = ()
        if self._broken:
            breaks = find_breaks(parts, text)
            self._broken = False
        parts.clear()
        self._link_end = -1
        if not text:
            return
        limit = self._limits.max_block_chars
        start = 0
        while len(text) - start > limit:
            cut = text.rfind(" ", start + limit // 2, start + limit) + 1 or start + limit
            self._add(text[start:cut].rstrip(), links, ())
            links = ()
            start = cut
        self._add(text[start:] if start else text, links, () if start else breaks)

    def _take_links(self, text: str) -> tuple[Link, ...]:
        """The links of the run, whose whole text this is."""
        parts = self._parts
        links = []
        for start, end, target, label in self._links:
            if not label:
                whole = start == 0 and end == len(parts)
                label = text if whole else normalise("".join(parts[start:end]))
            if label:
                links.append(_new(Link, (label, target)))
        self._links.clear()
        return tuple(links)

    def _add(self, text: str, links: tuple[Link, ...], breaks: tuple[int, ...]) -> None:
        kind = _PARAGRAPH
        level = 0
        section = self._section
        if self._heading:
            kind = BlockKind.HEADING
            level = self._heading
            section = self._open_section(level, text)
            if self._items and self._items[-1][1] < 0:
                self._items[-1][1] = len(self.blocks)
        elif self._items and self._items[-1][1] < 0:
            kind = _LIST_ITEM
            level = self._items[-1][0] or 1
            self._items[-1][1] = len(self.blocks)
        depth = len(self._elements)
        indexes = self._indexes
        if len(indexes) < depth:
            self._make_containers()
        link_chars = 0
        for link in links:
            link_chars += len(link[0])
        if link_chars > len(text):
            link_chars = len(text)
        badges: tuple[str, ...] = ()
        if self._badges:
            badges = tuple(self._badges)
            self._badges.clear()
        container = indexes[-1] if indexes else 0
        self.blocks.append(
            _new(
                Block,
                (kind, text, container, level, section, links, link_chars, (), (), False, badges, breaks),
            )
        )

    def _open_section(self, level: int, heading: str) -> tuple[str, ...]:
        """Put a heading on the path; give the path above it."""
        levels = self._levels
        while levels and levels[-1] >= level:
            levels.pop()
        above = self._section[: len(levels)]
        levels.append(level)
        self._section = (*above, heading[:MAX_HEADING_CHARS])
        return above

    def _end_table(self) -> None:
        if not self._tables:
            return
        table = self._tables.pop()
        if table.is_data(self.blocks):
            self._parents = {index for index in self._parents if index < table.first_block}
            merge_rows(table, self.blocks, self.containers)

    # ── containers ─────────────────────────────────────────────────────────────────────────────

    def _make_containers(self) -> None:
        """Give each open element a container that has none yet."""
        indexes, containers = self._indexes, self.containers
        max_depth = self._limits.max_depth
        parent = indexes[-1] if indexes else 0
        for element in self._elements[len(indexes) :]:
            depth = len(indexes) + 1
            if depth > max_depth:  # text deeper down is in its ancestor here
                indexes.append(parent)
                continue
            containers.append(self._container(element, parent, depth))
            parent = len(containers) - 1
            indexes.append(parent)

    def _container(self, element: _Element, parent: int, depth: int) -> Container:
        tag = str(element.tag)
        hint = identity = label = ""
        hidden = self.containers[parent].hidden
        landmark = LANDMARK_OF_TAG.get(tag, _NO_LANDMARK)
        for name, value in element.items():
            if name == "class":
                hint = value
            elif name == "id":
                identity = value
            elif name == "role":
                landmark = LANDMARK_OF_ROLE.get(value, landmark)
            elif name == "aria-label":
                label = normalise(value)[:MAX_LABEL_CHARS]
            elif name == "style" or name == "hidden":
                hidden = hidden or is_hidden(name, value)
        if identity:
            hint = f"{hint} {identity}" if hint else identity
        if landmark is _NO_LANDMARK:
            if tag in PAGE_LEVEL and not self._is_sectioned(parent):
                landmark = PAGE_LEVEL[tag]
        elif landmark is _FORM and not label:
            landmark = _NO_LANDMARK  # only a named form is a landmark
        return _new(Container, (parent, tag, hint[:MAX_HINT_CHARS].lower(), landmark, label, depth, hidden))

    def _is_sectioned(self, container: int) -> bool:
        while container > 0:
            if self.containers[container].tag in SECTIONING:
                return True
            container = self.containers[container].parent
        return False


def find_breaks(parts: Sequence[str], text: str) -> tuple[int, ...]:
    """Where in the text of a run its second and later lines begin."""
    lines = [normalise(line) for line in "".join(parts).split(_LINE_BREAK)]
    places = list(accumulate(len(line) + 1 for line in lines if line))[:-1]
    # A combining mark after a br: the lines are not the text, letter by letter.
    return tuple(places) if text == " ".join(line for line in lines if line) else ()
