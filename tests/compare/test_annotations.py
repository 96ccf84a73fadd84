"""Marks on items: moved, added, removed, changed, or none of it."""

import pytest

from monitor.compare.annotations import find_annotations
from monitor.compare.entries import Entry, pair_by_core


def told(before, after):
    """What happened, as short lines; equal texts and then equal cores are paired."""
    before = [entry if isinstance(entry, Entry) else Entry(entry) for entry in before]
    after = [entry if isinstance(entry, Entry) else Entry(entry) for entry in after]
    pairs = [(i, after.index(entry)) for i, entry in enumerate(before) if entry in after]
    left = [i for i in range(len(before)) if i not in {i for i, _ in pairs}]
    right = [j for j in range(len(after)) if j not in {j for _, j in pairs}]
    cores = pair_by_core([before[i] for i in left], [after[j] for j in right])
    pairs += [(left[i], right[j]) for i, j in cores]
    return [
        " ".join(
            f"{a.type.removeprefix('annotation_')} {a.annotation}: {a.from_item} {a.from_year}"
            f" -> {a.to_item} {a.to_year}".split()
        )
        for a in find_annotations(before, after, pairs)
    ]


@pytest.mark.parametrize(
    "shape",
    ["{} – {}", "{} — {}", "{} ({})", "{} [{}]", "{}: {}", "{}, {}", "{} | {}", "{} {}"],
)
def test_a_mark_moves_whatever_sets_it_off(shape):
    before = [shape.format("Harbour office", "lead agency 2025"), "Customs", "Police"]
    after = ["Harbour office", "Customs", shape.format("Police", "lead agency 2026")]
    assert told(before, after) == ["moved lead agency: Harbour office 2025 -> Police 2026"]


def test_a_mark_that_comes_first_moves():
    assert told(["NEW: Grants", "Jobs"], ["Grants", "NEW: Jobs"]) == ["moved NEW: Grants -> Jobs"]


def test_a_mark_inside_the_text_moves():
    before = ["Ada Berg (chair), Norway", "Ben Lund, Denmark"]
    after = ["Ada Berg, Norway", "Ben Lund (chair), Denmark"]
    assert told(before, after) == ["moved chair: Ada Berg, Norway -> Ben Lund, Denmark"]


def test_a_badge_moves_even_when_it_is_glued_to_the_label():
    before = [Entry("SleepNew", ("New",)), Entry("Moves")]
    after = [Entry("Sleep"), Entry("MovesNew", ("New",))]
    assert told(before, after) == ["moved New: Sleep -> Moves"]


def test_three_marks_that_go_round_are_three_moves():
    before = ["Ada (gold)", "Ben (silver)", "Eve (bronze)"]
    after = ["Ada (silver)", "Ben (bronze)", "Eve (gold)"]
    assert told(before, after) == [
        "moved gold: Ada -> Eve",
        "moved silver: Ben -> Ada",
        "moved bronze: Eve -> Ben",
    ]


def test_two_marks_on_the_way_through_the_same_item():
    before = ["Ada (chair)", "Ben (vice-chair)", "Eve"]
    after = ["Ada", "Ben (chair)", "Eve (vice-chair)"]
    assert told(before, after) == ["moved chair: Ada -> Ben", "moved vice-chair: Ben -> Eve"]


def test_the_new_holder_may_be_a_new_item():
    assert told(["v1 (current)", "v0.9"], ["v2 (current)", "v1", "v0.9"]) == ["moved current: v1 -> v2"]


def test_the_old_holder_may_be_gone():
    assert told(["v1 (current)", "v0.9"], ["v0.9 (current)"]) == ["moved current: v1 -> v0.9"]


def test_a_new_year_on_the_same_holder_is_a_change_of_the_mark():
    assert told(["Oslo – host 2025", "Riga"], ["Oslo – host 2026", "Riga"]) == [
        "changed host: Oslo 2025 -> Oslo 2026"
    ]


def test_a_mark_that_only_comes_is_added():
    assert told(["Grants", "Jobs"], ["Grants (new)", "Jobs"]) == ["added new: -> Grants"]


def test_scripts_without_spaces_have_marks_too():
    before, after = ["挪威（主席国2025）", "丹麦"], ["挪威", "丹麦（主席国2026）"]
    assert told(before, after) == ["moved 主席国: 挪威 2025 -> 丹麦 2026"]


def test_an_emblem_is_a_mark():
    assert told(["⭐ Tours", "Tickets"], ["Tours", "⭐ Tickets"]) == ["moved ⭐: Tours -> Tickets"]


def test_a_column_may_hold_the_marks():
    before = [Entry("v1", mark="current"), Entry("v2", mark=""), Entry("v3", mark="")]
    after = [Entry("v1", mark=""), Entry("v2", mark="current"), Entry("v3", mark="")]
    [move] = find_annotations(before, after, [(0, 0), (1, 1), (2, 2)])
    assert (move.annotation, move.from_item, move.to_item) == ("current", "v1", "v2")


def test_what_many_keep_is_no_office():
    before = ["Plan (PDF)", "Data (PDF)", "Map (PDF)", "Budget"]
    after = ["Plan", "Data (PDF)", "Map (PDF)", "Budget (PDF)"]
    assert told(before, after) == ["removed PDF: Plan ->", "added PDF: -> Budget"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            ["Conferences", "Youth"], ["Review Conferences", "Youth"], id="a word without a separator"
        ),
        pytest.param(["Sale 10", "Tour 20"], ["Sale", "Tour 10"], id="digits alone"),
        pytest.param(["Office of", "Friends"], ["Office", "Friends of"], id="a joining word"),
        pytest.param(["York NEW", "Haven"], ["York", "New Haven"], id="capitals against a name"),
        pytest.param(["Report (2024)", "Plan"], ["Report", "Plan (2024)"], id="a bare year"),
    ],
)
def test_an_accident_is_no_move(before, after):
    assert [line for line in told(before, after) if line.startswith("moved")] == []


def test_swapping_the_sides_swaps_from_and_to():
    before, after = ["Ada (chair 2025)", "Ben"], ["Ada", "Ben (chair 2026)"]
    assert told(before, after) == ["moved chair: Ada 2025 -> Ben 2026"]
    assert told(after, before) == ["moved chair: Ben 2026 -> Ada 2025"]


def test_a_mark_moves_between_items_that_end_with_a_count():
    before = ["Lakes – host 2026 (14)", "Rivers (9)"]
    after = ["Lakes (14)", "Rivers – host 2027 (9)"]
    assert told(before, after) == ["moved host: Lakes 2026 -> Rivers 2027"]
