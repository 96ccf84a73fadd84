"""From the fates of blocks to typed changes: what a careful person would say of each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from monitor.compare.align import Alignment, align
from monitor.compare.links import compare_links
from monitor.compare.marks import MovedMark, moved_marks
from monitor.compare.noise import edit_noise, is_avatars, lone_noise
from monitor.compare.part import changed_part
from monitor.compare.similar import Sides
from monitor.compare.tables import CellEdit, compare_cells
from monitor.compare.together import consent_runs, rotating
from monitor.compare.values import is_date_edit, is_number_edit
from monitor.compare.words import words_of
from monitor.model import Block, BlockKind, Change, ChangeType, Page, Where

MAX_RESTYLED = 20_000
"""So many characters of the part that changed are looked at."""

EDITED_HEADING = "edit/heading"


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
        ChangeType.HEADING_EDITED,
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


def compare_bodies(before: Page, after: Page) -> tuple[Change, ...]:
    """Say what happened to the body of one page, in the order of the page after."""
    return tuple(change for fate in fates(before.body, after.body) for change in fate.changes)


def fates(before: Sequence[Block], after: Sequence[Block]) -> tuple[Fate, ...]:
    """What became of each block: every block of either side stands in exactly one fate."""
    alignment = align(
        Sides(
            [block.text for block in before],
            [block.text for block in after],
            [block.kind for block in before],
            [block.kind for block in after],
        )
    )
    found = [
        _held_back(fate, kind) if (kind := _kind_together(fate, together)) else fate
        for together in [_together(alignment, before, after)]
        for fate in _fates(alignment, before, after)
    ]
    # What was removed is told where it stood: after what stood before it.
    places = _places(found, len(before))
    found.sort(key=lambda fate: (fate.after[0] if fate.after else places[fate.before[0]], fate.before))
    return tuple(found)


class _Together(NamedTuple):
    consent_before: set[int]
    consent_after: set[int]
    rotating_before: set[int]
    rotating_after: set[int]


def _together(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> _Together:
    """What blocks say only together."""
    gone, come = set(alignment.removed), set(alignment.added)
    for i, j in alignment.edited:
        gone.add(i)
        come.add(j)
    for i, j in alignment.moved:
        gone.add(i)
        come.add(j)
    return _Together(
        {i for run in consent_runs(before, alignment.removed) for i in run},
        {j for run in consent_runs(after, alignment.added) for j in run},
        rotating(before, gone) if gone else set(),
        rotating(after, come) if come else set(),
    )


def _kind_together(fate: Fate, together: _Together) -> str:
    if not fate.changes:
        return ""
    if together.consent_before.issuperset(fate.before) and together.consent_after.issuperset(fate.after):
        return "consent"
    if together.rotating_before.issuperset(fate.before) and together.rotating_after.issuperset(fate.after):
        return "rotation"
    return ""


def _held_back(fate: Fate, kind: str) -> Fate:
    changes = tuple(replace(change, type=ChangeType.NOISE, kind=kind) for change in fate.changes)
    return fate._replace(changes=changes)


def _places(found: Sequence[Fate], count: int) -> list[int]:
    """For each block before, where in the page after it stands, or what stood before it."""
    places = [-1] * count
    for fate in found:
        for i in fate.before:
            places[i] = fate.after[0] if fate.after else -1
    for i in range(1, count):
        if places[i] < 0:
            places[i] = places[i - 1]
    return places


def _fates(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> Iterator[Fate]:
    marked_before: set[int] = set()
    marked_after: set[int] = set()
    for moved_mark in moved_marks(alignment, before, after):
        marked_before.update(moved_mark.before)
        marked_after.update(moved_mark.after)
        links = [
            change
            for i, j in zip(moved_mark.before, moved_mark.after, strict=True)
            for change in _of_links(before[i], after[j])
        ]
        changes = (_of_mark(moved_mark, before, after), *links)
        yield Fate(moved_mark.before, moved_mark.after, changes)
    for i, j in alignment.equal:
        moved = (i, j) in alignment.moved and not alignment.reordered
        yield Fate((i,), (j,), tuple(_of_equal(before[i], after[j], moved)))
    for i, j in alignment.edited:
        if i in marked_before:
            continue
        moved = (i, j) in alignment.moved and not alignment.reordered
        yield Fate((i,), (j,), tuple(_of_edited(before[i], after[j], moved)))
    for i, pieces in alignment.splits:
        texts = tuple(after[j].text for j in pieces)
        yield Fate(
            (i,),
            pieces,
            (
                _change(
                    ChangeType.PARAGRAPH_SPLIT,
                    before[i],
                    after[pieces[0]],
                    before[i].text,
                    texts,
                    rule="split/contained",
                ),
            ),
        )
    for pieces, j in alignment.merges:
        texts = tuple(before[i].text for i in pieces)
        yield Fate(
            pieces,
            (j,),
            (
                _change(
                    ChangeType.PARAGRAPH_MERGED,
                    before[pieces[0]],
                    after[j],
                    texts,
                    after[j].text,
                    rule="merge/contained",
                ),
            ),
        )
    for i in alignment.removed:
        if i not in marked_before:
            yield Fate((i,), (), (_alone(before[i], gone=True),))
    for j in alignment.added:
        if j not in marked_after:
            yield Fate((), (j,), (_alone(after[j], gone=False),))


def _change(
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
        path=after.section,
        path_before=before.section if moved and before.section != after.section else None,
    )


def _of_mark(moved: MovedMark, before: Sequence[Block], after: Sequence[Block]) -> Change:
    mark = moved.mark
    return Change(
        type=mark.type,
        where=Where.BODY,
        before=tuple(before[i].text for i in moved.before),
        after=tuple(after[j].text for j in moved.after),
        path=after[moved.after[-1]].section,
        annotation=mark.annotation,
        from_item=mark.from_item,
        to_item=mark.to_item,
        from_year=mark.from_year,
        to_year=mark.to_year,
        rule=mark.rule,
        evidence=mark.evidence,
    )


def _alone(block: Block, *, gone: bool) -> Change:
    kind = lone_noise(block.text)
    types = TYPES[block.kind]
    change_type = ChangeType.NOISE if kind else types.removed if gone else types.added
    before, after = (block.text, None) if gone else (None, block.text)
    return _change(change_type, block, block, before, after, kind=kind, rule="block/without partner")


def _of_equal(before: Block, after: Block, moved: bool) -> Iterator[Change]:
    if moved:
        yield _change(
            TYPES[after.kind].moved, before, after, before.text, after.text, moved=True, rule="move/same text"
        )
    if before.links != after.links:
        yield from _of_links(before, after)


def _of_links(before: Block, after: Block) -> Iterator[Change]:
    for edit in compare_links(before, after):
        change_type = ChangeType.NOISE if edit.noise else edit.type
        yield _change(
            change_type,
            before,
            after,
            edit.before,
            edit.after,
            kind=edit.noise,
            text=edit.text,
            rule="link/same block",
        )


def _of_edited(before: Block, after: Block, moved: bool) -> Iterator[Change]:
    kind = edit_noise(before.text, after.text)
    if not kind and is_avatars(before) and is_avatars(after):
        kind = "avatars"
    if kind:
        yield _change(
            ChangeType.NOISE,
            before,
            after,
            before.text,
            after.text,
            kind=kind,
            moved=moved,
            rule="noise/" + kind,
        )
    elif (cells := _cells(before, after)) is not None:
        for cell in cells:
            noise = edit_noise(cell.before, cell.after)
            yield _change(
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
    else:
        yield _change(
            _edit_type(before, after),
            before,
            after,
            before.text,
            after.text,
            kind=restyling(before.text, after.text),
            moved=moved,
            rule=EDITED_HEADING if after.kind == BlockKind.HEADING else "edit/most alike",
        )
    if before.links != after.links:
        yield from _of_links(before, after)


def _cells(before: Block, after: Block) -> tuple[CellEdit, ...] | None:
    if before.kind != BlockKind.TABLE_ROW or after.kind != BlockKind.TABLE_ROW:
        return None
    return compare_cells(before, after)


def _edit_type(before: Block, after: Block) -> ChangeType:
    if is_date_edit(before.text, after.text):
        return ChangeType.DATE_CHANGED
    if is_number_edit(before.text, after.text):
        return ChangeType.NUMBER_CHANGED
    return TYPES[after.kind].edited


def restyling(before: str, after: str) -> str:
    """ "restyled" when only case, punctuation or typography changed."""
    before, after = changed_part(before, after)
    return "restyled" if _bare(before) == _bare(after) else ""


def _bare(text: str) -> list[str]:
    return [word.casefold() for word in words_of(text[:MAX_RESTYLED]) if any(c.isalnum() for c in word)]
