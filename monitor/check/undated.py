"""Captures without a moment: in which order did a site's chrome go through its states?

They are put in the order that needs the fewest changes; years in what changed break the tie. Every change
so found says that its order is inferred. More captures may put it right: what the new order does not have
any more is taken back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from monitor.check.chrome import across, place_chrome
from monitor.check.order import order_states
from monitor.check.witnesses import call_witnesses
from monitor.model import Change, Region
from monitor.store import ChangeId, Placed, RegionId, RegionState, SiteId, Store

MAX_STATES = 200
"""So many of the latest states of a site's regions are put in order."""


def order_undated(store: Store, site: SiteId, now: datetime) -> tuple[Change, ...]:
    """Tell (once) what happened to the site's chrome among its undated captures."""
    with store.transaction():
        name = store.sites.name(site)
        steps = list(_in_order(store.regions.recent(site, MAX_STATES), name))
        found = {placed.key: placed for placed, _ in steps}
        like = {placed.key: regions for placed, regions in steps}
        known = {key: change for key, change, _ in store.changes.without_moment(site)}
        wrong: dict[RegionId, list[ChangeId]] = {}
        for key, change, region in store.changes.without_moment(site):
            if key not in found:
                wrong.setdefault(region, []).append(change)
        # What stands in place of what was told is not told again.
        standing = {region: store.outbox.standing_of(changes) for region, changes in wrong.items()}
        came = store.digests.reach().change
        store.changes.forget(change for changes in wrong.values() for change in changes)
        news = []
        for key, placed in found.items():
            if key in known:
                continue
            change, is_new = store.changes.put(site, None, placed, None, None, now)
            if is_new:
                call_witnesses(store, change, placed, like[key])
                store.changes.narrow(change)
                store.outbox.queue(change)
                news.append(replace(placed.change, id=store.changes.name(change)))
        placed_anew = {region: one for region, one in standing.items() if one is not None}
        store.outbox.tell_in_place(came, None, placed_anew)
        return tuple(news)


def _in_order(states: Sequence[RegionState], site: str) -> Iterator[tuple[Placed, tuple[Region, Region]]]:
    """Each change, with the two states between which it was found."""
    for region in dict.fromkeys(state.region_id for state in states):
        mine = [state for state in states if state.region_id == region]
        if len(mine) < 2 or all(state.first is not None for state in mine):
            continue
        regions = [mine[at].region for at in order_states([state.region for state in mine])]
        for before, after in pairwise(regions):
            for change in across(before, after):
                yield place_chrome(region, change, site), (before, after)
