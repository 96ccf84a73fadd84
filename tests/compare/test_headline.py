"""A page's headline is the page's, wherever the border between chrome and body runs."""

from dataclasses import replace

from monitor.compare import compare_pages
from monitor.model import Item, Page, Region, RegionKind
from tests.compare.builders import page

TEXT = "The choir sings in the old chapel, and whoever likes to listen is welcome."


def under(banner: Item, title: str) -> Page:
    items = (Item("Town of Linz", "/"), Item("Culture", "/culture"), banner, Item("Contact", "/contact"))
    return replace(page(TEXT, title=title), regions=(Region(kind=RegionKind.OTHER, items=items),))


def told(before: Page, after: Page) -> list[tuple[str, str, object, object]]:
    return [(c.type.value, c.where.value, c.before, c.after) for c in compare_pages(before, after)]


def test_a_headline_in_a_banner_is_the_pages_heading() -> None:
    title = "A choir for everybody – Town of Linz"
    before, after = (under(Item(text), title) for text in ("A choir for everybody", "A choir for all of us"))
    assert told(before, after) == [
        ("heading_changed", "body", "A choir for everybody", "A choir for all of us")
    ]


def test_a_link_with_the_pages_name_is_the_sites() -> None:
    title = "A choir for everybody – Town of Linz"
    before, after = (
        under(Item(text, "/choir"), title) for text in ("A choir for everybody", "A choir for all of us")
    )
    assert [where for _, where, _, _ in told(before, after)] == ["chrome"]


def test_what_the_title_does_not_say_is_the_sites() -> None:
    before, after = (
        under(Item(text), "Dates") for text in ("A choir for everybody", "A choir for all of us")
    )
    assert [where for _, where, _, _ in told(before, after)] == ["chrome"]


def dated(line: str, kind: RegionKind) -> Page:
    items = (Item("Print this page", "#"), Item("Share", "#"), Item(line))
    return replace(page(TEXT), regions=(Region(kind=kind, items=items),))


def test_the_date_under_a_text_is_the_texts_date() -> None:
    before, after = (dated(f"Last updated on {day} May 2024", RegionKind.OTHER) for day in ("3", "19"))
    assert told(before, after) == [
        ("date_changed", "body", "Last updated on 3 May 2024", "Last updated on 19 May 2024")
    ]


def test_the_date_in_a_footer_is_the_sites() -> None:
    before, after = (dated(f"Last updated on {day} May 2024", RegionKind.FOOTER) for day in ("3", "19"))
    assert [where for _, where, _, _ in told(before, after)] == ["chrome"]


def test_a_date_that_is_not_that_of_a_text_is_the_sites() -> None:
    before, after = (dated(f"Next concert: {day} May 2024", RegionKind.OTHER) for day in ("3", "19"))
    assert [where for _, where, _, _ in told(before, after)] == ["chrome"]


def signed(headline: str) -> Page:
    """The headline over who wrote the text and when, taken for chrome: it names their region."""
    items = (Item("Anna Berger", "/people/anna"), Item("3 May 2024"))
    region = Region(kind=RegionKind.OTHER, items=items, name=headline)
    return replace(page(TEXT, title="Music"), regions=(region,), headline=headline)


def test_a_headline_that_names_a_region_is_the_pages_heading() -> None:
    before, after = signed("A choir for everybody"), signed("A choir for all of us")
    assert told(before, after) == [
        ("heading_changed", "body", "A choir for everybody", "A choir for all of us")
    ]


def test_the_name_of_a_region_that_is_no_headline_is_not_told() -> None:
    before, after = (replace(signed(text), headline="") for text in ("Written by", "Who wrote this text"))
    assert told(before, after) == []


def test_a_headline_that_counts_is_no_news() -> None:
    assert [kind for kind, *_ in told(signed("12 comments"), signed("14 comments"))] == ["noise"]


def test_a_headline_is_told_once_where_it_is_an_item_too() -> None:
    before, after = (
        replace(under(Item(text), "Music"), headline=text)
        for text in ("A choir for everybody", "A choir for all of us")
    )
    assert [(kind, where) for kind, where, *_ in told(before, after)] == [("heading_changed", "body")]


def test_a_banner_that_no_longer_repeats_the_title_has_another_headline() -> None:
    title = "A choir for everybody in town"
    banner = (Item("Town of Linz", "/"), Item("Culture", "/culture"), Item("Contact", "/contact"))
    before, after = (
        replace(page(TEXT, title=title), regions=(Region(kind=RegionKind.OTHER, items=items),))
        for items in (banner, (*banner, Item("A choir for everybody at home")))
    )
    changed = ("heading_changed", "body", title, "A choir for everybody at home")
    assert told(before, after) == [changed]
    assert told(after, before) == [(*changed[:2], changed[3], changed[2])]
    other = replace(
        after, regions=(Region(kind=RegionKind.OTHER, items=(*banner, Item("Closed on Mondays"))),)
    )
    assert [kind for kind, *_ in told(before, other)] == ["menu_added"]
