"""A body then and now: the fate of each block, and what a careful person would say of it.

What several blocks share is said once: a section that moved, a list in another order, a column that came.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from monitor.compare.align import Alignment, Recut, align
from monitor.compare.equal import Pair
from monitor.compare.fate import (
    LINK_RULE,
    TYPES,
    Fate,
    make_change,
    of_edited,
    of_equal,
    of_lines,
    of_links,
    of_lone,
    of_mark,
)
from monitor.compare.links import target_noise
from monitor.compare.marks import find_marks
from monitor.compare.recut import is_prose
from monitor.compare.relined import Relined, find_relined
from monitor.compare.sections import moved_sections
from monitor.compare.similar import EDITED, Sides
from monitor.compare.sorting import find_sorted
from monitor.compare.tables import compare_cells
from monitor.compare.together import consent_runs, rotating
from monitor.model import Block, BlockKind, Change, ChangeType, Page

REORDERED = 0.4
"""More than this share of a list's items in other places: the list is in another order."""

REORDERED_ITEMS = 3
"""Fewer are told one by one."""

LONG_RUN = 4
"""So many blocks that moved together are one thing even without a heading of their own."""

MAX_TOLD = 50
"""So many texts of what moved together are told; all are counted."""


def compare_bodies(before: Page, after: Page) -> tuple[Change, ...]:
    """Say what happened to the body of one page, in the order of the page after."""
    alignment = _align(before.body, after.body)
    told = _told(alignment, before.body, after.body)
    return tuple(_each_link_once(change for fate in told for change in fate.changes))


def _each_link_once(changes: Iterable[Change]) -> Iterator[Change]:
    """A link that stands in many places and changed alike in all of them is one change."""
    kept: list[Change] = []
    places: dict[tuple[object, ...], list[int]] = {}
    for change in changes:
        if change.rule == LINK_RULE:
            key = change.type, change.text, change.before, change.after
            places.setdefault(key, []).append(len(kept))
        kept.append(change)
    several = {those[0]: len(those) for those in places.values() if len(those) > 1}
    left_out = {at for those in places.values() for at in those[1:]}
    for at, change in enumerate(kept):
        if at in several:
            yield replace(change, evidence=(f"so in {several[at]} places of the page",))
        elif at not in left_out:
            yield change


def fates(before: Sequence[Block], after: Sequence[Block]) -> tuple[Fate, ...]:
    """What became of each block: every block of either side stands in exactly one fate."""
    alignment = _align(before, after)
    told = _told(alignment, before, after)
    spoken_for = {i for fate in told for i in fate.before}
    quiet = (Fate((i,), (j,), ()) for i, j in alignment.equal if i not in spoken_for)
    return (*told, *quiet)


def _align(before: Sequence[Block], after: Sequence[Block]) -> Alignment:
    sides = Sides(
        [block.text for block in before],
        [block.text for block in after],
        [block.kind for block in before],
        [block.kind for block in after],
    )
    found = align(sides)
    others = {
        (i, j)
        for i, j in found.edited
        if _is_another_link(before[i], after[j]) and sides.similarity(i, j) < EDITED
    }
    if not others:
        return found
    return replace(
        found,
        edited=tuple(pair for pair in found.edited if pair not in others),
        removed=tuple(sorted({*found.removed, *(i for i, _ in others)})),
        added=tuple(sorted({*found.added, *(j for _, j in others)})),
        moved=found.moved - others,
    )


def _is_another_link(before: Block, after: Block) -> bool:
    """Two entries of a list of links that lead to different places: one went, the other came."""
    if len(before.links) != 1 or len(after.links) != 1 or before.kind != after.kind:
        return False
    one, two = before.links[0], after.links[0]
    whole = one.text == before.text and two.text == after.text
    return whole and one.target != two.target and not target_noise(one.target, two.target)


