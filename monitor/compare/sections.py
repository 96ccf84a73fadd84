"""Sections that moved: a heading and what stands under it, one move, told by its heading.

Paragraph by paragraph it would be as many moves as the section has; and what was edited inside a section that
moved has not moved by itself.
"""

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from monitor.compare.align import Alignment
from monitor.compare.equal import Pair
from monitor.compare.fate import Fate, make_change, of_links
from monitor.model import Block, BlockKind, ChangeType


class MovedSection(NamedTuple):
    fate: Fate
    edited: tuple[int, ...]
    """Blocks before that were edited inside it: their edits are told by themselves."""


def moved_sections(
    alignment: Alignment, before: Sequence[Block], after: Sequence[Block], told: Container[int]
) -> Iterator[MovedSection]:
    """Runs of blocks that moved together and begin with a heading. `told` are places before."""
    if alignment.reordered or not any(after[j].kind == BlockKind.HEADING for _, j in alignment.moved):
        return
    equal = alignment.moved.intersection(alignment.equal)
    run: list[Pair] = []
    for i, j in sorted(alignment.moved):
        if i in told:
            continue
        if run and run[-1] == (i - 1, j - 1):
            run.append((i, j))
            continue
        yield from _of_run(run, equal, before, after)
        run = [(i, j)] if after[j].kind == BlockKind.HEADING and (i, j) in equal else []
    yield from _of_run(run, equal, before, after)


def _of_run(
    run: Sequence[Pair], equal: Container[Pair], before: Sequence[Block], after: Sequence[Block]
) -> Iterator[MovedSection]:
    if len(run) < 2:
        return
    heading_before, heading_after = before[run[0][0]], after[run[0][1]]
    change = make_change(
        ChangeType.HEADING_MOVED,
        heading_before,
        heading_after,
        heading_before.text,
        heading_after.text,
        kind="section",
        moved=True,
        rule="move/section",
        evidence=(f"{len(run)} blocks moved together",),
    )
    same = [pair for pair in run if pair in equal]
    links = [change for i, j in same for change in of_links(before[i], after[j])]
    fate = Fate(tuple(i for i, _ in same), tuple(j for _, j in same), (change, *links))
    yield MovedSection(fate, tuple(i for i, j in run if (i, j) not in equal))
