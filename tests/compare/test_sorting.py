"""A list or table that was sorted did not change; one whose items only moved did."""

from monitor.compare import compare_bodies
from monitor.model import ChangeType
from tests.compare.builders import block, page

NAMES = ["Achensee", "Bodensee", "Chiemsee", "Dachstein", "Eibsee", "Faaker See", "Grundlsee"]
DEPTHS = ["133", "251", "73", "9", "35", "29", "64"]
ROWS = [f"| {name} | {depth}" for name, depth in zip(NAMES, DEPTHS, strict=True)]


def told(before, after):
    changes = compare_bodies(page(*map(block, before)), page(*map(block, after)))
    return [(change.type, change.kind) for change in changes]


def test_a_list_that_was_sorted_is_noise() -> None:
    mixed = [NAMES[2], *NAMES[:2], *NAMES[3:5], NAMES[6], NAMES[5]]
    lists = [[f"- {name} is a lake" for name in names] for names in (mixed, NAMES)]
    assert told(*lists) == told(*lists[::-1]) == [(ChangeType.NOISE, "reordered")]


def test_a_table_that_was_sorted_by_a_number_is_noise() -> None:
    by_depth = sorted(ROWS, key=lambda row: float(row.rpartition("|")[2]))
    nearly = [by_depth[1], by_depth[0], *by_depth[2:5], by_depth[6], by_depth[5]]
    assert told(nearly, by_depth) == [(ChangeType.NOISE, "reordered")]


def test_two_items_that_changed_places_in_no_order_are_told() -> None:
    lake = [
        f"- {name} is a lake"
        for name in ("Eibsee", "Achensee", "Grundlsee", "Chiemsee", "Bodensee", "Dachstein")
    ]
    other = [lake[1], lake[0], *lake[2:4], lake[5], lake[4]]
    assert {kind for kind, _ in told(lake, other)} == {ChangeType.LIST_ITEM_MOVED}
