"""One conditional, bounded GET: a page becomes a snapshot, or the reason why not.

Redirects are followed here, one by one, so that each target passes the guard; credentials and headers of
the site stay with the origin they were meant for. Cookies live for one fetch: enough for the redirects
that set one and ask for it, nothing that follows a reader about.
"""

import contextlib
import html
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from socket import socket
from typing import Any
from urllib.parse import urljoin

import certifi
import requests
from requests.adapters import HTTPAdapter
from requests.cookies import RequestsCookieJar
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context

from monitor.fetch.answer import Answer, Fetched, Missed, NotModified, Turn, Validators, at_once
from monitor.fetch.deadline import DeadlinePassed, DeadlineSocket, DeadlineTLSSocket, deadline
from monitor.fetch.decoding import ACCEPTED, OverLimit, Undecodable, decode, decoders
from monitor.fetch.guard import Allowance, Refused, allowed_addresses, check_url, dial
from monitor.model import HEADERS, Snapshot, Trouble

PIECE = 1 << 16
"""Bytes read from the wire at a time."""

SMALL = 4096
"""So many bytes of a body that nobody wants are read all the same: its connection can be used again."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be gone in a minute (RFC 9110 §15, RFC 8470, RFC 6585)."""

KEPT_HEADERS = ("content-type", "content-language", "date", "last-modified", "etag", "server", "x-robots-tag")

CHALLENGED = ("cf-mitigated", "x-amzn-waf-action")
"""Headers by which services before a server say that they challenge who asks."""

TITLE = re.compile(rb"<title[^<>]{0,200}>([^<]{1,300})", re.IGNORECASE)
TITLE_BYTES = 16_384

NOT_VERIFIED = "TLS not verified"

MAX_RETRY_AFTER_S = 7 * 24 * 3600.0
"""A server may ask for a week of peace; more is taken for a week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one fetch may cost us."""

    max_wire_bytes: int = 20_000_000
    max_bytes: int = 50_000_000
    """After decoding; what `read` takes at most."""
    max_redirects: int = 10
    max_header_bytes: int = 256 * 1024
    max_cookie_bytes: int = 16 * 1024
    """Browsers keep 4 KB a cookie (RFC 6265 §6.1); more than this in all is not kept."""
    connect_s: float = 10.0
    read_s: float = 20.0
    total_s: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """How to fetch from one site: what its configuration says."""

    user_agent: str
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: Mapping[str, str] = field(default_factory=dict)
    auth: tuple[str, str] | None = None
    proxy: str = ""
    verify_tls: bool = True
    allowance: Allowance = field(default_factory=Allowance)
    bounds: Bounds = field(default_factory=Bounds)


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


