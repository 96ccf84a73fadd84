"""Compaction: what came one by one, sealed together, where that is smaller. The bytes stay what they are.

The first payloads of a site's pages have the same chrome around them: they are packed together. The later
ones of a page are packed in runs, each with a payload of that page before it as prefix. Every payload is read
back and compared with its hash before the transaction commits.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.errors import StoreError
from monitor.store.connection import Connection
from monitor.store.deltas import compress
from monitor.store.packs import CHANGES, HELD, REGION_VERSIONS, SEAL_LEVEL, VERSIONS, PackId, Packs
from monitor.store.payloads import NUMBER_BITS, Codec, PayloadId, Payloads

MAX_PACK_BYTES = 4_000_000
"""Undone in a few milliseconds."""

RUN = 32
"""Payloads of a page in one pack."""

RUNS_IN_A_ROW = 8
"""Every eighth run begins again from the page's first payload: so a chain of packs has an end."""

WORTH_IT = 0.95
"""A pack that is not smaller than this part of what it replaces only makes reading slower."""


@dataclass(frozen=True, slots=True)
class Compacted:
    bytes_before: int
    bytes_after: int


def compact(connection: Connection, payloads: Payloads, packs: Packs) -> Compacted:
    """Seal what can be sealed, and give the freed room back to the disk."""
    before = _size(connection)
    with connection.transaction():
        sites = [site for (site,) in connection.rows("SELECT id FROM sites")]
        for site in sites:
            _pack_payloads(connection, payloads, packs, site)
        for contents in (CHANGES, VERSIONS, REGION_VERSIONS, HELD):
            packs.seal(contents)
        packs.drop_unused()
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
    payloads.forget_undone()
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Compacted(before, _size(connection))


def _size(connection: Connection) -> int:
    [pages, size] = connection.row(
        "SELECT page_count, page_size FROM pragma_page_count, pragma_page_size"
    ) or (0, 0)
    return int(pages) * int(size)


def _pack_payloads(connection: Connection, payloads: Payloads, packs: Packs, site: int) -> None:
    pages = [page for (page,) in connection.rows("SELECT id FROM pages WHERE site = ? ORDER BY url", (site,))]
    firsts = [page << NUMBER_BITS for page in pages]
    for group in _groups(connection, firsts):
        _seal(connection, payloads, packs, group, None)
    for page in pages:
        first = page << NUMBER_BITS
        rows = connection.rows(
            "SELECT id FROM payloads WHERE id > ? AND id < ? AND codec <> ? ORDER BY id",
            (first, first + (1 << NUMBER_BITS), Codec.GONE),
        )
        prefix: PayloadId | None = _there(connection, first)
        for at, group in enumerate(_groups(connection, [row for (row,) in rows], RUN)):
            if at % RUNS_IN_A_ROW == 0:
                prefix = _there(connection, first)
            _seal(connection, payloads, packs, group, prefix)
            prefix = group[0]  # the first one is undone without the rest of its pack


def _there(connection: Connection, payload: int) -> PayloadId | None:
    row = connection.row("SELECT id FROM payloads WHERE id = ? AND codec <> ?", (payload, Codec.GONE))
    return None if row is None else PayloadId(row[0])


def _groups(connection: Connection, ids: Sequence[int], most: int = 1 << 30) -> Iterator[list[PayloadId]]:
    """Payloads that are there, in groups that a pack may hold."""
    group: list[PayloadId] = []
    size = 0
    for identity in ids:
        row = connection.row("SELECT size FROM payloads WHERE id = ? AND codec <> ?", (identity, Codec.GONE))
        if row is None:
            continue
        if group and (len(group) >= most or size + row[0] > MAX_PACK_BYTES):
            yield group
            group, size = [], 0
        group.append(PayloadId(identity))
        size += row[0]
    if group:
        yield group


def _seal(
    connection: Connection,
    payloads: Payloads,
    packs: Packs,
    group: Sequence[PayloadId],
    prefix: PayloadId | None,
) -> None:
    marks = ",".join("?" * len(group))
    [now, loose, kinds] = connection.row(
        "SELECT sum(length(data)), sum(codec <> 4), count(DISTINCT pack) FROM payloads "
        f"WHERE id IN ({marks})",
        tuple(group),
    ) or (0, 0, 0)
    if not loose and kinds == 1:
        return  # sealed together already
    if loose < len(group):
        [sealed] = connection.row(
            "SELECT sum(length(data)) FROM packs WHERE id IN "
            f"(SELECT pack FROM payloads WHERE id IN ({marks}))",
            tuple(group),
        ) or (0,)
        now = (now or 0) + (sealed or 0)
    parts = [payloads.get(identity) for identity in group]
    before = b"" if prefix is None else payloads.get(prefix)
    data = compress(b"".join(parts), before, SEAL_LEVEL)
    if len(data) >= WORTH_IT * (now or 0):
        return
    [depth] = connection.row("SELECT depth FROM payloads WHERE id = ?", (prefix,)) or (0,)
    pack = packs.put(data, prefix)
    start = 0
    for identity, part in zip(group, parts, strict=True):
        connection.execute(
            "UPDATE payloads SET codec = ?, base = NULL, data = NULL, pack = ?, start = ?, depth = ? "
            "WHERE id = ?",
            (Codec.PACKED, pack, start, depth + 1, identity),
        )
        start += len(part)
    _verify(payloads, group, parts, pack)


def _verify(payloads: Payloads, group: Sequence[PayloadId], parts: Sequence[bytes], pack: PackId) -> None:
    payloads.forget_undone()
    for identity, part in zip(group, parts, strict=True):
        if hashlib.sha256(payloads.get(identity)).digest() != hashlib.sha256(part).digest():
            raise StoreError(f"pack {pack} did not give its payloads back; nothing was compacted")
