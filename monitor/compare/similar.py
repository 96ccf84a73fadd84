"""Which of the blocks that are equal to none became which: an edited block is still that block.

Small gaps between equal blocks are compared all with all. In large ones the candidates come from rare
words: two blocks that share a word that stands almost nowhere else are worth a look, and two that share
none are hardly the same block. Then one assignment in order for each gap (the heaviest rising choice, not
first come), and what is left may be paired across gaps when it is very much alike: it moved and was edited.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from itertools import product

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, LCSseq

from monitor.compare.words import MAX_CELLS, Codes, increasing, words_of
from monitor.model import BlockKind

EDITED = 0.45
"""Share of words in common from which two blocks are one block, edited. Unrelated neighbours on real pages
reach 0.29 to 0.35 at the 95th percentile when they have 12 words or more."""

EDITED_SHORT = 0.60
"""The same for less than SHORT words, where unrelated neighbours reach more by chance."""

SHORT = 6

LONE = 0.34
"""The same when each is the only one left between two equal blocks: the place speaks for it too."""

LABEL = 6
"""Lone blocks of one kind with at most this many words each are one label, replaced: at this length words
in common are luck, and the place decides."""

CROSSING = 0.62
"""Across gaps, where the place speaks against it: 0.62 and more."""

FOUND = 0.85
"""A block so much like one of its own gap is that one: partners elsewhere are not looked for."""

CROSSING_LABEL = 0.80
"""The same for texts under 20 characters."""

CHARACTERS = 8
"""Below this many words, characters are compared too: "colour" and "colours" are no word in common."""

SMALL_GAP = 1600
"""Blocks before times blocks after up to which a gap is compared all with all."""

OPENING = 8
"""Words of a first sentence from which it is a paragraph's own and no set phrase."""

SENTENCE = re.compile(r"[^.!?。！？]{12,600}(?:[.!?](?=\s)|[。！？](?!$))")

RARE = 24
"""A word points from one block to another when the product of its counts on both sides is at most this."""

RARE_WORDS = 12
"""So many of a block's rarest words are asked."""

CANDIDATES = 4
"""So many candidates of a block are scored, those with the most and the rarest words in common."""

BAND = 1
"""In a large gap a block is also compared with those at its own relative place, so many on either side."""

Pair = tuple[int, int]


class Sides:
    """The blocks of both sides as the alignment sees them: text and kind, words when they are asked for."""

    def __init__(
        self,
        before: Sequence[str],
        after: Sequence[str],
        kinds_before: Sequence[BlockKind] = (),
        kinds_after: Sequence[BlockKind] = (),
    ) -> None:
        self.before = before
        self.after = after
        self.kinds_before = kinds_before or [BlockKind.PARAGRAPH] * len(before)
        self.kinds_after = kinds_after or [BlockKind.PARAGRAPH] * len(after)
        self._codes = Codes()
        self._coded_before: dict[int, str] = {}
        self._coded_after: dict[int, str] = {}
        self._bags: dict[str, Counter[str]] = {}

    def part(self, before: slice, after: slice) -> "Sides":
        """Some blocks of either side."""
        return Sides(
            self.before[before], self.after[after], self.kinds_before[before], self.kinds_after[after]
        )

    def words_before(self, i: int) -> str:
        coded = self._coded_before.get(i)
        if coded is None:
            coded = self._coded_before[i] = self._codes.encode(words_of(self.before[i].casefold()))
        return coded

    def words_after(self, j: int) -> str:
        coded = self._coded_after.get(j)
        if coded is None:
            coded = self._coded_after[j] = self._codes.encode(words_of(self.after[j].casefold()))
        return coded

    def same_kind(self, i: int, j: int) -> bool:
        return self.kinds_before[i] == self.kinds_after[j]

    def similarity(self, i: int, j: int) -> float:
        """0 to 1; 0 stands for anything below LONE."""
        before, after = self.words_before(i), self.words_after(j)
        score = self.likeness(before, after)
        if min(len(before), len(after)) < CHARACTERS and max(len(before), len(after)) < 4 * CHARACTERS:
            score = max(score, fuzz.ratio(self.before[i].casefold(), self.after[j].casefold()) / 100 - 0.05)
        return score

    def likeness(self, before: str, after: str) -> float:
        """Share of words in common, in order; for giants without order."""
        if len(before) * len(after) <= MAX_CELLS:
            return float(Indel.normalized_similarity(before, after, score_cutoff=LONE))
        return 2 * self.overlap(before, after) / (len(before) + len(after))

    def common(self, before: str, after: str) -> int:
        """How many words both have, in order; for giants without order."""
        if len(before) * len(after) <= MAX_CELLS:
            return int(LCSseq.similarity(before, after))
        return self.overlap(before, after)

    def overlap(self, before: str, after: str) -> int:
        return (self._bag(before) & self._bag(after)).total()

    def _bag(self, coded: str) -> Counter[str]:
        bag = self._bags.get(coded)
        if bag is None:
            bag = self._bags[coded] = Counter(coded)
        return bag


