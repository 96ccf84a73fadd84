"""What happened to a site's chrome: each change once, with the pages that show it.

A menu is on every page. Compared page by page a new item is as many changes as there are pages; here
each page is a witness of the same change. Two different pages are witnesses, too: what the one shows
before and the other after happened in between, wherever it is looked at.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace

from monitor.compare.events import Event
from monitor.compare.menu_changes import read_matching
from monitor.compare.menu_links import bundle_links
from monitor.compare.menu_recut import join_recut
from monitor.compare.menus import match_forests
from monitor.compare.quiet import quiet
from monitor.compare.regions import (
    Signature,
    box_kind,
    items_of,
    match_regions,
    signature_of,
    without_equal,
)
from monitor.compare.rotation import hold_back_rotation
from monitor.compare.trees import Forest
from monitor.compare.witnesses import Seen, group_events
from monitor.model import Change, ChangeType, Page, Region, RegionKind, Scope, Where

_CURRENT = re.compile(r"current(?: page| section)?|active|you are here|aktuell|actuel|actual", re.IGNORECASE)
"""What a menu may say of the page on which it stands: from page to page that moves, and is no news."""


def compare_regions(before: Region, after: Region) -> tuple[Change, ...]:
    """Compare two states of one region, which may be of two pages."""
    if before is after or signature_of(before) == signature_of(after):
        return ()
    events = _compare([before], [after], [(0, 0)])
    told = [
        (quiet(_of_no_page(replace(e.change, scope=Scope.SITE)), leads=any(e.targets)), e.rule)
        for e in events
    ]
    return tuple(bundle_links(told))


def _of_no_page(change: Change) -> Change:
    """Between two pages the mark of the current one moves, and is no news."""
    if _CURRENT.fullmatch(change.annotation):
        return replace(change, type=ChangeType.NOISE, kind="current page")
    return change


def compare_chrome(before: Sequence[Page], after: Sequence[Page]) -> tuple[Change, ...]:
    """Compare two generations of a site's pages: each change of its chrome once.

    Pages with the same `url` on both sides are compared with each other. When no page is on both sides,
    what most pages of each side show is compared, and the changes are `inferred`. A breadcrumb belongs to
    its page and is compared only with its own.
    """
    earlier = {page.url: page for page in before}
    pairs = [(earlier[page.url], page) for page in after if page.url in earlier]
    if pairs:
        return _Generations(before, after, inferred=False).ask(pairs)
    if not before or not after:
        return ()
    one, two = _typical(before), _typical(after)
    if not match_regions(one.regions, two.regions):
        return ()  # two sites: what the one has and the other has not did not change
    return _Generations(before, after, inferred=True).ask([(one, two)])


def _typical(pages: Sequence[Page]) -> Page:
    """One page that shows of each region what most pages show."""
    clusters: list[list[tuple[Region, Signature]]] = []
    for page in pages:
        regions = [r for r in page.regions if r.kind is not RegionKind.BREADCRUMB]
        seen = match_regions([cluster[0][0] for cluster in clusters], regions)
        for at, of in seen:
            clusters[at].append((regions[of], signature_of(regions[of])))
        known = {of for _, of in seen}
        clusters += [[(r, signature_of(r))] for of, r in enumerate(regions) if of not in known]
    regions = []
    for cluster in clusters:
        counts = Counter(signature for _, signature in cluster)
        regions.append(max(cluster, key=lambda state: counts[state[1]])[0])
    return replace(pages[0], regions=tuple(regions))


def _compare(
    before: Sequence[Region], after: Sequence[Region], pairs: Iterable[tuple[int, int]]
) -> list[Event]:
    left, right, paired = list(before), list(after), list(pairs)
    recut: list[Event] = []
    for i, j in paired:
        left[i], right[j], found = join_recut(before[i], after[j])
        recut += found
    return [*recut, *hold_back_rotation(read_matching(match_forests(Forest(left), Forest(right), paired)))]


class _Generations:
    """Pages of two generations, and what they show together."""

    def __init__(self, before: Sequence[Page], after: Sequence[Page], *, inferred: bool) -> None:
        self.before = before
        self.after = after
        self.inferred = inferred
        self._known: dict[Hashable, list[Event]] = {}

    def ask(self, pairs: Sequence[tuple[Page, Page]]) -> tuple[Change, ...]:
        seen: list[Seen] = []
        crumbs: list[Change] = []
        for one, two in pairs:
            seen += [Seen(event, one, two) for event in self._events(one, two)]
            if one.url == two.url:
                crumbs += self._breadcrumb(one, two)
        told = [
            (quiet(self._told(group, len(pairs)), leads=any(group[0].event.targets)), group[0].event.rule)
            for group in group_events(seen)
        ]
        return (*bundle_links(told), *crumbs)

    def _events(self, before: Page, after: Page) -> list[Event]:
        left, right = without_equal(_of_site(before), _of_site(after))
        if not left and not right:
            return []
        if len(self.before) == len(self.after) == 1:
            return _compare_changed(left, right)
        key = tuple(map(signature_of, left)), tuple(map(signature_of, right))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = _compare_changed(left, right)
        return known

    def _breadcrumb(self, before: Page, after: Page) -> list[Change]:
        left = [r for r in before.regions if r.kind is RegionKind.BREADCRUMB]
        right = [r for r in after.regions if r.kind is RegionKind.BREADCRUMB]
        if left == right:
            return []
        if left and right:
            events = _compare(left, right, match_regions(left, right))
        elif len(self.before) == len(self.after) == 1:
            # Came or went whole. On a site's pages that is its new design, in other words on each of them.
            known = {label for page in (before, after) for label in _labels_beside(page)}
            events = [e for e in _compare(left, right, []) if known.isdisjoint(_sides(e.change))]
        else:
            events = []
        return [replace(e.change, scope=Scope.PAGE, page=after.url) for e in events]

    def _told(self, seen: Sequence[Seen], asked: int) -> Change:
        """One change from all its witnesses. What one page of several shows is that page's."""
        change = seen[0].event.change
        pages_before = tuple(dict.fromkeys(witness.before.url for witness in seen))
        pages_after = tuple(dict.fromkeys(witness.after.url for witness in seen))
        others = sorted({witness.event.change.region for witness in seen} - {change.region})
        evidence = (*change.evidence, *((f"also in {', '.join(others)}",) if others else ()))
        if len(pages_after) == 1 < asked:
            return replace(change, scope=Scope.PAGE, page=pages_after[0], evidence=evidence)
        if self.inferred:
            change = _of_no_page(change)
            pages_before, pages_after = tuple(p.url for p in self.before), tuple(p.url for p in self.after)
        return replace(
            change,
            scope=Scope.SITE,
            evidence=evidence,
            pages_before=pages_before,
            pages_after=pages_after,
            inferred=self.inferred,
        )


