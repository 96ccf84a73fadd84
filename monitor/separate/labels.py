"""What classifying says of each block: body or chrome, how sure, and which kind of chrome."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from monitor.model import RegionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One entry for each block of a document, in the document's order."""

    body: tuple[bool, ...]
    """What was decided: True for body, False for chrome."""
    probability: tuple[float, ...]
    """How likely the block is body, 0 to 1, with the page's own threshold at one half; before whole
    regions were made of single blocks."""
    kind: tuple[RegionKind | None, ...]
    """Which kind of chrome a chrome block looks like; None for body."""
    confidence: float = 1.0
    """How sure the whole separation is, 0 to 1."""


SURE = 0.98
"""No single probability counts for more than this, else one sure mistake outweighs everything."""
OVERRULED = 0.55
"""What a block's side is worth where the region around it, not the block, decided it."""


def vote(labels: Labels, index: int) -> float:
    """What speaks for body (above 0) or for chrome at a block, as log odds."""
    likely = min(SURE, max(1 - SURE, labels.probability[index]))
    if (likely >= 0.5) != labels.body[index]:
        likely = OVERRULED if labels.body[index] else 1 - OVERRULED
    return math.log(likely / (1 - likely))


def all_votes(labels: Labels) -> npt.NDArray[np.float64]:
    """What `vote` says of each block."""
    likely = np.clip(labels.probability, 1 - SURE, SURE)
    body = np.array(labels.body, np.bool_)
    likely = np.where((likely >= 0.5) == body, likely, np.where(body, OVERRULED, 1 - OVERRULED))
    votes: npt.NDArray[np.float64] = np.log(likely / (1 - likely))
    return votes


def with_body(labels: Labels, body: Sequence[bool]) -> Labels:
    """The same labels with the border drawn anew."""
    if tuple(body) == labels.body:
        return labels
    kind = tuple(None if is_body else kind for is_body, kind in zip(body, labels.kind, strict=True))
    return replace(labels, body=tuple(body), kind=kind)
