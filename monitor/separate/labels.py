"""What classifying says of each block: body or chrome, how sure, and which kind of chrome."""

from dataclasses import dataclass

from monitor.model import RegionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One entry for each block of a document, in the document's order."""

    body: tuple[bool, ...]
    """What was decided: True for body, False for chrome."""
    probability: tuple[float, ...]
    """How likely the block is body, 0 to 1, before whole regions were made of single blocks."""
    kind: tuple[RegionKind | None, ...]
    """Which kind of chrome a chrome block looks like; None for body."""
    confidence: float = 1.0
    """How sure the whole separation is, 0 to 1."""
