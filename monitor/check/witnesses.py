"""Which pages witness a change of a site's chrome: asked when it is found, and of each new state later on."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from monitor.check.chrome import Recognised
from monitor.check.evidence import Side, is_alike, side_of, testimony
from monitor.model import Region, Scope
from monitor.store import (
    ChangeId,
    PageId,
    Placed,
    RegionId,
    RegionState,
    RegionVersionId,
    SiteId,
    Store,
)

ROLL_OUT = timedelta(days=365)
"""A change of the chrome that is older has come everywhere or never will."""

MAX_WITNESSES = 64
"""So many of a region's latest states are asked about a change."""


def is_of_this_page(store: Store, placed: Placed, like: Sequence[Region], page: PageId) -> bool:
    """Whether a chrome change is of this page alone: other pages show the region, and none either side of it.

    A page's own table of contents in the site's sidebar, its neighbours in a "next" menu.
    """
    if placed.change.scope is not Scope.SITE or placed.region is None or placed.change.inferred:
        return False
    if all(side_of(placed.change, region) is None for region in like):
        return False  # its words alone do not tell who shows it
    if not store.regions.is_shown_elsewhere(placed.region, None, page):
        return False
    return not any(
        testimony(placed.change, state.region, like) is not None
        and store.regions.is_shown_elsewhere(placed.region, state.id, page)
        for state in store.regions.versions(placed.region, MAX_WITNESSES)
    )


def call_witnesses(store: Store, change_id: ChangeId, placed: Placed, like: Sequence[Region]) -> None:
    """Ask the states of the region, also those that other pages showed before, which side they are on."""
    if placed.region is None:
        return
    for state in store.regions.versions(placed.region, MAX_WITNESSES):
        side = testimony(placed.change, state.region, like)
        if side is not None:
            store.changes.witness(change_id, state.id, side)


def let_own_states_testify(
    store: Store,
    change: ChangeId,
    placed: Placed,
    own: Sequence[RegionState],
    states: Mapping[RegionId, RegionVersionId],
) -> None:
    """What the page showed then and now are witnesses, whatever the change's words say."""
    for state in own:
        if state.region_id == placed.region:
            store.changes.witness(change, state.id, Side.BEFORE)
    if placed.region is not None and placed.region in states:
        store.changes.witness(change, states[placed.region], Side.AFTER)


def testify(store: Store, site: SiteId, version: RegionVersionId, one: Recognised, moment: datetime) -> None:
    """Ask a state that is new which side it is on of the changes that may still be rolling out."""
    if one.known is None:
        return
    alike = [
        state.id
        for state in store.regions.versions(one.known, MAX_WITNESSES)
        if state.id != version and is_alike(state.region, one.region)
    ]
    for change_id, change in store.changes.testified_by(site, alike, moment - ROLL_OUT):
        side = side_of(change, one.region)
        if side is not None:
            store.changes.witness(change_id, version, side)
