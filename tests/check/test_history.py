"""Since when a page says what it says, and which words came and went."""

from datetime import timedelta

import pytest

from monitor.errors import BadInput
from monitor.model import Where
from monitor.web.feeds import make_feed
from tests.check.conftest import MENU, START, Watch, html

RULES = (
    "Benches may be moved within a park.",
    "Dogs are welcome on a lead.",
    "Barbecues need a permit from the Bürgerbüro.",
)


@pytest.fixture
def park(watch: Watch) -> Watch:
    watch.sees("parks", html("Parks", *RULES), day=1)
    watch.sees("parks", html("Parks", RULES[0], RULES[1], "Barbecues need no permit."), day=5)
    watch.sees(
        "parks",
        html("Parks", RULES[0], "Dogs are welcome on a long lead.", "Barbecues need no permit."),
        day=9,
    )
    watch.sees("parks", html("Parks", *RULES[:2], "Barbecues need no permit."), day=12)
    return watch


def test_each_block_says_since_when(park: Watch) -> None:
    blamed = {one.block.text: (one.since, one.number, one.before) for one in park.store.blame("parks")}
    assert blamed[RULES[0]] == (START + timedelta(days=1), 1, "")
    assert blamed["Barbecues need no permit."] == (START + timedelta(days=5), 2, RULES[2])
    assert blamed[RULES[1]][0] == START + timedelta(days=12)
    before = {one.block.text: one.since for one in park.store.blame("parks", START + timedelta(days=3))}
    assert before[RULES[2]] == START + timedelta(days=1)


def test_blaming_before_the_first_capture_is_refused(park: Watch) -> None:
    with pytest.raises(BadInput, match="nothing was captured"):
        park.store.blame("parks", START)


def test_words_are_found_with_when_they_came_and_left(park: Watch) -> None:
    [permit, gone] = sorted(park.store.search("permit"), key=lambda found: found.left is None)
    assert (permit.text, permit.appeared, permit.left) == (
        RULES[2],
        START + timedelta(days=1),
        START + timedelta(days=5),
    )
    assert (gone.text, gone.left) == ("Barbecues need no permit.", None)
    assert len(park.store.search("dogs lead")) == 3  # twice the same words, and another text between


def test_words_in_quotation_marks_stand_one_after_the_other(park: Watch) -> None:
    assert [found.text for found in park.store.search('"long lead"')] == ["Dogs are welcome on a long lead."]
    assert park.store.search('"lead long"') == ()


def test_case_and_marks_do_not_matter(park: Watch) -> None:
    assert [found.text for found in park.store.search("BURGERBURO")] == [RULES[2]]


def test_search_stays_in_the_site_that_is_named(park: Watch) -> None:
    assert park.store.search("dogs", site="town") != ()
    assert park.store.search("dogs", site="village") == ()


@pytest.mark.parametrize("words", ["", '"', "…", "- -"])
def test_no_word_is_no_question(park: Watch, words: str) -> None:
    with pytest.raises(BadInput, match="no word"):
        park.store.search(words)


@pytest.mark.parametrize("words", ['dogs"', "dogs AND (", "NEAR(dogs)", "do*gs", "text:dogs"])
def test_words_are_words_whatever_signs_stand_around_them(park: Watch, words: str) -> None:
    park.store.search(words)


def test_the_same_is_found_after_compacting(park: Watch) -> None:
    before = park.store.search("permit"), park.store.blame("parks"), park.store.log()
    park.store.compact()
    assert (park.store.search("permit"), park.store.blame("parks"), park.store.log()) == before


def test_stats_name_the_restless_page(park: Watch) -> None:
    park.sees("waste", html("Waste", "Bins are emptied every second Tuesday."), day=12)
    stats = park.store.stats()
    assert [one.page for one in stats.restless] == [
        "https://town.example/parks",
        "https://town.example/waste",
    ]
    assert stats.restless[0].changes == 3
    assert [(month.name, month.snapshots, month.changes) for month in stats.months] == [("2026-03", 5, 3)]


def test_the_last_changes_are_told_alone(park: Watch) -> None:
    told = park.store.log()
    assert len(told) > 3
    assert park.store.log(last=2) == told[-2:]
    of_bodies = tuple(one for one in told if one.change.where is Where.BODY)
    assert park.store.log(last=1, where=Where.BODY) == of_bodies[-1:]


def feed_of(park: Watch) -> dict[str, str]:
    return {entry.change.id: entry.change.sentence for entry in make_feed(park.store, "").entries}


def test_a_feed_does_not_tell_the_steps_of_a_change_that_it_has_told(park: Watch) -> None:
    pulled = feed_of(park)
    assert len(pulled) == 3
    park.sees("parks", html("Parks", RULES[0], "Dogs are welcome.", "Barbecues need no permit."), day=7)
    assert len(park.news()) == 4
    now = feed_of(park)
    assert now.keys() == pulled.keys()
    [said] = [said for name, said in now.items() if said != pulled[name]]
    assert "“on a lead” removed" in said
    assert "“on a long lead” added" in said
    # And once more, between those.
    park.sees("parks", html("Parks", RULES[0], "Dogs may come.", "Barbecues need no permit."), day=8)
    assert feed_of(park).keys() == pulled.keys()


def test_what_came_told_from_another_store_keeps_its_name_in_feeds(park: Watch) -> None:
    park.store.connection.execute("UPDATE outbox SET place = 0, sent = 1")  # as importing puts it
    pulled = feed_of(park)
    park.sees("parks", html("Parks", RULES[0], "Dogs are welcome.", "Barbecues need no permit."), day=7)
    assert feed_of(park).keys() == pulled.keys()


def test_a_feed_keeps_what_still_stands_when_its_steps_come_in(watch: Watch) -> None:
    for day, menu in ((1, MENU), (9, {**MENU, "Swimming pools": "/pools", "Ice rinks": "/ice"})):
        watch.sees("parks", html("Parks", *RULES, menu=menu), day=day)
        watch.sees("waste", html("Waste", "Bins are emptied on Monday.", menu=menu), day=day)
    pulled = feed_of(watch)
    assert pulled
    watch.sees("parks", html("Parks", *RULES, menu={**MENU, "Swimming": "/pools"}), day=5)
    assert feed_of(watch).keys() == pulled.keys()
