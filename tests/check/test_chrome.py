"""A page's region among its site's: which it is, and whether it is a new state of it."""

from monitor.check.chrome import recognise
from monitor.model import Item, Region, RegionKind
from monitor.store import RegionId, RegionState, RegionVersionId

LINKS = (Item("Imprint", "/imprint"), Item("Privacy", "/privacy"), Item("Contact", "/contact"))


def footer(*items: Item) -> Region:
    return Region(kind=RegionKind.FOOTER, items=(*LINKS, *items))


def state(region: Region, version: int = 1) -> RegionState:
    return RegionState(RegionVersionId(version), RegionId(7), region, None, None)


def test_a_region_that_only_ticked_is_the_one_it_was() -> None:
    before, after = footer(Item("Visitors online: 12")), footer(Item("Visitors online: 47"))
    [found] = recognise([after], [state(before)], [])
    assert (found.known, found.region) == (RegionId(7), before)


def test_a_region_with_a_new_item_is_a_new_state() -> None:
    before, after = footer(), footer(Item("Accessibility", "/accessibility"))
    [found] = recognise([after], [state(before)], [])
    assert (found.known, found.region) == (RegionId(7), after)


def test_states_that_take_turns_are_both_known() -> None:
    english = footer(Item("Visitors online: 3"))
    french = footer(Item("Visiteurs en ligne : 5"), Item("Plan du site", "/plan"))
    [found] = recognise([footer(Item("Visitors online: 9"))], [], [state(english), state(french, 2)])
    assert found.region == english
