"""What an archive says it has of a page: CDX and CDXJ listings, Memento TimeMaps (RFC 7089).

    org,example)/about 20240501100000 https://example.org/about text/html 200 G7HRM7BGOKSKMSXZ… 1219
    org,example)/about 20240501100000 {"url": "https://example.org/about", "status": "200", …}
    <https://archive.example/web/20240501100000/https://example.org/about>; rel="memento"; datetime="…"
    {"original_uri": "https://example.org/about", "mementos": {"list": [{"datetime": "…", "uri": "…"}]}}

CDX comes with a legend (" CDX N b a m s k …"), as the lines of a CDX server without one, or as that server's
JSON. A listing holds no bytes: beside.py finds them.
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

from monitor.errors import BadInput
from monitor.load.moment import parse_moment

SUFFIXES = (".cdx", ".cdxj", ".timemap")
SAMPLE_BYTES = 4096
MAX_BYTES = 512 * 1024 * 1024
"""Of a listing, unpacked: some millions of captures."""
MAX_LINE_BYTES = 1024 * 1024

FIELDS = {
    "N": "urlkey",
    "b": "timestamp",
    "a": "url",
    "m": "mime",
    "s": "status",
    "k": "digest",
    "V": "offset",
    "g": "filename",
}
"""The letters of a legend that say what we use (the CDX File Format of 2015)."""

NAMES = {"original": "url", "mimetype": "mime", "statuscode": "status"}
"""What the Wayback Machine's server calls them."""

_TIMESTAMP = re.compile(r"\d{14}", re.ASCII)
_SHAPES = (
    ("timestamp", _TIMESTAMP),
    ("url", re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)),
    ("digest", re.compile(r"(?:sha1:)?[A-Z2-7]{32}")),
    ("status", re.compile(r"[1-5]\d\d", re.ASCII)),
    ("mime", re.compile(r"(?:[a-z]+/[\w.+-]+|unk|warc/revisit)", re.IGNORECASE)),
    ("urlkey", re.compile(r"\S*\)/\S*")),
)
"""A server's line has the fields that were asked for, in that order: each is known by its shape."""

