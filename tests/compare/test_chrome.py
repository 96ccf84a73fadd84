"""A site's chrome, seen on many pages: each change once."""

from pathlib import Path

import pytest

from monitor.compare.chrome import compare_chrome, compare_regions
from monitor.compare.regions import match_regions
from monitor.model import Item, Region, RegionKind, Scope, Snapshot
from monitor.read import read
from monitor.separate import separate
from tests.compare.trees import page, region, short

MENU = "About > /about\nMembers > /members\n  Norway – chair 2025 > /no\n  Denmark > /dk\nContact > /contact"
LATER = MENU.replace("Norway – chair 2025", "Norway").replace("Denmark", "Denmark – chair 2026")
FOOTER = "Privacy > /privacy\nImprint > /imprint"
URLS = [f"https://example.org/{n}" for n in range(5)]


def footer(lines):
    return region(lines, RegionKind.FOOTER)


def test_a_change_on_every_page_is_told_once_with_its_pages():
    before = [page(url, region(MENU), footer(FOOTER)) for url in URLS]
    after = [page(url, region(LATER), footer(FOOTER)) for url in URLS]
    [change] = compare_chrome(before, after)
    assert short(change) == "annotation_moved chair: Norway 2025 -> Denmark 2026"
    assert change.scope is Scope.SITE
    assert change.pages_before == change.pages_after == tuple(URLS)
    assert not change.inferred


def test_two_different_pages_are_witnesses_of_the_same_change():
    [change] = compare_chrome([page(URLS[0], region(MENU))], [page(URLS[1], region(LATER))])
    assert short(change) == "annotation_moved chair: Norway 2025 -> Denmark 2026"
    assert (change.pages_before, change.pages_after) == ((URLS[0],), (URLS[1],))
    assert change.inferred


def test_pages_that_share_no_chrome_are_two_sites():
    other = "Shop > /shop\nCart > /cart\nHelp > /help"
    assert compare_chrome([page(URLS[0], region(MENU))], [page(URLS[1], region(other))]) == ()


def test_an_item_renamed_in_the_menu_and_in_the_footer_is_told_once():
    before = [page(url, region(MENU), footer(FOOTER + "\nContact > /contact")) for url in URLS]
    after = [
        page(url, region(MENU.replace("Contact", "Visit us")), footer(FOOTER + "\nVisit us > /contact"))
        for url in URLS
    ]
    [change] = compare_chrome(before, after)
    assert short(change) == "menu_renamed Contact -> Visit us"
    assert "also in footer" in " ".join(change.evidence)


def test_what_one_page_of_several_shows_is_that_pages():
    before = [page(url, region(MENU)) for url in URLS]
    after = [
        page(url, region(MENU.replace("Contact", "Visit us") if url == URLS[3] else MENU)) for url in URLS
    ]
    [change] = compare_chrome(before, after)
    assert (change.scope, change.page) == (Scope.PAGE, URLS[3])


def test_a_breadcrumb_is_compared_only_with_its_own_pages():
    def crumb(lines):
        return region(lines, RegionKind.BREADCRUMB)

    before = [page(URLS[0], region(MENU), crumb("Home > /\nNews > /news"))]
    same_page = [page(URLS[0], region(MENU), crumb("Home > /\nPress > /news"))]
    other_page = [page(URLS[1], region(MENU), crumb("Home > /\nJobs > /jobs"))]
    assert [short(c) for c in compare_chrome(before, same_page)] == ["menu_renamed News -> Press"]
    assert compare_chrome(before, other_page) == ()


def test_a_breadcrumb_that_came_to_a_page_is_told_and_one_in_each_page_of_a_new_design_is_not():
    def pages(lines):
        crumbs = (region(lines, RegionKind.BREADCRUMB),) if lines else ()
        return [page(url, region(MENU), *crumbs) for url in URLS]

    before, after = pages(""), pages("Back to the start > /start")
    assert [short(c) for c in compare_chrome(before[:1], after[:1])] == ["menu_added Back to the start"]
    assert [short(c) for c in compare_chrome(after[:1], before[:1])] == ["menu_removed Back to the start"]
    assert compare_chrome(before, after) == ()
    # What the menu says anyway was only seen otherwise.
    assert compare_chrome(before[:1], pages("Contact > /contact")[:1]) == ()


def test_a_region_is_recognised_by_its_items_and_not_by_its_place():
    before = [region(MENU), footer(FOOTER)]
    after = [footer(FOOTER.replace("Imprint", "Legal notice")), region(LATER)]
    assert match_regions(before, after) == ((0, 1), (1, 0))


