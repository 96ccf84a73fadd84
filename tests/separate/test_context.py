"""The threshold is the one of which most is to be expected; context knows the neighbours."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Snapshot
from monitor.read import read
from monitor.separate.context import NAMES, best_threshold, find_context
from monitor.separate.features import find_features
from monitor.separate.groups import find_groups
from monitor.separate.words import Words


@pytest.mark.parametrize(
    ("likely", "body"),
    [
        ([0.9, 0.9, 0.1, 0.1], 2),
        ([0.4, 0.3, 0.02, 0.02], 2),  # little is sure: better too much than nothing
        ([0.99, 0.99, 0.3, 0.01], 2),
        ([0.99, 0.99, 0.6, 0.01], 3),
        ([0.01, 0.01, 0.01], 3),
    ],
)
def test_a_page_of_which_little_is_sure_gets_a_low_threshold(likely: list[float], body: int) -> None:
    threshold, _ = best_threshold(np.array(likely), np.ones(len(likely)))
    assert sum(p >= threshold for p in likely) == body


@given(st.lists(st.tuples(st.floats(0.01, 0.99), st.integers(1, 50)), min_size=1, max_size=12))
def test_no_other_threshold_promises_more(blocks: list[tuple[float, int]]) -> None:
    likely = np.array([p for p, _ in blocks])
    words = np.array([float(n) for _, n in blocks])
    threshold, expected = best_threshold(likely, words)
    for other in likely:
        taken = likely >= other
        promised = 2 * (likely * words)[taken].sum() / (words[taken].sum() + (likely * words).sum())
        assert promised <= expected + 1e-9
    assert (likely >= threshold).any()


def context_of(html: str, likely: list[float]) -> dict[str, list[float]]:
    document = read(Snapshot(url="https://example.org/", payload=html.encode(), media_type="text/html"))
    found, layout = find_features(document, Words({}, {}))
    around = find_context(np.array(likely), found, layout, find_groups(document.containers, layout))
    return {name: [round(float(value), 2) for value in row] for name, row in zip(NAMES, around, strict=True)}


def test_a_block_knows_its_card_and_all_cards() -> None:
    card = "<div><p>name</p><p>price</p></div>"
    said = context_of(f"<main>{card * 3}</main>", [0.9, 0.1, 0.9, 0.1, 0.6, 0.1])
    assert said["likely_card"] == [0.5, 0.5, 0.5, 0.5, 0.35, 0.35]
    assert said["likely_cards"] == [0.45] * 6


def test_a_block_knows_how_far_it_is_from_what_holds_the_body() -> None:
    said = context_of("<p>a<p>b<div><p>c<p>d</div><p>e", [0.01, 0.01, 0.9, 0.9, 0.01])
    assert said["beyond_70%"] == [-2, -1, 0, 0, 1]
    assert said["most_before"] == [0, 0.01, 0.01, 0.9, 0.9]
    assert said["most_after"] == [0.9, 0.9, 0.9, 0.01, 0]
