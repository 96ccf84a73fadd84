"""Which pages does a site have? Its sitemaps, feeds and menus are asked, where the configuration says so.

    seek (network)  →  Discovered  →  take_up (store): watches, and events of the site

A sitemap is a site's own list of its pages: one that leaves it has vanished. Feeds roll and menus are told as
what they are, so pages only come by those.
"""

import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatchcase
from urllib.parse import urldefrag, urljoin, urlsplit

from monitor.check.rounds import Clock, Fetchers
from monitor.compare import tell
from monitor.config import SiteConfig
from monitor.errors import Unreadable
from monitor.fetch import (
    ROBOTS_PATH,
    Answer,
    Fetched,
    Job,
    OverLimit,
    Refused,
    Round,
    Undecodable,
    check_url,
    decode,
)
from monitor.model import Change, ChangeType, Item, RegionKind, Scope, Snapshot, Where
from monitor.read import read
from monitor.store import Placed, Store, Watch

MAX_LISTINGS = 50
"""Sitemaps and feeds that are fetched for a site at a time; the first fifty sitemaps may name 2.5 million
pages (sitemaps.org allows 50,000 in each)."""

MAX_LISTING_BYTES = 50_000_000
"""As sitemaps.org allows, unpacked."""

MAX_SEEDS = 10
"""Pages that are looked at for the feeds they name."""

MAX_HEAD_BYTES = 200_000

MIN_SHARE_LEFT = 0.5
FEW = 10
"""When more than half of more than ten pages leave a sitemap at once, it is the sitemap that is broken."""

LINK = re.compile(rb"<link\b[^>]{1,2000}>", re.IGNORECASE)
ATTRIBUTE = re.compile(rb"([a-z]{2,8})\s{0,5}=\s{0,5}[\"']([^\"'<>]{1,1500})[\"']", re.IGNORECASE)
FEED_TYPES = (b"application/rss+xml", b"application/atom+xml")
MENUS = frozenset({RegionKind.MENU, RegionKind.SIDEBAR})


@dataclass(frozen=True, slots=True)
class Discovered:
    """What a site's listings named."""

    site: str
    pages: tuple[tuple[str, str], ...]
    """(URL, origin): "sitemap", "feed" or "menu"; each URL once, in the order of the listings."""
    is_whole: bool
    """Whether all sitemaps could be read: then what is not in them is gone from them."""
    problems: tuple[str, ...] = ()


def wants(site: SiteConfig) -> bool:
    """Whether pages of the site are to be found."""
    ways = site.discovery
    return bool(site.urls) and (ways.sitemap or ways.feed or ways.menu)


def menu_targets(site: SiteConfig, store: Store) -> tuple[str, ...]:
    """Where the site's menus lead, as its pages showed them last."""
    known = store.sites.find(site.name)
    if known is None or not site.discovery.menu:
        return ()
    latest = {state.region_id: state.region for state in store.regions.recent(known)}
    targets: dict[str, None] = {}
    waiting: deque[Item] = deque(item for r in latest.values() if r.kind in MENUS for item in r.items)
    while waiting:
        item = waiting.popleft()
        if item.target:
            targets[urljoin(site.urls[0], item.target)] = None
        waiting.extend(item.children)
    return tuple(targets)


# ── seek ───────────────────────────────────────────────────────────────────────────────────────


Ask = Callable[[Job], Answer]
"""Fetches in the queue of the host, with all else that is asked of it."""


def ask_in(polite: Round) -> Ask:
    """Who asks while nobody else does."""

    def ask(job: Job) -> Answer:
        [(_, answer)] = polite.run([job])
        return answer

    return ask


