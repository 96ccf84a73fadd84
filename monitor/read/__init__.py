"""Bytes become blocks: one reader a format, behind one door."""

from collections.abc import Callable, Mapping

from monitor.errors import TooLarge
from monitor.model import Document, Snapshot
from monitor.read.docx import read_docx
from monitor.read.feed import read_feed
from monitor.read.html import read_html
from monitor.read.json_paths import read_json
from monitor.read.limits import LIMITS, Limits
from monitor.read.markdown import read_markdown
from monitor.read.pdf import read_pdf
from monitor.read.plain import read_text
from monitor.read.sitemap import read_sitemap
from monitor.read.sniff import sniff

REVISION = 1
"""Of the reading rules: raised when the same bytes may read otherwise."""

READERS: Mapping[str, Callable[[Snapshot, Limits], Document]] = {
    "html": read_html,
    "text": read_text,
    "markdown": read_markdown,
    "json": read_json,
    "feed": read_feed,
    "sitemap": read_sitemap,
    "pdf": read_pdf,
    "docx": read_docx,
}
"""A reader for each format that `sniff` names."""


def read(snapshot: Snapshot, limits: Limits = LIMITS) -> Document:
    """Make a document of a snapshot, in whatever format it is.

    Raises `TooLarge` above `limits.max_bytes`, `Unreadable` when no document can be made of the bytes.
    """
    if len(snapshot.payload) > limits.max_bytes:
        raise TooLarge(f"{snapshot.url}: {len(snapshot.payload)} bytes, more than {limits.max_bytes}")
    return READERS.get(sniff(snapshot), read_html)(snapshot, limits)


__all__ = ["LIMITS", "READERS", "REVISION", "Limits", "read"]
