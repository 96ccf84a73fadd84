"""Texts in the chrome that were cut otherwise are told as split and merged, or not at all."""

from monitor.compare import compare_regions
from monitor.model import Item, Region, RegionKind

KEEPS = "The society keeps the mills and weirs of the upper valley."
CHARITY = "It is a registered charity and publishes its accounts each spring."
LINKS = (Item("Contact", "/contact"), Item("Imprint", "/imprint"))


def footer(*texts: str) -> Region:
    return Region(kind=RegionKind.FOOTER, items=(*map(Item, texts), *LINKS))


def column(*texts: str) -> Region:
    return Region(kind=RegionKind.FOOTER, items=(Item("About us", "", tuple(map(Item, texts))), *LINKS))


def test_a_paragraph_that_was_split_is_told_as_that() -> None:
    for side in (footer, column):
        [split] = compare_regions(side(f"{KEEPS} {CHARITY}"), side(KEEPS, CHARITY))
        assert (split.type.value, split.after) == ("paragraph_split", (KEEPS, CHARITY))
        [merged] = compare_regions(side(KEEPS, CHARITY), side(f"{KEEPS} {CHARITY}"))
        assert (merged.type.value, merged.before) == ("paragraph_merged", (KEEPS, CHARITY))


def test_an_address_in_other_boxes_is_noise() -> None:
    [change] = compare_regions(footer("3 Mill Lane, 4020 Linz"), footer("3 Mill Lane,", "4020 Linz"))
    assert (change.type.value, change.kind) == ("noise", "wrapper")


def test_a_sentence_that_went_is_an_edit_all_the_same() -> None:
    [change] = compare_regions(footer(f"{KEEPS} {CHARITY}"), footer(KEEPS))
    assert change.type.value == "paragraph_edited"


def test_texts_with_nothing_in_common_are_no_pieces() -> None:
    changes = compare_regions(footer(KEEPS), footer(CHARITY, "Ask us."))
    assert not {"paragraph_split", "paragraph_merged"} & {change.type.value for change in changes}
