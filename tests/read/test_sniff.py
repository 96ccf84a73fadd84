"""The format is told by what the bytes look like, before what the server says."""

import pytest

from monitor.errors import Unreadable
from monitor.model import Snapshot
from monitor.read.sniff import sniff


@pytest.mark.parametrize(
    ("payload", "media_type", "name"),
    [
        (b"<!doctype html><p>x", "text/plain", "html"),
        (b"words", "text/html; charset=utf-8", "html"),
        (b"words", "text/plain", "text"),
        (b"", "", "text"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- - --><rss>", "text/html", "feed"),
        (b"<!DOCTYPE rss PUBLIC 'x' 'y'><rss>", "", "feed"),
        ("<feed>".encode("utf-16"), "", "feed"),
        (b"<urlset>", "text/xml", "sitemap"),
        (b"<?xml version='1.0'?><html><body>", "application/xml", "html"),
        (b"<p>inline HTML", "text/markdown", "markdown"),
        (b' {"a": 1}', "", "json"),
        (b"words", "application/ld+json", "json"),
        (b"[square] words", "", "text"),
        (b"%PDF-1.7", "text/html", "pdf"),
        (b"PK\x03\x04", "", "docx"),
        ("文不在茲乎".encode("utf-16"), "text/plain", "text"),
    ],
)
def test_the_format_is_told(payload, media_type, name):
    assert sniff(Snapshot(url="x", payload=payload, media_type=media_type)) == name


def test_a_picture_is_no_page():
    picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256))
    with pytest.raises(Unreadable, match="x: a binary file"):
        sniff(Snapshot(url="x", payload=picture, media_type="image/png"))
