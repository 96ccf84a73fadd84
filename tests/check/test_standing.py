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
    # Under another name the menu leads there again.
    watch.sees("rooms", html("Rooms", TEXT, "rooms", menu={**menu, "Green places": "/parks"}), day=8)
    assert watch.store.site("town").left_menu == ()


def test_a_page_that_still_answers_at_that_moment_counts_and_one_still_in_a_menu_does_not(
    watch: Watch,
) -> None:
    menu = {label: target for label, target in MENU.items() if target != "/parks"}
    for page in ("rooms", "libraries", "parks"):
        watch.sees(page, html(page.title(), TEXT, page), day=1)
    for page in ("rooms", "parks"):
        watch.sees(page, html(page.title(), TEXT, page, menu=menu), day=5)
    watch.sees("libraries", html("Libraries", TEXT, "libraries"), day=5)
    assert watch.store.site("town").left_menu == ()  # one page's menu has it still
    watch.sees("libraries", html("Libraries", TEXT, "libraries", menu=menu), day=6)
    assert [left.page for left in watch.store.site("town").left_menu] == ["https://town.example/parks"]


def test_a_change_says_how_far_it_has_rolled_out(watch: Watch) -> None:
    pages = [f"page-{number}" for number in range(41)]
    for page in pages:
        watch.sees(page, html(page.title(), TEXT, page), day=1)
    menu = {("Reading rooms" if label == "Libraries" else label): target for label, target in MENU.items()}
    for page in pages[:37]:
        watch.sees(page, html(page.title(), TEXT, page, menu=menu), day=5)
    [rolled] = watch.store.site("town").roll_outs
    assert (rolled.done, rolled.of, rolled.change.after) == (37, 41, "Reading rooms")
    for page in pages[37:]:
        watch.sees(page, html(page.title(), TEXT, page, menu=menu), day=9)
    [rolled] = watch.store.site("town").roll_outs
    assert (rolled.done, rolled.of) == (41, 41)


def translated(title: str, *texts: str) -> bytes:
    links = "".join(
        f"<link rel=alternate hreflang={language} href='https://town.example/{language}/rooms'>"
        for language in ("en", "fr")
    )
    return html(title, *texts).replace(b"<meta ", links.encode() + b"<meta ")


def test_a_translation_that_lags_behind_is_named(watch: Watch) -> None:
    french = "Les salles se louent à l’heure, à la journée et à la semaine."
    watch.sees("en/rooms", translated("Rooms", TEXT), day=1)
    watch.sees("fr/rooms", translated("Salles", french), day=1)
    assert watch.store.site("town").lagging == ()
    watch.sees("en/rooms", translated("Rooms", TEXT + " Pets are welcome."), day=3)
    assert watch.store.site("town").lagging == ()  # it was not looked at since
    watch.sees("fr/rooms", translated("Salles", french), day=4)
    [lag] = watch.store.site("town").lagging
    assert (lag.page, lag.language, lag.of) == (
        "https://town.example/fr/rooms",
        "fr",
        "https://town.example/en/rooms",
    )
    watch.store.compact()
    assert watch.store.site("town").lagging == (lag,)
    watch.sees("fr/rooms", translated("Salles", french + " Les animaux sont bienvenus."), day=6)
    assert watch.store.site("town").lagging == ()


def test_a_counter_asks_for_no_translation(watch: Watch) -> None:
    for page in ("en/rooms", "fr/rooms"):
        watch.sees(page, translated("Rooms", TEXT, "1,204 views"), day=1)
    watch.sees("en/rooms", translated("Rooms", TEXT, "1,377 views"), day=3)
    watch.sees("fr/rooms", translated("Rooms", TEXT, "1,204 views"), day=4)
    assert watch.news() == []
    assert watch.store.site("town").lagging == ()
