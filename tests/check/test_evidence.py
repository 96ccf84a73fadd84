"""Each region says by itself on which side of a change it stands."""

import pytest

from monitor.check.evidence import Side, side_of
from monitor.model import Change, ChangeType, Item, Region, RegionKind, Where


def menu(*items: Item | str) -> Region:
    return Region(
        kind=RegionKind.MENU, items=tuple(one if isinstance(one, Item) else Item(one) for one in items)
    )


def change(type_: ChangeType, **fields: object) -> Change:
    return Change(type=type_, where=Where.CHROME, **fields)  # type: ignore[arg-type]


RENAMED = change(ChangeType.MENU_RENAMED, before="Parks", after="Green spaces")
ADDED = change(ChangeType.MENU_ADDED, after="Jobs", path=("Town hall",))
REMOVED = change(ChangeType.MENU_REMOVED, before="Jobs", path=("Town hall",))
MOVED = change(ChangeType.MENU_MOVED, before="Jobs", after="Jobs", path=("Town hall",), path_before=("News",))
LINK = change(ChangeType.LINK_CHANGED, text="Jobs", before="/jobs", after="/vacancies")
MARK = change(
    ChangeType.ANNOTATION_MOVED,
    before=("North – host 2025", "South"),
    after=("North", "South – host 2026"),
)

HALL_WITH_JOBS = Item("Town hall", "", (Item("Mayor"), Item("Jobs", "/vacancies")))
HALL = Item("Town hall", "", (Item("Mayor"),))
NEWS_WITH_JOBS = Item("News", "", (Item("Jobs", "/jobs"),))

CASES = [
    (RENAMED, menu("Parks", "Libraries"), Side.BEFORE),
    (RENAMED, menu("Green spaces", "Libraries"), Side.AFTER),
    (RENAMED, menu("Green spaces", "Parks"), None),
    (RENAMED, menu("Libraries"), None),
    (ADDED, menu(HALL_WITH_JOBS), Side.AFTER),
    (ADDED, menu(HALL), Side.BEFORE),
    (ADDED, menu("News"), None),
    (REMOVED, menu(HALL_WITH_JOBS), Side.BEFORE),
    (REMOVED, menu(HALL), Side.AFTER),
    (MOVED, menu(HALL_WITH_JOBS, "News"), Side.AFTER),
    (MOVED, menu(HALL, NEWS_WITH_JOBS), Side.BEFORE),
    (LINK, menu(HALL_WITH_JOBS), Side.AFTER),
    (LINK, menu(NEWS_WITH_JOBS), Side.BEFORE),
    (MARK, menu("North – host 2025", "South", "East"), Side.BEFORE),
    (MARK, menu("North", "South – host 2026", "East"), Side.AFTER),
    (MARK, menu("East"), None),
]


@pytest.mark.parametrize(("told", "region", "side"), CASES)
def test_a_region_is_a_witness(told: Change, region: Region, side: Side | None) -> None:
    assert side_of(told, region) is side
