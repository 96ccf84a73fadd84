"""Which format are these bytes in? What they look like decides; what the server says breaks the tie."""

import re

from monitor.model import Snapshot

_MARKUP = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|a|table|h[1-6]|ul|script|main|article|section|nav)\b",
    re.IGNORECASE,
)
LOOK_BYTES = 4096
"""How far in is looked for the first sign of a format."""


def sniff(snapshot: Snapshot) -> str:
    """The name of the format, as in `READERS`."""
    start = snapshot.payload[:LOOK_BYTES]
    if "html" in snapshot.media_type or _MARKUP.search(start.replace(b"\0", b"")):
        return "html"
    return "text-extract" if snapshot.media_type in ("", "text/plain") else "html"
