"""A side of a comparison can be a page of the web, or an archive of many."""

import json
from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

import pytest

from tests.check.conftest import html
from tests.check.web import Server, Site


@pytest.fixture
def site(tmp_path) -> Iterator[Site]:
    site = Site(pages={"/levels": html("Levels", "The level at the upper lock is 4.20 m.", "Read at six.")})
    server = Server(site)
    (tmp_path / "config.toml").write_text(
        f'[[site]]\nname = "river"\nurls = ["{site.url("/levels")}"]\nnetworks = ["127.0.0.1/32"]\n'
    )
    yield site
    server.close()


def test_a_file_is_compared_with_the_page_as_it_is_now(monitor, site, tmp_path):
    (tmp_path / "saved.html").write_bytes(site.pages["/levels"])
    assert monitor("diff", "saved.html", site.url("/levels")).returncode == 0
    site.pages["/levels"] = html("Levels", "The level at the upper lock is 4.85 m.", "Read at six.")
    done = monitor("diff", "saved.html", site.url("/levels"), "--json")
    assert done.returncode == 1
    assert [(one["type"], one["page"]) for one in json.loads(done.stdout)] == [
        ("number_changed", site.url("/levels"))
    ]


def test_a_stored_version_is_compared_with_the_page_as_it_is_now(monitor, site):
    monitor("run")
    site.pages["/levels"] = html("Levels", "The level at the upper lock is 4.85 m.", "Read at six.")
    for before in ("levels", f"{site.url('/levels')}@1"):
        assert "4.20 → 4.85" in monitor("diff", before, site.url("/levels")).stdout


@pytest.mark.parametrize(
    ("side", "message"),
    [
        ("{url}/absent", "gone"),
        ("http://127.0.0.1:1/", "127.0.0.1"),
        ("http://[/", "http://[/: is no web address"),
        ("https:///page", "https:///page: is no web address"),
    ],
)
def test_a_page_that_cannot_be_had_is_told_in_one_line(monitor, site, tmp_path, side, message):
    (tmp_path / "saved.html").write_bytes(site.pages["/levels"])
    done = monitor("diff", "saved.html", side.format(url=site.url("")))
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_robots_txt_is_asked_first(monitor, site, tmp_path):
    site.pages["/robots.txt"] = b"User-agent: *\nDisallow: /"
    (tmp_path / "saved.html").write_bytes(site.pages["/levels"])
    done = monitor("diff", "saved.html", site.url("/levels"))
    assert done.returncode == 2
    assert "robots.txt" in done.stderr
    assert site.paths() == []


def record(url: str, page: bytes) -> bytes:
    """One response, as WARC 1.0 has it."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (len(page), page)
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, url)}>\r\n"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def test_archives_are_generations_of_a_site(monitor, tmp_path):
    pytest.importorskip("warcio")
    for name, level in (("a.warc", "4.20"), ("b.warc", "4.85")):
        levels = html("Levels", f"The level at the upper lock is {level} m.")
        pages = {"https://river.example/levels": levels, "https://river.example/locks": html("Locks", "Two.")}
        (tmp_path / name).write_bytes(b"".join(record(url, page) for url, page in pages.items()))
    (tmp_path / "one.html").write_bytes(html("Levels", "One."))
    done = monitor("diff", "a.warc", "b.warc", "--json")
    assert [one["page"] for one in json.loads(done.stdout)] == ["https://river.example/levels"]
    assert monitor("diff", "a.warc", "a.warc").returncode == 0
    assert "give two files or two folders" in monitor("diff", "a.warc", "one.html").stderr
