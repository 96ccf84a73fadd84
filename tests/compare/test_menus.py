"""Menus compared as trees: each thing once, each as what it is."""

import pytest

from monitor.compare.chrome import compare_regions
from tests.compare.trees import region, short

MENU = """
About > /about
  Team > /about/team
  History > /about/history
News > /news
  Press releases > /news/press
  Photo gallery > /news/photos
  Speeches > /news/speeches
Reports > /reports
  Annual report > /reports/annual
  Budget > /reports/budget
Contact > /contact
"""


def told(before, after):
    return [short(change) for change in compare_regions(region(before), region(after))]


def bare(lines):
    """The same menu as a text extract shows it: without targets."""
    return "\n".join(line.partition(" > ")[0] for line in lines.splitlines())


@pytest.mark.parametrize("form", [str, bare], ids=["with targets", "without targets"])
@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        pytest.param(lambda m: m, [], id="nothing happens"),
        pytest.param(
            lambda m: m.replace("  Budget", "  Audit findings > /reports/audit\n  Budget"),
            ["menu_added Audit findings under Reports"],
            id="an item is added",
        ),
        pytest.param(
            lambda m: m.replace("  Speeches > /news/speeches\n", ""),
            ["menu_removed Speeches under News"],
            id="an item is removed",
        ),
        pytest.param(
            lambda m: m.replace("Photo gallery", "Gallery"),
            ["menu_renamed Photo gallery -> Gallery under News"],
            id="a label is shortened",
        ),
        pytest.param(
            lambda m: m.replace("Annual report", "Annual report and accounts"),
            ["menu_renamed Annual report -> Annual report and accounts under Reports"],
            id="a label grows",
        ),
        pytest.param(
            lambda m: m.replace("Press releases", "PRESS RELEASES"),
            ["menu_renamed/restyled Press releases -> PRESS RELEASES under News"],
            id="a label is set in capitals",
        ),
        pytest.param(
            lambda m: m.replace("  Budget > /reports/budget\n", "").replace(
                "  History", "  Budget > /reports/budget\n  History"
            ),
            ["menu_moved Budget under About from Reports"],
            id="an item moves to another parent",
        ),
        pytest.param(
            lambda m: m.replace("Contact > /contact\n", "").replace("About >", "Contact > /contact\nAbout >"),
            ["menu_moved Contact"],
            id="an item moves to the front",
        ),
        pytest.param(
            lambda m: m.replace("News > /news\n", "Newsroom > /news\n"),
            ["menu_renamed News -> Newsroom"],
            id="a parent is renamed and keeps its children",
        ),
        pytest.param(
            lambda m: m.replace("News > /news\n", "Actualités > /actualites\n"),
            ["menu_renamed News -> Actualités"],
            id="a parent is renamed to another word and another target, its children tell",
        ),
        pytest.param(
            lambda m: m.replace(
                "Contact", "Visit us > /visit\n  Tours > /visit/tours\n  Café > /visit/cafe\nContact"
            ),
            ["menu_added Visit us"],
            id="a subtree is added",
        ),
        pytest.param(
            lambda m: m[: m.index("News")] + m[m.index("Reports") :],
            ["menu_removed News"],
            id="a subtree is removed",
        ),
        pytest.param(
            lambda m: m.replace("  Team", "  Team – new").replace("  Budget", "  Budget"),
            ["annotation_added new:  -> Team"],
            id="a mark is added",
        ),
    ],
)
def test_one_thing_is_told_once(form, edit, expected):
    assert told(form(MENU), form(edit(MENU))) == expected


def test_a_subtree_that_moves_is_one_move():
    top = MENU.replace("  Annual report > /reports/annual\n", "").replace("  Budget > /reports/budget\n", "")
    below = top.replace("Reports > /reports\n", "").replace(
        "  History > /about/history\n",
        "  History > /about/history\n  Reports > /reports\n    Annual report > /reports/annual\n"
        "    Budget > /reports/budget\n",
    )
    assert told(MENU, below) == ["menu_moved Reports under About from the top"]


def test_another_word_with_another_target_is_another_item():
    assert told("News > /news\nJobs > /jobs", "Views > /views\nJobs > /jobs") == [
        "menu_removed News",
        "menu_added Views",
    ]


