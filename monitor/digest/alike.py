"""The very same change on many pages of a site, as a notice on each of them, told once."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from monitor.model import Change, Scope, Where

ALIKE = 3
"""On so many pages the very same change is told once, with how many they are: two are still read as two."""

WAVE = timedelta(days=7)
"""A change that comes to no further page for longer has come to all; what comes then is another one."""

PLACE = 60
"""So much of a place's name is sought in a sentence, which cuts long ones."""

T = TypeVar("T")

Folded = tuple[T, Change, tuple[str, ...]]
"""One of those that are alike; the change as it is true of all; the further pages."""


def fold_alike(
    told: Iterable[T], change_of: Callable[[T], Change], setting_of: Callable[[T], Hashable]
) -> list[Folded[T]]:
    """What is told, in its order, each change once.

    `setting_of` is what must be the same besides: the site, and what else is told of one.
    """
    alike: dict[Hashable, list[T]] = {}
    for one in told:
        alike.setdefault((setting_of(one), _likeness(change_of(one))), []).append(one)
    folded: list[Folded[T]] = []
    for same in (at_once for those in alike.values() for at_once in _at_once(those, change_of)):
        changes = [change_of(one) for one in same]
        if len(same) == 1:
            folded.append((same[0], changes[0], ()))
            continue
        fold = _fold_site if any(change.scope is Scope.SITE for change in changes) else _fold_pages
        index, change, also = fold(changes)
        if index is None:
            folded += ((one, each, ()) for one, each in zip(same, changes, strict=True))
        else:
            folded.append((same[index], change, also))
    return folded


def _at_once(those: Sequence[T], change_of: Callable[[T], Change]) -> Iterator[list[T]]:
    """Those that one wave may have brought; of those without a moment nobody knows."""
    moments = {id(one): change_of(one).between[1] for one in those}
    dated = [(moment, one) for one in those if (moment := moments[id(one)]) is not None]
    wave: list[T] = []
    last: datetime | None = None
    for moment, one in sorted(dated, key=lambda pair: pair[0]):
        if last is not None and moment - last > WAVE:
            yield wave
            wave = []
        wave.append(one)
        last = moment
    undated = [one for one in those if moments[id(one)] is None]
    yield from (found for found in (wave, undated) if found)


def _likeness(change: Change) -> Hashable:
    said = change.sentence if change.before is None and change.after is None else ""
    sides = (change.before, change.after, change.text, change.annotation, change.from_item, change.to_item)
    place = (change.region.partition(":")[0], change.path[-1:]) if change.where is Where.CHROME else ()
    return (change.type, change.kind, change.where, *sides, said, place)


_Fold = tuple[int | None, Change, tuple[str, ...]]
"""Which of them stands for all, None where each is told by itself; the change; the further pages."""


def _fold_pages(changes: Sequence[Change]) -> _Fold:
    pages = dict.fromkeys(change.page for change in changes)
    if len(pages) < ALIKE or len(pages) < len(changes):
        return None, changes[0], ()
    first = max(range(len(changes)), key=lambda index: changes[index].importance)
    also = tuple(page for page in pages if page != changes[first].page)
    change = replace(changes[first], between=_hull(changes))
    return first, change if len({one.path[-1:] for one in changes}) == 1 else _wherever(change), also


def _fold_site(changes: Sequence[Change]) -> _Fold:
    """A menu that some pages show otherwise is two to the store; that an item went is one change of both."""
    changes = [_of_site(change) for change in changes]
    pages = [{*change.pages_before, *change.pages_after} for change in changes]
    if not all(pages) or sum(map(len, pages)) > len(set().union(*pages)):
        return None, changes[0], ()  # two menus of the same pages
    first = max(range(len(changes)), key=lambda index: len(pages[index]))
    before = tuple(dict.fromkeys(page for change in changes for page in change.pages_before))
    after = tuple(dict.fromkeys(page for change in changes for page in change.pages_after))
    return first, replace(changes[first], pages_before=before, pages_after=after, between=_hull(changes)), ()


def _of_site(change: Change) -> Change:
    """A single page's menu is the site's, too."""
    if change.scope is Scope.SITE:
        return change
    pages = (change.page,) if change.page else ()
    return replace(change, scope=Scope.SITE, page="", pages_before=pages, pages_after=pages)


def _hull(changes: Sequence[Change]) -> tuple[datetime | None, datetime | None]:
    """The interval in which all of it happened."""
    since = [change.between[0] for change in changes]
    until = [change.between[1] for change in changes]
    known_since, known_until = ([moment for moment in side if moment] for side in (since, until))
    return (
        min(known_since) if len(known_since) == len(since) else None,
        max(known_until) if len(known_until) == len(until) else None,
    )


def _wherever(change: Change) -> Change:
    """The change without its place, which is not the same on all pages."""
    at = change.sentence.rfind(f", under {change.path[-1][:PLACE]}") if change.path else -1
    return replace(change, sentence=change.sentence[:at] if at > 0 else change.sentence, path=())
