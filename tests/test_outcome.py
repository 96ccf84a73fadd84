"""What is told of a page that cannot be had, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import Block, BlockKind, Page, Trouble
from monitor.outcome import (
    Begun,
    Condition,
    Ended,
    Notice,
    Patience,
    brought_content,
    disguised_trouble,
    met_trouble,
)

START = datetime(2026, 1, 12, 9, tzinfo=UTC)
PATIENCE = Patience(looks=3, lasting=timedelta(hours=6))
URL = "https://river.example/levels"


def told_of(looks: str, every: timedelta = timedelta(hours=3)) -> list[tuple[int, Notice]]:
    """Go through looks: "." brings content, a letter is a trouble."""
    troubles = {"t": Trouble.TIMEOUT, "g": Trouble.GONE, "b": Trouble.BLOCKED}
    condition, told = Condition(), []
    for number, look in enumerate(looks):
        if look == ".":
            condition, notice = brought_content(condition)
        else:
            now = START + number * every
            condition, notice = met_trouble(condition, troubles[look], "HTTP", now, PATIENCE)
        if notice is not None:
            told.append((number, notice))
    return told


@pytest.mark.parametrize("looks", [".....", "t....", ".t.t.t.t", "tt..tt..", ""])
def test_passing_troubles_are_not_told(looks: str) -> None:
    assert told_of(looks) == []


def test_one_that_lasts_is_told_once_and_its_end_once() -> None:
    assert told_of(".tttttt..") == [
        (3, Begun(Trouble.TIMEOUT, START + timedelta(hours=3), "HTTP")),
        (7, Ended(Trouble.TIMEOUT, START + timedelta(hours=3))),
    ]


def test_many_looks_in_a_short_time_are_not_lasting() -> None:
    assert told_of("tttttttttt", every=timedelta(minutes=5)) == []


def test_a_trouble_that_turns_into_another_goes_on() -> None:
    assert told_of("tbggg.") == [
        (2, Begun(Trouble.GONE, START, "HTTP")),
        (5, Ended(Trouble.GONE, START)),
    ]


def page(title: str, *texts: str) -> Page:
    body = (Block(BlockKind.HEADING, title, level=1), *(Block(BlockKind.PARAGRAPH, t) for t in texts))
    return Page(url=URL, title=title, body=body, regions=())


LONG = "The commission published the levels of all locks for the past year. " * 20


@pytest.mark.parametrize(
    ("title", "texts", "expected"),
    [
        ("Page not found", ["Try the search."], Trouble.SOFT_404),
        ("404", [], Trouble.SOFT_404),
        ("Page introuvable", ["Cette adresse n’existe plus."], Trouble.SOFT_404),
        ("Seite nicht gefunden", [], Trouble.SOFT_404),
        ("Страница не найдена", [], Trouble.SOFT_404),
        ("Just a moment...", ["Checking the site connection."], Trouble.BLOCKED),
        ("River", ["Verify you are human to go on."], Trouble.BLOCKED),
        ("Water levels", ["The level is 4.20 m."], None),
        ("Lost and found", ["Keys found at the lock."], None),
        ("How we handle a page not found", [LONG], None),
        ("The meeting in room 404", ["It is on the fourth floor."], None),
    ],
)
def test_what_a_page_with_status_200_really_is(
    title: str, texts: list[str], expected: Trouble | None
) -> None:
    assert disguised_trouble(page(title, *texts), b"<p>", URL) is expected


def test_a_login_wall_asks_for_a_password_and_little_else() -> None:
    form = b'<form><input name="p" type="password"></form>'
    assert disguised_trouble(page("Sign in", "Your name and password, please."), form, URL) is Trouble.LOGIN
    assert (
        disguised_trouble(page("River", "Members"), form, "https://river.example/login?to=x") is Trouble.LOGIN
    )
    assert disguised_trouble(page("Water levels", "The level is 4.20 m."), form, URL) is None
    assert disguised_trouble(page("Sign in to our newsletter", LONG), form, URL) is None
