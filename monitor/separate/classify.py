"""Each block alone and in its context: body or chrome?"""

from operator import ne

import numpy as np

from monitor.model import Document, RegionKind
from monitor.separate.context import best_threshold
from monitor.separate.dateline import join_dateline
from monitor.separate.labels import Labels
from monitor.separate.learned import Learned, learned
from monitor.separate.plain import judge_plainly
from monitor.separate.smooth import join_headings

DATELINE_LIKELY = 0.9
"""A line that dates the page is as surely body as most paragraphs; both captures of a page weigh it."""

MOST = 0.96
"""One page alone never says more than this: a notice in the body's column looks like body in every way, until
other pages show it too."""


def classify(document: Document, model: Learned | None = None) -> Labels:
    """Say of each block of a page, known by itself alone, whether it is body.

    `model` is for measuring: what ships when it is None.
    """
    if not document.blocks:
        return Labels(body=(), probability=(), kind=(), confidence=0.0)
    if document.format != "html":
        plainly = judge_plainly(document)
        sure = sum(abs(2 * p - 1) for p in plainly) / len(plainly)
        return _labels([p >= 0.5 for p in plainly], plainly, sure)
    likely, words, found, layout = (model or learned()).judge(document)
    threshold, expected = best_threshold(likely, words)
    body = join_headings(likely >= threshold, likely, found, layout)
    # Told so that the page's threshold is at one half.
    odds = likely / (1.0 - likely) * ((1.0 - threshold) / threshold)
    judged = _join_heads(document, body.tolist())
    joined = join_dateline(document, judged)
    told: list[float] = np.clip(odds / (1.0 + odds), 1.0 - MOST, MOST).tolist()
    if joined is not judged:
        for at, is_dateline in enumerate(map(ne, joined, judged)):
            if is_dateline:
                told[at] = DATELINE_LIKELY
    return _labels(joined, told, expected)


def _join_heads(document: Document, body: list[bool]) -> list[bool]:
    """The row of a table's headers, which alone is a few labels, stands with the rows that it heads."""
    blocks = document.blocks
    for i in range(len(blocks) - 1):
        cells = blocks[i].cells
        if cells and blocks[i + 1].headers == cells:
            body[i] = body[i + 1]
    return body


def _labels(body: list[bool], likely: list[float], confidence: float) -> Labels:
    chrome = RegionKind.OTHER
    return Labels(
        body=tuple(body),
        probability=tuple(likely),
        kind=tuple([None if is_body else chrome for is_body in body]),
        confidence=round(confidence, 3),
    )
