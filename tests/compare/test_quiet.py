"""What is no news in the chrome either, and what only crossed the border between chrome and body."""

from dataclasses import replace

import pytest

from monitor.compare import compare_pages
from monitor.model import ChangeType, Item, Page, Region, RegionKind
from tests.compare.builders import page

TEXT = "The choir sings in the old chapel, and whoever likes to listen is welcome."
MENU = Region(kind=RegionKind.MENU, items=(Item("Home", "/"), Item("Dates", "/dates"), Item("Join", "/join")))


def related(*titles: str, name: str = "Related stories") -> Region:
    items = tuple(Item(title, f"/story/{len(title)}") for title in titles)
    return Region(kind=RegionKind.SIDEBAR, name=name, items=items)


def around(body: Page, *regions: Region) -> Page:
    return replace(body, regions=regions)


def kinds(before: Page, after: Page) -> set[str]:
    return {c.kind if c.type is ChangeType.NOISE else c.type.value for c in compare_pages(before, after)}


def test_a_sidebar_that_says_it_rotates_may_rotate() -> None:
    before = around(page(TEXT), MENU, related("Ten songs", "An organ", "A night in Linz"))
    after = around(page(TEXT), MENU, related("An organ", "Who sang best", "Forty voices"))
    assert kinds(before, after) == {"rotation"}


def test_one_new_link_in_a_long_list_is_news() -> None:
    titles = [
        f"Partner choir in {town}" for town in ("Linz", "Graz", "Wels", "Steyr", "Enns", "Melk", "Krems")
    ]
    before = around(page(TEXT), MENU, related(*titles))
    after = around(page(TEXT), MENU, related(*titles, "Choir of Vienna, the new one"))
    assert kinds(before, after) == {"menu_added"}


def test_a_text_that_crosses_from_the_chrome_into_the_body_did_not_come() -> None:
    note = "Rehearsals are on Mondays"
    before = around(page(TEXT), replace(MENU, items=(*MENU.items, Item(note))))
    after = around(page(TEXT, note), MENU)
    assert kinds(before, after) == {"crossing"}
    assert kinds(after, before) == {"crossing"}


def test_two_pages_of_a_site_share_their_chrome_and_not_their_bodies() -> None:
    one = around(page("# A concert", TEXT, title="A concert", url="https://example.org/a"), MENU)
    menu = replace(MENU, items=(*MENU.items[:2], Item("Become a member", "/join")))
    other = "In March the members met, chose a new conductor by a show of hands, and thanked the old one."
    two = around(page("# A meeting", other, title="A meeting", url="https://example.org/b"), menu)
    assert kinds(one, two) == {"different_page", "menu_renamed"}


def test_the_day_of_the_visit_is_a_clock() -> None:
    def dated(day: str) -> Page:
        return around(page(TEXT), MENU, Region(kind=RegionKind.OTHER, items=(Item(day),)))

    assert kinds(dated("Wednesday, February 01, 2017"), dated("Thursday, February 02, 2017")) == {"clock"}
    assert "clock" not in kinds(dated("Concert on 1 February 2017"), dated("Concert on 2 February 2017"))


def test_how_many_companies_a_consent_dialog_names_is_noise() -> None:
    def dialog(count: int) -> Page:
        text = f"We and our {count} partners store information on your device for these purposes"
        return around(page(TEXT), MENU, Region(kind=RegionKind.OTHER, items=(Item(text),)))

    assert kinds(dialog(102), dialog(103)) == {"consent"}


def test_a_consent_box_on_both_sides_of_the_border_is_held_back_whole() -> None:
    box = Region(
        kind=RegionKind.OTHER, items=(Item("Accept all cookies"), Item("Reject"), Item("Cookie settings"))
    )
    before = around(page(TEXT), MENU)
    after = around(page(TEXT, "We use cookies to remember you. You can accept them or not."), MENU, box)
    assert kinds(before, after) == {"consent"}
    assert kinds(before, around(page(TEXT, "We accept cookies as a gift for the choir."), MENU)) == {
        "paragraph_added"
    }


def beside(*labels: str, kind: RegionKind = RegionKind.OTHER) -> Page:
    items = tuple(Item(label) for label in labels)
    return around(page(TEXT), MENU, *((Region(kind=kind, items=items),) if items else ()))


@pytest.mark.parametrize(
    "said",
    [
        "We use optional cookies to remember what you like. Only the others are set if you reject them.",
        "Nous utilisons des cookies pour savoir quels concerts vous intéressent.",
        "Wir verwenden Cookies, damit wir wissen, welche Konzerte gefallen.",
    ],
)
def test_what_a_consent_box_says_is_held_back_with_its_buttons(said: str) -> None:
    before, after = around(page(TEXT), MENU), replace(beside("Accept", "Reject"), body=page(said, TEXT).body)
    assert kinds(before, after) == kinds(after, before) == {"consent"}


def test_a_sentence_about_cookies_without_buttons_is_news() -> None:
    said = "We use optional cookies to remember what you like."
    assert kinds(page(TEXT), page(TEXT, said)) == {"paragraph_added"}


def test_a_box_to_chat_with_a_program_comes_and_goes() -> None:
    box = beside("Assistant", "Answers are written by AI and may contain mistakes.")
    assert kinds(around(page(TEXT), MENU), box) == kinds(box, around(page(TEXT), MENU)) == {"assistant"}


def test_a_text_about_such_programs_is_news() -> None:
    said = "Programmes of this season were not written by AI, and may contain mistakes of our own."
    assert kinds(page(TEXT), page(TEXT, said)) == {"paragraph_added"}


def languages(*names: str) -> Page:
    region = Region(kind=RegionKind.LANGUAGES, items=tuple(Item(name, f"/{name}") for name in names))
    return around(page(TEXT), MENU, region)


def test_languages_that_are_picked_for_the_visitor_rotate() -> None:
    before = languages("Deutsch", "English", "Italiano", "Polski", "Español", "More languages")
    after = languages("Deutsch", "English", "Suomi", "Türkçe", "Español", "More languages")
    assert kinds(before, after) == {"rotation"}


def test_a_site_that_is_translated_gains_languages() -> None:
    assert kinds(languages("Deutsch", "English"), languages("Deutsch", "English", "Suomi", "Türkçe")) == {
        "menu_added"
    }


def test_a_banner_with_a_discount_is_an_advertisement_and_a_notice_is_none() -> None:
    nothing = around(page(TEXT), MENU)
    assert kinds(nothing, beside("-50% on all tickets until Sunday!")) == {"advertisement"}
    assert kinds(nothing, beside("No concert on Sunday")) == {"menu_added"}
    assert kinds(nothing, beside("Members pay 20 % less", kind=RegionKind.FOOTER)) == {"menu_added"}


def test_an_item_of_a_menu_called_advertising_is_no_advertisement() -> None:
    without, label = around(page(TEXT), MENU), "Advertising"
    linked = replace(MENU, items=(*MENU.items, Item(label, "/advertising")))
    assert kinds(without, around(page(TEXT), linked)) == {"menu_added"}
    assert kinds(without, beside(label)) == {"advertisement"}


def test_what_a_text_says_of_cookies_is_news_while_a_consent_box_comes_and_goes() -> None:
    lines = [
        f"Rule {n} of this page says how we treat what we know of our {n} hundred guests." for n in range(14)
    ]
    said = "We use cookies for one thing more: to count who hears the recordings."
    before = around(page(*lines), MENU)
    after = replace(beside("Accept cookies", "Reject"), body=page(*lines[:6], said, *lines[6:]).body)
    assert kinds(before, after) == {"consent", "paragraph_added"}
