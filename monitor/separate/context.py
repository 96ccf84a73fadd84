"""What a block's surroundings look like to the first forest: rows that the second one decides by.

So regions come out whole: one link in a paragraph list that looks like a menu has neighbours, a list and
containers that do not; one card of a grid has the other cards; what stands far from the container that holds
most of the body has that.
"""

import numpy as np
import numpy.typing as npt

from monitor.separate.features import (
    FAR,
    LEVELS,
    LONG_WORDS,
    Floats,
    Layout,
    Row,
    Spans,
    shift,
    stack_rows,
    window,
    words_and_headings,
)
from monitor.separate.features import (
    NAMES as FEATURES,
)
from monitor.separate.groups import Groups

_SHARES = (0.5, 0.7, 0.85, 0.95)
"""Of all that is likely body: which container holds so much of it?"""
_PROSE_LINK_SHARE = 0.4
"""Text with more links is no prose, here as in the features."""
_REACH = 8
"""Blocks before and after, of which the likeliest is told. A power of two: each round of looking reaches
twice as far."""
_BODY, _PLAIN, _PROSE = 2, 3, 4
"""Among the sums: words that are likely body, that are in no link, of prose."""
_LINK_SHARE = FEATURES.index("link_share")

NAMES: tuple[str, ...] = (
    "likely", "odds", "over_threshold",
    *(f"likely_{level}" for level in range(1, LEVELS + 1)),
    "likely_path",
    *(f"likely{by:+d}" for by in (-4, -3, -2, -1, 1, 2, 3, 4)),
    *(f"likely_near_{reach}" for reach in (3, 8, 20)),
    "likely_before", "likely_heading",
    *(f"likely_{name}" for name in ("entry", "entries", "card", "cards", "part", "parts")),
    *(f"beyond_{share:.0%}" for share in _SHARES),
    "body_before", "body_after", "most_before", "most_after", "in_plain", "in_prose",
    "page_likely", "page_body", "page_most", "page_threshold", "page_sure",
)  # fmt: skip


def find_context(
    likely: Floats, found: npt.NDArray[np.float32], layout: Layout, groups: Groups
) -> npt.NDArray[np.float32]:
    """One row for each of NAMES. `likely` is how likely each block is body, `found` its features."""
    words, headings = words_and_headings(found)
    count = len(likely)
    weight = np.sqrt(words)
    weighed = weight * likely
    link_share = found[_LINK_SHARE]
    prose = np.where((words > LONG_WORDS) & (link_share < _PROSE_LINK_SHARE) & ~headings, words, 0.0)
    sums = np.zeros((5, count + 1))
    summed = np.array((weight, weighed, words * likely, words * (1.0 - link_share), prose))
    summed.cumsum(axis=1, out=sums[:, 1:])
    threshold, sure = best_threshold(likely, words)
    rows: list[Row] = [likely, np.log(likely / (1.0 - likely)), likely - threshold]
    start, end = layout.spans.start.take(layout.rings), layout.spans.end.take(layout.rings)
    inside = sums[:2].take(end, axis=1) - sums[:2].take(start, axis=1)
    rows.append(inside[1] / np.maximum(inside[0], 1e-9))
    path = layout.path
    rows.append(np.bincount(path, weighed)[path] / np.bincount(path, weight)[path])
    rows += [shift(likely, by) for by in (-4, -3, -2, -1, 1, 2, 3, 4)]
    for reach in (3, 8, 20):
        near = window(sums[:2], reach)
        rows.append(near[1] / near[0])
    rows.append(sums[1, :-1] / max(sums[1, -1], 1e-9))
    last_heading = np.maximum.accumulate(np.where(headings, np.arange(count), -1))
    rows.append(np.where(last_heading >= 0, likely[last_heading], -1.0))
    spans = layout.spans
    inside = sums.take(spans.end, axis=1) - sums.take(spans.start, axis=1)
    inside[:, spans.end <= spans.start] = 0.0
    rows += _find_likely_groups(inside[0], inside[1], groups)
    *beyond, in_plain, in_prose = _find_columns(sums, inside, spans)
    body = sums[_BODY] / max(sums[_BODY, -1], 1e-9)
    most = _find_most(likely)
    rows += [*beyond, body[:-1], 1.0 - body[1:], most[:count], most[_REACH + 1 :], in_plain, in_prose]
    rows += [sums[1, -1] / sums[0, -1], sums[1, -1], float(likely.max()), threshold, sure]
    return stack_rows(rows, len(NAMES), count)


def _find_likely_groups(weight: Floats, weighed: Floats, groups: Groups) -> list[Row]:
    """How likely the entry, the card and the part of the page are body that a block is in; and all alike.

    `weight` is that of each container, `weighed` the same times how likely what is in it is body.
    """
    alike = groups.alike
    all_weight, all_weighed = np.bincount(alike, weight), np.bincount(alike, weighed)
    rows: list[Row] = []
    for held_by in (groups.entry, groups.card, groups.part):
        in_none = held_by == 0
        row = alike[held_by]
        own = weighed[held_by] / np.maximum(weight[held_by], 1e-9)
        every = all_weighed[row] / np.maximum(all_weight[row], 1e-9)
        own[in_none] = every[in_none] = -1.0
        rows += [own, every]
    return rows


def _find_columns(sums: Floats, inside: Floats, spans: Spans) -> list[Row]:
    """Where each block stands, seen from the containers that hold most of the body, the text, the prose."""
    places = np.arange(sums.shape[1] - 1)

    def deepest(of: int, share: float) -> tuple[int, int]:
        # Containers that hold at least half stand in each other: the last is the innermost.
        total = sums[of, -1]
        column = np.flatnonzero(inside[of] >= share * total)[-1] if total > 0 else 0
        return int(spans.start[column]), int(spans.end[column])

    rows: list[Row] = []
    for share in _SHARES:
        first, last = deepest(_BODY, share)
        beyond = np.zeros(len(places))
        beyond[:first] = np.maximum(places[:first] - first, -FAR)
        beyond[last:] = np.minimum(places[last:] - last + 1, FAR)
        rows.append(beyond)
    for of in (_PLAIN, _PROSE):
        first, last = deepest(of, 0.5)
        is_in = np.zeros(len(places))
        is_in[first:last] = 1.0
        rows.append(is_in)
    return rows


def _find_most(likely: Floats) -> Floats:
    """The likeliest of each _REACH blocks in a row, as if there were as many before and after the page."""
    most = np.concatenate((np.zeros(_REACH), likely, np.zeros(_REACH)))
    reach = 1
    while reach < _REACH:
        most = np.maximum(most[:-reach], most[reach:])
        reach *= 2
    return most


def best_threshold(likely: Floats, words: Floats) -> tuple[float, float]:
    """From which likelihood on blocks should be body, and the F1 over words to expect of that.

    Taking blocks in the order of their likelihood, the expected F1 is 2·Σp / (taken + Σ all p). It grows
    as long as the next block is likelier than half of it: a page of which little is sure has a low one.
    """
    order = np.argsort(-likely, kind="stable")
    found = np.cumsum(likely[order] * words[order])
    expected = float((2.0 * found / (np.cumsum(words[order]) + found[-1])).max())
    return expected / 2.0, expected
