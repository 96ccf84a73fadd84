"""What the bodies of many pages tell alike is no matter of these pages: it is the site's.

A heading above the menu, a footer without a mark of its own: on one page nothing says that it is chrome.
That it changed on each page in the same way does.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import replace

from monitor.model import Change, Scope, Where

MIN_PAGES = 3
"""Two pages may well share a paragraph; that three do is the site's doing when they are most of its pages."""

MIN_SHARE = 0.5
"""Of all pages that were compared."""


def lift_shared(changes: Sequence[Change], pages: int) -> tuple[Change, ...]:
    """The changes of a site and of its pages, each change that most pages' bodies tell once, as the site's.

    `pages` is how many pages were compared. What the chrome tells already is only borne out by the bodies.
    """
    alike: dict[Hashable, list[Change]] = defaultdict(list)
    for change in changes:
        if change.scope is Scope.PAGE and change.where is Where.BODY and change.page:
            alike[_said(change)].append(change)
    enough = max(MIN_PAGES, MIN_SHARE * pages)
    shared = {said: those for said, those in alike.items() if len({c.page for c in those}) >= enough}
    if not shared:
        return tuple(changes)
    told_of_site = {(c.before, c.after) for c in changes if c.scope is Scope.SITE}
    lifted = {(those[0].before, those[0].after) for those in shared.values()}
    told: list[Change] = []
    for change in changes:
        said = _said(change)
        if change.scope is Scope.SITE:
            told.append(change)
        elif change.where is Where.CHROME:
            if (change.before, change.after) not in lifted:
                told.append(change)  # else a page on which the same was taken for chrome
        elif said not in shared:
            told.append(change)
        elif shared[said]:
            if (change.before, change.after) not in told_of_site:
                told.append(_of_site(shared[said]))
            shared[said] = []
    return tuple(told)


def _said(change: Change) -> Hashable:
    return change.type, change.kind, change.before, change.after, change.text


def _of_site(those: Sequence[Change]) -> Change:
    first = those[0]
    pages = tuple(dict.fromkeys(change.page for change in those))
    return replace(
        first,
        where=Where.CHROME,
        scope=Scope.SITE,
        page="",
        path=(),
        path_before=None,
        pages_before=pages,
        pages_after=pages,
        rule="site/shared",
        evidence=(f"the same on {len(pages)} pages", *first.evidence),
    )
