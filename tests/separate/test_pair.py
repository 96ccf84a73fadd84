"""Both captures get one border, and what only crosses it is no change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Block, BlockKind, Container, Document, Landmark, RegionKind
from monitor.separate import separate_pair
from monitor.separate.labels import Labels, all_votes, vote
from monitor.separate.pair import join_labels

TEXTS = ("Menu", "The board measures rivers.", "Each spring the mere is sounded.", "Share this", "Imprint")


def document(*texts: str) -> Document:
    blocks = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    return Document(url="https://example.org/", format="html", blocks=blocks)


def labels(*likely: float, body: tuple[bool, ...] | None = None) -> Labels:
    return Labels(
        body=body if body is not None else tuple(p >= 0.5 for p in likely),
        probability=likely,
        kind=tuple(None if p >= 0.5 else RegionKind.OTHER for p in likely),
    )


def test_a_block_that_both_have_is_on_one_side() -> None:
    page = document(*TEXTS)
    before, after = join_labels(page, page, labels(0.1, 0.6, 0.9, 0.6, 0.1), labels(0.1, 0.9, 0.9, 0.2, 0.1))
    assert before.body == after.body == (False, True, True, False, False)


def test_the_body_is_found_again_by_its_words() -> None:
    before, after = join_labels(
        document(*TEXTS),
        document("New menu", *TEXTS[1:3], "New footer"),
        labels(0.01, 0.95, 0.95, 0.01, 0.01),
        labels(0.01, 0.3, 0.3, 0.01),
    )
    assert after.body == (False, True, True, False)
    assert before.body == (False, True, True, False, False)


def test_an_edited_block_is_on_one_side() -> None:
    before, after = join_labels(
        document("Menu", "Each spring the mere is sounded.", "Imprint"),
        document("Menu", "Each autumn the mere is sounded.", "Imprint"),
        labels(0.1, 0.9, 0.1),
        labels(0.1, 0.4, 0.1),
    )
    assert before.body == after.body == (False, True, False)


def test_a_region_that_was_overruled_as_a_whole_stays_whole() -> None:
    page = document(*TEXTS)
    shown = labels(0.1, 0.9, 0.9, 0.1, 0.1)
    hidden = labels(0.1, 0.9, 0.2, 0.1, 0.1, body=(False, False, False, False, False))
    before, after = join_labels(page, page, shown, hidden)
    assert before.body == after.body == (False, True, True, False, False)


def test_what_changed_beside_the_body_has_the_benefit_of_the_doubt() -> None:
    def page(day: int) -> Document:
        containers = (Container(-1, ""), Container(0, "div"), Container(0, "div", "footer"))
        texts = (f"Last updated on {day} May", "The board measures rivers.", f"Imprint of {day} May")
        blocks = tuple(
            Block(BlockKind.PARAGRAPH, text, place) for text, place in zip(texts, (1, 1, 2), strict=True)
        )
        return Document(url="https://example.org/", format="html", blocks=blocks, containers=containers)

    unsure = labels(0.1, 0.9, 0.1)
    before, after = join_labels(page(3), page(17), unsure, unsure)
    assert before.body == after.body == (True, True, False)
    before, after = join_labels(page(3), page(3), unsure, unsure)
    assert before.body == after.body == (False, True, False)


def test_a_table_is_body_with_one_of_its_rows() -> None:
    def side(fee: str) -> Document:
        rows = [
            Block(BlockKind.TABLE_ROW, " | ".join(c), container=1, cells=c)
            for c in (("Linz", fee), ("Graz", "31"))
        ]
        text = Block(BlockKind.PARAGRAPH, TEXTS[1])
        return Document(
            url="https://example.org/",
            format="html",
            blocks=(text, *rows),
            containers=(Container(-1, "body"), Container(0, "table", depth=1)),
        )

    before, after = join_labels(side("40"), side("41"), labels(0.9, 0.3, 0.3), labels(0.9, 0.3, 0.3))
    assert before.body == after.body == (True, True, True)


def test_a_page_and_itself_are_separated_alike() -> None:
    containers = (Container(-1, ""), Container(0, "nav", "", Landmark.NAVIGATION), Container(0, "main"))
    page = Document(
        url="https://example.org/",
        format="html",
        blocks=(
            Block(BlockKind.LIST_ITEM, "Home", 1, 1),
            Block(BlockKind.LIST_ITEM, "Rivers", 1, 1),
            Block(BlockKind.PARAGRAPH, "Each spring the board has the mere sounded from a boat. " * 5, 2),
        ),
        containers=containers,
    )
    before, after = separate_pair(page, page)
    assert before == after
    assert before.basis == "structure"


likelihoods = st.lists(st.floats(0.01, 0.99), min_size=8, max_size=8)
texts = st.lists(st.sampled_from(["a", "b", "c", "The mere is wide.", "The mere is deep.", "d"]), max_size=8)


@given(texts, texts, likelihoods, likelihoods)
def test_a_text_that_both_have_is_never_on_two_sides(
    one: list[str], two: list[str], likely_one: list[float], likely_two: list[float]
) -> None:
    before, after = join_labels(
        document(*one), document(*two), labels(*likely_one[: len(one)]), labels(*likely_two[: len(two)])
    )
    for text in set(one) & set(two):
        left = sorted(body for said, body in zip(one, before.body, strict=True) if said == text)
        right = sorted(body for said, body in zip(two, after.body, strict=True) if said == text)
        if len(left) == len(right):
            assert left == right


@given(likelihoods, st.lists(st.booleans(), min_size=8, max_size=8))
def test_all_votes_are_the_votes(likely: list[float], body: list[bool]) -> None:
    told = labels(*likely, body=tuple(body))
    assert all_votes(told).tolist() == pytest.approx([vote(told, index) for index in range(8)])