def test_a_new_region_is_one_change():
    sidebar = region("Rivers > /r\nLakes > /l\nDams > /d\nLocks > /k", RegionKind.SIDEBAR, name="Water")
    before = [page(url, region(MENU)) for url in URLS]
    after = [page(url, region(MENU), sidebar) for url in URLS]
    [change] = compare_chrome(before, after)
    assert (change.type.value, change.region, change.after) == (
        "menu_added",
        "sidebar: Water",
        ("Rivers", "Lakes", "Dams", "Locks"),
    )


def test_a_list_that_rotates_is_noise():
    def related(*titles):
        return region("\n".join(f"{t} > /{t}" for t in titles), RegionKind.SIDEBAR, name="Related stories")

    before = [page(url, region(MENU), related("Dams", "Rivers", "Lakes")) for url in URLS]
    after = [page(url, region(MENU), related("Locks", "Lakes", "Canals")) for url in URLS]
    [change] = compare_chrome(before, after)
    assert (change.type.value, change.kind) == ("noise", "rotation")


def test_a_list_below_a_label_that_says_it_rotates_is_noise():
    links = "Help > /help\nTerms > /terms\nJobs > /jobs\nRelated articles\n{}"
    before = page(URLS[0], region(links.format("Dams > /1\nRivers > /2\nLakes > /3")))
    after = page(URLS[0], region(links.format("Canals > /4\nDams > /1\nRivers > /2")))
    [change] = compare_chrome([before], [after])
    assert (change.type.value, change.kind) == ("noise", "rotation")


def test_headlines_in_a_menu_that_were_all_exchanged_are_noise():
    links = "Help > /help\nTerms > /terms\nJobs > /jobs\nStories\n{}"
    before = "How the lock of Brenn was saved > /1\nA day with the pilots of Ostrel > /2"
    after = "Why the river turned green in May > /3\nThe last ferry and its last crew > /4"
    [change] = compare_chrome(
        [page(URLS[0], region(links.format(before)))], [page(URLS[0], region(links.format(after)))]
    )
    assert (change.type.value, change.kind) == ("noise", "rotation")


@pytest.mark.parametrize(
    "labels", ["Privacy\nCookie settings\nImprint", "Accept all\nTerms of use\nHelp\nJobs"]
)
def test_links_about_cookies_are_no_consent_box(labels):
    before = page(URLS[0], region(MENU), region(labels, RegionKind.OTHER))
    after = page(URLS[0], region(MENU), region(labels + "\nSitemap", RegionKind.OTHER))
    assert [short(change) for change in compare_chrome([before], [after])] == ["menu_added Sitemap"]


def test_a_list_that_rotates_may_show_the_same_in_another_order():
    def related(*titles):
        return region("\n".join(f"{t} > /{t}" for t in titles), RegionKind.SIDEBAR, name="Related stories")

    [change] = compare_chrome(
        [page(URLS[0], region(MENU), related("Dams", "Rivers", "Lakes"))],
        [page(URLS[0], region(MENU), related("Rivers", "Dams", "Lakes"))],
    )
    assert (change.type.value, change.kind) == ("noise", "rotation")


def test_a_caption_that_ticks_carries_no_mark():
    before = page(URLS[0], region(MENU), footer("Seen 25 minutes ago · 2,720 views\nImprint > /imprint"))
    after = page(URLS[0], region(MENU), footer("Seen 25 minutes ago · 4,727 views\nImprint > /imprint"))
    [change] = compare_chrome([before], [after])
    assert (change.type.value, change.kind) == ("noise", "counter")


def test_a_menu_where_the_current_page_has_no_link_is_the_same_menu():
    own = dict(zip(URLS, ("no", "dk"), strict=False))
    before = [page(url, region(MENU.replace(f" > /{name}", ""))) for url, name in own.items()]
    after = [page(url, region(LATER.replace(f" > /{name}", ""))) for url, name in own.items()]
    assert [short(c) for c in compare_chrome(before, after)] == [
        "annotation_moved chair: Norway 2025 -> Denmark 2026"
    ]


def test_regions_that_are_only_cut_otherwise_are_no_change():
    whole = region(f"{MENU}\n{FOOTER}")
    assert compare_chrome([page(URLS[0], whole)], [page(URLS[0], region(MENU), footer(FOOTER))]) == ()


def test_a_heading_that_names_a_region_on_the_other_side_did_not_go():
    menu = Region(kind=RegionKind.MENU, items=(Item("Harbour", "/harbour"), Item("Ferries", "/ferries")))
    heading = Region(kind=RegionKind.OTHER, items=(Item("News"),))
    news = tuple(Item(f"Notice {number} of the harbour", f"/{number}") for number in (1, 2))
    apart = [page(URLS[0], menu, heading, Region(kind=RegionKind.OTHER, items=news))]
    named = [page(URLS[0], menu, Region(kind=RegionKind.OTHER, name="News", items=news))]
    for before, after in ((apart, named), (named, apart)):
        assert {c.kind for c in compare_chrome(before, after)} == {"crossing"}
    gone = [page(URLS[0], menu, Region(kind=RegionKind.OTHER, items=news))]
    [change] = compare_chrome(apart, gone)
    assert (change.type, change.before) == ("menu_removed", "News")


