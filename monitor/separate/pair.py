"""Two captures of one page get one border between chrome and body.

    before   nav │ intro   text   text   links │ footer
    after    nav   intro │ text   text   links   promo │ footer

Separated each by itself, "intro" left the body and "promo" came into it: two changes, and nothing happened.
A block that both captures have has one side, decided for both by what speaks for it in either; so what is
only *classified* otherwise is no change, and after a redesign the body is found again by its words.
"""

import math
from dataclasses import replace

from monitor.model import Document
from monitor.separate.counterpart import Pairs, find_counterparts
from monitor.separate.labels import Labels

SURE = 0.98
"""No single probability counts for more than this, else one sure mistake outweighs everything."""
OVERRULED = 0.55
"""What a block's side is worth where the region around it, not the block, decided it."""


def join_labels(
    before: Document, after: Document, labels_before: Labels, labels_after: Labels
) -> tuple[Labels, Labels]:
    """The same labels, but every block that both sides have is on the same side in both."""
    pairs = find_counterparts(before.blocks, after.blocks)
    body_before = list(labels_before.body)
    body_after = list(labels_after.body)
    for run in _disputed(pairs, labels_before, labels_after):
        weight = 0.0
        for i, j in run:
            length = math.sqrt(len(before.blocks[i].text) + len(after.blocks[j].text))
            weight += length * (_vote(labels_before, i) + _vote(labels_after, j))
        for i, j in run:
            body_before[i] = body_after[j] = weight > 0
    return _with_body(labels_before, body_before), _with_body(labels_after, body_after)


def _disputed(pairs: Pairs, before: Labels, after: Labels) -> list[Pairs]:
    """Runs of neighbouring pairs whose sides differ, each the same way."""
    runs: list[Pairs] = []
    last = (-2, -2)
    for i, j in pairs:
        if before.body[i] == after.body[j]:
            continue
        goes_on = (i - last[0], j - last[1]) == (1, 1) and before.body[i] == before.body[last[0]]
        if goes_on:
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
        last = (i, j)
    return runs


def _vote(labels: Labels, index: int) -> float:
    """What speaks for body (above 0) or for chrome, as log odds."""
    likely = min(SURE, max(1 - SURE, labels.probability[index]))
    if (likely >= 0.5) != labels.body[index]:
        likely = OVERRULED if labels.body[index] else 1 - OVERRULED
    return math.log(likely / (1 - likely))


def _with_body(labels: Labels, body: list[bool]) -> Labels:
    if tuple(body) == labels.body:
        return labels
    kind = tuple(None if is_body else kind for is_body, kind in zip(body, labels.kind, strict=True))
    return replace(labels, body=tuple(body), kind=kind)
