"""JSON is read as rows of path and value; the same thing keeps its path."""

import pytest

from monitor.errors import TooLarge, Unreadable
from monitor.model import Snapshot
from monitor.read import Limits, read


def rows(text: str) -> list[str]:
    document = read(Snapshot(url="x.json", payload=text.encode(), media_type="application/json"))
    assert document.format == "json"
    return [block.text for block in document.blocks]


def test_every_value_has_its_path():
    assert rows('{"b": {"c": [1, 2.50]}, "a": [null, true], "d": "text"}') == [
        "a[] | null",
        "a[] | true",
        "b.c[] | 1",
        "b.c[] | 2.50",
        "d | text",
    ]


def test_members_are_named_by_what_names_them():
    before = rows('[{"id": "x", "n": 1}, {"id": "y", "n": 2}]')
    after = rows('[{"id": "new", "n": 0}, {"n": 2, "id": "y"}, {"id": "x", "n": 1}]')
    assert set(before) < set(after)
    assert "[y].n | 2" in before


@pytest.mark.parametrize(
    "members", ['[{"id": "x"}, {"id": "x"}]', '[{"id": "x"}, {"n": "y"}]', '[{"id": ""}, [1]]']
)
def test_members_without_a_name_of_their_own_are_named_by_place(members):
    assert [row.split("]")[0] for row in rows(members)] == ["[0", "[1"]


def test_the_order_of_keys_says_nothing():
    assert rows('{"a": 1, "b": 2}') == rows('{"b": 2, "a": 1}')


@pytest.mark.parametrize("text", ['{"a": ', "[1 2]", "", "nul"])
def test_what_is_no_json_is_told(text):
    with pytest.raises(Unreadable, match=r"x\.json: not valid JSON: .* at line 1"):
        rows(text)


def test_nesting_and_number_are_bounded():
    with pytest.raises(TooLarge, match="nested too deep"):
        rows("[" * 100_000 + "]" * 100_000)
    with pytest.raises(TooLarge, match="more values"):
        rows("[" + "[]," * 1_000_000 + "[]]")
    assert rows("[" + "9" * 10_000 + "]")
    many = Snapshot(url="", payload=b"[%s]" % b",".join([b"1"] * 50), media_type="application/json")
    assert len(read(many, Limits(max_blocks=10)).blocks) == 10


def test_text_that_only_begins_like_json_is_text():
    document = read(Snapshot(url="a.txt", payload=b"[1] A footnote\nand words.", media_type="text/plain"))
    assert document.format == "text-extract"
