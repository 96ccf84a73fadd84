"""How much of a page is read: pages are hostile, so each kind of work has a bound.

Bounds are counts (bytes, nodes, levels), never timers: the same page reads the same everywhere.
"""

from dataclasses import dataclass

MEBI = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is above a bound is cut, and noted in `Document.notes`, unless said otherwise."""

    max_bytes: int = 64 * MEBI
    """More bytes than this raise `TooLarge`. The largest real pages (consolidated laws) have about 20 MiB."""
    max_nodes: int = 400_000
    """Elements that are looked at. The one-page HTML standard has about 300,000."""
    max_depth: int = 250
    """Levels of containers. Real pages stay below 60; text deeper down is kept, in its ancestor here."""
    max_blocks: int = 100_000
    max_block_chars: int = 200_000
    """Characters of one block; the rest of a longer one goes into further blocks."""


LIMITS = Limits()
