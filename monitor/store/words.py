"""The index of words: which texts have them.

New texts go into the FTS5 table `words`. `compact` moves what is there into `word_lists`, which are a third
as large: terms in order, each with the rows that have it, compressed together.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter

from monitor.store.connection import Connection
from monitor.store.deltas import compress, decompress
from monitor.store.packs import SEAL_LEVEL

GROUP_BITS = 16
"""A row is some neighbouring blocks of a version: `version << 16 | place ÷ 4`."""

LIST_BYTES = 64_000
"""Of one list, undone: read in a millisecond."""

LOOSE_PART = 1 / 8
"""The lists are written anew when so much of the index is in none."""

_Entry = tuple[bytes, Sequence[int]]
"""A term, and the rows that have it, in order."""


class Words:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, row: int, text: str) -> None:
        self._connection.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (row, text))

    def rows_with(self, words: Sequence[str], most: int) -> list[int]:
        """The rows that have all these words (lower case, without marks), in order."""
        query = " AND ".join(f'"{word}"' for word in words)
        live = self._connection.rows("SELECT rowid FROM words WHERE words MATCH ? LIMIT ?", (query, most))
        listed: set[int] | None = None
        for word in dict.fromkeys(words):
            rows = self._listed(word.encode())
            listed = set(rows) if listed is None else listed.intersection(rows)
            if not listed:
                break
        return sorted({*(row for (row,) in live), *(listed or ())})[:most]

    def seal(self) -> None:
        """Move the index into lists, when enough of it is in none."""
        [live] = self._connection.row("SELECT sum(length(block)) FROM words_data") or (0,)
        [listed] = self._connection.row("SELECT sum(length(data)) FROM word_lists") or (0,)
        if live < LOOSE_PART * (listed or 0):
            return
        self._connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_seen USING fts5vocab (main, words, instance)"
        )
        entries = merge(self._all_listed(), self._all_live(), key=itemgetter(0))
        lists = list(_pack(_join(entries)))
        self._connection.execute("DELETE FROM word_lists")
        for first, data in lists:
            self._connection.execute("INSERT INTO word_lists (first, data) VALUES (?, ?)", (first, data))
        self._connection.execute("INSERT INTO words (words) VALUES ('delete-all')")

    def _listed(self, term: bytes) -> Sequence[int]:
        row = self._connection.row(
            "SELECT data FROM word_lists WHERE first <= ? ORDER BY first DESC LIMIT 1", (term,)
        )
        return () if row is None else _find(decompress(row[0], 0), term)

    def _all_listed(self) -> Iterator[_Entry]:
        for (data,) in self._connection.execute("SELECT data FROM word_lists ORDER BY first"):
            yield from _unpack(decompress(data, 0))

    def _all_live(self) -> Iterator[_Entry]:
        # As bytes: a very long word may be cut within a character.
        found = self._connection.execute("SELECT CAST(term AS BLOB), doc FROM temp.words_seen ORDER BY term")
        for term, rows in groupby(found, key=itemgetter(0)):
            yield term, [row for _, row in rows]


def _join(entries: Iterable[_Entry]) -> Iterator[_Entry]:
    for term, same in groupby(entries, key=itemgetter(0)):
        yield term, sorted({row for _, rows in same for row in rows})


def _pack(entries: Iterable[_Entry]) -> Iterator[tuple[bytes, bytes]]:
    """Lists, each with its first term."""
    terms: list[bytes] = []
    rows: list[bytes] = []
    size = 0
    for term, found in entries:
        if size > LIST_BYTES:
            yield terms[0], _seal(terms, rows)
            terms, rows, size = [], [], 0
        terms.append(term)
        rows.append(encode_rows(found))
        size += len(term) + len(rows[-1])
    if terms:
        yield terms[0], _seal(terms, rows)


def _seal(terms: Sequence[bytes], rows: Sequence[bytes]) -> bytes:
    sized = b"".join(_varint(len(one)) + one for one in rows)
    return compress(b"\n".join(terms) + b"\n\n" + sized, level=SEAL_LEVEL)


def _unpack(data: bytes) -> Iterator[_Entry]:
    head, _, rest = data.partition(b"\n\n")
    at = 0
    for term in head.split(b"\n"):
        size, at = _number(rest, at)
        yield term, decode_rows(rest[at : at + size])
        at += size


def _find(data: bytes, term: bytes) -> Sequence[int]:
    head, _, rest = data.partition(b"\n\n")
    terms = head.split(b"\n")
    place = bisect_left(terms, term)
    if place == len(terms) or terms[place] != term:
        return ()
    at = 0
    for _ in range(place):
        size, at = _number(rest, at)
        at += size
    size, at = _number(rest, at)
    return decode_rows(rest[at : at + size])


# ── rows as bytes ──────────────────────────────────────────────────────────────────────────────


def encode_rows(rows: Iterable[int]) -> bytes:
    """Rows in order: to a later group of the same version twice the step; to a later version twice the step
    and one, then the group.

    >>> encode_rows([1 << 16 | 2, 1 << 16 | 5, 3 << 16 | 4]).hex(" ")
    '03 02 06 05 04'
    """
    out = bytearray()
    version = group = 0
    for row in rows:
        if row >> GROUP_BITS == version:
            out += _varint((row % (1 << GROUP_BITS) - group) * 2)
        else:
            out += _varint(((row >> GROUP_BITS) - version) * 2 + 1)
            out += _varint(row % (1 << GROUP_BITS))
        version, group = row >> GROUP_BITS, row % (1 << GROUP_BITS)
    return bytes(out)


def decode_rows(data: bytes) -> list[int]:
    """
    >>> [divmod(row, 1 << 16) for row in decode_rows(bytes.fromhex("03 02 06 05 04"))]
    [(1, 2), (1, 5), (3, 4)]
    """
    rows = []
    version = group = at = 0
    while at < len(data):
        step, at = _number(data, at)
        if step & 1:
            version += step >> 1
            group, at = _number(data, at)
        else:
            group += step >> 1
        rows.append(version << GROUP_BITS | group)
    return rows


def _varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the high bit says that more follow."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number, and where the next one begins."""
    number = shift = 0
    while data[at] & 0x80:
        number |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
    return number | data[at] << shift, at + 1
