"""The report reads well, with and without colour, on what is ordinary and on what is not."""

from dataclasses import replace

from monitor.digest.lines import Line, Tone, wrap
from monitor.digest.text import report_changes
from monitor.model import Change, ChangeType, Scope, Where

ADDED = Change(
    type=ChangeType.PARAGRAPH_ADDED,
    where=Where.BODY,
    page="hall.html",
    after="A new hall opens.",
    sentence="Paragraph added: A new hall opens.",
    path=("News", "Towns", "Halls"),
)
EDITED = Change(
    type=ChangeType.PARAGRAPH_EDITED,
    where=Where.BODY,
    page="seats.html",
    before="The hall has 50 seats.",
    after="The hall has 60 seats.",
    spans=(("50", "60"),),
    sentence="Paragraph edited: 50 → 60",
    importance=0.5,
)
RENAMED = Change(
    type=ChangeType.MENU_RENAMED,
    where=Where.CHROME,
    scope=Scope.SITE,
    sentence="Menu item renamed: Halls → Rooms",
    region="menu",
    path=("About",),
    pages_before=("a", "b"),
    pages_after=("c",),
    inferred=True,
)
COUNTER = Change(type=ChangeType.NOISE, kind="counter", where=Where.BODY, sentence="17 views → 18 views")


def spell(lines) -> str:
    return "\n".join("".join(part.text for part in row) for line in lines for row in wrap(line, 80))


def test_the_site_comes_first_then_pages_by_what_matters_most():
    assert (
        spell(report_changes({"": [ADDED, EDITED, RENAMED, COUNTER, COUNTER]}))
        == """\
The whole site

  ~ Menu item renamed: Halls → Rooms
    in menu › About · on 1 of 3 pages · inferred across pages

seats.html

  ~ Paragraph edited: 50 → 60
    The hall has [-50-] {+60+} seats.

hall.html

  + Paragraph added: A new hall opens.
    under News › Towns › Halls

3 changes. Held back as noise: 2 counter (--noise shows it)."""
    )


def test_nothing_is_said_to_be_nothing():
    assert spell(report_changes({})) == "Nothing changed."


def test_noise_alone_is_no_change_but_is_counted():
    assert spell(report_changes({"": [COUNTER]})) == (
        "Nothing changed. Held back as noise: 1 counter (--noise shows it)."
    )


def test_noise_is_shown_when_asked_for():
    assert (
        spell(report_changes({"": [COUNTER]}, show_noise=True))
        == """\
Held back as noise

  · 17 views → 18 views

Nothing changed. Held back as noise: 1 counter."""
    )


def test_a_flood_of_text_stays_a_few_lines():
    flood = replace(
        EDITED, before="x" * 10_000, after="y" * 10_000, spans=(("x" * 10_000, "y" * 10_000),),
        sentence="z" * 10_000, path=("p" * 10_000,), page="q" * 10_000,
    )  # fmt: skip
    assert len(spell(report_changes({"": [flood]})).splitlines()) < 40


def test_every_sign_has_its_tone():
    signs = {}
    for kind in ChangeType:
        lines = [*report_changes({"": [replace(ADDED, type=kind, kind="counter")]}, show_noise=True)]
        sign = next(line for line in lines if isinstance(line, Line) and line.indent == 2).lead
        signs[kind] = (sign.text.strip(), sign.tone)
    assert signs[ChangeType.MENU_ADDED] == ("+", Tone.ADDED)
    assert signs[ChangeType.LINK_REMOVED] == ("−", Tone.REMOVED)
    assert signs[ChangeType.ANNOTATION_MOVED] == ("⇄", Tone.MOVED)
    assert signs[ChangeType.LINK_CHANGED] == ("~", Tone.CHANGED)
    assert signs[ChangeType.DIFFERENT_PAGE][0] == "≠"
    assert signs[ChangeType.NOISE] == ("·", Tone.FAINT)


def test_each_site_is_named():
    said = spell(report_changes({"north": [RENAMED], "south": [ADDED]}))
    assert "The whole site north" in said
    assert said.index("north") < said.index("hall.html")


def test_what_of_the_chrome_one_page_shows_is_told_under_that_page():
    lone = replace(RENAMED, pages_before=("a",), pages_after=("a",), inferred=False)
    assert spell(report_changes({"north": [lone]})).startswith("a\n\n  ~ Menu item renamed: Halls → Rooms\n")
