"""May we connect there? The one place that opens outbound connections.

A watched page, or whoever controls its DNS or its redirects, may try to make us fetch from inside our
own network (server-side request forgery). So the name is resolved here, every address it resolves to
is checked, and the very address that was checked is dialled: nothing resolves the name a second time.
Addresses that are not global (IANA special-purpose registries, RFC 6890) are refused unless the site's
configuration names their network. Addresses that carry an IPv4 address inside are judged by both.
"""

import queue
import re
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Any

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from monitor.errors import MonitorError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NAT64 = IPv6Network("64:ff9b::/96")
"""The well-known prefix of RFC 6052: the last 32 bits are an IPv4 address."""

NOT_FOR_CLIENTS = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))
"""IETF protocol assignments (RFC 6890) and the retired 6to4 relays (RFC 7526): no web page lives there,
yet `ipaddress` calls parts of them global."""

MAX_ADDRESSES = 16
"""How many addresses of one name are looked at and tried; a name with more is not served better."""

RESOLVE_TIMEOUT_S = 10.0

MAX_URL = 8192
"""Characters; servers commonly refuse longer ones (RFC 9110 §4.1 asks for at least 8000 octets)."""


UNFIT = re.compile(r"[\\\s\x00-\x1f\x7f]")
"""Backslash, white space, control characters: two readers of such a URL may see two hosts in it."""


class Refused(MonitorError):
    """We do not connect there; the message says why."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """Networks that a site's configuration names, although they are not global."""

    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, *networks: str) -> "Allowance":
        return cls(tuple(ip_network(n) for n in networks))


@lru_cache(maxsize=1024)  # asked several times a fetch
def check_url(url: str) -> Url:
    """Take a URL apart if it is one that we fetch.

    Raises:
        Refused: not http or https, user information, backslashes, control characters, no host.

    >>> check_url("https://example.org/a?b=c").host
    'example.org'
    >>> check_url("https://user@example.org/")
    Traceback (most recent call last):
    monitor.fetch.guard.Refused: the URL carries user information; use the site's auth setting
    """
    if len(url) > MAX_URL:
        raise Refused(f"the URL is longer than {MAX_URL} characters")
    if UNFIT.search(url):
        raise Refused("the URL holds a backslash, white space or a control character")
    try:
        parts = parse_url(url)
    except (LocationParseError, ValueError) as error:
        raise Refused(f"not a URL: {error}") from error
    if parts.scheme not in ("http", "https"):
        raise Refused(f"only http and https are fetched, not {parts.scheme or 'a URL without a scheme'}")
    if parts.auth is not None:
        raise Refused("the URL carries user information; use the site's auth setting")
    if not parts.host:
        raise Refused("the URL names no host")
    return parts


def refusal(address: Address, allowance: Allowance) -> str | None:
    """Why we do not dial this address, or None when we do.

    >>> refusal(ip_address("10.0.0.1"), Allowance())
    '10.0.0.1 is not a global address'
    >>> refusal(ip_address("127.0.0.1"), Allowance.of("127.0.0.0/8")) is None
    True
    """
    faces = [address, *inner_addresses(address)]
    if any(face in network for face in faces for network in allowance.networks if same_family(face, network)):
        return None
    for face in faces:
        bad = not face.is_global or face.is_multicast
        if bad or any(same_family(face, n) and face in n for n in NOT_FOR_CLIENTS):
            return f"{address} is not a global address"
    return None


def same_family(address: Address, network: Network) -> bool:
    return address.version == network.version


def inner_addresses(address: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 address leads to, through mapping or tunnels."""
    if isinstance(address, IPv4Address):
        return []
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        inner.append(IPv4Address(int(address) & 0xFFFF_FFFF))
    return [a for a in inner if a is not None]


def is_literal(host: str) -> bool:
    """Whether it is an address as the standards write them; other spellings are for the system to read."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return "%" not in host


def resolve(host: str, port: int, timeout_s: float = RESOLVE_TIMEOUT_S) -> tuple[Address, ...]:
    """The addresses of a host, in the order in which the system would dial them.

    Raises:
        OSError: the name cannot be resolved, or not in time.
    """
    host = host.strip("[]")
    if is_literal(host):
        return (ip_address(host),)
    answers: queue.SimpleQueue[list[tuple[Any, ...]] | OSError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except OSError as error:
            answers.put(error)
        except UnicodeError:
            answers.put(OSError(f"{host[:80]} is not a host name"))

    # A thread of its own: a name whose servers are dead keeps it for longer than we wait, which must hold up
    # neither other names nor the end of the program.
    threading.Thread(target=ask, name="resolving", daemon=True).start()
    try:
        found = answers.get(timeout=timeout_s)
    except queue.Empty as error:
        raise OSError(f"{host} was not resolved within {timeout_s:g} s") from error
    if isinstance(found, OSError):
        raise found
    # A zone index ("fe80::1%eth0") would make the text no address of ip_address; such are never global.
    texts = dict.fromkeys(str(sockaddr[0]).partition("%")[0] for *_, sockaddr in found)
    return tuple(ip_address(text) for text in list(texts)[:MAX_ADDRESSES])


def allowed_addresses(host: str, port: int, allowance: Allowance) -> tuple[Address, ...]:
    """The addresses of a host, all of them checked.

    One bad address refuses the whole name: a name that points both outside and inside is a trap.

    Raises:
        Refused: an address is not ours to dial.
        OSError: the name cannot be resolved.
    """
    addresses = resolve(host, port)
    for address in addresses:
        reason = refusal(address, allowance)
        if reason is not None:
            raise Refused(reason if str(address) == host else f"{host} is {reason}")
    return addresses


def dial(
    host: str,
    port: int,
    allowance: Allowance,
    timeout_s: float,
    make_socket: type[socket.socket] = socket.socket,
    options: Sequence[tuple[int, int, int | bytes]] = (),
) -> socket.socket:
    """Open a connection to a host, to an address that was checked.

    Raises:
        Refused: see `allowed_addresses`.
        OSError: nobody answered.
    """
    last: OSError | None = None
    for address in allowed_addresses(host, port, allowance):
        family = socket.AF_INET if address.version == 4 else socket.AF_INET6
        sock = make_socket(family, socket.SOCK_STREAM)
        try:
            for option in options:
                sock.setsockopt(*option)
            sock.settimeout(timeout_s)
            sock.connect((str(address), port))
        except OSError as error:
            sock.close()
            last = error
        else:
            return sock
    raise last or OSError(f"{host} has no address")
