"""What is told of one block, or of a few that share one fate."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from monitor.compare.lines import LineEdit, compare_lines
from monitor.compare.links import compare_links
from monitor.compare.marks import Marked
from monitor.compare.noise import edit_noise, is_avatars, lone_noise
from monitor.compare.part import changed_core
from monitor.compare.tables import compare_cells
from monitor.compare.values import is_date_edit, is_number_edit
from monitor.compare.words import words_of
from monitor.model import Block, BlockKind, Change, ChangeType, Where

MAX_RESTYLED = 20_000
"""So many characters of the part that changed are looked at."""

EDITED_HEADING = "edit/heading"

LINK_RULE = "link/same block"


class Fate(NamedTuple):
    """What became of some blocks, and what is told of it. A fate without changes is "nothing happened"."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    changes: tuple[Change, ...]


class _Types(NamedTuple):
    added: ChangeType
    removed: ChangeType
    edited: ChangeType
    moved: ChangeType


TYPES = {
    BlockKind.PARAGRAPH: _Types(
        ChangeType.PARAGRAPH_ADDED,
        ChangeType.PARAGRAPH_REMOVED,
        ChangeType.PARAGRAPH_EDITED,
        ChangeType.PARAGRAPH_MOVED,
    ),
    BlockKind.HEADING: _Types(
        ChangeType.HEADING_ADDED,
        ChangeType.HEADING_REMOVED,
        ChangeType.HEADING_CHANGED,
        ChangeType.HEADING_MOVED,
    ),
    BlockKind.LIST_ITEM: _Types(
        ChangeType.LIST_ITEM_ADDED,
        ChangeType.LIST_ITEM_REMOVED,
        ChangeType.LIST_ITEM_EDITED,
        ChangeType.LIST_ITEM_MOVED,
    ),
    BlockKind.TABLE_ROW: _Types(
        ChangeType.TABLE_ROW_ADDED,
        ChangeType.TABLE_ROW_REMOVED,
        ChangeType.TABLE_ROW_EDITED,
        ChangeType.TABLE_ROW_MOVED,
    ),
}


def make_change(
    change_type: ChangeType,
    before: Block,
    after: Block,
    text_before: str | tuple[str, ...] | None,
    text_after: str | tuple[str, ...] | None,
    *,
    kind: str = "",
    text: str = "",
    moved: bool = False,
    rule: str = "",
    evidence: tuple[str, ...] = (),
) -> Change:
    return Change(
        type=change_type,
        where=Where.BODY,
        before=text_before,
        after=text_after,
        kind=kind,
        text=text,
        moved=moved,
        rule=rule,
        evidence=evidence,
        path=after.section,
        path_before=before.section if moved and before.section != after.section else None,
    )


def of_mark(marked: Marked, before: Sequence[Block], after: Sequence[Block]) -> Change:
    mark = marked.mark
    texts_before = tuple(_marked_text(before[i], marked.column) for i in marked.before)
    texts_after = tuple(_marked_text(after[j], marked.column) for j in marked.after)
    return Change(
        type=mark.type,
        where=Where.BODY,
        before=texts_before if len(texts_before) > 1 else texts_before[0],
        after=texts_after if len(texts_after) > 1 else texts_after[0],
        path=after[marked.after[-1]].section,
        annotation=mark.annotation,
        from_item=mark.from_item,
        to_item=mark.to_item,
        from_year=mark.from_year,
        to_year=mark.to_year,
        rule=mark.rule,
        evidence=mark.evidence,
    )


def _marked_text(block: Block, column: int) -> str:
    return block.text if column < 0 else block.cells[column]


def of_lone(block: Block, *, gone: bool) -> Change:
    kind = lone_noise(block.text)
    types = TYPES[block.kind]
    change_type = ChangeType.NOISE if kind else types.removed if gone else types.added
    before, after = (block.text, None) if gone else (None, block.text)
    return make_change(change_type, block, block, before, after, kind=kind, rule="block/without partner")


