"""One conditional, bounded GET: a page becomes a snapshot, or the reason why not.

Redirects are followed here, one by one, so that each target passes the guard; credentials and headers of
the site stay with the origin they were meant for. Cookies live for one fetch: enough for the redirects
that set one and ask for it, nothing that follows a reader about.
"""

import ssl
from dataclasses import replace
from datetime import datetime
from urllib.parse import urljoin

import requests
from requests.cookies import RequestsCookieJar
from urllib3.exceptions import HTTPError

from monitor.fetch.answer import Answer, Fetched, Missed, NotModified, Turn, Validators, at_once
from monitor.fetch.deadline import deadline
from monitor.fetch.decoding import ACCEPTED, OverLimit, Undecodable, decode
from monitor.fetch.guard import Refused, allowed_addresses, check_url
from monitor.fetch.origin import Origin
from monitor.fetch.response import (
    check_headers,
    content_type,
    pieces_of,
    put_back,
    retry_after,
    title_of,
    validators_in,
)
from monitor.fetch.transport import GuardedAdapter, causes, innermost, tls_context
from monitor.model import HEADERS, Snapshot, Trouble

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be gone in a minute (RFC 9110 §15, RFC 8470, RFC 6585)."""

CHALLENGED = ("cf-mitigated", "x-amzn-waf-action")
"""Headers by which services before a server say that they challenge who asks."""

NOT_VERIFIED = "TLS not verified"


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
            asked_with = known if at == url else None
            response = self._get(at, at_home, jar, asked_with)
            try:
                check_headers(response, bounds)
                location = response.headers.get("Location")
                if response.status_code not in REDIRECTS or not location:
                    return self._answer(response, url, at, moved_to, now, asked_with, site)
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
        payload = decode(
            pieces_of(response, bounds.max_wire_bytes),
            response.headers.get("Content-Encoding", ""),
            bounds.max_bytes,
        )
        if not payload.strip():
            return Missed(
                trouble=Trouble.UNREADABLE,
                reason="the answer is empty",
                status=status,
                final_url=final_url,
                transient=True,
            )
        media_type, charset = content_type(response.headers.get("Content-Type", ""))
        # Asked of another address they would mean another page: where a redirect leads for now is not where
        # the page is asked for the next time.
        is_asked_there = final_url == (moved_to or url)
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
            validators=validators_in(response) if is_asked_there else Validators(),
            status=status,
            final_url=final_url,
            moved_to=moved_to,
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