_ORIGINAL = re.compile(r'"original_uri"\s*:\s*"([^"\\]*)"')
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_PARAMETER = re.compile(r';\s*(\w+)\s*=\s*(?:"([^"]*)"|([^\s;,"]+))')
_WAYBACK = re.compile(r"/(\d{14})(?:[a-z]{2}_)?/", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One capture that a listing names."""

    url: str
    moment: datetime
    timestamp: str = ""
    """The moment as its archive writes it, in 14 digits: files are named so."""
    urlkey: str = ""
    media_type: str = ""
    status: str = ""
    """ "" where nobody says."""
    digest: str = ""
    """SHA-1 of the payload in base 32."""
    filename: str = ""
    """The WARC file with it, and where its record begins."""
    offset: int = 0

    @property
    def is_revisit(self) -> bool:
        return self.media_type == "warc/revisit"


def is_listing(path: Path) -> bool:
    """By its name, or by how it begins."""
    if path.name.lower().removesuffix(".gz").endswith(SUFFIXES):
        return True
    if not path.is_file():
        return False
    try:
        with _open(path) as file:
            start = file.read(SAMPLE_BYTES).decode("utf-8", "replace").lstrip("\ufeff")
    except (OSError, EOFError, zlib.error):
        return False
    first = start.lstrip().partition("\n")[0]
    if first.startswith("<") and re.search(
        r'>\s*;[^<]*\brel\s*=\s*"?(?:original|memento|timemap|self)', start
    ):
        return True
    if _is_timemap_json(start.lstrip()):
        return True
    if first.startswith("["):
        return re.match(r'\[\s*\[\s*"', start) is not None and '"timestamp"' in start
    return first.startswith(("CDX ", "!OpenWayback-CDXJ", "!context ", "!meta ")) or _is_line(first)


def read_listing(path: Path) -> list[Listed]:
    """Every capture that it names, the oldest first. Captures of one urlkey are of one page.

    Raises: BadInput (no listing, or a line of it is none).
    """
    try:
        with _open(path) as file:
            start = file.read(SAMPLE_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n")
            file.seek(0)
            if start.startswith(b"<"):
                found = list(_timemap(_all(file, path), path))
            elif _is_timemap_json(start.decode("utf-8", "replace")):
                found = list(_timemap_json(_all(file, path), path))
            elif re.match(rb"\[\s*\[", start):
                found = list(_server_json(_all(file, path), path))
            else:
                found = list(_cdx(file, path))
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"{path}: cannot be read ({error})") from error
    if not found:
        raise BadInput(f"{path}: names no capture; a CDX, CDXJ or TimeMap listing is wanted")
    return sorted(_as_pages(found), key=lambda one: one.moment)


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    return gzip.GzipFile(path) if is_packed else path.open("rb")  # type: ignore[return-value]


def _all(file: IO[bytes], path: Path) -> str:
    raw = file.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        raise BadInput(f"{path}: more than {MAX_BYTES} bytes are no listing")
    return raw.decode("utf-8-sig", "replace")


# ── CDX ────────────────────────────────────────────────────────────────────────────────────────


def _cdx(file: IO[bytes], path: Path) -> Iterator[Listed]:
    legend: list[str] = []
    delimiter: str | None = None
    original = ""
    taken = 0
    for number in range(1, MAX_BYTES):
        raw = file.readline(MAX_LINE_BYTES)
        taken += len(raw)
        if taken > MAX_BYTES or len(raw) == MAX_LINE_BYTES:
            raise BadInput(f"{path}, line {number}: too long for a listing")
        if not raw:
            return
        line = raw.decode("utf-8", "replace").strip("\r\n\ufeff")
        if line[1:5] == "CDX ":
            delimiter = line[0]
            legend = [FIELDS.get(letter, "") for letter in line[5:].split(delimiter)]
        elif line[:1] in (
            "!",
            "@",
        ):  # a CDXJ's own header, of a TimeMap with the page that all its lines are of
            original = found[1] if (found := _ORIGINAL.search(line)) else original
        elif line.strip():
            fields = _fields(line, legend, delimiter)
            if original and fields is not None and "memento" in str(fields.get("rel")).split():
                fields = {"url": original, **fields}
            if fields is None or (listed := _listed(fields)) is None:
                raise BadInput(
                    f"{path}, line {number}: names no capture; a line has a moment in 14 digits and a URL"
                )
            yield listed


def _is_line(line: str) -> bool:
    fields = _fields(line, [], None)
    return fields is not None and _listed(fields) is not None


def _fields(line: str, legend: list[str], delimiter: str | None) -> Mapping[str, object] | None:
    before, brace, _ = line.partition("{")
    if brace and (not before.strip() or _TIMESTAMP.search(before)):
        try:
            told = json.loads(line[len(before) :])
        except (ValueError, RecursionError):
            return None
        if not isinstance(told, dict):
            return None
        words = before.split()
        key, timestamp = ([*words, ""] if len(words) == 1 else words[:2]) if words else ("", "")
        if _TIMESTAMP.fullmatch(key):  # a TimeMap as CDXJ has the moment alone
            key, timestamp = "", key
        return {"urlkey": key, "timestamp": timestamp, **told}
    values = line.split(delimiter)
    if legend:
        return dict(zip(legend, values, strict=False))
    fields: dict[str, object] = {}
    for value in values:
        for name, shape in _SHAPES:
            if name not in fields and shape.fullmatch(value):
                fields[name] = value
                break
    if len(values) in (9, 11) and values[-2].isdecimal():  # the classical formats, their legend lost
        fields |= {"offset": values[-2], "filename": values[-1]}
    return fields


def _server_json(text: str, path: Path) -> Iterator[Listed]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}: not valid JSON: {error}") from error
    names = rows[0] if isinstance(rows, list) and rows and isinstance(rows[0], list) else []
    for number, row in enumerate(rows[1:], start=2):
        if row == [] or (isinstance(row, list) and len(row) == 1):
            continue  # before and with a resumption key
        listed = _listed(dict(zip(map(str, names), row, strict=False))) if isinstance(row, list) else None
        if listed is None:
            raise BadInput(f"{path}, row {number}: names no capture; it has a timestamp and an original")
        yield listed


def _listed(fields: Mapping[str, object]) -> Listed | None:
    known = {NAMES.get(name, name): str(value) for name, value in fields.items() if value is not None}
    timestamp, url = known.get("timestamp", ""), known.get("url", "")
    moment = parse_moment(timestamp) if _TIMESTAMP.fullmatch(timestamp) else None
    if moment is None or "://" not in url:
        return None
    offset = known.get("offset", "")
    return Listed(
        url=_plain(url),
        moment=moment,
        timestamp=timestamp,
        urlkey=known.get("urlkey", ""),
        media_type=_unless_dash(known.get("mime", "")).lower(),
        status=_unless_dash(known.get("status", "")),
        digest=_unless_dash(known.get("digest", "")).rpartition(":")[2].upper(),
        filename=_unless_dash(known.get("filename", "")) if offset.isdecimal() else "",
        offset=int(offset) if offset.isdecimal() else 0,
    )


def _unless_dash(value: str) -> str:
    return "" if value in ("-", "unk") else value


def _plain(url: str) -> str:
    """Without a port that goes without saying, and as "/" where a host stands alone.

    >>> _plain("http://example.org:80")
    'http://example.org/'
    """
    try:
        parts = urlsplit(url)
        default = {"http": 80, "https": 443}.get(parts.scheme.lower())
        host = parts.netloc.removesuffix(f":{default}") if parts.port == default else parts.netloc
    except ValueError:
        return url
    return urlunsplit(parts._replace(netloc=host, path=parts.path or "/", fragment=""))


def _as_pages(found: Iterable[Listed]) -> Iterator[Listed]:
    """Each page by one name: http and https, with and without "www.", are one urlkey, and the page's name is
    the one it was captured by last. With https, which a site that has it once does not leave."""
    found = list(found)
    names: dict[str, tuple[bool, datetime, str]] = {}
    for one in found:
        if one.urlkey:
            name = (one.url.startswith("https:"), one.moment, one.url)
            names[one.urlkey] = max(names.get(one.urlkey, name), name)
    for one in found:
        yield replace(one, url=names[one.urlkey][2]) if one.urlkey else one


# ── TimeMap ────────────────────────────────────────────────────────────────────────────────────


def _timemap(text: str, path: Path) -> Iterator[Listed]:
    links = [
        (target.strip(), {name.lower(): quoted or bare for name, quoted, bare in _PARAMETER.findall(rest)})
        for target, rest in _LINK.findall(text)
    ]
    originals = [target for target, said in links if "original" in said.get("rel", "").split()]
    if not originals:
        raise BadInput(f'{path}: says of no page what it is of; a TimeMap has a link with rel="original"')
    for target, said in links:
        if "memento" in said.get("rel", "").split():
            yield _memento(originals[0], target, said.get("datetime", ""), path)


def _is_timemap_json(start: str) -> bool:
    return start.startswith("{") and ('"original_uri"' in start or '"mementos"' in start)


def _timemap_json(text: str, path: Path) -> Iterator[Listed]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path}: not valid JSON: {error}") from error
    original, mementos = told.get("original_uri"), told.get("mementos")
    if not isinstance(original, str):
        raise BadInput(f"{path}: says of no page what it is of; a TimeMap in JSON has an original_uri")
    named = mementos if isinstance(mementos, dict) else {}
    listed = named.get("list") or [named[name] for name in ("first", "closest", "last") if name in named]
    for one in listed if isinstance(listed, list) else ():
        one = one if isinstance(one, dict) else {}
        target = one.get("uri")
        target = target[0] if isinstance(target, list) and target else target  # an aggregator names several
        yield _memento(original, str(target or ""), str(one.get("datetime") or ""), path)


def _memento(original: str, target: str, said: str, path: Path) -> Listed:
    """`said`: when it was captured, as mail or as ISO 8601 writes it."""
    try:
        is_iso = said[:4].isdecimal()
        moment = datetime.fromisoformat(said) if is_iso else parsedate_to_datetime(said)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise BadInput(
            f"{path}: {target} has no moment; right would be a datetime, as 2024-05-01T10:00:07Z"
        ) from error
    named = _WAYBACK.search(target)
    timestamp = named[1] if named else f"{moment:%Y%m%d%H%M%S}"
    return Listed(url=_plain(original), moment=moment, timestamp=timestamp)
