"""Marks that went from one item of a body's list to another.

    before                          after
    Water: A. Brandl (acting)       Water: A. Brandl
    Fish: B. Corvi                  Fish: B. Corvi (acting)

Item by item that is two edits; what happened is one thing. In a body only a move is told so: a mark that
merely came or went there is an edit of its item, for in running text any words may follow a dash.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.compare.align import Alignment
from monitor.compare.annotations import Annotation, Entry, find_annotations, pair_by_core
from monitor.model import Block, BlockKind, ChangeType

MAX_ITEM_CHARS = 160
"""A longer item is a clause and no name with a mark: what it lost and another gained may be mere words."""


class MovedMark(NamedTuple):
    """A mark that moved, and the blocks on each side that it accounts for."""

    mark: Annotation
    before: tuple[int, ...]
    after: tuple[int, ...]


def moved_marks(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> Iterator[MovedMark]:
    """Each mark that moved among the items of one list, or down a column of one table."""
    yield from _in_columns(alignment, before, after)
    pairs = [(i, j) for i, j in alignment.edited if _is_item(before[i]) and _is_item(after[j])]
    lone_before = [i for i in alignment.removed if _is_item(before[i])]
    lone_after = [j for j in alignment.added if _is_item(after[j])]
    if len(pairs) + min(len(lone_before), len(lone_after)) < 2:
        return
    lists = {_list_of(after[j]) for _, j in pairs} | {_list_of(after[j]) for j in lone_after}
    numbers = {key: number for number, key in enumerate(sorted(lists))}
    # Short items that lost or gained a mark may not look alike: "Ada" and "Ada – Chair 2026".
    by_core = pair_by_core(
        [_entry(before[i], numbers.get(_list_of(before[i]), -1)) for i in lone_before],
        [_entry(after[j], numbers[_list_of(after[j])]) for j in lone_after],
    )
    pairs += [(lone_before[i], lone_after[j]) for i, j in by_core]
    pairs += [(i, j) for i, j in alignment.equal if _is_item(after[j]) and _list_of(after[j]) in lists]
    pairs.sort()
    groups = [numbers[_list_of(after[j])] for _, j in pairs]
    found = find_annotations(
        [_entry(before[i], group) for (i, _), group in zip(pairs, groups, strict=True)],
        [_entry(after[j], group) for (_, j), group in zip(pairs, groups, strict=True)],
        [(at, at) for at in range(len(pairs))],
    )
    for mark in found:
        if mark.type is ChangeType.ANNOTATION_MOVED:
            yield MovedMark(
                mark,
                tuple(pairs[at][0] for at in mark.before_at),
                tuple(pairs[at][1] for at in mark.after_at),
            )


def _in_columns(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> Iterator[MovedMark]:
    """A cell that was emptied in one row and filled in another: "current", from edition 3 to edition 4."""
    columns: dict[tuple[tuple[str, ...], tuple[str, ...], int], list[tuple[int, int]]] = defaultdict(list)
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
                yield MovedMark(
                    mark,
                    tuple(pairs[at][0] for at in mark.before_at),
                    tuple(pairs[at][1] for at in mark.after_at),
                )


def _emptied_or_filled(before: Block, after: Block) -> int:
    """The only column in which two rows differ, when one of them has nothing there; 0 for none."""
    if len(before.cells) != len(after.cells) or len(before.cells) < 2 or before.cells[0] != after.cells[0]:
        return 0
    differing = [k for k, (one, two) in enumerate(zip(before.cells, after.cells, strict=True)) if one != two]
    if len(differing) != 1 or (before.cells[differing[0]] and after.cells[differing[0]]):
        return 0
    return differing[0]


def _entry(block: Block, group: int) -> Entry:
    return Entry(block.text, block.badges, group)


def _is_item(block: Block) -> bool:
    return block.kind == BlockKind.LIST_ITEM and len(block.text) <= MAX_ITEM_CHARS


def _list_of(block: Block) -> tuple[tuple[str, ...], int]:
    """Items under one heading, at one depth, are siblings."""
    return block.section, block.level
