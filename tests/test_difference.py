"""Two files, or two folders: what changed between them, told once, on the right page."""

from pathlib import Path

import pytest

from monitor.difference import compare_paths
from monitor.errors import BadInput
from monitor.model import ChangeType, Scope, Where

ARTICLES = {
    "tides.html": ("Tides", "The tide tables for the eastern harbour were printed again this spring. " * 3),
    "boats.html": ("Boats", "Seven boats of the old fleet have found new owners along the coast. " * 3),
    "nets.html": ("Nets", "Mending a net takes a winter evening and the patience of two people. " * 3),
    "light.html": ("Light", "The lighthouse keeper left his post after thirty years of service. " * 3),
}
MENU = ("Home", "Tides", "Boats", "Nets", "Light", "Harbour office", "Weather", "Contact")


def page(title: str, text: str, menu: tuple[str, ...] = MENU) -> str:
    items = "".join(f'<li><a href="/{label.lower().replace(" ", "-")}">{label}</a></li>' for label in menu)
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body>"
        f"<nav><ul>{items}</ul></nav><main><h1>{title}</h1><p>{text}</p></main>"
        "<footer><p>Harbour Trust, Pier Road 1</p></footer></body></html>"
    )


@pytest.fixture
def write(tmp_path):
    def write_folder(name: str, pages: dict[str, str]) -> Path:
        for path, html in pages.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(html, encoding="utf-8")
        return tmp_path / name

    return write_folder


def generation(menu: tuple[str, ...] = MENU, **other: str | None) -> dict[str, str]:
    """The site's pages; `other` replaces the text of one (by its name before the dot), None leaves it out."""
    pages = {}
    for path, (title, text) in ARTICLES.items():
        told = other.get(path.partition(".")[0], text)
        if told is not None:
            pages[path] = page(title, told, menu)
    return pages


def told(found) -> list[tuple[str, str]]:
    return [
        (change.type.value, change.page) for change in found.changes if change.type is not ChangeType.NOISE
    ]


def test_a_folder_with_itself_has_no_change(write):
    folder = write("a", generation())
    assert told(compare_paths(folder, folder)) == []


def test_a_change_of_the_menu_is_told_once_for_the_site(write):
    renamed = tuple("Sea weather" if label == "Weather" else label for label in MENU)
    found = compare_paths(write("a", generation()), write("b", generation(renamed)))
    site = [change for change in found.changes if change.scope is Scope.SITE]
    assert ("Weather", "Sea weather") in [(change.before, change.after) for change in site]
    assert len([change for change in site if change.type is ChangeType.MENU_RENAMED]) == 1
    assert site[0].pages_after == tuple(sorted(ARTICLES))
    assert not [change for change in found.changes if change.where is Where.BODY]


def test_an_edit_is_told_on_its_page(write):
    text = ARTICLES["boats.html"][1].replace("Seven", "Nine", 1)
    found = compare_paths(write("a", generation()), write("b", generation(boats=text)))
    assert {name for _, name in told(found)} == {"boats.html"}


def test_pages_that_came_or_went_are_named(write):
    found = compare_paths(write("a", generation(light=None)), write("b", generation(nets=None)))
    assert sorted(told(found)) == [("page_added", "light.html"), ("page_removed", "nets.html")]


def test_a_page_whose_path_moved_is_found_by_what_it_says(write):
    before = generation()
    after = {("crafts/nets.html" if path == "nets.html" else path): html for path, html in before.items()}
    found = compare_paths(write("a", before), write("b", after))
    assert told(found) == [("page_moved", "crafts/nets.html")]
    assert (found.changes[0].before, found.changes[0].after) == ("nets.html", "crafts/nets.html")


def test_one_page_under_two_file_names_is_one_page(write):
    before = write("a", {"old.html": page("Tides", ARTICLES["tides.html"][1])})
    edited = ARTICLES["tides.html"][1].replace("eastern", "western", 1)
    after = write("b", {"new.html": page("Tides", edited)})
    found = compare_paths(before / "old.html", after / "new.html")
    assert [name for _, name in told(found)] == ["new.html"]
    assert not found.changes[0].inferred


def test_two_pages_of_a_site_are_named_as_two(write):
    folder = write("a", generation())
    assert told(compare_paths(folder / "tides.html", folder / "nets.html")) == [
        ("different_page", "nets.html")
    ]


def test_their_bodies_are_compared_when_asked_for(write):
    folder = write("a", generation())
    kinds = {
        kind for kind, _ in told(compare_paths(folder / "tides.html", folder / "nets.html", bodies=True))
    }
    assert "different_page" in kinds
    assert len(kinds) > 1


def test_a_file_that_cannot_be_read_stops_no_other(write):
    before, after = write("a", generation()), write("b", generation())
    (after / "boats.html").write_bytes(b"")
    found = compare_paths(before, after)
    assert told(found) == []
    assert len(found.unread) == 1
    assert "boats.html" in found.unread[0]


@pytest.mark.parametrize(("one", "other"), [("a", "a/tides.html"), ("a/tides.html", "a")])
def test_a_file_and_a_folder_are_not_compared(write, tmp_path, one, other):
    write("a", generation())
    with pytest.raises(BadInput, match="give two files or two folders"):
        compare_paths(tmp_path / one, tmp_path / other)


def test_a_headline_in_the_banner_is_told_once_and_as_its_pages(write):
    def under_banner(title: str) -> dict[str, str]:
        html = page(f"{title} – Harbour Trust", ARTICLES["tides.html"][1])
        html = html.replace(f"<h1>{title} – Harbour Trust</h1>", "")
        return {
            **generation(),
            "tides.html": html.replace(
                "<nav>", f"<header><a href=/>Trust</a><div>{title}</div></header><nav>"
            ),
        }

    before = write("a", under_banner("Tides of the eastern harbour"))
    after = write("b", under_banner("Tides of the western harbour"))
    for found in (compare_paths(before, after), compare_paths(before / "tides.html", after / "tides.html")):
        assert [kind for kind, _ in told(found)] == ["heading_changed"]
