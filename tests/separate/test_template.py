"""What the pages of a site share is remembered, in little room, and a page is no witness of itself."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Block, BlockKind, Container, Document
from monitor.separate.template import (
    MAX_HASHES,
    MAX_PAGES,
    Template,
    decode_template,
    encode_template,
    learn,
    shared,
)

DAY = datetime(2026, 3, 1, tzinfo=UTC)
MENU = ("Home", "Rivers", "Lakes", "Contact")


def page(name: str, body: tuple[str, ...], menu: tuple[str, ...] = MENU, hint: str = "menu") -> Document:
    containers = (Container(-1, ""), Container(0, "nav", hint), Container(0, "main"))
    blocks = [Block(BlockKind.LIST_ITEM, text, 1, 1) for text in menu]
    blocks += [Block(BlockKind.PARAGRAPH, text, 2) for text in body]
    return Document(
        url=f"https://example.org/{name}", format="html", blocks=tuple(blocks), containers=containers
    )


def site(count: int) -> Template:
    template = Template()
    for number in range(count):
        name = chr(ord("a") + number % 26) * (1 + number // 26)
        template = learn(template, page(name, (f"Of {name}.", f"More of {name}.")), DAY)
    return template


def test_what_other_pages_show_in_the_same_place_is_counted() -> None:
    seen = shared(site(5), page("new", ("News of the new.",)))
    assert seen.pages == 5
    assert seen.same == (5, 5, 5, 5, 0)
    assert seen.place == (5, 5, 5, 5, 5)


def test_the_same_text_elsewhere_is_counted_apart() -> None:
    seen = shared(site(3), page("new", ("Rivers",)))
    assert (seen.same[-1], seen.anywhere[-1]) == (0, 3)


def test_a_page_is_no_witness_of_itself() -> None:
    alone = page("a", ("Of a.",))
    template = learn(Template(), alone, DAY)
    for day in range(3):
        template = learn(template, alone, DAY + timedelta(days=day))
    assert shared(template, alone).pages == 0
    assert len(template.pages) == 1


def test_what_a_page_no_longer_shows_is_forgotten() -> None:
    template = learn(Template(), page("a", ("Old.",)), DAY)
    template = learn(template, page("a", ("New.",)), DAY)
    assert shared(template, page("b", ("Old.",))).same[-1] == 0
    assert shared(template, page("b", ("New.",))).same[-1] == 1


def test_the_same_page_under_another_address_is_no_witness() -> None:
    places = "mere weir ford lock pond harbour marsh spring ditch bay"
    body = tuple(
        f"This year the board had the {place} sounded from a boat, and " + "so on " * 10
        for place in places.split()
    )
    template = learn(site(5), page("copy", body), DAY)
    assert shared(template, page("print", body)).same == (5.0,) * 4 + (0.0,) * 10


def test_a_page_that_shares_nothing_has_no_witnesses() -> None:
    assert shared(site(4), page("foreign", ("Alone.",), menu=())).pages == 0


def test_digits_are_no_difference() -> None:
    template = learn(Template(), page("a", ("Seen 12 times.",)), DAY)
    assert shared(template, page("b", ("Seen 1377 times.",))).same[-1] == 1


def test_the_mark_of_the_current_page_is_no_other_place() -> None:
    template = learn(Template(), page("a", ("Of a.",), hint="menu is-active item-3"), DAY)
    assert shared(template, page("b", ("Of b.",), hint="menu item-4")).same[0] == 1


def test_an_old_page_counts_for_less() -> None:
    template = learn(Template(), page("old", ("Old.",)), DAY)
    template = learn(template, page("new", ("New.",)), DAY + timedelta(days=180))
    assert shared(template, page("b", ("B.",))).same[0] == pytest.approx(1.5)


def test_a_seldom_seen_section_keeps_its_pages() -> None:
    template = Template()
    for name in ("x", "y", "z"):
        template = learn(template, page(name, (f"Of {name}.",), menu=("Accueil", "Lacs"), hint="fr"), DAY)
    for number in range(2 * MAX_PAGES):
        moment = DAY + timedelta(minutes=number)
        template = learn(template, page(f"n{number}", (f"{'n' * number}.",)), moment)
    seen = shared(template, page("w", ("Of w.",), menu=("Accueil", "Lacs"), hint="fr"))
    assert seen.same == pytest.approx((3, 3, 0), abs=0.01)


def test_a_template_has_a_bound() -> None:
    template = Template()
    for number in range(2 * MAX_PAGES):
        body = tuple(f"{'v' * (number + 1)} {'w' * line}" for line in range(1500))
        template = learn(template, page(f"p{number}", body), DAY + timedelta(minutes=number))
    assert len(template.pages) == MAX_PAGES
    assert len(template.hashes) <= MAX_HASHES
    assert len(encode_template(template)) < 9 * MAX_HASHES
    assert shared(template, page("new", ("New.",))).same[0] == pytest.approx(MAX_PAGES, rel=0.01)


@given(st.lists(st.text(min_size=1, max_size=8), max_size=20), st.none() | st.just(DAY))
def test_a_template_comes_back_as_it_was(texts: list[str], moment: datetime | None) -> None:
    template = learn(site(3), page("p", tuple(texts)), moment)
    back = decode_template(encode_template(template))
    document = page("q", tuple(texts))
    assert shared(back, document) == shared(template, document)
    assert (back.pages, back.moments) == (template.pages, template.moments)


@pytest.mark.parametrize(
    "broken", [b"", b"\x01\x05", b"\x01" + bytes(7) + b"x", encode_template(site(2))[:-9]]
)
def test_other_bytes_are_no_template(broken: bytes) -> None:
    with pytest.raises(ValueError, match="not a template"):
        decode_template(broken)


def test_a_template_that_other_rules_made_is_begun_anew() -> None:
    assert decode_template(b"\xff" + encode_template(site(2))[1:]).pages == ()


def test_a_page_without_blocks_teaches_nothing_and_breaks_nothing() -> None:
    empty = Document(url="https://example.org/empty", format="html", blocks=())
    template = learn(site(2), empty, DAY)
    assert shared(template, empty).pages == 0
