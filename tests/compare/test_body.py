"""What is told of a body is what a careful person would say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import compare_bodies
from monitor.compare.body import fates
from monitor.model import Block, Change, ChangeType, Link
from tests.compare.builders import block, page

INTRO = "The town library lends books, films and tools to everybody who lives here."
HOURS = "Doors open at nine every morning, and close when the last reader has left the hall."
RULES = "Whoever borrows a tool brings it back clean within fourteen days, or asks for more time."
STAFF = "Five people work here: two at the desk, two in the stacks, and one in the workshop."
EVENT = "Every second Thursday a guest reads from a new novel, and anybody may ask questions."


def told(before: list[str | Block], after: list[str | Block]) -> list[Change]:
    changes = compare_bodies(page(*before), page(*after))
    return [change for change in changes if change.type != ChangeType.NOISE]


def types(before: list[str | Block], after: list[str | Block]) -> list[str]:
    return [change.type.value for change in told(before, after)]


def test_an_added_paragraph_is_told_once() -> None:
    [change] = told([INTRO, HOURS], [INTRO, RULES, HOURS])
    assert (change.type, change.before, change.after) == (ChangeType.PARAGRAPH_ADDED, None, RULES)


def test_an_edited_list_item_keeps_its_kind() -> None:
    assert types(["- Bring your card to the desk"], ["- Bring your blue card to the desk"]) == [
        "list_item_edited"
    ]


def test_a_heading_of_one_word_may_be_replaced_in_its_place() -> None:
    [change] = told([INTRO, "# Staff", STAFF], [INTRO, "# People", STAFF])
    assert (change.type, change.before, change.after) == (ChangeType.HEADING_CHANGED, "Staff", "People")


def test_a_moved_paragraph_is_moved_and_not_added_and_removed() -> None:
    [change] = told([INTRO, HOURS, RULES, STAFF], [HOURS, RULES, STAFF, INTRO])
    assert (change.type, change.after) == (ChangeType.PARAGRAPH_MOVED, INTRO)


def test_what_moved_and_was_edited_is_one_change_with_both_facts() -> None:
    edited = INTRO.replace("films", "maps")
    [change] = told([INTRO, HOURS, RULES, STAFF], [HOURS, RULES, STAFF, edited])
    assert (change.type, change.moved) == (ChangeType.PARAGRAPH_EDITED, True)


def test_a_split_over_a_new_heading_is_a_split_and_a_heading() -> None:
    assert sorted(types([f"{HOURS} {RULES}", STAFF], [HOURS, "# Tools", RULES, STAFF])) == [
        "heading_added",
        "paragraph_split",
    ]


def test_a_merge_names_its_pieces() -> None:
    [change] = told([INTRO, HOURS, RULES], [INTRO, f"{HOURS} {RULES}"])
    assert (change.type, change.before) == (ChangeType.PARAGRAPH_MERGED, (HOURS, RULES))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Five of 50 seats are left.", "Five of 42 seats are left.", "number_changed"),
        ("Closed until 3 May 2025.", "Closed until June 5th, 2026.", "date_changed"),
        ("Open in April.", "Open in August.", "date_changed"),
        ("Abgabe am 02.05.24.", "Abgabe am 03.05.24.", "date_changed"),
        ("Sluice 2.5.29 is out.", "Sluice 2.5.30 is out.", "number_changed"),
        ("You may borrow 3 books.", "You must borrow 3 books.", "paragraph_edited"),
        ("Five of 50 seats are left.", "Five of fifty seats are left.", "paragraph_edited"),
    ],
)
def test_the_type_says_when_only_a_value_changed(before: str, after: str, expected: str) -> None:
    assert types([INTRO, before, HOURS], [INTRO, after, HOURS]) == [expected]


def test_a_cell_is_named_by_its_row_and_column() -> None:
    headers = ("Town", "Members", "Fee")
    rows = [block("| Linz | 40 | 12"), block("| Graz | 31 | 12")]
    edited = block("| Graz | 35 | 12")
    [change] = told(
        [row._replace(headers=headers) for row in rows],
        [row._replace(headers=headers) for row in (rows[0], edited)],
    )
    assert (change.type, change.text, change.before, change.after) == (
        ChangeType.TABLE_CELL_CHANGED,
        "Graz, Members",
        "31",
        "35",
    )


def test_a_link_with_a_new_target_is_told_with_its_words() -> None:
    before = block("Write to the desk.", Link("the desk", "/desk"))
    after = block("Write to the desk.", Link("the desk", "/contact"))
    [change] = told([INTRO, before], [INTRO, after])
    assert (change.type, change.text, change.before, change.after) == (
        ChangeType.LINK_CHANGED,
        "the desk",
        "/desk",
        "/contact",
    )


def test_a_link_that_stands_in_many_places_is_told_once() -> None:
    before, after = (
        [block(text, Link("town", target)) for text in (INTRO, HOURS, RULES)] for target in ("/a", "/b")
    )
    [change] = told(list(before), list(after))
    assert (change.type, change.evidence) == (ChangeType.LINK_CHANGED, ("so in 3 places of the page",))


def test_words_that_became_a_link_are_told() -> None:
    [change] = told([block("Ask the desk.")], [block("Ask the desk.", Link("the desk", "/desk"))])
    assert (change.type, change.after) == (ChangeType.LINK_ADDED, "/desk")


def test_case_alone_is_a_restyling() -> None:
    [change] = told([INTRO, "# Opening Hours"], [INTRO, "# Opening hours"])
    assert (change.type, change.kind) == (ChangeType.HEADING_CHANGED, "restyled")


def test_a_page_with_other_words_shares_nothing() -> None:
    assert types([INTRO, HOURS], [EVENT]) == ["paragraph_removed", "paragraph_removed", "paragraph_added"]


LINES = st.lists(
    st.sampled_from(
        [
            INTRO,
            HOURS,
            RULES,
            STAFF,
            EVENT,
            f"{HOURS} {RULES}",
            INTRO.replace("films", "maps"),
            "# Hours",
            "# hours",
            "- Read more",
            "- Read on",
            "| a | 1",
            "| a | 2",
            "12 comments",
        ]
    ),
    max_size=10,
)


@given(LINES)
def test_a_body_is_like_itself(lines: list[str]) -> None:
    assert compare_bodies(page(*lines), page(*lines)) == ()


@given(LINES, LINES)
def test_every_block_of_both_sides_has_exactly_one_fate(before: list[str], after: list[str]) -> None:
    found = fates(page(*before).body, page(*after).body)
    assert sorted(i for fate in found for i in fate.before) == list(range(len(before)))
    assert sorted(j for fate in found for j in fate.after) == list(range(len(after)))
    for fate in found:
        if not fate.changes:
            texts_b = [page(*before).body[i].text for i in fate.before]
            assert texts_b == [page(*after).body[j].text for j in fate.after]


@given(LINES, LINES)
def test_no_change_is_empty(before: list[str], after: list[str]) -> None:
    for change in compare_bodies(page(*before), page(*after)):
        assert change.before or change.after
        assert change.before != change.after or change.moved


def test_comparing_twice_says_the_same() -> None:
    before, after = page(INTRO, "- a", HOURS, STAFF), page(STAFF, "- b", EVENT, HOURS)
    assert compare_bodies(before, after) == compare_bodies(before, after)


@given(st.permutations(range(9)))
def test_in_another_order_every_block_is_still_there(order: list[int]) -> None:
    lines = [f"Paragraph {n} of nine says something of its own, for {n} is not {n + 1}." for n in range(9)]
    found = fates(page(*lines).body, page(*[lines[n] for n in order]).body)
    assert sorted(i for fate in found for i in fate.before) == list(range(9))
    assert sorted(j for fate in found for j in fate.after) == list(range(9))


ITEMS = [
    f"- Choir number {n}, from a town on the river" for n in ("one", "two", "three", "four", "five", "six")
]


def test_a_list_with_the_same_items_in_another_order_is_held_back() -> None:
    [change] = compare_bodies(page("# Choirs", *ITEMS), page("# Choirs", *reversed(ITEMS)))
    assert (change.type, change.kind) == (ChangeType.NOISE, "reordered")


def test_a_list_in_another_order_with_a_new_item_is_told_once() -> None:
    after = ["# Choirs", *reversed(ITEMS), "- A choir of children, from the hills"]
    assert [(c.type.value, c.kind) for c in told(["# Choirs", *ITEMS], list(after))] == [
        ("list_item_moved", "reordered"),
        ("list_item_added", ""),
    ]


def test_a_page_in_reverse_is_one_change() -> None:
    lines = [f"Paragraph {n} of a thousand says something of its own." for n in range(1000)]
    [change] = compare_bodies(page(*lines), page(*reversed(lines)))
    assert (change.type, change.kind) == (ChangeType.PARAGRAPH_MOVED, "reordered")


def test_a_section_moves_with_its_heading() -> None:
    section = ["# Tools", RULES]
    [change] = told([*section, INTRO, HOURS, STAFF, EVENT], [INTRO, HOURS, STAFF, EVENT, *section])
    assert (change.type, change.after) == (ChangeType.HEADING_MOVED, "Tools")


def test_a_status_that_went_to_another_row_is_one_move() -> None:
    before = ["| Map 3 | 2024 | current", "| Map 2 | 2021 | ", "| Map 4 | 2026 | "]
    after = ["| Map 3 | 2024 | ", "| Map 2 | 2021 | ", "| Map 4 | 2026 | current"]
    [change] = told(before, after)
    assert (change.type, change.annotation) == (ChangeType.ANNOTATION_MOVED, "current")
    assert (change.from_item, change.to_item) == ("Map 3", "Map 4")


def test_an_apostrophe_of_another_shape_is_a_restyling() -> None:
    [change] = told(["The desk doesn't lend drills."], ["The desk doesn’t lend drills."])
    assert change.kind == "restyled"


def test_another_entry_of_a_list_of_links_is_no_edit_of_the_one_before() -> None:
    before, after = (
        page("- All topics", block(f"- {label}", Link(label, target)), "- All people")
        for label, target in (("Credits", "/credits"), ("News of the spring", "/spring"))
    )
    assert [c.type for c in compare_bodies(before, after)] == [
        ChangeType.LIST_ITEM_REMOVED,
        ChangeType.LIST_ITEM_ADDED,
    ]


def test_a_paragraph_of_which_only_the_first_sentence_stayed_is_edited() -> None:
    opening = "Whoever wants to lend a tool asks at the desk first."
    before = [HOURS, f"{opening} Bring a card with your name on it, and a deposit of ten.", STAFF]
    after = [
        HOURS,
        "The stacks are open to the public since the spring, and nobody needs to ask.",
        f"{opening} Anna or Ben then opens the workshop, shows how all of it works and which gloves to wear,"
        " and writes down in the big green book who took which one, for how long, and what it is for.",
        STAFF,
    ]
    assert [change.type for change in told(before, after)] == [
        ChangeType.PARAGRAPH_ADDED,
        ChangeType.PARAGRAPH_EDITED,
    ]


def test_an_item_that_became_a_heading_in_other_words_is_a_text_that_was_edited() -> None:
    one, two = "Opening the workshop on weekdays:", "Opening the workshop on Sundays"
    for before, after in ((f"- {one}", f"# {two}"), (f"# {one}", f"- {two}")):
        [change] = told([INTRO, before, HOURS], [INTRO, after, HOURS])
        assert change.type is ChangeType.PARAGRAPH_EDITED
