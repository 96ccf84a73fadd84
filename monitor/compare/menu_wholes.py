"""What came to a menu and what went from it: an item with all below it, or a whole region, by its top."""

from monitor.compare.events import MANY, Event
from monitor.compare.matching import Matching
from monitor.compare.menu_words import is_in_sentence, listed, types_of
from monitor.compare.trees import Forest, region_at
from monitor.model import Change, ChangeType, Where

MOST = 0.7
"""A region came or went as a whole when this share of its items did."""

Placed = tuple[tuple[int, int], Event]
"""An event, and where in the menu after it is told."""


class Wholes:
    """Nodes of one side that the other side has not."""

    def __init__(self, matching: Matching) -> None:
        self.matching = matching
        self.before = matching.before
        self.after = matching.after
        self._behind: dict[int, int] = {}

    def arrivals(self) -> list[Placed]:
        whole = self._whole_regions(self.after, self.matching.to_before)
        told = [((root, 1), self._whole_region(self.after, root, added=True)) for root in whole]
        for j in self.matching.free_after(range(len(self.after.regions), len(self.after))):
            parent = self.after.parents[j]
            if self._is_told_above(self.after, j, self.before, self.matching.to_before):
                continue
            if parent not in whole and (self.after.is_root(parent) or self.matching.to_before[parent] >= 0):
                told.append(((j, 1), self._whole(self.after, j, self.matching.to_before, added=True)))
        return told

    def departures(self) -> list[Placed]:
        whole = self._whole_regions(self.before, self.matching.to_after)
        end = len(self.after)
        told = [((end, root), self._whole_region(self.before, root, added=False)) for root in whole]
        for i in self.matching.free_before(range(len(self.before.regions), len(self.before))):
            parent = self.before.parents[i]
            partner = self.matching.to_after[parent]
            if self._is_told_above(self.before, i, self.after, self.matching.to_after):
                continue
            if parent not in whole and (self.before.is_root(parent) or partner >= 0):
                place = (self._near(i, partner) if partner >= 0 else end, 1)
                told.append((place, self._whole(self.before, i, self.matching.to_after, added=False)))
        return told

    def _is_told_above(self, forest: Forest, node: int, other: Forest, partners: list[int]) -> bool:
        """Is this a link of a sentence that was edited?"""
        if not is_in_sentence(forest, node):
            return False
        above = forest.parents[node]
        return partners[above] >= 0 and other.labels[partners[above]] != forest.labels[above]

    def _whole_regions(self, forest: Forest, partners: list[int]) -> set[int]:
        """Regions without a counterpart, most of whose items are nowhere on the other side either."""
        whole = set()
        for root in forest.roots:
            items = forest.children[root]
            free = sum(partners[n] < 0 for n in items)
            many = len(forest.below(root)) >= MANY and free >= MOST * len(items)
            if partners[root] < 0 and many:
                whole.add(root)
        return whole

    def _whole_region(self, forest: Forest, root: int, *, added: bool) -> Event:
        top = forest.children[root]
        heading = forest.labels[top[0]] if len(top) == 1 and forest.children[top[0]] else ""
        labels = tuple(forest.labels[n] for n in (forest.children[top[0]] if heading else top))
        change = Change(
            type=ChangeType.MENU_ADDED if added else ChangeType.MENU_REMOVED,
            where=Where.CHROME,
            before=None if added else labels,
            after=labels if added else None,
            text=heading,
            region=region_at(forest, root),
            rule="region/added" if added else "region/removed",
            evidence=(f"{len(forest.below(root))} items, of which none or few stand elsewhere",),
        )
        return Event(change)

    def _near(self, i: int, parent: int) -> int:
        """Where in the menu after it would stand: behind its last sibling that is still there."""
        siblings = self.before.children[self.before.parents[i]]
        if i not in self._behind:
            last = parent
            for sibling in siblings:
                self._behind[sibling] = last
                last = max(last, self.matching.to_after[sibling])
        return self._behind[i]

    def _whole(self, forest: Forest, node: int, partners: list[int], *, added: bool) -> Event:
        below = [n for n in forest.below(node) if partners[n] < 0]
        kept = len(forest.below(node)) - len(below)
        evidence = []
        if below:
            names = ", ".join(forest.labels[n] for n in below[:12])
            items = f"{len(below)} item{'s' * (len(below) > 1)}"
            evidence.append(f"with {items} below it: {names}{', …' * (len(below) > 12)}")
        if kept:
            evidence.append(f"{kept} items {'came to it from' if added else 'went from it to'} another place")
        if not evidence:
            evidence.append(f"no such item {'before' if added else 'after'}")
        change = Change(
            type=types_of(forest, node)[0 if added else 1],
            where=Where.CHROME,
            before=None if added else forest.labels[node],
            after=forest.labels[node] if added else None,
            region=region_at(forest, node),
            path=forest.path(node),
            rule="menu/added" if added else "menu/removed",
            evidence=tuple(evidence),
        )
        return listed(forest, node, change, (forest.keys[node],))
