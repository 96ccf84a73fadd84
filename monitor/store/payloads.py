"""Payloads: the bytes as served, each named by its own SHA-256 and stored once, to the byte.

One like an earlier payload of its page is kept as its difference from that one (deltas.py says which); the
first of a page as its difference from the first of another page of its site. A difference is undone and
compared with the bytes before the transaction may commit.
"""

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from enum import IntEnum
from typing import NewType

import zstandard

from monitor.errors import StoreError
from monitor.store.connection import Connection
from monitor.store.deltas import base_number, compress, decompress, decompress_start

PayloadId = NewType("PayloadId", int)
PackId = NewType("PackId", int)

NUMBER_BITS = 24
MAX_FIRSTS = 8
"""How many first payloads of other pages may stand below one another: bounds the chain."""

WORTH_IT = 0.9
"""A difference that is larger than this part of the plain frame only makes chains longer."""


REMEMBERED_BYTES = 32_000_000
"""Of payloads, and of packs, undone last: the next one asked for is often their neighbour."""


class Codec(IntEnum):
    PLAIN = 0
    ZSTD = 1
    DELTA = 2
    GONE = 3
    """Retention took the bytes; hash and size stay."""
    PACKED = 4
    """In a pack, from `start` on (packs.py)."""


@dataclass(frozen=True, slots=True)
class StoredPayload:
    id: PayloadId
    hash: bytes
    size: int


