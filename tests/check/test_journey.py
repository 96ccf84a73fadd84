"""A capture is taken in once, what changed is told once, and what did not change is not told."""

from datetime import timedelta

import pytest

from monitor import examining
from monitor.check import Changed, Failed, First, Reread, Same, check_snapshot, journey
from monitor.errors import StoreFull, Unreadable
from monitor.model import ChangeType, Document, Scope, Snapshot, Where
from tests.check.conftest import MENU, START, Watch, content, html

LIBRARY = (
    "The main library on Market Square lends books, films and board games to everyone who lives here.",
    "It opens at nine in the morning and closes at six in the evening on working days.",
    "Reading glasses can be borrowed at the desk, and a quiet room is on the second floor.",
)


def renamed(label: str, new: str) -> dict[str, str]:
    return {new if one == label else one: target for one, target in MENU.items()}


def test_the_first_capture_is_a_baseline_and_not_news(watch: Watch) -> None:
    assert isinstance(watch.sees("libraries", html("Libraries", *LIBRARY)), First)
    assert watch.news() == []
    assert [told.change.type for told in watch.store.log()] == [ChangeType.FIRST_SEEN]
    assert watch.store.outbox.waiting() == ()


def test_the_same_bytes_again_are_recorded_and_not_told(watch: Watch) -> None:
    watch.sees("libraries", html("Libraries", *LIBRARY))
    assert isinstance(watch.sees("libraries", html("Libraries", *LIBRARY)), Same)
    history = watch.store.page("libraries")
    assert (history.snapshots, len(history.versions)) == (2, 1)


def test_a_new_token_in_the_markup_is_not_news(watch: Watch) -> None:
    watch.sees("libraries", html("Libraries", *LIBRARY, token="a1"))
    assert isinstance(watch.sees("libraries", html("Libraries", *LIBRARY, token="b2")), Same)
    assert watch.news() == []


def test_an_edited_paragraph_is_told_with_its_interval(watch: Watch) -> None:
    watch.sees("libraries", html("Libraries", *LIBRARY))
    verdict = watch.sees(
        "libraries", html("Libraries", LIBRARY[0], LIBRARY[1].replace("six", "seven"), LIBRARY[2])
    )
    assert isinstance(verdict, Changed)
    [change] = watch.news()
    assert (change.type, change.where, change.scope) == (ChangeType.PARAGRAPH_EDITED, Where.BODY, Scope.PAGE)
    assert change.page == "https://town.example/libraries"
    assert change.between == (START + timedelta(days=1), START + timedelta(days=2))
    assert not change.inferred
    assert [change.id] == [told.id for told in verdict.changes]
    assert len(watch.store.outbox.waiting()) == 1


def test_the_same_capture_twice_is_one(watch: Watch) -> None:
    watch.sees("libraries", html("Libraries", *LIBRARY), day=1)
    watch.sees("libraries", html("Libraries", *LIBRARY[:2]), day=2)
    before = watch.store.status()
    assert isinstance(watch.sees("libraries", html("Libraries", *LIBRARY[:2]), day=2), Same)
    assert watch.store.status() == before


def test_a_menu_item_renamed_on_three_pages_is_one_change_that_rolls_out(watch: Watch) -> None:
    pages = ("libraries", "parks", "waste")
    for page in pages:
        watch.sees(page, html(page.title(), *LIBRARY, page), day=1)
    new = renamed("Waste collection", "Waste and recycling")
    assert isinstance(
        watch.sees("libraries", html("Libraries", *LIBRARY, "libraries", menu=new), day=2), Changed
    )
    [change] = watch.news()
    assert (change.type, change.scope, change.inferred) == (ChangeType.MENU_RENAMED, Scope.SITE, False)
    assert change.pages_after == ("https://town.example/libraries",)
    [roll_out] = watch.store.site("town").roll_outs
    assert (roll_out.done, roll_out.of) == (1, 3)

    watch.sees("parks", html("Parks", *LIBRARY, "parks", menu=new), day=3)
    [change] = watch.news()
    assert change.between == (START + timedelta(days=1), START + timedelta(days=2))
    [roll_out] = watch.store.site("town").roll_outs
    assert (roll_out.done, roll_out.of) == (2, 3)
    assert len(watch.store.outbox.waiting()) == 1