def _labels_beside(page: Page) -> Iterator[str]:
    """What the page says outside of its breadcrumb: a step that is said there too was only seen otherwise."""
    yield from (block.text for block in page.body)
    for region in page.regions:
        if region.kind is not RegionKind.BREADCRUMB:
            yield from (item.label for _, item in items_of(region))


def _sides(change: Change) -> Iterator[str]:
    for side in (change.before, change.after):
        yield from (side,) if isinstance(side, str) else side or ()


def _of_site(page: Page) -> list[Region]:
    """The regions that are the site's: a breadcrumb is the page's."""
    return [region for region in page.regions if region.kind is not RegionKind.BREADCRUMB]


def _compare_changed(before: Sequence[Region], after: Sequence[Region]) -> list[Event]:
    """What happened to regions of which none is as it was. What scripts lay over a page is told apart."""
    left = [region for region in before if not box_kind(region)]
    right = [region for region in after if not box_kind(region)]
    events = [_known_as_name(e, before, after) for e in _compare(left, right, match_regions(left, right))]
    for kind in _BOXES:
        sides = [[region for region in side if box_kind(region) == kind] for side in (before, after)]
        events += _box_events(kind, *sides)
    return events


def _known_as_name(event: Event, before: Sequence[Region], after: Sequence[Region]) -> Event:
    """A label that came or went and is the name of a region on the other side was there all the time: what
    stands below a heading decides whether it names a region or is a text of its own."""
    change = event.change
    match change:
        case Change(type=ChangeType.MENU_REMOVED, before=str(label)):
            there = after
        case Change(type=ChangeType.MENU_ADDED, after=str(label)):
            there = before
        case _:
            return event
    if any(event.targets) or all(region.name != label for region in there):
        return event
    evidence = (*change.evidence, "the name of a region on the other side")
    return event._replace(
        change=replace(
            change, type=ChangeType.NOISE, kind="crossing", rule="noise/crossing", evidence=evidence
        )
    )


_BOXES = {
    "consent": "a text about cookies, with buttons to accept or decline",
    "assistant": "a box to chat with a program, which says that its answers may be wrong",
}


def _box_events(kind: str, before: Sequence[Region], after: Sequence[Region]) -> list[Event]:
    """A box that came, went or says something else, as one noise."""
    said = [tuple(item.label for region in side for _, item in items_of(region)) for side in (before, after)]
    if said[0] == said[1]:
        return []
    change = Change(
        type=ChangeType.NOISE,
        where=Where.CHROME,
        before=said[0] or None,
        after=said[1] or None,
        kind=kind,
        region=RegionKind.OTHER.value,
        rule=f"noise/{kind}",
        evidence=(_BOXES[kind],),
    )
    return [Event(change)]