class Payloads:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._undone = Recent(REMEMBERED_BYTES)
        self._packs = Recent(REMEMBERED_BYTES)
        self._whole: set[PackId] = set()
        """Of these packs, all was undone last; of others only the start."""
        connection.forgetters.append(self.forget_undone)

    def find(self, payload_hash: bytes) -> PayloadId | None:
        row = self._find(payload_hash)
        return None if row is None else row[0]

    def _find(self, payload_hash: bytes) -> tuple[PayloadId, Codec] | None:
        row = self._connection.row(
            "SELECT id, codec FROM payloads WHERE substr(hash, 1, 4) = ? AND hash = ?",
            (payload_hash[:4], payload_hash),
        )
        return None if row is None else (PayloadId(row[0]), Codec(row[1]))

    def put(self, page: int, site: int, payload: bytes) -> PayloadId:
        """Keep these bytes. Bytes that are there already are not stored again."""
        payload_hash = hashlib.sha256(payload).digest()
        match self._find(payload_hash):
            case (known, Codec.GONE):  # let go, and seen again
                self._store_again(known, payload, frozenset())
                return known
            case (known, _):
                return known
            case None:
                pass
        first = page << NUMBER_BITS
        [last] = self._connection.row(
            "SELECT max(id) FROM payloads WHERE id BETWEEN ? AND ?", (first, first + (1 << NUMBER_BITS) - 1)
        ) or (None,)
        number = 0 if last is None else last - first + 1
        base = self._base(site, first, number)
        codec, data, depth = self._encode(payload, base)
        identity = PayloadId(first + number)
        self._connection.execute(
            "INSERT INTO payloads (id, hash, size, codec, base, depth, data) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                identity,
                payload_hash,
                len(payload),
                codec,
                base if codec is Codec.DELTA else None,
                depth,
                data,
            ),
        )
        self._undone.put(identity, payload)
        return identity

    def store_anew(self, identity: PayloadId, without: frozenset[PayloadId]) -> None:
        """Store a payload again, so that it needs none of those."""
        self._store_again(identity, self.get(identity), without)

    def _store_again(self, identity: PayloadId, payload: bytes, without: frozenset[PayloadId]) -> None:
        first = identity >> NUMBER_BITS << NUMBER_BITS
        earlier = self._connection.rows(
            "SELECT id FROM payloads WHERE id BETWEEN ? AND ? AND codec IN (0, 1, 2) AND depth < 40 "
            "ORDER BY id DESC",
            (first, identity - 1),
        )
        # The nearest before it on its page; none for the first, on which firsts of other pages may depend.
        base = next((PayloadId(one) for (one,) in earlier if one not in without), None)
        codec, data, depth = self._encode(payload, base)
        self._connection.execute(
            "UPDATE payloads SET codec = ?, base = ?, data = ?, depth = ?, pack = NULL, start = NULL "
            "WHERE id = ?",
            (codec, base if codec is Codec.DELTA else None, data, depth, identity),
        )

    def forget_undone(self) -> None:
        """Read from the file again what was at hand: for who verifies, or rewrote it."""
        self._undone.clear()
        self._packs.clear()
        self._whole.clear()

    def is_there(self, identity: PayloadId) -> bool:
        """Whether its bytes are there; retention may have taken them."""
        return (
            self._connection.row("SELECT 1 FROM payloads WHERE id = ? AND codec <> ?", (identity, Codec.GONE))
            is not None
        )

    def get(self, identity: PayloadId) -> bytes:
        """The bytes, verified against their hash.

        Raises: StoreError (they are gone, or do not fit their name any more).
        """
        payload, payload_hash = self._undo(identity)
        if hashlib.sha256(payload).digest() != payload_hash:
            raise StoreError(
                f"payload {payload_hash.hex()}: the stored bytes do not fit their name; restore a backup"
            )
        return payload

    def _base(self, site: int, first: int, number: int) -> PayloadId | None:
        base = base_number(number)
        if base is not None:
            row = self._connection.row(
                "SELECT id FROM payloads WHERE id BETWEEN ? AND ? AND codec <> 3 AND depth < 62 "
                "ORDER BY id DESC LIMIT 1",
                (first, first + base),
            )
        else:
            row = self._connection.row(
                "SELECT payloads.id FROM pages JOIN payloads ON payloads.id = pages.id << ? "
                "WHERE pages.site = ? AND payloads.codec <> 3 AND payloads.depth < ? "
                "ORDER BY pages.id DESC LIMIT 1",
                (NUMBER_BITS, site, MAX_FIRSTS),
            )
        return None if row is None else PayloadId(row[0])

    def _encode(self, payload: bytes, base: PayloadId | None) -> tuple[Codec, bytes, int]:
        plain = compress(payload) if base is None else b""
        if base is not None:
            prefix = self._bytes_of(base)
            delta = compress(payload, prefix)
            # The plain frame is made only when the difference is not plainly good.
            if len(delta) * 10 > len(payload):
                plain = compress(payload)
            if not plain or len(delta) < WORTH_IT * len(plain):
                if decompress(delta, len(payload), prefix) != payload:
                    raise StoreError("a payload's difference did not give the payload back; not stored")
                [depth] = self._connection.row("SELECT depth FROM payloads WHERE id = ?", (base,)) or (0,)
                return Codec.DELTA, delta, depth + 1
        if len(plain) >= len(payload):
            return Codec.PLAIN, payload, 0
        if decompress(plain, len(payload)) != payload:
            raise StoreError("a compressed payload did not give the payload back; not stored")
        return Codec.ZSTD, plain, 0

    def _bytes_of(self, identity: PayloadId) -> bytes:
        return self._undo(identity)[0]

    def _undo(self, identity: PayloadId) -> tuple[bytes, bytes]:
        """The bytes, and the hash that they should have."""
        row = self._connection.row(
            "SELECT hash, size, codec, base, data, pack, start FROM payloads WHERE id = ?", (identity,)
        )
        if row is None:
            raise StoreError(f"payload {identity}: is not in the store")
        payload_hash, size, codec, base, data, sealed, start = row
        known = self._undone.get(identity)
        if known is not None:
            return known, payload_hash
        try:
            match Codec(codec):
                case Codec.PLAIN:
                    payload = data
                case Codec.ZSTD:
                    payload = decompress(data, size)
                case Codec.DELTA:
                    payload = decompress(data, size, self._bytes_of(base))
                case Codec.PACKED:
                    payload = self.in_pack(sealed, start + size)[start : start + size]
                case Codec.GONE:
                    raise StoreError(f"payload {payload_hash.hex()}: retention has taken its bytes")
        except zstandard.ZstdError as error:
            raise StoreError(
                f"payload {payload_hash.hex()}: cannot be undone ({error}); restore a backup"
            ) from error
        self._undone.put(identity, payload)
        return payload, payload_hash

    def in_pack(self, sealed: PackId, end: int | None = None) -> bytes:
        """What is in a pack: all of it, or at least what is before `end`.

        Raises: StoreError, zstandard.ZstdError.
        """
        known = self._packs.get(sealed)
        if known is not None and (sealed in self._whole if end is None else len(known) >= end):
            return known
        data, size, prefix = self.frame(sealed)
        # Who asks for a second payload of a pack may ask for all of them.
        if end is None or known is not None:
            found = decompress(data, size, prefix)
            self._whole.add(sealed)
        else:
            found = decompress_start(data, end, prefix)
            self._whole.discard(sealed)
        self._packs.put(sealed, found)
        return found

    def frame(self, sealed: PackId) -> tuple[bytes, int, bytes]:
        """A pack's bytes, how many come out of them (0: it does not say), and their prefix.

        Raises: StoreError, zstandard.ZstdError.
        """
        row = self._connection.row("SELECT base, under, reach, size, data FROM packs WHERE id = ?", (sealed,))
        if row is None:
            raise StoreError(f"pack {sealed}: is not in the store")
        base, under, reach, size, data = row
        prefix = b""
        if under is not None:
            prefix = self.in_pack(under, reach)[:reach]
        elif base is not None:
            prefix = self._bytes_of(base)
        return data, size or 0, prefix


class Recent:
    """What was undone last, up to so many bytes."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._kept: OrderedDict[int, bytes] = OrderedDict()
        self._bytes = 0

    def get(self, identity: int) -> bytes | None:
        found = self._kept.get(identity)
        if found is not None:
            self._kept.move_to_end(identity)
        return found

    def put(self, identity: int, data: bytes) -> None:
        self._bytes += len(data) - len(self._kept.pop(identity, b""))
        self._kept[identity] = data
        while self._bytes > self._max_bytes and len(self._kept) > 1:
            _, dropped = self._kept.popitem(last=False)
            self._bytes -= len(dropped)

    def clear(self) -> None:
        self._kept.clear()
        self._bytes = 0
