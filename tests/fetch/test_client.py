"""However a server behaves, a fetch ends in the right outcome, within its bounds."""

import socket
import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme

from monitor.fetch import (
    Allowance,
    Answer,
    Bounds,
    Client,
    Fetched,
    Missed,
    NotModified,
    Origin,
    Validators,
)
from monitor.model import Trouble
from tests.fetch.hostile import BEHAVIOURS, PAGE, HostileServer

NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
BOUNDS = Bounds(
    max_wire_bytes=2_000_000, max_bytes=4_000_000, max_redirects=5, connect_s=3.0, read_s=3.0, total_s=4.0
)
ONLY_THIS = Allowance.of("127.0.0.1/32")

T = Trouble
EXPECTED: dict[str, Trouble | type] = {
    "good": Fetched,
    "conditional": Fetched,
    "empty": T.UNREADABLE,
    "white-space": T.UNREADABLE,
    "gone": T.GONE,
    "not-found": T.GONE,
    "internal-error": T.ERROR,
    "busy": T.ERROR,
    "too-many": T.BLOCKED,
    "forbidden": T.BLOCKED,
    "challenge-as-busy": T.ERROR,
    "challenge-as-accepted": T.BLOCKED,
    "drips-an-error-page": T.ERROR,
    "login": T.LOGIN,
    "status-999": T.ERROR,
    "status-of-words": T.ERROR,
    "status-negative": T.ERROR,
    "not-http": T.ERROR,
    "binary-noise": T.ERROR,
    "closed-at-once": T.ERROR,
    "never-answers": T.TIMEOUT,
    "drips-the-status-line": T.TIMEOUT,
    "drips-headers": T.TIMEOUT,
    "drips-the-body": T.TIMEOUT,
    "endless-body": T.TOO_LARGE,
    "endless-chunks": T.TOO_LARGE,
    "tiny-chunks": T.TIMEOUT,
    "chunk-of-a-wrong-size": T.ERROR,
    "chunk-of-a-huge-size": T.ERROR,
    "chunk-extension-flood": T.ERROR,
    "chunks-cut-off": T.ERROR,
    "shorter-than-announced": T.ERROR,
    "longer-than-announced": Fetched,
    "announces-a-terabyte": T.TOO_LARGE,
    "length-of-words": Fetched,
    "length-negative": Fetched,
    "lengths-that-differ": T.ERROR,
    "huge-header": T.ERROR,
    "many-headers": T.ERROR,
    "header-without-end": T.ERROR,
    "header-with-ansi": Fetched,
    "a-megabyte-of-cookies": T.TOO_LARGE,
    "continues-for-ever": T.TIMEOUT,
    "early-hints-for-ever": T.ERROR,
    "gzip-bomb": T.TOO_LARGE,
    "brotli-bomb": T.TOO_LARGE,
    "zstd-bomb": T.TOO_LARGE,
    "layers-of-gzip": T.UNREADABLE,
    "gzip-that-is-none": T.UNREADABLE,
    "gzip-cut-off": T.UNREADABLE,
    "unknown-coding": T.UNREADABLE,
    "redirect": Fetched,
    "redirect-for-now": Fetched,
    "redirect-to-itself": T.ERROR,
    "redirect-in-a-circle": T.ERROR,
    "redirect-back": T.ERROR,
    "redirect-for-ever": T.ERROR,
    "redirect-with-a-cookie": Fetched,
    "redirect-nowhere": T.ERROR,
    "redirect-inside": T.REFUSED,
    "redirect-inside-by-name": T.ERROR,  # no such name here; with an inner address it would be refused
    "redirect-to-a-file": T.REFUSED,
    "redirect-with-user-information": T.REFUSED,
    "redirect-with-a-line-break": T.REFUSED,
    "redirect-to-a-long-url": T.REFUSED,
    "secret": Fetched,
    "strange-charset": Fetched,
    "half-closed": T.ERROR,
    "reset": T.ERROR,
    "nul-bytes": Fetched,
}


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    server = HostileServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(
        Origin(user_agent="monitor-tests (+https://example.org)", allowance=ONLY_THIS, bounds=BOUNDS)
    )


@pytest.fixture(scope="module")
def answers(server: HostileServer, client: Client) -> dict[str, tuple[Answer, float]]:
    """Every behaviour met once, twelve at a time, with the seconds that it took."""

    def meet(name: str) -> tuple[Answer, float]:
        begin = time.monotonic()
        return client.fetch(server.url("/" + name), NOW), time.monotonic() - begin

    with ThreadPoolExecutor(12) as pool:
        return dict(zip(EXPECTED, pool.map(meet, EXPECTED), strict=True))


def test_every_behaviour_has_its_expected_outcome() -> None:
    assert {"/" + name for name in EXPECTED} == set(BEHAVIOURS)
    assert len(EXPECTED) >= 40


