"""How alike two labels of one menu are, where what all of them say says nothing.

"Programme Office in Bishkek" and "Programme Office in Dushanbe" share three words of four, and are two
offices: the shared words stand in other labels of the same menu, too. "Gender Equality Review
Conferences" and "Gender equality conferences" share what no third label has.
"""

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel

from monitor.compare.labels import fold, mask
from monitor.compare.trees import Forest

COMMON = 2
"""A word in more labels than this identifies none of them: one before and one after are the pair itself."""

MAX_WITHOUT_RARE = 0.3
"""The most that two labels are alike that share only common words."""

MIN_SPELLING = 0.75
"""Alike by their letters from here ("Organisation", "Organization"); "News" and "Views" are 0.67."""

MIN_SPELLING_CHARS = 6
"""Shorter labels are not compared by their letters: one of four is another word."""

_PARTS = re.compile(r"[.\-_]")
_VERSION = re.compile(r"\d+[.\-_].*\d|\d+\.\d+")


class _Label(NamedTuple):
    """A label, taken apart once for all of its comparisons."""

    fold: str
    mask: str
    words: Counter[str]
    weight: float
    versions: tuple[str, ...]


class Likeness:
    """Weighs words by how many labels of the menu have them."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        sides = [{fold(label) for label in side} for side in (before, after)]
        labels = sides[0] | sides[1]
        self._count: Counter[str] = Counter()
        self._masks: Counter[str] = Counter()
        for label in labels:
            self._count.update(set(label.split()))
        for side in sides:
            self._masks.update(map(mask, side))
        self._total = len(labels)
        self._weights: dict[str, float] = {}
        self._labels: dict[str, _Label] = {}

    def _weight(self, word: str) -> float:
        weight = self._weights.get(word)
        if weight is None:
            short = 0.3 if len(word) < 4 and word.isalpha() else 1.0
            weight = self._weights[word] = math.log(1 + self._total / self._count[word]) * short
        return weight

    def _label(self, text: str) -> _Label:
        label = self._labels.get(text)
        if label is None:
            folded = fold(text)
            words = Counter(folded.split())
            weight = sum(self._weight(w) * n for w, n in words.items())
            versions = tuple(w for w in words if _VERSION.fullmatch(w))
            label = self._labels[text] = _Label(folded, mask(folded), words, weight, versions)
        return label

    def of(self, before: str, after: str) -> float:
        """0 to 1. Meant for labels of the two sides that this was made from."""
        one, two = self._label(before), self._label(after)
        if one.fold == two.fold:
            return 1.0
        if one.mask == two.mask and self._masks[one.mask] == 2 and any(c.isalpha() for c in one.mask):
            return 0.9  # the only label of this shape on either side has another number
        shared = one.words.keys() & two.words.keys()
        versions = one.versions and two.versions
        if not shared and not versions:
            return self._spelling(one.fold, two.fold)
        weight = 2.0 * sum(self._weight(w) * min(one.words[w], two.words[w]) for w in shared)
        rare = any(self._count[w] <= COMMON and len(w) > 1 for w in shared)
        if versions:
            for word in one.versions:
                close = max(_same_version(word, other) for other in two.versions)
                if close and word not in shared:
                    weight += 2.0 * close * self._weight(word)
                    rare = True
        total = one.weight + two.weight
        score = weight / total if total else 0.0
        if rare:
            return score
        rest_one, rest_two = (" ".join(w for w in label.words if w not in shared) for label in (one, two))
        return max(min(score, MAX_WITHOUT_RARE), self._spelling(rest_one, rest_two) * 0.9)

    @staticmethod
    def _spelling(one: str, two: str) -> float:
        shorter, longer = sorted((len(one), len(two)))
        if shorter < MIN_SPELLING_CHARS or 2 * shorter < MIN_SPELLING * (shorter + longer):
            return 0.0
        if any(c.isdigit() for c in one) or any(c.isdigit() for c in two):
            return 0.0
        return float(Indel.normalized_similarity(_bare(one), _bare(two), score_cutoff=MIN_SPELLING))

    @staticmethod
    def of_targets(before: str, after: str) -> float:
        """What the targets add or take away: a site names its pages after their titles, so a label and a last
        part that both changed speak of another page.
        """
        if not before or not after:
            return 0.0
        if before == after:
            return 0.3
        leaf_before, leaf_after = before.rsplit("/", 1)[-1], after.rsplit("/", 1)[-1]
        if leaf_before == leaf_after != "":
            return 0.15
        words_before, words_after = set(re.split(r"\W+|_", leaf_before)), set(re.split(r"\W+|_", leaf_after))
        alike = 2 * len(words_before & words_after) / (len(words_before) + len(words_after))
        return 0.05 if alike >= 0.5 else -0.2

    def candidates(
        self, left: Sequence[int], right: Sequence[int], before: Forest, after: Forest, max_cells: int
    ) -> Iterator[tuple[int, int]]:
        """All pairs, or, when those are too many, the ones that share a rare word."""
        if len(left) * len(right) <= max_cells:
            yield from ((x, y) for x in left for y in right)
            return
        index: dict[str, list[int]] = defaultdict(list)
        for y in right:
            for word in set(after.folds[y].split()):
                if self._count[word] <= 8:
                    index[word].append(y)
        budget = max_cells
        for x in left:
            for y in sorted({y for word in before.folds[x].split() for y in index.get(word, ())}):
                if budget <= 0:
                    return
                budget -= 1
                yield x, y


def _bare(text: str) -> str:
    """Without accents."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _same_version(one: str, two: str) -> float:
    """How much of two version numbers is the same from the left; 0 unless at least two parts are.

    >>> round(_same_version("3.4.13", "3.4.14"), 2), _same_version("2.0", "3.1")
    (0.67, 0.0)
    """
    if not (_VERSION.fullmatch(one) and _VERSION.fullmatch(two)):
        return 0.0
    left, right = _PARTS.split(one), _PARTS.split(two)
    shared = 0
    while shared < min(len(left), len(right)) and left[shared] == right[shared]:
        shared += 1
    return shared / min(len(left), len(right)) if shared >= 2 else 0.0
