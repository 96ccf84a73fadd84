"""Nothing that a page says can drive the terminal that shows it."""

import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cli.terminal import Colour, Terminal, escape, escape_json, wants_colour

ANYTHING = st.text(alphabet=st.characters())
"""Lone surrogates too."""


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@given(ANYTHING)
def test_no_control_character_gets_through(text):
    # Cf holds more than what is dangerous: what is left of it are joiners and shaping marks of scripts.
    left = {unicodedata.bidirectional(c) for c in escape(text)}
    assert not left & {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "B", "S"}
    assert not {unicodedata.category(c) for c in escape(text)} & {"Cc", "Cs", "Zl", "Zp"}


@given(ANYTHING)
def test_escaping_keeps_the_number_of_characters(text):
    assert len(escape(text)) == len(text)


@given(st.recursive(ANYTHING, lambda inner: st.lists(inner) | st.dictionaries(ANYTHING, inner), max_leaves=5))
def test_json_is_escaped_and_means_the_same(value):
    said = escape_json(json.dumps(value, ensure_ascii=False))
    assert escape(said) == said
    assert said.encode() is not None
    assert json.loads(said) == json.loads(json.dumps(value))


@pytest.mark.parametrize("text", ["Привет", "می‌خواهم", "👩‍🚀", "日本語", "− – ~ ⇄ ’ ñ"])
def test_letters_of_the_world_are_left_alone(text):
    assert escape(text) == text


@pytest.mark.parametrize(
    ("colour", "stream", "environment", "painted"),
    [
        (Colour.AUTO, Screen(), {}, True),
        (Colour.AUTO, io.StringIO(), {}, False),
        (Colour.AUTO, Screen(), {"NO_COLOR": "1"}, False),
        (Colour.AUTO, Screen(), {"NO_COLOR": ""}, True),
        (Colour.AUTO, Screen(), {"TERM": "dumb"}, False),
        (Colour.ALWAYS, io.StringIO(), {"NO_COLOR": "1"}, True),
        (Colour.NEVER, Screen(), {}, False),
    ],
)
def test_colour_only_where_it_is_wanted(colour, stream, environment, painted, monkeypatch):
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(colour, stream) is painted


def test_an_array_of_nothing_is_an_array(capsys):
    Terminal().print_json([])
    assert json.loads(capsys.readouterr().out) == []


def test_json_lines_are_one_value_a_line(capsys):
    Terminal().print_json([{"a": 1}, {"a": "\n"}], one_a_line=True)
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [{"a": 1}, {"a": "\n"}]