class Client:
    """Fetches pages of one origin configuration; safe to use from several threads."""

    def __init__(self, origin: Origin, connections: int = 2) -> None:
        """`connections`: to a host, kept open for the next fetch."""
        self._origin = origin
        self._connections = connections
        self._adapters: dict[str, GuardedAdapter] = {}

    def _adapter(self, scheme: str) -> GuardedAdapter:
        # Not a requests.Session: that asks the environment for proxies and .netrc, and keeps cookies.
        # TLS costs memory and time, so it is set up only for who needs it.
        with_tls = "https" in (scheme, self._origin.proxy.partition(":")[0])
        name = "https" if with_tls else "http"
        adapter = self._adapters.get(name)
        if adapter is None:
            tls = tls_context(self._origin.verify_tls) if with_tls else None
            fresh = GuardedAdapter(self._origin.allowance, tls, self._connections)
            adapter = self._adapters.setdefault(name, fresh)
        return adapter

    def without_secrets(self) -> "Client":
        """As this one, for hosts that the site's headers, cookies and password are not meant for."""
        return Client(replace(self._origin, headers={}, cookies={}, auth=None), self._connections)

    def fetch(
        self, url: str, now: datetime, known: Validators | None = None, site: str = "", turn: Turn = at_once
    ) -> Answer:
        """Get a page once. Never raises: what goes wrong is a `Missed`.

        `turn` is taken before each request but the first: where redirects lead.
        """
        bounds = self._origin.bounds
        try:
            with deadline(bounds.total_s, bounds.read_s):
                return self._follow(url, now, known, site, turn)
        except Refused as error:
            return Missed(trouble=Trouble.REFUSED, reason=str(error), final_url=url)
        except OverLimit as error:
            return Missed(trouble=Trouble.TOO_LARGE, reason=str(error), final_url=url)
        except Undecodable as error:
            return Missed(trouble=Trouble.UNREADABLE, reason=str(error), final_url=url, transient=True)
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            return self._missed(url, error)

    def _missed(self, url: str, error: Exception) -> Missed:
        for cause in causes(error):
            if isinstance(cause, Refused):
                return Missed(trouble=Trouble.REFUSED, reason=str(cause), final_url=url)
            if isinstance(cause, ssl.SSLCertVerificationError):
                reason = f"the certificate is not valid: {cause.verify_message}"
                return Missed(trouble=Trouble.ERROR, reason=reason, final_url=url)
            if isinstance(cause, TimeoutError | requests.Timeout):
                reason = str(cause) or "no answer in time"
                return Missed(trouble=Trouble.TIMEOUT, reason=reason, final_url=url, transient=True)
        reason = innermost(error)
        return Missed(trouble=Trouble.ERROR, reason=reason, final_url=url, transient=True)

    def _follow(self, url: str, now: datetime, known: Validators | None, site: str, turn: Turn) -> Answer:
        bounds = self._origin.bounds
        home = check_url(url)
        jar = RequestsCookieJar()
        at, moved_to, only_permanent = url, "", True
        seen = {url}
        for _ in range(bounds.max_redirects + 1):
            parts = check_url(at)
            at_home = (parts.scheme, parts.host, parts.port) == (home.scheme, home.host, home.port)
            response = self._get(at, at_home, jar, known if at == url else None)
            try:
                check_headers(response, bounds)
                location = response.headers.get("Location")
                if response.status_code not in REDIRECTS or not location:
                    return self._answer(response, url, at, moved_to, now, known, site)
                only_permanent = only_permanent and response.status_code in PERMANENT
            finally:
                put_back(response)
            at = urljoin(at, location.strip()).partition("#")[0]
            turn(at)
            moved_to = at if only_permanent else moved_to
            if at in seen and not jar:
                return Missed(trouble=Trouble.ERROR, reason="redirects in a circle", final_url=at)
            seen.add(at)
            if sum(len(c.name) + len(c.value or "") for c in jar) > bounds.max_cookie_bytes:
                jar.clear()
        reason = f"more than {bounds.max_redirects} redirects"
        return Missed(trouble=Trouble.ERROR, reason=reason, final_url=at)

    def _get(
        self, url: str, at_home: bool, jar: RequestsCookieJar, known: Validators | None
    ) -> requests.Response:
        origin = self._origin
        if origin.proxy:  # which resolves the name itself, out of our sight
            parts = check_url(url)
            allowed_addresses(parts.host or "", parts.port or 443, origin.allowance)
        headers = {
            "User-Agent": origin.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Encoding": ACCEPTED,
            "Connection": "keep-alive",
        }
        parts = check_url(url)
        if at_home:
            headers |= origin.headers
            for name, value in origin.cookies.items():
                jar.set(name, value, domain=parts.host or "", path="/")
        if known is not None and known.etag:
            headers["If-None-Match"] = known.etag
        if known is not None and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        request = requests.PreparedRequest()
        request.prepare("GET", url, headers, cookies=jar, auth=origin.auth if at_home else None)
        adapter = self._adapter(parts.scheme or "http")

        def get() -> requests.Response:
            response = adapter.send(
                request,
                stream=True,
                timeout=(origin.bounds.connect_s, origin.bounds.read_s),
                verify=origin.verify_tls,
                proxies={"http": origin.proxy, "https": origin.proxy} if origin.proxy else None,
            )
            jar.update(response.cookies)
            return response

        try:
            return get()
        except requests.ConnectionError as error:
            # A kept connection that the server closed meanwhile shows only when it is used (RFC 9112 §9.3.1).
            if not any(isinstance(c, ConnectionResetError | BrokenPipeError) for c in causes(error)):
                raise
            return get()

    def _answer(
        self,
        response: requests.Response,
        url: str,
        final_url: str,
        moved_to: str,
        now: datetime,
        known: Validators | None,
        site: str,
    ) -> Answer:
        bounds, status = self._origin.bounds, response.status_code
        if status == 304 and known is not None:
            return NotModified(validators=known, notes=self._notes(final_url))
        if status != 200:
            return self._status(response, final_url, now)
        length = response.headers.get("Content-Length", "")
        if length.isdigit() and len(length) < 20 and int(length) > bounds.max_wire_bytes:
            raise OverLimit(f"{length} bytes announced, more than {bounds.max_wire_bytes}")
        wire = Wire(response, bounds.max_wire_bytes)
        payload = decode(wire, response.headers.get("Content-Encoding", ""), bounds.max_bytes)
        if not payload.strip():
            return Missed(
                trouble=Trouble.UNREADABLE,
                reason="the answer is empty",
                status=status,
                final_url=final_url,
                transient=True,
            )
        media_type, charset = content_type(response.headers.get("Content-Type", ""))
        return Fetched(
            snapshot=Snapshot(
                url=url,
                payload=payload,
                moment=now,
                media_type=media_type,
                charset=charset,
                site=site,
                source=final_url,
                notes=self._notes(final_url),
                status=status,
                headers=tuple((n, response.headers[n][:1000]) for n in HEADERS if n in response.headers),
            ),
            validators=Validators(
                response.headers.get("ETag", "").strip()[:512],
                response.headers.get("Last-Modified", "").strip()[:64],
            ),
            status=status,
            final_url=final_url,
            moved_to=moved_to,
            headers=tuple((n, response.headers[n][:1000]) for n in KEPT_HEADERS if n in response.headers),
            wire_bytes=wire.count,
        )

    def _notes(self, url: str) -> tuple[str, ...]:
        is_verified = self._origin.verify_tls or not url.startswith("https:")
        return () if is_verified else (NOT_VERIFIED,)

    def _status(self, response: requests.Response, final_url: str, now: datetime) -> Missed:
        status = response.status_code
        match status:
            case 404 | 410:
                trouble = Trouble.GONE
            case 401 | 407:
                trouble = Trouble.LOGIN
            case 403 | 429 | 451:
                trouble = Trouble.BLOCKED
            case _ if any(name in response.headers for name in CHALLENGED):
                trouble = Trouble.BLOCKED
            case _:
                trouble = Trouble.ERROR
        title = title_of(response)
        return Missed(
            trouble=trouble,
            reason=f"HTTP {status} ({title})" if title else f"HTTP {status}",
            status=status,
            title=title,
            final_url=final_url,
            transient=status in TRANSIENT,
            retry_after_s=retry_after(response.headers.get("Retry-After", ""), now),
        )


