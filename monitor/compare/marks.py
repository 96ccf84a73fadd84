"""Marks on the items of a body's lists and on the rows of its tables: which went where, came, went, changed.

    before                          after
    Water: A. Brandl (acting)       Water: A. Brandl
    Fish: B. Corvi                  Fish: B. Corvi (acting)

Item by item that is two edits; what happened is one thing. In running text any words may follow a dash, so
more is asked of a body than of a menu (`annotations` has what both ask):

1. Only short items of a list, and the cell that names a table's row, have marks.
2. A mark that only came, went or became another is told as such when the item is a name: a few words without
   a full stop, among other items. Longer items lost or gained words.
3. When a mark's number or date is all that changed, that is what is told: the number, or the date.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from monitor.compare.align import Alignment
from monitor.compare.annotations import Annotation, find_annotations
from monitor.compare.cores import MAX_ITEM_CHARS
from monitor.compare.entries import Entry, pair_by_core
from monitor.compare.equal import Pair
from monitor.compare.values import is_number_edit
from monitor.model import Block, BlockKind, ChangeType

MAX_NAME_CHARS = 60
MAX_NAME_WORDS = 8
"""A longer text is no name: what stands in brackets behind it explains it."""

_ENDS = (".", "!", "?", ";", "。", "！", "？", "؟", "।")


class Marked(NamedTuple):
    """What happened to a mark, and the blocks on each side that it accounts for."""

    mark: Annotation
    before: tuple[int, ...]
    after: tuple[int, ...]
    column: int = -1
    """The column of the cells that carry it; −1 on items of a list, and where a cell is itself the mark."""


def find_marks(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> Iterator[Marked]:
    """What happened to marks among the items of one list, or down a column of one table."""
    yield from _in_columns(alignment, before, after)
    yield from _in_names(alignment, before, after)
    yield from _in_lists(alignment, before, after)


def _in_lists(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> Iterator[Marked]:
    edited = [(i, j) for i, j in alignment.edited if _is_item(before[i]) and _is_item(after[j])]
    lone_before = [i for i in alignment.removed if _is_item(before[i])]
    lone_after = [j for j in alignment.added if _is_item(after[j])]
    if not edited and not (lone_before and lone_after):
        return
    lists = {_list_of(after[j]) for _, j in edited} | {_list_of(after[j]) for j in lone_after}
    numbers = {key: number for number, key in enumerate(sorted(lists))}

    def entry(block: Block) -> Entry:
        return Entry(block.text, block.badges, numbers.get(_list_of(block), -1))

    # Short items that lost or gained a mark may not look alike: "Ada – Vice-Chair" and "Ada – Treasurer".
    alone = pair_by_core([entry(before[i]) for i in lone_before], [entry(after[j]) for j in lone_after])
    pairs = [*edited, *((lone_before[i], lone_after[j]) for i, j in alone)]
    if not pairs:
        return
    pairs += [(i, j) for i, j in alignment.equal if _is_item(after[j]) and _list_of(after[j]) in lists]
    yield from _among(sorted(pairs), before, after, numbers)


def _among(
    pairs: Sequence[Pair],
    before: Sequence[Block],
    after: Sequence[Block],
    numbers: Mapping[tuple[tuple[str, ...], int], int],
) -> Iterator[Marked]:
    groups = [numbers[_list_of(after[j])] for _, j in pairs]
    sizes = Counter(groups)
    found = find_annotations(
        [Entry(before[i].text, before[i].badges, group) for (i, _), group in zip(pairs, groups, strict=True)],
        [Entry(after[j].text, after[j].badges, group) for (_, j), group in zip(pairs, groups, strict=True)],
        [(at, at) for at in range(len(pairs))],
    )
    for mark in found:
        i, j = pairs[mark.after_at[0]]
        if mark.type is ChangeType.ANNOTATION_MOVED or (
            sizes[groups[mark.after_at[0]]] > 1 and _is_on_a_name(mark, before[i].text, after[j].text)
        ):
            yield _marked(mark, pairs)


def _is_on_a_name(mark: Annotation, before: str, after: str) -> bool:
    """Guards 2 and 3 for a mark that has not moved."""
    name = mark.to_item or mark.from_item
    if len(name) > MAX_NAME_CHARS or len(name.split()) > MAX_NAME_WORDS or name.endswith(_ENDS):
        return False
    return not is_number_edit(before, after)


def _marked(mark: Annotation, pairs: Sequence[Pair], column: int = -1) -> Marked:
    left, right = (
        tuple(pairs[at][side] for at in ats) for side, ats in enumerate((mark.before_at, mark.after_at))
    )
    return Marked(mark, left, right, column)


def _in_names(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> Iterator[Marked]:
    """The cells that name the rows of one table, where nothing else of the row changed."""
    tables: dict[_Table, list[Pair]] = defaultdict(list)
    for i, j in alignment.edited:
        one, two = before[i].cells, after[j].cells
        if len(one) == len(two) > 1 and one[0] != two[0] and one[1:] == two[1:] and one[0] and two[0]:
            tables[after[j].section, after[j].headers].append((i, j))
    for (section, headers), changed in tables.items():
        kept = [
            (i, j)
            for i, j in alignment.equal
            if after[j].cells and after[j].section == section and after[j].headers == headers
        ]
        pairs = sorted(changed + kept)
        if len(pairs) < 2:
            continue
        found = find_annotations(
            [_name_of(before[i]) for i, _ in pairs],
            [_name_of(after[j]) for _, j in pairs],
            [(at, at) for at in range(len(pairs))],
        )
        for mark in found:
            i, j = pairs[mark.after_at[0]]
            if mark.type is ChangeType.ANNOTATION_MOVED or _is_on_a_name(
                mark, before[i].cells[0], after[j].cells[0]
            ):
                yield _marked(mark, pairs, column=0)


def _name_of(row: Block) -> Entry:
    name = row.cells[0]
    return Entry(name, tuple(badge for badge in row.badges if badge in name))


def _in_columns(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> Iterator[Marked]:
    """A cell that was emptied in one row and filled in another: "current", from edition 3 to edition 4."""
    columns: dict[tuple[tuple[str, ...], tuple[str, ...], int], list[Pair]] = defaultdict(list)
    for i, j in alignment.edited:
        column = _emptied_or_filled(before[i], after[j])
        if column:
            columns[after[j].section, after[j].headers, column].append((i, j))
    columns = {key: pairs for key, pairs in columns.items() if len(pairs) > 1}
    if not columns:
        return
    equal = [(i, j) for i, j in alignment.equal if after[j].kind == BlockKind.TABLE_ROW]
    for (section, headers, column), changed in columns.items():
        kept = [
            (i, j)
            for i, j in equal
            if after[j].section == section and after[j].headers == headers and len(after[j].cells) > column
        ]
        pairs = sorted(changed + kept)
        found = find_annotations(
            [Entry(before[i].cells[0], mark=before[i].cells[column]) for i, _ in pairs],
            [Entry(after[j].cells[0], mark=after[j].cells[column]) for _, j in pairs],
            [(at, at) for at in range(len(pairs))],
        )
        for mark in found:
            if mark.type is ChangeType.ANNOTATION_MOVED:
                yield _marked(mark, pairs)


def _emptied_or_filled(before: Block, after: Block) -> int:
    """The only column in which two rows differ, when one of them has nothing there; 0 for none."""
    if len(before.cells) != len(after.cells) or len(before.cells) < 2 or before.cells[0] != after.cells[0]:
        return 0
    differing = [k for k, (one, two) in enumerate(zip(before.cells, after.cells, strict=True)) if one != two]
    if len(differing) != 1 or (before.cells[differing[0]] and after.cells[differing[0]]):
        return 0
    return differing[0]


def _is_item(block: Block) -> bool:
    return block.kind == BlockKind.LIST_ITEM and len(block.text) <= MAX_ITEM_CHARS


_Table = tuple[tuple[str, ...], tuple[str, ...]]


def _list_of(block: Block) -> tuple[tuple[str, ...], int]:
    """Items under one heading, at one depth, are siblings."""
    return block.section, block.level
