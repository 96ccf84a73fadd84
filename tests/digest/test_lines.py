"""Lines wrap to the width that is there, and lose no word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest.lines import MIN_ROOM, Line, Part, Tone, measure, shorten, wrap

TEXTS = st.text(alphabet=st.sampled_from("ab é界\u0301 \t"), max_size=80)
LINES = st.builds(
    Line,
    parts=st.lists(st.builds(Part, TEXTS, st.sampled_from(Tone)), max_size=5).map(tuple),
    indent=st.integers(0, 6),
    lead=st.sampled_from([Part(""), Part("+ ", Tone.ADDED), Part("name   ")]),
)


def spell(line: Line, columns: int) -> list[str]:
    return ["".join(part.text for part in row) for row in wrap(line, columns)]


@given(LINES, st.integers(24, 60))
def test_no_row_is_wider_than_the_screen(line, columns):
    assert all(measure(row) <= columns for row in spell(line, columns))


@given(LINES, st.integers(1, 60))
def test_no_character_is_lost(line, columns):
    said = "".join("".join(part.text for part in (line.lead, *line.parts)).split())
    assert "".join("".join(spell(line, columns)).split()) == said


@given(LINES)
def test_tones_stay_with_their_words(line):
    for tone in (Tone.ADDED, Tone.REMOVED):
        parts = [part.text for part in (line.lead, *line.parts) if part.tone is tone]
        said = "".join("".join(parts).split())
        shown = [part.text for row in wrap(line, 40) for part in row if part.tone is tone]
        assert "".join("".join(shown).split()) == said


def test_rows_after_the_first_stand_below_its_text():
    assert spell(Line((Part("alpha bravo charlie delta"),), indent=2, lead=Part("~  ")), 17) == [
        "  ~  alpha bravo",
        "     charlie",
        "     delta",
    ]


def test_parts_without_a_space_between_them_are_not_torn():
    assert spell(Line((Part("aaaa bb"), Part("cc", Tone.ADDED), Part("dd"))), 10) == ["aaaa", "bbccdd"]


def test_a_word_wider_than_the_screen_is_broken():
    assert spell(Line((Part("x" * 25),)), 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_narrow_window_gets_long_rows_and_not_none():
    assert spell(Line((Part("y" * 12),), indent=8), 5) == [" " * 8 + "y" * MIN_ROOM, " " * 8 + "yy"]


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("界", 2), ("e\u0301", 1), ("a\u200db", 2), ("\x1b", 1)]
)
def test_columns_are_those_of_a_terminal(text, columns):
    assert measure(text) == columns


@given(st.text(max_size=60), st.integers(2, 50))
def test_shortened_is_short(text, most):
    assert len(shorten(text, most)) <= most or text == shorten(text, most)


def test_shortening_says_so():
    assert shorten("Xylophones", 6) == "Xylop…"
