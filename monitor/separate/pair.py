"""Two captures of one page get one border between chrome and body.

    before   nav │ intro   text   text   links │ footer
    after    nav   intro │ text   text   links   promo │ footer

Separated each by itself, "intro" left the body and "promo" came into it: two changes, and nothing happened.
A block that both captures have has one side, decided for both by what speaks for it in either; so what is
only *classified* otherwise is no change, and after a redesign the body is found again by its words.

What did change goes with what it stands among, and what stands right beside the body is given the benefit of
the doubt ("Last updated on …" over an article): nothing is lost either way, but a change of the body that is
told as one of the chrome is overlooked. And a table is one thing: with one of its rows all are body.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from monitor.model import Document, Page
from monitor.separate.counterpart import Pairs, find_counterparts
from monitor.separate.labels import Labels, vote, with_body
from monitor.separate.page import assemble, label
from monitor.separate.regions import kind_of
from monitor.separate.template import Template

AMONG = 1.5
"""Log odds for what changed among siblings that are all on one side."""
WITHIN = 1.0
"""Log odds for what changed somewhere between the first and the last of the body."""
BESIDE = 3.0
"""Log odds for text that changed right beside the body: a likelihood of 0.05 is enough there. Not in what
says of itself that it is a menu or a footer."""
BESIDE_LINKED = 1.0
"""The same for links: what is beside the body and rotates is a list of links."""
PROSE = 3.0
"""Log odds for running text that changed, wherever it stands: what is around pages is seldom written anew."""
LONG = 100
"""Characters from which on text without links is running text."""
MANY = 4
"""Short texts edited one after the other: a list that ticks (dates, counts), not lines of the body."""
REACH = 3
"""Blocks between the body and what is beside it, itself counted."""


def separate_pair(before: Document, after: Document, template: Template | None = None) -> tuple[Page, Page]:
    """Both captures as pages. `template` is what is known of the site's pages."""
    labels_before, basis_before = label(before, template)
    labels_after, basis_after = label(after, template)
    joined_before, joined_after = join_labels(before, after, labels_before, labels_after)
    return assemble(before, joined_before, basis_before), assemble(after, joined_after, basis_after)


def join_labels(
    before: Document, after: Document, labels_before: Labels, labels_after: Labels
) -> tuple[Labels, Labels]:
    """The same labels, but every block that both sides have is on the same side in both."""
    pairs = find_counterparts(before.blocks, after.blocks)
    body_before, body_after = list(labels_before.body), list(labels_after.body)
    for run in _disputed(pairs, labels_before, labels_after):
        weight = 0.0
        for i, j in run:
            length = math.sqrt(len(before.blocks[i].text) + len(after.blocks[j].text))
            weight += length * (vote(labels_before, i) + vote(labels_after, j))
        for i, j in run:
            body_before[i] = body_after[j] = weight > 0

    edited = [(i, j) for i, j in pairs if before.blocks[i].text != after.blocks[j].text]
    same = [(i, j) for i, j in pairs if before.blocks[i].text == after.blocks[j].text]
    ground_before = _Ground(before, body_before, [i for i, _ in same], [i for i, _ in edited])
    ground_after = _Ground(after, body_after, [j for _, j in same], [j for _, j in edited])
    for i, j in edited:
        said = vote(labels_before, i) + vote(labels_after, j)
        said += ground_before.speaks_for(i) + ground_after.speaks_for(j)
        body_before[i] = body_after[j] = said > 0
    for i in set(range(len(before.blocks))).difference([i for i, _ in pairs]):
        body_before[i] = vote(labels_before, i) + ground_before.speaks_for(i) > 0
    for j in set(range(len(after.blocks))).difference([j for _, j in pairs]):
        body_after[j] = vote(labels_after, j) + ground_after.speaks_for(j) > 0
    if _join_tables(before, body_before) | _join_tables(after, body_after):
        for i, j in pairs:
            body_before[i] = body_after[j] = body_before[i] or body_after[j]
    return with_body(labels_before, body_before), with_body(labels_after, body_after)


