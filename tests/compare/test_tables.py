"""Cells are told by row and column; columns that came, went or moved once for their table."""

from collections.abc import Sequence

from monitor.compare import compare_bodies
from monitor.model import Block, Change
from tests.compare.builders import block, page

ROWS = [["Town", "Seats", "Fee"], ["Linz", "40", "12"], ["Graz", "31", "15"], ["Wels", "11", "10"]]


def table(rows: Sequence[Sequence[str]]) -> list[Block]:
    head, *body = [block("| " + " | ".join(row)) for row in rows]
    return [head, *(row._replace(headers=head.cells) for row in body)]


def compare(before: Sequence[Sequence[str]], after: Sequence[Sequence[str]]) -> list[Change]:
    return list(compare_bodies(page(*table(before)), page(*table(after))))


def with_column(rows: Sequence[Sequence[str]], at: int, cells: Sequence[str]) -> list[list[str]]:
    return [[*row[:at], cell, *row[at:]] for row, cell in zip(rows, cells, strict=True)]


def test_a_cell_is_told_by_its_row_and_column() -> None:
    after = [list(row) for row in ROWS]
    after[2][1] = "35"
    [change] = compare(ROWS, after)
    assert (change.type.value, change.text, change.before, change.after) == (
        "table_cell_changed",
        "Graz, Seats",
        "31",
        "35",
    )


def test_a_column_that_came_is_told_once() -> None:
    [change] = compare(ROWS, with_column(ROWS, 1, ["Rooms", "3", "4", "5"]))
    assert (change.kind, change.text, change.before, change.after) == (
        "column added",
        "Rooms",
        None,
        ("Rooms", "3", "4", "5"),
    )


def test_a_column_that_went_is_told_once() -> None:
    [change] = compare(with_column(ROWS, 1, ["Rooms", "3", "4", "5"]), ROWS)
    assert (change.kind, change.text, change.after) == ("column removed", "Rooms", None)


def test_columns_in_another_order_change_no_cell() -> None:
    [change] = compare(ROWS, [[row[0], row[2], row[1]] for row in ROWS])
    assert (change.kind, change.before, change.after) == ("columns", tuple(ROWS[0]), ("Town", "Fee", "Seats"))


def test_a_cell_that_changed_while_a_column_came_is_told_too() -> None:
    after = with_column(ROWS, 3, ["Rooms", "3", "4", "5"])
    after[3][1] = "12"
    assert [(c.kind, c.text) for c in compare(ROWS, after)] == [
        ("column added", "Rooms"),
        ("", "Wels, Seats"),
    ]


def test_a_row_of_which_most_changed_is_told_as_a_row() -> None:
    before = [["Town", "A", "B", "C", "D"], ["Linz", "1 a", "2 a", "3 a", "4 a"]]
    after = [before[0], ["Linz", "1 b", "2 b", "3 b", "4 b"]]
    assert [c.type.value for c in compare(before, after)] == ["table_row_edited"]


def of_lines(*cells: str) -> Block:
    """A row whose cells are broken at each slash."""
    row = block("| " + " | ".join(cells))
    breaks = tuple(at + 1 for at, sign in enumerate(row.text) if sign == "/")
    texts = tuple(cell.replace("/", " ") for cell in row.cells)
    return row._replace(text=" | ".join(texts), cells=texts, breaks=breaks)


def test_a_cell_of_lines_is_told_by_the_line_that_changed() -> None:
    before, after = of_lines("Linz", "Ada Krenn/deputy/room 4"), of_lines("Linz", "Ada Krenn/head/room 4")
    [change] = compare_bodies(page(before), page(after))
    assert (change.type.value, change.before, change.after) == ("table_cell_changed", "deputy", "head")


def test_a_cell_that_lost_a_line_is_told_whole() -> None:
    before, after = of_lines("Linz", "Ada Krenn/deputy/room 4"), of_lines("Linz", "Ada Krenn/room 4")
    [change] = compare_bodies(page(before), page(after))
    assert (change.before, change.after) == ("Ada Krenn deputy room 4", "Ada Krenn room 4")
