"""What a matching of menus says: renamed, moved, added, removed, marks, links: each thing once.

Many equal things are one thing: a subtree that came or went is told by its top; a menu set in other
letters, a list put in another order, a hundred links that follow one rule are one change each.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from monitor.compare.annotations import Annotation, find_annotations
from monitor.compare.entries import Entry
from monitor.compare.events import MANY, Event
from monitor.compare.matching import Matching
from monitor.compare.menu_links import link_events
from monitor.compare.menu_places import Places
from monitor.compare.menu_wholes import Placed, Wholes
from monitor.compare.menu_words import is_in_sentence, kin, listed, types_of
from monitor.compare.noise import edit_noise
from monitor.compare.trees import Forest, region_at
from monitor.compare.values import is_date_edit, is_number_edit
from monitor.model import Change, ChangeType, RegionKind, Where

MAX_LOOKED_AT = 5_000
"""Items that say something else now, of which marks are looked for: taking a label apart costs more than all
else, and who gives so many items another label at once tells of another menu."""

_BESIDE = frozenset({RegionKind.FOOTER, RegionKind.OTHER, RegionKind.SIDEBAR})


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
        self.renamed: set[int] = set()
        """Nodes before that say something else now."""

    def events(self) -> list[Event]:
        placed: list[Placed] = []
        places = Places(self.matching)
        wholes = Wholes(self.matching)
        for found in (self._labels(places.found), wholes.arrivals(), wholes.departures()):
            placed += found
        placed += [((j, 2), event) for j, event in link_events(self.matching, self.renamed)]
        placed += places.told(self.moved)
        return [event for _, event in sorted(placed, key=lambda p: p[0])]

    def _edit_type(self, i: int, j: int) -> ChangeType:
        """A plain text beside the menus ("Updated 3 May") that only changed its date or number says so."""
        edited = types_of(self.after, j)[2]
        plain = not self.after.targets[j] and not self.after.children[j]
        if edited is ChangeType.PARAGRAPH_EDITED or (plain and self.after.region_of(j).kind in _BESIDE):
            if is_date_edit(self.before.labels[i], self.after.labels[j]):
                return ChangeType.DATE_CHANGED
            if is_number_edit(self.before.labels[i], self.after.labels[j]):
                return ChangeType.NUMBER_CHANGED
        return edited

    def _labels(self, moves: dict[int, str]) -> list[Placed]:
        changed = [
            (i, j)
            for i, j in self.matching.items()
            if self.before.labels[i] != self.after.labels[j] or self.before.badges[i] != self.after.badges[j]
        ]
        if not changed:
            return []
        told: list[Placed] = []
        accounted: set[int] = set()
        for annotation, nodes_before, nodes_after in self._annotations(changed):
            if annotation.type is ChangeType.ANNOTATION_CHANGED and edit_noise(
                self.before.labels[nodes_before[0]], self.after.labels[nodes_after[0]]
            ):
                continue  # a caption that ticks ("25 minutes ago · 1,204 views") is no item with a mark
            accounted.update(nodes_before)
            told.append(((nodes_after[-1], 0), self._annotated(annotation, nodes_before, nodes_after)))
        rest = [
            (i, j)
            for i, j in changed
            if i not in accounted
            and self.before.labels[i] != self.after.labels[j]
            and not (is_in_sentence(self.before, i) and is_in_sentence(self.after, j))
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
        if len(changed) > MAX_LOOKED_AT:
            return
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
            region=region_at(self.after, nodes_after[-1]),
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
            region=region_at(self.after, group[0][1]),
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
            region=region_at(self.after, j),
            path=self.after.path(j),
            path_before=self.before.path(i) if moves.get(i) == "parent" else None,
            moved=elsewhere,
            rule="rename/style" if restyled else rule.replace("move/", "rename/"),
            evidence=(saw, *kin(self.matching, i, j)),
            confidence=1.0 if self.before.keys[i] == self.after.keys[j] != "" or restyled else 0.85,
        )
        return listed(self.after, j, change, (self.before.keys[i],))
