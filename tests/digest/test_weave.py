"""Both texts of an edit in one: nothing lost, nothing made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest.lines import Part, Tone
from monitor.digest.weave import excerpt, weave

WORDS = st.lists(st.sampled_from(["a", "b", "cc", "d-e", "1,204"]), max_size=12)


@st.composite
def edits(draw):
    """Texts that differ in known spans: unchanged words between them."""
    before, after, spans = [], [], []
    for _ in range(draw(st.integers(1, 4))):
        same, out, into = draw(WORDS), draw(WORDS), draw(WORDS)
        before += same + out
        after += same + into
        if out or into:
            spans.append((" ".join(out), " ".join(into)))
    return " ".join(before), " ".join(after), spans


def words_of(parts: tuple[Part, ...], without: Tone) -> list[str]:
    return " ".join(part.text for part in parts if part.tone is not without).split()


@given(edits())
def test_what_is_woven_spells_both_texts(edit):
    before, after, spans = edit
    woven = weave(before, after, spans)
    if woven:
        assert words_of(woven, Tone.ADDED) == before.split()
        assert words_of(woven, Tone.REMOVED) == after.split()


def test_words_that_stand_twice_are_marked_once():
    woven = weave("the the cat", "the cat", [("the", "")])
    assert [part.text for part in woven if part.tone is Tone.REMOVED] == ["the"]


@pytest.mark.parametrize(
    ("before", "after", "spans", "said"),
    [
        ("a big hall", "a hall", [("big", "")], "a [big] hall"),
        ("in Rome, now", "in Rome now", [(",", "")], "in Rome[,] now"),
        ("the hall is big", "hall is big", [("the", "")], "[the] hall is big"),
        ("North Hall, 2", "Hall North, 2", [("North", ""), ("", "North")], "[North] Hall +North+, 2"),
        ("it opened late", "it opened", [("late", "")], "it opened [late]"),
    ],
)
def test_blanks_stand_where_words_do(before, after, spans, said):
    marks = {Tone.REMOVED: "[{}]", Tone.ADDED: "+{}+", Tone.PLAIN: "{}"}
    assert "".join(marks[part.tone].format(part.text) for part in weave(before, after, spans)) == said


def test_parts_of_a_word_can_be_marked():
    assert weave("(2025)", "(2026)", [("2025", "2026")]) == (
        Part("("),
        Part("2025", Tone.REMOVED),
        Part("2026", Tone.ADDED),
        Part(")"),
    )


def test_spans_that_do_not_fit_the_texts_weave_nothing():
    assert weave("one two", "one three", [("four", "five")]) == ()


def test_an_excerpt_keeps_every_edit_and_the_words_beside_it():
    far = "x " * 50
    parts = excerpt(weave(f"{far}near old end", f"{far}near new end", [("old", "new")]), words=2)
    assert [part.text for part in parts] == ["… x near ", "old", "new", " end"]
