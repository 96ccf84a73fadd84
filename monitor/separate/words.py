"""Words that tell chrome from body: in what authors call their containers, and in short texts.

class="site-footer menu"  →  footer −3.9, menu −4.0          "Subscribe to our newsletter"  →  …
"""

import re
from collections.abc import Iterable, Mapping
from math import fsum

_WORD = re.compile(r"[^\W\d_]{2,24}")
MAX_TEXT_CHARS = 200
MAX_KNOWN = 20_000
"""Names of which the weight is remembered: a site writes the same few hundred on all of its pages."""


def find_words(text: str) -> set[str]:
    """The words of a name or a text, in lower case.

    >>> sorted(find_words("Main-menu col_2 menu"))
    ['col', 'main', 'menu']
    """
    return set(_WORD.findall(text[:MAX_TEXT_CHARS].lower()))


class Words:
    """How much words speak for body (above 0) or for chrome."""

    def __init__(self, in_names: Mapping[str, float], in_texts: Mapping[str, float]) -> None:
        self.in_names = in_names
        self.in_texts = in_texts
        self._known_words = frozenset(in_texts)
        self._known: dict[str, float] = {}

    def of_name(self, hint: str) -> float:
        """What a container's class and id say."""
        weight = self._known.get(hint)
        if weight is None:
            if len(self._known) >= MAX_KNOWN:
                self._known.clear()
            weights = self.in_names
            weight = 0.0
            for word in set(_WORD.findall(hint)):
                weight += weights.get(word, 0.0)
            self._known[hint] = weight
        return weight

    def of_texts(self, texts: Iterable[str]) -> dict[str, float]:
        """What each of some short texts says; those that say nothing are left out."""
        known, weight_of = self._known_words, self.in_texts.__getitem__
        said = {}
        for text in texts:
            # Most short texts are letters and spaces alone: splitting them is the same, and faster.
            plain = len(text) <= MAX_TEXT_CHARS and text.replace(" ", "").isalpha()
            found = known.intersection(text.lower().split(" ") if plain else find_words(text))
            if found:
                said[text] = fsum(map(weight_of, found))
        return said
