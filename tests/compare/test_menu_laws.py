"""Laws of comparing menus, whatever the menus."""

import time
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare.chrome import compare_regions
from monitor.compare.regions import match_regions
from monitor.model import ChangeType, Item, Region, RegionKind

WORDS = [
    "Dams",
    "Locks",
    "Ports",
    "Water levels",
    "Field office in Osh",
    "Report 2024",
    "Report 2025",
    "News",
]
MARKS = ["", "", "", " (chair 2025)", " – new", ": closed", " [beta]"]
TARGETS = ["", "", "#", "/a", "/b", "/c?sid=1f2e3d4c5b6a", "https://example.org/d", "http://["]
SIGNS = "aB1 –():·é中ש🙂"


def a_label(dice: Random) -> str:
    if dice.random() < 0.2:
        return "".join(dice.choices(SIGNS, k=dice.randrange(6)))
    return dice.choice(WORDS) + dice.choice(MARKS)


def an_item(dice: Random, depth: int) -> Item:
    below = dice.randrange(4) if depth and dice.random() < 0.3 else 0
    return Item(a_label(dice), dice.choice(TARGETS), tuple(an_item(dice, depth - 1) for _ in range(below)))


def a_region(dice: Random) -> Region:
    return Region(
        kind=dice.choice(list(RegionKind)),
        items=tuple(an_item(dice, 2) for _ in range(dice.randrange(9))),
        name=dice.choice(["", "", "Water"]),
    )


def an_edit(dice: Random, region: Region) -> Region:
    """The same region with some of its items taken out, put in, relabelled or shuffled."""
    items = list(region.items)
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(len(items) + 1)
        match dice.randrange(4):
            case 0:
                items.insert(at, an_item(dice, 1))
            case 1:
                del items[at : at + 1]
            case 2:
                items[at : at + 1] = [item._replace(label=a_label(dice)) for item in items[at : at + 1]]
            case _:
                dice.shuffle(items)
    return Region(kind=region.kind, name=region.name, items=tuple(items))


# Menus are drawn from a seed: Hypothesis builds trees of this size from its own choices too slowly.
regions = st.builds(lambda seed: a_region(Random(seed)), st.integers(0, 10**9))


@st.composite
def two_states(draw: st.DrawFn) -> tuple[Region, Region]:
    dice = Random(draw(st.integers(0, 10**9)))
    before = a_region(dice)
    return before, an_edit(dice, before) if dice.random() < 0.7 else a_region(dice)


OPPOSITE = {
    ChangeType.MENU_ADDED: ChangeType.MENU_REMOVED,
    ChangeType.PARAGRAPH_ADDED: ChangeType.PARAGRAPH_REMOVED,
}
OPPOSITE |= {ChangeType.ANNOTATION_ADDED: ChangeType.ANNOTATION_REMOVED}
OPPOSITE |= {removed: added for added, removed in OPPOSITE.items()}


@given(regions)
def test_a_region_and_itself_are_the_same(region):
    assert compare_regions(region, region) == ()


@given(two_states())
def test_no_change_is_empty_and_each_says_what_differs(states):
    before, after = states
    changes = compare_regions(before, after)
    for change in changes:
        assert change.before is not None or change.after is not None
        assert change.rule
        assert change.before != change.after or change.type in (ChangeType.MENU_MOVED, ChangeType.NOISE)


@given(two_states())
def test_the_other_way_round_each_item_comes_that_went(states):
    before, after = states
    there, back = compare_regions(before, after), compare_regions(after, before)
    for types in ({ChangeType.MENU_ADDED, ChangeType.PARAGRAPH_ADDED}, {ChangeType.ANNOTATION_MOVED}):
        opposite = {OPPOSITE.get(change_type, change_type) for change_type in types}
        came = Counter(str(c.after) for c in there if c.type in types)
        went = Counter(str(c.before) for c in back if c.type in opposite)
        assert came == went


@given(regions, st.data())
def test_what_was_put_in_is_all_that_is_told(region, data):
    place = data.draw(st.integers(0, len(region.items)))
    new = Item("Something wholly new", "/new")
    longer = Region(
        kind=region.kind, name=region.name, items=(*region.items[:place], new, *region.items[place:])
    )
    [change] = compare_regions(region, longer)
    assert (change.type, change.after) == (ChangeType.MENU_ADDED, "Something wholly new")


def big(label, count=20_000):
    return Region(kind=RegionKind.MENU, items=tuple(Item(label.format(i), f"/{i}") for i in range(count)))


def turned(region):
    return Region(kind=RegionKind.MENU, items=region.items[::-1])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(big("Read more"), big("Read more", 20_001), id="all equal"),
        pytest.param(big("Item {}"), turned(big("Item {}")), id="turned round"),
        pytest.param(big("alpha {} beta", 4_000), big("gamma {} delta", 4_000), id="nothing equal"),
        pytest.param(big("Item {} (new)", 4_000), big("Item {}", 4_000), id="each lost its mark"),
        pytest.param(
            Region(kind=RegionKind.MENU, items=(Item("word " * 200_000),)),
            Region(kind=RegionKind.MENU, items=(Item("word " * 200_000 + "more"),)),
            id="a label of a megabyte",
        ),
    ],
)
def test_hostile_menus_are_bounded(before, after):
    start = time.process_time()
    assert compare_regions(before, after)
    assert time.process_time() - start < 20


def test_a_menu_of_any_depth_is_walked():
    def deep(label):
        item = Item(label)
        for level in range(3_000):
            item = Item(f"Level {level}", "", (item,))
        return Region(kind=RegionKind.MENU, items=(item,))

    [removed, added] = compare_regions(deep("Dams"), deep("Locks"))
    assert (removed.before, added.after) == ("Dams", "Locks")


def test_thousands_of_regions_are_bounded():
    def regions_of(word):
        return [
            Region(kind=RegionKind.MENU, items=(Item(f"{word} {n}"), Item(f"Item {n}"), Item(f"More {n}")))
            for n in range(3_000)
        ]

    start = time.process_time()
    assert len(match_regions(regions_of("Old"), regions_of("New"))) == 3_000
    assert time.process_time() - start < 10
