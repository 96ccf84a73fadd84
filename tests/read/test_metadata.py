"""What a page says about itself is found, with its source."""

import pytest

from monitor.model import Metadata, Snapshot
from monitor.read import read


def metadata_of(html: str) -> Metadata:
    return read(Snapshot(url="https://example.org/", payload=html.encode(), media_type="text/html")).metadata


@pytest.mark.parametrize(
    ("html", "published", "source"),
    [
        (
            "<time itemprop=datePublished datetime=2024-05-01T08:00:00Z>1 May</time>",
            "2024-05-01T08:00:00Z",
            "time itemprop datePublished",
        ),
        (
            "<time class='entry-date Published' datetime=2024-05-01>1 May</time>",
            "2024-05-01",
            "time class published",
        ),
        ("<time class=published datetime=2024-05-01>a</time>" * 2, "2024-05-01", "time class published"),
        (
            "<meta name=dc.date content=2020-01-02><time class=published datetime=2024-05-01>a</time>",
            "2020-01-02",
            "meta dc.date",
        ),
        ("<time class=dt-published datetime=2024-05-01>a</time>", "2024-05-01", "time class dt-published"),
        ("<time pubdate datetime=2024-05-01>a</time>", "2024-05-01", "time pubdate"),
        (
            "<meta name=date content='Wed, 01 May 2024 09:30:00 GMT'>",
            "2024-05-01T09:30:00+00:00",
            "meta date",
        ),
        ("<meta http-equiv=date content=2024-05-01>", "", ""),
        (
            '<script type=\'application/ld+json;charset=utf-8\'>{"datePublished": "2024-05-01"}</script>',
            "2024-05-01",
            "json-ld datePublished",
        ),
        ("<p>The fair opens on <time datetime=2031-05-01>1 May</time>.", "", ""),
        ("<time class=published datetime='1 May'>1 May</time>", "", ""),
        (
            "<li><time class=published datetime=2024-05-01>a</time>"
            "<li><time class=published datetime=2024-05-02>b</time>",
            "",
            "",
        ),
    ],
)
def test_a_time_that_says_so_tells_when_a_page_was_published(html: str, published: str, source: str) -> None:
    metadata = metadata_of(html)
    assert (metadata.published, metadata.published_source) == (published, source)


def test_a_time_that_says_so_tells_when_a_page_was_modified() -> None:
    metadata = metadata_of(
        "<p><time class='published updated' datetime=2024-05-01>1 May</time>"
        "<p><time itemprop=dateModified datetime=2024-05-01>1 May</time>"
    )
    assert (metadata.modified, metadata.modified_source) == ("2024-05-01", "time class updated")


def test_siblings_in_other_languages_are_found() -> None:
    metadata = metadata_of(
        "<link rel=alternate hreflang=de href=/de><link rel='ALTERNATE' hreflang=x-default href=/>"
        "<link rel=alternate type=application/rss+xml href=/feed>"
    )
    assert metadata.alternates == (("de", "https://example.org/de"), ("x-default", "https://example.org/"))


def test_a_page_without_a_title_has_that_of_its_first_heading() -> None:
    assert metadata_of("<title> </title><h2>Piers</h2><h1>The old <i>pier</i></h1>").title == "The old pier"


def test_a_pages_language_may_be_said_in_place_of_a_header_or_by_one() -> None:
    assert metadata_of("<meta http-equiv=Content-Language content=fr><p>Bonjour").language == "fr"
    served = Snapshot(
        url="https://example.org/",
        payload=b"<p>Bonjour",
        media_type="text/html",
        headers=(("content-language", "fr, en"),),
    )
    assert read(served).metadata.language == "fr"


def test_a_drawings_title_is_not_the_pages() -> None:
    assert metadata_of("<body><svg><title>Arrow</title></svg><h1>Tide tables</h1>").title == "Tide tables"
