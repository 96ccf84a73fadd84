"""One page or two, and what its title says."""

import pytest

from monitor.compare import compare_pages, is_same_page
from monitor.model import ChangeType, Link, Metadata, Page
from tests.compare.builders import block, page

A, B = "https://example.org/a", "https://example.org/b"
CHOIR = "The choir sings in the old chapel on the hill, and whoever likes to listen is welcome to come in."
CLUB = "In March the members met in town, chose a new chair by show of hands, and thanked the previous one."


def test_one_address_is_one_page_whatever_it_says() -> None:
    assert is_same_page(page("# Choir", CHOIR), page("# Club", CLUB))


def test_pages_with_other_addresses_headings_and_words_are_two() -> None:
    assert not is_same_page(
        page("# Choir", CHOIR, title="Choir", url=A), page("# Club", CLUB, title="Club", url=B)
    )


def test_a_page_that_moved_is_known_by_its_words() -> None:
    assert is_same_page(
        page("# Choir", CHOIR, title="Choir", url=A), page("# Singing", CHOIR, title="Sing", url=B)
    )


def test_a_translated_page_is_known_by_its_links() -> None:
    links = [Link(f"{n}", f"/dates/{n}") for n in range(6)]
    before = page("# Choir", block(CHOIR, *links), title="Choir", url=A)
    after = page("# Chor", block("Der Chor singt in der alten Kapelle.", *links), title="Chor", url=B)
    assert is_same_page(before, after)


def test_a_page_that_names_its_own_address_is_known_by_it() -> None:
    def named(body: str, url: str) -> Page:
        known = Metadata(canonical_url="https://example.org/choir")
        return Page(url=url, title="", body=(block("# " + body[:9]), block(body)), regions=(), metadata=known)

    assert is_same_page(named(CHOIR, A), named(CLUB, B))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Choir", "Choir and orchestra", ["title_changed"]),
        ("Choir", "CHOIR", ["title_changed/restyled"]),
        ("Choir", "Choir – Dates", ["noise/form of the title"]),
        ("Choir", "Choir | Home", ["noise/form of the title"]),
        ("Choir", "Choir – closed", ["title_changed"]),
        ("", "Choir", []),
    ],
)
def test_what_is_told_of_a_title(before: str, after: str, expected: list[str]) -> None:
    changes = compare_pages(page("# Dates", CHOIR, title=before), page("# Dates", CHOIR, title=after))
    assert ["/".join(filter(None, (c.type.value, c.kind))) for c in changes] == expected


def test_a_title_that_repeats_its_heading_is_told_once() -> None:
    before = page("# Choir of Linz", CHOIR, title="Choir of Linz – Home")
    after = page("# Choir of Graz", CHOIR, title="Choir of Graz – Home")
    told = [c.type for c in compare_pages(before, after) if c.type != ChangeType.NOISE]
    assert told == [ChangeType.HEADING_CHANGED]


def test_two_reports_of_one_subject_by_one_hand_are_two_pages() -> None:
    said = "This was told by the Town Office for Clubs and Choirs."
    choir = [CHOIR, "New voices are wanted, above all low ones, from May on.", said]
    club = [CLUB, "Fees stay what they were; nobody asked for more this year.", said]
    before = page(*choir, title="Choir sings in the chapel", url=A)
    assert not is_same_page(before, page(*club, title="New chair for gardeners", url=B))
    assert is_same_page(
        before, page(*club, title="In the chapel: choir sings", url=B)
    )  # rewritten, not another
