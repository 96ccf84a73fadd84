"""In a body's list, a mark that one item lost and another gained moved."""

from monitor.compare import compare_bodies
from monitor.compare.body import fates
from monitor.model import ChangeType
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
    before, after = page(*BEFORE), page(*AFTER)
    told = fates(before.body, after.body)
    assert sorted(i for fate in told for i in fate.before) == list(range(len(before.body)))
    assert sorted(j for fate in told for j in fate.after) == list(range(len(after.body)))


def test_a_mark_that_only_came_is_an_edit() -> None:
    [change] = compare_bodies(page("- Ada Lind", "- Ben Roth"), page("- Ada Lind (acting)", "- Ben Roth"))
    assert change.type is ChangeType.LIST_ITEM_EDITED


def test_words_that_two_clauses_exchange_are_edits_of_both() -> None:
    long = "The borrower returns each tool clean, dry and whole, on the day that was agreed when it was lent"
    other = "The library repairs what broke in honest use at its own cost and asks nobody to pay for it"
    before = [f"- {long}, unless the desk says otherwise in writing and keeps a copy", f"- {other}"]
    after = [f"- {long}", f"- {other}, unless the desk says otherwise in writing and keeps a copy"]
    assert {change.type for change in compare_bodies(page(*before), page(*after))} == {
        ChangeType.LIST_ITEM_EDITED
    }
