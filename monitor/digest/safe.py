"""What pages say, made harmless for one kind of output each. Everything that leaves passes one of these.

Control characters can steer a terminal or forge a header; bidirectional overrides and isolates can make
a text read as another ("Trojan Source", CVE-2021-42574); formulas run in a spreadsheet.
"""

import html
import re
import unicodedata
from urllib.parse import urlsplit

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks, embeddings, overrides and isolates (UAX #9)."""

INVISIBLE = re.compile("[\xad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]")
"""What no reader sees and what can spell hidden words: soft hyphens, zero-width blanks, annotations, tags.
Not U+200C and U+200D, which Persian, Indic scripts and emoji need."""

SPACES = re.compile(r"\s+")


def one_line(text: str) -> str:
    """A text without line breaks, control, bidirectional and invisible characters, and lone surrogates.

    >>> one_line("a\\r\\nBcc: b\\x1b[31m \u202ec")
    'a Bcc: b[31m c'
    """
    kept = (
        " " if c.isspace() else c
        for c in text
        if c.isspace() or (unicodedata.category(c) not in ("Cc", "Cs", "Cn", "Co") and c not in BIDI)
    )
    return SPACES.sub(" ", INVISIBLE.sub("", "".join(kept))).strip()


def in_html(text: str) -> str:
    """A text as HTML content or attribute value.

    >>> in_html('<img src="x">')
    '&lt;img src=&quot;x&quot;&gt;'
    """
    return html.escape(one_line(text), quote=True)


def web_address(url: str) -> str:
    """A URL that may be linked to, "" for any other: http and https only, no user information.

    >>> web_address("javascript:alert(1)")
    ''
    """
    url = one_line(url)
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or " " in url:
        return ""
    return url


def in_cell(text: str) -> str:
    """A text as a cell of a CSV file: no spreadsheet takes it for a formula (OWASP, CSV injection).

    >>> in_cell('=HYPERLINK("http://x")')
    '\\'=HYPERLINK("http://x")'
    """
    text = one_line(text)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) else text


def reads_from_right(text: str) -> bool:
    """Does the first letter with a direction read from right to left? (UAX #9, rule P2)"""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("R", "AL"):
            return True
        if direction == "L":
            return False
    return False
