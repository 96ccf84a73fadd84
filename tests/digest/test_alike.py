"""What happened alike on many pages is told once, and what is then said is true of each of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.compare import tell
from monitor.digest.alike import fold_alike
from monitor.digest.lines import wrap
from monitor.digest.text import report_changes
from monitor.model import Change, ChangeType, Scope, Where

NOTICE = Change(
    type=ChangeType.PARAGRAPH_ADDED,
    where=Where.BODY,
    after="The harbour is closed on Monday.",
    importance=0.5,
)


def on(page: str, *path: str) -> Change:
    return tell(replace(NOTICE, page=page, path=path))


def fold(*changes: Change) -> list[tuple[str, tuple[str, ...]]]:
    folded = fold_alike(changes, lambda change: change, lambda change: None)
    return [(change.sentence, also) for _, change, also in folded]


def test_one_sentence_for_three_pages() -> None:
    told = fold(on("a", "Lake"), on("b", "Lake"), on("c", "Lake"))
    assert told == [("Paragraph added: The harbour is closed on Monday., under Lake", ("b", "c"))]


def test_a_place_that_not_all_share_is_not_said() -> None:
    told = fold(on("a", "Sea, under the sea"), on("b", "River"), on("c", "Lake"))
    assert told == [("Paragraph added: The harbour is closed on Monday.", ("b", "c"))]
    long = (
        "A heading of very many words about the harbour and what is done there on all days of the week " * 2
    )
    told = fold(*(on(page, f"{long}{page}") for page in "abc"))
    assert told == [("Paragraph added: The harbour is closed on Monday.", ("b", "c"))]


def test_two_pages_and_twice_on_one_page_are_told_as_they_are() -> None:
    assert len(fold(on("a"), on("b"))) == 2
    assert len(fold(on("a"), on("b"), on("c"), on("c"))) == 4
    assert len(fold(*(replace(on(page), scope=Scope.SITE) for page in "abc"))) == 3


def removed(region: str, *pages: str) -> Change:
    menu = Change(type=ChangeType.MENU_REMOVED, where=Where.CHROME, scope=Scope.SITE, before="Ferry times")
    return tell(replace(menu, region=region, pages_before=pages, pages_after=pages))


def test_a_menu_that_some_pages_show_otherwise_lost_its_item_once() -> None:
    changes = (removed("sidebar", "a", "b", "c"), removed("sidebar: Quick links", "d"))
    [(_, change, also)] = fold_alike(changes, lambda change: change, lambda change: None)
    assert change.pages_after == ("a", "b", "c", "d")
    assert also == ()


def test_what_a_single_pages_menu_shows_too_is_told_with_the_sites() -> None:
    own = replace(removed("sidebar"), scope=Scope.PAGE, page="d")
    [(_, change, _)] = fold_alike(
        (own, removed("sidebar", "a", "b", "c")), lambda change: change, lambda change: None
    )
    assert (change.scope, change.page) == (Scope.SITE, "")
    assert set(change.pages_after) == {"a", "b", "c", "d"}


def test_two_menus_of_one_page_lost_it_twice() -> None:
    assert len(fold(removed("menu", "a", "b"), removed("menu: Main", "b"))) == 2
    assert len(fold(removed("menu", "a"), removed("footer", "b"))) == 2


def test_years_apart_it_is_told_twice() -> None:
    days = (1, 2, 8, 400, 401, 402)
    told = [
        replace(on(f"{day}"), between=(None, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)))
        for day in days
    ]
    assert [also for _, also in fold(*told)] == [("2", "8"), ("401", "402")]


def test_other_words_are_another_change() -> None:
    assert len(fold(on("a"), on("b"), replace(on("c"), after="The harbour is open."))) == 3


def test_the_report_names_the_pages() -> None:
    lines = report_changes({"lake": [on(page) for page in ("a", "b", "c", "d")]})
    said = "\n".join("".join(part.text for part in row) for line in lines for row in wrap(line, 80))
    assert said.splitlines() == [
        "Several pages of lake",
        "",
        "  + Paragraph added: The harbour is closed on Monday.",
        "    on 4 pages: a, b, c, …",
        "",
        "4 changes.",
    ]
