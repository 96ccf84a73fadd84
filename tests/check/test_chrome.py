"""A page's region among its site's: which it is, and whether it is a new state of it."""

from dataclasses import replace

from monitor.check.chrome import Recognised, recognise, region_of
from monitor.model import Change, ChangeType, Item, Region, RegionKind, Where
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


def test_a_change_is_of_the_region_that_made_it_whatever_it_is_called() -> None:
    def menu(*labels: str, name: str = "") -> Region:
        return Region(
            kind=RegionKind.MENU, name=name, items=tuple(Item(label, f"/{label}") for label in labels)
        )

    def shown(id_: int, region: Region) -> RegionState:
        return RegionState(RegionVersionId(id_), RegionId(id_), region, None, None)

    still = menu("boats", "fares")
    own = [shown(1, still), shown(2, menu("lakes", "rivers")), shown(3, menu("old", "older"))]
    found = [
        Recognised(still, RegionId(1), False),
        Recognised(menu("lakes", "rivers", "ponds", name="Waters"), RegionId(2), False),
    ]
    added = Change(type=ChangeType.MENU_ADDED, where=Where.CHROME, region="menu", after="ponds")
    assert region_of(added, found, own) == 2
    gone = replace(added, type=ChangeType.MENU_REMOVED, before=("old", "older"), after=None)
    assert region_of(gone, found, own) == 3
    assert region_of(replace(added, after="nowhere"), found, own) == 1
    assert region_of(replace(added, region="footer"), found, own) is None
