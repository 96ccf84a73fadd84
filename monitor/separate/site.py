"""What the site's other pages say overrules what one page alone looks like.

    block                      others show it    around it     so
    Home | Rivers | Lakes      all of them       shared        chrome
    This site keeps cookies …  all of many       a page's own  chrome
    Overview (a heading)       many              a page's own  body: it goes with what it heads
    How the mere was measured  none              a page's own  body
    Rivers (just added)        none              shared        chrome: a new item of the menu

Text that other pages show in the same place is chrome, whatever its tags say; what differs in the same place
is body. Neither is a law: clauses are shared by documents, and a breadcrumb differs everywhere. So a block is
judged with its surroundings, and all is weighed against what the structure says, as log odds. A list or a
table is of one kind as a whole: one row that another page has too does not leave its table.

The weights are round, and their exact values matter little: halving any of them moves the error by a few
hundredths of it.
"""

import numpy as np
import numpy.typing as npt

from monitor.model import BlockKind, Document
from monitor.separate.labels import Labels, all_votes, with_body
from monitor.separate.template import Shared

MIN_WITNESSES = 1.5
"""With fewer other pages that share anything, the structure alone decides. Two, the older one of which may
count half: one other page may be the same page under another address."""
MIN_SHARE = 0.3
"""Of the pages that have the place: sections differ, and a menu is edited now and then."""
SAME = -0.5
"""For each page that shows the text in the same place (up to MANY), if all show it that have the place; less
if only some of those do."""
MANY = 8
ELSEWHERE = -1.0
"""For a text that enough other pages show, but in other places."""
MOSTLY_ELSEWHERE = -2.0
"""On top of that, when all other pages show it; less (by the square) when only some of them do. Pages
that are put together from the same pieces need not put them in the same place."""
ONCE_ELSEWHERE = -0.25
"""For one that a single page shows: the headline on the home page stands in the list of all news too."""
AROUND_SHARED = -1.5
"""For a block among shared text."""
AROUND_OWN = 0.12
"""For a block among text that no other page has: for each of them but one (up to MANY). With few known,
comments and recommendations are a page's own too."""
REACH = 16
"""Blocks on either side that are its surroundings, each by the square root of its length."""
MIN_RUN = 4
"""Shared lines one after the other, so that they are a menu where nothing but lines is known."""

_LISTS = frozenset({"ul", "ol", "dl", "menu", "table"})
_MEMBERS = frozenset({BlockKind.LIST_ITEM, BlockKind.TABLE_ROW})

Floats = npt.NDArray[np.float64]


def weigh_site(document: Document, labels: Labels, shared: Shared) -> Labels:
    """The labels, with what the other pages say."""
    blocks = document.blocks
    if shared.pages < MIN_WITNESSES or not blocks:
        return labels
    same, anywhere = np.array(shared.same), np.array(shared.anywhere)
    place = np.maximum(shared.place, 1.0)
    is_shared = (same >= MIN_WITNESSES) & (same >= MIN_SHARE * place)
    is_known = is_shared | (anywhere >= max(MIN_WITNESSES, MIN_SHARE * shared.pages))
    is_own = anywhere < 0.5
    in_place = SAME * np.minimum(same, MANY) * (same / place) ** 2
    said = np.where(
        is_shared,
        in_place,
        np.where(
            is_own,
            0.0,
            np.where(
                anywhere < MIN_WITNESSES,
                ONCE_ELSEWHERE,
                ELSEWHERE + MOSTLY_ELSEWHERE * (anywhere / shared.pages) ** 2,
            ),
        ),
    )
    heading = BlockKind.HEADING
    headings = np.array([block.kind is heading for block in blocks])
    said[:-1][headings[:-1] & is_known[:-1] & is_own[1:]] = 0.0  # a heading goes with what it heads
    if all(container.depth < 2 for container in document.containers):
        said = np.where(_in_runs(document, is_known), in_place, 0.0)
    chars = np.array([len(block.text) for block in blocks])
    sizes = np.sqrt(chars)
    own_around = _around(sizes * np.where(is_own, 1.0, np.where(is_known, 0.0, 0.3))) / _around(sizes)
    is_text = 2 * np.array([block.link_chars for block in blocks]) <= chars
    said += np.maximum(2 * own_around - 1, 0.0) * is_text * AROUND_OWN * min(shared.pages - 1, MANY)
    said += np.maximum(1 - 2 * own_around, 0.0) * AROUND_SHARED
    votes = all_votes(labels)
    return with_body(labels, (_whole_lists(document, votes + said) > 0).tolist())


def _whole_lists(document: Document, votes: Floats) -> Floats:
    """The items of one list, and the rows of one table, are of one kind: they decide together."""
    list_of: list[int] = []
    for at, (parent, tag, _, _, _, _, _) in enumerate(document.containers):
        list_of.append(at if tag in _LISTS else list_of[parent] if parent >= 0 else -1)
    lists = np.array([list_of[b.container] if b.kind in _MEMBERS else -1 for b in document.blocks])
    members = lists >= 0
    whole = votes.copy()
    if members.any():
        sizes = np.bincount(lists[members])
        sums = np.bincount(lists[members], votes[members])
        whole[members] = (sums / np.maximum(sizes, 1))[lists[members]]
    return whole


def _in_runs(document: Document, is_known: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Where there are no places (a text extract), shared lines count in runs: "Date:" is in every article."""
    in_runs = np.zeros(len(is_known), np.bool_)
    start = 0
    for index in range(1, len(is_known) + 1):
        if (
            index == len(is_known)
            or is_known[index] != is_known[start]
            or document.blocks[index].container != document.blocks[start].container
        ):
            in_runs[start:index] = is_known[start] and index - start >= MIN_RUN
            start = index
    return in_runs


def _around(values: Floats) -> Floats:
    """For each value the sum of it and of those within REACH."""
    sums = np.concatenate(([0.0], np.cumsum(values)))
    at = np.arange(len(values))
    total: Floats = sums[np.minimum(at + REACH + 1, len(values))] - sums[np.maximum(at - REACH, 0)]
    return total
