"""Regions of pages as people write them, read from HTML."""

# ruff: noqa: E501 - markup is easier to read unbroken

import pytest

from monitor.model import Item, Region, RegionKind, Snapshot
from monitor.read import read
from monitor.separate import separate

BODY = """<main><h1>Rivers</h1><p>The board looks after all of the rivers that flow through the district, and it
measures each of them twice a year from a boat.</p><p>What it finds is written down in the yearbook, which is sent
to every household, and read aloud at the spring assembly by the warden.</p></main>"""


def regions(chrome: str) -> tuple[Region, ...]:
    html = f"<html lang=en><title>Rivers</title><body>{chrome}{BODY}</body></html>"
    return separate(read(Snapshot(url="https://example.org/rivers", payload=html.encode()))).regions


def outline(items: tuple[Item, ...]) -> list:
    return [(item.label, outline(item.children)) if item.children else item.label for item in items]


MENUS = {
    "a mega menu": (
        """<nav><ul><li><a href=/work>Work</a><button>Show what is under Work</button><div>
           <div><h4>Waters</h4><ul><li><a href=/rivers aria-current=page>Rivers</a></li><li><a href=/lakes>Lakes</a>
           </li></ul></div><div><h4>Land</h4><ul><li><a href=/woods>Woods</a></li></ul></div></div></li>
           <li><a href=/about>About</a></li></ul></nav>""",
        [("Work", [("Waters", ["Rivers", "Lakes"]), ("Land", ["Woods"])]), "About"],
    ),
    "ARIA menus": (
        """<div role=navigation><ul role=menubar><li role=none><a role=menuitem href=/work>Work</a><ul role=menu>
           <li role=none><a role=menuitem href=/lakes>Lakes</a></li></ul></li><li role=none><a role=menuitem
           href=/about>About</a></li></ul></div>""",
        [("Work", ["Lakes"]), "About"],
    ),
    "details": (
        """<nav><details open><summary>Stations</summary><ul><li><a href=/n>North</a></li><li><a href=/s>South</a>
           </li></ul></details><details><summary>Years</summary><a href=/2025>2025</a> <a href=/2026>2026</a>
           </details></nav>""",
        [("Stations", ["North", "South"]), ("Years", ["2025", "2026"])],
    ),
    "a definition list": (
        """<nav><dl><dt>Office</dt><dd><a href=/main>Main office</a></dd><dd><a href=/branch>Branch</a></dd><dt>Lab
           </dt><dd><a href=/lab>Lab one</a></dd></dl></nav>""",
        [("Office", ["Main office", "Branch"]), ("Lab", ["Lab one"])],
    ),
    "a table": (
        """<div class=menu><table><tr><td><a href=/rivers>Rivers</a></td></tr><tr><td><a href=/lakes>Lakes</a></td>
           <td><a href=/woods>Woods</a></td></tr></table></div>""",
        ["Rivers", "Lakes", "Woods"],
    ),
    "a list in a list, beside its item": (
        "<nav><ul><li><a href=/work>Work</a></li><ul><li><a href=/lakes>Lakes</a></li></ul><li><a href=/about>About"
        "</a></li></ul></nav>",
        [("Work", ["Lakes"]), "About"],
    ),
    "columns under links and bold words": (
        """<nav><ul><li><a href=/work>Work</a><div><div class=col><a href=/waters>Waters</a><ul><li><a href=/lakes>
           Lakes</a></li><li><a href=/rivers>Rivers</a></li></ul></div><div class=col><p><b>Land</b></p><ul><li><a
           href=/woods>Woods</a></li></ul></div></div></li><li><a href=/about>About</a></li></ul></nav>""",
        [("Work", [("Waters", ["Lakes", "Rivers"]), ("Land", ["Woods"])]), "About"],
    ),
    "boxes that are called menus": (
        """<div class=menu><div class=item><a href=/work>Work</a><div class=submenu><a href=/lakes>Lakes</a><a
           href=/rivers>Rivers</a></div></div><div class=item><a href=/about>About</a></div></div>""",
        [("Work", ["Lakes", "Rivers"]), "About"],
    ),
    "a brand before the list": (
        "<nav><a href=/>Water Board</a><ul><li><a href=/lakes>Lakes</a></li><li><a href=/woods>Woods</a></li></ul></nav>",
        ["Water Board", "Lakes", "Woods"],
    ),
    "a footer's line before its links": (
        "<footer><p>Water Board 2031</p><ul><li><a href=/lakes>Lakes</a></li><li><a href=/woods>Woods</a></li></ul></footer>",
        ["Water Board 2031", "Lakes", "Woods"],
    ),
    "ARIA menus of boxes": (
        """<div role=menubar><div role=none><a role=menuitem href=/work>Work</a><div role=menu><a role=menuitem
           href=/lakes>Lakes</a><a role=menuitem href=/rivers>Rivers</a></div></div><div role=none><a role=menuitem
           href=/about>About</a></div></div>""",
        [("Work", ["Lakes", "Rivers"]), "About"],
    ),
    "an ARIA tree of boxes": (
        """<nav><div role=tree><div role=treeitem><span>Work</span><div role=group><div role=treeitem><a href=/lakes>
           Lakes</a></div></div></div><div role=treeitem><a href=/about>About</a></div></div></nav>""",
        [("Work", ["Lakes"]), "About"],
    ),
    "short names with bars between them": (
        "<div class=nav>EN | <a href=/de>DE</a> | <a href=/fr>FR</a></div>",
        ["EN", "DE", "FR"],
    ),
    "a tag cloud": (
        """<div class=sidebar><a href=/tag/algae>algae</a> <a href=/tag/boats>boats</a> <a href=/tag/canals>canals
           </a></div>""",
        ["algae", "boats", "canals"],
    ),
    "bare links with bars between them": (
        """<div class=nav><a href=/rivers>Rivers</a> | <a href=/lakes>Lakes</a> | <a href=/woods>Woods</a></div>""",
        ["Rivers", "Lakes", "Woods"],
    ),
}


