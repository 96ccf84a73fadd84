"""Pages that JavaScript makes are read as their scripts leave them; they reach nothing that we would not."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from monitor.fetch import Allowance, Bounds, Client, Fetched, Missed, Origin, Renderer, can_render
from tests.check.web import Server, Site

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not can_render(), reason="no Playwright or no Chromium here")

PAGE = """<html><head><title>Tides</title></head><body><main id="m"></main><script>
async function show() {
  for (const url of %s) {
    let said = "nothing";
    try { said = await (await fetch(url)).text() } catch (error) {}
    document.getElementById("m").innerHTML += "<p>" + said + "</p>";
  }
}
show();
</script></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    server = Server(site)
    yield site
    server.close()


def render(site: Site, *urls: str, page: str = PAGE) -> str:
    site.pages["/"] = (page % json.dumps(urls) if "%s" in page else page).encode()
    bounds = Bounds(total_s=20.0)
    origin = Origin(user_agent="monitor/test", allowance=Allowance.of("127.0.0.1/32"), bounds=bounds)
    answer = Renderer(Client(origin), 15.0).fetch(site.url("/"), NOW)
    assert isinstance(answer, Fetched), answer
    return answer.snapshot.payload.decode()


def test_what_a_script_writes_is_read(site: Site) -> None:
    site.pages["/high"] = b"High water at noon"
    assert "<p>High water at noon</p>" in render(site, "/high")


def test_a_script_reaches_no_address_that_a_page_may_not(site: Site) -> None:
    other = Site(pages={"/secret": b"the key of the lock"})
    server = Server(other)
    try:
        inner = f"http://127.0.0.2:{other.port}/secret"  # the server listens there, the guard says no
        shown = render(site, inner, "file:///etc/hostname", f"http://localhost:{other.port}/x")
    finally:
        server.close()
    assert shown.count("<p>nothing</p>") + shown.count("<title>Not found") >= 2
    assert "the key" not in shown


def test_a_script_cannot_lead_to_another_page(site: Site) -> None:
    site.pages["/other"] = b"<html><body><p>Elsewhere</p></body></html>"
    page = "<html><body><p>Here</p><script>location.href = '/other'</script></body></html>"
    assert "Here" in render(site, page=page)
    assert "/other" not in site.paths()


def test_a_page_that_never_rests_is_taken_as_it_is(site: Site) -> None:
    site.pages["/tick"] = b"tick"
    page = (
        "<html><body><p id=a>Started</p><script>setInterval(() => fetch('/tick'), 100)</script></body></html>"
    )
    bounds = Bounds(total_s=20.0)
    site.pages["/"] = page.encode()
    origin = Origin(user_agent="monitor/test", allowance=Allowance.of("127.0.0.1/32"), bounds=bounds)
    answer = Renderer(Client(origin), 5.0).fetch(site.url("/"), NOW)
    assert isinstance(answer, Fetched)
    assert b"Started" in answer.snapshot.payload
    assert len(site.paths()) <= 201


def test_a_page_that_cannot_be_had_is_no_page(site: Site) -> None:
    origin = Origin(user_agent="monitor/test", allowance=Allowance.of("127.0.0.1/32"))
    answer = Renderer(Client(origin), 5.0).fetch(site.url("/nothing"), NOW)
    assert isinstance(answer, Missed)
    assert answer.status == 404


def test_what_is_meant_for_the_site_is_not_sent_to_others(site: Site) -> None:
    other = Site(pages={"/count": b"counted"})
    server = Server(other)
    site.pages["/own"] = b"own"
    site.pages["/"] = (PAGE % json.dumps(["/own", other.url("/count")])).encode()
    origin = Origin(
        user_agent="monitor/test", allowance=Allowance.of("127.0.0.1/32"), headers={"X-Key": "sesame"}
    )
    try:
        answer = Renderer(Client(origin), 15.0).fetch(site.url("/"), NOW)
    finally:
        server.close()
    assert isinstance(answer, Fetched)
    assert b"<p>counted</p>" in answer.snapshot.payload
    assert {path: "x-key" in headers for path, headers in site.asked} == {"/": True, "/own": True}
    assert [headers.get("x-key") for _, headers in other.asked] == [None]
