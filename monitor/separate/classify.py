"""Each block alone and in its context: body or chrome?"""

import re
from functools import lru_cache

from monitor.model import BlockKind, Document, Landmark, RegionKind
from monitor.separate.labels import Labels
from monitor.separate.template import Shared

MIN_PAGES = 3
"""With fewer other pages known, structure alone decides."""

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


def classify(document: Document, shared: Shared | None = None) -> Labels:
    """Say of each block whether it is body.

    `shared` is what the site's other pages say of each block; from MIN_PAGES pages on it counts.
    """
    chrome_container: list[bool] = []
    for container in document.containers:
        inherited = container.parent >= 0 and chrome_container[container.parent]
        own = container.landmark in _CHROME_LANDMARKS or (
            container.tag not in ("", "html", "body", "main", "article") and _names_chrome(container.hint)
        )
        chrome_container.append(inherited or own)
    probability = []
    for index, block in enumerate(document.blocks):
        likely = 0.7
        if chrome_container[block.container]:
            likely -= 0.5
        if block.link_chars > 0.6 * len(block.text) and block.kind is not BlockKind.HEADING:
            likely -= 0.3
        if len(block.text) > 120:
            likely += 0.25
        if shared is not None and shared.pages >= MIN_PAGES:
            likely -= 0.8 * shared.same[index] / max(1.0, shared.place[index]) - 0.1
        probability.append(min(0.99, max(0.01, likely)))
    body = tuple(p >= 0.5 for p in probability)
    return Labels(
        body=body,
        probability=tuple(probability),
        kind=tuple(None if is_body else RegionKind.OTHER for is_body in body),
    )


@lru_cache(maxsize=8192)
def _names_chrome(hint: str) -> bool:
    return _CHROME_WORDS.search(hint.replace("_", " ")) is not None
