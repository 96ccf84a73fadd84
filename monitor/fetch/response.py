"""What is in a response: its headers as values, and its body, never past a bound."""

import contextlib
import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import requests
from urllib3.exceptions import HTTPError

from monitor.fetch.answer import Validators
from monitor.fetch.decoding import OverLimit, decoders
from monitor.fetch.origin import Bounds

PIECE = 1 << 16
"""Bytes read from the wire at a time."""

SMALL = 4096
"""So many bytes of a body that nobody wants are read all the same: its connection can be used again."""

TITLE = re.compile(rb"<title[^<>]{0,200}>([^<]{1,300})", re.IGNORECASE)
TITLE_BYTES = 16_384

MAX_RETRY_AFTER_S = 7 * 24 * 3600.0
"""A server may ask for a week of peace; more is taken for a week."""


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


def pieces_of(response: requests.Response, max_bytes: int) -> Iterator[bytes]:
    """A body as it comes off the wire.

    Raises:
        OverLimit: it is longer than that.
    """
    count = 0
    for piece in response.raw.stream(PIECE, decode_content=False):
        count += len(piece)
        if count > max_bytes:
            raise OverLimit(f"more than {max_bytes} bytes on the wire")
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


def validators_in(response: requests.Response) -> Validators:
    return Validators(
        response.headers.get("ETag", "").strip()[:512], response.headers.get("Last-Modified", "").strip()[:64]
    )


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