def title_of(response: requests.Response) -> str:
    """The title of a page that came with an error, as far as its first piece has it; "" without."""
    try:
        piece = response.raw.read1(TITLE_BYTES, decode_content=False)
        for decoder in decoders(response.headers.get("Content-Encoding", "")):
            piece = next(decoder.feed(piece), b"")
    except (HTTPError, OSError, ValueError):
        return ""
    found = TITLE.search(piece)
    return " ".join(html.unescape(found[1].decode("utf-8", "replace")).split())[:100] if found else ""


class Wire:
    """The pieces of a body as they come off the wire, counted and limited."""

    def __init__(self, response: requests.Response, max_bytes: int) -> None:
        self._response = response
        self._max_bytes = max_bytes
        self.count = 0

    def __iter__(self) -> Any:
        for piece in self._response.raw.stream(PIECE, decode_content=False):
            self.count += len(piece)
            if self.count > self._max_bytes:
                raise OverLimit(f"more than {self._max_bytes} bytes on the wire")
            yield piece


def put_back(response: requests.Response) -> None:
    """Be done with an answer; its connection is used again when its body was read or is small."""
    length = response.headers.get("Content-Length", "")
    if response.status_code == 304 or (length.isdigit() and len(length) < 5 and int(length) <= SMALL):
        with contextlib.suppress(HTTPError, OSError, ValueError):
            response.raw.read(SMALL, decode_content=False)
    response.close()


def check_headers(response: requests.Response, bounds: Bounds) -> None:
    """Refuse headers beyond the bound.

    Raises:
        OverLimit: they are.
    """
    size = sum(len(n) + len(v) + 4 for n, v in response.headers.items())
    if size > bounds.max_header_bytes:
        raise OverLimit(f"{size} bytes of headers")


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


def content_type(value: str) -> tuple[str, str]:
    """Media type and charset of a Content-Type header, "" for what it does not say.

    >>> content_type('text/html; charset="UTF-8"')
    ('text/html', 'UTF-8')
    """
    media_type, _, parameters = value.partition(";")
    charset = ""
    for parameter in parameters.split(";"):
        name, _, text = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = text.strip().strip("\"'")[:60]
            break
    return media_type.strip().lower()[:100], charset


def retry_after(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for: a number or a date (RFC 9110 §10.2.3).

    >>> retry_after("120", datetime(2026, 1, 1, tzinfo=UTC))
    120.0
    """
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:12]), MAX_RETRY_AFTER_S)
    try:
        until = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(max((until - now) / timedelta(seconds=1), 0.0), MAX_RETRY_AFTER_S)
