"""Blocks with the same words on both sides: which is which, and which of them have kept their order."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from operator import lt
from zlib import crc32

from monitor.compare.words import hunks, increasing

WEIGHT_CAP = 400
"""Characters of a block that count when the backbone is chosen: one giant does not outweigh a page."""

WEIGHT_FLOOR = 200
"""What a block counts beside its text: one long block that passed three short ones has moved, not they; of
two neighbours that changed places the shorter one has."""

Pair = tuple[int, int]


def pair_equal(before: Sequence[str], after: Sequence[str]) -> list[Pair]:
    """Pair blocks with equal texts, each with one at most, in order as far as that is possible.

    Sorted by the places before.
    """
    if not before or not after:
        return []
    once_after = _once(after)
    once_before = _once(before)
    if len(once_before) == len(before):
        unique = [(i, j) for i, j in enumerate(map(once_after.get, before)) if j is not None]
    else:
        unique = [(i, once_after[text]) for text, i in once_before.items() if text in once_after]
    backbone = in_order(unique, before)
    partner, back = [-1] * len(before), [-1] * len(after)
    for i, j in unique:
        partner[i], back[j] = j, i
    _extend(partner, back, outside(unique, backbone), before, after)
    for i, j in _between(partner, back, backbone, before, after):
        partner[i], back[j] = j, i

    # What is equal and still alone: the k-th with the k-th.
    waiting: dict[str, list[int]] = {}
    for i, j in enumerate(partner):
        if j < 0:
            waiting.setdefault(before[i], []).append(i)
    for places in waiting.values():
        places.reverse()
    if waiting:
        for j, i in enumerate(back):
            if i < 0 and (left := waiting.get(after[j])):
                partner[left.pop()] = j
    return [(i, j) for i, j in enumerate(partner) if j >= 0]


def is_in_order(more: Sequence[Pair], backbone: Sequence[Pair]) -> bool:
    """Do further pairs (sorted) stand between the same pairs of a backbone on both sides, and rise?"""
    places_before, places_after = [i for i, _ in backbone], [j for _, j in backbone]
    highest = -1
    for i, j in more:
        if j < highest or bisect(places_before, i) != bisect(places_after, j):
            return False
        highest = j
    return True


def in_order(pairs: Sequence[Pair], texts: Sequence[str], others: Sequence[str] = ()) -> list[Pair]:
    """The heaviest choice of pairs (sorted by their first number) that rises on both sides.

    `others` are the texts of the side after, where those of a pair may differ.
    """
    seconds = [j for _, j in pairs]
    if all(map(lt, seconds, seconds[1:])):
        return list(pairs)
    starts: list[int] = []
    last_i, last_j = -2, -2
    for at, (i, j) in enumerate(pairs):
        # A run: what is next to each other on both sides stands or moves together.
        if j != last_j + 1 or i != last_i + 1:
            starts.append(at)
        last_i, last_j = i, j
    runs = [pairs[start:end] for start, end in zip(starts, (*starts[1:], len(pairs)), strict=True)]
    weights = [_run_weight(run, texts, others) for run in runs]
    chosen = set(increasing([run[0] for run in runs], weights))
    return [pair for run in runs if run[0] in chosen for pair in run]


def _run_weight(run: Sequence[Pair], texts: Sequence[str], others: Sequence[str]) -> float:
    weight = float(sum(_weight(texts[i]) for i, _ in run))
    i, j = run[0]
    first = texts[i]
    if others:
        weight += sum(min(len(others[j]), WEIGHT_CAP) + WEIGHT_FLOOR for _, j in run)
        first = min(first, others[j])
    # Of two runs that weigh the same, the same one moved whichever side comes first: its words decide.
    return weight + crc32(first.encode("utf-8", "surrogatepass")) / 2**36


def _weight(text: str) -> float:
    # Of two that are over the cap the longer one weighs a little more all the same.
    return min(len(text), WEIGHT_CAP) + WEIGHT_FLOOR + min(len(text), 10_000) / 10_000


def outside(pairs: Sequence[Pair], chosen: Sequence[Pair]) -> set[Pair]:
    """The pairs that were not chosen."""
    return set() if len(pairs) == len(chosen) else set(pairs).difference(chosen)


def _once(texts: Sequence[str]) -> dict[str, int]:
    """The texts that stand there once, and where."""
    places = dict(zip(texts, range(len(texts)), strict=True))
    if len(places) == len(texts):
        return places
    seen: dict[str, int] = {}
    for i, text in enumerate(texts):
        seen[text] = -1 if text in seen else i
    return {text: i for text, i in seen.items() if i >= 0}


def _extend(
    partner: list[int], back: list[int], moved: set[Pair], before: Sequence[str], after: Sequence[str]
) -> None:
    """What stands beside a moved block and is equal has moved with it."""
    for i, j in sorted(moved):
        for way in (1, -1):
            m, n = i + way, j + way
            while (
                0 <= m < len(before)
                and 0 <= n < len(after)
                and partner[m] < 0
                and back[n] < 0
                and before[m] == after[n]
            ):
                partner[m], back[n] = n, m
                m, n = m + way, n + way


def _between(
    partner: Sequence[int],
    back: Sequence[int],
    backbone: Sequence[Pair],
    before: Sequence[str],
    after: Sequence[str],
) -> Iterator[Pair]:
    """Between the anchors: the longest common subsequence of what is left."""
    codes: dict[str, str] = {}
    at_b = at_a = 0
    for i, j in [*backbone, (len(before), len(after))]:
        if at_b < i and at_a < j:
            coded_b = _code(before, range(at_b, i), partner, codes, "\0")
            coded_a = _code(after, range(at_a, j), back, codes, "\1")
            yield from ((at_b + m, at_a + n) for m, n in _common(coded_b, coded_a))
        at_b, at_a = i + 1, j + 1


def _code(
    texts: Sequence[str], places: range, taken: Sequence[int], codes: dict[str, str], nothing: str
) -> str:
    """Each text as a character; those that are taken already are one that stands for nothing."""
    coded = []
    for i in places:
        if taken[i] >= 0:
            coded.append(nothing)
            continue
        code = codes.get(texts[i])
        if code is None:
            number = len(codes) + 0x20
            code = chr(number if number < 0xD800 else 0xE000 + (number - 0xD800) % 0x102000)
            codes[texts[i]] = code
        coded.append(code)
    return "".join(coded)


def _common(before: str, after: str) -> Iterator[Pair]:
    """The pairs of a common subsequence."""
    at_b = at_a = 0
    for hunk in hunks(before, after):
        yield from zip(range(at_b, hunk.b0), range(at_a, hunk.a0), strict=True)
        at_b, at_a = hunk.b1, hunk.a1
    yield from zip(range(at_b, len(before)), range(at_a, len(after)), strict=True)
