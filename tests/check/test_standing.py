"""Pages that left the menu and still answer; translations that lag behind."""

from datetime import timedelta

from tests.check.conftest import MENU, START, Watch, html

TEXT = "Rooms are let by the hour, by the day and for whole weeks in summer."


def test_a_page_that_left_the_menu_and_still_answers_is_named(watch: Watch) -> None:
    for page in ("rooms", "libraries", "parks"):
        watch.sees(page, html(page.title(), TEXT, page), day=1)
    menu = {label: target for label, target in MENU.items() if target not in ("/parks", "/waste")}
    watch.sees("rooms", html("Rooms", TEXT, "rooms", menu=menu), day=5)
    assert watch.store.site("town").left_menu == ()  # neither was captured since
    watch.sees("parks", html("Parks", TEXT, "parks", menu=menu), day=6)
    [left] = watch.store.site("town").left_menu
    assert (left.page, left.label) == ("https://town.example/parks", "Playgrounds and parks")
    assert left.since == START + timedelta(days=5)


def translated(title: str, text: str) -> bytes:
    links = "".join(
        f"<link rel=alternate hreflang={language} href='https://town.example/{language}/rooms'>"
        for language in ("en", "fr")
    )
    return html(title, text).replace(b"<meta ", links.encode() + b"<meta ")


def test_a_translation_that_lags_behind_is_named(watch: Watch) -> None:
    french = "Les salles se louent à l’heure, à la journée et à la semaine."
    watch.sees("en/rooms", translated("Rooms", TEXT), day=1)
    watch.sees("fr/rooms", translated("Salles", french), day=1)
    assert watch.store.site("town").lagging == ()
    watch.sees("en/rooms", translated("Rooms", TEXT + " Pets are welcome."), day=3)
    [lag] = watch.store.site("town").lagging
    assert (lag.page, lag.language, lag.of) == (
        "https://town.example/fr/rooms",
        "fr",
        "https://town.example/en/rooms",
    )
    watch.sees("fr/rooms", translated("Salles", french + " Les animaux sont bienvenus."), day=6)
    assert watch.store.site("town").lagging == ()
