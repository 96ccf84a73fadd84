"""Undated states are put in the order that needs the fewest changes; years break the tie."""

from itertools import permutations

import pytest

from monitor.check.order import MAX_TRIED, order_states
from monitor.model import Item, Region, RegionKind

LABELS = ("Council", "Waste", "Libraries", "Parks", "Registry", "Planning", "Markets", "Schools")


def menu(*labels: str) -> Region:
    return Region(kind=RegionKind.MENU, items=tuple(Item(label, f"/{at}") for at, label in enumerate(labels)))


CHAIR_2025 = menu("Council – chair 2025", *LABELS[1:])
CHAIR_2026 = menu(LABELS[0], "Waste – chair 2026", *LABELS[2:])
AND_RENAMED = menu(LABELS[0], "Waste – chair 2026", "Books and media", *LABELS[3:])


@pytest.mark.parametrize("states", list(permutations([CHAIR_2025, CHAIR_2026, AND_RENAMED])))
def test_each_step_is_one_change_and_years_go_on(states: tuple[Region, ...]) -> None:
    ordered = [states[at] for at in order_states(states)]
    assert ordered == [CHAIR_2025, CHAIR_2026, AND_RENAMED]


def test_more_states_than_can_all_be_tried_are_ordered_too() -> None:
    """Each year another office has the chair."""
    years = [
        menu(
            *(f"{label} – chair {2018 + at}" if place == at else label for place, label in enumerate(LABELS))
        )
        for at in range(len(LABELS))
    ]
    assert len(years) > MAX_TRIED
    shuffled = [years[at] for at in (3, 0, 6, 1, 7, 5, 2, 4)]
    assert [shuffled[at] for at in order_states(shuffled)] == years


def test_one_state_needs_no_order() -> None:
    assert order_states([CHAIR_2025]) == (0,)
    assert order_states([]) == ()
