"""What changed its place in a menu: another parent, another order; and what only looks like it."""

import zlib
from collections import defaultdict
from collections.abc import Sequence

from monitor.compare.events import MANY, Event
from monitor.compare.matching import Matching
from monitor.compare.menu_wholes import Placed
from monitor.compare.menu_words import kin, listed
from monitor.compare.moves import heaviest_rising
from monitor.compare.trees import region_at
from monitor.model import Change, ChangeType, Where

REORDERED = 0.4
"""When more than this share of a list moved, and many items, the list was put in another order."""

HALF = 0.5
"""When more than this share of a list moved, it was, however short it is."""


class Places:
    """The items that stand elsewhere."""

    def __init__(self, matching: Matching) -> None:
        self.matching = matching
        self.before = matching.before
        self.after = matching.after
        self.found = self._find()
        """Nodes before, and how each moved: "parent" or "order"."""

    def _find(self) -> dict[int, str]:
        """Nodes before that stand elsewhere after, and how: "parent" or "order"."""
        moves: dict[int, str] = {}
        stayed: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for i, j in self.matching.items():
            parent = self.before.parents[i]
            if self.matching.to_after[parent] == self.after.parents[j]:
                stayed[parent].append((i, j))
            elif not self._crosses_a_border(i, j) and not self._is_wrapped(i, j):
                moves[i] = "parent"
        for pairs in stayed.values():
            places = [self.after.places[j] for _, j in pairs]
            if places == sorted(places):
                continue
            weights = [self._weight(i, j) for i, j in pairs]
            kept = set(heaviest_rising(places, weights))
            moved = [i for at, (i, _) in enumerate(pairs) if at not in kept]
            moves |= {i: "order" for i in moved if any(c.isalnum() for c in self.before.labels[i])}
        return moves

    def _weight(self, i: int, j: int) -> int:
        """As few items as possible moved. Among as many, heavier subtrees stay, and what still says the same.
        Among equals the letters decide: both directions tell the same move.
        """
        folds = sorted((self.before.folds[i], self.after.folds[j]))
        tie = zlib.crc32("\0".join(folds).encode("utf-8", "replace")) % 1000
        below = len(self.before.children[i]) + len(self.after.children[j])
        changed = self.before.labels[i] != self.after.labels[j]
        return 1_000_000 + 4_000 * min(below, 50) - 400_000 * changed + tie

    def _crosses_a_border(self, i: int, j: int) -> bool:
        """Straight under a region without counterpart: the regions were cut differently; nothing moved."""
        parent_before, parent_after = self.before.parents[i], self.after.parents[j]
        if not (self.before.is_root(parent_before) and self.after.is_root(parent_after)):
            return False
        return self.matching.to_after[parent_before] < 0 or self.matching.to_before[parent_after] < 0

    def _is_wrapped(self, i: int, j: int) -> bool:
        """Still in its old list, one level deeper or higher: something was put around it, or taken away.

        What was put around is told as added, and names what came to it. A heading without a link may hold
        its items or only stand before them; which of the two is a matter of markup.
        """
        old, new = self.before.parents[i], self.after.parents[j]
        for forest, upper, lower, partners, others in (
            (self.after, old, new, self.matching.to_before, self.before),
            (self.before, new, old, self.matching.to_after, self.after),
        ):
            if forest.is_root(lower) or partners[forest.parents[lower]] != upper:
                continue
            heading = partners[lower]
            if heading < 0 or (not others.children[heading] and not others.targets[heading]):
                return True
        return False

    def told(self, elsewhere: set[int]) -> list[Placed]:
        """The moves as changes, without those of nodes that another change tells with its own."""
        told: list[Placed] = []
        groups: dict[tuple[int, int, str], list[int]] = defaultdict(list)
        for i, how in self.found.items():
            if i not in elsewhere:
                groups[self.before.parents[i], self.after.parents[self.matching.to_after[i]], how].append(i)
        for (parent_before, parent_after, how), nodes in groups.items():
            lists = (len(self.before.children[parent_before]), len(self.after.children[parent_after]))
            share = len(nodes) / min(lists)
            if how == "order" and (share > HALF or (len(nodes) >= MANY and share > REORDERED)):
                told.append(((self.matching.to_after[nodes[0]], 3), self._reordered(parent_before)))
            elif len(nodes) >= MANY or (how == "parent" and len(nodes) > 1 and len(nodes) in lists):
                told.append(((self.matching.to_after[nodes[0]], 3), self._moved_together(nodes, how)))
            else:
                told += [((self.matching.to_after[i], 3), self._moved(i, how)) for i in nodes]
        return told

    def _moved(self, i: int, how: str) -> Event:
        j = self.matching.to_after[i]
        change = Change(
            type=ChangeType.MENU_MOVED,
            where=Where.CHROME,
            before=self.before.labels[i],
            after=self.after.labels[j],
            region=region_at(self.after, j),
            path=self.after.path(j),
            path_before=self.before.path(i) if how == "parent" else None,
            rule=f"move/{how}",
            evidence=(
                self.matching.rules.get(i, ("", "same item"))[1],
                *kin(self.matching, i, j)[1 if self.before.keys[i] else 0 :],
                f"place {self.before.places[i] + 1} before, {self.after.places[j] + 1} after",
                *self._neighbour(j),
            ),
        )
        return listed(self.after, j, change, (self.after.keys[j], how))

    def _neighbour(self, j: int) -> tuple[str, ...]:
        place = self.after.places[j]
        if not place:
            return ("first of its list",)
        return (f"now after “{self.after.labels[self.after.children[self.after.parents[j]][place - 1]]}”",)

    def _moved_together(self, nodes: Sequence[int], how: str) -> Event:
        j = self.matching.to_after[nodes[0]]
        change = Change(
            type=ChangeType.MENU_MOVED,
            where=Where.CHROME,
            before=tuple(self.before.labels[i] for i in nodes),
            after=tuple(self.after.labels[self.matching.to_after[i]] for i in nodes),
            region=region_at(self.after, j),
            path=self.after.path(j),
            path_before=self.before.path(nodes[0]) if how == "parent" else None,
            rule="move/together",
            evidence=(f"{len(nodes)} items {'went the same way' if how == 'parent' else 'of one list'}",),
        )
        return Event(change)

    def _reordered(self, parent: int) -> Event:
        nodes = [i for i in self.before.children[parent] if self.matching.to_after[i] >= 0]
        partners = sorted(self.matching.to_after[i] for i in nodes)
        change = Change(
            type=ChangeType.MENU_MOVED,
            where=Where.CHROME,
            before=tuple(self.before.labels[i] for i in nodes),
            after=tuple(self.after.labels[j] for j in partners),
            kind="reordered",
            region=region_at(self.after, partners[0]),
            path=self.after.path(partners[0]),
            rule="move/reordered",
            evidence=(f"the same {len(nodes)} items in another order",),
        )
        return Event(change)
