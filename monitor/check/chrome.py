"""A page's chrome among its site's: which region is which, and what the site's chrome came to.

    the page was seen before     its own chrome then and now: certain
    seen for the first time      the nearest state that other pages of the site show: inferred

Pages show one menu in several ways: the current section open, the others closed. So what one page has and
another lacks is a change only when it cannot be that: see `_is_only_folded`.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.check.evidence import Side, side_of
from monitor.compare import compare_regions, match_regions, tell
from monitor.model import Change, ChangeType, Item, Region, RegionKind, Scope
from monitor.store import Placed, RegionId, RegionState, SnapshotId

MAX_STATES = 8
"""So many of the latest states of a region are compared with a new one; older ones are history."""

MAX_STEADY = 4
"""So many are asked whether only noise makes the difference: languages and sections take turns."""

TOGETHER = timedelta(days=1)
"""What two pages show within a day is more likely theirs to differ in; if it was a change of the site, the
next captures of the first one tell."""

MIN_ITEMS = 6
"""Smaller regions (a language switcher, a list of three tips) are too easily another page's own."""

ITEMS_A_CHANGE = 20
"""One difference, and one more for so many items, may be a change of the site. A menu that another page shows
otherwise differs in a whole list."""

OF_ONE_PAGE = frozenset({RegionKind.BREADCRUMB})


@dataclass(frozen=True, slots=True)
class Recognised:
    """A region of a page, and which of the site's it is; None for one that the site did not have."""

    region: Region
    known: RegionId | None
    of_page: bool


def recognise(
    regions: Sequence[Region], own: Sequence[RegionState], site: Sequence[RegionState]
) -> tuple[Recognised, ...]:
    """By what this page showed last (`own`), then by what the site's pages show.

    A region that only ticked since then (a counter, a token, another three reading tips) is the one it was:
    its text as it stood is in the payload, and a version is made by what somebody could be told.
    """
    ids: dict[int, RegionId] = {}
    for states in (own, _latest(site)):
        free = [at for at in range(len(regions)) if at not in ids]
        open_states = [state for state in states if state.region_id not in ids.values()]
        if states is not own:
            free = [at for at in free if regions[at].kind not in OF_ONE_PAGE]
        for i, j in match_regions([state.region for state in open_states], [regions[at] for at in free]):
            ids[free[j]] = open_states[i].region_id
    earlier: dict[RegionId, list[Region]] = {}
    for state in (*site, *own):
        earlier.setdefault(state.region_id, []).append(state.region)
    return tuple(
        Recognised(
            _steady(region, earlier[ids[at]][-MAX_STEADY:]) if at in ids else region,
            ids.get(at),
            region.kind in OF_ONE_PAGE,
        )
        for at, region in enumerate(regions)
    )


def _steady(region: Region, states: Sequence[Region]) -> Region:
    """The latest state from which nothing but noise makes the region differ, else the region."""
    for state in reversed(states):
        if state == region:
            return region
        changes = compare_regions(state, region)
        if changes and all(change.type is ChangeType.NOISE for change in changes):
            return state
    return region


def _latest(site: Sequence[RegionState]) -> list[RegionState]:
    return list({state.region_id: state for state in site}.values())


def against_site(
    found: Sequence[Recognised], site: Sequence[RegionState], moment: datetime | None
) -> tuple[tuple[RegionId, Change], ...]:
    """What differs from the nearest state of each region, on a page that was never seen before.

    An undated capture's order is not known yet: nothing is said of it here.
    """
    changes: list[tuple[RegionId, Change]] = []
    for one in found:
        if moment is None or one.known is None or one.of_page:
            continue
        states = [state for state in site if state.region_id == one.known][-MAX_STATES:]
        if any(state.region == one.region for state in states):  # the nearest does not differ
            continue
        nearest = min(
            reversed(states), key=lambda state: len(differences(state.region, one.region)), default=None
        )
        if nearest is not None:
            beside = [state for state in states if _overlap(state, nearest)]
            changes += (
                (one.known, change)
                for change in _between(nearest, one.region, moment)
                # Where a page showed neither side at that time, pages differ in it.
                if all(side_of(change, state.region) is not None for state in beside)
            )
    return tuple(changes)


def _between(state: RegionState, region: Region, moment: datetime) -> tuple[Change, ...]:
    """What happened between that state and this one; nothing when both were seen at the same time.

    A state that only undated captures show is older: it was there first.
    """
    if state.first is None or state.last is None or moment >= state.last + TOGETHER:
        return across(state.region, region)
    if moment <= state.first - TOGETHER:
        return across(region, state.region)
    return ()


def _overlap(one: RegionState, two: RegionState) -> bool:
    if one.first is None or one.last is None or two.first is None or two.last is None:
        return one.first is two.first  # undated ones stand together
    return one.first <= two.last and two.first <= one.last


def differences(before: Region, after: Region) -> tuple[Change, ...]:
    """How two pages differ in a region, for whatever reason."""
    return tuple(
        replace(change, scope=Scope.SITE, inferred=True)
        for change in compare_regions(before, after)
        if change.type is not ChangeType.NOISE and not _is_only_folded(change, before, after)
    )


