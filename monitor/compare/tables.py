"""Rows of tables: which cell changed, named by its row and its column."""

from collections.abc import Iterator
from typing import NamedTuple

from monitor.compare.lines import compare_lines
from monitor.model import Block, BlockKind

WHOLE_ROW = 0.5
"""When more than this share of a row's cells (and more than two) changed, the row is told, not its cells."""

MAX_NAME = 80
"""Characters of a header that name a row or a column."""


class CellEdit(NamedTuple):
    name: str
    """The row and the column, by their headers: "Vienna, Members"."""
    before: str
    after: str


def compare_cells(before: Block, after: Block) -> tuple[CellEdit, ...] | None:
    """Which cells of a row changed; None when these are no rows, or are better told as a whole.

    Columns that came, went or moved are followed by their headers: a row that shows the same cells in
    another order of columns has no cell that changed.
    """
    if before.kind != BlockKind.TABLE_ROW or after.kind != BlockKind.TABLE_ROW:
        return None
    pairs = list(_pair_columns(before, after))
    if len(pairs) < min(len(before.cells), len(after.cells)):
        return None
    changed = [(i, j) for i, j in pairs if before.cells[i] != after.cells[j]]
    if len(changed) > 2 and len(changed) > WHOLE_ROW * len(pairs):
        return None
    return tuple([edit for i, j in changed for edit in _of_cell(before, after, i, j)])


def _of_cell(before: Block, after: Block, i: int, j: int) -> Iterator[CellEdit]:
    """A cell that the page breaks into lines is told line by line, where no line came or went."""
    name = _name(after, j)
    lines = (compare_lines(_cell(before, i), _cell(after, j)) or ()) if before.breaks and after.breaks else ()
    edits = [CellEdit(name, b, a) for b, a, moved in lines if b is not None and a is not None and not moved]
    if lines and len(edits) == len(lines):
        yield from edits
    else:
        yield CellEdit(name, before.cells[i], after.cells[j])


def _cell(row: Block, column: int) -> Block:
    """A cell of a row as a text of its own."""
    start = sum(len(cell) + len(" | ") for cell in row.cells[:column])
    text = row.cells[column]
    breaks = tuple(at - start for at in row.breaks if start < at < start + len(text))
    return Block(BlockKind.PARAGRAPH, text, breaks=breaks)


def _pair_columns(before: Block, after: Block) -> Iterator[tuple[int, int]]:
    """Columns with the same header, then those that are left in the same place."""
    if len(before.cells) == len(after.cells) and before.headers == after.headers:
        yield from zip(range(len(before.cells)), range(len(after.cells)), strict=True)
        return
    if len(before.headers) != len(before.cells) or len(after.headers) != len(after.cells):
        if len(before.cells) == len(after.cells):
            yield from zip(range(len(before.cells)), range(len(after.cells)), strict=True)
        return
    places: dict[str, list[int]] = {}
    for j in reversed(range(len(after.headers))):
        places.setdefault(after.headers[j], []).append(j)
    left = []
    taken: set[int] = set()
    for i, header in enumerate(before.headers):
        if same := places.get(header):
            j = same.pop()
            taken.add(j)
            yield i, j
        else:
            left.append(i)
    free = [j for j in range(len(after.headers)) if j not in taken]
    if len(left) == len(free):
        yield from zip(left, free, strict=True)


def _name(row: Block, column: int) -> str:
    key = next((cell for cell in row.cells if cell), "") if column else ""
    header = row.headers[column] if column < len(row.headers) else ""
    return ", ".join(part[:MAX_NAME] for part in (key, header) if part)
