"""The digest of what ships, as a real server gets it: over TLS, with a password, parsed strictly."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
import trustme

from monitor.check import load_snapshots
from monitor.config import Config, DigestConfig, MailConfig
from monitor.deliver import deliver, form_due
from monitor.load import load
from monitor.send import Accepted, Security
from monitor.store import Store
from tests.send.test_smtp import real
from tests.ships.readme import PROJECT

NOW = datetime(2026, 2, 2, 7, tzinfo=UTC)
TAGS = re.compile(r"<style.*?</style>|<title.*?</title>|<[^>]+>", re.DOTALL)
READERS = ("a@reader.example", "b@reader.example")


@pytest.fixture(scope="module")
def messages(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[list[str], bytes]]:
    """What the server holds after one digest of everything was sent to each reader."""
    config = Config(
        mail=MailConfig(sender="Watch <watch@town.example>"),
        digests=(
            DigestConfig(name="everything", to=READERS),
            DigestConfig(name="Lauvane, für uns", to=READERS[:1], sites=("lauvane",), language="de"),
        ),
    )
    with (
        Store(tmp_path_factory.mktemp("store") / "s.sqlite") as store,
        real(trustme.CA(), security=Security.STARTTLS) as (inbox, smtp),
    ):
        load_snapshots(load([PROJECT / "seeds", PROJECT / "snapshots"]), store, NOW)
        form_due(config, store, NOW, everyone=True)
        deliveries = deliver(store, smtp, config.mail.sender, NOW, everything=True)
        assert {type(delivery.fate) for delivery in deliveries} == {Accepted}
        assert deliver(store, smtp, config.mail.sender, NOW, everything=True) == []
        return inbox.messages


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default.clone(raise_on_defect=True))
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_each_reader_has_a_message_of_their_own(messages: list[tuple[list[str], bytes]]) -> None:
    assert [recipients for recipients, _ in messages] == [[READERS[0]], [READERS[1]], [READERS[0]]]
    assert len({parsed(data)["Message-ID"] for _, data in messages}) == 3


def test_a_strict_parser_has_nothing_to_complain_of(messages: list[tuple[list[str], bytes]]) -> None:
    for _, data in messages:
        assert data.isascii()
        assert max(map(len, data.split(b"\r\n"))) <= 998
        message = parsed(data)
        assert not message.defects
        assert [p.get_content_type() for p in message.walk()] == [
            "multipart/alternative",
            "text/plain",
            "text/html",
        ]
        assert len(part(message, "html").encode()) <= 100_000
        assert all(len(line) <= 78 or "://" in line for line in part(message, "plain").splitlines())


def test_both_parts_tell_each_change_of_a_site_once(messages: list[tuple[list[str], bytes]]) -> None:
    message = parsed(messages[0][1])
    for kind in ("plain", "html"):
        words = " ".join(TAGS.sub(" ", part(message, kind)).split())
        for told in (
            "OSCE Chairpersonship moved from Finland (2025) to Switzerland (2026)",
            "Presidency moved from Belmar (2025) to Corvania (2026)",
            "Menu item renamed: Press room → Media centre",
        ):
            assert words.count(told) == 1, (kind, told)
        assert "Held back as noise" in words


def test_a_digest_of_one_site_in_another_language(messages: list[tuple[list[str], bytes]]) -> None:
    message = parsed(messages[2][1])
    assert str(message["Subject"]).startswith("[lauvane] ")
    assert 'lang="de"' in part(message, "html")
    assert "OSCE" not in part(message, "plain")
