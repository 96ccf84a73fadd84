"""The fewest and lightest items whose moving explains a new order."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from monitor.compare.moves import heaviest_rising


def heaviest_by_trying(places, weights):
    best = 0
    for size in range(len(places) + 1):
        for chosen in combinations(range(len(places)), size):
            rising = [places[at] for at in chosen]
            if rising == sorted(rising):
                best = max(best, sum(weights[at] for at in chosen))
    return best


@given(st.permutations(range(7)), st.lists(st.integers(1, 9), min_size=7, max_size=7))
def test_no_other_choice_keeps_more(places, weights):
    kept = heaviest_rising(places, weights)
    rising = [places[at] for at in kept]
    assert rising == sorted(rising)
    assert sum(weights[at] for at in kept) == heaviest_by_trying(places, weights)


def test_nothing_moves_in_an_empty_list():
    assert heaviest_rising([], []) == []
