"""Bytes become blocks: one reader a format, behind one door."""

from collections.abc import Callable, Mapping
from importlib import import_module

from monitor.errors import TooLarge
from monitor.model import Document, Snapshot
from monitor.read.html import read_html
from monitor.read.limits import LIMITS, Limits
from monitor.read.sniff import sniff

REVISION = 4
"""Of the reading rules: raised when the same bytes may read otherwise."""

Reader = Callable[[Snapshot, Limits], Document]


def _late(module: str, name: str) -> Reader:
    """A reader that is imported with its first page: most programs only ever meet HTML, and the libraries
    behind the other formats take longer to import than a page takes to read."""

    def read_late(snapshot: Snapshot, limits: Limits) -> Document:
        reader: Reader = getattr(import_module(f"monitor.read.{module}"), name)
        return reader(snapshot, limits)

    return read_late


READERS: Mapping[str, Reader] = {
    "html": read_html,
    "text": _late("plain", "read_text"),
    "markdown": _late("markdown", "read_markdown"),
    "json": _late("json_paths", "read_json"),
    "feed": _late("feed", "read_feed"),
    "sitemap": _late("sitemap", "read_sitemap"),
    "pdf": _late("pdf", "read_pdf"),
    "docx": _late("docx", "read_docx"),
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