def across(before: Region, after: Region) -> tuple[Change, ...]:
    """What happened to a region between two different pages; nothing where it may be theirs to differ.

    Pages differ in a region for many reasons: another language, another section open, the reading tips of the
    hour, a counter, the links of a language switcher. A change of the site leaves nearly all of it alone.
    """
    found = differences(before, after)
    items = min(_count(before), _count(after))
    if items < MIN_ITEMS or len(found) > 1 + items // ITEMS_A_CHANGE:
        return ()
    return tuple(change for change in found if not _is_of_a_page(change))


def _is_of_a_page(change: Change) -> bool:
    """A link that leads elsewhere from elsewhere; a label that says another number."""
    if change.type is ChangeType.LINK_CHANGED:
        return True
    is_renamed = isinstance(change.before, str) and isinstance(change.after, str)
    return is_renamed and not change.annotation and _masked(change.before) == _masked(change.after)


def _masked(text: object) -> str:
    return re.sub(r"\d+(?:[.,\u00a0\u202f ]\d+)*", "0", str(text))


def _count(region: Region) -> int:
    count, stack = 0, list(region.items)
    while stack:
        count += 1
        stack.extend(stack.pop().children)
    return count


def _is_only_folded(change: Change, before: Region, after: Region) -> bool:
    """An item whose children are all missing on the other page is folded there, not emptied."""
    match change.type:
        case ChangeType.MENU_ADDED:
            return _is_childless(before, change.path)
        case ChangeType.MENU_REMOVED:
            return _is_childless(after, change.path)
        case _:
            return False


def _is_childless(region: Region, path: tuple[str, ...]) -> bool:
    """Whether the item at that path is there and has no children."""
    if not path:
        return False
    items: Iterable[Item] = region.items
    for at, label in enumerate(path):
        found = [item for item in items if item.label == label]
        if not found:
            return False
        if at == len(path) - 1:
            return not any(item.children for item in found)
        items = [child for item in found for child in item.children]
    return False


def region_of(change: Change, found: Sequence[Recognised], own: Sequence[RegionState]) -> RegionId | None:
    """The site's region that a page's chrome change is about: of those that had its name before or after
    (many have none) the one that went from the one state to the other; else the first."""
    was = {state.region_id: state.region for state in own}
    now = {one.known: one.region for one in found if one.known is not None}
    named = [
        known
        for known in {**now, **was}
        if any(_name(side[known]) == change.region for side in (was, now) if known in side)
    ]
    for known in named:
        # One that came or went says something only by the words that it has.
        came = bool(change.after) if known not in was else side_of(change, was[known]) is Side.BEFORE
        went = bool(change.before) if known not in now else side_of(change, now[known]) is Side.AFTER
        if came and went:
            return known
    return named[0] if named else None


def _name(region: Region) -> str:
    return f"{region.kind.value}: {region.name}" if region.name else region.kind.value


def chrome_key(change: Change, site: str) -> bytes:
    """Names what happened: the same on every page of the site that shows it."""
    return _hash(
        [
            "chrome",
            site,
            change.type,
            change.region,
            change.before,
            change.after,
            change.text,
            change.annotation,
            change.path,
            change.path_before,
        ]
    )


def reverse(change: Change) -> Change:
    """The change that takes this one back."""
    turned = {
        ChangeType.MENU_ADDED: ChangeType.MENU_REMOVED,
        ChangeType.MENU_REMOVED: ChangeType.MENU_ADDED,
        ChangeType.ANNOTATION_ADDED: ChangeType.ANNOTATION_REMOVED,
        ChangeType.ANNOTATION_REMOVED: ChangeType.ANNOTATION_ADDED,
    }
    path, path_before = change.path, change.path_before
    if path_before is not None:
        path, path_before = path_before, path
    return replace(
        change,
        type=turned.get(change.type, change.type),
        before=change.after,
        after=change.before,
        path=path,
        path_before=path_before,
    )


def was_there_before(
    change: Change,
    region: RegionId | None,
    since: datetime | None,
    site: Sequence[RegionState],
    found: Sequence[Recognised],
) -> bool:
    """Whether a page of the site showed the state after before this page can have come to it.

    Then pages differ in it: a list of tips that rotates, a menu in two versions. To lack an item is no such
    state by itself, since another language's menu never had it: all of the region must be as it is here now.
    (A change that was told, or the taking back of one, is not asked: the caller knows those.)
    """
    now = [one.region for one in found if one.known == region]
    return since is not None and any(
        state.region_id == region
        and state.first is not None
        and state.first <= since
        and side_of(change, state.region) is Side.AFTER
        and (change.after is not None or state.region in now)
        for state in site
    )


def body_key(change: Change, site: str, url: str, before_hash: bytes, after_hash: bytes, at: int) -> bytes:
    """Names a change of one page between two captures: never the same twice."""
    return _hash(
        [
            "body",
            site,
            url,
            before_hash.hex(),
            after_hash.hex(),
            at,
            change.type,
            change.before,
            change.after,
        ]
    )


def place_chrome(
    region: RegionId | None, change: Change, site: str, before: SnapshotId | None = None
) -> Placed:
    return Placed(tell(change), chrome_key(change, site), region, before)


def _hash(value: object) -> bytes:
    return hashlib.sha256(json.dumps(value, ensure_ascii=True).encode()).digest()[:8]
