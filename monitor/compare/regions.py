"""Which region is which: recognised by its items, not by its place."""

from collections import Counter
from collections.abc import Mapping, Sequence

from monitor.compare.labels import fold
from monitor.compare.together import is_assistant, is_button, is_consent
from monitor.model import Item, Region, RegionKind

MIN_SHARED = 0.3
"""Two regions with this share of their items in common (dice) are one region. A menu keeps most of its
items from year to year; two menus of one site share a few ("Contact") at most."""

MIN_SHARED_OTHER_KIND = 0.6
"""The same when structure called them differently (a menu here, a sidebar there)."""

MAX_CELLS = 10_000
"""Pairs of regions that are weighed; a page has some dozens of regions at most."""

MAX_SHARING = 8
"""Of the regions that share an item, so many are looked at when there are more pairs than that."""

MIN_SENTENCE = 4
"""Words of the sentence that a consent box has at least."""

MAX_BOX = 60
"""Labels of a consent box with all its purposes."""

MIN_SHARED_WORDS = 0.5
"""The same for words, where no item is the same: a copyright line, a banner's sentence."""

MIN_SHARED_LONE = 0.1
"""The same when each is the only one of its kind that is left."""


def items_of(region: Region) -> list[tuple[int, Item]]:
    """All items with their depth, in document order, without recursion."""
    found: list[tuple[int, Item]] = []
    stack = [(0, item) for item in reversed(region.items)]
    while stack:
        depth, item = stack.pop()
        found.append((depth, item))
        stack += [(depth + 1, child) for child in reversed(item.children)]
    return found


class Signature(tuple[object, ...]):
    """A region's value, flat, to tell equal regions by."""


def signature_of(region: Region) -> Signature:
    """Equal for equal regions. (Nested tuples of any depth are not safe to hash.)"""
    rows = tuple((depth, i.label, i.target, i.badges) for depth, i in items_of(region))
    return Signature((region.kind, region.name, rows))


def without_equal(before: Sequence[Region], after: Sequence[Region]) -> tuple[list[Region], list[Region]]:
    """Both sides without the regions that stand on the other side too: nearly all, on nearly all pages."""
    there: dict[object, list[Region]] = {}
    for region in after:
        there.setdefault(_bucket(region), []).append(region)
    left: list[Region] = []
    for region in before:
        those = there.get(_bucket(region), [])
        at = next((at for at, other in enumerate(those) if _is_equal(region, other)), -1)
        if at < 0:
            left.append(region)
        else:
            del those[at]
    kept = {id(region) for those in there.values() for region in those}
    return left, [region for region in after if id(region) in kept]


def _is_equal(before: Region, after: Region) -> bool:
    if before.kind is not after.kind or before.name != after.name:
        return False
    try:
        return before.items == after.items
    except RecursionError:  # deeper than a separated page can be: `match_regions` looks at it item by item
        return False


def is_consent_box(region: Region) -> bool:
    """Does this region ask for consent? It has buttons for that, and mostly a sentence about it; a footer's
    links about cookies are no such box.
    """
    if region.kind is not RegionKind.OTHER:
        return False
    labels = [item.label for _, item in items_of(region)]
    if len(labels) > MAX_BOX:
        return False
    has_sentence = any(len(label.split()) >= MIN_SENTENCE for label in labels)
    buttons = sum(map(is_button, labels))
    return (has_sentence and is_consent(labels)) or (buttons > 1 and 2 * buttons >= len(labels))


def box_kind(region: Region) -> str:
    """What a script lays over the page, or beside it: "consent", "assistant"; "" for the site's own."""
    if is_consent_box(region):
        return "consent"
    chats = region.kind is RegionKind.OTHER and is_assistant([item.label for _, item in items_of(region)])
    return "assistant" if chats else ""


