"""The date under a page's title is the page's, whatever stands around it."""

import pytest

from monitor.model import Block, BlockKind, Container, Document, Landmark, Link
from monitor.separate.dateline import join_dateline

TITLE = Block(BlockKind.HEADING, "Privacy policy", level=1)
DATED = Block(BlockKind.PARAGRAPH, "Effective: 2 April 2026")
BUTTON = Block(BlockKind.PARAGRAPH, "Versions")
TEXT = Block(BlockKind.PARAGRAPH, "We collect what you type into the form, and nothing else.")


def joined(*blocks: Block, containers: tuple[Container, ...] = (Container(-1, "body"),)) -> list[bool]:
    document = Document(url="u", format="html", blocks=blocks, containers=containers)
    return join_dateline(document, [block is TEXT for block in blocks])


def test_a_date_between_title_and_text_is_body() -> None:
    assert joined(TITLE, DATED, BUTTON, TEXT) == [False, True, False, True]


@pytest.mark.parametrize(
    "other",
    [
        Block(BlockKind.PARAGRAPH, "Share this page"),
        Block(BlockKind.PARAGRAPH, "2026 report", links=(Link("2026 report", "/r"),), link_chars=11),
        Block(BlockKind.PARAGRAPH, "In 2026 " + "many words follow one another here " * 4),
        Block(BlockKind.LIST_ITEM, "News of 2026"),
    ],
)
def test_what_is_no_date_of_the_page_stays_where_it_was(other: Block) -> None:
    assert joined(TITLE, other, TEXT) == [False, False, True]


def test_without_one_main_heading_nothing_is_known() -> None:
    assert joined(DATED, TEXT) == [False, True]
    assert joined(TITLE, DATED, TITLE, TEXT) == [False, False, False, True]


def test_a_heading_of_a_menu_heads_no_page() -> None:
    containers = (Container(-1, "body"), Container(0, "nav", landmark=Landmark.NAVIGATION))
    assert joined(TITLE._replace(container=1), DATED, TEXT, containers=containers) == [False, False, True]


def test_a_title_without_text_after_it_has_no_body() -> None:
    assert joined(TITLE, DATED, BUTTON) == [False, False, False]