MARKED = {
    "a word": "<li><a href=/rivers>Rivers (current)</a></li><li><a href=/lakes>Lakes</a></li>",
    "a word for screen readers": """<li><a href=/rivers aria-current=page>Rivers <span class=sr-only>(current)</span>
        </a></li><li><a href=/lakes>Lakes</a></li>""",
    "an arrow": "<li><a href=/rivers>» Rivers</a></li><li><a href=/lakes>Lakes</a></li>",
    "a class": "<li class=active><a href=/rivers>Rivers</a></li><li><a href=/lakes>Lakes</a></li>",
}


@pytest.mark.parametrize("mark", MARKED)
def test_the_mark_of_the_current_page_is_taken_away(mark: str) -> None:
    (region,) = regions(f"<nav><ul>{MARKED[mark]}</ul></nav>")
    assert outline(region.items) == ["Rivers", "Lakes"]


def test_the_current_page_in_a_row_of_links_is_an_item_like_the_others() -> None:
    (first,) = regions("<div class=nav><a href=/a>Woods</a> | <b>Rivers</b> | <a href=/c>Lakes</a></div>")
    (second,) = regions("<div class=nav><a href=/a>Woods</a> | <a href=/b>Rivers</a> | <b>Lakes</b></div>")
    assert outline(first.items) == outline(second.items) == ["Woods", "Rivers", "Lakes"]


@pytest.mark.parametrize("name", MENUS)
def test_a_menu_is_a_tree_however_it_is_written(name: str) -> None:
    chrome, expected = MENUS[name]
    (region,) = regions(chrome)
    assert outline(region.items) == expected


def test_a_breadcrumb_may_say_so_by_its_schema() -> None:
    (region,) = regions(
        """<div itemscope itemtype="https://schema.org/BreadcrumbList"><span><a href=/>Start</a></span> / <span><a
           href=/work>Work</a></span> / <span>Rivers</span></div>"""
    )
    assert (region.kind, outline(region.items)) == (RegionKind.BREADCRUMB, ["Start", "Work"])


