"""Content-Encoding undone, never past a limit: a few bytes on the wire may stand for gigabytes.

RFC 9110 §8.4.1: codings are listed in the order in which they were applied. gzip, deflate (with the
zlib wrapper or, as some servers send it, without), br and zstd.
"""

import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli
import zstandard

ACCEPTED = "gzip, deflate, br, zstd"

MAX_CODINGS = 3
"""Codings on codings multiply a bomb's factor; nobody honest sends more than two."""

STEP = 1 << 18
"""Bytes asked of a decoder at a time."""


class Undecodable(ValueError):
    """The bytes are not what their Content-Encoding says, or it names a coding that we do not know."""


class OverLimit(ValueError):
    """More bytes after decoding than may be."""


class Decoder(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]:
        """Decode some more, in pieces of at most about `STEP` bytes."""

    def finished(self) -> bool:
        """Did the coded stream come to its end?"""


class Deflate:
    """gzip and deflate. A second gzip member begins where the first ended (RFC 1952 §2.2)."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._stream = zlib.decompressobj(wbits)
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream.eof:
                if self._wbits != zlib.MAX_WBITS | 16 or not data.startswith(b"\x1f\x8b"):
                    return  # trailing garbage, which browsers ignore too
                self._stream = zlib.decompressobj(self._wbits)
                self._begun = False
            try:
                out = self._stream.decompress(data, STEP)
            except zlib.error as error:
                if self._begun or self._wbits != zlib.MAX_WBITS:
                    raise Undecodable(str(error)) from error
                # "deflate" without its zlib wrapper.
                self._wbits = -zlib.MAX_WBITS
                self._stream = zlib.decompressobj(self._wbits)
                continue
            self._begun = True
            if out:
                yield out
            data = self._stream.unconsumed_tail or self._stream.unused_data

    def finished(self) -> bool:
        return self._stream.eof


class Brotli:
    """br (RFC 7932)."""

    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        try:
            out = self._stream.process(data, output_buffer_limit=STEP)
            while out:
                yield out
                out = (
                    b"" if self._stream.is_finished() else self._stream.process(b"", output_buffer_limit=STEP)
                )
        except brotli.error as error:
            raise Undecodable(str(error)) from error

    def finished(self) -> bool:
        return bool(self._stream.is_finished())


class Zstd:
    """zstd (RFC 8878), whose window a server may ask to be no larger than 8 MB (RFC 9659)."""

    def __init__(self) -> None:
        self._stream = zstandard.ZstdDecompressor(max_window_size=1 << 23).decompressobj(write_size=STEP)
        self._done = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        # One call may give all that the input stands for, so the input goes in slices: a zstd block is at
        # most 128 KB and at least 4 bytes, which bounds what one slice can become.
        for start in range(0, len(data), 64):
            if self._done:
                return
            try:
                out = self._stream.decompress(data[start : start + 64])
            except zstandard.ZstdError as error:
                raise Undecodable(str(error)) from error
            self._done = self._stream.eof
            if out:
                yield out

    def finished(self) -> bool:
        return self._done


def decoders(content_encoding: str) -> list[Decoder]:
    """One decoder a coding, in the order in which they are to be undone.

    Raises:
        Undecodable: a coding that we do not know, or too many.
    """
    names = [n.strip().lower() for n in content_encoding.split(",") if n.strip()]
    if len(names) > MAX_CODINGS:
        raise Undecodable(f"{len(names)} content codings on one another")
    found: list[Decoder] = []
    for name in reversed(names):
        match name:
            case "identity":
                pass
            case "gzip" | "x-gzip":
                found.append(Deflate(zlib.MAX_WBITS | 16))
            case "deflate":
                found.append(Deflate(zlib.MAX_WBITS))
            case "br":
                found.append(Brotli())
            case "zstd":
                found.append(Zstd())
            case _:
                raise Undecodable(f"unknown content coding {name[:40]!r}")
    return found


def through(decoder: Decoder, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield from decoder.feed(piece)


def decode(pieces: Iterable[bytes], content_encoding: str, max_bytes: int) -> bytes:
    """Put the pieces of a body together, decoded.

    Raises:
        Undecodable: not what Content-Encoding says, or cut off in the middle.
        OverLimit: more than `max_bytes`.

    >>> import gzip
    >>> decode([gzip.compress(b"tide tables")], "gzip", 100)
    b'tide tables'
    """
    chain = decoders(content_encoding)
    out = bytearray()
    fed = False
    for piece in pieces:
        fed = fed or bool(piece)
        stream: Iterator[bytes] = iter((piece,))
        for decoder in chain:
            stream = through(decoder, stream)
        for part in stream:
            out += part
            if len(out) > max_bytes:
                raise OverLimit(f"more than {max_bytes} bytes after decoding")
    if fed and not all(d.finished() for d in chain):
        raise Undecodable("the coded body is cut off")
    return bytes(out)
