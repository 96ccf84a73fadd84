"""Which format are these bytes in? What they look like decides; what the server says breaks the tie."""

import re

from monitor.errors import Unreadable
from monitor.model import Snapshot

_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|a|table|h[1-6]|ul|script|main|article|section|nav)\b",
    re.IGNORECASE,
)
_ROOT = re.compile(
    rb"\s*+(?:(?:<\?[^>]*+>|<!--(?:[^-]++|-(?!->))*+-->|<!DOCTYPE(?:[^>\[]++|\[[^\]]*+\])*+>)\s*+)*+<([\w:]+)"
)
_JSON = re.compile(rb"""\s*+[\[{]\s*+(?:["\[{\]}\d-]|true\b|false\b|null\b)""")
_BOM = re.compile(rb"\A(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(set(range(1, 32)) - set(b"\t\n\f\r\x1b"))
LOOK_BYTES = 4096
"""How far in is looked for the first sign of a format."""
MAX_CONTROL_SHARE = 0.05
"""Compressed data has a tenth of control characters; a broken page has single ones."""

_BY_ROOT = {
    b"rss": "feed",
    b"feed": "feed",
    b"rdf:rdf": "feed",
    b"urlset": "sitemap",
    b"sitemapindex": "sitemap",
}
_BY_START = ((b"%PDF-", "pdf"), (b"PK\x03\x04", "docx"))
_MARKDOWN = ("text/markdown", "text/x-markdown")


def sniff(snapshot: Snapshot) -> str:
    """The name of the format, as in `READERS`. Raises: Unreadable, for a binary format that has no reader."""
    start = snapshot.payload[:LOOK_BYTES]
    media_type = snapshot.media_type.lower()
    for sign, name in _BY_START:
        if start.startswith(sign):
            return name
    is_utf16 = start.startswith(_UTF16) or snapshot.charset.lower().startswith("utf-16")
    text = _BOM.sub(b"", start.replace(b"\0", b""))
    controls = len(text) - len(text.translate(None, _CONTROLS))
    if controls > MAX_CONTROL_SHARE * len(text) and not is_utf16:
        raise Unreadable(f"{snapshot.url}: a binary file, not a page")
    root = _ROOT.match(text)
    if root and (name := _BY_ROOT.get(root[1].lower(), "")):
        return name
    if media_type in _MARKDOWN:
        return "markdown"
    if media_type.endswith("json") or (media_type in ("", "text/plain") and _JSON.match(text)):
        return "json"
    if "html" in media_type or _MARKUP.search(text):
        return "html"
    return "text" if media_type == "" or media_type.startswith("text/") else "html"
