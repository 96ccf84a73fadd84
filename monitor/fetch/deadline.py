"""A fetch as a whole has a deadline, however the server spends the time.

The time-outs of sockets are per read: a server that drips a byte a second never meets one. These
sockets look at the deadline of the fetch that runs in this thread before every read and write, so
that headers, TLS records and bodies are cut off alike.
"""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket
from typing import Any

_current = threading.local()


class DeadlinePassed(TimeoutError):
    """The fetch took longer than it may, all in all."""


@contextmanager
def deadline(total_s: float, read_s: float) -> Iterator[None]:
    """Give what this thread fetches inside `total_s` seconds, and each read `read_s` of them."""
    before = getattr(_current, "value", None)
    _current.value = (time.monotonic() + total_s, read_s)
    try:
        yield
    finally:
        _current.value = before


def remaining() -> float | None:
    """How long the next read may take (seconds), None outside a fetch.

    Raises:
        DeadlinePassed: it is over.
    """
    value = getattr(_current, "value", None)
    if value is None:
        return None
    until, read_s = value
    left = until - time.monotonic()
    if left <= 0:
        raise DeadlinePassed("the whole fetch took too long")
    return float(min(left, read_s))


class DeadlineSocket(socket):
    """A plain socket under the deadline."""

    def connect(self, address: Any) -> None:
        # A name may have many addresses that do not answer; each has its own time, all of them the fetch's.
        left, own = remaining(), self.gettimeout()
        self.settimeout(own if left is None else left if own is None else min(own, left))
        super().connect(address)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(remaining())
        return super().recv_into(*args, **kwargs)

    def sendall(self, data: Any, flags: int = 0) -> None:
        self.settimeout(remaining())
        return super().sendall(data, flags)


class DeadlineTLSSocket(ssl.SSLSocket):
    """A TLS socket under the deadline."""

    def do_handshake(self, block: bool = False) -> None:
        self.settimeout(remaining())
        super().do_handshake(block)

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(remaining())
        return super().recv_into(*args, **kwargs)

    def sendall(self, data: Any, flags: int = 0) -> None:
        self.settimeout(remaining())
        return super().sendall(data, flags)
