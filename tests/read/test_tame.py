"""What would break the parser is made harmless, and nothing else is touched."""

import pytest

from monitor.model import Snapshot
from monitor.read import read
from monitor.read.tame import HARMLESS_CHARS, drop_overloaded_attributes

FILLER = "<p>word</p>" * (HARMLESS_CHARS // 10)


def texts(page: str) -> list[str]:
    return [
        block.text for block in read(Snapshot(url="", payload=page.encode(), media_type="text/html")).blocks
    ]


@pytest.mark.parametrize(
    "attributes",
    [" a" * 500, " a=1" * 500, " a='>'" * 500, ' a="<"' * 500, "/a" * 500, ' a="x"b' * 500],
    ids=["bare", "unquoted", "closing sign inside", "opening sign inside", "slashes", "no gaps"],
)
def test_a_tag_with_hundreds_of_attributes_loses_them(attributes):
    assert drop_overloaded_attributes(f"{FILLER}<p{attributes}>end") == (f"{FILLER}<p >end", 1)


@pytest.mark.parametrize(
    "harmless",
    [
        "<script>" + "if (a <b ) c = d ; " * 500 + "</script>",
        "<style>" + "a <b {c: d } " * 500 + "</style>",
        "<!-- " + "<a b c d " * 500 + "-->",
        '<path d="' + "M 1 2 " * 5000 + '"/>',
        "a < b and " * 500,
        '<img src="data:' + "A" * 100_000 + '">',
    ],
    ids=["script", "style", "comment", "drawing", "text", "picture"],
)
def test_what_only_looks_overloaded_is_left_alone(harmless):
    page = FILLER + harmless + FILLER
    assert drop_overloaded_attributes(page) == (page, 0)


@pytest.mark.parametrize("tag", ["<font>", "<a href=x><b>", "<div>", "<table><tr><td>", "<ul><li>", "<svg>"])
def test_text_below_any_number_of_levels_is_read(tag):
    assert texts(tag * 5000 + "deep down" + "<p>after all")[-1].endswith("after all")


def test_unclosed_formatting_does_not_cost_the_structure():
    page = "<font>" * 5000 + "<h1>Lakes</h1><ul><li><b>anti</b>-flood</ul>"
    document = read(Snapshot(url="", payload=page.encode(), media_type="text/html"))
    assert [(block.kind.value, block.text) for block in document.blocks] == [
        ("heading", "Lakes"),
        ("list_item", "anti-flood"),
    ]
    assert document.notes == ("nested too deep: read without its formatting",)
