"""Packs: what many rows hold, sealed together, because together it is far smaller than one by one.

`compact` makes them. A pack is one zstd frame, whose prefix may be the pack `under` it: what was read in
pages has the words of their payloads. A row whose content is in a pack has NULL for its content and the
pack's id. A pack of contents is lines: the ids of its rows as a JSON array (each as its distance from the
one before), then each row's content, a line of JSON. A pack of payloads is their bytes one after the other.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from threading import Thread
from typing import Any

from zstandard import ZstdError

from monitor.errors import StoreError
from monitor.store.connection import Connection
from monitor.store.deltas import compress, decompress
from monitor.store.encoding import first_of_json, from_json, to_json, unpack, unpacked
from monitor.store.payloads import PackId, Payloads
from monitor.store.sites import SiteId

MAX_BYTES = 4_000_000
"""Of contents in one pack: undone in a few milliseconds."""

SEAL_LEVEL = 19
"""Sealing is rare and reading does not pay for it; 22 gains less than 1 %."""

SEAL_LEVELS = (SEAL_LEVEL, 12)
"""Both are tried, the smaller is kept: real pages are a tenth to a sixth smaller with 19; copies of a text
without order are two thirds smaller with 12, which takes a tenth of the time."""

AHEAD = 3
"""So many packs that will be asked for are undone side by side: as many as a small machine has cores for, and
12 MB at the most."""

REMEMBERED = 8
"""So many undone packs are kept at hand: readers ask for neighbours."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The contents of one table's rows, each in its row or in a pack."""

    table: str
    of_site: str
    """An SQL condition: the rows of the site ?1."""
    order: str
    """Rows that are alike are neighbours in this order."""


CHANGES = Contents("changes", "t.site = ?1", "t.page, t.id")
VERSIONS = Contents("versions", "t.page IN (SELECT id FROM pages WHERE site = ?1)", "t.page, t.number")
REGION_VERSIONS = Contents(
    "region_versions", "t.region IN (SELECT id FROM regions WHERE site = ?1)", "t.region, t.id"
)
HELD = Contents(
    "held",
    "t.snapshot IN (SELECT s.id FROM snapshots s JOIN pages p ON p.id = s.page WHERE p.site = ?1)",
    "(SELECT page FROM snapshots WHERE id = t.snapshot), t.id",
)
ALL_CONTENTS = (VERSIONS, REGION_VERSIONS, CHANGES, HELD)

USED = "SELECT pack FROM payloads WHERE pack IS NOT NULL" + "".join(
    f" UNION SELECT pack FROM {contents.table} WHERE pack IS NOT NULL" for contents in ALL_CONTENTS
)
HEADS = "heads"
"""What a pack holds that no row points to: what the latest versions of a site's pages say of themselves, once
more, for who asks no more of them."""

UNUSED = (
    f"holds IS NOT '{HEADS}' AND id NOT IN ({USED} UNION SELECT under FROM packs WHERE under IS NOT NULL)"
)
"""Packs that no row and no other pack needs."""