def test_another_word_with_the_same_target_is_a_rename():
    assert told("News > /n\nJobs > /jobs", "Views > /n\nJobs > /jobs") == ["menu_renamed News -> Views"]


def test_another_word_without_any_target_is_another_item():
    assert sorted(told("News\nJobs", "Views\nJobs")) == ["menu_added Views", "menu_removed News"]


def test_neighbours_that_are_renamed_keep_their_partners():
    before = "Youth programme\nClimate action\nDigital policy\nContact"
    after = "Programme for youth\nClimate and energy action\nDigital rights policy\nContact"
    assert told(before, after) == [
        "menu_renamed Youth programme -> Programme for youth",
        "menu_renamed Climate action -> Climate and energy action",
        "menu_renamed Digital policy -> Digital rights policy",
    ]


def test_an_item_that_is_moved_and_renamed_is_told_once():
    before = MENU
    after = MENU.replace("  Budget > /reports/budget\n", "").replace(
        "  History", "  Money matters > /reports/budget\n  History"
    )
    assert told(before, after) == ["menu_renamed Budget -> Money matters under About from Reports"]


def test_shared_words_do_not_make_two_offices_one():
    before = "Field office in Osh\nField office in Nukus\nField office in Vlora\nField office in Ganja"
    after = "Field office in Osh\nField office in Nukus\nField office in Vlora\nField office in Lviv"
    assert sorted(told(before, after)) == [
        "menu_added Field office in Lviv",
        "menu_removed Field office in Ganja",
    ]


def test_an_item_put_between_equal_labels_does_not_shift_their_targets():
    before = "Read more > /a\nRead more > /b\nRead more > /c"
    after = "Read more > /x\nRead more > /a\nRead more > /b\nRead more > /c"
    assert told(before, after) == ["menu_added Read more"]


def test_a_new_target_behind_the_same_label():
    assert told("Data > /data\nJobs > /jobs", "Data > /open-data\nJobs > /jobs") == [
        "link_changed Data: /data -> /open-data"
    ]


def test_a_session_token_is_noise():
    before = "Data > /data?sid=8a1f22b0c3d4e5f6\nJobs > /jobs"
    after = "Data > /data?sid=77c0aa18b2d3f4e5\nJobs > /jobs"
    assert [line.split(" ")[0] for line in told(before, after)] == ["noise/token"]


def test_many_links_that_follow_one_rule_are_one_change():
    before = "\n".join(f"Item {n} > http://old.example.org/{n}" for n in "abcdef")
    [line] = told(before, before.replace("old.example", "new.example"))
    assert line.startswith("link_changed 6 links: ")


def test_a_site_that_goes_over_to_https_is_upkeep_and_one_that_goes_back_is_not():
    http = "\n".join(f"Item {n} > http://example.org/{n}" for n in "abcdef")
    https = http.replace("http:", "https:")
    assert [line.split(" ")[0] for line in told(http, https)] == ["noise/https"]
    assert [line.split(" ")[0] for line in told(https, http)] == ["link_changed"]


def test_a_menu_in_other_letters_is_one_change():
    before = "About us\nOur work\nNews room\nAnnual report\nContact"
    [line] = told(before, before.upper())
    assert line.startswith("menu_renamed/restyled About us, Our work")


def test_a_menu_in_another_order_is_one_change():
    before = "Zinc\nIron\nCopper\nTin\nLead\nGold"
    after = "\n".join(sorted(before.split("\n")))
    assert [line.split(" ")[0] for line in told(before, after)] == ["menu_moved/reordered"]


def test_renames_within_a_new_order():
    before = "Youth programme\nClimate action\nDigital policy\nContact\nLibrary\nOpen data"
    after = "Contact\nYouth programme\nClimate action plan\nDigital policy\nLibrary\nOpen data"
    assert told(before, after) == ["menu_moved Contact", "menu_renamed Climate action -> Climate action plan"]


def test_numbers_that_name_different_things_stay_apart():
    before = "Report 2023\nReport 2024"
    after = "Report 2024\nReport 2025"
    assert sorted(told(before, after)) == ["menu_added Report 2025", "menu_removed Report 2023"]


