"""A list whose items a program picks anew for each visit did not change when it shows others today.

What it is stands above it: "Related stories", "Most read". What moved, came and went in it is one noise.
One new item in such a list is still told: a person may have put it there.
"""

from collections import defaultdict
from collections.abc import Sequence

from monitor.compare.events import Event
from monitor.compare.together import MIN_ROTATED, says_it_rotates
from monitor.model import Change, ChangeType

_IN_LISTS = frozenset(
    {
        ChangeType.MENU_ADDED,
        ChangeType.MENU_REMOVED,
        ChangeType.MENU_RENAMED,
        ChangeType.MENU_MOVED,
        ChangeType.LINK_CHANGED,
    }
)


def hold_back_rotation(events: Sequence[Event]) -> list[Event]:
    """The events, those of each rotating list as one noise."""
    lists: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        heading = _heading(event.change)
        if heading:
            lists[heading].append(event)
    turned = {
        heading
        for heading, those in lists.items()
        if (len(those) > 1 and len(those) >= MIN_ROTATED * max(event.among for event in those))
        # The same items in another order: nobody put anything there.
        or all(event.change.type is ChangeType.MENU_MOVED for event in those)
    }
    if not turned:
        return list(events)
    told = [event for event in events if _heading(event.change) not in turned]
    return told + [Event(_rotation(lists[heading])) for heading in lists if heading in turned]


def _heading(change: Change) -> str:
    """The heading that says that the list rotates, "" for every other list."""
    if change.type not in _IN_LISTS:
        return ""
    name = change.region.partition(": ")[2]
    return next((text for text in (*change.path[-1:], name) if text and says_it_rotates(text)), "")


def _rotation(events: Sequence[Event]) -> Change:
    first = events[0].change
    return Change(
        type=ChangeType.NOISE,
        where=first.where,
        before=_labels([event.change.before for event in events]),
        after=_labels([event.change.after for event in events]),
        kind="rotation",
        region=first.region,
        path=first.path,
        rule="noise/rotation",
        evidence=(f"“{_heading(first)}” shows {len(events)} other items",),
    )


def _labels(sides: Sequence[str | tuple[str, ...] | None]) -> tuple[str, ...]:
    return tuple(text for side in sides if side for text in ((side,) if isinstance(side, str) else side))
