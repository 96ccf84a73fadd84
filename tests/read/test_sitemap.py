"""Sitemaps: each address is a row."""

from monitor.model import Snapshot
from monitor.read import read

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> https://example.org/ </loc><lastmod>2025-11-03</lastmod><priority>1.0</priority></url>
<url><loc>https://example.org/lakes?a=1&amp;b=2</loc></url>
<url><lastmod>2025-11-03</lastmod></url>
</urlset>"""


def test_addresses_come_with_the_moment_of_their_last_change():
    document = read(Snapshot(url="https://example.org/sitemap.xml", payload=SITEMAP.encode()))
    assert document.format == "sitemap"
    assert [block.cells for block in document.blocks] == [
        ("https://example.org/", "2025-11-03"),
        ("https://example.org/lakes?a=1&b=2", ""),
    ]


def test_an_index_of_sitemaps_is_read_the_same_way():
    text = "<sitemapindex><sitemap><loc>https://example.org/1.xml</loc></sitemap></sitemapindex>"
    (row,) = read(Snapshot(url="x", payload=text.encode("utf-16"))).blocks
    assert row.cells[0] == "https://example.org/1.xml"
