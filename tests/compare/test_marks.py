"""Marks on items of a body's lists and on the names of its tables' rows."""

import pytest

from monitor.compare import compare_bodies
from monitor.compare.body import fates
from monitor.model import Block, BlockKind, ChangeType, Page
from tests.compare.builders import page

BEFORE = ["# Chairs", "- Roads: Ada Lind (acting)", "- Bridges: Ben Roth", "- Ferries: Eve Moss"]
AFTER = ["# Chairs", "- Roads: Ada Lind", "- Bridges: Ben Roth (acting)", "- Ferries: Eve Moss"]


def test_a_mark_that_moved_is_one_change() -> None:
    [change] = compare_bodies(page(*BEFORE), page(*AFTER))
    assert change.type is ChangeType.ANNOTATION_MOVED
    assert (change.annotation, change.from_item, change.to_item) == (
        "acting",
        "Roads: Ada Lind",
        "Bridges: Ben Roth",
    )


def test_its_year_goes_along() -> None:
    before = ["- Ada Lind – Chair 2025", "- Ben Roth", "- Eve Moss"]
    after = ["- Ada Lind", "- Ben Roth – Chair 2026", "- Eve Moss"]
    [change] = compare_bodies(page(*before), page(*after))
    assert (change.from_year, change.to_year) == ("2025", "2026")


def test_both_items_are_accounted_for_once() -> None:
    assert_all_told(page(*BEFORE), page(*AFTER))


def assert_all_told(before: Page, after: Page) -> None:
    told = fates(before.body, after.body)
    assert sorted(i for fate in told for i in fate.before) == list(range(len(before.body)))
    assert sorted(j for fate in told for j in fate.after) == list(range(len(after.body)))


def test_a_mark_that_only_came_or_went_is_told_as_such() -> None:
    bare, marked = page("- Ada Lind", "- Ben Roth"), page("- Ada Lind (acting)", "- Ben Roth")
    [added], [removed] = compare_bodies(bare, marked), compare_bodies(marked, bare)
    assert (added.type, added.annotation, added.to_item) == (
        ChangeType.ANNOTATION_ADDED,
        "acting",
        "Ada Lind",
    )
    assert (removed.type, removed.from_item) == (ChangeType.ANNOTATION_REMOVED, "Ada Lind")
    assert (added.before, added.after) == ("Ada Lind", "Ada Lind (acting)")


def test_one_mark_for_another_is_a_mark_that_changed() -> None:
    before, after = ["- Ada Lind (Chair)", "- Ben Roth"], ["- Ada Lind (Vice-Chair)", "- Ben Roth"]
    [change] = compare_bodies(page(*before), page(*after))
    assert change.type is ChangeType.ANNOTATION_CHANGED


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Bring a lamp and warm clothes for the way back", "– from May on two of them"),
        ("Tickets are sold at the gate.", "(cash only)"),
        ("Boats", "and bicycles"),
    ],
)
def test_other_words_at_the_end_of_an_item_are_an_edit(before: str, after: str) -> None:
    other = "- The quay is closed at night"
    [change] = compare_bodies(page(f"- {before}", other), page(f"- {before} {after}", other))
    assert change.type is ChangeType.LIST_ITEM_EDITED


def test_a_price_that_only_changed_its_amount_is_a_number() -> None:
    before, after = ["- Seal tour – €12", "- Sunset tour"], ["- Seal tour – €15", "- Sunset tour"]
    [change] = compare_bodies(page(*before), page(*after))
    assert change.type is ChangeType.NUMBER_CHANGED


def test_items_with_the_same_mark_are_told_apart_by_their_names() -> None:
    before = ["- Ada – Presidency of the board 2025", "- Ben", "- Eve"]
    after = ["- Ada", "- Ben – Presidency of the board 2026", "- Eve"]
    [change] = compare_bodies(page(*before), page(*after))
    assert (change.type, change.to_item) == (ChangeType.ANNOTATION_MOVED, "Ben")
    assert_all_told(page(*before), page(*after))


def row(*cells: str, badges: tuple[str, ...] = ()) -> Block:
    headers = ("Name", "Seat")
    return Block(BlockKind.TABLE_ROW, " | ".join(cells), cells=cells, headers=headers, badges=badges)


def rows(*those: Block) -> Page:
    return Page(url="p", title="t", body=those, regions=())


def test_the_name_of_a_row_carries_marks_too() -> None:
    plain = rows(row("Ada Lind", "Sarn"), row("Ben Roth", "Tess"))
    marked = rows(row("Ada Lind (Chair)", "Sarn"), row("Ben Roth", "Tess"))
    [change] = compare_bodies(plain, marked)
    assert (change.type, change.before, change.after) == (
        ChangeType.ANNOTATION_ADDED,
        "Ada Lind",
        "Ada Lind (Chair)",
    )
    other = rows(row("Ada Lind", "Sarn"), row("Ben Roth (Chair)", "Tess"))
    [moved] = compare_bodies(marked, other)
    assert (moved.type, moved.from_item, moved.to_item) == (
        ChangeType.ANNOTATION_MOVED,
        "Ada Lind",
        "Ben Roth",
    )


def test_a_badge_on_a_row_s_name_moves() -> None:
    before = rows(row("AdaNEW", "Sarn", badges=("NEW",)), row("Ben", "Tess"))
    after = rows(row("Ada", "Sarn"), row("BenNEW", "Tess", badges=("NEW",)))
    [change] = compare_bodies(before, after)
    assert change.type is ChangeType.ANNOTATION_MOVED


def test_words_that_two_clauses_exchange_are_edits_of_both() -> None:
    long = "The borrower returns each tool clean, dry and whole, on the day that was agreed when it was lent"
    other = "The library repairs what broke in honest use at its own cost and asks nobody to pay for it"
    before = [f"- {long}, unless the desk says otherwise in writing and keeps a copy", f"- {other}"]
    after = [f"- {long}", f"- {other}, unless the desk says otherwise in writing and keeps a copy"]
    assert {change.type for change in compare_bodies(page(*before), page(*after))} == {
        ChangeType.LIST_ITEM_EDITED
    }
