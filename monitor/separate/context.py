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
_REACH = 8
"""Blocks before and after, of which the likeliest is told."""
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
    sums = np.zeros((2, count + 1))
    np.array((weight, weighed)).cumsum(axis=1, out=sums[:, 1:])
    threshold, sure = best_threshold(likely, words)
    rows: list[Row] = [likely, np.log(likely / (1.0 - likely)), likely - threshold]
    start, end = layout.spans.start.take(layout.rings), layout.spans.end.take(layout.rings)
    inside = sums.take(end, axis=1) - sums.take(start, axis=1)
    rows.append(inside[1] / np.maximum(inside[0], 1e-9))
    path = layout.path
    rows.append(np.bincount(path, weighed)[path] / np.bincount(path, weight)[path])
    rows += [shift(likely, by) for by in (-4, -3, -2, -1, 1, 2, 3, 4)]
    for reach in (3, 8, 20):
        near = window(sums, reach)
        rows.append(near[1] / near[0])
    rows.append(sums[1, :-1] / max(sums[1, -1], 1e-9))
    last_heading = np.maximum.accumulate(np.where(headings, np.arange(count), -1))
    rows.append(np.where(last_heading >= 0, likely[last_heading], -1.0))
    rows += _find_groups_context(weight, weighed, layout, groups)
    rows += _find_columns(likely, words, headings, found[_LINK_SHARE], layout)
    rows += [sums[1, -1] / sums[0, -1], sums[1, -1], float(likely.max()), threshold, sure]
    return stack_rows(rows, len(NAMES), count)


def _find_groups_context(weight: Floats, weighed: Floats, layout: Layout, groups: Groups) -> list[Row]:
    """How likely the entry, the card and the part of the page are body that a block is in; and all alike."""
    sums = np.zeros((2, len(weight) + 1))
    np.array((weight, weighed)).cumsum(axis=1, out=sums[:, 1:])
    inside = sums[:, layout.spans.end] - sums[:, np.minimum(layout.spans.start, layout.spans.end)]
    all_weight, all_weighed = (np.bincount(groups.alike, of)[groups.alike] for of in inside)
    rows: list[Row] = []
    for held_by in (groups.entry, groups.card, groups.part):
        is_any = held_by > 0
        rows.append(np.where(is_any, inside[1, held_by] / np.maximum(inside[0, held_by], 1e-9), -1.0))
        rows.append(np.where(is_any, all_weighed[held_by] / np.maximum(all_weight[held_by], 1e-9), -1.0))
    return rows


def _find_columns(
    likely: Floats, words: Floats, headings: npt.NDArray[np.bool_], link_share: Row, layout: Layout
) -> list[Row]:
    """Where each block stands, seen from the containers that hold most of the page."""
    count = len(likely)
    places = np.arange(count)
    plain = words * (1.0 - np.asarray(link_share))
    prose = np.where((words > LONG_WORDS) & (np.asarray(link_share) < 0.4) & ~headings, words, 0.0)
    sums = np.zeros((3, count + 1))
    np.array((words * likely, plain, prose)).cumsum(axis=1, out=sums[:, 1:])
    start, end = layout.spans.start, layout.spans.end
    inside = sums[:, end] - sums[:, np.minimum(start, end)]
    inside[:, end <= start] = -1.0

    def deepest(of: int, share: float) -> tuple[np.intp, np.intp]:
        # Containers that hold more than half stand in each other: the last is the innermost.
        column = int(np.flatnonzero(inside[of] >= share * sums[of, -1])[-1]) if sums[of, -1] > 0 else 0
        return start[column], end[column]

    rows: list[Row] = []
    for share in _SHARES:
        first, last = deepest(0, share)
        beyond = np.where(places < first, places - first, np.maximum(places - last + 1, 0))
        rows.append(np.clip(beyond, -FAR, FAR))
    body = sums[0] / max(sums[0, -1], 1e-9)
    padded = np.concatenate((np.zeros(_REACH), likely, np.zeros(_REACH)))
    most = np.lib.stride_tricks.sliding_window_view(padded, _REACH).max(axis=1)
    rows += [body[:-1], 1.0 - body[1:], most[:count], most[_REACH + 1 :]]
    for of in (1, 2):
        first, last = deepest(of, 0.5)
        rows.append((places >= first) & (places < last))
    return rows


def best_threshold(likely: Floats, words: Floats) -> tuple[float, float]:
    """From which likelihood on blocks should be body, and the F1 over words to expect of that.

    Taking blocks in the order of their likelihood, the expected F1 is 2·Σp / (taken + Σ all p). It grows
    as long as the next block is likelier than half of it: a page of which little is sure has a low one.
    """
    order = np.argsort(-likely, kind="stable")
    found = np.cumsum(likely[order] * words[order])
    expected = float((2.0 * found / (np.cumsum(words[order]) + found[-1])).max())
    return expected / 2.0, expected
