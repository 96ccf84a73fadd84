"""Nobody misses a change, nobody is told one twice, and what a server says decides."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from monitor.config import Config, DigestConfig, MailConfig, SiteConfig
from monitor.deliver import deliver, form_due, is_quiet, readers
from monitor.send import Accepted, Deferred, Fate, Folder, Refused, Unknown
from monitor.store import ChangeId, Store
from tests.check.conftest import MENU, Watch, html

A, B = "a@reader.example", "b@reader.example"
MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Box:
    """Takes messages, or does not, as it is told to."""

    answers: list[Fate] = field(default_factory=list)
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)

    def send(self, message: EmailMessage, sender: str, recipients: Sequence[str]) -> Mapping[str, Fate]:
        fate = self.answers.pop(0) if self.answers else Accepted("ok")
        if isinstance(fate, Accepted | Unknown):
            parsed = message_from_bytes(message.as_bytes(), policy=default)
            assert isinstance(parsed, EmailMessage)
            self.taken += [(recipient, parsed) for recipient in recipients]
        return dict.fromkeys(recipients, fate)

    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for _, message in self.taken]


@dataclass
class Office:
    store: Store
    config: Config
    watch: Watch
    box: Box = field(default_factory=Box)
    now: datetime = MONDAY

    def page_says(self, *texts: str, page: str = "levels") -> None:
        self.watch.sees(page, html("Levels", *texts))

    def passes(self, after: timedelta = DAY) -> list[str]:
        """Time passes, and what is due is sent."""
        self.now += after
        form_due(self.config, self.store, self.now)
        begin = len(self.box.taken)
        deliver(self.store, self.box, self.config.mail.sender, self.now)
        return self.box.subjects()[begin:]

    def with_digest(self, **changes: object) -> None:
        [digest] = self.config.digests
        self.config = replace(self.config, digests=(replace(digest, **changes),))  # type: ignore[arg-type]


LOW, HIGH = "The level at the upper lock is 4.20 m.", "The level at the upper lock is 4.85 m."
OTHER = "Gauges are read at six in the morning."


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    config = Config(
        sites=(SiteConfig(name="town"),),
        mail=MailConfig(sender="Watch <watch@town.example>"),
        digests=(DigestConfig(name="town watch", to=(A,), cron="0 7 * * *"),),
    )
    with Store(tmp_path / "s.sqlite") as store:
        office = Office(store, config, Watch(store))
        office.page_says(LOW, OTHER)
        office.passes(timedelta(0))
        yield office


def test_a_change_is_told_in_the_next_digest_and_only_there(office: Office) -> None:
    office.page_says(HIGH, OTHER)
    assert office.passes(timedelta(hours=23)) == []
    [subject] = office.passes(timedelta(hours=1))
    assert subject.startswith("[town] Number changed: 4.20 → 4.85")
    assert office.passes() == []


def test_no_mail_when_nothing_happened_but_a_heartbeat_where_one_is_wanted(office: Office) -> None:
    assert office.passes() == []
    office.with_digest(heartbeat=True)
    assert office.passes() == ["[town watch] nothing changed"]


def test_a_page_of_noise_makes_no_mail(office: Office) -> None:
    office.watch.sees("levels", html("Levels", LOW, OTHER, token="f3a9"))
    assert office.passes() == []


def test_what_changed_and_changed_back_is_told_as_that(office: Office) -> None:
    office.page_says(HIGH, OTHER)
    office.page_says(LOW, OTHER)
    assert len(office.passes()) == 1
    _, message = office.box.taken[0]
    body = message.get_body(("plain",))
    assert body is not None
    said = " ".join(body.get_content().split())
    assert "changed and changed back" in said
    assert "1 change, on 1 page." in said


def test_every_reader_gets_a_message_of_their_own(office: Office) -> None:
    office.with_digest(to=(A, B))
    office.passes()
    office.page_says(HIGH, OTHER)
    office.passes()
    assert [recipient for recipient, _ in office.box.taken[-2:]] == [A, B]
    ids = {message["Message-ID"] for _, message in office.box.taken[-2:]}
    assert len(ids) == 2


@pytest.mark.parametrize("fate", [Deferred("451 later"), Unknown("hung up after the dot")])
def test_what_was_not_taken_is_sent_again_as_the_same_message(fate: Fate, office: Office) -> None:
    office.page_says(HIGH, OTHER)
    office.box.answers = [fate]
    office.passes()
    begin = len(office.box.taken)
    assert office.passes(timedelta(minutes=1)) == []
    assert len(office.passes(timedelta(minutes=5))) == 1
    assert office.passes(timedelta(hours=1)) == []
    if begin:  # the server had it after all: a repeat can be recognised
        (_, first), (_, again) = office.box.taken
        assert first["Message-ID"] == again["Message-ID"]
        assert first.as_bytes() == again.as_bytes()


def test_later_changes_do_not_wait_for_a_server_that_is_away(office: Office) -> None:
    office.page_says(HIGH, OTHER)
    office.box.answers = [Deferred("away")] * 3
    office.passes()
    office.page_says(HIGH, OTHER, "A third gauge was built.")
    office.passes()
    subjects = office.passes(timedelta(hours=12)) + office.passes(timedelta(hours=12))
    assert len(subjects) == 2
    assert "4.20 → 4.85" in subjects[0]
    assert "third gauge" in subjects[1]


def test_the_waits_between_tries_grow_but_never_for_ever(office: Office) -> None:
    office.page_says(HIGH, OTHER)
    office.box.answers = [Deferred("away")] * 20
    office.passes()
    waits = []
    for _ in range(12):
        [digest] = office.store.digests.waiting()
        assert digest.next is not None
        waits.append(digest.next - office.now)
        office.now = digest.next
        deliver(office.store, office.box, "w@town.example", office.now)
    assert waits[0] == timedelta(minutes=5)
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=6)


def test_a_refused_recipient_is_seen_and_not_tried_again(office: Office) -> None:
    office.page_says(HIGH, OTHER)
    office.box.answers = [Refused("550 no such user")]
    office.passes()
    [refused] = office.store.digests.refused()
    assert (refused.recipient, refused.reason) == (A, "550 no such user")
    assert office.passes() == []
    office.page_says(LOW, OTHER)
    assert len(office.passes()) == 1  # the next digest is another message


def test_what_matters_most_does_not_wait_for_the_schedule(office: Office) -> None:
    office.with_digest(at_once=0.1)
    office.page_says(HIGH, OTHER)
    assert len(office.passes(timedelta(minutes=1))) == 1
    assert office.passes() == []


def test_quiet_hours_are_quiet(office: Office) -> None:
    office.with_digest(quiet=(time(6), time(8)), at_once=0.1)
    office.page_says(HIGH, OTHER)
    assert office.passes(timedelta(minutes=30)) == []
    assert len(office.passes(timedelta(minutes=31))) == 1


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [(time(21, 59), False), (time(22), True), (time(23, 30), True), (time(5, 59), True), (time(6), False)],
)
def test_quiet_hours_may_go_over_midnight(clock: time, quiet: bool) -> None:
    digest = DigestConfig(name="d", to=(A,), quiet=(time(22), time(6)), zone="UTC")
    assert is_quiet(digest, datetime.combine(MONDAY.date(), clock, UTC)) is quiet


def test_the_text_of_what_was_sent_is_not_kept_for_ever(office: Office) -> None:
    office.page_says(HIGH, OTHER)
    office.passes()
    [first] = _messages(office)
    assert first is not None
    office.passes(timedelta(days=31))
    office.page_says(LOW, OTHER)
    office.passes()
    assert [message is None for message in _messages(office)] == [True, False]


def _messages(office: Office) -> list[bytes | None]:
    rows = office.store.connection.rows("SELECT message FROM digests WHERE tries > 0 ORDER BY id")
    return [message for (message,) in rows]


def test_a_reader_who_comes_later_gets_what_comes_later(office: Office) -> None:
    office.page_says(HIGH, OTHER)
    office.passes()
    office.with_digest(to=(A, B))
    office.passes(timedelta(hours=1))
    [reader] = [r for r in readers(office.config, office.store) if r.recipient == B]
    assert reader.last is not None  # the schedule began


def test_a_message_into_a_folder_is_there_once_though_handed_over_twice(
    office: Office, tmp_path: Path
) -> None:
    office.page_says(HIGH, OTHER)
    form_due(office.config, office.store, office.now, everyone=True)
    [digest] = office.store.digests.waiting()
    for _ in range(2):
        message = message_from_bytes(digest.message or b"", _class=EmailMessage, policy=default)
        Folder(tmp_path / "out").send(message, "w@town.example", [A])
    assert len(list((tmp_path / "out").iterdir())) == 1


# ── history that is loaded after something was told ────────────────────────────────────────────

MIDDLE = "The level at the upper lock is 4.40 m."


def told_by_mail(office: Office, reader: str) -> list[str]:
    return [str(message["Subject"]) for recipient, message in office.box.taken if recipient == reader]


def test_what_was_told_is_not_told_again_when_a_capture_in_between_is_loaded(office: Office) -> None:
    office.watch.sees("levels", html("Levels", HIGH, OTHER), day=9)
    assert len(office.passes()) == 1
    office.watch.sees("levels", html("Levels", MIDDLE, OTHER), day=5)
    assert [change.spans for change in office.watch.news()] == [(("4.20", "4.40"),), (("4.40", "4.85"),)]
    assert office.passes() == []
    assert office.store.waiting() == ()
    office.watch.sees("levels", html("Levels", HIGH, OTHER, "The lock is shut."), day=12)
    [subject] = office.passes()
    assert "The lock is shut" in subject


def test_nor_when_that_capture_shows_what_the_one_before_it_showed(office: Office) -> None:
    office.watch.sees("levels", html("Levels", HIGH, OTHER), day=9)
    office.watch.sees("parks", html("Parks", "Dogs are welcome."), day=9)
    office.watch.sees("parks", html("Parks", "Dogs are welcome on a lead."), day=10)
    assert len(office.passes()) == 1
    office.watch.sees("levels", html("Levels", LOW, OTHER), day=5)
    assert office.passes() == []


def test_who_was_not_told_yet_is_told_all_of_it_once(office: Office) -> None:
    [digest] = office.config.digests
    weekly = replace(digest, name="weekly", to=(B,), cron="0 7 * * mon")
    office.config = replace(office.config, digests=(digest, weekly))
    form_due(office.config, office.store, office.now)
    office.watch.sees("levels", html("Levels", HIGH, OTHER), day=9)
    office.passes()
    assert (len(told_by_mail(office, A)), len(told_by_mail(office, B))) == (1, 0)
    office.watch.sees("levels", html("Levels", MIDDLE, OTHER), day=5)
    for _ in range(7):
        office.passes()
    assert len(told_by_mail(office, A)) == 1
    [subject] = told_by_mail(office, B)
    assert "4.20 → 4.85" in subject
    assert office.store.waiting() == ()


def test_a_menu_that_was_told_of_is_not_told_again_either(office: Office) -> None:
    def seen(label: str, day: int) -> None:
        labels = {(label if one == "Libraries" else one): target for one, target in MENU.items()}
        office.watch.sees("levels", html("Levels", LOW, OTHER, menu=labels), day=day)

    seen("Books and media", day=9)
    [subject] = office.passes()
    assert "Books and media" in subject
    seen("Books and more", day=5)
    assert {(one.before, one.after) for one in office.watch.news()} >= {
        ("Libraries", "Books and more"),
        ("Books and more", "Books and media"),
    }
    assert office.passes() == []
    assert office.store.waiting() == ()


def test_a_change_never_takes_the_number_of_one_that_was_told_and_taken_back(office: Office) -> None:
    office.watch.sees("levels", html("Levels", HIGH, OTHER), day=9)
    assert len(office.passes()) == 1
    store = office.store
    last = store.digests.reach().change
    with store.transaction():
        store.changes.forget([ChangeId(last)])
    office.watch.sees("levels", html("Levels", HIGH, OTHER, "The lock is shut."), day=12)
    assert len(office.passes()) == 1
