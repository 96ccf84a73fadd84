"""Feeds: each entry is one block, known by its id."""

import pytest

from monitor.errors import Unreadable
from monitor.model import BlockKind, Document, Snapshot
from monitor.read import read

RSS = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>Water &amp; Woods</title><link>/news</link><language>de</language>
<item><title>Lakes</title><link>/lakes</link><guid>g1</guid>
<description><![CDATA[<p>The <b>Blue</b>lake</p><p>is&nbsp;full.</p>]]></description></item>
<item><title>Rivers</title><guid isPermaLink="true">https://example.org/r</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Water &amp; Woods</title>
<link rel="self" href="/feed"/><link href="/news"/>
<entry><id>g1</id><title>Lakes</title><link rel="enclosure" href="/x"/><link href="/lakes"/>
<summary type="html">The &lt;b&gt;Blue&lt;/b&gt;lake is full.</summary></entry>
<entry><id>https://example.org/r</id><title>Rivers</title></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Water &amp; Woods</title><link>/news</link>
<dc:language>de</dc:language></channel>
<item rdf:about="g1"><title>Lakes</title><link>/lakes</link>
<description>The Bluelake is full.</description></item>
<item rdf:about="https://example.org/r"><title>Rivers</title></item></rdf:RDF>"""


def read_feed_text(text: str, media_type: str = "application/xml") -> Document:
    return read(Snapshot(url="https://example.org/feed", payload=text.encode(), media_type=media_type))


@pytest.mark.parametrize("text", [RSS, ATOM, RDF], ids=["rss", "atom", "rdf"])
@pytest.mark.parametrize("media_type", ["", "text/html", "application/rss+xml"])
def test_all_kinds_of_feeds_read_alike(text, media_type):
    document = read_feed_text(text, media_type)
    assert document.format == "feed"
    assert (document.metadata.title, document.metadata.language) == ("Water & Woods", "de")
    assert document.metadata.canonical_url == "/news"
    entries = [block for block in document.blocks if block.kind is BlockKind.LIST_ITEM]
    assert [block.text for block in entries] == ["Lakes — The Bluelake is full.", "Rivers"]
    assert [document.containers[block.container].hint for block in entries] == ["g1", "https://example.org/r"]
    assert entries[0].links[0].target == "https://example.org/lakes"


def test_a_broken_feed_gives_what_there_is():
    document = read_feed_text(RSS[: RSS.index("<item><title>Rivers")])
    assert "Lakes — The Bluelake is full." in [block.text for block in document.blocks]


def test_a_title_that_the_summary_repeats_is_told_once():
    document = read_feed_text(RSS.replace("<![CDATA[<p>The", "<![CDATA[<p>Lakes: the"))
    assert document.blocks[1].text == "Lakes: the Bluelake is full."


def test_entities_are_neither_expanded_nor_fetched():
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(Unreadable, match="declares entities"):
        read_feed_text(bomb + RSS.removeprefix('<?xml version="1.0"?>').replace("Rivers", "&b;&f;"))


def test_depth_is_bounded():
    document = read_feed_text("<rss><channel><title>T</title>" + "<item>" * 100_000)
    assert document.metadata.title == "T"
