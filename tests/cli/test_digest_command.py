"""The digest from the command line: seen, written, sent on trial, sent."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

CONFIG = """
store = "s.sqlite"
snapshots = ["snapshots"]
[mail]
via = "folder"
from = "Watch <watch@town.example>"
folder = "out"
[[digest]]
name = "town watch"
to = ["a@reader.example", "b@reader.example"]
"""


@pytest.fixture
def watched(monitor, tmp_path: Path) -> Path:
    """A page that changed between two captures, loaded."""
    from tests.check.conftest import html

    (tmp_path / "config.toml").write_text(CONFIG)
    folder = tmp_path / "snapshots" / "town" / "levels"
    folder.mkdir(parents=True)
    for day, level in (("2026-01-10", "4.20"), ("2026-01-11", "4.85")):
        page = html("Levels", f"The level at the upper lock is {level} m.", "Gauges are read at six.")
        (folder / f"{day}.html").write_bytes(page)
    assert monitor("run").returncode == 0
    return tmp_path


def test_the_digest_that_waits_is_shown(monitor, watched):
    said = monitor("digest").stdout
    assert "1 change, on 1 page." in said
    assert " ~ Number changed" in said
    assert not (watched / "out").exists()


def test_it_can_be_looked_at_as_html(monitor, watched):
    assert monitor("digest", "--html", "d.html").returncode == 0
    assert "Number changed: 4.20 → 4.85" in (watched / "d.html").read_text()


def test_a_trial_takes_nothing_from_anybody(monitor, watched):
    assert monitor("digest", "--to", "me@reader.example").returncode == 0
    [file] = (watched / "out").iterdir()
    assert message_from_bytes(file.read_bytes(), policy=default)["To"] == "me@reader.example"
    assert monitor("digest", "--send").stderr == "2 digests sent.\n"
    assert monitor("digest", "--send").stderr == "Nothing to tell, nothing sent.\n"
    assert "Nothing changed." in monitor("digest").stdout


def test_a_digest_that_nobody_takes_is_seen_in_status_and_sent_later(monitor, watched):
    (watched / "out").write_text("in the way")
    done = monitor("digest", "--send")
    assert done.returncode == 2
    assert "to be tried again" in done.stderr
    status = monitor("status").stdout
    assert "Digests that have not arrived" in status
    assert "town watch to a@reader.example" in status
    (watched / "out").unlink()
    assert monitor("digest", "--send").stderr == "2 digests sent.\n"
    assert "have not arrived" not in monitor("status").stdout


def test_a_digest_of_another_name_is_refused(monitor, watched):
    done = monitor("digest", "lake watch")
    assert (done.returncode, done.stderr) == (
        2,
        'monitor: there is no digest "lake watch"; there is "town watch"\n',
    )


def test_without_readers_there_is_nobody_to_send_to(monitor, watched):
    (watched / "config.toml").write_text('store = "s.sqlite"\n')
    assert "1 change, on 1 page." in monitor("digest").stdout
    done = monitor("digest", "--send")
    assert (done.returncode, done.stderr) == (
        2,
        "monitor: the configuration has no [[digest]] and no [[webhook]]: nobody is to be told\n",
    )


def test_a_webhook_that_is_not_reached_is_seen_in_status(monitor, watched):
    hook = '[[webhook]]\nname = "desk"\nurl = "http://127.0.0.1:9/hook"\nsecret = "env:HOOK_SECRET"\n'
    (watched / "config.toml").write_text(CONFIG.partition("[mail]")[0] + hook)
    secret = "sixteen-characters-at-least"
    done = monitor("digest", "--send", HOOK_SECRET=secret)
    assert done.returncode == 2
    assert "webhook desk: to be tried again: 127.0.0.1 is not a global address" in done.stderr
    said = monitor("status", HOOK_SECRET=secret).stdout
    assert "desk (webhook)" in said
    assert secret not in said


def test_a_report_is_one_file_that_can_be_narrowed(monitor, watched):
    done = monitor("report", "--html", "r.html", "town")
    assert (done.returncode, done.stderr) == (0, "Wrote r.html: 1 change.\n")
    html = (watched / "r.html").read_text()
    assert "Changes of town" in html
    assert "4.20" in html
    assert monitor("report", "--html", "r.html", "--since", "2026-02-01").stderr.endswith(": 0 changes.\n")
    assert monitor("report", "--html", "no/r.html").returncode == 2
