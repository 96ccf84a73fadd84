"""Pages that want to hurt: each ends in a document or in a clear error, in bounded time and memory."""

import resource
import subprocess
import sys
import time

import pytest

from monitor.errors import TooLarge, Unreadable
from monitor.model import Snapshot
from monitor.read import LIMITS, read

MAX_CPU_S = 5.0
MAX_MEMORY_BYTES = 3 << 30
"""Of a process that reads one page at the bound of 64 MiB."""
MILLION = 1_000_000

BOMB = (
    "<!DOCTYPE r [<!ENTITY a0 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + "]>"
)
PAGES = {
    "nested blocks": b"<div>" * 100_000 + b"deep" + b"</div>" * 100_000,
    "nested inline": b"<b><i>" * 50_000 + b"deep",
    "nested tables": b"<table><tr><td>" * 30_000 + b"deep",
    "nested lists": b"<ul><li>x" * 50_000,
    "misnested": b"<p><b><i>" * 30_000 + b"deep",
    "nested headings": b"<h1>a<h2>b" * 50_000,
    "siblings": b"<p>a</p>" * MILLION,
    "inline siblings": b"<p>" + b"<span>a</span>" * MILLION,
    "breaks": b"a<br>" * MILLION,
    "text without a space": b"<p>" + b"x" * 60 * MILLION,
    "attributes": b"<p " + b" ".join(b"a%d=1" % n for n in range(MILLION)) + b">text",
    "a long attribute": b'<p class="' + b"c " * 10 * MILLION + b'">text',
    "wide row": b"<table><tr>" + b"<td>a" * 150_000,
    "great spans": b"<table><tr>" + b"<td colspan=1000 rowspan=65534>a" * 5000,
    "unclosed comment": b"<p>text<!-- " + b"-" * 10 * MILLION,
    "unclosed tags": b"<" * 10 * MILLION,
    "white space": b"<p>" + b" " * 30 * MILLION,
    "invisible": b"<p>" + "\u200d".encode() * 5 * MILLION,
    "combining": ("<p>a" + "\u0301" * 5 * MILLION).encode(),
    "entities": b"<p>" + b"&amp;" * 5 * MILLION,
    "entity bomb": f"{BOMB}<html><p>&a11;".encode(),
    "nul": b"<p>a\0b" * 300_000,
    "only nul": bytes(MILLION),
    "truncated utf-8": "<p>Größe".encode()[:-2],
    "json-ld": b"<script type='application/ld+json'>" + b"[" * MILLION + b"</script><p>text",
    "alternates": b"<link rel=alternate hreflang=de href=x>" * 200_000 + b"<p>text",
}
OTHERS = {
    "deep JSON": (b'{"a":' * MILLION, "application/json"),
    "many values": (b"[" + b"0," * 10 * MILLION + b"0]", "application/json"),
    "one JSON text": (b'"' + b"x" * 60 * MILLION + b'"', "application/json"),
    "a long number": (b"9" * MILLION, "application/json"),
    "deep feed": (b"<rss>" + b"<item>" * MILLION, "application/xml"),
    "many entries": (b"<rss><channel>" + b"<item><title>a&lt;b</title></item>" * 20_000, "application/xml"),
    "feed bomb": (f"{BOMB}<rss><channel><title>&a11;".encode(), "application/xml"),
    "feed attributes": (
        b"<rss " + b" ".join(b"a%d='1'" % n for n in range(300_000)) + b">",
        "application/xml",
    ),
    "long entry": (b"<rss><channel><item><title>" + b"a&lt;p>" * MILLION, "application/xml"),
    "many addresses": (b"<urlset>" + b"<url><loc>a</loc></url>" * 150_000, "application/xml"),
    "list marks": (b"- a\n" * 20_000, "text/markdown"),
    "open brackets": (b"![a](" * 16_000, "text/markdown"),
    "quotes": (b">" * 200_000 + b"x", "text/markdown"),
    "emphasis": (b"*a_ " * 20_000, "text/markdown"),
    "labels": (b"-\na\n" * MILLION, "text/plain"),
    "lines": (b"word\n" * 3 * MILLION, "text/plain"),
    "wrapped": ((b"word " * 12 + b"\n") * 300_000, "text/plain"),
    "bars": (b"|a" * 3 * MILLION + b"|", "text/plain"),
}


def ends_well(payload: bytes, media_type: str) -> None:
    started = time.process_time()
    try:
        document = read(Snapshot(url="https://example.org/", payload=payload, media_type=media_type))
    except Unreadable:
        pass
    else:
        assert len(document.blocks) <= LIMITS.max_blocks
        assert max((c.depth for c in document.containers), default=0) <= LIMITS.max_depth + 1
        assert all(len(block.text) <= LIMITS.max_block_chars for block in document.blocks)
    assert time.process_time() - started < MAX_CPU_S


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_ends_in_a_document_or_a_clear_error(name):
    ends_well(PAGES[name], "text/html")


@pytest.mark.parametrize("name", OTHERS)
def test_so_does_hostile_text_in_other_formats(name):
    ends_well(*OTHERS[name])


@pytest.mark.parametrize(
    "media_type", ["text/html", "text/plain", "application/json", "application/xml", "text/markdown"]
)
def test_two_hundred_megabytes_are_too_large(media_type):
    with pytest.raises(TooLarge, match="bytes"):
        read(Snapshot(url="https://example.org/", payload=b"word " * 40 * MILLION, media_type=media_type))


@pytest.mark.parametrize(
    "payload",
    ["b'<p>' + b'word ' * 13_000_000", "b'<p>a</p>' * 1_000_000", "b'<a href=x>a</a>' * 500_000"],
    ids=["text", "siblings", "links"],
)
def test_memory_stays_bounded(payload):
    program = (
        f"from monitor.model import Snapshot; from monitor.read import read;"
        f"read(Snapshot(url='x', payload={payload}, media_type='text/html'))"
    )
    subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES,) * 2),
    )