class Search:
    """One site's listings, fetched politely and read."""

    def __init__(self, site: SiteConfig, fetchers: Fetchers, clock: Clock, ask: Ask) -> None:
        self._site = site
        self._fetchers = fetchers
        self._clock = clock
        self._ask = ask
        self._left = MAX_LISTINGS
        self.is_whole = True
        self.problems: list[str] = []

    def get(self, url: str) -> Fetched | None:
        if self._left <= 0:
            self.problems.append(f"{url}: not read: more than {MAX_LISTINGS} listings")
            return None
        if not is_at_home(url, self._site):  # what is sent along is meant for the site alone
            self.problems.append(f"{url}: not read: is on another host than the site")
            return None
        self._left -= 1
        answer = self._ask(Job(url=url, site=self._site.name))
        if isinstance(answer, Fetched):
            return answer
        reason = getattr(answer, "reason", "no content")
        self.problems.append(f"{url}: {reason}")
        return None

    def sitemap(self) -> Iterator[str]:
        """The pages that the sitemaps name: those of robots.txt, else /sitemap.xml."""
        waiting: deque[str] = deque()
        for origin in origins(self._site.urls):
            robots = self._fetchers.robots.get(self._site.name)
            if robots is not None and not robots.knows(origin, self._clock()):
                self._ask(Job(url=origin + ROBOTS_PATH, site=self._site.name))
            named = robots.sitemaps(origin, self._clock()) if robots is not None else ()
            waiting += [urljoin(origin, one) for one in named] or [f"{origin}/sitemap.xml"]
        seen = set(waiting)
        while waiting:
            url = waiting.popleft()
            answer = self.get(url)
            listed = None if answer is None else self._addresses(answer)
            if listed is None:
                self.is_whole = False
                continue
            is_index, addresses = listed
            if not is_index:
                yield from addresses
                continue
            fresh = [one for one in dict.fromkeys(addresses) if one not in seen]
            seen.update(fresh)
            waiting += fresh

    def _addresses(self, answer: Fetched) -> tuple[bool, list[str]] | None:
        """Whether it lists sitemaps, and what it lists."""
        payload = answer.snapshot.payload
        try:
            if payload.startswith(b"\x1f\x8b"):
                payload = decode([payload], "gzip", MAX_LISTING_BYTES)
            snapshot = Snapshot(url=answer.final_url, payload=payload, media_type="application/xml")
            document = read(snapshot)
        except (Unreadable, Undecodable, OverLimit) as error:
            self.problems.append(f"{answer.final_url}: {error}")
            return None
        if document.format != "sitemap":
            self.problems.append(f"{answer.final_url}: is no sitemap")
            return None
        if document.notes:  # cut short
            self.is_whole = False
        return b"<sitemapindex" in payload[:2000], [b.cells[0] for b in document.blocks if b.cells]

    def feeds(self) -> Iterator[str]:
        """The pages that the feeds name which the watched pages name."""
        feeds: dict[str, None] = {}
        for url in self._site.urls[:MAX_SEEDS]:
            answer = self.get(url)
            if answer is not None:
                feeds |= dict.fromkeys(feeds_of(answer.snapshot.payload, answer.final_url))
        for url in feeds:
            answer = self.get(url)
            if answer is None:
                continue
            try:
                document = read(replace(answer.snapshot, url=answer.final_url))
            except Unreadable as error:
                self.problems.append(f"{url}: {error}")
                continue
            for block in document.blocks if document.format == "feed" else ():
                yield from (link.target for link in block.links)


def seek(
    site: SiteConfig, fetchers: Fetchers, clock: Clock, ask: Ask, menus: Sequence[str] = ()
) -> Discovered:
    """What the site's listings name now. `ask` fetches in the host's queue; `menus` is what `menu_targets`
    gave."""
    search = Search(site, fetchers, clock, ask)
    ways, found = site.discovery, dict[str, str]()
    listings: list[tuple[str, Iterator[str]]] = []
    if ways.sitemap:
        listings.append(("sitemap", search.sitemap()))
    if ways.feed:
        listings.append(("feed", search.feeds()))
    listings.append(("menu", iter(menus)))
    for origin, urls in listings:
        for url in urls:
            page = urldefrag(url.strip()).url
            if page not in found and is_wanted(page, site):
                found[page] = origin
    return Discovered(site.name, tuple(found.items()), search.is_whole, tuple(search.problems))


def origins(urls: Sequence[str]) -> tuple[str, ...]:
    """Scheme and host of each, once."""
    parts = [urlsplit(url) for url in urls]
    return tuple(dict.fromkeys(f"{one.scheme}://{one.netloc}" for one in parts))