def test_a_site_with_itself_has_no_change():
    pages = [page(url, region(MENU), footer(FOOTER)) for url in URLS]
    assert compare_chrome(pages, pages) == ()


def test_a_copyright_year_in_the_footer():
    before = page(URLS[0], region(MENU), footer("© 2025 Commission of the Lakes"))
    after = page(URLS[0], region(MENU), footer("© 2026 Commission of the Lakes"))
    [change] = compare_chrome([before], [after])
    assert (change.type.value, change.kind) == ("noise", "copyright year")


SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
"""Real pages, undated, of two sites; not part of the project."""


@pytest.fixture(scope="module")
def seeds():
    if not SEEDS.is_dir():
        pytest.skip("no seed pages here")
    pages = {}
    for path in sorted(SEEDS.glob("*.txt")):
        snapshot = Snapshot(url=path.name, payload=path.read_bytes(), media_type="text/plain")
        pages[path.name[:3]] = separate(read(snapshot))
    return pages


@pytest.mark.parametrize(
    ("before", "after", "types"),
    [
        ("003", "000", ["annotation_moved"]),
        ("000", "003", ["annotation_moved"]),
        ("004", "000", ["annotation_moved", "menu_renamed"]),
        ("000", "004", ["annotation_moved", "menu_renamed"]),
        ("000", "001", []),
        ("003", "003", []),
        ("002", "000", []),
    ],
)
def test_real_pages_tell_what_happened_between_them(seeds, before, after, types):
    changes = compare_chrome([seeds[before]], [seeds[after]])
    assert sorted(change.type.value for change in changes) == types
    for change in changes:
        if change.type.value == "annotation_moved":
            years = (change.from_year, change.to_year)
            assert years == (("2025", "2026") if after == "000" else ("2026", "2025"))


def test_a_consent_box_that_appears_is_noise():
    box = region("We use cookies here.\nAccept all\nReject", RegionKind.OTHER)
    [change] = compare_chrome([page(URLS[0], region(MENU))], [page(URLS[0], region(MENU), box)])
    assert (change.type.value, change.kind) == ("noise", "consent")


def test_the_mark_of_the_current_page_does_not_move_from_page_to_page():
    here = region(MENU.replace("About", "About (current)"))
    there = region(MENU.replace("Contact", "Contact (current)"))
    [change] = compare_chrome([page(URLS[0], here)], [page(URLS[1], there)])
    assert (change.type.value, change.kind) == ("noise", "current page")


def test_the_same_link_of_the_site_is_no_part_of_what_each_page_has_of_its_own():
    def pages(owner):
        menu = f"{MENU}\nSource > https://git.example/{owner}/site"
        return [
            page(url, region(menu), region(f"Edit > https://git.example/{owner}/site/{n}", RegionKind.OTHER))
            for n, url in enumerate(URLS)
        ]

    changes = compare_chrome(pages("ida"), pages("olav"))
    assert sorted(change.text for change in changes) == ["5 links", "Source"]
    assert {change.scope for change in changes} == {Scope.SITE}


def test_two_states_of_a_region_may_be_of_two_pages():
    here, there = (region(MENU.replace(name, f"{name} (current)")) for name in ("About", "Contact"))
    [change] = compare_regions(here, there)
    assert (change.type.value, change.kind) == ("noise", "current page")


def test_a_link_in_a_sentence_is_told_with_the_words_of_the_sentence():
    def footer_that_says(said, *links):
        sentence = Item(said, "/terms", tuple(Item(label, target) for label, target in links))
        others = tuple(Item(label, f"/{label.lower()}") for label in ("Imprint", "Contact", "Press"))
        return [page(URLS[0], Region(kind=RegionKind.FOOTER, items=(*others, sentence)))]

    few = "Whoever writes to us accepts our terms and our rules."
    more = "Whoever writes to us accepts our terms, our rules and our prices."
    before, rules = footer_that_says(few, ("rules", "/rules")), ("rules", "/rules")
    [change] = compare_chrome(before, footer_that_says(more, rules, ("prices", "/prices")))
    assert (change.before, change.after) == (few, more)
    [change] = compare_chrome(before, footer_that_says(few, ("rules", "/privacy")))
    assert (change.type.value, change.before, change.after) == ("link_changed", "/rules", "/privacy")
