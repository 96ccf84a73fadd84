"""Formats that say of themselves what is chrome: landmarks and names decide, nothing is guessed."""

import re
from functools import lru_cache

from monitor.model import BlockKind, Document, Landmark

_CHROME_LANDMARKS = frozenset(
    {
        Landmark.BANNER,
        Landmark.NAVIGATION,
        Landmark.COMPLEMENTARY,
        Landmark.CONTENTINFO,
        Landmark.SEARCH,
        Landmark.DIALOG,
    }
)
_CHROME_WORDS = re.compile(
    r"\b(?:nav|navbar|menu|sidebar|footer|header|breadcrumbs?|share|sharing|social|related|cookies?|consent|newsletter"
    r"|subscribe|promo|advert|ads|banner|widget|toolbar|pagination|pager|popup|modal|skip)\b"
)
MOSTLY_LINKS = 0.6
PROSE_CHARS = 120


def judge_plainly(document: Document) -> list[float]:
    """How likely each block is body."""
    in_chrome: list[bool] = []
    for container in document.containers:
        inherited = container.parent >= 0 and in_chrome[container.parent]
        own = container.landmark in _CHROME_LANDMARKS or (
            container.tag not in ("", "html", "body", "main", "article") and _names_chrome(container.hint)
        )
        in_chrome.append(inherited or own)
    judged = []
    for block in document.blocks:
        likely = 0.7
        if in_chrome[block.container]:
            likely -= 0.5
        if block.link_chars > MOSTLY_LINKS * len(block.text) and block.kind is not BlockKind.HEADING:
            likely -= 0.3
        if len(block.text) > PROSE_CHARS:
            likely += 0.25
        judged.append(min(0.99, max(0.01, likely)))
    return judged


@lru_cache(maxsize=8192)
def _names_chrome(hint: str) -> bool:
    return _CHROME_WORDS.search(hint.replace("_", " ")) is not None