def pair_similar(sides: Sides, backbone: Sequence[Pair], taken_b: Set[int], taken_a: Set[int]) -> list[Pair]:
    """Pair what was edited, each block with one at most.

    `backbone` are the equal pairs that are in order; `taken` blocks have found their fate.
    """
    free_b = sorted(set(range(len(sides.before))) - taken_b)
    free_a = sorted(set(range(len(sides.after))) - taken_a)
    if not free_b or not free_a:
        return []
    gaps_b = _gaps(free_b, [i for i, _ in backbone])
    gaps_a = _gaps(free_a, [j for _, j in backbone])
    gap_of_b = {i: gap for gap, places in gaps_b.items() for i in places}
    gap_of_a = {j: gap for gap, places in gaps_a.items() for j in places}

    small = {
        gap for gap, places in gaps_b.items() if gap in gaps_a and len(places) * len(gaps_a[gap]) <= SMALL_GAP
    }
    scores: dict[Pair, float] = {}
    for gap in gaps_b.keys() & gaps_a.keys():
        _score(sides, (product if gap in small else _band)(gaps_b[gap], gaps_a[gap]), scores)
    if len(small) < len(gaps_b) or len(gaps_b) > 1 or gaps_b.keys() != gaps_a.keys():
        # Who has found itself in its own gap needs no look beyond.
        found_b = {i for (i, _), score in scores.items() if score >= FOUND}
        found_a = {j for (_, j), score in scores.items() if score >= FOUND}
        far_b = [i for i in free_b if i not in found_b]
        far_a = [j for j in free_a if j not in found_a]
        far = _sharing_rare_words(sides, far_b, far_a)
        _score(
            sides, (p for p in far if gap_of_b[p[0]] not in small or gap_of_a[p[1]] != gap_of_b[p[0]]), scores
        )
    straight: list[Pair] = []
    for (i, j), score in scores.items():
        gap = gap_of_b[i]
        if gap_of_a[j] == gap and score >= _threshold(sides, i, j, len(gaps_b[gap]), len(gaps_a[gap])):
            straight.append((i, j))
    straight.sort(key=lambda pair: (pair[0], -pair[1]))
    weights = [_weight(sides, i, j, scores[i, j]) for i, j in straight]
    found = dict(increasing(straight, weights))
    _pair_crossing(sides, scores, found)
    _pair_openings(sides, gaps_b, gaps_a, found)
    _pair_labels(sides, gaps_b, gaps_a, found)
    return sorted(found.items())


def _weight(sides: Sides, i: int, j: int, score: float) -> float:
    """What a pair is worth to its gap. Of two that are as good the one at the same height of the page, then
    the upper one: the same choice, whichever side comes first.
    """
    distance = abs(i / len(sides.before) - j / len(sides.after))
    return score**2 + 0.05 * sides.same_kind(i, j) + 0.001 * (1 - distance) - 1e-9 * (i + j)


def _score(sides: Sides, pairs: Iterable[Pair], scores: dict[Pair, float]) -> None:
    for pair in pairs:
        score = sides.similarity(*pair)
        if score >= LONE:
            scores[pair] = score


def _gaps(free: Sequence[int], anchors: Sequence[int]) -> dict[int, list[int]]:
    """Which blocks stand between the same two anchors."""
    found: dict[int, list[int]] = {}
    gap = 0
    for place in free:
        gap = bisect_left(anchors, place, gap)
        found.setdefault(gap, []).append(place)
    return found


def _threshold(sides: Sides, i: int, j: int, in_gap_b: int, in_gap_a: int) -> float:
    if in_gap_b == 1 and in_gap_a == 1 and sides.same_kind(i, j):
        return LONE
    short = min(len(sides.words_before(i)), len(sides.words_after(j))) < SHORT
    return EDITED_SHORT if short else EDITED


