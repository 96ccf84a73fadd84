"""What one digest is made of, before it is written down: which changes, in which order, net of detours.

Net effect: a text that changed and changed back within the window is told as that, once; one that changed
in steps is told from its first state to its last, with how many steps there were. Each step stays in
`monitor log`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.digest.alike import fold_alike
from monitor.model import Change, ChangeType, Scope, Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change to be told, and what its history in the window was."""

    site: str
    change: Change
    title: str = ""
    """The page's title, for a page's change."""
    steps: int = 1
    reverted: bool = False
    also: tuple[str, ...] = ()
    """Further pages on which the very same happened; see `alike.py`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A page that cannot be had."""

    page: str
    reason: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What stands behind "nothing else changed"."""

    checked: int = 0
    unchanged: int = 0
    failing: tuple[Failing, ...] = ()
    silent: tuple[Failing, ...] = ()
    """Pages that have not been looked at for longer than they should."""
    held_back: tuple[tuple[str, int], ...] = ()
    """Noise by kind, the most frequent first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One digest for one group of readers."""

    name: str
    """Of the subscription."""
    entries: tuple[Entry, ...]
    until: datetime
    since: datetime | None = None
    coverage: Coverage = field(default_factory=Coverage)
    language: str = "en"
    zone: str = "UTC"
    command: str = "monitor log --noise"
    """What shows what was held back."""
    address: str = ""
    """Where to write to be taken off the list."""


Interval = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Group:
    """Changes that stand under one title: a site's own, or one page's."""

    site: str
    page: str
    """"" for the site's own."""
    title: str
    entries: tuple[Entry, ...]

    @property
    def importance(self) -> float:
        return max(entry.change.importance for entry in self.entries)

    @property
    def interval(self) -> Interval | None:
        """When all of it happened, when that is one interval: said once, and not with every change."""
        intervals = {entry.change.between for entry in self.entries}
        return intervals.pop() if len(self.entries) > 1 and len(intervals) == 1 else None

    @property
    def count(self) -> int:
        """How many changes it tells, those that are told as one counted each."""
        return sum(1 + len(entry.also) for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which changes a reader wants."""

    sites: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    """Beginnings of URLs."""
    types: tuple[ChangeType, ...] = ()
    where: Where | None = None
    words: tuple[str, ...] = ()
    """At least one of them is in the sentence or the texts, however written."""
    min_importance: float = 0.0

    def wants(self, entry: Entry) -> bool:
        """Is this change for this reader? Noise and first sightings are for nobody's mail."""
        change = entry.change
        if change.type in (ChangeType.NOISE, ChangeType.FIRST_SEEN):
            return False
        if self.sites and entry.site not in self.sites:
            return False
        if self.pages and not any(change.page.startswith(p) for p in self.pages):
            return False
        if self.types and change.type not in self.types:
            return False
        if self.where is not None and change.where is not self.where:
            return False
        if change.importance < self.min_importance:
            return False
        return not self.words or any(w.casefold() in _all_words(change) for w in self.words)


def _all_words(change: Change) -> str:
    texts = [change.sentence, change.text, change.annotation, *change.path]
    for side in (change.before, change.after):
        texts += [side] if isinstance(side, str) else list(side or ())
    return " ".join(texts).casefold()


EDITS = frozenset(
    {
        ChangeType.PARAGRAPH_EDITED,
        ChangeType.HEADING_CHANGED,
        ChangeType.LIST_ITEM_EDITED,
        ChangeType.TABLE_ROW_EDITED,
        ChangeType.TABLE_CELL_CHANGED,
        ChangeType.NUMBER_CHANGED,
        ChangeType.DATE_CHANGED,
        ChangeType.TITLE_CHANGED,
        ChangeType.MENU_RENAMED,
        ChangeType.LINK_CHANGED,
        ChangeType.ANNOTATION_CHANGED,
    }
)
"""One text took another's place: these chain."""

OPPOSITES = {
    ChangeType.PARAGRAPH_ADDED: ChangeType.PARAGRAPH_REMOVED,
    ChangeType.HEADING_ADDED: ChangeType.HEADING_REMOVED,
    ChangeType.LIST_ITEM_ADDED: ChangeType.LIST_ITEM_REMOVED,
    ChangeType.TABLE_ROW_ADDED: ChangeType.TABLE_ROW_REMOVED,
    ChangeType.LINK_ADDED: ChangeType.LINK_REMOVED,
    ChangeType.MENU_ADDED: ChangeType.MENU_REMOVED,
    ChangeType.ANNOTATION_ADDED: ChangeType.ANNOTATION_REMOVED,
}
OPPOSITES |= {removed: added for added, removed in OPPOSITES.items()}


def net_effect(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Fold what happened to one text in several steps into one entry; entries come oldest first."""
    kept: list[Entry | None] = []
    open_ends: dict[tuple[object, ...], int] = {}
    for entry in entries:
        change = entry.change
        at = open_ends.pop(_end_that_it_continues(entry), None)
        earlier = kept[at] if at is not None else None
        if at is None or earlier is None:
            at = len(kept)
            kept.append(entry)
        else:
            kept[at] = _join(earlier, entry)
        last = kept[at]
        assert last is not None  # noqa: S101 - just put there
        open_ends[_end_that_it_leaves(last.change, entry.site, change)] = at
    return tuple(entry for entry in kept if entry is not None)


def _place(site: str, change: Change) -> tuple[object, ...]:
    return (site, change.page, change.region, change.scope)


def _end_that_it_continues(entry: Entry) -> tuple[object, ...]:
    change = entry.change
    if change.type in EDITS:
        return (*_place(entry.site, change), "edit", change.text, change.before)
    if change.type is ChangeType.ANNOTATION_MOVED:
        return (*_place(entry.site, change), "annotation", change.annotation, change.from_item)
    if change.type in OPPOSITES:
        return (*_place(entry.site, change), OPPOSITES[change.type], change.before or change.after)
    return (*_place(entry.site, change), change.type, change.id, "never")


def _end_that_it_leaves(joined: Change, site: str, change: Change) -> tuple[object, ...]:
    if change.type in EDITS:
        return (*_place(site, change), "edit", change.text, change.after)
    if change.type is ChangeType.ANNOTATION_MOVED:
        return (*_place(site, change), "annotation", change.annotation, change.to_item)
    return (*_place(site, change), change.type, change.after or change.before)


def _join(earlier: Entry, later: Entry) -> Entry:
    before, after = earlier.change, later.change
    between = (before.between[0], after.between[1])
    steps = earlier.steps + later.steps
    if after.type in EDITS:
        joined = replace(after, before=before.before, between=between, spans=(), sentence="")
        return replace(later, change=joined, steps=steps, reverted=before.before == after.after)
    if after.type is ChangeType.ANNOTATION_MOVED:
        joined = replace(
            after, from_item=before.from_item, from_year=before.from_year, between=between, sentence=""
        )
        return replace(later, change=joined, steps=steps, reverted=before.from_item == after.to_item)
    return replace(
        earlier, change=replace(before, between=between), steps=steps, reverted=not earlier.reverted
    )


def common_interval(entries: Sequence[Entry]) -> Interval | None:
    """When most of it happened: said once, at the top; None where no interval stands for most."""
    counted = Counter(entry.change.between for entry in entries)
    [(interval, count)] = counted.most_common(1) or [((None, None), 0)]
    return interval if None not in interval and count > 1 and count * 2 > len(entries) else None


def in_groups(entries: Sequence[Entry]) -> tuple[Group, ...]:
    """The sites' own changes first, then pages; both by their most important change."""
    folded = fold_alike(
        entries, lambda entry: entry.change, lambda entry: (entry.site, entry.steps, entry.reverted)
    )
    entries = [replace(entry, change=change, also=also) for entry, change, also in folded]
    sites: dict[str, list[Entry]] = {}
    pages: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        if entry.change.scope is Scope.SITE:
            sites.setdefault(entry.site, []).append(entry)
        else:
            pages.setdefault((entry.site, entry.change.page), []).append(entry)
    of_sites = [Group(site, "", "", _ranked(found)) for site, found in sites.items()]
    of_pages = [
        Group(site, page, next((e.title for e in found if e.title), ""), _ranked(found))
        for (site, page), found in pages.items()
    ]

    def rank(group: Group) -> tuple[float, str, str]:
        return (-group.importance, group.site, group.page)

    return (*sorted(of_sites, key=rank), *sorted(of_pages, key=rank))


def _ranked(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: (entry.reverted, -entry.change.importance)))
