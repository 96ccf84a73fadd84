"""Regions laid flat: every item a number, so that trees of any depth are walked without recursion."""

from collections.abc import Callable, Sequence

from monitor.compare.labels import fold, is_separator
from monitor.compare.targets import leads_somewhere, target_key
from monitor.model import Region

MAX_LIST = 40
"""A list that is headed by a label among its items is looked at so far."""

_BETWEEN = " \u00a0,;|·•"

MAX_ITEMS = 200_000
"""Items over this (in one comparison, on one side) are not looked at. Readers bound pages far below."""


def _key(target: str) -> str:
    return target_key(target) if leads_somewhere(target) else ""


class _Made:
    """Of each text what is made of it, made when it is asked for: most items are paired without."""

    __slots__ = ("_from", "_known", "_make")

    def __init__(self, make: Callable[[str], str], texts: Sequence[str]) -> None:
        self._make = make
        self._from = texts
        self._known: dict[int, str] = {}

    def __getitem__(self, node: int) -> str:
        made = self._known.get(node)
        if made is None:
            made = self._known[node] = self._make(self._from[node])
        return made


class Forest:
    """The items of some regions in document order. The first nodes are the regions themselves, as roots."""

    __slots__ = (
        "badges",
        "children",
        "folds",
        "keys",
        "labels",
        "parents",
        "places",
        "regions",
        "roots",
        "targets",
    )

    def __init__(self, regions: Sequence[Region]) -> None:
        self.regions = tuple(regions)
        self.labels: list[str] = []
        self.targets: list[str] = []
        self.badges: list[tuple[str, ...]] = []
        self.folds = _Made(fold, self.labels)
        self.keys = _Made(_key, self.targets)
        """Where the item leads, for comparing; "" for nowhere."""
        self.parents: list[int] = []
        self.places: list[int] = []
        """Position among its siblings."""
        self.children: list[list[int]] = []
        self.roots = range(len(self.regions))
        for place, region in enumerate(self.regions):
            self._append(region.name, "", (), -1, place)
        for root, region in enumerate(self.regions):
            self._grow(root, region)

    def _append(self, label: str, target: str, badges: tuple[str, ...], parent: int, place: int) -> int:
        # A list that is set with bars or points has them at the end of some items and not of others.
        self.labels.append(label.strip(_BETWEEN) or label)
        self.targets.append(target)
        self.badges.append(badges)
        self.parents.append(parent)
        self.places.append(place)
        self.children.append([])
        return len(self.labels) - 1

    def _grow(self, root: int, region: Region) -> None:
        stack = [(root, item) for item in reversed(region.items)]
        while stack and len(self.labels) < MAX_ITEMS:
            parent, (label, target, children, badges) = stack.pop()
            if not target and not children and is_separator(label):
                continue  # the comma or bar between two items, which comes and goes with them
            siblings = self.children[parent]
            node = self._append(label, target, badges, parent, len(siblings))
            siblings.append(node)
            if children:
                stack += [(node, child) for child in reversed(children)]

    def __len__(self) -> int:
        return len(self.labels)

    def is_root(self, node: int) -> bool:
        return node < len(self.regions)

    def root_of(self, node: int) -> int:
        while self.parents[node] >= 0:
            node = self.parents[node]
        return node

    def region_of(self, node: int) -> Region:
        return self.regions[self.root_of(node)]

    def path(self, node: int) -> tuple[str, ...]:
        """The labels from below the region down to the parent of this node."""
        labels: list[str] = []
        node = self.parents[node]
        while node >= 0 and not self.is_root(node):
            labels.append(self.labels[node])
            node = self.parents[node]
        return tuple(reversed(labels))

    def list_of(self, node: int) -> tuple[str, int]:
        """The label that heads the list in which this node stands among its siblings, and the list's length.

        A label without a link heads the siblings after it, up to the next such label; "" when none does.
        """
        siblings = self.children[self.parents[node]]
        start, end = self.places[node], self.places[node] + 1
        first, last = max(0, start - MAX_LIST), min(len(siblings), end + MAX_LIST)
        while start > first and self.targets[siblings[start - 1]]:
            start -= 1
        while end < last and self.targets[siblings[end]]:
            end += 1
        heading = self.labels[siblings[start - 1]] if start > first and self.targets[node] else ""
        return heading, end - start

    def below(self, node: int) -> list[int]:
        """All nodes under this one, in document order."""
        found: list[int] = []
        stack = list(reversed(self.children[node]))
        while stack:
            child = stack.pop()
            found.append(child)
            stack += reversed(self.children[child])
        return found


def region_name(region: Region) -> str:
    """What to call it: "menu", "sidebar: Field work"."""
    return f"{region.kind.value}: {region.name}" if region.name else region.kind.value


def region_at(forest: Forest, node: int) -> str:
    """What to call the region in which this node stands."""
    return region_name(forest.region_of(node))
