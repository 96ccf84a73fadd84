"""Text that was broken to fit a width is put together again."""

import textwrap

import pytest

from monitor.model import BlockKind, Snapshot
from monitor.read import read

LETTER = """RIVER LEVELS

The levels of the rivers have fallen for
a week, and nobody knows whether they
will go on doing so until the end of it
or rise again before the harvest.

1. The lakes are
   full.
2. The rivers are not.

Contact
-------

Write to the board, at the address that
is printed on the back of this letter.
"""


def read_as_text(text: str):
    return read(Snapshot(url="letter.txt", payload=text.encode(), media_type="text/plain"))


def test_paragraphs_headings_and_items_are_told_apart():
    document = read_as_text(LETTER)
    assert document.format == "plain"
    assert document.metadata.title == "RIVER LEVELS"
    assert [(block.kind, block.text[:20], block.section) for block in document.blocks] == [
        (BlockKind.HEADING, "RIVER LEVELS", ()),
        (BlockKind.PARAGRAPH, "The levels of the ri", ("RIVER LEVELS",)),
        (BlockKind.LIST_ITEM, "The lakes are full.", ("RIVER LEVELS",)),
        (BlockKind.LIST_ITEM, "The rivers are not.", ("RIVER LEVELS",)),
        (BlockKind.HEADING, "Contact", ("RIVER LEVELS",)),
        (BlockKind.PARAGRAPH, "Write to the board, ", ("RIVER LEVELS", "Contact")),
    ]


@pytest.mark.parametrize("width", [45, 60, 72, 100])
def test_breaking_the_lines_elsewhere_changes_nothing(width):
    paragraphs = [
        f"{count} words " + "go on and on until nobody listens any more. " * count for count in (4, 7, 9)
    ]
    wrapped = "\n\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)
    document = read_as_text(wrapped)
    assert document.format == "plain"
    assert [block.text for block in document.blocks] == [paragraph.strip() for paragraph in paragraphs]


@pytest.mark.parametrize(
    "text",
    ["Rivers\nThe rivers are low.\nLakes\nThe lakes are full.\nWoods\nNobody went.", "One line alone.", ""],
)
def test_lines_that_are_paragraphs_are_an_extract(text):
    document = read_as_text(text)
    assert document.format == "text-extract"
    assert [block.text for block in document.blocks] == text.splitlines()
