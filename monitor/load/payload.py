"""A file's bytes, if they can be a page's at all."""

import stat
from pathlib import Path

from monitor.errors import BadInput

SAMPLE_BYTES = 8192
MAX_CONTROL_SHARE = 0.05
"""Compressed data has a tenth of control characters; a broken page has single ones."""

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r\x1b"))
_BINARY_FORMATS = (b"%PDF-", b"PK\x03\x04")
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


def read_payload(path: Path, max_bytes: int) -> bytes:
    """The bytes of a snapshot file. Raises: BadInput."""
    try:
        # Opening a pipe would wait for somebody to write into it.
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadInput(f"{path}: not a file; a file or a folder of files is wanted")
        with path.open("rb") as file:
            payload = file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise BadInput(f"{path}: there is no such file") from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error
    if not payload.strip():
        raise BadInput(f"{path}: the file is empty")
    if len(payload) > max_bytes:
        raise BadInput(f"{path}: more than {max_bytes} bytes, the bound for one page")
    if is_binary(payload):
        raise BadInput(f"{path}: a binary file; pages are HTML, text, Markdown, JSON, XML, PDF or DOCX")
    return payload


def is_binary(payload: bytes) -> bool:
    """Is it neither text in any encoding, nor of a binary format that we read?

    >>> is_binary(b"GIF89a" + bytes(100)), is_binary("текст".encode("utf-16"))
    (True, False)
    """
    if payload.startswith((*_BINARY_FORMATS, *_UTF16_BOMS)):
        return False
    sample = payload[:SAMPLE_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) > 0.2 * len(sample) and min(even, odd) < 0.01 * len(sample):
        return False  # UTF-16 without a mark: white space, digits and tags have a zero in every second place
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > MAX_CONTROL_SHARE * len(sample)
