"""A configuration is taken as meant, or refused with the line and what would be right."""

from datetime import time, timedelta
from pathlib import Path

import pytest

from monitor.config import (
    STARTER,
    Config,
    Discovery,
    MailConfig,
    Rhythm,
    Schedule,
    SiteConfig,
    Via,
    read_config,
)
from monitor.config.schedules import check_cron
from monitor.errors import BadConfig
from monitor.model import ChangeType, Where


@pytest.fixture
def write(tmp_path):
    def write_config(text: str | bytes) -> Path:
        path = tmp_path / "config.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write_config


def refusal(path: Path) -> str:
    with pytest.raises(BadConfig) as caught:
        read_config(path)
    message = str(caught.value)
    assert "\n" not in message
    return message.replace(str(path), "config.toml")


def test_paths_are_relative_to_the_file(write, tmp_path):
    path = write('store = "s.sqlite"\nsnapshots = ["in"]\n[[site]]\nname = "a"\nsnapshots = "b/c"\n')
    assert read_config(path) == Config(
        store=tmp_path / "s.sqlite",
        snapshots=(tmp_path / "in",),
        sites=(SiteConfig(name="a", snapshots=(tmp_path / "b/c",), schedule=Schedule(each_run=True)),),
        mail=MailConfig(folder=tmp_path / "outbox"),
    )


def test_an_empty_file_means_the_defaults(write, tmp_path):
    assert read_config(write("")) == Config(
        store=tmp_path / "monitor.sqlite", mail=MailConfig(folder=tmp_path / "outbox")
    )


def test_the_starter_is_valid_also_with_every_comment_that_is_a_setting_taken_out(write):
    read_config(write(STARTER))
    shown = STARTER.replace("# [[site]]", "[[site]]").replace("# name =", "name =")
    shown = shown.replace("# snapshots =", "snapshots =")
    assert read_config(write(shown)).sites[0].name == "example"


def test_a_byte_order_mark_is_no_trouble(write):
    assert read_config(write(b'\xef\xbb\xbfstore = "a"')).store.name == "a"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\nstroe = "a"', 'config.toml:2: unknown key "stroe"; did you mean "store"?'),
        ("zzz = 1", 'config.toml:1: unknown key "zzz"; known here: store, snapshots, contact, '),
        ("[other]\na = 1", 'config.toml:1: unknown key "other"; known here: store, snapshots, contact, '),
        (
            '[[site]]\nname = "a"\n\n[[site]]\nname = "b"\nsnapshot = ["c"]',
            'config.toml:6: unknown key "snapshot" in [[site]]; did you mean "snapshots"?',
        ),
        (
            '[[site]]\nname = "a"\n[site.nmae]\nb = 1',
            'config.toml:3: unknown key "nmae" in [[site]]; did you mean "name"?',
        ),
        ("store = 3", 'config.toml:1: "store" must be a text, not the number 3: store = "…"'),
        ('store = " "', 'config.toml:1: "store" must be a text, not an empty text: store = "…"'),
        (
            "# so\nsnapshots = [1]",
            'config.toml:2: "snapshots" must be a list of paths, not a list of something else: '
            'snapshots = ["folder", "file.html"]',
        ),
        ('[site]\nname = "a"', 'config.toml:1: "site" must be a block that begins with [[site]]'),
        (
            'store = "a"\n[[site]]\nsnapshots = ["b"]',
            'config.toml:2: [[site]] has no "name"; give it one: name = "example"',
        ),
        (
            '[[site]]\nname = "a"\n[[site]]\nname = "a"',
            'config.toml:4: there are two sites named "a"; give each its own name',
        ),
        ('[[site]]\nname="a"\nurls = ["ftp://a"]', 'config.toml:3: "ftp://a" is no web address; right'),
        ('[[site]]\nname="a"\nevery = "often"', 'config.toml:3: "every" must be a time such as "30s"'),
        ('[[site]]\nname="a"\nevery = "1s"', 'config.toml:3: "every" must be at least 10 seconds'),
        (
            '[[site]]\nname="a"\nevery = "61 * * * *"',
            "config.toml:3: \"every\": '61 * * * *' is not a schedule",
        ),
        ('[[site]]\nname="a"\nshortest="2d"\nlongest="1d"', 'config.toml:3: "shortest" must not be longer'),
        ('[[site]]\nname="a"\nrobots = "no"', 'config.toml:3: "robots" must be true or false, not a text'),
        ('[[site]]\nname="a"\nconnections = 0', 'config.toml:3: "connections" must be a number from 1 to 32'),
        ('[[site]]\nname="a"\ntries = 1.5', 'config.toml:3: "tries" must be a whole number, not 1.5'),
        ('[[site]]\nname="a"\nnetworks = ["10"]', 'config.toml:3: "networks": '),
        (
            '[[site]]\nname="a"\npassword = "s3"',
            'config.toml:3: "password" must say where the secret is: "env:',
        ),
        ('[[site]]\nname="a"\nproxy = "env:HOME"', 'config.toml:3: "env:HOME" holds no address'),
        ('[[site]]\nname="a"\npassword = "env:NOT_SET_X"', 'config.toml:3: "password" names the environment'),
        ('[[site]]\nname="a"\nheaders = { "X Y" = "z" }', 'config.toml:3: "X Y" is not a header'),
        ('[[site]]\nname="a"\ndiscover = ["luck"]', 'config.toml:3: "discover" knows "sitemap", "feed"'),
        ('[mail]\nvia = "pigeon"', 'config.toml:2: "via" must be one of "smtp", "sendmail"'),
        ('[mail]\nvia = "smtp"', 'config.toml:1: [mail] via = "smtp" needs a server'),
        ('[[digest]]\nname = "d"\nto = []', "config.toml:3: [[digest]] has no readers"),
        ('[[digest]]\nname = "d"\nto = "a@b.c"', "config.toml:1: [[digest]] needs to know who writes"),
        ('[[digest]]\nname = "d"\nto = "a"\nschedule = "daily 25:00"', "config.toml:4: 25:00 is not a time"),
        (
            '[[digest]]\nname = "d"\nto = "a"\nzone = "Mars/Base"',
            'config.toml:4: "Mars/Base" is no time zone',
        ),
        ('[[digest]]\nname = "d"\nto = "a"\nquiet = "22:00"', 'config.toml:4: "quiet" must be two times'),
        ('[[digest]]\nname = "d"\nto = "a"\ntypes = ["x"]', 'config.toml:4: there is no type of change "x"'),
        ('[[webhook]]\nname = "w"', 'config.toml:1: [[webhook]] has no "url"; give it one: url = "https:'),
        ('[[webhook]]\nname = "w"\nurl = "https://a.example/"', 'config.toml:1: [[webhook]] has no "secret"'),
        ('[[webhook]]\nname = "w"\nurl = "ftp://a"\nsecret = "env:HOME"', "config.toml:"),
        (
            '[[webhook]]\nname = "w"\nurl = "https://a.example/"\nsecret = "s3"',
            'config.toml:4: "secret" must say',
        ),
        ('[[webhook]]\nname = "w"\nto = "x"', 'config.toml:3: unknown key "to" in [[webhook]]'),
        (
            '[[digest]]\nname = "d"\nto = "a"\nlanguage = "xx"',
            'config.toml:4: there are no words in "xx" yet',
        ),
        ("[daemon]\nport = 70000", 'config.toml:2: "port" must be a number from 0 to 65535'),
        ('store = "a', "config.toml:1: not TOML: "),
        ('store = "a"\nstore', "config.toml:2: not TOML: Expected '=' after a key in a key/value pair"),
        (b'store = "a"\n# caf\xe9', "config.toml:2: not UTF-8; a configuration is a text in UTF-8"),
    ],
)
def test_what_is_not_right_is_named_with_its_line(write, text, message):
    assert refusal(write(text)).startswith(message)


