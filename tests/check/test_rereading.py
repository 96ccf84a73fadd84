"""New rules over the history: recorded as ours, never announced, and summed up."""

import re
from dataclasses import replace

import pytest

from monitor.check import reread_history, rereading
from monitor.check.journey import RULES
from monitor.model import Snapshot
from tests.check.conftest import MENU, Watch, content, html

TEXTS = (
    "The ferry runs every hour from six to midnight.",
    "Bicycles travel free of charge on weekdays.",
    "Tickets are sold on board and at the harbour office.",
)


@pytest.fixture
def ferry(watch: Watch) -> Watch:
    watch.sees("ferry", html("Ferry", *TEXTS), day=1)
    watch.sees("ferry", html("Ferry", *TEXTS), day=2)
    watch.sees("ferry", html("Ferry", TEXTS[0].replace("six", "five"), *TEXTS[1:]), day=3)
    watch.sees(
        "ferry", html("Ferry", TEXTS[0].replace("six", "five"), TEXTS[1], TEXTS[2] + " Cash only."), day=4
    )
    return watch


@pytest.fixture
def new_rules(monkeypatch: pytest.MonkeyPatch) -> int:
    """Rules that do not read the sentence about the ferry's hours."""
    real = rereading.read

    def read(snapshot: Snapshot):  # type: ignore[no-untyped-def]
        lines = re.sub(rb"<p>The ferry[^<]*</p>", b"", snapshot.payload)
        return real(Snapshot(url=snapshot.url, payload=lines, media_type="text/html"))

    monkeypatch.setattr(rereading, "read", read)
    return RULES + 1


def test_the_same_rules_have_nothing_to_do(ferry: Watch) -> None:
    before = content(ferry.store.connection.db.conn)
    assert reread_history(ferry.store).captures == 0
    assert content(ferry.store.connection.db.conn) == before


def test_the_same_rules_read_everything_the_same(ferry: Watch) -> None:
    log = ferry.store.log()
    summary = reread_history(ferry.store, every=True)
    assert (summary.captures, summary.other) == (4, 0)
    assert not summary.would_tell
    assert not summary.would_hide
    assert ferry.store.log() == log


def test_new_rules_are_recorded_and_not_announced(ferry: Watch, new_rules: int) -> None:
    log, waiting = ferry.store.log(), ferry.store.outbox.waiting()
    summary = reread_history(ferry.store, rules=new_rules)
    assert (summary.captures, summary.other) == (4, 3)
    assert summary.would_hide.total() == 1
    assert not summary.would_tell
    assert (ferry.store.log(), ferry.store.outbox.waiting()) == (log, waiting)
    assert [version.by_rules for version in ferry.store.page("ferry").versions] == [False] * 3 + [True] * 2
    assert "ferry runs" not in str(ferry.store.version_at("ferry").page.body)
    assert ferry.store.count_by_other_rules(new_rules) == 0
    assert all(finding.is_well for finding in ferry.store.examine())


def test_a_dry_run_says_the_same_and_writes_nothing(ferry: Watch, new_rules: int) -> None:
    before = content(ferry.store.connection.db.conn)
    dry = reread_history(ferry.store, rules=new_rules, dry_run=True)
    assert content(ferry.store.connection.db.conn) == before
    done = reread_history(ferry.store, rules=new_rules)
    assert (dry.captures, dry.other, dry.would_hide) == (done.captures, done.other, done.would_hide)


@pytest.fixture
def town(watch: Watch) -> Watch:
    """Two pages whose menu gains an entry and renames another."""
    later = {("Rubbish collection" if label.startswith("Waste") else label): at for label, at in MENU.items()}
    for day, menu in ((1, MENU), (2, MENU), (5, later | {"Swimming pools": "/pools"})):
        for page, text in (("ferry", TEXTS[0]), ("bikes", TEXTS[1])):
            watch.sees(page, html(page.title(), text, menu=menu), day=day)
    return watch


def test_the_same_rules_tell_the_same_of_the_chrome(town: Watch) -> None:
    assert {change.type.value for change in town.news()} == {"menu_added", "menu_renamed"}
    summary = reread_history(town.store, every=True)
    assert (summary.captures, summary.would_tell, summary.would_hide) == (6, {}, {})


def test_what_new_rules_would_hide_of_the_chrome_is_said_once(
    town: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, waiting, real = town.news(), town.store.outbox.waiting(), rereading.read
    gone = re.compile(rb'<li><a href="/pools">[^<]*</a></li>')
    monkeypatch.setattr(
        rereading, "read", lambda snapshot: real(replace(snapshot, payload=gone.sub(b"", snapshot.payload)))
    )
    summary = reread_history(town.store, rules=RULES + 1, dry_run=True)
    assert (summary.would_tell, summary.would_hide) == ({}, {"menu_added": 1})
    [(sign, example)] = summary.examples
    assert (sign, example.after) == ("-", "Swimming pools")
    assert reread_history(town.store, rules=RULES + 1).would_hide == {"menu_added": 1}
    assert [change.id for change in town.news()] == [change.id for change in told]
    assert town.store.outbox.waiting() == waiting


def test_what_new_rules_would_tell_of_the_chrome_is_said_once(
    town: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rereading.read

    def read(snapshot: Snapshot):  # type: ignore[no-untyped-def]
        before = b'<li><a href="/pools">'
        more = b'<li><a href="/ice">Ice rinks</a></li>' if before in snapshot.payload else b""
        return real(replace(snapshot, payload=snapshot.payload.replace(before, more + before)))

    monkeypatch.setattr(rereading, "read", read)
    summary = reread_history(town.store, rules=RULES + 1)
    assert (summary.would_tell, summary.would_hide) == ({"menu_added": 1}, {})
    assert [example.after for _, example in summary.examples] == ["Ice rinks"]
