"""A block is found again by its text, wherever it went, and an edited one where it stood."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Block, BlockKind
from monitor.separate.counterpart import find_counterparts


def blocks(*texts: str) -> list[Block]:
    return [Block(BlockKind.PARAGRAPH, text) for text in texts]


def test_the_same_texts_are_counterparts() -> None:
    assert find_counterparts(blocks("a", "b"), blocks("a", "b")) == [(0, 0), (1, 1)]


def test_what_came_between_is_left_alone() -> None:
    assert find_counterparts(blocks("a", "b"), blocks("a", "news", "b")) == [(0, 0), (1, 2)]


def test_an_edited_block_is_found_between_its_neighbours() -> None:
    before = blocks("top", "The mere was measured in spring.", "end")
    after = blocks("top", "Quite new.", "The mere was measured in autumn.", "end")
    assert sorted(find_counterparts(before, after)) == [(0, 0), (1, 2), (2, 3)]


def test_a_block_that_moved_is_found_by_its_text() -> None:
    assert sorted(find_counterparts(blocks("a", "b", "c", "d"), blocks("d", "a", "b", "c"))) == [
        (0, 1),
        (1, 2),
        (2, 3),
        (3, 0),
    ]


def test_repeated_texts_are_counted_one_to_one() -> None:
    assert len(find_counterparts(blocks(*"xxyx"), blocks(*"xyxx"))) == 4


texts = st.lists(st.sampled_from(["a", "b", "c", "The mere is wide.", "The mere is deep."]), max_size=30)


@given(texts, texts)
def test_nobody_has_two_counterparts(before: list[str], after: list[str]) -> None:
    pairs = find_counterparts(blocks(*before), blocks(*after))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(0 <= i < len(before) and 0 <= j < len(after) for i, j in pairs)


@given(texts)
def test_a_page_is_its_own_counterpart(page: list[str]) -> None:
    assert find_counterparts(blocks(*page), blocks(*page)) == [(i, i) for i in range(len(page))]


@given(texts, texts)
def test_equal_texts_are_not_left_over_on_both_sides(before: list[str], after: list[str]) -> None:
    pairs = find_counterparts(blocks(*before), blocks(*after))
    left = {before[i] for i in set(range(len(before))) - {i for i, _ in pairs}}
    right = {after[j] for j in set(range(len(after))) - {j for _, j in pairs}}
    assert not left & right
