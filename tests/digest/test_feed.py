"""Feeds that a strict parser takes and a real reader program shows, each change once."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest
from lxml import etree

from monitor.digest.edition import Entry
from monitor.digest.feed import MAX_ENTRIES, Feed, atom, json_feed, newest
from monitor.digest.safe import BIDI
from tests.digest.editions import edited, hostile, menu_renamed

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(*entries: Entry, name: str = "river") -> Feed:
    found, recorded = newest([(entry, NOW + timedelta(minutes=n)) for n, entry in enumerate(entries)])
    return Feed(name=name, url="https://watch.example/river.atom", entries=found, recorded=recorded)


def test_a_reader_program_shows_every_change_once() -> None:
    shown = feedparser.parse(atom(feed(menu_renamed(), edited(1), edited(2))))
    assert not shown.bozo
    titles = [entry.title for entry in shown.entries]
    assert titles[0] == "Paragraph edited: 4.20 → 4.35 m at lock 2"  # the newest first
    assert len({entry.id for entry in shown.entries}) == len(titles) == 3
    assert shown.entries[0].link == "https://river.example/locks/2"


def test_an_entry_keeps_its_id_when_the_feed_grows() -> None:
    first = feedparser.parse(atom(feed(edited(1))))
    later = feedparser.parse(atom(feed(edited(1), edited(2))))
    assert first.entries[0].id in [entry.id for entry in later.entries]
    assert first.feed.id == later.feed.id


def test_the_same_feed_is_the_same_bytes() -> None:
    what = feed(edited(1), menu_renamed())
    assert atom(what) == atom(what)
    assert atom(feed()) == atom(feed())  # an empty one has no "now" in it


def as_rfc_4287() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


@pytest.mark.parametrize(
    "name", ["river", "", "the old river", "Čaj & <b>", "https://river.example/a b?c=%20d"]
)
def test_the_schema_of_rfc_4287_takes_it(name: str) -> None:
    as_rfc_4287().assertValid(etree.fromstring(atom(feed(edited(1), hostile(), menu_renamed(), name=name))))
    as_rfc_4287().assertValid(etree.fromstring(atom(feed(name=name))))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (b"<title>", b"<title/><title>"),
        (b"<updated>2", b"<updated>on 2"),
        (b"<id>tag:", b"<id>"),
        (b"<id>tag:", b"<id>a tag:"),
        (b"href=", b"to="),
        (b"term=", b"name="),
        (b'type="html"', b'type="words"'),
        (b"<generator>", b"<generator/><generator>"),
    ],
)
def test_the_schema_takes_no_less(right: bytes, wrong: bytes) -> None:
    made = atom(feed(edited(1)))
    assert right in made
    assert not as_rfc_4287().validate(etree.fromstring(made.replace(right, wrong, 1)))


def test_a_feed_has_an_author_and_its_links_are_of_the_web() -> None:
    root = etree.fromstring(atom(feed(edited(1), hostile(), menu_renamed())))
    assert len(root.findall(ATOM + "author")) == 1  # what no schema of elements can ask (§4.1.1)
    for link in root.iter(ATOM + "link"):
        assert link.get("href", "").startswith("https://")


@pytest.mark.parametrize("make", [atom, json_feed])
def test_nothing_of_a_hostile_page_acts(make) -> None:
    text = make(feed(hostile(), name="a\x1b\ud800]]>&<b>")).decode()
    assert "\x1b" not in text
    assert not BIDI & set(text)
    for entry in feedparser.parse(atom(feed(hostile()))).entries:
        assert "<script" not in entry.content[0].value
        assert not entry.link.startswith("javascript:")


def test_json_feed_has_what_its_rules_ask_for() -> None:
    values = json.loads(json_feed(feed(edited(1), menu_renamed())))
    assert values["version"] == "https://jsonfeed.org/version/1.1"
    assert values["feed_url"] == "https://watch.example/river.atom"
    assert [set(item) >= {"id", "content_html", "date_published"} for item in values["items"]] == [True, True]


def test_a_feed_holds_the_newest_and_no_more() -> None:
    shown = feedparser.parse(atom(feed(*(edited(n) for n in range(300)))))
    assert len(shown.entries) == MAX_ENTRIES
    assert shown.entries[0].title.endswith("lock 299")
