"""A change of a menu with what it takes to know it again in another place or on another page."""

from typing import NamedTuple

from monitor.compare.targets import LinkRule
from monitor.model import Change

MANY = 4
"""From this many on, things of one kind that follow one rule are told as one. Up to three are read faster
one by one."""


class Event(NamedTuple):
    change: Change
    targets: tuple[str, ...] = ()
    """Where the items concerned lead, before and after."""
    rule: LinkRule | None = None
    """What a link's change has in common with others'."""
    among: int = 0
    """How many items the list has in which it stands."""
    heading: str = ""
    """What stands above the list, when that is a label among its items."""
