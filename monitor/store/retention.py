"""Letting old payloads go. Versions, changes, hashes and moments stay: only the bytes as served are let go.

A page's latest payload always stays: the next capture is compared with it. Payloads that were stored as
differences from one that goes are stored anew first.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.store.connection import Connection
from monitor.store.moments import to_ticks
from monitor.store.packs import Packs
from monitor.store.pages import PageId
from monitor.store.payloads import NUMBER_BITS, Codec, PayloadId, Payloads
from monitor.store.regions import SHOWN
from monitor.store.sites import SiteId
from monitor.store.versions import Versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Which payloads may go; whatever any of these says goes."""

    max_age: timedelta | None = None
    """Payloads that no capture showed since then."""
    max_payloads: int | None = None
    """Of one page, the latest of them stay."""
    max_bytes: int | None = None
    """As stored, all of the site together; the oldest go first."""
    only_changed: bool = False
    """Keep a payload only where a text of the page or a menu of the site is new, or a change was found."""


@dataclass(frozen=True, slots=True)
class Thinned:
    payloads: int
    """How many go, or went."""
    of: int
    bytes: int
    """As they are stored; in packs by their share."""


@dataclass(frozen=True, slots=True)
class _Kept:
    id: PayloadId
    page: int
    last: int
    """When it was last seen, in ticks; 0 when nobody knows."""
    bytes: float
    is_latest: bool


def thin(
    connection: Connection,
    payloads: Payloads,
    packs: Packs,
    versions: Versions,
    site: SiteId | None,
    rule: Retention,
    now: datetime,
    *,
    dry_run: bool,
    at_most: int | None,
) -> Thinned:
    """Let payloads go by that rule, of one site or of all; with `dry_run` only say which would."""
    with connection.transaction():
        kept = _kept(connection, site)
        news = _news(connection, versions, kept) if rule.only_changed else frozenset()
        going = _choose(kept, news, rule, now)[:at_most]
        if not dry_run and going:
            _let_go(connection, payloads, [one.id for one in going])
            packs.drop_unused()
    return Thinned(len(going), len(kept), round(sum(one.bytes for one in going)))


def _kept(connection: Connection, site: SiteId | None) -> list[_Kept]:
    rows = connection.rows(
        "WITH shown AS (SELECT payload, page, ifnull(moment, 0) AS moment, id,"
        " lead(id) OVER w IS NULL AS is_latest FROM snapshots"
        " WINDOW w AS (PARTITION BY page ORDER BY moment, id)), "
        "filled AS MATERIALIZED"
        # By place, and not by what is there: a pack stays whole when some of it is let go, until `compact`.
        " (SELECT pack, max(start + size) AS size FROM payloads WHERE pack IS NOT NULL GROUP BY pack) "
        "SELECT p.id, p.id >> ?, max(shown.moment), "
        "ifnull(length(p.data), 1.0 * p.size * length(packs.data) / "
        "(SELECT size FROM filled WHERE filled.pack = p.pack)), max(is_latest) "
        "FROM payloads p JOIN shown ON shown.payload = p.id LEFT JOIN packs ON packs.id = p.pack "
        "JOIN pages ON pages.id = shown.page WHERE p.codec <> ? AND (?3 IS NULL OR pages.site = ?3) "
        "GROUP BY p.id ORDER BY max(shown.moment), p.id",
        (NUMBER_BITS, Codec.GONE, site),
    )
    return [_Kept(PayloadId(id_), page, last, size, bool(latest)) for id_, page, last, size, latest in rows]


def _news(connection: Connection, versions: Versions, kept: Sequence[_Kept]) -> frozenset[int]:
    """The payloads that brought something; a link that is another one at each look alone does not count."""
    news = {
        payload
        for (payload,) in connection.rows(
            "SELECT s.payload FROM changes c JOIN snapshots s ON s.id = c.snapshot_after"
            " WHERE c.page IS NOT NULL "
            # Of the pages that show a piece of chrome, the first that did.
            f"UNION SELECT payload FROM (SELECT f.payload, min(f.moment) {SHOWN} JOIN "
            "(SELECT chrome, payload, min(ifnull(moment, 0)) AS moment FROM snapshots GROUP BY chrome) f"
            " ON f.chrome = c.id GROUP BY v.value)"
        )
    }
    others = str([one.id for one in kept if one.id not in news])
    for (page,) in connection.rows(
        "SELECT DISTINCT page FROM snapshots WHERE payload IN (SELECT value FROM json_each(?))", (others,)
    ):
        texts = versions.texts(PageId(page))
        had: bytes | None = None
        for version, payload in connection.rows(
            "SELECT version, payload FROM snapshots WHERE page = ? AND version IS NOT NULL "
            "ORDER BY moment, id",
            (page,),
        ):
            if texts[version] != had:
                news.add(payload)
            had = texts[version]
    return frozenset(news)


def _choose(kept: Sequence[_Kept], news: Set[int], rule: Retention, now: datetime) -> list[_Kept]:
    """The oldest first."""
    oldest = 0 if rule.max_age is None else to_ticks(now - rule.max_age)
    going: list[_Kept] = []
    left_of_page: dict[int, int] = {}
    for one in kept:
        left_of_page[one.page] = left_of_page.get(one.page, 0) + 1
    left = sum(one.bytes for one in kept)
    for one in kept:
        is_too_old = one.last < oldest
        is_too_many = rule.max_payloads is not None and left_of_page[one.page] > rule.max_payloads
        is_too_much = rule.max_bytes is not None and left > rule.max_bytes
        is_nothing_new = rule.only_changed and one.id not in news
        if one.is_latest or not (is_too_old or is_too_many or is_too_much or is_nothing_new):
            continue
        going.append(one)
        left -= one.bytes
        left_of_page[one.page] -= 1
    return going


def _let_go(connection: Connection, payloads: Payloads, going: Sequence[PayloadId]) -> None:
    if not going:
        return
    listed = str(list(going))
    chosen = "(SELECT value FROM json_each(?1))"
    # A pack of others that is under more stays as it is until `compact`.
    dependent = connection.rows(
        f"SELECT id FROM payloads WHERE id NOT IN {chosen} AND codec <> 3 AND (base IN {chosen} OR pack IN "
        f"(SELECT id FROM packs WHERE base IN {chosen})) ORDER BY id",
        (listed,),
    )
    doomed = frozenset(going)
    for (identity,) in dependent:
        payloads.store_anew(PayloadId(identity), doomed)
    connection.execute(
        f"UPDATE payloads SET codec = 3, base = NULL, data = NULL, pack = NULL, start = NULL, depth = 0 "
        f"WHERE id IN {chosen}",
        (listed,),
    )
    payloads.forget_undone()
