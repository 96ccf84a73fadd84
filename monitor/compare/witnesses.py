"""The same change on many pages, and in several places of one page, is one change.

A page writes the targets of its menu relative to itself, and its own item without any; so two events
are the same when they say the same and either stand in the same place of the same menu or lead to the same
target.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from html import unescape
from typing import NamedTuple

from monitor.compare.events import Event
from monitor.compare.labels import fold
from monitor.compare.targets import target_key
from monitor.model import ChangeType, Page


class Seen(NamedTuple):
    """An event, and the pages that show it."""

    event: Event
    before: Page
    after: Page


def group_events(seen: Sequence[Seen]) -> list[list[Seen]]:
    """Groups of witnesses of one change each, in the order in which the changes were first seen."""
    leader = list(range(len(seen)))

    def find(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    first: dict[Hashable, int] = {}
    for at, witness in enumerate(seen):
        for key in _keys(witness):
            other = first.setdefault(key, at)
            one, two = sorted((find(other), find(at)))
            leader[two] = one
    groups: dict[int, list[Seen]] = defaultdict(list)
    for at, witness in enumerate(seen):
        groups[find(at)].append(witness)
    return [groups[at] for at in sorted(groups)]


def _keys(witness: Seen) -> list[Hashable]:
    """What makes it the same change as another one: its place in the menu, its target."""
    change = witness.event.change
    if (
        change.type is ChangeType.LINK_CHANGED
        and isinstance(change.before, str)
        and isinstance(change.after, str)
    ):
        # A relative target is written differently on each level of the site; its last part is the same.
        said: Hashable = (change.type, fold(change.text), _leaf(change.before), _leaf(change.after))
        return [said]
    said = (change.type, change.kind, _plain(change.before), _plain(change.after), change.annotation)
    keys: list[Hashable] = [(said, change.region, change.path)]
    leaves = tuple(_leaf(target) for target in witness.event.targets)
    if any(leaves):
        keys.append((said, leaves))
    if isinstance(change.before, tuple) or isinstance(change.after, tuple):
        keys.append(said)  # several labels say enough
    return keys


def _plain(side: str | tuple[str, ...] | None) -> Hashable:
    """The words as they are meant: by mistake, some pages of a site show "Tea&nbsp;room" for "Tea room"."""
    if isinstance(side, str):
        return " ".join(unescape(side).split()) if "&" in side else side
    return side


def _leaf(target: str) -> str:
    """The last part of a relative target, the whole of an absolute one."""
    key = target_key(target)
    if key.startswith("//"):
        return f"{target.partition(':')[0]}{key}"
    return key.rstrip("/").rsplit("/", 1)[-1].strip(".")
