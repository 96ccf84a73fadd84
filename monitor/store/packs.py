"""Packs: what many rows hold, sealed together, because together it is far smaller than one by one.

`compact` makes them. A row whose content is in a pack has NULL for its content and the pack's id. A pack of
contents is zstd of lines: the ids of its rows as a JSON array, then the content of each, a line of JSON. A
pack of payloads is zstd of their bytes one after the other, with the pack's base payload as prefix.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NewType

from monitor.store.connection import Connection
from monitor.store.deltas import compress, decompress
from monitor.store.encoding import from_json, pack, to_json, unpack

PackId = NewType("PackId", int)

MAX_ROWS = 512
MAX_BYTES = 1_000_000
"""Of contents in one pack: undone in a millisecond or two."""

SEAL_LEVEL = 19
"""Sealing is rare and reading does not pay for it."""

REMEMBERED = 8
"""So many undone packs are kept at hand: readers ask for neighbours."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of one table's rows, each in its row or in a pack."""

    table: str
    order: str
    """Rows that are alike are neighbours in this order."""


CHANGES = Contents("changes", "site, page, id")
VERSIONS = Contents("versions", "page, number")
REGION_VERSIONS = Contents("region_versions", "region, id")
HELD = Contents("held", "snapshot, id")


class Packs:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._undone: OrderedDict[PackId, dict[int, bytes]] = OrderedDict()
        connection.forgetters.append(self._undone.clear)

    def content(self, row: int, content: bytes | None, sealed: PackId | None) -> Any:
        """A row's content, wherever it is."""
        if content is not None:
            return unpack(content)
        assert sealed is not None  # noqa: S101  (a row has the one or the other)
        return from_json(self._lines(sealed)[row])

    def seal(self, contents: Contents) -> None:
        """Put the contents of all rows that are in no full pack into packs."""
        table = contents.table
        for (loose,) in self._connection.rows(
            f"SELECT pack FROM {table} WHERE pack IS NOT NULL GROUP BY pack HAVING count(*) < ?",
            (MAX_ROWS // 2,),
        ):
            self._dissolve(contents, PackId(loose))
        group: list[tuple[int, bytes]] = []
        size = 0
        for row, content in self._connection.rows(
            f"SELECT id, content FROM {table} WHERE content IS NOT NULL ORDER BY {contents.order}"
        ):
            line = to_json(unpack(content))
            if group and (len(group) >= MAX_ROWS or size + len(line) > MAX_BYTES):
                self._seal(table, group)
                group, size = [], 0
            group.append((row, line))
            size += len(line)
        if len(group) > 1:
            self._seal(table, group)

    def put(self, data: bytes, base: int | None = None) -> PackId:
        return PackId(self._connection.insert("INSERT INTO packs (base, data) VALUES (?, ?)", (base, data)))

    def drop_unused(self) -> None:
        self._connection.execute(
            "DELETE FROM packs WHERE NOT EXISTS (SELECT 1 FROM changes WHERE pack = packs.id) "
            "AND NOT EXISTS (SELECT 1 FROM versions WHERE pack = packs.id) "
            "AND NOT EXISTS (SELECT 1 FROM region_versions WHERE pack = packs.id) "
            "AND NOT EXISTS (SELECT 1 FROM held WHERE pack = packs.id) "
            "AND NOT EXISTS (SELECT 1 FROM payloads WHERE pack = packs.id)"
        )
        self._undone.clear()

    def _seal(self, table: str, group: Sequence[tuple[int, bytes]]) -> None:
        ids = to_json([row for row, _ in group])
        sealed = self.put(compress(b"\n".join((ids, *(line for _, line in group))), level=SEAL_LEVEL))
        # Read back before the originals go.
        if list(self._lines(sealed).items()) != list(group):
            raise AssertionError("a pack did not give its contents back")
        self._point(table, (row for row, _ in group), sealed)

    def _point(self, table: str, rows: Iterable[int], sealed: PackId) -> None:
        for row in rows:
            self._connection.execute(
                f"UPDATE {table} SET content = NULL, pack = ? WHERE id = ?", (sealed, row)
            )

    def _dissolve(self, contents: Contents, sealed: PackId) -> None:
        lines = self._lines(sealed)
        for (row,) in self._connection.rows(f"SELECT id FROM {contents.table} WHERE pack = ?", (sealed,)):
            self._connection.execute(
                f"UPDATE {contents.table} SET content = ?, pack = NULL WHERE id = ?",
                (pack(from_json(lines[row])), row),
            )

    def _lines(self, sealed: PackId) -> dict[int, bytes]:
        known = self._undone.get(sealed)
        if known is not None:
            self._undone.move_to_end(sealed)
            return known
        [data] = self._connection.row("SELECT data FROM packs WHERE id = ?", (sealed,)) or (b"",)
        first, *rest = decompress(data, 0).split(b"\n")
        lines = dict(zip(from_json(first), rest, strict=True))
        self._undone[sealed] = lines
        if len(self._undone) > REMEMBERED:
            self._undone.popitem(last=False)
        return lines
