"""Texts of a footer or a banner that were cut otherwise: the same words in more paragraphs, or in fewer.

    The society keeps the mills. It is a charity.   →   The society keeps the mills.
                                                        It is a charity.

Nothing was added and nothing was edited. So the pieces are put together before the items are compared, as in
a body (`recut`): sentences were split or merged, labels only stand in other boxes, which is noise.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.compare.events import Event
from monitor.compare.recut import find_recut, is_prose
from monitor.compare.trees import region_name
from monitor.model import Change, ChangeType, Item, Region, Where

MAX_DEPTH = 4
"""Paragraphs of a footer stand this deep at most: below its column and the heading of that."""

MAX_RUNS = 20
"""So many runs of texts without a counterpart are looked at among the items of one list."""

_Items = tuple[Item, ...]


def join_recut(before: Region, after: Region) -> tuple[Region, Region, list[Event]]:
    """Both regions with their cut texts put together, and what is to be told of that."""
    events: list[Event] = []
    items_before, items_after = _join(before.items, after.items, (), region_name(after), events)
    if not events:
        return before, after, events
    return replace(before, items=items_before), replace(after, items=items_after), events


def _join(
    before: _Items, after: _Items, path: tuple[str, ...], region: str, events: list[Event]
) -> tuple[_Items, _Items]:
    joined_before, joined_after = list(before), list(after)
    # From the end on, so that what stands before keeps its place.
    for places_before, places_after in reversed(list(_find(before, after))):
        pieces_before = [before[i].label for i in places_before]
        pieces_after = [after[j].label for j in places_after]
        events.append(Event(_change(pieces_before, pieces_after, path, region)))
        whole = Item(" ".join(pieces_before))
        joined_before[places_before.start : places_before.stop] = [whole]
        joined_after[places_after.start : places_after.stop] = [whole]
    if len(path) < MAX_DEPTH:
        places = {item.label: j for j, item in enumerate(joined_after) if item.children}
        for i, item in enumerate(joined_before):
            j = places.get(item.label, -1) if item.children else -1
            if j >= 0:
                other = joined_after[j]
                below = _join(item.children, other.children, (*path, item.label), region, events)
                joined_before[i] = item._replace(children=below[0])
                joined_after[j] = other._replace(children=below[1])
    return tuple(joined_before), tuple(joined_after)


def _find(before: _Items, after: _Items) -> Iterator[tuple[range, range]]:
    """Neighbours that have the words of others, one of both sides being one text; in the order of both."""
    runs_before, runs_after = _runs(before, after), _runs(after, before)
    next_after = 0
    for run_before in runs_before[:MAX_RUNS]:
        for at, run_after in enumerate(runs_after[next_after:MAX_RUNS], next_after):
            texts = [before[i].label for i in run_before], [after[j].label for j in run_after]
            found = [(those, these) for those, these in find_recut(*texts) if 1 in (len(those), len(these))]
            if found:
                those, these = found[0]
                yield run_before[those[0] : those[-1] + 1], run_after[these[0] : these[-1] + 1]
                next_after = at + 1
                break


def _runs(items: _Items, others: _Items) -> list[range]:
    """Neighbours that are plain texts, and that the other side does not have."""
    known = {item.label for item in others}
    runs: list[range] = []
    for at, item in enumerate(items):
        if not item.target and not item.children and item.label not in known:
            if runs and runs[-1].stop == at:
                runs[-1] = range(runs[-1].start, at + 1)
            else:
                runs.append(range(at, at + 1))
    return runs


def _change(before: Sequence[str], after: Sequence[str], path: tuple[str, ...], region: str) -> Change:
    is_split = len(before) == 1
    prose = is_prose(after if is_split else before)
    told = ChangeType.PARAGRAPH_SPLIT if is_split else ChangeType.PARAGRAPH_MERGED
    return Change(
        type=told if prose else ChangeType.NOISE,
        where=Where.CHROME,
        before=before[0] if is_split else tuple(before),
        after=tuple(after) if is_split else after[0],
        kind="" if prose else "wrapper",
        region=region,
        path=path,
        rule=f"{'split' if is_split else 'merge'}/same words" if prose else "noise/wrapper",
    )