def test_the_only_number_of_its_shape_is_renamed():
    assert told("Budget 2024\nStaff", "Budget 2025\nStaff") == ["menu_renamed Budget 2024 -> Budget 2025"]


def test_a_mark_in_a_submenu_goes_from_one_item_to_another():
    before = "Members\n  Norway – chair 2025\n  Denmark\n  Iceland"
    after = "Members\n  Norway\n  Denmark – chair 2026\n  Iceland"
    assert told(before, after) == ["annotation_moved chair: Norway 2025 -> Denmark 2026"]
    assert told(after, before) == ["annotation_moved chair: Denmark 2026 -> Norway 2025"]


def test_commas_between_items_are_no_items():
    assert told("Iron > /i\n,\nTin > /t\n,\nZinc > /z", "Iron > /i\n,\nZinc > /z") == ["menu_removed Tin"]


def test_items_that_got_a_heading_of_their_own_did_not_move():
    before = "Work\n  Dams > /d\n  Locks > /l\n  Ports > /p"
    after = "Work\n  Waterways\n    Dams > /d\n    Locks > /l\n  Ports > /p"
    assert told(before, after) == ["menu_added Waterways under Work"]
    assert told(after, before) == ["menu_removed Waterways under Work"]


def test_whether_a_heading_holds_its_items_or_stands_before_them_is_markup():
    held = "Work\n  Water\n    Dams > /d\n    Locks > /l\n  Land\n    Roads > /r"
    flat = "Work\n  Water\n  Dams > /d\n  Locks > /l\n  Land\n  Roads > /r"
    assert told(held, flat) == told(flat, held) == []


def test_a_bar_after_the_last_item_is_no_change():
    assert told("Dams\nLocks ·\nPorts", "Dams ·\nLocks ·\nPorts") == []


def test_an_item_that_went_under_another_one_with_its_page():
    before = "Doctors > /doctors\nSurgeons > /blog/surgeons\nNews > /news"
    after = "Doctors > /doctors\n  Surgeons > /surgeons\nNews > /news"
    assert told(before, after) == [
        "link_changed Surgeons: /blog/surgeons -> /surgeons under Doctors",
        "menu_moved Surgeons under Doctors from the top",
    ]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("https://a.org/share?u=https://b.org/1", "https://a.org/share?u=https://b.org/2", "share link"),
        ("/en/data/", "https://example.org/en/data/", "form of the link"),
        ("/report.pdf?1657868278901", "/report.pdf?1659110877425", "token"),
    ],
)
def test_a_target_that_is_only_written_otherwise_is_noise(before, after, kind):
    [change] = compare_regions(region(f"Data > {before}\nJobs > /j"), region(f"Data > {after}\nJobs > /j"))
    assert (change.type.value, change.kind) == ("noise", kind)


def test_an_item_with_another_page_and_half_its_words_is_another_item():
    before = "Road works > /notices/roads\nTides > /tides\nPilots > /pilots"
    after = "Bridge works > /notices/bridges\nTides > /tides\nPilots > /pilots"
    assert sorted(told(before, after)) == ["menu_added Bridge works", "menu_removed Road works"]


def test_a_menu_that_went_into_another_one():
    before = "Port\n  Berths > /b\nNotices\n  Closures > /c\n  Dredging > /d"
    after = "Port\n  Berths > /b\n  Closures > /c\n  Dredging > /d"
    assert told(before, after) == [
        "menu_removed Notices",
        "menu_moved Closures, Dredging under Port from Notices",
    ]


def test_three_items_turned_round_are_in_another_order():
    assert told("Dams\nLocks\nPorts", "Ports\nLocks\nDams") == [
        "menu_moved/reordered Dams, Locks, Ports -> Ports, Locks, Dams"
    ]


def test_an_item_renamed_and_moved_past_its_neighbour_is_the_one_that_moved():
    before = "Models > /m\nModel tuning > /t\nCode > /c\nPricing > /p"
    after = "Models > /m\nCode > /c\nTuning > /t\nPricing > /p"
    assert told(before, after) == ["menu_renamed Model tuning -> Tuning"]
    [change] = compare_regions(region(before), region(after))
    assert change.moved
