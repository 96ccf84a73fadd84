"""Is a table data, or layout? Rows of data become one block each, with cells and column headers.

Pages of the last century, and mail, put everything into tables: menu | article | adverts. A data table has
several rows with the same number of cells, and little in each cell.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from lxml.etree import _Element

from monitor.model import Block, BlockKind, Container

MAX_CELL_CHARS = 1500
"""A longer cell is a column of a page. Cells of legal tables (cookies, fees) stay below."""
MAX_CELL_BLOCKS = 6
MIN_REGULAR_SHARE = 0.7
"""Of the rows; the others are captions, subtotals and spanning rows."""


class _Row(NamedTuple):
    start: int
    end: int
    cells: tuple[int, ...]
    """The first block of each cell."""
    is_header: bool


class Table:
    """One open table, as far as the pass has come."""

    __slots__ = ("_cells", "_headers", "_start", "first_block", "is_layout", "rows")

    def __init__(self, element: _Element, first_block: int) -> None:
        self.first_block = first_block
        self.is_layout = (element.get("role") or "").lower() in ("presentation", "none")
        self.rows: list[_Row] = []
        self._start = first_block
        self._cells: list[int] = []
        self._headers = 0

    def start_row(self, block: int) -> None:
        self._start = block
        self._cells = []
        self._headers = 0

    def start_cell(self, block: int, element: _Element) -> None:
        self._cells.append(block)
        self._headers += element.tag == "th"

    def end_row(self, block: int) -> None:
        if self._cells:
            is_header = self._headers == len(self._cells)
            self.rows.append(_Row(self._start, block, tuple(self._cells), is_header))
        self._cells = []

    def is_data(self, blocks: list[Block]) -> bool:
        """Does it hold data, so that its rows are what a reader compares?"""
        if self.is_layout or len(self.rows) < 2:
            return False
        width, regular = Counter(len(row.cells) for row in self.rows).most_common(1)[0]
        if width < 2 or regular < MIN_REGULAR_SHARE * len(self.rows):
            return False
        for row in self.rows:
            for start, end in zip(row.cells, (*row.cells[1:], row.end), strict=True):
                if end - start > MAX_CELL_BLOCKS:
                    return False
                inside = blocks[start:end]
                if sum(len(block.text) for block in inside) > MAX_CELL_CHARS:
                    return False
                if any(block.kind is BlockKind.HEADING and block.level < 3 for block in inside):
                    return False
        return True


def merge_rows(table: Table, blocks: list[Block], containers: list[Container]) -> int:
    """Put one block in the place of each row's blocks; tell how many hidden ones were left out."""
    left_out = 0
    merged: list[Block] = []
    headers: tuple[str, ...] = ()
    position = table.first_block
    for row in table.rows:
        if row.start < position:  # broken markup: rows within rows
            continue
        merged.extend(blocks[position : row.start])
        position = row.end
        inside = blocks[row.start : row.end]
        if not inside:
            continue
        shown = [block for block in inside if not containers[block.container].hidden]
        hides = bool(shown) and len(shown) < len(inside)  # what a row hides is not what it says
        held = [
            [block for block in blocks[start:end] if not (hides and containers[block.container].hidden)]
            for start, end in zip(row.cells, (*row.cells[1:], row.end), strict=True)
        ]
        cells = tuple([" ".join([block.text for block in those]) for those in held])
        if hides:
            left_out += len(inside) - len(shown)
            inside = shown
        if row.is_header and not headers:
            headers = cells
        container = inside[0].container
        while containers[container].tag != "tr" and containers[container].parent > 0:
            container = containers[container].parent
        if containers[container].tag != "tr":
            container = inside[0].container
        merged.append(
            Block(
                BlockKind.TABLE_ROW,
                " | ".join(cells),
                container,
                0,
                inside[0].section,
                tuple(link for block in inside for link in block.links),
                sum(block.link_chars for block in inside),
                cells,
                headers if headers is not cells and len(headers) == len(cells) else (),
                False,
                tuple(badge for block in inside for badge in block.badges),
                _find_breaks(held) if len(inside) > len(cells) or any(b.breaks for b in inside) else (),
            )
        )
    merged.extend(blocks[position:])
    blocks[table.first_block :] = merged
    return left_out


def _find_breaks(cells: Sequence[Sequence[Block]]) -> tuple[int, ...]:
    """Where in a row's text a cell's second and later lines begin; a block in a cell begins a line."""
    breaks: list[int] = []
    at = 0
    for blocks in cells:
        for number, block in enumerate(blocks):
            if number:
                breaks.append(at)
            breaks += [at + place for place in block.breaks]
            at += len(block.text) + 1
        at += 2 if blocks else 3  # " | "
    return tuple(breaks)
