"""Versions: each body that was new on its page. Blocks are shared with the versions before.

A version's content is `[head, runs]`. A run is either `[start, count]`, blocks of its base version, or one
block that is new. The n-th version of a page has the base that the n-th payload would have (deltas.py), so
any version is read through a short chain.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from monitor.errors import StoreError
from monitor.model import Page
from monitor.store.connection import Connection
from monitor.store.deltas import base_number
from monitor.store.encoding import (
    body_hash,
    decode_block,
    decode_page,
    encode_block,
    encode_head,
    from_json,
    pack_json,
    short_hash,
    to_json,
)
from monitor.store.moments import maybe_moment
from monitor.store.packs import Packs
from monitor.store.pages import PageId
from monitor.store.sites import SiteId
from monitor.store.words import GROUP_BITS, Words

TOGETHER = 4
"""So many neighbouring blocks are one row of the index: a search still knows where to look."""

MAX_INDEXED = TOGETHER << GROUP_BITS
"""So many blocks of a version can be found by their words."""

VersionId = NewType("VersionId", int)


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """One version of a page, without its text."""

    id: VersionId
    number: int
    """1, 2, 3 … on its page."""
    title: str
    first: datetime | None
    """The first and the last snapshot that showed it."""
    last: datetime | None
    snapshots: int
    by_rules: bool
    """Made by new reading rules of ours, not by the page."""


class Versions:
    def __init__(self, connection: Connection, packs: Packs, words: Words) -> None:
        self._connection = connection
        self._packs = packs
        self._words = words

    def numbers(self, page: PageId) -> dict[VersionId, int]:
        """The page's versions, by number: 1, 2, 3 …"""
        rows = self._connection.rows(
            "SELECT id, number FROM versions WHERE page = ? ORDER BY number", (page,)
        )
        return {VersionId(id_): number for id_, number in rows}

    def latest(self, page: PageId) -> tuple[VersionId, int] | None:
        row = self._connection.row(
            "SELECT id, number FROM versions WHERE page = ? ORDER BY number DESC LIMIT 1", (page,)
        )
        return None if row is None else (VersionId(row[0]), row[1])

    def put(self, page: PageId, read: Page, rules: int, *, by_rules: bool = False) -> VersionId:
        """Keep this body. One that the page had before (hash and rules alike) is not kept again."""
        lines = tuple(map(encode_block, read.body))
        hash_ = body_hash(read.title, lines)
        known = self._connection.row(
            "SELECT id FROM versions WHERE page = ? AND hash = ? ORDER BY number DESC LIMIT 1", (page, hash_)
        )
        if known is not None:
            return VersionId(known[0])
        latest = self.latest(page)
        number = 0 if latest is None else latest[1]  # counted from 0, as payloads are
        base = self._base(page, number)
        base_rows = [] if base is None else self._rows(base)[1]
        runs = b",".join(_runs(tuple(map(to_json, base_rows)), lines))
        content = pack_json(b"[%b,[%b]]" % (to_json(encode_head(read)), runs))
        version = VersionId(
            self._connection.insert(
                "INSERT INTO versions (page, number, hash, rules, by_rules, base, content) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (page, number + 1, hash_, rules, int(by_rules), base, content),
            )
        )
        previous = [] if latest is None else base_rows if latest[0] == base else self._rows(latest[0])[1]
        self._index(version, read, {row[1] for row in previous})
        return version

    def _index(self, version: VersionId, read: Page, had: Set[str]) -> None:
        """Make the words of the texts that are new in this version findable."""
        fresh: dict[int, list[str]] = {}
        for place, block in enumerate(read.body[:MAX_INDEXED]):
            if block.text not in had:
                fresh.setdefault(place // TOGETHER, []).append(block.text)
        for group, texts in fresh.items():
            self._words.put(version << GROUP_BITS | group, "\n".join(texts))

    def with_words(self, words: Sequence[str], most: int) -> dict[PageId, list[tuple[VersionId, int]]]:
        """Where all these words came in (version, first place of some neighbours), by page.

        Pages whose versions are in one pack are neighbours.
        """
        hits: dict[int, list[int]] = {}
        for row in self._words.rows_with(words, most):
            hits.setdefault(row >> GROUP_BITS, []).append(row % (1 << GROUP_BITS) * TOGETHER)
        rows = self._connection.rows(
            "SELECT page, id, pack FROM versions WHERE id IN (SELECT value FROM json_each(?)) "
            "ORDER BY pack, page",
            (str(list(hits)),),
        )
        self._packs.expect(dict.fromkeys(sealed for _, _, sealed in rows if sealed is not None))
        found: dict[PageId, list[tuple[VersionId, int]]] = {}
        for page, version, _ in rows:
            found.setdefault(PageId(page), []).extend((VersionId(version), at) for at in hits[version])
        return found

    def all_blocks(self, page: PageId) -> dict[VersionId, list[Any]]:
        """Each version's blocks, as rows; a block that versions share is one object."""
        found: dict[VersionId, list[Any]] = {}
        rows = self._connection.rows(
            "SELECT id, base, content, pack FROM versions WHERE page = ? ORDER BY number", (page,)
        )
        for id_, base, content, sealed in rows:
            _, runs = self._packs.content(id_, content, sealed)
            found[VersionId(id_)] = _follow([] if base is None else found[VersionId(base)], runs)
        return found

    def texts(self, page: PageId) -> dict[VersionId, bytes]:
        """A name for the texts of each version, without links and all else."""
        return {
            version: short_hash(to_json([row[1] for row in rows]))
            for version, rows in self.all_blocks(page).items()
        }

    def get(self, version: VersionId) -> Page:
        """The version as it was read, without its chrome."""
        head, rows = self._rows(version)
        [url] = self._connection.row(
            "SELECT url FROM versions JOIN pages ON pages.id = versions.page WHERE versions.id = ?",
            (version,),
        ) or ("",)
        return decode_page(url, head, tuple(map(decode_block, rows)), ())

    def addresses(self, site: SiteId) -> dict[PageId, dict[str, Any]]:
        """What the latest version of each page says of addresses, its own and those of its translations."""
        apart = self._packs.heads(site)
        rows = self._connection.rows(f"{_LATEST} ORDER BY pack, page", (site,))  # each pack is undone once
        return {
            PageId(page): from_json(apart[id_])
            if id_ in apart
            else _addresses(self._packs.first(id_, content, sealed))
            for page, id_, content, sealed in rows
        }

    def set_addresses_apart(self, site: SiteId) -> None:
        """So that they can be asked for without undoing what the versions say else."""
        rows = self._connection.rows(f"{_LATEST} ORDER BY id", (site,))
        heads = [
            (id_, to_json(_addresses(self._packs.first(id_, content, sealed))))
            for _, id_, content, sealed in rows
        ]
        self._packs.put_heads(site, heads)

    def says(self, version: VersionId) -> tuple[str, tuple[str, ...]]:
        """Its title, and the texts of its blocks."""
        head, rows = self._rows(version)
        return head[0], tuple(row[1] for row in rows)

    def of_page(self, page: PageId) -> tuple[StoredVersion, ...]:
        rows = self._connection.rows(
            "SELECT v.id, v.number, v.content, v.pack, v.by_rules, min(s.moment), max(s.moment), count(s.id) "
            "FROM versions v LEFT JOIN snapshots s ON s.page = v.page AND s.version = v.id "
            "WHERE v.page = ? GROUP BY v.id ORDER BY v.number",
            (page,),
        )
        return tuple(
            StoredVersion(
                VersionId(id_),
                number,
                self._packs.first(id_, content, sealed)[0],
                maybe_moment(first),
                maybe_moment(last),
                count,
                bool(by_rules),
            )
            for id_, number, content, sealed, by_rules, first, last, count in rows
        )

    def _base(self, page: PageId, number: int) -> VersionId | None:
        base = base_number(number)
        if base is None:
            return None
        row = self._connection.row("SELECT id FROM versions WHERE page = ? AND number = ?", (page, base + 1))
        return None if row is None else VersionId(row[0])

    def _rows(self, version: VersionId) -> tuple[list[Any], list[Any]]:
        """Head, and blocks as rows."""
        chain = self._connection.rows(
            "WITH RECURSIVE chain (id, base, content, pack, link) AS ("
            " SELECT id, base, content, pack, 0 FROM versions WHERE id = ?"
            " UNION ALL SELECT v.id, v.base, v.content, v.pack, link + 1"
            " FROM chain JOIN versions v ON v.id = chain.base"
            ") SELECT id, content, pack FROM chain ORDER BY link DESC",
            (version,),
        )
        if not chain:
            raise StoreError(f"version {version}: is not in the store")
        head: list[Any] = []
        rows: list[Any] = []
        for id_, content, sealed in chain:
            head, runs = self._packs.content(id_, content, sealed)
            rows = _follow(rows, runs)
        return head, rows


_LATEST = (
    "SELECT page, id, content, pack FROM versions v WHERE page IN (SELECT id FROM pages WHERE site = ?) "
    "AND number = (SELECT max(number) FROM versions w WHERE w.page = v.page)"
)


def _addresses(head: list[Any]) -> dict[str, Any]:
    return {name: head[3][name] for name in ("canonical_url", "alternates") if name in head[3]}


def _runs(base: Sequence[bytes], lines: Sequence[bytes]) -> Iterator[bytes]:
    """The lines as runs of the base's and as new ones: JSON, as the lines are.

    >>> list(_runs([b'["a"]', b'["b"]', b'["c"]'], [b'["b"]', b'["c"]', b'["new"]', b'["a"]']))
    [b'[1,2]', b'["new"]', b'[0,1]']
    """
    places: dict[bytes, int] = {}
    for place, line in enumerate(base):
        places.setdefault(line, place)
    start = end = 0  # of the run of the base's that is not said yet
    for line in lines:
        if end < len(base) and base[end] == line:
            end += 1
            continue
        if start < end:
            yield b"[%d,%d]" % (start, end - start)
            start = end
        if line in places:
            start, end = places[line], places[line] + 1
        else:
            yield line
    if start < end:
        yield b"[%d,%d]" % (start, end - start)


def _follow(base: list[Any], runs: list[Any]) -> list[Any]:
    """
    >>> _follow([["a"], ["b"], ["c"]], [[1, 2], ["new"], [0, 1]])
    [['b'], ['c'], ['new'], ['a']]
    """
    rows: list[Any] = []
    for run in runs:
        if isinstance(run[0], int):
            rows.extend(base[run[0] : run[0] + run[1]])
        else:
            rows.append(run)
    return rows
