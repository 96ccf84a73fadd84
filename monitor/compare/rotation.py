"""A list whose items a program picks anew for each visit did not change when it shows others today.

What it is stands above it: "Related stories", "Most read". What moved, came and went in it is one noise.
One new item in such a list is still told: a person may have put it there.
"""

from collections import defaultdict
from collections.abc import Sequence

from monitor.compare.events import Event
from monitor.compare.together import MIN_ROTATED, says_it_rotates
from monitor.model import Change, ChangeType, RegionKind

_IN_LISTS = frozenset(
    {
        ChangeType.MENU_ADDED,
        ChangeType.MENU_REMOVED,
        ChangeType.MENU_RENAMED,
        ChangeType.MENU_MOVED,
        ChangeType.LINK_CHANGED,
    }
)

HEADLINE_WORDS = 5
"""A title of so many words is an article's, chosen to be read today."""


def hold_back_rotation(events: Sequence[Event]) -> list[Event]:
    """The events, those of each rotating list as one noise."""
    lists: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.change.type in _IN_LISTS and (heading := _heading(event) or event.heading):
            lists[heading].append(event)
    told = list(events)
    languages = [event for event in events if _is_of_languages(event)]
    if _are_other_languages(languages):
        told = [event for event in told if event not in languages]
        told.append(Event(_rotation("Languages", languages)))
    for heading, those in lists.items():
        if (says_it_rotates(heading) and _rotated(those)) or _are_other_headlines(those):
            told = [event for event in told if event not in those]
            told.append(Event(_rotation(heading, those)))
    return told


def _is_of_languages(event: Event) -> bool:
    kind = event.change.region.partition(":")[0]
    return event.change.type in _IN_LISTS and kind == RegionKind.LANGUAGES.value


def _are_other_languages(events: Sequence[Event]) -> bool:
    """A switcher that offers a few of many languages chooses them by where the visitor seems to be: then some
    went and others came at once. A site that is translated gains languages, and loses none for them."""
    went = sum(event.change.type is ChangeType.MENU_REMOVED for event in events)
    came = sum(event.change.type is ChangeType.MENU_ADDED for event in events)
    return went > 1 and came > 1 and _rotated(events)


def _rotated(events: Sequence[Event]) -> bool:
    if all(event.change.type is ChangeType.MENU_MOVED for event in events):
        return True  # the same items in another order: nobody put anything there
    return len(events) > 1 and len(events) >= MIN_ROTATED * max(event.among for event in events)


def _are_other_headlines(events: Sequence[Event]) -> bool:
    """Was each title of a list exchanged for another one? An item of a menu is a label, not a headline."""
    went = [event for event in events if event.change.type is ChangeType.MENU_REMOVED]
    came = [event for event in events if event.change.type is ChangeType.MENU_ADDED]
    if len(went) < 2 or not came or len(went) + len(came) < len(events):
        return False
    if any(event.among > len(went) for event in went) or any(event.among > len(came) for event in came):
        return False
    titles = [event.change.before or event.change.after for event in events]
    return all(isinstance(title, str) and len(title.split()) >= HEADLINE_WORDS for title in titles)


def _heading(event: Event) -> str:
    """The heading that says that the list rotates, "" for every other list."""
    if event.change.type not in _IN_LISTS:
        return ""
    name = event.change.region.partition(": ")[2]
    headings = (event.heading, *event.change.path[-1:], name)
    return next((text for text in headings if text and says_it_rotates(text)), "")


def _rotation(heading: str, events: Sequence[Event]) -> Change:
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
        evidence=(f"“{heading}” shows {len(events)} other items",),
    )


def _labels(sides: Sequence[str | tuple[str, ...] | None]) -> tuple[str, ...]:
    return tuple(text for side in sides if side for text in ((side,) if isinstance(side, str) else side))
