"""No road leads inside: every way to write an inner address is refused."""

from ipaddress import ip_address

import pytest

from monitor.fetch.guard import Allowance, Refused, allowed_addresses, check_url, dial, refusal

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