def test_a_missing_file_says_how_to_get_one(tmp_path):
    assert (
        refusal(tmp_path / "config.toml")
        == "config.toml: no such file; `monitor init` writes one to start from"
    )


def test_a_folder_is_refused(tmp_path):
    (tmp_path / "config.toml").mkdir()
    assert refusal(tmp_path / "config.toml") == "config.toml: a folder, where a configuration file is wanted"


def test_something_huge_is_refused(write):
    assert "too large" in refusal(write("#" * 1_000_001))


def test_a_site_of_the_web_is_taken_as_meant(write, tmp_path, monkeypatch):
    monkeypatch.setenv("RIVER_PASSWORD", "s3cret")
    (tmp_path / "key").write_text("t0ken\n")
    path = write(
        """
contact = "https://watch.example/about"
[[site]]
name = "river"
urls = ["https://river.example/", "https://river.example/levels"]
every = "1h 30m"
user = "reader"
password = "env:RIVER_PASSWORD"
headers = { "X-Key" = "file:key", "X-Plain" = "yes" }
networks = ["10.1.0.0/16"]
pause = "2s"
discover = ["sitemap", "menu"]
exclude = ["*/print/*"]
[[site]]
name = "lake"
urls = "https://lake.example/"
every = "adaptive"
longest = "30d"
"""
    )
    river, lake = read_config(path).sites
    assert river.schedule == Schedule(every=timedelta(minutes=90))
    assert river.fetching.password is not None
    assert river.fetching.password.value == "s3cret"
    assert river.fetching.headers == {"X-Key": "t0ken", "X-Plain": "yes"}
    assert river.discovery == Discovery(sitemap=True, menu=True, exclude=("*/print/*",))
    assert lake.schedule == Schedule(rhythm=Rhythm.ADAPTIVE, longest=timedelta(days=30))
    assert "s3cret" not in repr(river)


def test_a_digest_is_taken_as_meant(write, tmp_path):
    path = write(
        """
[mail]
via = "maildir"
from = "Watch <watch@river.example>"
folder = "mail"
[[digest]]
name = "river watch"
to = ["a@reader.example", "b@reader.example"]
schedule = "weekdays 07:30"
zone = "Europe/Vienna"
quiet = "22:00-06:00"
where = "chrome"
types = ["menu_renamed"]
at_once = 0.8
"""
    )
    config = read_config(path)
    [digest] = config.digests
    assert (config.mail.via, config.mail.folder) == (Via.MAILDIR, tmp_path / "mail")
    assert digest.cron == "30 7 * * mon-fri"
    assert digest.quiet == (time(22), time(6))
    assert (digest.where, digest.types, digest.at_once) == (Where.CHROME, (ChangeType.MENU_RENAMED,), 0.8)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("1", "mon"),
        ("0", "sun"),
        ("7", "sun"),
        ("1-5", "mon,tue,wed,thu,fri"),
        ("fri-mon", "mon,fri,sat,sun"),
    ],
)
def test_days_of_the_week_are_counted_as_cron_counts_them(written, days):
    assert check_cron(f"0 7 * * {written}") == f"0 7 * * {days}"