def test_pages_that_never_had_an_item_did_not_lose_it(watch: Watch) -> None:
    for day, own in ((1, {"Noticias": "/es/news", "Novinky": "/cs/news"}), (2, {})):
        for language, label in (("es", "Noticias"), ("cs", "Novinky")):
            menu = {**MENU, **({label: own[label]} if own else {})}
            for page in ("waste", "parks", "libraries"):
                watch.sees(
                    f"{language}/{page}", html(page.title(), *LIBRARY, language + page, menu=menu), day=day
                )
    gone = {change.before: change for change in watch.news()}
    assert set(gone) == {"Noticias", "Novinky"}
    for language, label in (("es", "Noticias"), ("cs", "Novinky")):
        pages = tuple(f"https://town.example/{language}/{page}" for page in ("libraries", "parks", "waste"))
        assert (gone[label].pages_before, gone[label].pages_after) == (pages, pages)


def test_a_page_first_seen_with_a_newer_menu_says_so_for_the_site(watch: Watch) -> None:
    watch.sees("libraries", html("Libraries", *LIBRARY), day=1)
    menu = renamed("Sessions – Chair: North Ward 2025", "Sessions")
    menu = {
        ("Registry office – Chair: North Ward 2026" if k == "Registry office" else k): v
        for k, v in menu.items()
    }
    verdict = watch.sees("parks", html("Parks", "Twelve parks are open all year round.", menu=menu), day=300)
    assert isinstance(verdict, First)
    [change] = watch.news()
    assert (change.type, change.inferred) == (ChangeType.ANNOTATION_MOVED, True)
    assert (change.pages_before, change.pages_after) == (
        ("https://town.example/libraries",),
        ("https://town.example/parks",),
    )
    watch.sees("libraries", html("Libraries", *LIBRARY), day=200)  # a capture in between narrows the interval
    [change] = watch.news()
    assert change.between == (START + timedelta(days=200), START + timedelta(days=300))


def test_two_menus_that_alternate_are_told_once_each_way(watch: Watch) -> None:
    other = renamed("Libraries", "Books and more")
    for _ in range(4):
        watch.sees("parks", html("Parks", *LIBRARY))
        watch.sees("parks", html("Parks", *LIBRARY, menu=other))
    assert [change.after for change in watch.news()] == ["Books and more", "Libraries"]


def test_history_that_is_loaded_later_is_told_where_it_belongs(watch: Watch) -> None:
    def hours(opens: str, *more: str) -> bytes:
        return html("Libraries", LIBRARY[0], LIBRARY[1].replace("nine", opens), *more)

    watch.sees("libraries", hours("eight"), day=10)
    watch.sees("libraries", hours("ten", LIBRARY[2]), day=20)
    watch.sees("libraries", hours("nine"), day=15)
    watch.sees("libraries", hours("seven"), day=5)
    told = [(change.between[0], change.between[1], change.spans) for change in watch.news()]
    days = [START + timedelta(days=day) for day in (5, 10, 15, 20)]
    assert told == [
        (days[0], days[1], (("seven", "eight"),)),
        (days[1], days[2], (("eight", "nine"),)),
        (days[2], days[3], (("nine", "ten"),)),
        (days[2], days[3], ()),
    ]
    [first] = [one for one in watch.store.log() if one.change.type is ChangeType.FIRST_SEEN]
    assert first.change.between[1] == days[0]
    assert len(watch.store.outbox.waiting()) == 4


def test_what_only_this_page_has_in_a_shared_menu_is_this_pages_change(watch: Watch) -> None:
    def menu(page: str, last: str) -> dict[str, str]:
        return {**MENU, **{f"{page} part {at}": f"#{page}-{at}" for at in range(1, 9)}, last: f"#{page}-last"}

    for page in ("libraries", "parks", "waste"):
        watch.sees(page, html(page.title(), *LIBRARY, page, menu=menu(page, f"Last of {page}")), day=1)
    new = menu("parks", "Where to picnic by the lake")
    watch.sees("parks", html("Parks", *LIBRARY, "parks", menu=new), day=2)
    [change] = watch.news()
    assert (change.where, change.scope) == (Where.CHROME, Scope.PAGE)
    assert change.page == "https://town.example/parks"
    shared = {("Rubbish" if label == "Waste collection" else label): target for label, target in new.items()}
    watch.sees("parks", html("Parks", *LIBRARY, "parks", menu=shared), day=3)
    assert [one.scope for one in watch.news()] == [Scope.PAGE, Scope.SITE]


