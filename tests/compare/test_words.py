"""Tokens are what a reader sees as one thing, and hunks are exact and bounded."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare.words import TOKEN, Codes, hunks, increasing, words_of


@pytest.mark.parametrize(
    "whole",
    [
        "1,204",
        "2025-03-01",
        "01.03.2025",
        "10:30",
        "3/4",
        "https://example.org/a?b=1&c=2#d",
        "www.example.org/x",
        "press@example.org",
        "don't",
        "3-5",
        "नमस्ते",
        "e\u0301te\u0301",
        "テスト",
        "日",
        "👩\u200d👩\u200d👧",
        "👍🏽",
        "🇨🇭",
        "1️⃣",
        "วั",
    ],
)
def test_one_thing_is_one_token(whole: str) -> None:
    assert words_of(f"« {whole} »") == ["«", whole, "»"]


def test_the_punctuation_around_an_address_is_not_part_of_it() -> None:
    assert words_of("(see https://example.org/a.)") == ["(", "see", "https://example.org/a", ".", ")"]
    assert words_of("Write to a.b@example.org, please") == ["Write", "to", "a.b@example.org", ",", "please"]


def test_a_hyphen_and_an_elision_stand_between_words() -> None:
    assert words_of("l'ami franco-allemand doesn't") == [
        "l",
        "'",
        "ami",
        "franco",
        "-",
        "allemand",
        "doesn't",
    ]


def test_scripts_without_spaces_are_cut_into_characters() -> None:
    assert words_of("東京都庁") == ["東", "京", "都", "庁"]
    assert words_of("สวัสดี") == ["ส", "วั", "ส", "ดี"]


@given(st.text(max_size=80))
def test_no_character_but_white_space_is_lost(text: str) -> None:
    assert "".join(words_of(text)) == "".join(text.split())


@given(st.text("abcd", max_size=30), st.text("abcd", max_size=30))
def test_between_hunks_both_sides_are_equal(before: str, after: str) -> None:
    at_b = at_a = 0
    for hunk in hunks(before, after):
        assert before[at_b : hunk.b0] == after[at_a : hunk.a0]
        assert hunk.b0 < hunk.b1 or hunk.a0 < hunk.a1
        at_b, at_a = hunk.b1, hunk.a1
    assert before[at_b:] == after[at_a:]


def test_a_very_long_text_is_cut_at_words_that_are_unique() -> None:
    codes = Codes()
    words = [f"w{i}" for i in range(9000)]
    edited = [*words[:100], "new", *words[101:8000], *words[8001:]]
    assert [tuple(h) for h in hunks(codes.encode(words), codes.encode(edited))] == [
        (100, 101, 100, 101),
        (8000, 8001, 8000, 8000),
    ]


def test_a_very_long_text_of_repeated_words_is_cut_at_runs_of_them() -> None:
    words = [chr(0x100 + i % 71) + chr(0x200 + i % 89) for i in range(6000)]
    text = "".join(words)
    assert [tuple(h) for h in hunks(text, f"{text[:5000]}!{text[5000:]}")] == [(5000, 5000, 5000, 5001)]


@given(st.permutations(range(8)))
def test_the_longest_rising_choice_rises(order: list[int]) -> None:
    chosen = increasing(list(enumerate(order)))
    assert all(i < k and j < n for (i, j), (k, n) in pairwise(chosen))
    assert all(order[i] == j for i, j in chosen)


def test_the_heaviest_choice_may_be_the_shorter_one() -> None:
    pairs = [(0, 2), (1, 0), (2, 1)]
    assert increasing(pairs) == [(1, 0), (2, 1)]
    assert increasing(pairs, [9.0, 1.0, 1.0]) == [(0, 2)]


@pytest.mark.parametrize("unit", ["a.", "a", "http://....", "www.", "a@b.", "a-", "1,", "👩\u200d"])
def test_no_text_is_slow_to_cut(unit: str) -> None:
    text = unit * 100_000
    assert "".join(words_of(text)) == text


@given(st.text(st.sampled_from("ab12 -'/.:()_&\t\n\"*tsrevdlm\x00\x1b\x7f"), max_size=30))
def test_plain_texts_are_cut_as_all_texts_are(text: str) -> None:
    assert words_of(text) == TOKEN.findall(text)