def _band(places_b: Sequence[int], places_a: Sequence[int]) -> Iterable[Pair]:
    for k, i in enumerate(places_b):
        middle = k * len(places_a) // len(places_b)
        for n in range(max(0, middle - BAND), min(len(places_a), middle + BAND + 1)):
            yield i, places_a[n]


def _sharing_rare_words(sides: Sides, free_b: Sequence[int], free_a: Sequence[int]) -> set[Pair]:
    counts_b: Counter[str] = Counter()
    counts_a: Counter[str] = Counter()
    for i in free_b:
        counts_b.update(set(sides.words_before(i)))
    for j in free_a:
        counts_a.update(set(sides.words_after(j)))
    rare = {
        word: count * counts_a[word]
        for word, count in counts_b.items()
        if word in counts_a and count * counts_a[word] <= RARE
    }
    shelves: dict[str, list[int]] = {}
    for j in free_a:
        for word in sides.words_after(j):
            if word in rare:
                shelf = shelves.setdefault(word, [])
                if not shelf or shelf[-1] != j:
                    shelf.append(j)
    found: set[Pair] = set()
    best_for_a: dict[int, list[tuple[float, int]]] = {}
    for i in free_b:
        votes: dict[int, float] = {}
        words = sorted({word for word in sides.words_before(i) if word in rare}, key=lambda w: (rare[w], w))
        for word in words[:RARE_WORDS]:
            for j in shelves.get(word, ()):
                votes[j] = votes.get(j, 0.0) + 1 / rare[word]
        for j, vote in votes.items():
            best_for_a.setdefault(j, []).append((-vote, i))
        found.update((i, j) for j, _ in sorted(votes.items(), key=lambda v: (-v[1], v[0]))[:CANDIDATES])
    for j, voters in best_for_a.items():
        found.update((i, j) for _, i in sorted(voters)[:CANDIDATES])
    return found


def _pair_crossing(sides: Sides, scores: dict[Pair, float], found: dict[int, int]) -> None:
    """Pair what is very much alike across gaps, the best first."""
    taken = {j: i for i, j in found.items()}
    for (i, j), score in sorted(scores.items(), key=lambda item: (-item[1], sum(item[0]), item[0])):
        if score < CROSSING:
            break
        if i in found or j in taken:
            continue
        if min(len(sides.before[i]), len(sides.after[j])) < 20 and score < CROSSING_LABEL:
            continue
        found[i], taken[j] = j, i


def _pair_openings(
    sides: Sides, gaps_b: dict[int, list[int]], gaps_a: dict[int, list[int]], found: dict[int, int]
) -> None:
    """A paragraph of which nothing but the first sentence was left as it was is still that paragraph."""
    taken = set(found.values())
    for gap in gaps_b.keys() & gaps_a.keys():
        openings: list[dict[str, int]] = []
        for places, texts, gone in (
            (gaps_b[gap], sides.before, found.keys()),
            (gaps_a[gap], sides.after, taken),
        ):
            seen: dict[str, int] = {}
            for at in places:
                if at not in gone and (opening := _opening(texts[at])):
                    seen[opening] = -1 if opening in seen else at
            openings.append(seen)
        pairs = [(i, openings[1].get(opening, -1)) for opening, i in openings[0].items()]
        pairs = [(i, j) for i, j in pairs if i >= 0 and j >= 0 and sides.same_kind(i, j)]
        found.update(increasing(sorted(pairs)))


def _opening(text: str) -> str:
    """The first of a text's sentences, when it has OPENING words or more and is not all of the text."""
    first = SENTENCE.match(text)
    return first[0] if first is not None and len(words_of(first[0])) >= OPENING else ""


def _pair_labels(
    sides: Sides, gaps_b: dict[int, list[int]], gaps_a: dict[int, list[int]], found: dict[int, int]
) -> None:
    """A lone short block between two equal ones whose partner is a lone short block: one label, replaced."""
    taken = set(found.values())
    for gap, places_b in gaps_b.items():
        left_b = [i for i in places_b if i not in found]
        left_a = [j for j in gaps_a.get(gap, ()) if j not in taken]
        if len(left_b) != 1 or len(left_a) != 1:
            continue
        [i], [j] = left_b, left_a
        if sides.same_kind(i, j) and max(len(sides.words_before(i)), len(sides.words_after(j))) <= LABEL:
            found[i] = j
