"""Bytes to text, as browsers decide it: BOM, header, <meta>, then detection. Never raises.

The order is that of the HTML standard (§13.2.3.2 "Determining the character encoding"). Who declares an
encoding is believed, right or wrong, because readers of the page saw it so.
"""

import codecs
import re
from functools import cache
from typing import NamedTuple

from monitor.read.encoding_guess import guess_encoding
from monitor.read.encoding_labels import CODECS, ENCODINGS

BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))

NAMES = {label: name for name, _, labels in ENCODINGS for label in labels.split()}

PRESCAN_BYTES = 1024
"""Where browsers look for a declaration before they parse (HTML standard, "prescan")."""
HEAD_BYTES = 65_536
"""Browsers also obey a <meta> that comes later ("change the encoding"); this far it is looked for."""
MAX_MENDED = 100_000
"""Sequences that Python's codecs lack are read one by one, slowly; with more than this it is no text."""
MAX_TAG_BYTES = 4096
"""A tag that does not end within this many bytes is not searched to its end."""


class Decoded(NamedTuple):
    """The text without its BOM and NUL characters; `encoding` is the standard's name, lower case."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(payload: bytes, charset: str = "", *, markup: bool = True) -> Decoded:
    """Decode a page. `charset` is the transport's label; `markup` looks for declarations in the text.

    >>> decode(b'<meta charset=latin1>caf\\xe9')
    Decoded(text='<meta charset=latin1>café', encoding='windows-1252', notes=())
    """
    notes: list[str] = []
    for bom, name in BOMS:
        if payload.startswith(bom):
            return _decode_as(payload[len(bom) :], name, notes)
    name = encoding_named(charset)
    if charset and not name:
        notes.append(f"unknown encoding label {charset[:40]!r} ignored")
    if not name and markup:
        name = _declared(payload)
    if not name:
        name = guess_encoding(payload)
        if name not in ("utf-8", "iso-2022-jp"):
            notes.append(f"encoding {name} guessed")
    return _decode_as(payload, name, notes)


def encoding_named(label: str) -> str:
    """Return the standard's name for a label, "" for none.

    >>> encoding_named(' Latin1 '), encoding_named('"utf8"'), encoding_named('klingon')
    ('windows-1252', 'utf-8', '')
    """
    return NAMES.get(label.strip("\t\n\f\r \"'").lower(), "")


def _decode_as(payload: bytes, name: str, notes: list[str]) -> Decoded:
    text = ""
    if name == "replacement":
        # The standard gives up on these (hz, iso-2022-kr …): in browsers they were a way to smuggle markup.
        text = "\ufffd" if payload else ""
        notes.append("declared in an encoding that browsers refuse to read")
    elif table := _single_byte_table(name):
        text = codecs.charmap_decode(payload, "replace", table)[0]
    else:
        text = payload.decode(CODECS[name], "replace")
        if not name.startswith("utf-") and 0 < text.count("\ufffd") <= MAX_MENDED:
            text = payload.decode(CODECS[name], "monitor.mend")
    if nuls := text.count("\0"):
        text = text.replace("\0", "")
        notes.append(f"{nuls} NUL characters dropped")
    return Decoded(text, name, tuple(notes))


@cache
def _single_byte_table(name: str) -> str:
    """Return the 256 characters of a single-byte encoding, "" for the others.

    Where Python's codec has a hole in 0x80 to 0x9F, the standard has the C1 control of that number.
    """
    if name == "x-user-defined":
        return "".join(chr(byte if byte < 0x80 else 0xF700 + byte) for byte in range(256))
    if name.startswith(("utf-", "iso-2022", "euc-", "big5", "gb", "shift", "replacement")):
        return ""
    table = []
    for byte in range(256):
        char = bytes((byte,)).decode(CODECS[name], "replace")
        table.append(chr(byte) if char == "\ufffd" and 0x80 <= byte <= 0x9F else char)
    for byte, char in AMENDED.get(name, {}).items():
        table[byte] = char
    return "".join(table)


AMENDED = {"windows-1255": {0xCA: "\u05ba"}, "koi8-u": {0xAE: "\u045e", 0xBE: "\u040e"}}
"""Where the standard knows more than Python's tables."""


# ── what Python's codecs lack ──────────────────────────────────────────────────────────────────


