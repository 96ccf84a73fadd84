"""A page that moved and whose server does not say so: another page of its site says the same now.

    /levels         gone since Monday    ┐
    /water/levels   new, says the same   ┘  one page that moved, with one history

It is asked both when a page is seen for the first time and when one is gone, because either may come first.
Only pages that were found are taken for where another one moved: what the configuration names stays itself.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.model import Trouble
from monitor.store import Store, Watch

MIN_WORDS = 40
"""Two pages with less text than this are alike too easily: two forms, two empty lists."""

MIN_SHARE = 0.9
"""So much of the words stands in blocks that both pages have, to the letter. Pages of a site that are made of
the same parts (a year's tables, product sheets) share less."""

LATELY = timedelta(days=7)
"""A page that left the sitemap so long ago may still turn up elsewhere."""

MAX_ASKED = 200
"""Pages that are compared with one, the latest; bounds the work of a site that loses all its pages."""

AWAY = (Trouble.GONE, Trouble.SOFT_404)


@dataclass(frozen=True, slots=True)
class Match:
    watch: Watch
    share: float
    """Of the words that both pages have in common, 0 to 1."""


def find_former(fresh: Watch, store: Store, now: datetime) -> Match | None:
    """The page that was at another address before; `fresh` is seen for the first time."""
    if fresh.origin == "config":
        return None
    away = [
        watch
        for watch in store.watches.of_site(fresh.site)
        if watch.condition.get("trouble") in AWAY and watch.moved_to != fresh.url
    ]
    return _best(fresh, [*away, *store.watches.dropped(fresh.site, now - LATELY)], store)


def find_present(gone: Watch, store: Store) -> Match | None:
    """Where a page is now that has just been found to be gone."""
    others = [
        watch
        for watch in store.watches.of_site(gone.site)
        if watch.origin != "config" and not watch.condition and watch.url not in (gone.url, gone.moved_to)
    ]
    return _best(gone, others, store)


def _best(page: Watch, others: Iterable[Watch], store: Store) -> Match | None:
    looked_at = [one for one in others if one.last is not None]
    if not looked_at:
        return None
    asked = sorted(looked_at, key=lambda one: str(one.last), reverse=True)
    said = _words(page, store)
    if said.total() < MIN_WORDS:
        return None
    found = (Match(one, _share(said, _words(one, store))) for one in asked[:MAX_ASKED])
    best = max(found, key=lambda match: match.share)
    return best if best.share >= MIN_SHARE else None


def _words(watch: Watch, store: Store) -> Counter[str]:
    """The texts that the page showed last, each with how many words it has."""
    last = store.snapshots.latest(watch.page)
    counts: Counter[str] = Counter()
    if last is not None and last.version is not None:
        for text in store.versions.says(last.version)[1]:
            counts[text] += len(text.split())
    return counts


def _share(one: Counter[str], two: Counter[str]) -> float:
    return (one & two).total() / max(one.total(), two.total(), 1)
