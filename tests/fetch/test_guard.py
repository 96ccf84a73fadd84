"""No road leads inside: every way to write an inner address is refused."""

import contextlib
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

import pytest

from monitor.fetch.deadline import DeadlineSocket, deadline
from monitor.fetch.guard import Allowance, Refused, allowed_addresses, check_url, dial, refusal, resolve

INNER = [
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "192.0.0.8",
    "192.88.99.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
]


@pytest.mark.parametrize("address", INNER)
def test_an_inner_address_is_refused(address: str) -> None:
    assert refusal(ip_address(address), Allowance()) is not None


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_a_global_address_is_dialled(address: str) -> None:
    assert refusal(ip_address(address), Allowance()) is None


def test_a_network_that_the_configuration_names_is_dialled() -> None:
    assert refusal(ip_address("10.1.2.3"), Allowance.of("10.1.0.0/16")) is None
    assert refusal(ip_address("10.2.2.3"), Allowance.of("10.1.0.0/16")) is not None
    assert refusal(ip_address("::ffff:10.1.2.3"), Allowance.of("10.1.0.0/16")) is None


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.1", "2130706433", "0x7f000001", "017700000001", "[::1]"],
)
def test_other_spellings_of_this_machine_are_refused(host: str) -> None:
    with pytest.raises((Refused, OSError)):
        allowed_addresses(host, 80, Allowance())


def test_dialling_inside_is_refused() -> None:
    with pytest.raises(Refused, match="not a global address"):
        dial("localhost", 9, Allowance(), 1.0)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "//example.org/",
        "example.org",
        "http://",
        "http:///path",
        "http://user:secret@example.org/",
        "http://example.org\\@127.0.0.1/",
        "http://exam ple.org/",
        "http://example.org/\r\nX: y",
        "http://example.org:99999/",
        "http://[::1",
        "http://example.org/" + "a" * 9000,
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        check_url(url)


def test_names_that_nobody_resolves_hold_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()

    def resolver(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        if host.startswith("dead"):
            over.wait(20)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.7", port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    with ThreadPoolExecutor(40) as pool:
        dead = [pool.submit(resolve, f"dead{n}.example", 80, 1.0) for n in range(39)]
        assert str(resolve("good.example", 80, 1.0)[0]) == "192.0.2.7"
        for one in dead:
            with pytest.raises(OSError, match="was not resolved within 1 s"):
                one.result()
    over.set()


def test_many_addresses_that_do_not_answer_cost_no_more_than_the_fetch_may() -> None:
    begun = time.monotonic()
    with (
        socket.create_server(("127.0.0.1", 0), backlog=0) as full,
        deadline(0.6, 5.0),
        contextlib.ExitStack() as kept,
    ):

        def connect_until_nobody_takes_it() -> None:
            for _ in range(10):
                sock = kept.enter_context(DeadlineSocket(socket.AF_INET, socket.SOCK_STREAM))
                sock.settimeout(5.0)
                sock.connect(full.getsockname())

        with pytest.raises(TimeoutError):
            connect_until_nobody_takes_it()
    assert time.monotonic() - begun < 3
