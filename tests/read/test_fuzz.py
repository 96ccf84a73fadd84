"""Real pages, broken at random: none of them may crash a reader.

A small number by default. More, and other pages, by the environment:

    FUZZ_MUTATIONS=20000 FUZZ_PAGES=folder/of/html pytest tests/read/test_fuzz.py
"""

import gzip
import os
import random
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import Unreadable
from monitor.model import Document, Snapshot
from monitor.read import LIMITS, read
from monitor.read.encoding_labels import ENCODINGS
from monitor.read.inline import normalise

ROOT = Path(__file__).parents[2]
MUTATIONS = int(os.environ.get("FUZZ_MUTATIONS", "400"))
PAGES = os.environ.get("FUZZ_PAGES", "")
MAX_PAGES = 400
MAX_CPU_S = 5.0
BATCHES = 20

LABELS = ["", *(label for _, _, labels in ENCODINGS for label in labels.split())]
TOKENS = [
    *(
        b"<",
        b">",
        b"</",
        b"/>",
        b'"',
        b"'",
        b"=",
        b"&",
        b"&#",
        b"&#x110000;",
        b"&nbsp",
        b"<!--",
        b"-->",
        b"]]>",
    ),
    *(b"\0", b"\xff", b"\xed\xa0\x80", b"\xe2\x80", b"\xef\xbb\xbf", b"\xfe\xff", b"\x1b$B", b"\x80" * 9),
    *(
        b"<table>",
        b"<tr>",
        b"<td colspan=99999999999 rowspan=-1>",
        b"<li>",
        b"</ul>",
        b"<h1>",
        b"<p>",
        b"<br>",
    ),
    *(b"<select>", b"<option>", b"<title>", b"<body>", b"<head>", b"<template>", b"<script>", b"<style>"),
    *(
        b"<svg>",
        b"<math>",
        b"<math><mfrac><msup>",
        b"<my-box>",
        b"words<div role=tooltip>",
        b"<a href='/cdn-cgi/l/email-protection#2a4b6a48044952' data-cfemail='2a4b6a48044952'>",
        b"<ruby><rt>",
        b"<details><summary>",
        b"<a href='javascript:'>",
        b"<base href='//['>",
    ),
    *(b"<meta charset=utf-16>", b"<meta charset=x-user-defined>", b"<![CDATA[", b"<?xml version='1.0'?>"),
    *(
        b" hidden ",
        b" style='display:none' ",
        b" aria-label='",
        b" role='navigation' ",
        b"\n-\n",
        b"- ",
        b"| a | b |\n",
    ),
]


def mutate(page: bytes, other: bytes, chance: random.Random) -> bytes:
    mutated = bytearray(page)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(mutated) + 1)
        end = min(len(mutated), at + chance.choice((1, 2, 10, 100, 3000)))
        match chance.randrange(7):
            case 0:
                mutated[at:at] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 50))
            case 1:
                del mutated[at:end]
            case 2:
                mutated[at:at] = mutated[at:end] * chance.choice((1, 10))
            case 3:
                mutated[at:end] = chance.randbytes(end - at)
            case 4 if at < end:
                mutated[at] ^= 1 << chance.randrange(8)
            case 5:
                start = chance.randrange(len(other) + 1)
                mutated[at:end] = other[start : start + chance.choice((10, 1000))]
            case _:
                if chance.random() < 0.2:
                    del mutated[at:]
    return bytes(mutated)


def real_pages() -> list[tuple[bytes, str]]:
    if PAGES:
        paths = sorted(path for path in Path(PAGES).rglob("*.htm*") if path.is_file())[:MAX_PAGES]
    else:
        paths = sorted([*ROOT.glob("snapshots/**/*.html"), *ROOT.glob("seeds/*.txt")])
    return [(_read_bytes(path), "text/plain" if path.suffix == ".txt" else "text/html") for path in paths]


def _read_bytes(path: Path) -> bytes:
    return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def is_sound(document: Document) -> None:
    for index, container in enumerate(document.containers):
        assert container.parent < index
        assert container.depth <= LIMITS.max_depth + 1
    for block in document.blocks:
        assert 0 <= block.container < len(document.containers)
        assert block.text
        for text in block.cells or (block.text,):
            assert text == normalise(text)
        assert 0 <= block.link_chars <= len(block.text)
        block.text.encode("utf-8")


@pytest.mark.parametrize("batch", range(BATCHES))
def test_broken_pages_are_read_or_refused(batch):
    chance = random.Random(batch)
    pages = real_pages()
    for number in range(MUTATIONS // BATCHES):
        page, media_type = chance.choice(pages)
        mutated = mutate(page, chance.choice(pages)[0], chance)
        charset = chance.choice(LABELS) if chance.random() < 0.2 else ""
        started = time.process_time()
        try:
            is_sound(
                read(
                    Snapshot(
                        url="https://example.org/a", payload=mutated, media_type=media_type, charset=charset
                    )
                )
            )
        except Unreadable:
            continue
        except Exception as error:
            raise AssertionError(f"batch {batch}, mutation {number}: {error!r}") from error
        assert time.process_time() - started < MAX_CPU_S


SNIPPETS = [
    *(
        b"<rss><channel>",
        b"<item><title>",
        b"<feed>",
        b"<urlset>",
        b"<url><loc>",
        b"</",
        b"<!DOCTYPE x [",
        b"&a;",
    ),
    *(
        b'{"a":',
        b"[",
        b"]",
        b"}",
        b",",
        b'"',
        b"1e9",
        b"- ",
        b"\n-\n",
        b"# ",
        b"|a|b|\n|-|-|\n",
        b"[x](y)",
        b"> ",
    ),
    *(
        b"%PDF-1.4",
        b"PK\x03\x04",
        b"---\n",
        b"title: x\n",
        b"\n",
        b" ",
        b"words ",
        b"\xff",
        b"\0",
        b"<p>",
        b"```",
    ),
]
MEDIA_TYPES = [
    "",
    "text/html",
    "text/plain",
    "text/markdown",
    "application/json",
    "application/xml",
    "image/png",
]


@given(
    st.lists(st.one_of(st.sampled_from(SNIPPETS), st.binary(max_size=5)), max_size=30),
    st.sampled_from(MEDIA_TYPES),
)
def test_any_bytes_in_any_format_are_read_or_refused(pieces, media_type):
    with suppress(Unreadable):
        is_sound(read(Snapshot(url="https://example.org/a", payload=b"".join(pieces), media_type=media_type)))