def match_regions(before: Sequence[Region], after: Sequence[Region]) -> tuple[tuple[int, int], ...]:
    """Pair regions one to one, as positions in `before` and `after`, in the order of `before`.

    A region has no partner when nothing on the other side shares enough of its items.
    """
    pairs: list[tuple[int, int]] = []
    left, right = list(range(len(before))), list(range(len(after)))

    def take(i: int, j: int) -> None:
        pairs.append((i, j))
        left.remove(i)
        right.remove(j)

    buckets: dict[object, list[int]] = {}
    for j in right:
        buckets.setdefault(_bucket(after[j]), []).append(j)
    for i in list(left):
        those = buckets.get(_bucket(before[i]), [])
        equal = next((j for j in those if _is_equal(before[i], after[j])), None)
        if equal is not None:
            those.remove(equal)
            take(i, equal)

    features_before = {i: _features(before[i]) for i in left}
    features_after = {j: _features(after[j]) for j in right}
    scored = []
    for i, j in _candidates(features_before, features_after):
        shared = _dice(features_before[i], features_after[j])
        same_kind = before[i].kind is after[j].kind
        named = before[i].name == after[j].name != ""
        score = shared + 0.2 * same_kind + 0.2 * named
        if shared >= (MIN_SHARED if same_kind or named else MIN_SHARED_OTHER_KIND):
            scored.append((-score, i, j))
    unpaired_before, unpaired_after = set(left), set(right)
    for _, i, j in sorted(scored):
        if i in unpaired_before and j in unpaired_after:
            unpaired_before.remove(i)
            unpaired_after.remove(j)
            take(i, j)

    alike = []
    few = len(left) * len(right) <= MAX_CELLS
    for i in left if few else ():
        for j in right:
            if before[i].kind is after[j].kind:
                words = _word_dice(before[i], after[j])
                if words >= MIN_SHARED_WORDS:
                    alike.append((-words, i, j))
    for _, i, j in sorted(alike):
        if i in left and j in right:
            take(i, j)

    for kind in RegionKind:
        those = [i for i in left if before[i].kind is kind]
        these = [j for j in right if after[j].kind is kind]
        if len(those) == len(these) == 1 and _is_the_one(
            before[those[0]], after[these[0]], _dice(features_before[those[0]], features_after[these[0]])
        ):
            take(those[0], these[0])
    return tuple(sorted(pairs))


def _candidates(
    before: Mapping[int, Counter[str]], after: Mapping[int, Counter[str]]
) -> set[tuple[int, int]]:
    """All pairs, or, when those are too many, the ones that share what few regions have."""
    if len(before) * len(after) <= MAX_CELLS:
        return {(i, j) for i in before for j in after}
    index: dict[str, list[int]] = {}
    for j, features in after.items():
        for feature in features:
            index.setdefault(feature, []).append(j)
    return {
        (i, j)
        for i, features in before.items()
        for feature in features
        for j in index.get(feature, ())[:MAX_SHARING]
    }


def _bucket(region: Region) -> object:
    first = region.items[0].label if region.items else ""
    return region.kind, region.name, len(region.items), first


def _is_the_one(before: Region, after: Region, shared: float) -> bool:
    """The only two left of their kind. A page has one breadcrumb and one footer, whatever they say."""
    if before.kind in (RegionKind.BREADCRUMB, RegionKind.FOOTER):
        return True
    if before.name == after.name != "":
        return True
    return shared >= MIN_SHARED_LONE or _word_dice(before, after) >= MIN_SHARED


def _features(region: Region) -> Counter[str]:
    """Labels and targets as they are written: what is only restyled is found again by its words."""
    items = items_of(region)
    features = Counter([item.label for _, item in items])
    features.update(["→" + item.target for _, item in items if item.target])
    return features


def _dice(one: Counter[str], two: Counter[str]) -> float:
    total = one.total() + two.total()
    return 2 * (one & two).total() / total if total else 0.0


def _word_dice(before: Region, after: Region) -> float:
    one, two = (
        Counter(word for _, item in items_of(region) for word in fold(item.label).split())
        for region in (before, after)
    )
    return _dice(one, two)