def _join_tables(document: Document, body: list[bool]) -> bool:
    """Make the rows of each table body of which one is. Was there anything to do?"""
    rows: dict[int, list[int]] = {}
    for index, block in enumerate(document.blocks):
        if block.cells and (table := _table_of(document, block.container)) >= 0:
            rows.setdefault(table, []).append(index)
    cut = [
        those for those in rows.values() if any(body[i] for i in those) and not all(body[i] for i in those)
    ]
    for those in cut:
        for index in those:
            body[index] = True
    return bool(cut)


def _table_of(document: Document, container: int) -> int:
    while container >= 0 and document.containers[container].tag != "table":
        container = document.containers[container].parent
    return container


def _disputed(pairs: Pairs, before: Labels, after: Labels) -> list[Pairs]:
    """Runs of neighbouring pairs whose sides differ, each the same way."""
    runs: list[Pairs] = []
    last = (-2, -2)
    for i, j in pairs:
        if before.body[i] == after.body[j]:
            continue
        goes_on = (i - last[0], j - last[1]) == (1, 1) and before.body[i] == before.body[last[0]]
        if goes_on:
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
        last = (i, j)
    return runs


class _Ground:
    """What did not change in one capture: the ground on which changes are seen."""

    def __init__(
        self, document: Document, body: Sequence[bool], same: Sequence[int], edited: Sequence[int]
    ) -> None:
        same = sorted(same)
        self._document = document
        self._ticks = _find_ticking(document, same, set(edited))
        self._held = Counter([block.container for block in document.blocks])
        self._body = [index for index in same if body[index]]
        self._sides: dict[int, tuple[int, int]] = {}
        self._hold_body: set[int] = {-1}
        for index in same:
            container = document.blocks[index].container
            around = self._around(container)
            agreed, count = self._sides.get(around, (0, 0))
            self._sides[around] = agreed + (1 if body[index] else -1), count + 1
            while body[index] and container not in self._hold_body:
                self._hold_body.add(container)
                container = document.containers[container].parent

    def speaks_for(self, index: int) -> float:
        """Log odds for body (above 0) or chrome by where a changed block stands."""
        if index in self._ticks:
            return 0.0
        block = self._document.blocks[index]
        around = self._around(block.container)
        agreed, count = self._sides.get(around, (0, 1)) if around > 0 else (0, 1)  # 0 holds the whole page
        among = AMONG * agreed / count
        if not self._body or self._is_named(block.container):
            return among
        is_linked = 2 * block.link_chars > len(block.text)
        if len(block.text) >= LONG and not is_linked:
            among += PROSE
        if self._body[0] < index < self._body[-1]:
            among += WITHIN
        at = bisect_left(self._body, index)
        if all(abs(near - index) > REACH for near in self._body[max(0, at - 1) : at + 1]):
            return among
        return among + (BESIDE_LINKED if is_linked else BESIDE)

    def _around(self, container: int) -> int:
        """What holds a block's siblings: its container, or the one around that if it holds nothing else."""
        return container if self._held[container] > 1 else self._document.containers[container].parent

    def _is_named(self, container: int) -> bool:
        """Is it in a menu, a footer or the like that has no body in it?"""
        containers = self._document.containers
        while container not in self._hold_body:
            if kind_of(containers[container]) is not None:
                return True
            container = containers[container].parent
        return False


def _find_ticking(document: Document, same: Sequence[int], edited: set[int]) -> set[int]:
    """Short texts that changed side by side, mostly in place."""
    ticking: set[int] = set()
    for a, b in pairwise([-1, *same, len(document.blocks)]):
        run = range(a + 1, b)
        if (
            len(run) >= MANY
            and 2 * len(edited.intersection(run)) >= len(run)
            and all(len(document.blocks[index].text) < LONG for index in run)
        ):
            ticking.update(run)
    return ticking
