"""In which order did a region go through its states, when nobody knows the moments?"""

from collections.abc import Sequence
from itertools import pairwise, permutations

from monitor.check.chrome import differences
from monitor.model import Change, Region

MAX_TRIED = 7
"""Up to so many states every order is tried (5,040); above, each state goes where it costs least."""


def order_states(states: Sequence[Region]) -> tuple[int, ...]:
    """Positions in the order that needs the fewest changes; years that rise break the tie."""
    found: dict[tuple[int, int], tuple[Change, ...]] = {}

    def cost(order: Sequence[int]) -> tuple[int, int]:
        changes = [
            change
            for pair in pairwise(order)
            for change in found.setdefault(pair, differences(states[pair[0]], states[pair[1]]))
        ]
        return len(changes), -sum(map(_years_on, changes))

    if len(states) <= MAX_TRIED:
        return min(permutations(range(len(states))), key=cost)
    order: tuple[int, ...] = ()
    for state in range(len(states)):
        order = min(((*order[:at], state, *order[at:]) for at in range(len(order) + 1)), key=cost)
    return min((order, order[::-1]), key=cost)


def _years_on(change: Change) -> int:
    """1 when time goes on in it, −1 when it goes back."""
    if change.from_year.isdigit() and change.to_year.isdigit():
        return (int(change.to_year) > int(change.from_year)) - (int(change.to_year) < int(change.from_year))
    return 0
