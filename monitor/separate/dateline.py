"""The line that dates a page, right under its title, belongs to the body.

<h1> Privacy policy </h1> <p> Effective: 2 April 2026 </p> [versions] [contents …] <p> We collect …

Among buttons and contents it looks like furniture, and a model is not sure of it. For who watches the page it
is the first thing to know: since when it holds what it says.
"""

import re

from monitor.model import BlockKind, Container, Document, Landmark

NEAR = 40
"""Blocks between the title and the first text of the body, at most: a table of contents fits in between."""

DATELINE_WORDS = 12
DATELINE_BLOCKS = 3
"""The line that dates a page is short, and stands right under the title."""

YEAR = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2}\b")

CLOSED = frozenset({Landmark.NAVIGATION, Landmark.CONTENTINFO, Landmark.DIALOG, Landmark.SEARCH})


def join_dateline(document: Document, body: list[bool]) -> list[bool]:
    """Give a date right under the page's only main heading to the body that follows."""
    found = [i for i, b in enumerate(document.blocks) if b.level == 1 and b.kind is BlockKind.HEADING]
    if len(found) != 1:
        return body
    [title] = found
    block = document.blocks[title]
    if block.link_chars or _is_closed(document.containers, block.container):
        return body
    if not any(body[title + 1 : title + 1 + NEAR]):
        return body
    joined = list(body)
    for at in range(title + 1, min(title + 1 + DATELINE_BLOCKS, len(joined))):
        under = document.blocks[at]
        if under.kind is BlockKind.PARAGRAPH and not under.link_chars and _is_dateline(under.text):
            joined[at] = True
    return joined


def _is_dateline(text: str) -> bool:
    return len(text) < 120 and YEAR.search(text) is not None and len(text.split()) <= DATELINE_WORDS


def _is_closed(containers: tuple[Container, ...], at: int) -> bool:
    while at >= 0:
        if containers[at].landmark in CLOSED:
            return True
        at = containers[at].parent
    return False
