"""What was coded comes out again, and never more than may."""

import gzip
import zlib

import brotli
import pytest
import zstandard

from monitor.fetch.decoding import OverLimit, Undecodable, decode

TEXT = b"The gauges at both locks are read at six in the morning. " * 400


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


CODED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT[:1000]) + gzip.compress(TEXT[1000:]),
    "deflate": zlib.compress(TEXT),
    "Deflate": raw_deflate(TEXT),
    "br": brotli.compress(TEXT),
    "zstd": zstandard.compress(TEXT),
    "identity": TEXT,
    "": TEXT,
    "gzip, br": brotli.compress(gzip.compress(TEXT)),
}


@pytest.mark.parametrize("coding", CODED)
@pytest.mark.parametrize("piece", [7, 1 << 16])
def test_a_body_comes_out_whole(coding: str, piece: int) -> None:
    data = CODED[coding]
    pieces = [data[i : i + piece] for i in range(0, len(data), piece)]
    assert decode(pieces, coding, len(TEXT)) == TEXT


def bomb(coding: str) -> bytes:
    zeros = bytes(1 << 24)
    match coding:
        case "gzip":
            stream = zlib.compressobj(9, wbits=31)
        case "deflate":
            stream = zlib.compressobj(9)
        case "br":
            return bytes(brotli.compress(zeros * 8, quality=1))
        case _:
            return zstandard.compress(zeros * 8)
    return b"".join(stream.compress(zeros) for _ in range(8)) + stream.flush()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_stopped_at_the_limit(coding: str) -> None:
    with pytest.raises(OverLimit):
        decode([bomb(coding)], coding, 1_000_000)


def test_a_bomb_in_a_bomb_is_stopped_too() -> None:
    with pytest.raises(OverLimit):
        decode([gzip.compress(bomb("gzip"))], "gzip, gzip", 1_000_000)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_is_cut_off_is_not_taken_for_whole(coding: str) -> None:
    data = {"gzip": CODED["gzip"], "deflate": CODED["deflate"], "br": CODED["br"], "zstd": CODED["zstd"]}[
        coding
    ]
    with pytest.raises(Undecodable):
        decode([data[:-9]], coding, len(TEXT))


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_bytes_that_are_not_coded_as_they_say_are_refused(coding: str) -> None:
    with pytest.raises(Undecodable):
        decode([b"<html>not coded at all</html>" * 50], coding, 10_000)


def test_an_unknown_coding_is_refused() -> None:
    with pytest.raises(Undecodable, match="unknown content coding"):
        decode([b"x"], "compress-o-matic", 10)
