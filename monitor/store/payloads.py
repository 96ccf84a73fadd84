"""Payloads: the bytes as served, each named by its own SHA-256 and stored once, to the byte.

One like an earlier payload of its page is kept as its difference from that one (deltas.py says which); the
first of a page as its difference from the first of another page of its site. A difference is undone and
compared with the bytes before the transaction may commit.
"""

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from typing import NewType

import zstandard

from monitor.errors import StoreError
from monitor.store.connection import Connection
from monitor.store.deltas import base_number, compress, decompress

PayloadId = NewType("PayloadId", int)

NUMBER_BITS = 24
MAX_FIRSTS = 8
"""How many first payloads of other pages may stand below one another: bounds the chain."""

WORTH_IT = 0.9
"""A difference that is larger than this part of the plain frame only makes chains longer."""


class Codec(IntEnum):
    PLAIN = 0
    ZSTD = 1
    DELTA = 2
    GONE = 3
    """Retention took the bytes; hash and size stay."""


@dataclass(frozen=True, slots=True)
class StoredPayload:
    id: PayloadId
    hash: bytes
    size: int


class Payloads:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: tuple[PayloadId, bytes] | None = None  # the payload read or written last, undone

    def find(self, payload_hash: bytes) -> PayloadId | None:
        row = self._connection.row(
            "SELECT id FROM payloads WHERE substr(hash, 1, 8) = ? AND hash = ? ORDER BY codec = 3 LIMIT 1",
            (payload_hash[:8], payload_hash),
        )
        return None if row is None else PayloadId(row[0])

    def put(self, page: int, site: int, payload: bytes) -> PayloadId:
        """Keep these bytes. Bytes that are there already are not stored again."""
        payload_hash = hashlib.sha256(payload).digest()
        known = self.find(payload_hash)
        if known is not None:
            return known
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
        self._last = (identity, payload)
        return identity

    def get(self, identity: PayloadId) -> bytes:
        """The bytes, verified against their hash.

        Raises: StoreError (they are gone, or do not fit their name any more).
        """
        payload, payload_hash = self._undo(identity)
        if hashlib.sha256(payload).digest() != payload_hash:
            raise StoreError(
                f"payload {payload_hash.hex()}: the stored bytes do not fit their name; restore a backup"
            )
        self._last = (identity, payload)
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
        if self._last is not None and self._last[0] == identity:
            return self._last[1]
        return self._undo(identity)[0]

    def _undo(self, identity: PayloadId) -> tuple[bytes, bytes]:
        """The bytes and the hash that they should have."""
        chain = self._connection.rows(
            "WITH RECURSIVE chain (id, hash, size, codec, base, data, link) AS ("
            " SELECT id, hash, size, codec, base, data, 0 FROM payloads WHERE id = ?"
            " UNION ALL"
            " SELECT p.id, p.hash, p.size, p.codec, p.base, p.data, link + 1"
            " FROM chain JOIN payloads p ON p.id = chain.base WHERE link < 64"
            ") SELECT hash, size, codec, data FROM chain ORDER BY link DESC",
            (identity,),
        )
        if not chain:
            raise StoreError(f"payload {identity}: is not in the store")
        payload = b""
        for payload_hash, size, codec, data in chain:
            try:
                match Codec(codec):
                    case Codec.PLAIN:
                        payload = data
                    case Codec.ZSTD:
                        payload = decompress(data, size)
                    case Codec.DELTA:
                        payload = decompress(data, size, payload)
                    case Codec.GONE:
                        raise StoreError(f"payload {payload_hash.hex()}: retention has taken its bytes")
            except zstandard.ZstdError as error:
                raise StoreError(
                    f"payload {payload_hash.hex()}: cannot be undone ({error}); restore a backup"
                ) from error
        return payload, chain[-1][0]
