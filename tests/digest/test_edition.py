"""What a window's changes come to."""

from dataclasses import replace

from monitor.digest.edition import Entry, Selection, in_groups, net_effect
from monitor.model import Change, ChangeType, Where
from tests.digest.editions import edited, menu_renamed

A, B, C = "The fee is 10 euros.", "The fee is 12 euros.", "The fee is 15 euros."


def edit(before: str, after: str, page: str = "https://river.example/fees") -> Entry:
    change = Change(
        type=ChangeType.PARAGRAPH_EDITED,
        where=Where.BODY,
        before=before,
        after=after,
        page=page,
        id=before + after,
    )
    return Entry(site="river", change=change)


def presence(kind: ChangeType, text: str) -> Entry:
    added = kind.value.endswith("_added")
    change = Change(
        type=kind,
        where=Where.BODY,
        before=None if added else text,
        after=text if added else None,
        page="p",
        id=text,
    )
    return Entry(site="river", change=change)


def test_what_changed_and_changed_back_is_told_as_that() -> None:
    [entry] = net_effect([edit(A, B), edit(B, A)])
    assert (entry.reverted, entry.steps) == (True, 2)


def test_what_changed_in_steps_is_told_from_the_first_to_the_last() -> None:
    [entry] = net_effect([edit(A, B), edit(B, C)])
    assert (entry.change.before, entry.change.after, entry.steps, entry.reverted) == (A, C, 2, False)


def test_a_third_step_after_going_back_counts_again() -> None:
    [entry] = net_effect([edit(A, B), edit(B, A), edit(A, C)])
    assert (entry.change.before, entry.change.after, entry.steps, entry.reverted) == (A, C, 3, False)


def test_the_same_words_on_another_page_are_another_text() -> None:
    assert len(net_effect([edit(A, B), edit(B, A, page="https://river.example/other")])) == 2


def test_what_came_and_went_is_told_as_that() -> None:
    [entry] = net_effect([presence(ChangeType.LIST_ITEM_ADDED, A), presence(ChangeType.LIST_ITEM_REMOVED, A)])
    assert entry.reverted
    came_again = net_effect(
        [
            presence(ChangeType.LIST_ITEM_ADDED, A),
            presence(ChangeType.LIST_ITEM_REMOVED, A),
            presence(ChangeType.LIST_ITEM_ADDED, A),
        ]
    )
    assert [e.reverted for e in came_again] == [False]


def test_unrelated_changes_stay_apart() -> None:
    entries = [edited(1), edited(2), menu_renamed(), presence(ChangeType.PARAGRAPH_ADDED, A)]
    assert net_effect(entries) == tuple(entries)


def test_two_additions_of_one_text_are_two() -> None:
    assert len(net_effect([presence(ChangeType.LIST_ITEM_ADDED, A)] * 2)) == 2


def test_the_sites_own_changes_come_first_and_pages_by_importance() -> None:
    groups = in_groups([edited(1, importance=0.2), edited(2, importance=0.9), menu_renamed()])
    assert [g.title for g in groups] == ["", "Levels at lock 2", "Levels at lock 1"]


def test_a_reader_gets_what_was_asked_for() -> None:
    entry = edited(1)
    assert Selection().wants(entry)
    assert Selection(words=("LOCK 1",)).wants(entry)
    assert Selection(sites=("river",), pages=("https://river.example/locks",)).wants(entry)
    assert not Selection(sites=("lake",)).wants(entry)
    assert not Selection(pages=("https://river.example/news",)).wants(entry)
    assert not Selection(types=(ChangeType.MENU_RENAMED,)).wants(entry)
    assert not Selection(where=Where.CHROME).wants(entry)
    assert not Selection(min_importance=0.6).wants(entry)
    assert not Selection(words=("harbour",)).wants(entry)


def test_noise_and_first_sightings_are_for_nobody() -> None:
    for kind in (ChangeType.NOISE, ChangeType.FIRST_SEEN):
        entry = edited(1)
        assert not Selection().wants(replace(entry, change=replace(entry.change, type=kind)))


def alike(number: int) -> Entry:
    entry = edited(number)
    return replace(entry, change=replace(entry.change, before="Closes at 4.", after="Closes at 5."))


def test_the_same_on_many_pages_is_told_once_with_how_many() -> None:
    [folded, other] = [
        entry for group in in_groups([*map(alike, (1, 2, 3)), edited(4)]) for entry in group.entries
    ]
    assert folded.also == ("https://river.example/locks/2", "https://river.example/locks/3")
    assert other == edited(4)
    assert sum(group.count for group in in_groups([*map(alike, range(5)), edited(7)])) == 6
