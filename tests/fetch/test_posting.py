"""A POST is bounded and guarded, whoever answers."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from monitor.fetch import Allowance, Bounds, Origin, Posted, post

NOW = datetime(2026, 1, 12, 7, tzinfo=UTC)
HERE = Allowance.of("127.0.0.1/32")
BOUNDS = Bounds(connect_s=2, read_s=0.3, total_s=0.6, max_header_bytes=4000)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def answering(listener: socket.socket, answer: Callable[[socket.socket], None]) -> Posted:
    def serve() -> None:
        sock, _ = listener.accept()
        with sock:
            sock.settimeout(5)
            try:
                sock.recv(65536)
                answer(sock)
            except OSError:
                pass  # the client had enough

    thread = threading.Thread(target=serve)
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/hook"
    posted = post(url, b"{}", {}, Origin(user_agent="t", allowance=HERE, bounds=BOUNDS), NOW)
    thread.join(10)
    return posted


def test_an_answer_is_a_status_and_its_body_is_not_read(listener: socket.socket) -> None:
    head = b"HTTP/1.1 202 ok\r\nContent-Length: 9999999999\r\n\r\n"
    assert answering(listener, lambda sock: sock.sendall(head)) == Posted(status=202, reason="HTTP 202")


def test_a_redirect_is_an_answer_and_not_followed(listener: socket.socket) -> None:
    head = b"HTTP/1.1 307 there\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    assert answering(listener, lambda sock: sock.sendall(head)).status == 307


def test_endless_headers_are_not_read_to_their_end(listener: socket.socket) -> None:
    head = b"HTTP/1.1 200 ok\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 500) for n in range(50)) + b"\r\n"
    posted = answering(listener, lambda sock: sock.sendall(head))
    assert (posted.status, posted.sent) == (0, True)
    assert "bytes of headers" in posted.reason


def test_who_drips_is_left(listener: socket.socket) -> None:
    def drip(sock: socket.socket) -> None:
        for _ in range(50):
            sock.sendall(b"H")
            threading.Event().wait(0.1)

    posted = answering(listener, drip)
    assert (posted.status, posted.sent) == (0, True)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:9/", "not a global address"),
        ("http://[::ffff:127.0.0.1]/", "not a global address"),
        ("ftp://example.org/", "only http and https"),
        ("https://user:pass@example.org/", "user information"),
    ],
)
def test_what_the_guard_refuses_is_not_sent(url: str, reason: str) -> None:
    posted = post(url, b"{}", {}, Origin(user_agent="t", bounds=BOUNDS), NOW)
    assert (posted.status, posted.sent) == (0, False)
    assert reason in posted.reason


def test_nobody_there_means_that_nothing_was_sent() -> None:
    posted = post("http://127.0.0.1:1/", b"{}", {}, Origin(user_agent="t", allowance=HERE), NOW)
    assert (posted.status, posted.sent) == (0, False)