def of_equal(before: Block, after: Block, moved: bool) -> Iterator[Change]:
    if moved:
        yield make_change(
            TYPES[after.kind].moved, before, after, before.text, after.text, moved=True, rule="move/same text"
        )
    if before.links != after.links:
        yield from of_links(before, after)


def of_links(before: Block, after: Block) -> Iterator[Change]:
    for edit in compare_links(before, after):
        change_type = ChangeType.NOISE if edit.noise else edit.type
        yield make_change(
            change_type,
            before,
            after,
            edit.before,
            edit.after,
            kind=edit.noise,
            text=edit.text,
            rule=LINK_RULE,
        )


def of_edited(before: Block, after: Block, moved: bool) -> Iterator[Change]:
    kind = edit_noise(before.text, after.text)
    if not kind and is_avatars(before) and is_avatars(after):
        kind = "avatars"
    if not kind and bool(before.cells) != bool(after.cells) and restyling(before.text, after.text):
        kind = "wrapper"  # the words of a row in a list, or in a line
    if kind:
        yield make_change(
            ChangeType.NOISE,
            before,
            after,
            before.text,
            after.text,
            kind=kind,
            moved=moved,
            rule="noise/" + kind,
        )
    elif (cells := compare_cells(before, after)) is not None:
        for cell in cells:
            noise = edit_noise(cell.before, cell.after)
            yield make_change(
                ChangeType.NOISE if noise else ChangeType.TABLE_CELL_CHANGED,
                before,
                after,
                cell.before,
                cell.after,
                text=cell.name,
                moved=moved,
                kind=noise or restyling(cell.before, cell.after),
                rule="table/same cell",
            )
    elif (
        BlockKind.HEADING not in (before.kind, after.kind)
        and not (before.cells or after.cells)
        and (lines := compare_lines(before, after)) is not None
    ):
        yield from of_lines(lines, before, after)
    else:
        yield make_change(
            _edit_type(before, after),
            before,
            after,
            before.text,
            after.text,
            kind=restyling(before.text, after.text),
            moved=moved,
            rule=EDITED_HEADING if _kind_of_both(before, after) == BlockKind.HEADING else "edit/most alike",
        )
    if before.links != after.links:
        yield from of_links(before, after)


def of_lines(lines: Sequence[LineEdit], before: Block, after: Block) -> Iterator[Change]:
    """Each line of a broken text as if it were a paragraph."""
    for line in lines:
        one = before._replace(kind=BlockKind.PARAGRAPH, text=line.before or "", breaks=(), links=())
        two = after._replace(kind=BlockKind.PARAGRAPH, text=line.after or "", breaks=(), links=())
        if line.before is None:
            yield of_lone(two, gone=False)
        elif line.after is None:
            yield of_lone(one, gone=True)
        elif line.before == line.after:
            yield from of_equal(one, two, moved=True)
        else:
            yield from of_edited(one, two, line.moved)


def _edit_type(before: Block, after: Block) -> ChangeType:
    if is_date_edit(before.text, after.text):
        return ChangeType.DATE_CHANGED
    if is_number_edit(before.text, after.text):
        return ChangeType.NUMBER_CHANGED
    return TYPES[_kind_of_both(before, after)].edited


def _kind_of_both(before: Block, after: Block) -> BlockKind:
    """What an edited text is called. An item of a list that became a heading, in other words, is a text."""
    return after.kind if before.kind == after.kind else BlockKind.PARAGRAPH


def restyling(before: str, after: str) -> str:
    """ "restyled" when only case, punctuation or typography changed."""
    before, after = changed_core(before, after)
    return "restyled" if _bare(before) == _bare(after) else ""


def _bare(text: str) -> list[str]:
    words = words_of(text[:MAX_RESTYLED].replace("’", "'"))
    return [word.casefold() for word in words if any(c.isalnum() for c in word)]
