"""A message that was taken is known as taken, and whatever else happens is known as what it was."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from monitor.send import Accepted, Deferred, Refused, Security, Smtp, Unknown
from tests.send.scripted import HANG_UP, ScriptedServer

ALL = ["a@reader.example", "b@reader.example", "c@reader.example"]
SENDER = "monitor@watch.example"


def letter(text: str = "The level changed.\n") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, ", ".join(ALL), "[river] The level changed"
    message["Message-ID"] = "<digest-1@watch.example>"
    message.set_content(text)
    return message


@contextmanager
def scripted(**replies: str) -> Iterator[tuple[ScriptedServer, Smtp]]:
    server = ScriptedServer(**replies)
    try:
        yield server, Smtp(host="127.0.0.1", port=server.port, security=Security.NONE, timeout_s=5)
    finally:
        server.close()


def test_all_recipients_of_a_message_that_was_taken_are_known() -> None:
    with scripted() as (server, smtp):
        assert smtp.send(letter(), SENDER, ALL) == dict.fromkeys(ALL, Accepted("taken as 42"))
        assert [recipients for recipients, _ in server.taken] == [ALL]


FAILURES = [
    ({"greeting": HANG_UP}, Deferred),
    ({"greeting": "421 too busy"}, Deferred),
    ({"greeting": "554 not for you"}, Deferred),
    ({"ehlo": HANG_UP}, Deferred),
    ({"mail": HANG_UP}, Deferred),
    ({"mail": "451 later"}, Deferred),
    ({"mail": "550 no such sender"}, Deferred),
    ({"rcpt": HANG_UP}, Deferred),
    ({"rcpt": "450 mailbox busy"}, Deferred),
    ({"rcpt": "550 no such user"}, Refused),
    ({"data": HANG_UP}, Deferred),
    ({"data": "451 later"}, Deferred),
    ({"data": "554 no"}, Refused),
    ({"dot": "452 no room"}, Deferred),
    ({"dot": "554 looks like spam"}, Refused),
    ({"dot": HANG_UP}, Unknown),
]


@pytest.mark.parametrize(("replies", "fate"), FAILURES, ids=[str(r) for r, _ in FAILURES])
def test_a_failure_at_any_step_is_known_as_what_it_was(replies: dict[str, str], fate: type) -> None:
    with scripted(**replies) as (server, smtp):
        fates = smtp.send(letter(), SENDER, ALL)
        assert {type(f) for f in fates.values()} == {fate}
        assert list(fates) == ALL
        # Only where the server never answered may it hold a message that we do not count as taken.
        assert bool(server.taken) == (fate is Unknown)


def test_one_refused_recipient_does_not_stop_the_others() -> None:
    replies = {"rcpt b@reader.example": "550 no such user", "rcpt c@reader.example": "450 mailbox busy"}
    with scripted(**replies) as (server, smtp):
        fates = smtp.send(letter(), SENDER, ALL)
        assert isinstance(fates["a@reader.example"], Accepted)
        assert fates["b@reader.example"] == Refused("550 no such user")
        assert fates["c@reader.example"] == Deferred("450 mailbox busy")
        assert [recipients for recipients, _ in server.taken] == [["a@reader.example"]]


def test_a_failed_good_bye_takes_nothing_back() -> None:
    with scripted(quit=HANG_UP) as (_, smtp):
        assert isinstance(smtp.send(letter(), SENDER, ALL)["a@reader.example"], Accepted)


def test_nobody_there_is_not_the_end() -> None:
    fates = Smtp(host="127.0.0.1", port=1, security=Security.NONE).send(letter(), SENDER, ALL)
    assert {type(f) for f in fates.values()} == {Deferred}


def test_lines_that_begin_with_a_dot_arrive_as_they_were() -> None:
    with scripted() as (server, smtp):
        smtp.send(letter("first\n.\n..two\nQUIT\n"), SENDER, ALL)
        body = server.taken[0][1].partition(b"\r\n\r\n")[2]
        assert body == b"first\r\n..\r\n...two\r\nQUIT\r\n"  # doubled on the wire
        assert server.said[-1].lower() == "quit"


def test_what_a_server_says_reaches_no_terminal_raw() -> None:
    with scripted(rcpt="550 \x1b[31mno\x07 such user") as (_, smtp):
        fate = smtp.send(letter(), SENDER, ALL[:1])[ALL[0]]
        assert fate == Refused("550 [31mno such user")


def test_an_address_beyond_ascii_needs_a_server_that_knows_it() -> None:
    with scripted() as (server, smtp):
        fates = smtp.send(letter(), SENDER, ["a@reader.example", "jürgen@leser.example"])
        assert isinstance(fates["a@reader.example"], Accepted)
        assert isinstance(fates["jürgen@leser.example"], Refused)
    with scripted(ehlo="250-scripted.example\r\n250 SMTPUTF8") as (server, smtp):
        fates = smtp.send(letter(), SENDER, ["jürgen@leser.example"])
        assert isinstance(fates["jürgen@leser.example"], Accepted)
        assert any("SMTPUTF8" in line for line in server.said)


def test_the_password_is_not_shown() -> None:
    assert "s3cret" not in repr(Smtp(host="mail.example", port=465, user="u", password="s3cret"))


# ── a real server, with TLS and AUTH ───────────────────────────────────────────────────────────


class Inbox:
    def __init__(self) -> None:
        self.messages: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.messages.append((envelope.rcpt_tos, envelope.content))
        return "250 taken"


def right_password(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object
) -> AuthResult:
    good = isinstance(data, LoginPassword) and (data.login, data.password) == (b"reader", b"s3cret")
    return AuthResult(success=good, handled=False)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@contextmanager
def real(authority: trustme.CA, *, security: Security) -> Iterator[tuple[Inbox, Smtp]]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    trusted = ssl.create_default_context()
    authority.configure_trust(trusted)
    inbox = Inbox()
    options: dict[str, object] = {"authenticator": right_password, "auth_required": True}
    if security is Security.TLS:
        options |= {"ssl_context": context, "auth_require_tls": False}
    else:
        options |= {"tls_context": context, "require_starttls": True}
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="localhost", port=port, loop=asyncio.new_event_loop(), **options)
    controller.start()
    try:
        yield (
            inbox,
            Smtp(
                host="localhost", port=port, security=security, user="reader", password="s3cret", tls=trusted
            ),
        )
    finally:
        controller.stop()


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # it is TLS from the start
@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_real_server_takes_a_message_over_tls_with_a_password(
    security: Security, authority: trustme.CA
) -> None:
    with real(authority, security=security) as (inbox, smtp):
        fates = smtp.send(letter("Größe: 4,20 m\n"), SENDER, ALL)
        assert {type(f) for f in fates.values()} == {Accepted}, fates
        [(recipients, data)] = inbox.messages
        assert recipients == ALL
        assert b"<digest-1@watch.example>" in data


def test_a_wrong_password_is_known_as_one_and_a_certificate_of_somebody_else_is_not_trusted(
    authority: trustme.CA,
) -> None:
    with real(authority, security=Security.STARTTLS) as (inbox, smtp):
        wrong = Smtp(host="localhost", port=smtp.port, user="reader", password="no", tls=smtp.tls)
        refused = wrong.send(letter(), SENDER, ALL[:1])[ALL[0]]
        assert isinstance(refused, Deferred)  # a password can be mended; the change is still wanted
        assert "535" in refused.reason
        untrusted = Smtp(host="localhost", port=smtp.port, user="reader", password="s3cret")
        fate = untrusted.send(letter(), SENDER, ALL[:1])[ALL[0]]
        assert isinstance(fate, Deferred)
        assert "certificate" in fate.reason
        assert inbox.messages == []


def test_starttls_that_is_not_offered_is_not_done_without() -> None:
    server = ScriptedServer()
    try:
        smtp = Smtp(host="127.0.0.1", port=server.port, security=Security.STARTTLS)
        fate = smtp.send(letter(), SENDER, ALL[:1])[ALL[0]]
    finally:
        server.close()
    assert isinstance(fate, Deferred)
    assert "STARTTLS" in fate.reason
    assert server.taken == []