def is_wanted(url: str, site: SiteConfig) -> bool:
    """A page of the site's own hosts that the patterns let through."""
    ways = site.discovery
    return (
        is_at_home(url, site)
        and (not ways.include or any(fnmatchcase(url, pattern) for pattern in ways.include))
        and not any(fnmatchcase(url, pattern) for pattern in ways.exclude)
    )


def is_at_home(url: str, site: SiteConfig) -> bool:
    """Whether it is on one of the hosts that the configuration names for the site."""
    try:
        check_url(url)
        return origins([url])[0] in origins(site.urls)
    except (Refused, ValueError):
        return False


def feeds_of(payload: bytes, base: str) -> list[str]:
    """The feeds that a page names in its head (WHATWG, link type "alternate")."""
    found = []
    for tag in LINK.findall(payload[:MAX_HEAD_BYTES]):
        values = {name.lower(): value for name, value in ATTRIBUTE.findall(tag)}
        if values.get(b"type", b"").lower() in FEED_TYPES and b"href" in values:
            found.append(urljoin(base, values[b"href"].decode("utf-8", "replace").replace("&amp;", "&")))
    return found


# ── take up ────────────────────────────────────────────────────────────────────────────────────


def take_up(found: Discovered, site: SiteConfig, store: Store, now: datetime) -> tuple[Change, ...]:
    """Watch what was found, leave alone what vanished, and tell both as events of the site.

    What a site's listings name at first is its baseline and no news.
    """
    with store.transaction():
        watched = {watch.url: watch for watch in store.watches.of_site(site.name)}
        discovered = {url: watch for url, watch in watched.items() if watch.origin != "config"}
        elsewhere = {watch.moved_to for watch in watched.values()}  # pages that live there now
        named = {*site.urls, *elsewhere}
        wanted = [(url, origin) for url, origin in found.pages if url not in named]
        # Those that are watched already keep their place when there are more than the limit.
        wanted.sort(key=lambda page: page[0] not in discovered)
        vanished = [url for url in _vanished(found, discovered) if url not in site.urls]
        room = site.discovery.limit - len(discovered) + len(vanished)
        added = [page for page in wanted if page[0] not in watched][: max(0, room)]
        site_id = store.sites.add(site.name)
        for url, origin in added:
            store.watches.add(store.pages.add(site_id, url), origin, now)
        for url in vanished:
            store.watches.drop(discovered[url].page, now)
        if not discovered:
            return ()
        news = [_change(ChangeType.PAGE_ADDED, url, origin) for url, origin in added]
        news += [_change(ChangeType.PAGE_REMOVED, url, "sitemap") for url in vanished]
        return tuple(_record(change, site.name, store, now) for change in news)


def _vanished(found: Discovered, discovered: Mapping[str, Watch]) -> list[str]:
    listed = {url for url, _ in found.pages}
    of_sitemap = [url for url, watch in discovered.items() if watch.origin == "sitemap"]
    gone = [url for url in of_sitemap if url not in listed and discovered[url].moved_to not in listed]
    broken = len(of_sitemap) > FEW and len(gone) > MIN_SHARE_LEFT * len(of_sitemap)
    return [] if broken or not found.is_whole else gone


def _change(type_: ChangeType, url: str, origin: str) -> Change:
    added = type_ is ChangeType.PAGE_ADDED
    return Change(
        type=type_,
        where=Where.BODY,
        scope=Scope.SITE,
        page=url,
        before=None if added else url,
        after=url if added else None,
        rule=f"discovery/{origin}",
        evidence=(f"the site's {origin} names it now" if added else "the sitemap does not name it any more",),
    )


def _record(change: Change, site: str, store: Store, now: datetime) -> Change:
    told = tell(replace(change, between=(None, now)))
    identity = "\0".join([told.type, site, told.page, f"{now:%Y-%m-%d}"])
    placed = Placed(told, hashlib.sha256(identity.encode()).digest()[:8])
    id_, is_new = store.changes.put(store.sites.add(site), None, placed, None, now, now)
    if is_new:
        store.outbox.queue(id_)
    return replace(told, id=store.changes.name(id_))