def test_a_select_of_languages_is_a_language_switcher() -> None:
    (region,) = regions(
        """<header><select class="language-select"><option value="/en/" selected>English</option>
           <option value="/de/">Deutsch</option></select></header>"""
    )
    assert region.kind is RegionKind.LANGUAGES
    assert [(item.label, item.target) for item in region.items] == [
        ("English", "https://example.org/en/"),
        ("Deutsch", "https://example.org/de/"),
    ]


@pytest.mark.parametrize(
    "chrome",
    [
        "<div class=breadcrumbs><a href=/>Home</a> &gt; <a href=/work>Work</a> &gt; <span>Rivers</span></div>",
        "<nav aria-label=Breadcrumb><ol><li><a href=/>Home</a><li><a href=/work>Work</a><li>Rivers</ol></nav>",
        """<ol class=breadcrumb><li><a href=/>Home</a></li><li>/</li><li><a href=/work>Work</a></li><li>/</li>
           <li><a href=/rivers aria-current=page>Rivers</a></li></ol>""",
    ],
)
def test_a_breadcrumb_is_the_way_to_the_page_without_the_page(chrome: str) -> None:
    (region,) = regions(chrome)
    assert region.kind is RegionKind.BREADCRUMB
    assert outline(region.items) == ["Home", "Work"]


def test_a_footer_keeps_its_columns_and_its_plain_texts() -> None:
    (region,) = regions(
        """<footer><div><div><h3>Service</h3><ul><li><a href=/i>Imprint</a><li><a href=/p>Privacy</a></ul></div>
           <div><p>1 Mill Lane<br>Lower Vale</p></div></div><p>© 2026 Water Board</p></footer>"""
    )
    assert region.kind is RegionKind.FOOTER
    assert outline(region.items) == [
        ("Service", ["Imprint", "Privacy"]),
        "1 Mill Lane Lower Vale",
        "© 2026 Water Board",
    ]


def test_a_badge_stays_with_its_item() -> None:
    (region,) = regions("<nav><ul><li><a href=/lakes>Lakes <span class=badge>NEW</span></a></ul></nav>")
    assert region.items == (Item("Lakes NEW", "https://example.org/lakes", (), ("NEW",)),)


def test_every_link_of_a_footers_sentence_is_kept() -> None:
    said = "By writing to us you accept our <a href=/terms>terms</a>, and that we read letters by the <a href=/privacy>rules</a> of the board."
    [footer] = regions(f"<footer><p>River Board, Mill Lane 1</p><p>{said}</p></footer>")
    sentence = footer.items[-1]
    assert sentence.target == "https://example.org/terms"
    assert [(item.label, item.target) for item in sentence.children] == [
        ("rules", "https://example.org/privacy")
    ]


def test_the_pages_headline_is_kept_where_it_was_taken_for_chrome() -> None:
    def headline(top: str) -> str:
        html = f"<html lang=en><title>Board</title><body>{top}{BODY.replace('<h1>Rivers</h1>', '')}</body></html>"
        return separate(read(Snapshot(url="https://example.org/rivers", payload=html.encode()))).headline

    nav = "<nav><ul><li><a href=/a>Work</a></li><li><a href=/b>About</a></li><li><a href=/c>Press</a></li></ul>{}</nav>"
    assert headline(nav.format("<h1>The rivers of the district</h1>")) == "The rivers of the district"
    assert headline(nav.format("<h1><a href=/>River Board</a></h1>")) == ""
    assert headline(nav.format("<h1>Rivers</h1><h1>Lakes</h1>")) == ""


@pytest.mark.parametrize("names", ["class='col c{}'", "id=r{}"])
def test_columns_are_columns_whatever_is_drawn_anew_in_their_names(names: str) -> None:
    for first in (7, 907):
        columns = "".join(
            f"<div {names.format(first + at)}><p><b>{label}</b></p><ul><li><a href=/{at}/a>{label} one</a></li>"
            f"<li><a href=/{at}/b>{label} two</a></li></ul></div>"
            for at, label in enumerate(("Waters", "Land"))
        )
        (region,) = regions(f"<nav><ul><li><a href=/work>Work</a><div>{columns}</div></li></ul></nav>")
        columns_below = [("Waters", ["Waters one", "Waters two"]), ("Land", ["Land one", "Land two"])]
        assert outline(region.items) == [("Work", columns_below)]
