"""What single blocks are taken for is made to fit together, so that regions come out whole.

<nav> Council  Parks  Registry … </nav>      menus stay chrome, however little else the page has
<h1> Parks </h1> <p> Twelve parks …          a heading goes with the text that it heads
<li> … <li> … <li> …                         entries of one list are likely of one kind
"""

import numpy as np
import numpy.typing as npt

from monitor.separate.features import HEADING, NAMES, Floats, Layout
from monitor.separate.groups import Groups

_KIND, _LEVEL = NAMES.index("kind"), NAMES.index("level")
_CLOSED = [NAMES.index(name) for name in ("in_navigation", "in_contentinfo", "in_dialog")]
CLOSED_LIKELY = 0.1
"""A block in a landmark that says it is a menu, the page's footer or a dialog is body at most so likely.
Of all such blocks of the labelled pages 1 in 50 is body; the forests know few small pages."""
ENTRIES_SHARE = 0.3
"""Of what is thought of a block in a row of its like that is taken from all of the row. With 0.6,
listings and forums lose more than documentation gains (cross-validated)."""
MIN_OPEN = 0.3
"""… as long as something outside of them may be body."""
MIN_HEADING = 0.15
"""A heading this likely is body when what it heads is. The labels of some data sets leave titles out, so the
forests are not sure of any."""
MAX_HEADINGS = 3
"""Headings one after the other that may head the same text: title, subtitle, first section."""
MAX_BETWEEN = 5
"""Blocks that may stand between a page's title and its text: date, author, share bar."""


def close_landmarks(likely: Floats, found: npt.NDArray[np.float32], earlier: Floats | None = None) -> Floats:
    """Keep what landmarks close off from being body, unless nothing else is.

    `earlier` is what was thought of the blocks before what is in the landmarks was seen beside them: a few
    lines stay a page's body beside a large dialog.
    """
    closed = found[_CLOSED].any(axis=0)
    outside = likely if earlier is None else np.maximum(likely, earlier)
    if not closed.any() or not (outside[~closed] > MIN_OPEN).any():
        return likely
    return np.where(closed, np.minimum(likely, CLOSED_LIKELY), likely)


def share_entries(likely: Floats, words: Floats, groups: Groups) -> Floats:
    """Let the entries of one list, and siblings alike, have a say in each other."""
    in_row = groups.entry > 0
    if not in_row.any():
        return likely
    row = groups.alike[groups.entry[in_row]]
    odds = np.log(likely / (1.0 - likely))
    weight = np.sqrt(words[in_row])
    mean = np.bincount(row, weight * odds[in_row]) / np.maximum(np.bincount(row, weight), 1e-9)
    odds[in_row] += ENTRIES_SHARE * (mean[row] - odds[in_row])
    return np.asarray(1.0 / (1.0 + np.exp(-odds)))


def join_headings(
    body: npt.NDArray[np.bool_], likely: Floats, found: npt.NDArray[np.float32], layout: Layout
) -> npt.NDArray[np.bool_]:
    """Give headings the side of the text that they head."""
    headings = found[_KIND] == HEADING
    joined = body.copy()
    for index in np.flatnonzero(headings & ~body & (likely >= MIN_HEADING)).tolist():
        around = layout.spans.wider[layout.at[index]]
        end = min(len(body), int(layout.spans.end[around]))
        text = index + 1
        while text < end and headings[text] and text - index < MAX_HEADINGS:
            text += 1
        if found[_LEVEL, index] == 1:
            while text < end and not body[text] and not headings[text] and text - index <= MAX_BETWEEN:
                text += 1
        joined[index] = text < end and body[text]
    return joined
