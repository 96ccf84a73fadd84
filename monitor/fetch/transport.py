"""The connections of requests and urllib3, opened by the guard and under the deadline of the fetch."""

import ssl
from functools import lru_cache
from socket import socket
from typing import Any

import certifi
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context

from monitor.fetch.deadline import DeadlinePassed, DeadlineSocket, DeadlineTLSSocket
from monitor.fetch.guard import Allowance, dial
from monitor.fetch.origin import Bounds


class GuardedHTTPConnection(HTTPConnection):
    """A connection that is opened by the guard."""

    allowance: Allowance = Allowance()

    def _new_conn(self) -> socket:
        return guarded_socket(self, self.allowance)


class GuardedHTTPSConnection(HTTPSConnection):
    """The same, with TLS on top."""

    allowance: Allowance = Allowance()

    def _new_conn(self) -> socket:
        return guarded_socket(self, self.allowance)


def guarded_socket(connection: HTTPConnection, allowance: Allowance) -> socket:
    timeout = connection.timeout
    seconds = timeout if isinstance(timeout, int | float) else Bounds().connect_s
    try:
        return dial(
            connection._dns_host,  # with the brackets of an IPv6 literal taken off
            connection.port or connection.default_port,
            allowance,
            float(seconds),
            DeadlineSocket,
            connection.socket_options or (),
        )
    except DeadlinePassed:
        raise
    except OSError as error:
        raise NewConnectionError(connection, str(error)) from error


class QuietPool(HTTPSConnectionPool):
    """urllib3 warns at each request that is not verified; here that is written into the capture."""

    def _validate_conn(self, conn: Any) -> None:
        if conn.is_closed:
            conn.connect()


@lru_cache(maxsize=2)
def tls_context(verify: bool) -> ssl.SSLContext:
    """One for all sites and threads: it holds all certificates of the system, which take long to load."""
    context = create_urllib3_context()
    context.sslsocket_class = DeadlineTLSSocket
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    else:
        context.load_default_certs()
        context.load_verify_locations(certifi.where())
    return context


HOSTS = 10
"""Whose connections are kept open for a site; the one that was asked longest ago goes first."""


class GuardedAdapter(HTTPAdapter):
    """requests' transport, with our connections in its pools; safe to use from several threads."""

    def __init__(self, allowance: Allowance, tls: ssl.SSLContext | None, connections: int) -> None:
        self._allowance = allowance
        self._tls = tls
        super().__init__(pool_connections=HOSTS, pool_maxsize=connections, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        if self._tls is not None:
            kwargs["ssl_context"] = self._tls
        super().init_poolmanager(*args, **kwargs)
        named = {"allowance": self._allowance}
        plain = type("Plain", (GuardedHTTPConnection,), named)
        secure = type("Secure", (GuardedHTTPSConnection,), named)
        self.poolmanager.pool_classes_by_scheme = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("SecurePool", (QuietPool,), {"ConnectionCls": secure}),
        }

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        # Our context knows the certificates; as requests does it, all are read again for each connection.
        conn.cert_reqs = "CERT_REQUIRED" if url.startswith("https") and verify else "CERT_NONE"

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        # The connection to the proxy is opened by the guard like any other.
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self.poolmanager.pool_classes_by_scheme
        return manager


def causes(error: BaseException | None) -> list[BaseException]:
    """An error and what lies behind it: causes, contexts, and errors that libraries wrap as arguments."""
    found: list[BaseException] = []
    waiting = [error]
    while waiting and len(found) < 50:
        one = waiting.pop(0)
        if one is None or one in found:
            continue
        found.append(one)
        waiting += [one.__cause__, one.__context__, getattr(one, "reason", None)]
        waiting += [a for a in one.args if isinstance(a, BaseException)]
        waiting = [w for w in waiting if isinstance(w, BaseException)]
    return found


def innermost(error: Exception) -> str:
    """What the system said, without what three libraries wrapped around it."""
    for cause in reversed(causes(error)):
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror[:200]
    return f"{type(error).__name__}: {error}"[:300]
