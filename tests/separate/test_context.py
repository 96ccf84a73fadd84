"""The threshold is the one of which most is to be expected; context knows the neighbours."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.separate.context import best_threshold


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
