"""A server that fails at any step of the dialogue: nobody misses a change, and only silence repeats one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from monitor.config import Config, DigestConfig, MailConfig, SiteConfig
from monitor.deliver import deliver, form_due
from monitor.send import Security, Smtp
from monitor.store import Store
from tests.check.conftest import Watch, html
from tests.send.scripted import HANG_UP, REPLIES, ScriptedServer

READERS = ("a@reader.example", "b@reader.example", "c@reader.example")
MONDAY = datetime(2026, 3, 2, 7, tzinfo=UTC)
OFFERS = "250-scripted.example\r\n250-STARTTLS\r\n250 AUTH PLAIN"
AT_B = "rcpt b@reader.example"


@dataclass
class Office:
    store: Store
    config: Config
    watch: Watch
    server: ScriptedServer
    smtp: Smtp
    now: datetime = MONDAY

    def says(self, level: str) -> None:
        self.watch.sees("levels", html("Levels", f"The level at the upper lock is {level} m."))

    def passes(self, time: timedelta) -> None:
        self.now += time
        form_due(self.config, self.store, self.now)
        deliver(self.store, self.smtp, self.config.mail.sender, self.now)

    def told(self, level: str) -> Counter[str]:
        """How often the server holds a message with this level, by reader."""
        return Counter(
            recipient
            for recipients, data in self.server.taken
            for recipient in recipients
            if f"→ {level}" in str(message_from_bytes(data, policy=default)["Subject"])
        )

    def messages(self) -> dict[str, set[bytes]]:
        """The different messages that the server holds, by Message-ID."""
        found: dict[str, set[bytes]] = {}
        for _, data in self.server.taken:
            identity = str(message_from_bytes(data, policy=default)["Message-ID"])
            found.setdefault(identity, set()).add(data)
        return found


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    server = ScriptedServer()
    config = Config(
        sites=(SiteConfig(name="town"),),
        mail=MailConfig(sender="Watch <watch@town.example>"),
        digests=(DigestConfig(name="town watch", to=READERS, cron="0 7 * * *"),),
    )
    with Store(tmp_path / "s.sqlite") as store:
        smtp = Smtp(host="127.0.0.1", port=server.port, security=Security.NONE, timeout_s=5)
        office = Office(store, config, Watch(store), server, smtp)
        office.says("4.20")
        office.passes(timedelta(0))
        yield office
    server.close()


FAILURES = [
    {"greeting": HANG_UP},
    {"greeting": "421 too busy"},
    {"ehlo": HANG_UP},
    {"ehlo": "421 closing"},
    {"ehlo": OFFERS, "starttls": HANG_UP},
    {"ehlo": OFFERS, "starttls": "454 no TLS today"},
    {"ehlo": OFFERS},  # it says yes to STARTTLS and hangs up in the handshake
    {"auth": HANG_UP},
    {"auth": "454 not now"},
    {"auth": "535 wrong password"},
    {"mail": HANG_UP},
    {"mail": "451 later"},
    {"mail": "550 no such sender"},
    {"rcpt": HANG_UP},
    {AT_B: HANG_UP},
    {AT_B: "450 mailbox busy"},
    {"data": HANG_UP},
    {"data": "451 later"},
    {"dot": "452 no room"},
    {"dot": HANG_UP},
]


@pytest.mark.parametrize("failure", FAILURES, ids=str)
def test_whatever_fails_every_reader_is_told_and_only_silence_repeats(
    failure: dict[str, str], office: Office
) -> None:
    uses = {"host": "127.0.0.1", "port": office.server.port, "timeout_s": 5}
    if "starttls" in str(failure).lower():
        office.smtp = Smtp(security=Security.STARTTLS, **uses)  # type: ignore[arg-type]
    if "auth" in failure:
        office.smtp = Smtp(security=Security.NONE, user="u", password="p", **uses)  # type: ignore[arg-type]
        failure = {"ehlo": "250-scripted.example\r\n250 AUTH PLAIN", **failure}
    office.says("4.85")
    office.server.replies |= failure
    office.passes(timedelta(days=1))
    assert office.store.digests.waiting()  # it did fail

    office.server.replies = {**REPLIES}  # the server is mended
    office.smtp = Smtp(security=Security.NONE, **uses)  # type: ignore[arg-type]
    office.passes(timedelta(hours=1))
    office.says("5.10")
    office.passes(timedelta(days=1))

    assert office.store.digests.waiting() == ()
    times = 2 if failure.get("dot") == HANG_UP else 1
    assert office.told("4.85") == dict.fromkeys(READERS, times)
    assert office.told("5.10") == dict.fromkeys(READERS, 1)
    assert len(office.messages()) == 2 * len(READERS)
    assert all(len(same) == 1 for same in office.messages().values())  # a repeat is the same bytes


def test_one_of_three_who_is_refused_is_seen_and_the_others_are_told(office: Office) -> None:
    office.says("4.85")
    office.server.replies[AT_B] = "550 no such user"
    office.passes(timedelta(days=1))
    assert office.told("4.85") == {READERS[0]: 1, READERS[2]: 1}
    [refused] = office.store.digests.refused()
    assert (refused.recipient, refused.reason) == (READERS[1], "550 no such user")
    office.passes(timedelta(hours=7))
    assert office.told("4.85") == {READERS[0]: 1, READERS[2]: 1}
