"""The state of the pass over an HTML tree: open elements, the run of text being gathered, what was made."""

import re
from itertools import islice

from lxml.etree import _Element

from monitor.model import Block, BlockKind, Container, Landmark, Link
from monitor.read.elements import LANDMARK_OF_ROLE, LANDMARK_OF_TAG, PAGE_LEVEL, SECTIONING, Role
from monitor.read.hidden import is_hidden
from monitor.read.inline import normalise
from monitor.read.limits import Limits
from monitor.read.tables import Table, merge_rows
from monitor.read.targets import Targets

_BLANK_LINE = re.compile(r"\n[ \t\r\f]*\n")
_NAMED_BY_ALT = frozenset({Role.HEADING, Role.ITEM, Role.CELL, Role.CONTROL})
"""Where an image alone stands for a text, its alt text is the text. A figure's is a description."""
MAX_OPTIONS = 100
"""Of one select element. Longer ones are choices of a form (countries, years), not a menu."""
MAX_HINT_CHARS = 200
MAX_LABEL_CHARS = 200
MAX_HEADING_CHARS = 300
"""Of a heading in `Block.section`; some pages put whole articles in a heading."""


class Walk:
    """What `walk_tree` fills. Use it once."""

    def __init__(self, targets: Targets, limits: Limits) -> None:
        self.blocks: list[Block] = []
        self.containers: list[Container] = [Container(-1, "")]
        self.notes: list[str] = []
        self.parts: list[str] = []
        self.preformatted = 0
        self.is_full = False
        self.badge_element: _Element | None = None
        self._targets = targets
        self._limits = limits
        self._sectioned: list[bool] = [False]
        self._elements: list[_Element] = []
        self._roles: list[Role] = []
        self._indexes: list[int] = []
        self._made = 0
        """How many of the open elements have a container already: always the outermost ones."""
        self._items: list[list[int]] = []
        """Open list items: [depth, index of the first block or −1]."""
        self._lists = 0
        self._heading = 0
        self._options = 0
        self._parents: set[int] = set()
        self._section: tuple[str, ...] = ()
        self._levels: list[int] = []
        self._scopes: list[tuple[tuple[str, ...], list[int]]] = []
        self._tables: list[Table] = []
        self._links: list[Link] = []
        self._link_chars = 0
        self._in_link = False
        self._target = ""
        self._link_from = 0
        self._link_end = -1
        self._link_told = False
        """The open link has put text in an earlier block."""
        self._alts: list[str] = []
        self._badges: list[str] = []
        self._badge_from = 0

    # ── elements ───────────────────────────────────────────────────────────────────────────────

    def start(self, element: _Element, role: Role) -> None:
        """An element that is more than a run of text begins."""
        if role == Role.LINK:
            self._start_link(element)
            return
        if role == Role.BREAK:
            self._break()
            return
        if role == Role.IMAGE:
            alt = element.get("alt")
            if alt:
                self._alts.append(alt)
            return
        if role == Role.CONTROL and self._heading:
            return
        if self.parts:
            self.flush()
        self._alts.clear()
        self._elements.append(element)
        self._roles.append(role)
        self._indexes.append(-1)
        if role == Role.BLOCK:
            return
        if role == Role.ITEM:
            self._items.append([self._lists, -1])
        elif role == Role.SCOPE:
            self._scopes.append((self._section, self._levels.copy()))
        elif role == Role.HEADING:
            self._heading = int(str(element.tag)[1])
        elif role == Role.LIST:
            self._lists += 1
            if self._items and self._items[-1][1] >= 0:
                self._parents.add(self._items[-1][1])
        elif role == Role.TABLE:
            if self._tables:
                self._tables[-1].is_layout = True
            self._tables.append(Table(element, len(self.blocks)))
        elif role == Role.ROW:
            if self._tables:
                self._tables[-1].start_row(len(self.blocks))
        elif role == Role.CELL:
            if self._tables:
                self._tables[-1].start_cell(len(self.blocks), element)
        elif role == Role.PREFORMATTED:
            self.preformatted += 1
        elif role == Role.OPTION:
            self._items.append([1, -1])
            self._options += 1

    def end(self, element: _Element, role: Role) -> None:
        """An element that is more than a run of text ends."""
        if role == Role.LINK:
            self._end_link(element)
            return
        if role == Role.BREAK or role == Role.IMAGE or (role == Role.CONTROL and self._heading):
            return
        if self.parts or self._alts:
            if role == Role.OPTION:
                self._close_option(element)
            self.flush()
        self._elements.pop()
        self._roles.pop()
        self._indexes.pop()
        self._made = min(self._made, len(self._elements))
        if role == Role.BLOCK:
            if element.tag == "select":
                self._options = 0
        elif role == Role.ITEM or role == Role.OPTION:
            self._items.pop()
        elif role == Role.SCOPE:
            self._section, self._levels = self._scopes.pop()
        elif role == Role.HEADING:
            self._heading = 0
        elif role == Role.LIST:
            self._lists -= 1
        elif role == Role.TABLE:
            self._end_table()
        elif role == Role.ROW:
            if self._tables:
                self._tables[-1].end_row(len(self.blocks))
        elif role == Role.PREFORMATTED:
            self.preformatted -= 1

    def finish(self) -> None:
        """Nothing more comes."""
        self.flush()
        for index in self._parents:
            if index < len(self.blocks):
                self.blocks[index] = self.blocks[index]._replace(has_children=True)

    def unseen(self, element: _Element) -> None:
        """An inline element that is not seen; it still names a link that has nothing else."""
        if self._in_link:
            self._alts.append("".join(islice(element.itertext(), 5)))

    def start_badge(self, element: _Element) -> None:
        if self.badge_element is None:
            self.badge_element = element
            self._badge_from = len(self.parts)

    def end_badge(self) -> None:
        self.badge_element = None
        text = normalise("".join(self.parts[self._badge_from :]))
        if text:
            self._badges.append(text)

    def add_preformatted(self, text: str) -> None:
        """Preformatted text: an empty line ends a block."""
        first, *rest = _BLANK_LINE.split(text)
        self.parts.append(first)
        for part in rest:
            self.flush()
            self.parts.append(part)

    # ── inside a run of text ───────────────────────────────────────────────────────────────────

    def _start_link(self, element: _Element) -> None:
        if self._in_link:
            self._close_link()
        if self._link_end == len(self.parts) and self.parts:
            self.parts.append(" ")  # two links side by side are two labels, not one word
        self._in_link = True
        self._target = self._targets.resolve(element.get("href"))
        self._link_from = len(self.parts)
        self._link_told = False
        self._alts.clear()

    def _end_link(self, element: _Element) -> None:
        if not self._in_link:
            return
        self._close_link(element)
        self._in_link = False
        self._link_end = len(self.parts)

    def _close_link(self, element: _Element | None = None) -> None:
        text = normalise("".join(self.parts[self._link_from :]))
        if not text and element is not None and not self._link_told:
            label = next((alt for alt in self._alts if alt.strip()), "")
            text = normalise(label or element.get("aria-label") or element.get("title") or "")[
                :MAX_LABEL_CHARS
            ]
            if text:
                self.parts.append(f" {text} ")
        self._alts.clear()
        if text:
            self._links.append(Link(text, self._target))
            self._link_chars += len(text)

    def _close_option(self, element: _Element) -> None:
        if self._options > MAX_OPTIONS:
            self.parts.clear()
            return
        value = element.get("value") or ""
        if value.startswith(("/", "http")):
            text = normalise("".join(self.parts))
            self._links.append(Link(text, self._targets.resolve(value)))
            self._link_chars = len(text)

    def _break(self) -> None:
        parts = self.parts
        if parts and (parts[-1] == "\n" or (len(parts) > 1 and parts[-2] == "\n" and parts[-1].isspace())):
            self.flush()  # two breaks make a paragraph
        else:
            parts.append("\n")

    # ── blocks ─────────────────────────────────────────────────────────────────────────────────

    def flush(self) -> None:
        """The run of text ends here and becomes a block, if there is anything to see in it."""
        parts = self.parts
        text = normalise("".join(parts))
        if not text and self._alts and self._roles and self._roles[-1] in _NAMED_BY_ALT:
            text = normalise(self._alts[0])
        if not text:
            parts.clear()
            self._link_end = -1
            self._link_from = 0
            return
        if self._in_link:
            # The link goes on in the next block.
            linked = normalise("".join(parts[self._link_from :]))
            if linked:
                self._links.append(Link(linked, self._target))
                self._link_chars += len(linked)
                self._link_told = True
            self._link_from = 0
        parts.clear()
        self._link_end = -1
        limit = self._limits.max_block_chars
        while len(text) > limit:
            cut = text.rfind(" ", limit // 2, limit) + 1 or limit
            self._add(text[:cut].rstrip())
            text = text[cut:]
        self._add(text)

    def _add(self, text: str) -> None:
        container = self._container()
        kind = BlockKind.PARAGRAPH
        level = 0
        section = self._section
        index = len(self.blocks)
        if self._heading:
            kind = BlockKind.HEADING
            level = self._heading
            section = self._open_section(level, text)
            if self._items and self._items[-1][1] < 0:
                self._items[-1][1] = index
        elif self._items and self._items[-1][1] < 0:
            kind = BlockKind.LIST_ITEM
            level = max(1, self._items[-1][0])
            self._items[-1][1] = index
        self.blocks.append(
            Block(
                kind,
                text,
                container,
                level,
                section,
                tuple(self._links),
                min(self._link_chars, len(text)),
                (),
                (),
                False,
                tuple(self._badges),
            )
        )
        if self._links:
            self._links = []
            self._link_chars = 0
        if self._badges:
            self._badges = []
        if index >= self._limits.max_blocks:
            self.is_full = True

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

    def _container(self) -> int:
        """The index of the innermost open element; it and those around it get containers now."""
        depth = min(len(self._elements), self._limits.max_depth)
        if not depth:
            return 0
        for position in range(self._made, depth):
            parent = self._indexes[position - 1] if position else 0
            self._indexes[position] = self._make(self._elements[position], parent, position + 1)
        self._made = max(self._made, depth)
        return self._indexes[depth - 1]

    def _make(self, element: _Element, parent: int, depth: int) -> int:
        tag = str(element.tag)
        above = self.containers[parent]
        hint = element.get("class") or ""
        name = element.get("id")
        if name:
            hint = f"{hint} {name}" if hint else name
        sectioned = self._sectioned[parent]
        role = element.get("role")
        landmark = LANDMARK_OF_ROLE.get(role, Landmark.NONE) if role else Landmark.NONE
        label = element.get("aria-label") or ""
        if not landmark:
            landmark = LANDMARK_OF_TAG.get(tag, Landmark.NONE)
            if landmark is Landmark.FORM and not label:
                landmark = Landmark.NONE  # only a named form is a landmark
            elif tag in PAGE_LEVEL and not sectioned:
                landmark = PAGE_LEVEL[tag]
        self._sectioned.append(sectioned or tag in SECTIONING)
        self.containers.append(
            Container(
                parent,
                tag,
                hint[:MAX_HINT_CHARS].lower(),
                landmark,
                normalise(label)[:MAX_LABEL_CHARS] if label else "",
                depth,
                above.hidden or is_hidden(element),
            )
        )
        return len(self.containers) - 1
