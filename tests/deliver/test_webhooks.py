"""A webhook is told every change once, signed, and what it answers decides."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config import Config, Secret, SiteConfig, WebhookConfig
from monitor.deliver import deliver_posts, form_due
from monitor.deliver.webhooks import MAX_CHANGES
from monitor.store import Store
from tests.check.conftest import Watch, html
from tests.deliver.receiver import Receiver

SECRET = "sixteen-characters-at-least"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class Office:
    store: Store
    config: Config
    watch: Watch
    receiver: Receiver
    now: datetime = NOON

    def says(self, *texts: str, page: str = "levels") -> None:
        self.watch.sees(page, html("Levels", *texts))

    def passes(self, time: timedelta = timedelta(minutes=1)) -> None:
        self.now += time
        form_due(self.config, self.store, self.now)
        deliver_posts(self.config, self.store, self.now)

    def with_webhook(self, **changes: object) -> None:
        [webhook] = self.config.webhooks
        self.config = replace(self.config, webhooks=(replace(webhook, **changes),))  # type: ignore[arg-type]

    def told(self) -> list[str]:
        """The sentences of every body that it got."""
        return [one["sentence"] for _, _, body in self.receiver.got for one in json.loads(body)["changes"]]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    receiver = Receiver()
    webhook = WebhookConfig(
        name="desk",
        url=Secret("url", receiver.url),
        secret=Secret("env:X", SECRET),
        networks=("127.0.0.1/32",),
    )
    config = Config(sites=(SiteConfig(name="town"),), webhooks=(webhook,))
    with Store(tmp_path / "s.sqlite") as store:
        office = Office(store, config, Watch(store), receiver)
        office.says("The level is 4.20 m.")
        office.passes()
        yield office
    receiver.close()


def test_a_change_is_posted_once_and_signed(office: Office) -> None:
    office.passes()
    assert office.receiver.got == []
    office.says("The level is 4.85 m.")
    office.passes()
    office.passes()
    [(path, headers, body)] = office.receiver.got
    assert path == "/hook"
    assert headers["content-type"] == "application/json"
    moment, signature = (part.partition("=")[2] for part in headers["x-monitor-signature"].split(","))
    assert int(moment) == int((office.now - timedelta(minutes=1)).timestamp())
    signed = hmac.new(SECRET.encode(), moment.encode() + b"." + body, hashlib.sha256)
    assert hmac.compare_digest(signature, signed.hexdigest())
    value = json.loads(body)
    assert (value["version"], value["webhook"]) == (1, "desk")
    [change] = value["changes"]
    assert (change["type"], change["site"]) == ("number_changed", "town")
    assert "4.20 → 4.85" in change["sentence"]


@pytest.mark.parametrize("status", [0, 301, 401, 404, 429, 500, 503])
def test_what_was_not_taken_is_posted_again_as_the_same_body(status: int, office: Office) -> None:
    office.receiver.statuses = [status]
    office.says("The level is 4.85 m.")
    office.passes()
    assert len(office.receiver.got) == 1
    office.passes()
    assert len(office.receiver.got) == 1  # not yet
    office.passes(timedelta(minutes=5))
    (_, first, body), (_, again, repeated) = office.receiver.got
    assert body == repeated
    assert first["x-monitor-delivery"] == again["x-monitor-delivery"]
    assert first["x-monitor-signature"] != again["x-monitor-signature"]  # of another moment
    office.passes(timedelta(hours=12))
    assert len(office.receiver.got) == 2


@pytest.mark.parametrize("status", [400, 410, 413, 422])
def test_what_is_refused_for_good_is_seen_and_not_posted_again(status: int, office: Office) -> None:
    office.receiver.statuses = [status]
    office.says("The level is 4.85 m.")
    office.passes()
    office.passes(timedelta(hours=12))
    assert len(office.receiver.got) == 1
    [refused] = office.store.digests.refused()
    assert (refused.kind, refused.name, refused.reason) == ("webhook", "desk", f"HTTP {status}")
    office.says("The level is 5.10 m.")
    office.passes()
    assert "5.10" in office.told()[-1]


def test_a_receiver_that_asks_for_peace_gets_it(office: Office) -> None:
    office.receiver.statuses, office.receiver.headers = [429], {"Retry-After": "7200"}
    office.says("The level is 4.85 m.")
    office.passes()
    office.passes(timedelta(hours=1))
    assert len(office.receiver.got) == 1
    office.passes(timedelta(hours=1))
    assert len(office.receiver.got) == 2


def test_it_does_not_reach_into_our_own_network(office: Office) -> None:
    office.with_webhook(networks=())
    office.says("The level is 4.85 m.")
    office.passes()
    assert office.receiver.got == []
    [waiting] = office.store.digests.waiting()
    assert waiting.reason == "127.0.0.1 is not a global address"


def test_it_gets_what_it_asked_for(office: Office) -> None:
    office.with_webhook(pages=("https://town.example/levels",), words=("LOCK",))
    office.says("The level is 4.85 m.")
    office.says("Text.", page="other")
    office.says("Text of the lock.", page="other")
    office.passes()
    assert office.told() == []
    office.says("The level at the lock is 4.85 m.")
    office.passes()
    assert len(office.told()) == 1


def test_many_changes_come_in_several_bodies_each_once(office: Office) -> None:
    texts = [f"Gauge {number} of the river is read by a warden at six." for number in range(MAX_CHANGES + 20)]
    office.says("The level is 4.20 m.", *texts)
    office.passes()
    assert len(office.receiver.got) >= 2
    ids = [one["id"] for _, _, body in office.receiver.got for one in json.loads(body)["changes"]]
    assert len(ids) == len(set(ids)) > MAX_CHANGES
    assert all(len(json.loads(body)["changes"]) <= MAX_CHANGES for _, _, body in office.receiver.got)


def test_nothing_to_tell_leaves_one_row_however_long_it_lasts(office: Office) -> None:
    office.with_webhook(words=("nothing has this word",))
    for level in ("4.30", "4.40", "4.50"):
        office.says(f"The level is {level} m.")
        office.passes()
    assert office.store.connection.row("SELECT count(*) FROM digests") == (1,)
    assert office.store.waiting() == ()  # nobody waits for them any more


def test_a_webhook_that_comes_later_gets_what_comes_later(office: Office) -> None:
    office.says("The level is 4.85 m.")
    office.passes()
    [webhook] = office.config.webhooks
    office.config = replace(office.config, webhooks=(webhook, replace(webhook, name="late")))
    office.passes()
    office.says("The level is 5.10 m.")
    office.passes()
    late = [json.loads(body) for _, _, body in office.receiver.got if json.loads(body)["webhook"] == "late"]
    assert ["5.10" in one["sentence"] for body in late for one in body["changes"]] == [True]


def test_secrets_are_not_shown(office: Office) -> None:
    assert SECRET not in repr(office.config)
    assert office.receiver.url not in repr(office.config)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Apprise itself
def test_an_apprise_target_is_told_in_words(office: Office) -> None:
    pytest.importorskip("apprise")
    target = office.receiver.url.replace("http:", "json:")
    office.with_webhook(url=None, secret=None, apprise=Secret("env:X", target))
    office.says("The level is 4.85 m.")
    office.passes()
    [(_, _, body)] = office.receiver.got
    assert json.loads(body)["title"] == "1 change"
    assert "4.20 → 4.85" in json.loads(body)["message"]
    assert office.store.digests.waiting() == ()
    office.receiver.statuses = [503]
    office.says("The level is 5.10 m.")
    office.passes()
    [waiting] = office.store.digests.waiting()
    assert target not in waiting.reason
