"""`monitor show` reads a page that nobody watches: a file, standard input, the page as it is now."""

import json
from pathlib import Path

import pytest

from tests.check.web import Server, Site

MENU = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("boats", "fares", "piers"))
PAGE = (
    f"<title>Fares</title><nav><ul>{MENU}</ul></nav><main><h1>Fares</h1>"
    "<p>A crossing costs 4 crowns, with a bicycle 6 crowns.</p><p>Children under six travel free.</p></main>"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "fares.html").write_text(PAGE)
    return tmp_path / "fares.html"


def test_a_file_is_shown_with_body_and_chrome(monitor, file):
    shown = monitor("show", "fares.html")
    assert shown.returncode == 0
    assert shown.stdout.startswith("Fares\nfares.html\nbody and chrome told apart by structure")
    assert "# Fares\n\nA crossing costs 4 crowns, with a bicycle 6 crowns.\n\nChildren" in shown.stdout
    assert "• Piers /piers" in shown.stdout


def test_what_was_left_out_of_a_page_is_said_of_a_stored_one_too(monitor, file, tmp_path):
    folder = tmp_path / "captures" / "ferry" / "fares"
    folder.mkdir(parents=True)
    (folder / "2026-05-01.html").write_text(
        PAGE.replace("travel", "<span class=sr-only>(soon)</span> travel")
    )
    assert monitor("load", tmp_path / "captures").returncode == 0
    assert "\nleft out: 1 × text for screen readers or in pop-ups\n" in monitor("show", "ferry/fares").stdout
    [note] = json.loads(monitor("show", "ferry/fares", "--json").stdout)["notes"]
    assert note.startswith("left out: 1 × ")


def test_its_body_alone_is_the_body_and_nothing_else(monitor, file):
    shown = monitor("show", "fares.html", "--body").stdout
    assert shown == (
        "# Fares\n\nA crossing costs 4 crowns, with a bicycle 6 crowns.\n\nChildren under six travel free.\n"
    )
    assert "crossing" not in monitor("show", "fares.html", "--chrome").stdout


def test_standard_input_is_read_as_a_file_is(monitor, file):
    told = monitor("show", "-", "--body", stdin=file.read_text())
    assert told.stdout == monitor("show", "fares.html", "--body").stdout
    assert json.loads(monitor("show", "-", "--json", stdin=file.read_text()).stdout)["title"] == "Fares"


def test_the_page_as_it_is_now_is_asked_for(monitor, tmp_path):
    site = Site(pages={"/fares": PAGE.encode()})
    server = Server(site)
    (tmp_path / "config.toml").write_text('[[site]]\nname = "ferry"\nnetworks = ["127.0.0.1/32"]\n')
    with (tmp_path / "config.toml").open("a") as config:
        config.write(f'urls = ["{site.url("/fares")}"]\n')
    assert "A crossing costs 4 crowns" in monitor("show", site.url("/fares"), "--body").stdout
    server.close()


@pytest.mark.parametrize(("page", "stdin"), [("-", ""), ("-", " \n"), ("fares.htm", ""), ("\x00", "")])
def test_what_cannot_be_shown_is_said_in_one_line(monitor, file, page, stdin):
    shown = monitor("show", page.replace("\x00", "x" * 5000), stdin=stdin)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert shown.stderr.count("\n") == 1
