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
import numpy.typing as npt

from monitor.model import Container
from monitor.separate.features import Ints, Layout

MIN_ALIKE = 3
"""Siblings that make a row; two are as often a body and a sidebar."""


class Groups(NamedTuple):
    """Which of the containers of a document are alike, and of each block the ones that it stands in."""

    alike: Ints
    """A number for each container: the same for siblings with the same element."""
    entry: Ints
    """Of each block the nearest container that is one of a row; 0 for none."""
    card: Ints
    """The nearest of these that holds more than this block."""
    part: Ints
    """The farthest one."""


def find_groups(containers: Sequence[Container], layout: Layout) -> Groups:
    """Of the containers that hold any block."""
    parents, tags, *_ = zip(*containers, strict=True)
    number_of = {tag: number for number, tag in enumerate(set(tags))}
    parent = np.array(parents, np.intp)
    parent[0] = 0
    held = layout.spans.end - layout.spans.start
    rows = parent * len(number_of) + np.array([number_of[tag] for tag in tags], np.intp)
    rows[held <= 0] = -1
    rows[0] = -2
    alike = np.unique(rows, return_inverse=True)[1]
    is_one = np.bincount(alike)[alike] >= MIN_ALIKE
    is_one &= held > 0
    entry = _nearest(is_one, parent)
    above = entry[parent]
    farther = np.where(above > 0, above, np.arange(len(parent)))
    part = _follow(np.where(is_one, farther, 0))[entry]
    return Groups(alike, *(each[layout.at] for each in (entry, _nearest(is_one & (held > 1), parent), part)))


def _nearest(marked: npt.NDArray[np.bool_], parent: Ints) -> Ints:
    """Of each container the nearest marked one, itself or around it; 0 for none."""
    return _follow(np.where(marked, np.arange(len(parent)), parent))


def _follow(leads: Ints) -> Ints:
    """Where each place leads to in the end. Each round doubles the steps: a few rounds for any depth."""
    while True:
        further = leads[leads]
        if np.array_equal(further, leads):
            return further
        leads = further