def _told(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> list[Fate]:
    """The fates of which there is something to tell, in the order of the page after."""
    found = list(_fates(alignment, before, after))
    if not found:
        return found
    together = _together(alignment, before, after)
    for at, fate in enumerate(found):
        if kind := _kind_together(fate, together):
            found[at] = _held_back(fate, kind)
    # What was removed is told where it stood: after what stood before it.
    places = _places(alignment, found, len(before)) if alignment.removed else []
    found.sort(key=lambda fate: (fate.after[0] if fate.after else places[fate.before[0]], fate.before))
    return found


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


def _places(alignment: Alignment, found: Sequence[Fate], count: int) -> list[int]:
    """For each block before, where in the page after it stands, or what stood before it."""
    places = [-1] * count
    for i, j in alignment.equal:
        places[i] = j
    for fate in found:
        for i in fate.before:
            places[i] = fate.after[0] if fate.after else -1
    for i in range(1, count):
        if places[i] < 0:
            places[i] = places[i - 1]
    return places


def _fates(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> Iterator[Fate]:
    bundled = [*_marks(alignment, before, after)]
    bundled += _columns(alignment, before, after)
    told_before = {i for fate in bundled for i in fate.before}
    sections = list(moved_sections(alignment, before, after, told_before))
    bundled += [section.fate for section in sections]
    told_before = {i for fate in bundled for i in fate.before}
    reorders = list(_reorders(alignment, before, after, told_before))
    bundled += reorders
    told_before.update(i for fate in reorders for i in fate.before)
    bundled += _moved_runs(alignment, before, after, told_before)
    told_before = {i for fate in bundled for i in fate.before}
    told_after = {j for fate in bundled for j in fate.after}
    for group in find_relined(alignment, before, after):
        if told_before.isdisjoint(group.before) and told_after.isdisjoint(group.after):
            bundled.append(_of_relined(group, before, after))
    yield from bundled
    told_before = {i for fate in bundled for i in fate.before}
    told_after = {j for fate in bundled for j in fate.after}

    settled = {i for fate in reorders for i in fate.before} if not alignment.reordered else set()
    settled.update(i for section in sections for i in section.edited)
    out_of_order = alignment.moved
    for i, j in alignment.equal:
        moved = bool(out_of_order) and (i, j) in out_of_order
        if (moved or before[i].links != after[j].links) and i not in told_before:
            changes = tuple(of_equal(before[i], after[j], moved))
            if changes:
                yield Fate((i,), (j,), changes)
    for i, j in alignment.edited:
        if i not in told_before:
            moved = (i, j) in alignment.moved and not alignment.reordered and i not in settled
            yield Fate((i,), (j,), tuple(of_edited(before[i], after[j], moved)))
    for recut in alignment.recut:
        yield _of_recut(recut, before, after)
    for i, pieces in alignment.splits:
        yield _of_pieces(ChangeType.PARAGRAPH_SPLIT, (i,), pieces, before, after, rule="split/contained")
    for pieces, j in alignment.merges:
        yield _of_pieces(ChangeType.PARAGRAPH_MERGED, pieces, (j,), before, after, rule="merge/contained")
    for i in alignment.removed:
        if i not in told_before:
            yield Fate((i,), (), (of_lone(before[i], gone=True),))
    for j in alignment.added:
        if j not in told_after:
            yield Fate((), (j,), (of_lone(after[j], gone=False),))


def _of_relined(group: Relined, before: Sequence[Block], after: Sequence[Block]) -> Fate:
    one, two = (
        blocks[places[0]]._replace(
            text=" ".join(blocks[at].text for at in places),
            links=tuple(link for at in places for link in blocks[at].links),
        )
        for blocks, places in ((before, group.before), (after, group.after))
    )
    return Fate(group.before, group.after, (*of_lines(group.edits, one, two), *of_links(one, two)))


def _of_recut(recut: Recut, before: Sequence[Block], after: Sequence[Block]) -> Fate:
    """The same words cut otherwise: sentences were split or merged, labels only stand in other boxes."""
    texts_before = [before[i].text for i in recut.before]
    texts_after = [after[j].text for j in recut.after]
    if len(texts_before) == 1 and is_prose(texts_after):
        kind, change_type, rule = "", ChangeType.PARAGRAPH_SPLIT, "split/same words"
    elif len(texts_after) == 1 and is_prose(texts_before):
        kind, change_type, rule = "", ChangeType.PARAGRAPH_MERGED, "merge/same words"
    else:
        kind, change_type, rule = "wrapper", ChangeType.NOISE, "noise/wrapper"
    return _of_pieces(change_type, recut.before, recut.after, before, after, kind=kind, rule=rule)


def _of_pieces(
    change_type: ChangeType,
    places_before: Sequence[int],
    places_after: Sequence[int],
    before: Sequence[Block],
    after: Sequence[Block],
    *,
    kind: str = "",
    rule: str,
) -> Fate:
    change = make_change(
        change_type,
        before[places_before[0]],
        after[places_after[0]],
        _texts(before, places_before),
        _texts(after, places_after),
        kind=kind,
        rule=rule,
    )
    return Fate(tuple(places_before), tuple(places_after), (change,))


def _texts(blocks: Sequence[Block], places: Sequence[int]) -> str | tuple[str, ...]:
    return blocks[places[0]].text if len(places) == 1 else tuple(blocks[at].text for at in places)


# ── several blocks, one change ─────────────────────────────────────────────────────────────────


def _marks(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> Iterator[Fate]:
    for mark in find_marks(alignment, before, after):
        links = [
            change
            for i, j in zip(mark.before, mark.after, strict=True)
            for change in of_links(before[i], after[j])
        ]
        yield Fate(mark.before, mark.after, (of_mark(mark, before, after), *links))


def _columns(alignment: Alignment, before: Sequence[Block], after: Sequence[Block]) -> Iterator[Fate]:
    """Columns that came, went or changed places are told once for their table, not in each of its rows."""
    tables: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Pair]] = {}
    heads: dict[tuple[tuple[str, ...], tuple[str, ...]], Pair] = {}
    for i, j in alignment.edited:
        one, two = before[i], after[j]
        if one.headers != two.headers:
            if compare_cells(one, two) == ():
                tables.setdefault((one.headers, two.headers), []).append((i, j))
        elif one.cells and not one.headers:
            heads[one.cells, two.cells] = i, j
    for key, pairs in tables.items():
        if key in heads:
            pairs.insert(0, heads[key])
        places_before, places_after = tuple(i for i, _ in pairs), tuple(j for _, j in pairs)
        yield Fate(places_before, places_after, tuple(_of_columns(*key, pairs, before, after)))


def _of_columns(
    headers_before: tuple[str, ...],
    headers_after: tuple[str, ...],
    pairs: Sequence[Pair],
    before: Sequence[Block],
    after: Sequence[Block],
) -> Iterator[Change]:
    i, j = pairs[-1]
    told = False
    for k, header in enumerate(headers_before):
        if header not in headers_after and len(headers_before) > len(headers_after):
            cells = tuple(before[row].cells[k] for row, _ in pairs[:MAX_TOLD] if k < len(before[row].cells))
            yield _of_column("column removed", header, cells, None, before[i], after[j])
            told = True
    for k, header in enumerate(headers_after):
        if header not in headers_before and len(headers_after) > len(headers_before):
            cells = tuple(after[row].cells[k] for _, row in pairs[:MAX_TOLD] if k < len(after[row].cells))
            yield _of_column("column added", header, None, cells, before[i], after[j])
            told = True
    if not told:
        yield _of_column("columns", "", headers_before, headers_after, before[i], after[j])


def _of_column(
    kind: str,
    header: str,
    cells_before: tuple[str, ...] | None,
    cells_after: tuple[str, ...] | None,
    before: Block,
    after: Block,
) -> Change:
    return make_change(
        ChangeType.TABLE_CELL_CHANGED,
        before,
        after,
        cells_before,
        cells_after,
        text=header,
        kind=kind,
        rule="table/column",
    )


def _reorders(
    alignment: Alignment, before: Sequence[Block], after: Sequence[Block], told: set[int]
) -> Iterator[Fate]:
    """Lists in another order. With the same items in it, nothing else happened: then it is noise."""
    if len(alignment.moved) < 2:
        return
    groups: dict[object, list[Pair]] = {}
    for i, j in (*alignment.equal, *alignment.edited):
        if before[i].kind == after[j].kind and before[i].section == after[j].section:
            groups.setdefault(_list_of(after[j]), []).append((i, j))
    disturbed = {_list_of(before[i]) for i in alignment.removed} | {
        _list_of(after[j]) for j in alignment.added
    }
    disturbed.update(_list_of(after[j]) for _, j in alignment.edited)
    equal = set(alignment.equal)
    rest = {pair for pair in alignment.moved & equal if pair[0] not in told}
    for key, pairs in groups.items():
        moved = [pair for pair in pairs if pair in alignment.moved and pair[0] not in told]
        whole = key not in disturbed and after[pairs[0][1]].kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW)
        if len(moved) < REORDERED_ITEMS or len(moved) <= REORDERED * len(pairs):
            moved = list(find_sorted(pairs, set(moved), before, after)) if whole and len(moved) > 1 else []
        mine = [pair for pair in moved if pair in rest]
        if mine:
            rest.difference_update(mine)
            yield _reorder(mine, before, after, noise=whole)
    if alignment.reordered and rest:
        yield _reorder(sorted(rest), before, after, noise=False)