def test_what_cannot_be_read_is_kept_and_said(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(snapshot: Snapshot) -> Document:
        raise Unreadable(f"{snapshot.url}: neither page nor text")

    with monkeypatch.context() as patch:
        patch.setattr(examining, "read", refuses)
        verdict = watch.sees("libraries", b"\x00\x01")
    assert isinstance(verdict, Failed)
    assert watch.store.status().failing[0].page == "https://town.example/libraries"
    assert isinstance(watch.sees("libraries", html("Libraries", *LIBRARY)), First)
    assert watch.store.status().failing == ()


def test_what_new_rules_read_otherwise_is_not_told(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    watch.sees("libraries", html("Libraries", *LIBRARY))
    told = len(watch.store.log())
    real = examining.read
    # New rules, which leave out a paragraph that the old ones read.
    monkeypatch.setattr(journey, "RULES", journey.RULES + 1)
    monkeypatch.setattr(
        examining,
        "read",
        lambda snapshot: real(
            Snapshot(url=snapshot.url, payload=snapshot.payload.replace(LIBRARY[1].encode(), b""))
        ),
    )
    assert isinstance(watch.sees("libraries", html("Libraries", *LIBRARY)), Reread)
    assert isinstance(watch.sees("libraries", html("Libraries", *LIBRARY)), Same)
    assert len(watch.store.log()) == told
    assert [version.by_rules for version in watch.store.page("libraries").versions] == [False, True]


def test_a_check_that_fails_while_recording_leaves_nothing(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError("the power is gone")

    with monkeypatch.context() as patch:
        patch.setattr(watch.store.regions, "see", fails)
        with pytest.raises(OSError, match="power"):
            watch.sees("libraries", html("Libraries", *LIBRARY), day=1)
    for table in ("sites", "pages", "payloads", "snapshots", "versions", "changes"):
        assert watch.store.connection.row(f"SELECT count(*) FROM {table}")  # noqa: S608 (a constant) == (0,)
    assert isinstance(watch.sees("libraries", html("Libraries", *LIBRARY), day=1), First)


def test_a_disk_that_is_full_takes_nothing_half(watch: Watch) -> None:
    watch.sees("libraries", html("Libraries", *LIBRARY), day=1)
    before = content(watch.store.connection.db.conn)
    [pages] = watch.store.connection.row("PRAGMA page_count") or (0,)
    watch.store.connection.execute(f"PRAGMA max_page_count = {pages + 3}")
    long = [f"{line} Paragraph {at} of many: {at * 7919 % 1009}." for at in range(400) for line in LIBRARY]
    with pytest.raises(StoreFull, match="no room left"):
        watch.sees("libraries", html("Libraries", *long), day=2)
    assert content(watch.store.connection.db.conn) == before
    watch.store.connection.execute("PRAGMA max_page_count = 1000000")
    assert isinstance(watch.sees("libraries", html("Libraries", *LIBRARY[:2]), day=2), Changed)


def test_a_capture_of_no_named_site_belongs_to_its_host(watch: Watch) -> None:
    snapshot = Snapshot(url="https://village.example/a", payload=html("A", *LIBRARY), moment=START)
    check_snapshot(snapshot, watch.store, START)
    assert watch.store.sites.names() == ("village.example",)


def test_what_pages_show_by_turns_is_held_back_as_rotation(watch: Watch) -> None:
    tips = [{**MENU, tip: "/tip"} for tip in ("Plant a hedge", "Borrow a bench", "Feed the swans")]
    for at, page in enumerate(("libraries", "parks", "waste")):
        watch.sees(page, html(page.title(), *LIBRARY, page, menu=tips[at]), day=1)
    for at, page in enumerate(("libraries", "parks", "waste")):
        watch.sees(page, html(page.title(), *LIBRARY, page, menu=tips[at - 1]), day=2)
    assert watch.news() == []
    assert {
        held.kind for verdict in watch.verdicts if isinstance(verdict, Same) for held in verdict.held
    } == {"rotation"}


def test_a_page_that_shows_another_section_open_changes_nothing(watch: Watch) -> None:
    watch.sees("libraries", html("Libraries", *LIBRARY))
    more = {**MENU, **{f"Park {letter}": f"/park-{letter}" for letter in "abcdef"}}
    watch.sees("parks", html("Parks", "Twelve parks are open all year round.", menu=more))
    assert watch.news() == []


def test_what_nobody_can_see_makes_no_version_but_its_bytes_are_kept(watch: Watch) -> None:
    page = html("Libraries", *LIBRARY)
    watch.sees("libraries", page)
    other = page.replace(b"</body>", b"<!-- served by 7 --><script>token = 'e1'</script></body>")
    assert other != page
    verdict = watch.sees("libraries", other)
    assert isinstance(verdict, Same)
    assert verdict.held == ()
    assert len(watch.store.page("libraries").versions) == 1
    assert watch.store.capture("libraries").payload == other
    assert isinstance(watch.sees("libraries", html("Libraries", LIBRARY[0])), Changed)
