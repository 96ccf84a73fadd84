"""What the site's other pages say overrules what one page alone looks like.

Text that other pages show in the same place is chrome, whatever its tags say; text that none of them has,
in a place that they have, is likely body. Neither is a law: clauses are shared by documents, and a
breadcrumb differs everywhere. So the witnesses are weighed against what the structure says, as log odds.

A text extract has no places. There a run of shared lines is the menu, and a single one is not: "Date:" stands
over every article and belongs to it.
"""

from collections.abc import Iterator
from itertools import pairwise

from monitor.model import BlockKind, Document
from monitor.separate.labels import Labels, vote, with_body
from monitor.separate.template import Shared

MIN_WITNESSES = 1.5
"""With fewer other pages that share anything, the structure alone decides. Two, the older one of which may
count half: one other page may be the same page under another address."""
MIN_SHARE = 0.3
"""Of the pages that have the place: sections differ, and a menu is edited now and then."""
MIN_RUN = 4
"""Shared lines one after the other, so that they are a menu where there are no places."""
LONG = 100
"""Characters from which on a text is more than a label."""
MAX_GAP = 2
"""Lines of a menu that only this page has: an item that is new, or that nobody else shows yet."""
CHROME = -2.0
"""Log odds from which on a testimony alone would do."""


def weigh_site(document: Document, labels: Labels, shared: Shared) -> Labels:
    """The labels, with what the other pages say."""
    if shared.pages < MIN_WITNESSES:
        return labels
    testimony = [_testimony(shared, index) for index in range(len(document.blocks))]
    if all(container.depth < 2 for container in document.containers):
        testimony = _in_runs(document, testimony)
    else:
        testimony = _in_context(document, testimony)
    return with_body(labels, [vote(labels, index) + said > 0 for index, said in enumerate(testimony)])


def _testimony(shared: Shared, index: int) -> float:
    """Log odds for body (above 0) or chrome that the other pages give.

    The figures are measured: how often blocks with this evidence are body, over how often blocks are.
    """
    same, place, anywhere = shared.same[index], shared.place[index], shared.anywhere[index]
    if same >= MIN_WITNESSES and same >= MIN_SHARE * place:
        return CHROME - 2.0 * same / place
    if anywhere >= MIN_WITNESSES and anywhere >= MIN_SHARE * shared.pages:
        return CHROME
    if anywhere >= 1:
        return -0.7
    return 0.5 if place >= MIN_WITNESSES else 0.0


def _in_context(document: Document, testimony: list[float]) -> list[float]:
    """Headings go with what they head, and a label alone in a text of its own goes with the text."""
    weighed = testimony.copy()
    for index in range(len(testimony) - 2, -1, -1):
        block = document.blocks[index]
        if weighed[index] > CHROME or weighed[index + 1] < 0.0:
            continue
        alone = index == 0 or testimony[index - 1] > 0.0
        if block.kind is BlockKind.HEADING or (alone and not block.links and len(block.text) < LONG):
            weighed[index] = 0.0
    return weighed


def _in_runs(document: Document, testimony: list[float]) -> list[float]:
    """Without places only runs count: single shared lines say nothing, small gaps go with the runs."""
    weighed = [max(said, 0.0) for said in testimony]
    runs = [run for run in _runs(document, testimony) if len(run) >= MIN_RUN]
    for run in runs:
        weighed[run.start : run.stop] = testimony[run.start : run.stop]
    for run, following in pairwise(runs):
        if following.start - run.stop <= MAX_GAP:
            weighed[run.stop : following.start] = [CHROME] * (following.start - run.stop)
    return weighed


def _runs(document: Document, testimony: list[float]) -> Iterator[range]:
    """Shared lines one after the other in one container."""
    start = 0
    for index in range(1, len(testimony) + 1):
        goes_on = (
            index < len(testimony)
            and (testimony[index] <= CHROME) == (testimony[start] <= CHROME)
            and document.blocks[index].container == document.blocks[start].container
        )
        if not goes_on:
            if testimony[start] <= CHROME:
                yield range(start, index)
            start = index
