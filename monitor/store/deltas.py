"""Bytes as their difference from earlier bytes, by zstd with the earlier ones as prefix.

The n-th payload of a page (counted from 0) is the difference from one before it:

    number          0   1   2  …  31   32   33  …  255   256  …  2048
    base         (site)  0   1  …  30    0   32  …  254     0  …     0

Most differ from the payload just before; every 32nd from the 32nd before it, every 256th from the 256th
before it, every 2048th from the 2048th before it. A chain of 31 + 7 + 7 links plus one for each 2048
payloads, behind at most 8 first payloads of other pages, stays short; plain key frames at the same places
would double the size of a history of many small differences.
"""

import math
from typing import Final

import zstandard

STEPS: Final = (2048, 256, 32)

LEVEL: Final = 3
"""Of what comes one by one, until `compact` seals it harder: level 9 takes twice the time for 7 % less."""

MAX_WINDOW_LOG: Final = 27
"""128 MB, the most that `zstd -d` opens without a flag; also bounds what a hostile file makes us allocate."""

LONG_BYTES: Final = 1_000_000
"""From here on a search for matches far away pays."""

MIN_PREFIX_BYTES: Final = 8
"""zstd refuses shorter dictionaries."""


def base_number(number: int) -> int | None:
    """Which payload of the page the one with that number differs from.

    >>> [base_number(number) for number in (0, 1, 31, 32, 33, 64, 256, 512, 2049, 4096)]
    [None, 0, 30, 0, 32, 32, 0, 256, 2048, 2048]
    """
    if number == 0:
        return None
    for step in STEPS:
        if number % step == 0:
            return number - step
    return number - 1


def compress(data: bytes, prefix: bytes = b"", level: int = LEVEL) -> bytes:
    reach = len(prefix) + len(data)
    parameters = zstandard.ZstdCompressionParameters.from_level(
        level,
        # Over prefix and data, or the prefix is out of reach: ten times larger, silently.
        window_log=min(max(math.ceil(math.log2(reach + 1)), 10), MAX_WINDOW_LOG),
        enable_ldm=reach > LONG_BYTES,
    )
    if len(prefix) < MIN_PREFIX_BYTES:
        return zstandard.ZstdCompressor(compression_params=parameters).compress(data)
    compressor = zstandard.ZstdCompressor(compression_params=parameters, dict_data=_dictionary(prefix))
    return compressor.compress(data)


def decompress(data: bytes, size: int, prefix: bytes = b"") -> bytes:
    """`size` is the most that may come out; 0 trusts the frame.

    Raises: zstandard.ZstdError.
    """
    return _decompressor(prefix).decompress(data, max_output_size=size)


def decompress_start(data: bytes, size: int, prefix: bytes = b"") -> bytes:
    """The first so many bytes. Raises: zstandard.ZstdError."""
    with _decompressor(prefix).stream_reader(data) as reader:
        return reader.read(size)


def _decompressor(prefix: bytes) -> zstandard.ZstdDecompressor:
    window = 1 << MAX_WINDOW_LOG
    if len(prefix) < MIN_PREFIX_BYTES:
        return zstandard.ZstdDecompressor(max_window_size=window)
    return zstandard.ZstdDecompressor(dict_data=_dictionary(prefix), max_window_size=window)


def _dictionary(prefix: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(prefix, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
