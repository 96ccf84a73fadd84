"""Which item of a menu is which item of the same menu later: one to one, over label, target, place,
parent and children.

    before                 after
    About                  About
      Team      /team        People     /team        the same target: renamed
      Jobs      /jobs      Work with us
    News        /news        Jobs       /jobs        the same label and target: moved
                           Views        /views       "News" → "Views" looks alike and is another item

What is certain comes first and is never given up for what is only likely: equal items under equal
parents, then equal items elsewhere, then parents with the same children, and only then labels that
are alike. All steps but the last look things up and are linear; the last one is bounded by `MAX_CELLS`.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from monitor.compare.entries import Entry, pair_by_core
from monitor.compare.likeness import MAX_WITHOUT_RARE, Likeness
from monitor.compare.matching import Matching
from monitor.compare.trees import Forest

MIN_LIKENESS = 0.60
"""Below this two labels of one menu are two items. The labels of unrelated neighbours stay below it
(99 in 100), see benchmarks/sites.py."""

MIN_LIKENESS_IN_PLACE = 0.40
"""The same for the only item that left and the only item that came between the same neighbours."""

MIN_SHARED_CHILDREN = 0.5
"""Two items with this share of their children in common are the same item (dice)."""

MAX_CELLS = 40_000
"""Pairs of labels that are weighed in one group of siblings; what is over it is only compared with what
shares a rare word."""

MAX_MARKED = 2_000
"""Items of one list without a counterpart that are looked at for marks: taking a label apart costs more than
all else, and of so many at once that left or came none is missed."""

MAX_ROUNDS = 4
"""What is found in one round may make something else certain in the next."""

LONG_LABEL = 10
"""Characters from which a label says enough to be known again in another menu without its target."""


Pairs = list[tuple[int, int]]


def match_forests(before: Forest, after: Forest, roots: Iterable[tuple[int, int]]) -> Matching:
    """Pair the items of two forests whose regions are paired as `roots` says."""
    matching = Matching(before, after)
    paired = list(roots)
    for i, j in paired:
        matching.pair(i, j)
    _descend(matching, paired)
    tried: dict[tuple[int, int], tuple[int, int]] = {}
    for _ in range(MAX_ROUNDS):
        found = [
            *_pair_elsewhere(matching, inner=True),
            *_pair_parents(matching),
            *_pair_elsewhere(matching, inner=False),
            *_pair_in_groups(matching, tried),
        ]
        if not found:
            break
    return matching


def _descend(matching: Matching, fresh: Pairs) -> None:
    """Pair equal children of what was paired, and theirs, all the way down."""
    stack = list(fresh)
    while stack:
        stack += _pair_equal(matching, *stack.pop())


def _pair_equal(matching: Matching, i: int, j: int) -> Pairs:
    """Children of one pair that are equal, from the surest likeness to the weakest."""
    before, after = matching.before, matching.after
    found: Pairs = []
    left, right = before.children[i], after.children[j]
    if not left or not right:
        return found

    def step(key: Callable[[Forest, int], Hashable], rule: str, saw: str, *, in_order: bool) -> None:
        nonlocal left, right
        left, right = matching.free_before(left), matching.free_after(right)
        if left and right:
            for x, y in _couple(before, after, left, right, key, in_order=in_order):
                matching.pair(x, y, rule, saw)
                found.append((x, y))

    for x, y in _same_written(before, after, matching.free_before(left), matching.free_after(right)):
        matching.pair(x, y)
        found.append((x, y))
    # Equal items are equal whichever of them is which; of equal labels that lead elsewhere each must have
    # its counterpart, else an item that was put in between would shift all that follow it.
    step(lambda f, n: (f.labels[n], f.keys[n], f.badges[n]), "", "", in_order=True)
    step(lambda f, n: (f.folds[n], f.keys[n]), "rename/style", "same words, same target", in_order=True)
    step(lambda f, n: f.folds[n], "item/label", "same label under the same parent", in_order=False)
    step(lambda f, n: f.keys[n] or None, "rename/target", "same target under the same parent", in_order=False)
    return found


def _same_written(before: Forest, after: Forest, left: Sequence[int], right: Sequence[int]) -> Pairs:
    """Pairs of items that are written alike and whose labels no sibling has: nearly all, in most menus. The
    first of the steps finds them, too, but looks closer at each.
    """
    by_label: dict[str, int] = {}
    for node in right:
        label = after.labels[node]
        by_label[label] = -1 if label in by_label else node
    counts = Counter([before.labels[node] for node in left])
    pairs = []
    for node in left:
        label = before.labels[node]
        other = by_label.get(label, -1)
        if (
            other >= 0
            and counts[label] == 1
            and before.targets[node] == after.targets[other]
            and before.badges[node] == after.badges[other]
        ):
            pairs.append((node, other))
    return pairs


def _couple(
    before: Forest,
    after: Forest,
    left: Iterable[int],
    right: Iterable[int],
    key: Callable[[Forest, int], Hashable],
    *,
    in_order: bool,
) -> Pairs:
    """Pair nodes with equal keys: the k-th with the k-th, or only when there are as many on both sides."""
    pairs: Pairs = []
    for those, these in _index(before, after, left, right, key):
        if len(those) == len(these):
            pairs += zip(those, these, strict=True)
        elif in_order:
            pairs += _by_neighbours(before, after, those, these)
    return pairs


def _by_neighbours(before: Forest, after: Forest, those: Sequence[int], these: Sequence[int]) -> Pairs:
    """Pair equal items of which one side has more: those beside the same item first, the others in order."""
    left, right, pairs = list(those), list(these), []
    for step in (-1, 1) if len(left) * len(right) <= MAX_CELLS else ():
        places: dict[str, int] = {}
        for y in reversed(right):
            places[_label_beside(after, y, step)] = y
        for x in list(left):
            y = places.pop(_label_beside(before, x, step), -1)
            if y >= 0:
                pairs.append((x, y))
                left.remove(x)
                right.remove(y)
    return [*pairs, *zip(left, right, strict=False)]


def _label_beside(forest: Forest, node: int, step: int) -> str:
    siblings, at = forest.children[forest.parents[node]], forest.places[node] + step
    return forest.labels[siblings[at]] if 0 <= at < len(siblings) else ""


def _index(
    before: Forest,
    after: Forest,
    left: Iterable[int],
    right: Iterable[int],
    key: Callable[[Forest, int], Hashable],
) -> list[tuple[list[int], list[int]]]:
    """Nodes with equal keys, side by side. None is no key."""
    index_before: dict[Hashable, list[int]] = defaultdict(list)
    index_after: dict[Hashable, list[int]] = defaultdict(list)
    for node in left:
        index_before[key(before, node)].append(node)
    for node in right:
        index_after[key(after, node)].append(node)
    return [
        (those, index_after[value])
        for value, those in index_before.items()
        if value is not None and value in index_after
    ]


def _pair_elsewhere(matching: Matching, *, inner: bool) -> Pairs:
    """Pair items that stand elsewhere now, when label and target (or a telling label) leave no doubt.

    With `inner` only those that have children: they take theirs along.
    """
    before, after = matching.before, matching.after

    def free() -> tuple[list[int], list[int]]:
        left = matching.free_before(range(len(before.regions), len(before)))
        right = matching.free_after(range(len(after.regions), len(after)))
        if inner:
            left = [n for n in left if before.children[n]]
            right = [n for n in right if after.children[n]]
        return left, right

    def exact(forest: Forest, node: int) -> Hashable:
        return (forest.folds[node], forest.keys[node]) if forest.keys[node] else None

    def target(forest: Forest, node: int) -> Hashable:
        return forest.keys[node] or None

    def label(forest: Forest, node: int) -> Hashable:
        telling = not forest.keys[node] or len(forest.folds[node]) >= LONG_LABEL or " " in forest.folds[node]
        return forest.folds[node] if telling else None

    def leaf(forest: Forest, node: int) -> Hashable:
        last = forest.keys[node].rstrip("/").rpartition("/")[2]
        return (forest.folds[node], last) if last else None

    found: Pairs = []
    for key, rule, saw in (
        (exact, "move/item", "same label and target"),
        (leaf, "move/leaf", "same label, and the same last part of the target"),
        (label, "move/label", "same label, and no other item has it"),
        (target, "move/target", "same target, and no other item has it"),
    ):
        left, right = free()
        if not left or not right:
            break
        fresh = [
            (those[0], these[0])
            for those, these in _index(before, after, left, right, key)
            if len(those) == len(these) == 1
        ]
        # Document order: a parent is paired before its children, which then go with it.
        for i, j in sorted(fresh):
            if matching.to_after[i] < 0 and matching.to_before[j] < 0:
                matching.pair(i, j, rule, saw)
                _descend(matching, [(i, j)])
                found.append((i, j))
    return found


def _pair_parents(matching: Matching) -> Pairs:
    """Pair items by their children, the deepest first."""
    before, after = matching.before, matching.after
    left = [n for n in matching.free_before(range(len(before.regions), len(before))) if before.children[n]]
    right = [n for n in matching.free_after(range(len(after.regions), len(after))) if after.children[n]]
    if not left or not right:
        return []
    owners: dict[tuple[str, str], list[int]] = defaultdict(list)
    for node in right:
        for child in after.children[node]:
            owners[after.folds[child], after.keys[child]].append(node)
    scored: list[tuple[float, int, int]] = []
    for node in left:
        votes: Counter[int] = Counter()
        for child in before.children[node]:
            # What many parents have (an "Overview" in each) tells them apart no more.
            those = owners.get((before.folds[child], before.keys[child]), ())
            if len(those) <= 4:
                votes.update(those)
        for other, shared in votes.items():
            dice = 2 * shared / (len(before.children[node]) + len(after.children[other]))
            if shared >= 2 and dice >= MIN_SHARED_CHILDREN:
                scored.append((-dice, node, other))
    found: Pairs = []
    for dice, i, j in sorted(scored):
        if matching.to_after[i] < 0 and matching.to_before[j] < 0:
            matching.pair(i, j, "rename/children", f"{-dice:.0%} of the items below are the same")
            _descend(matching, [(i, j)])
            found.append((i, j))
    return found


def _pair_in_groups(matching: Matching, tried: dict[tuple[int, int], tuple[int, int]]) -> Pairs:
    """Pair what is left among siblings: by their cores (marks came or went), then by likeness.

    `tried` remembers how many were left of each group: what gave nothing once gives nothing again.
    """
    found: Pairs = []
    for i, j in enumerate(matching.to_after):
        if j < 0 or not matching.before.children[i] or not matching.after.children[j]:
            continue
        left = matching.free_before(matching.before.children[i])
        right = matching.free_after(matching.after.children[j])
        if left and right and tried.get((i, j)) != (len(left), len(right)):
            fresh = _pair_cores(matching, left, right)
            left, right = matching.free_before(left), matching.free_after(right)
            if left and right:
                fresh += _pair_alike(matching, i, j, left, right)
            tried[i, j] = len(matching.free_before(left)), len(matching.free_after(right))
            _descend(matching, fresh)
            found += fresh
    return found


def _pair_cores(matching: Matching, left: Sequence[int], right: Sequence[int]) -> Pairs:
    before, after = matching.before, matching.after
    if max(len(left), len(right)) > MAX_MARKED:
        return []
    pairs = pair_by_core(
        [Entry(before.labels[n], before.badges[n]) for n in left],
        [Entry(after.labels[n], after.badges[n]) for n in right],
    )
    found = [(left[x], right[y]) for x, y in pairs]
    for x, y in found:
        matching.pair(x, y, "rename/core", "one label is the other with something before or after it")
    return found


def _pair_alike(matching: Matching, i: int, j: int, left: Sequence[int], right: Sequence[int]) -> Pairs:
    before, after = matching.before, matching.after
    siblings_before, siblings_after = before.children[i], after.children[j]
    likeness = Likeness(
        [before.labels[n] for n in siblings_before], [after.labels[n] for n in siblings_after]
    )
    scored: list[tuple[float, int, int, int]] = []
    saw: dict[tuple[int, int], str] = {}
    for x, y in likeness.candidates(left, right, before, after, MAX_CELLS):
        neighbours = _neighbours(matching, x, y)
        labels = likeness.of(before.labels[x], after.labels[y])
        if labels <= MAX_WITHOUT_RARE:
            continue
        score = labels + 0.08 * neighbours + likeness.of_targets(before.keys[x], after.keys[y])
        if bool(before.children[x]) != bool(after.children[y]):
            score -= 0.2  # a heading with items below it seldom becomes a plain item
        if score >= (MIN_LIKENESS_IN_PLACE if neighbours == 2 else MIN_LIKENESS):
            scored.append((-round(score, 6), abs(before.places[x] - after.places[y]), x, y))
            saw[x, y] = f"label likeness {labels:.2f}, the same neighbour on {neighbours} of 2 sides"
    found: Pairs = []
    for _, _, x, y in sorted(scored):
        if matching.to_after[x] < 0 and matching.to_before[y] < 0:
            matching.pair(x, y, "rename/sibling", saw[x, y])
            found.append((x, y))
    return found


def _neighbours(matching: Matching, x: int, y: int) -> int:
    """On how many sides (0 to 2) both have the same neighbour, or both have none."""
    siblings_before = matching.before.children[matching.before.parents[x]]
    siblings_after = matching.after.children[matching.after.parents[y]]
    at, to = matching.before.places[x], matching.after.places[y]
    same = 0
    for step in (-1, 1):
        has_before, has_after = 0 <= at + step < len(siblings_before), 0 <= to + step < len(siblings_after)
        if has_before and has_after:
            same += matching.to_after[siblings_before[at + step]] == siblings_after[to + step]
        else:
            same += has_before == has_after
    return same
