"""What a block's surroundings look like to the first forest: rows that the second one decides by.

So regions come out whole: one link in a paragraph list that looks like a menu has neighbours, a list and
containers that do not.
"""

import numpy as np
import numpy.typing as npt

from monitor.separate.features import LEVELS, Floats, Layout, Row, shift, stack_rows, window

NAMES: tuple[str, ...] = (
    "likely", "odds", "over_threshold",
    *(f"likely_{level}" for level in range(1, LEVELS + 1)),
    "likely_path",
    *(f"likely{by:+d}" for by in (-4, -3, -2, -1, 1, 2, 3, 4)),
    *(f"likely_near_{reach}" for reach in (3, 8, 20)),
    "likely_before", "likely_heading",
    "page_likely", "page_body", "page_most", "page_threshold", "page_sure",
)  # fmt: skip


def find_context(
    likely: Floats, words: Floats, headings: npt.NDArray[np.bool_], layout: Layout
) -> npt.NDArray[np.float32]:
    """One row for each of NAMES. `likely` is how likely each block is body."""
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
    rows += [sums[1, -1] / sums[0, -1], sums[1, -1], float(likely.max()), threshold, sure]
    return stack_rows(rows, len(NAMES), count)


def best_threshold(likely: Floats, words: Floats) -> tuple[float, float]:
    """From which likelihood on blocks should be body, and the F1 over words to expect of that.

    Taking blocks in the order of their likelihood, the expected F1 is 2·Σp / (taken + Σ all p). It grows
    as long as the next block is likelier than half of it: a page of which little is sure has a low one.
    """
    order = np.argsort(-likely, kind="stable")
    found = np.cumsum(likely[order] * words[order])
    expected = float((2.0 * found / (np.cumsum(words[order]) + found[-1])).max())
    return expected / 2.0, expected
