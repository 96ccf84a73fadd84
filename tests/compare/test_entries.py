"""An item is known again whatever mark it carries, and never by its mark."""

from monitor.compare.entries import Entry, pair_by_core


def test_two_items_with_the_same_mark_are_not_one_item():
    assert pair_by_core([Entry("Grants – new")], [Entry("Jobs – new")]) == []
    assert pair_by_core([Entry("Grants – new")], [Entry("Grants – closed")]) == [(0, 0)]
