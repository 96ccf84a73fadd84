"""What crossed between a site's chrome and its pages' bodies is settled by the pages."""

from dataclasses import replace

from monitor.compare import compare_chrome, compare_pages, settle_border
from monitor.model import Change, ChangeType, Item, Link, Page, Region, RegionKind
from tests.compare.builders import block, page

NOTICE = "The reading room is closed on public holidays."
LINKS = tuple(Item(name, f"/{name.lower()}") for name in ("Books", "Maps", "Films", "Visit"))


def with_notice(name: str, *, in_chrome: bool) -> Page:
    body = (f"All about {name}, told at some length for whoever is interested.",)
    items = (*LINKS, Item(NOTICE)) if in_chrome else LINKS
    one = page(*body, *(() if in_chrome else (NOTICE,)), url=f"https://example.org/{name}")
    return replace(one, regions=(Region(kind=RegionKind.SIDEBAR, items=items),))


def settled(before: list[Page], after: list[Page]) -> list[Change]:
    by_page = {two.url: compare_pages(one, two) for one, two in zip(before, after, strict=True)}
    return list(settle_border(compare_chrome(before, after), by_page))


def test_a_text_that_left_the_chrome_of_each_page_for_its_body_is_no_news() -> None:
    before, after = ([with_notice(n, in_chrome=side) for n in ("a", "b", "c")] for side in (True, False))
    assert [(c.type, c.kind, c.before) for c in settled(before, after)] == [
        (ChangeType.NOISE, "crossing", NOTICE)
    ]


def test_a_text_that_only_one_page_took_into_its_body_is_gone_from_the_others() -> None:
    before = [with_notice(name, in_chrome=True) for name in ("a", "b", "c")]
    after = [with_notice("a", in_chrome=False)]
    for name in ("b", "c"):
        gone = with_notice(name, in_chrome=False)
        after.append(replace(gone, body=gone.body[:1]))
    assert [(c.type, c.before) for c in settled(before, after)] == [(ChangeType.PARAGRAPH_REMOVED, NOTICE)]


def test_a_headline_is_left_to_its_page() -> None:
    def titled(text: str) -> Page:
        items = (*LINKS, Item(text))
        one = page("Come in time, the choir begins at eight.", title=f"{text} – Town of Linz")
        return replace(one, regions=(Region(kind=RegionKind.OTHER, items=items),))

    before, after = titled("A choir for everybody"), titled("A choir for all of us")
    assert settled([before], [after]) == []


def listed(*names: str) -> Page:
    """The same links in a menu and as a list in the body."""
    links = [Link(name, f"/{name.lower()}") for name in names]
    one = page("Where to go from here:", *(block(f"- {link.text}", link) for link in links))
    items = tuple(Item(link.text, link.target) for link in links)
    return replace(one, regions=(Region(kind=RegionKind.MENU, items=items),))


def test_an_item_that_came_to_a_menu_and_to_its_copy_in_the_body_is_told_once() -> None:
    few, more = listed("Books", "Maps", "Films"), listed("Books", "Maps", "Films", "Games")
    assert [(c.type, c.kind) for c in compare_pages(few, more)] == [
        (ChangeType.NOISE, "repeats a menu"),
        (ChangeType.MENU_ADDED, ""),
    ]
    assert [(c.type, c.kind) for c in compare_pages(more, few)] == [
        (ChangeType.NOISE, "repeats a menu"),
        (ChangeType.MENU_REMOVED, ""),
    ]


def test_a_link_in_the_body_to_another_place_is_told_too() -> None:
    few, more = listed("Books", "Maps", "Films"), listed("Books", "Maps", "Films", "Games")
    body = tuple(b._replace(links=(Link("Games", "/summer"),)) if b.text == "Games" else b for b in more.body)
    assert [c.type for c in compare_pages(few, replace(more, body=body))] == [
        ChangeType.LIST_ITEM_ADDED,
        ChangeType.MENU_ADDED,
    ]


def test_the_logo_once_more_in_a_folded_menu_is_no_news() -> None:
    def shown(name: str, logos: int, label: str = "Lake House logo") -> Page:
        bar = Region(kind=RegionKind.MENU, name="Bar", items=(Item(label, "/en"), *LINKS))
        folded = tuple(Item(name, f"/{name.lower()}") for name in ("Boats", "Fares", "Piers", "Tides"))
        menu = Region(kind=RegionKind.MENU, name="Folded", items=(*(Item(label, "/en"),) * logos, *folded))
        one = page(f"All about {name}, told at some length.", url=f"https://example.org/{name}")
        return replace(one, regions=(bar, menu))

    for before, after in ((0, 1), (1, 0)):
        changes = settled(*([shown(n, logos) for n in ("a", "b", "c")] for logos in (before, after)))
        assert [(c.type, c.kind) for c in changes] == [(ChangeType.NOISE, "repeats a menu")]
    [change] = settled(*([shown(n, logos, "Harbour fees") for n in ("a", "b")] for logos in (0, 1)))
    assert (change.type, change.after) == (ChangeType.MENU_ADDED, "Harbour fees")
