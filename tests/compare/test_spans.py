"""Spans read as a careful person would mark them, and spell both texts."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare.spans import compare_words, spans_of, with_spans
from monitor.model import Change, ChangeType, Where


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("over 50 participants", "over 60 participants", [("50", "60")]),
        (
            "met 1,204 people in Vienna.",
            "met 1,310 people in Graz.",
            [("1,204", "1,310"), ("Vienna", "Graz")],
        ),
        ("on 2025-03-01 at 10:30", "on 2025-03-02 at 10:30", [("2025-03-01", "2025-03-02")]),
        (
            "see https://example.org/a.",
            "see https://example.org/b.",
            [("https://example.org/a", "https://example.org/b")],
        ),
        ("東京に行く", "京都に行く", [("東京", "京都")]),
        ("good 👍🏽 work", "good 👍🏿 work", [("👍🏽", "👍🏿")]),
        ("नमस्ते दुनिया", "नमस्ते संसार", [("दुनिया", "संसार")]),
    ],
)
def test_whole_things_change(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert list(spans_of(before, after)) == expected


def test_an_inserted_sentence_is_one_sentence() -> None:
    before = "We open at nine. The hall is warm."
    assert spans_of(before, "We open at nine. The café is shut. The hall is warm.") == (
        ("", "The café is shut."),
    )


def test_a_rewritten_sentence_is_one_span_and_its_neighbours_are_left_alone() -> None:
    before = "First here. The board of the club has met in the old hall for a talk. Last stays."
    after = "First here. Some members in the region were happy with the outcome. Last stays."
    [(gone, come)] = spans_of(before, after)
    assert gone.startswith("The board")
    assert gone.endswith("talk")
    assert come.endswith("outcome")


def test_a_lonely_particle_between_rewritten_runs_belongs_to_them() -> None:
    before = "The members gladly agreed to postpone the opening ceremony until next year, as planned."
    after = "The members gladly agreed to cancel outright the festive gala until next year, as planned."
    assert spans_of(before, after) == (("postpone the opening ceremony", "cancel outright the festive gala"),)


def test_quotes_that_changed_do_not_swallow_what_they_quote() -> None:
    assert spans_of("call 'open' now", 'call "open" now') == (("'", '"'), ("'", '"'))


def test_a_rewritten_text_is_shown_whole() -> None:
    before = "alpha beta gamma delta epsilon zeta eta theta"
    after = "alpha one two three four five zeta six seven eight"
    assert len(spans_of(before, after)) == 1


WORDS = st.lists(
    st.sampled_from(["the", "a", "hall", "town", "opens", "2025", "1,204", ".", ",", "東", "👍🏽", "é"]),
    max_size=25,
).map(" ".join)


@given(WORDS, WORDS)
def test_spans_spell_both_texts(before: str, after: str) -> None:
    at_b = at_a = 0
    for edit in compare_words(before, after):
        assert before[at_b : edit.b0].split() == after[at_a : edit.a0].split()
        assert before[edit.b0 : edit.b1] != after[edit.a0 : edit.a1]
        at_b, at_a = edit.b1, edit.a1
    assert before[at_b:].split() == after[at_a:].split()


FEW = st.lists(st.sampled_from(["a", "b", ".", "c"]), max_size=14).map(" ".join)


@given(FEW, FEW)
def test_spans_never_overlap(before: str, after: str) -> None:
    edits = compare_words(before, after)
    for one, two in pairwise(edits):
        assert one.b1 <= two.b0
        assert one.a1 <= two.a0


@given(st.text(max_size=60))
def test_a_text_is_like_itself(text: str) -> None:
    assert compare_words(text, text) == ()


def test_a_change_of_one_side_has_no_spans() -> None:
    added = Change(type=ChangeType.PARAGRAPH_ADDED, where=Where.BODY, after="new")
    assert with_spans(added).spans == ()


def test_a_split_is_read_as_one_text() -> None:
    split = Change(
        type=ChangeType.PARAGRAPH_SPLIT,
        where=Where.BODY,
        before="One here. Two there.",
        after=("One here.", "Two now."),
    )
    assert with_spans(split).spans == (("there", "now"),)


def test_an_annotation_that_moved_shows_what_each_item_lost_and_gained():
    moved = Change(
        type=ChangeType.ANNOTATION_MOVED,
        where=Where.CHROME,
        before=("Belmar – Presidency 2025", "Corvania"),
        after=("Belmar", "Corvania – Presidency 2026"),
    )
    assert with_spans(moved).spans == (("– Presidency 2025", ""), ("", "– Presidency 2026"))