def _mend(error: UnicodeError) -> tuple[str, int]:
    """Read what the standard's tables have and Python's lack; U+FFFD for the rest."""
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - registered for decoding only
    lead, trail = (error.object[error.start : error.start + 2] + b"\0")[:2]
    char = ""
    match error.encoding:
        case "gb18030" if lead == 0x80:
            return "€", error.start + 1
        case "cp950":
            char = bytes((lead, trail)).decode("big5hkscs", "replace")
        case "euc_jp" | "iso2022_jp_ext":
            char = _of_nec_or_ibm(lead & 0x7F, trail & 0x7F)
        case _:
            pass
    if char and "\ufffd" not in char and trail >= 0x21:
        return char, error.start + 2
    return "\ufffd", max(error.end, error.start + 1)


def _of_nec_or_ibm(row: int, cell: int) -> str:
    """Read NEC's row 13 and IBM's extensions of JIS X 0208 (①, ㈱, 髙): only cp932 has them."""
    if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):
        return ""
    lead = (row + 1) // 2 + (0x70 if row < 0x5F else 0xB0)
    trail = cell + (0x7E if row % 2 == 0 else 0x1F if cell < 0x60 else 0x20)
    return bytes((lead, trail)).decode("cp932", "replace")


codecs.register_error("monitor.mend", _mend)


# ── what the page declares ─────────────────────────────────────────────────────────────────────

_XML = re.compile(rb"""<\?xml\s[^>]{0,200}?encoding\s*=\s*(?:"([^"]{1,40})"|'([^']{1,40})')""")
_MARKUP = re.compile(rb"<!--|<(/?[A-Za-z][^\s/>]*+)|<[!?/]")
_REST_OF_TAG = re.compile(rb"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = re.compile(
    rb"""[\s/]*+([^\s=>/][^\s=>/]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+)))?"""
)
_CHARSET = re.compile(rb"""charset\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s;"']++))""", re.IGNORECASE)


def _declared(payload: bytes) -> str:
    """Return what the page's own <meta> or XML declaration names, "" when nothing does."""
    for start, name in ((b"<\0?\0x\0", "utf-16le"), (b"\0<\0?\0x", "utf-16be")):
        if payload.startswith(start):
            return name
    head = payload[:HEAD_BYTES]
    name = _in_meta(head)
    if not name and (match := _XML.match(head.lstrip()[:PRESCAN_BYTES])):
        name = _text_safe(encoding_named(_ascii(match[1] or match[2])))
    return name


def _in_meta(head: bytes) -> str:
    lowered, at = head.lower(), 0
    while match := _MARKUP.search(head, at):
        at = match.end()
        tag = (match[1] or b"").lower()
        if match[0] == b"<!--":
            # The standard lets "<!-->" be a whole comment.
            at = head.find(b"-->", at - 2) + 3
            if at == 2:
                return ""
        elif tag == b"meta":
            name, at = _of_meta(head, at)
            if name:
                return name
        elif tag in (b"script", b"style", b"textarea", b"title"):
            at = max(lowered.find(b"</" + tag, at), at)
        elif tag == b"body" and at > PRESCAN_BYTES:
            return ""
        elif tag:
            rest = _REST_OF_TAG.match(head, at, at + MAX_TAG_BYTES)
            at = rest.end() if rest else at
        else:
            at = head.find(b">", at) + 1
            if at == 0:
                return ""
    return ""


def _of_meta(head: bytes, at: int) -> tuple[str, int]:
    """Return what one <meta>, whose attributes begin at `at`, declares, and where it ends."""
    end = at + MAX_TAG_BYTES
    attributes: dict[str, bytes] = {}
    while match := _ATTRIBUTE.match(head, at, end):
        at = match.end()
        value = next((group for group in match.groups()[1:] if group is not None), b"")
        attributes.setdefault(_ascii(match[1]).lower(), value)
    label = attributes.get("charset", b"")
    if not label and attributes.get("http-equiv", b"").strip().lower() == b"content-type":
        match = _CHARSET.search(attributes.get("content", b""))
        label = next((group for group in match.groups() if group), b"") if match else b""
    return _text_safe(encoding_named(_ascii(label))), at


def _text_safe(name: str) -> str:
    """A page whose declaration could be read as ASCII cannot be in UTF-16."""
    return {"utf-16le": "utf-8", "utf-16be": "utf-8", "x-user-defined": "windows-1252"}.get(name, name)


def _ascii(label: bytes) -> str:
    return label[:100].decode("ascii", "replace")
