"""Many captures at once: undated ones in the likeliest order, the same ones again without effect."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.check import load_snapshots
from monitor.load import load
from monitor.model import ChangeType, Snapshot
from monitor.store import Store
from tests.check.conftest import MENU, START, content, html

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

TEXTS = [
    ("libraries", "The main library on Market Square lends books, films and games.", "It opens at nine."),
    ("parks", "Twelve parks are open all year round.", "Dogs are welcome on a lead in all of them."),
    ("waste", "Bins are emptied every second Tuesday.", "Large items are fetched when you call us."),
    ("registry", "Births are registered on the first floor.", "Bring a passport and the midwife's letter."),
]

CHAIR_MOVED = {
    {
        "Sessions – Chair: North Ward 2025": "Sessions",
        "Registry office": "Registry office – Chair: North Ward 2026",
    }.get(label, label): target
    for label, target in MENU.items()
}
CHAIR_MOVED_AND_RENAMED = {
    "Bins and recycling" if label == "Waste collection" else label: target
    for label, target in CHAIR_MOVED.items()
}


def undated() -> list[Snapshot]:
    """Four pages of one site in three states of its menu, and one of another site, with no menu."""
    menus = [CHAIR_MOVED_AND_RENAMED, MENU, CHAIR_MOVED, CHAIR_MOVED_AND_RENAMED]
    pages = [
        Snapshot(url=f"{name}.html", payload=html(name.title(), *texts, menu=menu), site="town")
        for (name, *texts), menu in zip(TEXTS, menus, strict=True)
    ]
    alone = Snapshot(
        url="alone.html",
        payload=b"<html><title>Workshop report</title><body><h1>Workshop report</h1>"
        b"<p>Thirty people met for three days and spoke about hedges.</p></body></html>",
        site="town",
    )
    return [*pages, alone]


def test_undated_captures_tell_each_change_of_the_menu_once(store: Store) -> None:
    loaded = load_snapshots(undated(), store, START)
    assert (loaded.first, loaded.failed) == (5, ())
    news = [told.change for told in store.log() if told.change.type is not ChangeType.FIRST_SEEN]
    assert all(change.inferred for change in news)
    assert {(change.type, change.pages_before, change.pages_after) for change in news} == {
        (ChangeType.ANNOTATION_MOVED, ("parks.html",), ("libraries.html", "registry.html", "waste.html")),
        (ChangeType.MENU_RENAMED, ("parks.html", "waste.html"), ("libraries.html", "registry.html")),
    }
    assert store.site("town").alone == ("alone.html",)


def test_the_order_in_which_they_come_does_not_matter(store: Store, tmp_path: Path) -> None:
    load_snapshots(undated(), store, START)
    with Store(tmp_path / "other.db") as other:
        for snapshot in reversed(undated()):
            load_snapshots([snapshot], other, START)
        names = [{told.change.id for told in one.log()} for one in (store, other)]
    assert names[0] == names[1]


def test_loading_again_changes_nothing(store: Store) -> None:
    load_snapshots(undated(), store, START)
    before = content(store.connection.db.conn)
    loaded = load_snapshots(undated(), store, START + timedelta(days=400))
    assert (loaded.same, loaded.changes) == (5, ())
    assert content(store.connection.db.conn) == before


def test_dated_captures_are_taken_in_the_order_of_their_moments(store: Store) -> None:
    snapshots = [
        Snapshot(
            url="https://town.example/waste",
            payload=html("Waste", f"Bins are emptied on {day}.", "Large items are fetched when you call."),
            moment=START + timedelta(days=at),
        )
        for at, day in ((3, "Friday"), (1, "Monday"), (2, "Tuesday"))
    ]
    loaded = load_snapshots(snapshots, store, START + timedelta(days=10))
    assert [(change.before, change.after) for change in loaded.changes] == [
        ("Bins are emptied on Monday.", "Bins are emptied on Tuesday."),
        ("Bins are emptied on Tuesday.", "Bins are emptied on Friday."),
    ]


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real extracts are not here")
def test_the_real_extracts_tell_the_two_changes_of_their_menu(store: Store) -> None:
    load_snapshots(load(sorted(SEEDS.glob("*.txt")), site="real"), store, START)
    news = [told.change for told in store.log() if told.change.type is not ChangeType.FIRST_SEEN]
    told = {
        (change.type, len(change.pages_before), len(change.pages_after), change.inferred) for change in news
    }
    assert told == {(ChangeType.ANNOTATION_MOVED, 2, 2, True), (ChangeType.MENU_RENAMED, 1, 3, True)}
    assert len(store.site("real").alone) == 1
