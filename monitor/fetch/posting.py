"""One bounded POST to an address that the user named, through the same guard as every GET.

A webhook's address may lead inside our own network by its DNS just as a page's may. Redirects are not
followed: what is signed for one address is not handed to another.
"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import requests
from urllib3.exceptions import HTTPError, NewConnectionError

from monitor.fetch.deadline import deadline
from monitor.fetch.decoding import OverLimit
from monitor.fetch.guard import Refused, check_url
from monitor.fetch.origin import Origin
from monitor.fetch.response import check_headers, retry_after
from monitor.fetch.transport import GuardedAdapter, causes, innermost, tls_context


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What came of it."""

    status: int = 0
    """Of the answer; 0 when there was none."""
    reason: str = ""
    sent: bool = True
    """False when the body has certainly not left."""
    retry_after_s: float | None = None


def post(url: str, body: bytes, headers: Mapping[str, str], origin: Origin, now: datetime) -> Posted:
    """Hand a body over once. Never raises. The answer's own body is not read."""
    bounds = origin.bounds
    try:
        check_url(url)
        with deadline(bounds.total_s, bounds.read_s), requests.Session() as session:
            session.trust_env = False  # no proxy, .netrc or certificate from the environment gets round us
            session.verify = origin.verify_tls
            adapter = GuardedAdapter(origin.allowance, tls_context(origin.verify_tls), 1)
            session.mount("http://", adapter)
            session.mount("https://", adapter)
            with session.post(
                url,
                data=body,
                headers={"User-Agent": origin.user_agent, "Accept-Encoding": "identity", **headers},
                timeout=(bounds.connect_s, bounds.read_s),
                allow_redirects=False,
                stream=True,
            ) as response:
                check_headers(response, bounds)
                wait = retry_after(response.headers.get("Retry-After", ""), now)
                return Posted(
                    status=response.status_code, reason=f"HTTP {response.status_code}", retry_after_s=wait
                )
    except (Refused, OverLimit) as error:
        return Posted(reason=str(error), sent=isinstance(error, OverLimit))
    except (requests.RequestException, HTTPError, OSError, ValueError) as error:
        return _failed(error)


def _failed(error: Exception) -> Posted:
    for cause in causes(error):
        if isinstance(cause, Refused):
            return Posted(reason=str(cause), sent=False)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Posted(reason=f"the certificate is not valid: {cause.verify_message}", sent=False)
        if isinstance(cause, NewConnectionError | requests.ConnectTimeout):
            return Posted(reason=innermost(error), sent=False)
    return Posted(reason=innermost(error))