class Packs:
    def __init__(self, connection: Connection, payloads: Payloads) -> None:
        self._connection = connection
        self._payloads = payloads
        self._undone: OrderedDict[PackId, dict[int, memoryview]] = OrderedDict()
        self._expected: deque[PackId] = deque()
        self._ahead: dict[PackId, _Undoing] = {}
        connection.forgetters.append(self._undone.clear)

    def expect(self, packs: Iterable[PackId]) -> None:
        """These will be asked for, one after the other: the next ones are undone meanwhile."""
        self._expected = deque(packs)
        self._ahead.clear()

    def content(self, row: int, content: bytes | None, sealed: PackId | None) -> Any:
        """A row's content, wherever it is."""
        return from_json(self._line(row, content, sealed))

    def first(self, row: int, content: bytes | None, sealed: PackId | None) -> Any:
        """The first element alone of a row's content, which is an array: the head of a version."""
        return first_of_json(self._line(row, content, sealed))

    def _line(self, row: int, content: bytes | None, sealed: PackId | None) -> bytes | memoryview:
        if content is not None:
            return unpacked(content)
        assert sealed is not None  # noqa: S101  (a row has the one or the other)
        return self._lines(sealed)[row]

    def put(
        self, of: str, site: SiteId, data: bytes, under: PackId | None = None, reach: int | None = None
    ) -> PackId:
        """Seal these bytes, with the first `reach` of those in the pack `under` as prefix; all with None."""
        prefix = b"" if under is None else self._payloads.in_pack(under, reach)[:reach]
        sealed = min((compress(data, prefix, level) for level in SEAL_LEVELS), key=len)
        return PackId(
            self._connection.insert(
                "INSERT INTO packs (site, holds, under, reach, size, data) VALUES (?, ?, ?, ?, ?, ?)",
                (site, of, under, reach, len(data), sealed),
            )
        )

    def seal(
        self, contents: Contents, site: SiteId, rows: Iterable[tuple[int, bytes]], under: PackId | None = None
    ) -> list[PackId]:
        """Put the contents of these rows (their lines) into packs."""
        sealed: list[PackId] = []
        group: list[tuple[int, bytes]] = []
        size = 0
        for row, line in rows:
            if group and size + len(line) > MAX_BYTES:
                sealed.append(self._seal(contents, site, group, under))
                group, size = [], 0
            group.append((row, line))
            size += len(line)
        if group:
            sealed.append(self._seal(contents, site, group, under))
        return sealed

    def put_heads(self, site: SiteId, heads: Sequence[tuple[int, bytes]]) -> None:
        """Keep these lines of versions apart, in the place of the site's last ones."""
        self._connection.execute("DELETE FROM packs WHERE holds = ? AND site = ?", (HEADS, site))
        if heads:
            self.put(HEADS, site, _join(heads))

    def heads(self, site: SiteId) -> dict[int, memoryview]:
        """The lines that are kept apart, by version; there may be later versions."""
        row = self._connection.row("SELECT id FROM packs WHERE holds = ? AND site = ?", (HEADS, site))
        return {} if row is None else self._lines(PackId(row[0]))

    def lines(
        self, contents: Contents, condition: str, values: tuple[object, ...]
    ) -> list[tuple[int, bytes]]:
        """The rows' contents as lines, in the order in which alike ones are neighbours."""
        rows = self._connection.rows(
            f"SELECT t.id, t.content, t.pack FROM {contents.table} t WHERE {condition} "
            f"ORDER BY {contents.order}",
            values,
        )
        return [
            (row, bytes(self._lines(sealed)[row]) if content is None else to_json(unpack(content)))
            for row, content, sealed in rows
        ]

    def drop_unused(self) -> None:
        while self._connection.execute(f"DELETE FROM packs WHERE {UNUSED}").rowcount:
            pass  # one that was under it may be unused now
        self.expect(())
        self._undone.clear()
        self._payloads.forget_undone()  # their ids may be given again

    def _seal(
        self,
        contents: Contents,
        site: SiteId,
        group: Sequence[tuple[int, bytes]],
        under: PackId | None,
    ) -> PackId:
        sealed = self.put(contents.table, site, _join(group), under)
        # Read back before the originals go.
        if [(row, bytes(line)) for row, line in self._lines(sealed).items()] != list(group):
            raise StoreError(f"pack {sealed} did not give its contents back; nothing was compacted")
        for row, _ in group:
            self._connection.execute(
                f"UPDATE {contents.table} SET content = NULL, pack = ? WHERE id = ?", (sealed, row)
            )
        return sealed

    def _lines(self, sealed: PackId) -> dict[int, memoryview]:
        known = self._undone.get(sealed)
        if known is not None:
            self._undone.move_to_end(sealed)
            return known
        # The kind alone is in the row's head; for the value SQLite goes through all the bytes before it.
        [kind] = self._connection.row("SELECT typeof(size) FROM packs WHERE id = ?", (sealed,)) or ("null",)
        try:
            first, *rest = _split(self._undo(sealed))
        except ZstdError as error:
            raise StoreError(f"pack {sealed}: cannot be undone ({error}); restore a backup") from error
        ids = from_json(first)
        # Packs from before format 5 name no size, and the ids themselves.
        lines = dict(zip(ids if kind == "null" else accumulate(ids), rest, strict=True))
        self._undone[sealed] = lines
        if len(self._undone) > REMEMBERED:
            self._undone.popitem(last=False)
        return lines

    def _undo(self, sealed: PackId) -> bytes:
        undoing = self._ahead.pop(sealed, None)
        while self._expected and len(self._ahead) < AHEAD:
            following = self._expected.popleft()
            if following != sealed and following not in self._undone:
                self._ahead[following] = _Undoing(self._payloads.frame(following))
        return self._payloads.in_pack(sealed) if undoing is None else undoing.result()


class _Undoing(Thread):
    """A pack that is undone beside what else is done: zstandard lets go of the interpreter meanwhile."""

    def __init__(self, frame: tuple[bytes, int, bytes]) -> None:
        super().__init__(daemon=True)
        self._frame = frame
        self._found: bytes | ZstdError = b""
        self.start()

    def run(self) -> None:
        try:
            self._found = decompress(*self._frame)
        except ZstdError as error:
            self._found = error

    def result(self) -> bytes:
        """Raises: zstandard.ZstdError."""
        self.join()
        if isinstance(self._found, ZstdError):
            raise self._found
        return self._found


def _join(group: Sequence[tuple[int, bytes]]) -> bytes:
    ids = [row for row, _ in group]
    steps = to_json([ids[0], *(later - earlier for earlier, later in pairwise(ids))])
    return b"\n".join((steps, *(line for _, line in group)))


def _split(data: bytes) -> Iterator[memoryview]:
    """The lines, not copied: of a pack few are asked for."""
    whole, start = memoryview(data), 0
    while (end := data.find(b"\n", start)) >= 0:
        yield whole[start:end]
        start = end + 1
    yield whole[start:]
