"""On which side of a chrome change does a region stand: does it show the state before, or the one after?

A change was found between two states of a region. Other pages show others still: with another submenu open,
before an earlier change or after a later one. Each of them is a witness by what it says itself.
"""

from collections.abc import Iterable, Iterator
from enum import IntEnum

from monitor.model import Change, ChangeType, Item, Region

MIN_ALIKE = 0.7
"""Share of labels in common (dice)."""


class Side(IntEnum):
    BEFORE = 0
    AFTER = 1


def side_of(change: Change, region: Region) -> Side | None:
    """None when the region says nothing about it, or shows both."""
    before, after = _shows(change, region)
    if before == after:
        return None
    return Side.AFTER if after else Side.BEFORE


def _shows(change: Change, region: Region) -> tuple[bool, bool]:
    """Whether it shows the state before, and the state after."""
    items = list(_walk(region))
    labels = {label for label, _, _ in items}
    before, after = _texts(change.before), _texts(change.after)
    match change.type:
        case ChangeType.LINK_CHANGED:
            targets = {target for label, target, _ in items if label == change.text}
            return bool(targets & set(before)), bool(targets & set(after))
        case ChangeType.MENU_MOVED:
            if change.path_before is None or change.path == change.path_before:
                return False, False  # moved among its siblings: only the two states themselves tell
            paths = {
                path for label, _, path in items if label in after or label in before or label == change.text
            }
            return change.path_before in paths, change.path in paths
        case _ if before and after:
            return labels >= set(before), labels >= set(after)
        case _:
            # Added or removed. Where even the parent is missing, nothing can be said.
            if change.path and change.path[-1] not in labels:
                return False, False
            shown = {label for label, _, path in items if path == change.path}
            there = set(before or after) <= shown
            return there is bool(before), there is bool(after)


def testimony(change: Change, region: Region, like: Iterable[Region]) -> Side | None:
    """The side on which another page's region stands, if it may say so.

    That it *has* the words of one side is enough. That it lacks them says something only of a region that is
    nearly the same as these.
    """
    side = side_of(change, region)
    is_there = bool(change.before) and bool(change.after)
    return side if is_there or any(is_alike(region, one) for one in like) else None


def is_alike(one: Region, two: Region) -> bool:
    """Whether they are nearly the same list. Only such a one can be a witness: a section's own menu says
    nothing of what another section's lacks."""
    labels, others = ({label for label, _, _ in _walk(region)} for region in (one, two))
    return 2 * len(labels & others) >= MIN_ALIKE * (len(labels) + len(others))


def _texts(side: str | tuple[str, ...] | None) -> tuple[str, ...]:
    match side:
        case None:
            return ()
        case str():
            return (side,)
        case _:
            return side


def _walk(region: Region) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every item's label, target and path, without recursion: pages decide how deep it goes."""
    stack: list[tuple[Item, tuple[str, ...]]] = [(item, ()) for item in region.items]
    while stack:
        item, path = stack.pop()
        yield item.label, item.target, path
        below = (*path, item.label)
        stack.extend((child, below) for child in item.children)
