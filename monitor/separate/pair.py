"""Two captures of one page get one border between chrome and body.

    before   nav │ intro   text   text   links │ footer
    after    nav   intro │ text   text   links   promo │ footer

Separated each by itself, "intro" left the body and "promo" came into it: two changes, and nothing happened.
A block that both captures have has one side, decided for both by what speaks for it in either; so what is
only *classified* otherwise is no change, and after a redesign the body is found again by its words.
"""

import math

from monitor.model import Document, Page
from monitor.separate.counterpart import Pairs, find_counterparts
from monitor.separate.labels import Labels, vote, with_body
from monitor.separate.page import assemble, label
from monitor.separate.template import Template


def separate_pair(before: Document, after: Document, template: Template | None = None) -> tuple[Page, Page]:
    """Both captures as pages. `template` is what is known of the site's pages."""
    labels_before, basis_before = label(before, template)
    labels_after, basis_after = label(after, template)
    joined_before, joined_after = join_labels(before, after, labels_before, labels_after)
    return assemble(before, joined_before, basis_before), assemble(after, joined_after, basis_after)


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
            weight += length * (vote(labels_before, i) + vote(labels_after, j))
        for i, j in run:
            body_before[i] = body_after[j] = weight > 0
    return with_body(labels_before, body_before), with_body(labels_after, body_after)


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