def _list_of(block: Block) -> object:
    return block.kind, block.level, block.section


def _reorder(pairs: Sequence[Pair], before: Sequence[Block], after: Sequence[Block], *, noise: bool) -> Fate:
    places_before, places_after = tuple(sorted(i for i, _ in pairs)), tuple(sorted(j for _, j in pairs))
    kind, _ = Counter(after[j].kind for j in places_after).most_common(1)[0]
    change = make_change(
        ChangeType.NOISE if noise else TYPES[kind].moved,
        before[places_before[0]],
        after[places_after[0]],
        tuple(before[i].text for i in places_before[:MAX_TOLD]),
        tuple(after[j].text for j in places_after[:MAX_TOLD]),
        kind="reordered",
        moved=True,
        rule="move/order",
        evidence=(f"{len(pairs)} of them stand in another order",),
    )
    by_before = dict(pairs)
    links = [change for i in places_before for change in of_links(before[i], after[by_before[i]])]
    return Fate(places_before, places_after, (change, *links))


def _moved_runs(
    alignment: Alignment, before: Sequence[Block], after: Sequence[Block], told: set[int]
) -> Iterator[Fate]:
    """Any long run of blocks that moved together: one move."""
    runs: list[list[Pair]] = []
    for i, j in sorted(alignment.moved.intersection(alignment.equal)):
        if i in told:
            continue
        if runs and runs[-1][-1] == (i - 1, j - 1):
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    for run in runs:
        first_before, first_after = before[run[0][0]], after[run[0][1]]
        if len(run) < LONG_RUN:
            continue
        change = make_change(
            TYPES[first_after.kind].moved,
            first_before,
            first_after,
            tuple(before[i].text for i, _ in run[:MAX_TOLD]),
            tuple(after[j].text for _, j in run[:MAX_TOLD]),
            moved=True,
            rule="move/run",
            evidence=(f"{len(run)} blocks moved together",),
        )
        links = [change for i, j in run for change in of_links(before[i], after[j])]
        yield Fate(tuple(i for i, _ in run), tuple(j for _, j in run), (change, *links))
