"""A newcomer's path: init, add, run, the page changes, run: the first true sentence."""

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.cli import run
from tests.check.conftest import html
from tests.check.web import Server, Site


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(pages={"/levels": html("Levels", "The level at the upper lock is 4.20 m.", "Read at six.")})
    server = Server(site)
    yield site
    server.close()


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(site: Site) -> int:
    return run(["add", site.url("/levels"), "--network", "127.0.0.1/32", "--site", "river"])


def test_five_commands_to_the_first_true_sentence(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init"]) == 0
    assert add(site) == 0
    assert run(["run"]) == 0
    site.pages["/levels"] = html("Levels", "The level at the upper lock is 4.85 m.", "Read at six.")
    capsys.readouterr()
    assert run(["run", "--exit-code"]) == 1
    said = capsys.readouterr().out
    assert "Number changed: 4.20 → 4.85" in said
    assert "1 page looked at: 1 changed." in said
    assert run(["run"]) == 0
    assert "Nothing changed." in capsys.readouterr().out


def test_add_leaves_what_is_in_the_file_as_it_was(site: Site, here: Path) -> None:
    (here / "config.toml").write_text(
        '# mine\nstore = "s.sqlite"  # here\n\n[[site]]\nname = "lake" # deep\n'
    )
    assert add(site) == 0
    assert add(site) == 0  # twice is once
    text = (here / "config.toml").read_text()
    assert text.startswith('# mine\nstore = "s.sqlite"  # here\n\n[[site]]\nname = "lake" # deep\n')
    values = tomllib.loads(text)
    assert values["site"][1] == {"name": "river", "urls": [site.url("/levels")], "networks": ["127.0.0.1/32"]}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://a.example/", "is no web address; right would be: https://example.org/page"),
        ("river", "is no web address"),
        ("http://127.0.0.1:1/", "not a global address (--network names a network that is meant)"),
    ],
)
def test_what_cannot_be_watched_is_not_added(
    url: str, said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["init"])
    before = (here / "config.toml").read_text()
    assert run(["add", url]) == 2
    assert said in capsys.readouterr().err
    assert (here / "config.toml").read_text() == before


def test_a_page_that_is_not_there_is_told_before_it_is_added(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["init"])
    assert run(["add", site.url("/nowhere"), "--network", "127.0.0.1/32"]) == 2
    assert "gone: HTTP 404 (Not found); --no-check adds it all the same" in capsys.readouterr().err


def test_check_looks_at_one_page_now(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    run(["init"])
    add(site)
    assert run(["run"]) == 0
    assert run(["check", "levels"]) == 0
    site.pages["/levels"] = html("Levels", "The level at the upper lock is 4.85 m.", "Read at six.")
    capsys.readouterr()
    assert run(["check", "levels", "--json"]) == 1
    [change] = json.loads(capsys.readouterr().out)
    assert change["type"] == "number_changed"
    site.statuses["/levels"] = 500
    assert run(["check", "levels"]) == 2
    assert "error: HTTP 500" in capsys.readouterr().err


def test_a_page_that_cannot_be_had_makes_the_run_end_with_three(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["init"])
    add(site)
    site.statuses["/levels"] = 503
    assert run(["run"]) == 3
    assert "error: HTTP 503" in capsys.readouterr().err


def test_a_server_that_asked_for_peace_gets_it_from_later_runs_too(
    site: Site, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["init"])
    add(site)
    site.statuses["/levels"] = 429
    site.retry_after = "3600"
    assert run(["run"]) == 3
    site.asked.clear()
    capsys.readouterr()
    for arguments in (["run"], ["run", "--all"]):
        assert run(arguments) == 3
        assert "127.0.0.1: 1 page not asked for before " in capsys.readouterr().err
    assert site.asked == []


def test_a_site_with_a_time_of_its_own_is_looked_at_then(
    site: Site, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["init"])
    add(site)
    text = (here / "config.toml").read_text()
    (here / "config.toml").write_text(text.replace('name = "river"', 'name = "river"\nevery = "6h"'))
    run(["run"])
    site.asked.clear()
    run(["run"])
    assert site.asked == []
    run(["run", "--all"])
    assert site.paths() == ["/levels"]


def test_pages_that_a_sitemap_names_are_found_and_told_when_they_come(
    site: Site, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def lists(*paths: str) -> None:
        entries = "".join(f"<url><loc>{site.url(path)}</loc></url>" for path in paths)
        site.pages["/sitemap.xml"] = f'<?xml version="1.0"?><urlset>{entries}</urlset>'.encode()

    assert run(["init"]) == 0
    assert add(site) == 0
    config = here / "config.toml"
    config.write_text(config.read_text() + 'discover = ["sitemap"]\npause = "0s"\n')
    site.pages["/locks"] = html("Locks", "The upper lock has two gates.", "They are of oak.")
    site.pages["/weirs"] = html("Weirs", "The weir was built by the mill.", "It is dry in summer.")
    lists("/locks")
    assert run(["run"]) == 0
    assert "2 pages looked at: 2 not seen before." in capsys.readouterr().out
    lists("/locks", "/weirs")
    assert run(["run"]) == 0
    said = capsys.readouterr().out
    assert f"Page added: {site.url('/weirs')}" in said
    assert "3 pages looked at: 1 not seen before, 2 the same." in said
    lists("/weirs")
    assert run(["run"]) == 0
    assert "Page removed" in capsys.readouterr().out


def test_on_a_terminal_a_run_says_how_far_it_is_what_it_found_and_how_long_it_takes(
    site: Site, here: Path
) -> None:
    site.pages |= {f"/lock{n}": html(f"Lock {n}", f"Lock {n} is open.", "Tolls are due.") for n in range(24)}
    urls = ", ".join(f'"{site.url(f"/lock{n}")}"' for n in range(24))
    (here / "config.toml").write_text(
        f'store = "s.sqlite"\n[[site]]\nname = "river"\nurls = [{urls}, "{site.url("/none")}"]\n'
        'pause = "0.06s"\nnetworks = ["127.0.0.1/32"]\n'
    )
    assert run(["run"]) == 3
    site.pages["/lock7"] = html("Lock 7", "Lock 7 is closed since Monday.", "Tolls are due.")
    reads, writes = pty.openpty()
    command = [sys.executable, "-m", "monitor", "run"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "xterm"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=writes, env=environment)
    os.close(writes)
    said = b""
    with contextlib.suppress(OSError):  # the other end is closed
        while piece := os.read(reads, 10_000):
            said += piece
    os.close(reads)
    process.wait(30)
    bars = re.findall(rb"looking at pages[^\r]*?(\d+)/25[^\r]*", said)
    assert bars[-1] == b"25"
    assert b"changes: 1, failures: 1" in said
    assert re.search(rb"/25  \d\d:\d\d:\d\d", said)  # the time left