@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_answer_ends_rightly_and_in_time(
    name: str, answers: dict[str, tuple[Answer, float]]
) -> None:
    answer, seconds = answers[name]
    expected = EXPECTED[name]
    if isinstance(expected, Trouble):
        assert isinstance(answer, Missed), answer
        assert answer.trouble is expected, answer
    else:
        assert isinstance(answer, expected), answer
    assert seconds < BOUNDS.total_s + BOUNDS.connect_s + 5  # and what waiting for a processor costs


def test_no_inner_address_was_reached(
    server: HostileServer, answers: dict[str, tuple[Answer, float]]
) -> None:
    assert answers
    assert {address for address, _ in server.visits} == {"127.0.0.1"}


@pytest.mark.parametrize("bomb", ["gzip-bomb", "brotli-bomb", "zstd-bomb", "endless-body"])
def test_memory_stays_bounded(bomb: str, server: HostileServer, client: Client) -> None:
    tracemalloc.start()
    try:
        client.fetch(server.url("/" + bomb), NOW)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The bytes that may be held, once more while they are put together, and the server's own answer.
    assert peak < 3 * BOUNDS.max_bytes + 8_000_000


def test_a_name_is_resolved_once_and_what_was_checked_is_dialled(
    server: HostileServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def rebinding(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) % 2 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    server.visits.clear()
    outcomes = [
        Client(Origin(user_agent="t", allowance=ONLY_THIS, bounds=BOUNDS)).fetch(
            f"http://rebinding.example:{server.port}/good", NOW
        )
        for _ in range(4)
    ]
    assert [type(o) for o in outcomes] == [Fetched, Missed, Fetched, Missed]
    assert asked == ["rebinding.example"] * 4
    assert {address for address, _ in server.visits} == {"127.0.0.1"}


def test_an_unchanged_page_costs_no_body(server: HostileServer, client: Client) -> None:
    first = client.fetch(server.url("/conditional"), NOW)
    assert isinstance(first, Fetched)
    assert first.validators == Validators(etag='"v1"')
    assert client.fetch(server.url("/conditional"), NOW, first.validators) == NotModified(
        validators=first.validators
    )


def test_a_snapshot_holds_the_very_bytes(server: HostileServer, client: Client) -> None:
    answer = client.fetch(server.url("/good"), NOW, site="river")
    assert isinstance(answer, Fetched)
    snapshot = answer.snapshot
    assert (snapshot.payload, snapshot.media_type, snapshot.charset) == (PAGE, "text/html", "utf-8")
    assert (snapshot.url, snapshot.moment, snapshot.site) == (server.url("/good"), NOW, "river")


def test_a_permanent_redirect_tells_where_the_page_lives_now(server: HostileServer, client: Client) -> None:
    moved = client.fetch(server.url("/redirect"), NOW)
    passing = client.fetch(server.url("/redirect-for-now"), NOW)
    assert isinstance(moved, Fetched)
    assert isinstance(passing, Fetched)
    assert (moved.moved_to, passing.moved_to) == (server.url("/good"), "")


def test_a_server_may_ask_for_peace(server: HostileServer, client: Client) -> None:
    busy = client.fetch(server.url("/busy"), NOW)
    greedy = client.fetch(server.url("/too-many"), NOW)
    assert isinstance(busy, Missed)
    assert isinstance(greedy, Missed)
    assert (busy.retry_after_s, busy.transient) == (120.0, True)
    assert greedy.retry_after_s == 7 * 24 * 3600.0


def test_secrets_stay_with_the_origin_that_they_are_meant_for(server: HostileServer) -> None:
    import http.server
    import threading

    seen: list[dict[str, str]] = []

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append({k.lower(): v for k, v in self.headers.items()})
            if self.path == "/start":
                self.send_response(302)
                self.send_header("Location", server.url("/good"))
                self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    other = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    origin = Origin(
        user_agent="monitor-tests",
        headers={"X-Key": "s3cret"},
        cookies={"session": "s3cret"},
        auth=("reader", "s3cret"),
        allowance=ONLY_THIS,
        bounds=BOUNDS,
    )
    recorded: list[dict[str, str]] = []
    BEHAVIOURS["/good"], kept = lambda v: (recorded.append(v.headers), v.answer())[1], BEHAVIOURS["/good"]
    try:
        answer = Client(origin).fetch(f"http://127.0.0.1:{other.server_port}/start", NOW)
    finally:
        BEHAVIOURS["/good"] = kept
        other.shutdown()
        other.server_close()
    assert isinstance(answer, Fetched)
    assert seen[0]["x-key"] == "s3cret"
    assert seen[0]["cookie"] == "session=s3cret"
    assert seen[0]["authorization"].startswith("Basic ")
    assert not {"x-key", "authorization"} & set(recorded[0])


def test_proxies_of_the_environment_are_not_used(
    server: HostileServer, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert isinstance(client.fetch(server.url("/good"), NOW), Fetched)


def test_a_proxy_does_not_lead_inside(server: HostileServer) -> None:
    origin = Origin(user_agent="t", proxy=server.url(""), allowance=ONLY_THIS, bounds=BOUNDS)
    answer = Client(origin).fetch("http://127.0.0.9/secret", NOW)
    assert isinstance(answer, Missed)
    assert answer.trouble is Trouble.REFUSED


def test_a_proxy_is_given_its_own_password_and_nobody_else_is() -> None:
    seen: list[tuple[str, str | None]] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((self.path, self.headers["Proxy-Authorization"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(PAGE)))
            self.end_headers()
            self.wfile.write(PAGE)

        def log_message(self, *_: object) -> None:
            return

    proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    address = f"http://reader:s3cret@127.0.0.1:{proxy.server_port}"
    origin = Origin(user_agent="t", proxy=address, allowance=ONLY_THIS, bounds=BOUNDS)
    answer = Client(origin).fetch("http://127.0.0.1:9/levels", NOW)
    proxy.shutdown()
    proxy.server_close()
    assert isinstance(answer, Fetched)
    assert seen == [("http://127.0.0.1:9/levels", "Basic cmVhZGVyOnMzY3JldA==")]
    assert "s3cret" not in str(answer)


class Keeping(BaseHTTPRequestHandler):
    """A server that keeps connections open, and counts them."""

    protocol_version = "HTTP/1.1"
    connections = 0

    def setup(self) -> None:
        super().setup()
        type(self).connections += 1

    def do_GET(self) -> None:
        status = {"/moved": 302, "/for-good": 301, "/to-the-same": 302, "/same": 304, "/gone": 404}.get(
            self.path, 200
        )
        body = b"" if status == 304 else PAGE
        self.send_response(status)
        if status in (301, 302):
            self.send_header("Location", "/same" if self.path == "/to-the-same" else "/here")
        if status == 200:
            self.send_header("ETag", '"here"')
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def keeping(context: ssl.SSLContext | None = None) -> Iterator[tuple[ThreadingHTTPServer, type[Keeping]]]:
    handler = type("Counted", (Keeping,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server, handler
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_validators_are_of_the_address_that_is_asked_the_next_time() -> None:
    client = Client(Origin(user_agent="t", allowance=ONLY_THIS, bounds=BOUNDS))
    given = []
    with keeping() as (server, _):
        for path in ("/here", "/for-good", "/moved"):
            answer = client.fetch(f"http://127.0.0.1:{server.server_port}{path}", NOW)
            assert isinstance(answer, Fetched)
            given.append(answer.validators.etag)
    assert given == ['"here"', '"here"', ""]


def test_what_was_not_asked_with_validators_cannot_be_the_same() -> None:
    client = Client(Origin(user_agent="t", allowance=ONLY_THIS, bounds=BOUNDS))
    with keeping() as (server, _):
        url = f"http://127.0.0.1:{server.server_port}/to-the-same"
        answer = client.fetch(url, NOW, Validators(etag='"1"'))
    assert isinstance(answer, Missed)
    assert answer.status == 304


def test_a_connection_is_used_again_whatever_it_brought() -> None:
    client = Client(Origin(user_agent="t", allowance=ONLY_THIS, bounds=BOUNDS))
    with keeping() as (server, handler):
        for path in ("/here", "/same", "/moved", "/gone", "/here"):
            client.fetch(f"http://127.0.0.1:{server.server_port}{path}", NOW, Validators(etag='"1"'))
        assert handler.connections == 1


def test_a_connection_is_used_again_by_another_thread() -> None:
    client = Client(Origin(user_agent="t", allowance=ONLY_THIS, bounds=BOUNDS))
    with keeping() as (server, handler):
        for _ in range(3):
            with ThreadPoolExecutor(1) as pool:
                pool.submit(client.fetch, f"http://127.0.0.1:{server.server_port}/here", NOW).result()
        assert handler.connections == 1


def test_a_certificate_is_verified_unless_the_site_says_otherwise_and_then_the_capture_says_it() -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    strict = Origin(user_agent="t", allowance=ONLY_THIS, bounds=BOUNDS)
    with keeping(context) as (server, _):
        url = f"https://127.0.0.1:{server.server_port}/here"
        refused = Client(strict).fetch(url, NOW)
        taken = Client(replace(strict, verify_tls=False)).fetch(url, NOW)
    assert isinstance(refused, Missed)
    assert "certificate is not valid" in refused.reason
    assert isinstance(taken, Fetched)
    assert taken.snapshot.notes == ("TLS not verified",)


def test_an_error_page_says_what_it_calls_itself(server: HostileServer, client: Client) -> None:
    challenge = client.fetch(server.url("/challenge-as-busy"), NOW)
    assert isinstance(challenge, Missed)
    assert (challenge.title, challenge.reason) == ("Just a moment...", "HTTP 503 (Just a moment...)")
