"""What stands in a row of its like: the entries of a list, the cards of a grid, the posts of a thread.

    <div class="grid">
      <div> <h3> Oak desk </h3> <p> 120 cm </p> <p> 149 </p> </div>      three cards of three blocks each:
      <div> <h3> Ash desk </h3> <p> 140 cm </p> <p> 179 </p> </div>      they are body, or chrome, together
      <div> <h3> Elm desk </h3> <p> 160 cm </p> <p> 219 </p> </div>

Siblings with the same element are alike, whatever their classes say: a card that is sold out has one more.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from monitor.model import Container
from monitor.separate.features import Ints, Layout

MIN_ALIKE = 3
"""Siblings that make a row; two are as often a body and a sidebar."""


class Groups(NamedTuple):
    """Which of the containers of a document are alike, and of each block the ones that it stands in."""

    alike: Ints
    """Of each container the first of its siblings with the same element."""
    entry: Ints
    """Of each block the nearest container that is one of a row; 0 for none."""
    card: Ints
    """The nearest of these that holds more than this block."""
    part: Ints
    """The farthest one."""


def find_groups(containers: Sequence[Container], layout: Layout) -> Groups:
    """Of the containers that hold any block."""
    parents, tags, *_ = zip(*containers, strict=True)
    count = len(parents)
    first_of: dict[tuple[int, str], int] = {}
    alike = np.array(list(map(first_of.setdefault, zip(parents, tags, strict=True), range(count))), np.intp)
    parent = np.array(parents, np.intp)
    parent[0] = 0
    held = layout.spans.end - layout.spans.start
    is_one = (np.bincount(alike, held > 0, minlength=count)[alike] >= MIN_ALIKE) & (held > 0)
    places = np.arange(count)
    # Both at once, the cards' places behind the entries'.
    both = np.concatenate(
        (np.where(is_one, places, parent), np.where(is_one & (held > 1), places, parent) + count)
    )
    entry, card = _follow(both).reshape(2, count)
    above = entry[parent]
    part = _follow(np.where(is_one, np.where(above > 0, above, places), 0))
    entry = entry[layout.at]
    return Groups(alike, entry, card[layout.at] - count, part[entry])


def _follow(leads: Ints) -> Ints:
    """Where each place leads to in the end. Each round doubles the steps: a few rounds for any depth."""
    while True:
        further = leads.take(leads)
        if (further == leads).all():
            return further
        leads = further
