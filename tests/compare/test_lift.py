"""What most pages tell alike is told once, of the site."""

from monitor.compare.lift import lift_shared
from monitor.model import Change, ChangeType, Scope, Where


def on(page, before="Lake Board", after="Lake Council", type_=ChangeType.HEADING_CHANGED, **more):
    return Change(type=type_, where=Where.BODY, before=before, after=after, page=page, **more)


def test_what_most_pages_tell_alike_is_the_sites():
    [change] = lift_shared([on(page) for page in "abc"], 4)
    assert (change.scope, change.where, change.pages_after) == (Scope.SITE, Where.CHROME, ("a", "b", "c"))
    assert (change.before, change.after, change.page) == ("Lake Board", "Lake Council", "")


def test_what_a_few_of_many_pages_tell_stays_theirs():
    changes = [on(page) for page in "abc"]
    assert lift_shared(changes, 20) == tuple(changes)


def test_two_pages_prove_nothing():
    changes = [on(page) for page in "ab"]
    assert lift_shared(changes, 2) == tuple(changes)


def test_what_the_menu_tells_already_is_not_told_again():
    menu = Change(
        type=ChangeType.MENU_RENAMED,
        where=Where.CHROME,
        scope=Scope.SITE,
        before="Lake Board",
        after="Lake Council",
    )
    other = on("a", "Dams", "Locks")
    assert lift_shared([menu, *(on(page) for page in "abc"), other], 3) == (menu, other)


def test_a_copyright_year_of_a_site_is_held_back_once():
    years = [on(p, "© 2025 Lakes", "© 2026 Lakes", ChangeType.NOISE, kind="copyright year") for p in "abc"]
    [change] = lift_shared(years, 3)
    assert (change.type, change.kind, change.scope) == (ChangeType.NOISE, "copyright year", Scope.SITE)
