"""Text extracts: the menu on top is an outline, what follows is the article."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Block, BlockKind, Document, Landmark, Snapshot
from monitor.read import Limits, read
from monitor.read.text_extract import read_text_extract

REAL_SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

MENU = """-
Departments
-
Water
- Rivers
- Lakes
- Groundwater
-
Forests
- Nurseries
- Game
- Timber
- Contact
"""
ARTICLE = """Press release
The river is back in its bed after a week of rain
- Issued by:
- Water
Nobody was hurt, the board said on Monday.
"""


def read_lines(text: str, limits: Limits | None = None) -> Document:
    snapshot = Snapshot(url="page.txt", payload=text.encode(), media_type="text/plain")
    return read(snapshot, limits) if limits else read(snapshot)


def split(document: Document) -> tuple[list[Block], list[Block]]:
    menu = [b for b in document.blocks if document.containers[b.container].tag == "menu"]
    return menu, [b for b in document.blocks if b not in menu]


def path_of(menu: list[Block], label: str) -> list[str]:
    path: dict[int, str] = {}
    for block in menu:
        path = {level: text for level, text in path.items() if level < block.level}
        if block.text == label:
            return list(path.values())
        path[block.level] = block.text
    raise AssertionError(label)


def test_the_menu_is_an_outline_and_the_article_is_not_in_it():
    menu, body = split(read_lines(MENU + ARTICLE))
    assert [(block.level, block.text) for block in menu if block.has_children] == [
        (1, "Departments"),
        (2, "Water"),
        (1, "Forests"),
    ]
    assert path_of(menu, "Lakes") == ["Departments", "Water"]
    assert path_of(menu, "Timber") == ["Forests"]
    assert [block.kind for block in body] == [
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.LIST_ITEM,
        BlockKind.PARAGRAPH,
    ]


def test_the_menu_says_that_it_is_navigation():
    document = read_lines(MENU + ARTICLE)
    assert document.format == "text-extract"
    assert document.containers[document.blocks[0].container].landmark is Landmark.NAVIGATION


def test_a_change_high_up_in_the_menu_moves_nothing_below():
    before, _ = split(read_lines(MENU + ARTICLE))
    after, _ = split(read_lines(MENU.replace("-\nWater\n", "").replace("- Lakes\n", "") + ARTICLE))
    assert path_of(before, "Timber") == path_of(after, "Timber")


def test_a_page_without_menu_is_all_body():
    menu, body = split(read_lines("A day at the nursery\n\nThe foresters planted oaks.\n\nAnd beeches."))
    assert menu == []
    assert [block.text for block in body] == [
        "A day at the nursery",
        "The foresters planted oaks.",
        "And beeches.",
    ]


@pytest.mark.parametrize(
    "opening",
    ["- one\n- two\n- three\n-\nfour\n- five\n", "- item\n" * 20],
    ids=["a short outline", "a list without groups"],
)
def test_a_list_that_opens_an_article_is_no_menu(opening):
    menu, _ = split(read_lines(opening + ARTICLE))
    assert menu == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (ARTICLE, "The river is back in its bed after a week of rain"),
        ("The river is back\n\nNobody was hurt.", "The river is back"),
        ("Rain\n\nIt rained on Monday, the board said.", "Rain"),
        ("- a\n- b\n- c\n", ""),
        ("", ""),
    ],
)
def test_the_title_is_the_first_line_that_is_no_kicker(text, title):
    assert read_lines(MENU + text).metadata.title == title


def test_rows_between_bars_are_table_rows():
    (row,) = (b for b in read_lines("| Lake | 3 m |\n|---|---|\n").blocks if b.cells)
    assert (row.kind, row.cells, row.text) == (BlockKind.TABLE_ROW, ("Lake", "3 m"), "Lake | 3 m")


def test_labels_without_end_stay_at_a_bounded_level():
    menu, _ = split(read_lines("-\ndeeper\n" * 50_000))
    assert max(block.level for block in menu) == 12
    assert len(menu) == 50_000


def test_what_is_over_the_bounds_is_cut_and_noted():
    document = read_lines("line\n" * 50, Limits(max_blocks=10))
    assert len(document.blocks) == 10
    long = read_lines("x" * 2500, Limits(max_block_chars=1000))
    assert [len(block.text) for block in long.blocks] == [1000, 1000, 500]


@given(st.lists(st.sampled_from(["-", "- entry", "label", "", "* entry", "| a | b |", "•"])))
def test_every_line_that_says_something_is_a_block(lines):
    snapshot = Snapshot(url="x", payload="\n".join(lines).encode())
    said = [line for line in lines if line and line not in "-•"]
    assert len(read_text_extract(snapshot).blocks) == len(said)


@pytest.mark.skipif(not REAL_SEEDS.is_dir(), reason="the extracts of real pages are not at hand")
def test_real_extracts_divide_where_the_article_begins():
    for path in sorted(REAL_SEEDS.glob("*.txt")):
        menu, body = split(read_lines(path.read_text(encoding="utf-8")))
        if path.name.startswith("002"):
            assert menu == []
            continue
        assert menu[-1].text == "About us"
        assert body[0].kind is BlockKind.PARAGRAPH
        finland = next(block.text for block in menu if block.text.startswith("Finland"))
        assert path_of(menu, finland)[-1] == "Participating States"
        assert path_of(menu, "Media conferences")[-1] == "Meetings and conferences"
