"""What a matching of menus says: renamed, moved, added, removed, marks, links: each thing once.

Many equal things are one thing: a subtree that came or went is told by its top; a menu set in other
letters, a list put in another order, a hundred links that follow one rule are one change each.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

from monitor.compare.annotations import Annotation, Entry, find_annotations
from monitor.compare.events import MANY, Event
from monitor.compare.matching import Matching
from monitor.compare.menu_links import link_events
from monitor.compare.moves import heaviest_rising
from monitor.compare.noise import edit_noise
from monitor.compare.trees import Forest, region_name
from monitor.compare.values import is_date_edit, is_number_edit
from monitor.model import Change, ChangeType, RegionKind, Where

REORDERED = 0.4
"""When more than this share of a list moved, and many items, the list was put in another order."""

HALF = 0.5
"""When more than this share of a list moved, it was, however short it is."""

MOST = 0.7
"""A region came or went as a whole when this share of its items did."""

TEXT_WORDS = 6
"""A plain text of this many words in a footer or a banner is a text and no menu item."""


def read_matching(matching: Matching) -> list[Event]:
    """All changes that a matching of two forests holds, in the order of the menu after."""
    return _Reading(matching).events()


class _Reading:
    def __init__(self, matching: Matching) -> None:
        self.matching = matching
        self.before: Forest = matching.before
        self.after: Forest = matching.after
        self.moved: set[int] = set()
        """Nodes before whose move is told with another change of theirs."""
        self._behind: dict[int, int] = {}
        self.renamed: set[int] = set()
        """Nodes before that say something else now."""

    def events(self) -> list[Event]:
        placed: list[tuple[tuple[int, int], Event]] = []
        moves = self._moves()
        for found in (self._labels(moves), self._arrivals(), self._departures()):
            placed += found
        placed += [((j, 2), event) for j, event in link_events(self.matching, self.renamed)]
        placed += self._told_moves(moves)
        return [event for _, event in sorted(placed, key=lambda p: p[0])]

    # ── shared words ────────────────────────────────────────────────────────────────────────

    def _region(self, forest: Forest, node: int) -> str:
        return region_name(forest.region_of(node))

    def _is_text(self, forest: Forest, node: int) -> bool:
        """A footer's address or copyright line, a banner's sentence: words that are not there to click."""
        if forest.targets[node] or forest.children[node]:
            return False
        kind, label = forest.region_of(node).kind, forest.labels[node]
        words = len(label.split())
        ends = label.endswith((".", "!", "?", "。"))
        if kind in (RegionKind.FOOTER, RegionKind.OTHER):
            return words >= TEXT_WORDS or "©" in label or ends
        return words >= 2 * TEXT_WORDS or (words >= TEXT_WORDS and ends)

    def _types(self, forest: Forest, node: int) -> tuple[ChangeType, ChangeType, ChangeType]:
        """Added, removed, edited: as this node is called."""
        if self._is_text(forest, node):
            return ChangeType.PARAGRAPH_ADDED, ChangeType.PARAGRAPH_REMOVED, ChangeType.PARAGRAPH_EDITED
        return ChangeType.MENU_ADDED, ChangeType.MENU_REMOVED, ChangeType.MENU_RENAMED

    def _edit_type(self, i: int, j: int) -> ChangeType:
        edited = self._types(self.after, j)[2]
        if edited is ChangeType.PARAGRAPH_EDITED:
            if is_date_edit(self.before.labels[i], self.after.labels[j]):
                return ChangeType.DATE_CHANGED
            if is_number_edit(self.before.labels[i], self.after.labels[j]):
                return ChangeType.NUMBER_CHANGED
        return edited

    # ── labels ──────────────────────────────────────────────────────────────────────────────

    def _labels(self, moves: dict[int, str]) -> list[tuple[tuple[int, int], Event]]:
        changed = [
            (i, j)
            for i, j in self.matching.items()
            if self.before.labels[i] != self.after.labels[j] or self.before.badges[i] != self.after.badges[j]
        ]
        if not changed:
            return []
        told: list[tuple[tuple[int, int], Event]] = []
        accounted: set[int] = set()
        for annotation, nodes_before, nodes_after in self._annotations(changed):
            if annotation.type is ChangeType.ANNOTATION_CHANGED and edit_noise(
                self.before.labels[nodes_before[0]], self.after.labels[nodes_after[0]]
            ):
                continue  # a caption that ticks ("25 minutes ago · 1,204 views") is no item with a mark
            accounted.update(nodes_before)
            told.append(((nodes_after[-1], 0), self._annotated(annotation, nodes_before, nodes_after)))
        rest = [
            (i, j) for i, j in changed if i not in accounted and self.before.labels[i] != self.after.labels[j]
        ]
        styled = [(i, j) for i, j in rest if self.before.folds[i] == self.after.folds[j]]
        for group in self._by_region(styled):
            if len(group) >= MANY:
                told.append(((group[0][1], 0), self._restyled_menu(group)))
                accounted.update(i for i, _ in group)
        for i, j in rest:
            if i not in accounted:
                told.append(((j, 0), self._renamed(i, j, moves)))
        return told

    def _by_region(self, pairs: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
        groups: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for i, j in pairs:
            groups[self.after.root_of(j)].append((i, j))
        return list(groups.values())

    def _annotations(
        self, changed: Sequence[tuple[int, int]]
    ) -> Iterator[tuple[Annotation, list[int], list[int]]]:
        """Marks, looked for among all siblings of what changed."""
        parents_before = {self.before.parents[i] for i, _ in changed}
        parents_after = {self.after.parents[j] for _, j in changed}
        parents_before |= {self.matching.to_before[p] for p in parents_after} - {-1}
        parents_after |= {self.matching.to_after[p] for p in parents_before} - {-1}
        nodes_before = [n for p in sorted(parents_before) for n in self.before.children[p]]
        nodes_after = [n for p in sorted(parents_after) for n in self.after.children[p]]
        at_before = {node: at for at, node in enumerate(nodes_before)}
        at_after = {node: at for at, node in enumerate(nodes_after)}
        pairs = [
            (at_before[i], at_after[self.matching.to_after[i]])
            for i in nodes_before
            if self.matching.to_after[i] in at_after
        ]
        found = find_annotations(
            [self._entry(self.before, n, before=True) for n in nodes_before],
            [self._entry(self.after, n, before=False) for n in nodes_after],
            pairs,
        )
        for annotation in found:
            yield (
                annotation,
                [nodes_before[at] for at in annotation.before_at],
                [nodes_after[at] for at in annotation.after_at],
            )

    def _entry(self, forest: Forest, node: int, *, before: bool) -> Entry:
        parent = forest.parents[node]
        # One number for a pair of parents; parents without a partner get numbers of their own.
        partner = parent if before else self.matching.to_before[parent]
        group = partner if partner >= 0 else -1 - parent
        return Entry(forest.labels[node], forest.badges[node], group)

    def _annotated(self, found: Annotation, nodes_before: list[int], nodes_after: list[int]) -> Event:
        before = tuple(self.before.labels[n] for n in nodes_before)
        after = tuple(self.after.labels[n] for n in nodes_after)
        several = len(before) > 1
        change = Change(
            type=found.type,
            where=Where.CHROME,
            before=before if several else before[0],
            after=after if several else after[0],
            region=self._region(self.after, nodes_after[-1]),
            path=self.after.path(nodes_after[-1]),
            annotation=found.annotation,
            from_item=found.from_item,
            to_item=found.to_item,
            from_year=found.from_year,
            to_year=found.to_year,
            rule=found.rule,
            evidence=found.evidence,
            confidence=0.97 if found.type is ChangeType.ANNOTATION_MOVED else 0.9,
        )
        return Event(change, tuple(self.after.keys[n] for n in nodes_after))

    def _restyled_menu(self, group: Sequence[tuple[int, int]]) -> Event:
        change = Change(
            type=ChangeType.MENU_RENAMED,
            where=Where.CHROME,
            before=tuple(self.before.labels[i] for i, _ in group),
            after=tuple(self.after.labels[j] for _, j in group),
            kind="restyled",
            region=self._region(self.after, group[0][1]),
            rule="rename/menu style",
            evidence=(f"{len(group)} labels have the same words in other letters or signs",),
        )
        return Event(change)

    def _renamed(self, i: int, j: int, moves: dict[int, str]) -> Event:
        rule, saw = self.matching.rules.get(i, ("rename/place", "same place"))
        elsewhere = i in moves
        if elsewhere:
            self.moved.add(i)
        restyled = self.before.folds[i] == self.after.folds[j]
        if not restyled:
            self.renamed.add(i)
        change = Change(
            type=self._edit_type(i, j),
            where=Where.CHROME,
            before=self.before.labels[i],
            after=self.after.labels[j],
            kind="restyled" if restyled else "",
            region=self._region(self.after, j),
            path=self.after.path(j),
            path_before=self.before.path(i) if elsewhere else None,
            moved=elsewhere,
            rule="rename/style" if restyled else rule.replace("move/", "rename/"),
            evidence=(saw, *self._kin(i, j)),
            confidence=1.0 if self.before.keys[i] == self.after.keys[j] != "" or restyled else 0.85,
        )
        return _listed(self.after, j, change, (self.before.keys[i],))

    def _kin(self, i: int, j: int) -> tuple[str, ...]:
        same = self.before.keys[i] == self.after.keys[j] != ""
        below = sum(1 for child in self.before.children[i] if self.matching.to_after[child] >= 0)
        one, two = self.before.targets[i], self.after.targets[j]
        retargeted = one and two and not same and self.before.labels[i] != self.after.labels[j]
        return (
            *(("same target",) if same else ()),
            *((f"its target changed too: {one} → {two}",) if retargeted else ()),
            *((f"{below} items below stayed with it",) if below else ()),
        )

    # ── what came and what went ─────────────────────────────────────────────────────────────

    def _arrivals(self) -> list[tuple[tuple[int, int], Event]]:
        whole = self._whole_regions(self.after, self.matching.to_before)
        told = [((root, 1), self._whole_region(self.after, root, added=True)) for root in whole]
        for j in self.matching.free_after(range(len(self.after.regions), len(self.after))):
            parent = self.after.parents[j]
            if parent not in whole and (self.after.is_root(parent) or self.matching.to_before[parent] >= 0):
                told.append(((j, 1), self._whole(self.after, j, self.matching.to_before, added=True)))
        return told

    def _departures(self) -> list[tuple[tuple[int, int], Event]]:
        whole = self._whole_regions(self.before, self.matching.to_after)
        end = len(self.after)
        told = [((end, root), self._whole_region(self.before, root, added=False)) for root in whole]
        for i in self.matching.free_before(range(len(self.before.regions), len(self.before))):
            parent = self.before.parents[i]
            partner = self.matching.to_after[parent]
            if parent not in whole and (self.before.is_root(parent) or partner >= 0):
                place = (self._near(i, partner) if partner >= 0 else end, 1)
                told.append((place, self._whole(self.before, i, self.matching.to_after, added=False)))
        return told

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
            region=self._region(forest, root),
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
            evidence.append(f"with {len(below)} items below it: {names}{', …' if len(below) > 12 else ''}")
        if kept:
            evidence.append(f"{kept} items {'came to it from' if added else 'went from it to'} another place")
        if not evidence:
            evidence.append(f"no such item {'before' if added else 'after'}")
        change = Change(
            type=self._types(forest, node)[0 if added else 1],
            where=Where.CHROME,
            before=None if added else forest.labels[node],
            after=forest.labels[node] if added else None,
            region=self._region(forest, node),
            path=forest.path(node),
            rule="menu/added" if added else "menu/removed",
            evidence=tuple(evidence),
        )
        return _listed(forest, node, change, (forest.keys[node],))

    # ── moves ───────────────────────────────────────────────────────────────────────────────

    def _moves(self) -> dict[int, str]:
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
        """Heavier subtrees stay. Among equals the letters decide: both directions tell the same move."""
        folds = sorted((self.before.folds[i], self.after.folds[j]))
        tie = zlib.crc32("\0".join(folds).encode("utf-8", "replace")) % 1000
        below = len(self.before.children[i]) + len(self.after.children[j])
        return 1_000_000 * (1 + min(below, 50)) + tie

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

    def _told_moves(self, moves: dict[int, str]) -> list[tuple[tuple[int, int], Event]]:
        told: list[tuple[tuple[int, int], Event]] = []
        groups: dict[tuple[int, int, str], list[int]] = defaultdict(list)
        for i, how in moves.items():
            if i not in self.moved:
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
            region=self._region(self.after, j),
            path=self.after.path(j),
            path_before=self.before.path(i) if how == "parent" else None,
            rule=f"move/{how}",
            evidence=(
                self.matching.rules.get(i, ("", "same item"))[1],
                *self._kin(i, j)[1 if self.before.keys[i] else 0 :],
                f"place {self.before.places[i] + 1} before, {self.after.places[j] + 1} after",
                *self._neighbour(j),
            ),
        )
        return _listed(self.after, j, change, (self.after.keys[j], how))

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
            region=self._region(self.after, j),
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
            region=self._region(self.after, partners[0]),
            path=self.after.path(partners[0]),
            rule="move/reordered",
            evidence=(f"the same {len(nodes)} items in another order",),
        )
        return Event(change)


def _listed(forest: Forest, node: int, change: Change, targets: tuple[str, ...]) -> Event:
    heading, among = forest.list_of(node)
    return Event(change, targets, among=among, heading=heading)
