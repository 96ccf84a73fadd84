"""Snapshots from WARC and WACZ files, also from those of other programs.

Taken are `response` records of status 200 and `resource` records that a page can be in; moments, URLs and
headers come from them. A `revisit` record is the payload that it refers to, when that came before it.
"""

import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from monitor.errors import BadInput
from monitor.model import HEADERS, Snapshot, Told

SUFFIXES = (".warc", ".warc.gz", ".wacz")

MAX_BYTES = 64 * 1024 * 1024
"""Of one payload; larger ones are left out."""

REMEMBERED_BYTES = 256 * 1024 * 1024
"""Of payloads that can be revisited; a revisit of an older one is left out, and that is said."""

UNKNOWN = "refer to captures that are not before them"
CUT_OFF = "were cut off when they were captured"

PAGES = ("text/", "application/xhtml", "application/pdf", "application/json", "application/xml")


def is_archive(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES)


class Seen:
    """The captures that came last, by the digest of their payload."""

    def __init__(self, max_bytes: int = REMEMBERED_BYTES) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0
        self._kept: dict[str, Snapshot] = {}

    def get(self, digest: str) -> Snapshot | None:
        return self._kept.get(digest)

    def put(self, digest: str, snapshot: Snapshot) -> None:
        if not digest or digest in self._kept:
            return
        self._kept[digest] = snapshot
        self._bytes += len(snapshot.payload)
        while self._bytes > self._max_bytes and len(self._kept) > 1:
            self._bytes -= len(self._kept.pop(next(iter(self._kept))).payload)


def load_warc(
    path: Path,
    *,
    site: str = "",
    seen: Seen | None = None,
    on_unusable: Callable[[BadInput], None] | None = None,
    on_told: Callable[[Told], None] = lambda told: None,
) -> Iterator[Snapshot]:
    """Every capture of a page, in the order of the file. `on_told` hears what our own export says of each.

    `seen` is shared by files whose records refer to one another. `on_unusable` hears of a file that is
    damaged from some place on, and how many records were left out and why; without it, damage raises.

    Raises: BadInput (not such a file; warcio is not installed).
    """
    seen = Seen() if seen is None else seen
    lost: Counter[str] = Counter()
    count = 0
    try:
        for snapshot in _captures(path, site, seen, lost, on_told):
            yield snapshot
            count += 1
    except BadInput:
        if on_unusable is None or not count:
            raise
        on_unusable(BadInput(f"{path}: is damaged after {count} captures; what came before was taken"))
    if on_unusable is not None:
        for why, number in lost.items():
            on_unusable(BadInput(f"{path}: {number} records {why}"))


def _captures(
    path: Path, site: str, seen: Seen, lost: Counter[str], on_told: Callable[[Told], None]
) -> Iterator[Snapshot]:
    try:
        if path.name.lower().endswith(".wacz"):
            with zipfile.ZipFile(path) as wacz:
                for name in wacz.namelist():
                    if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                        with wacz.open(name) as file:
                            yield from _records(file, f"{path}/{name}", site, seen, lost, on_told)
        else:
            with path.open("rb") as file:
                yield from _records(file, str(path), site, seen, lost, on_told)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadInput(f"{path}: cannot be read ({error})") from error


def read_record(path: Path, offset: int, site: str = "") -> Snapshot | None:
    """The capture whose record begins there; None when it is none of a page, or refers to another one.

    Raises: BadInput.
    """
    try:
        with path.open("rb") as file:
            file.seek(offset)
            return next(_records(file, str(path), site, Seen(), Counter(), lambda told: None, 1), None)
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({error})") from error


def _records(
    file: IO[bytes],
    source: str,
    site: str,
    seen: Seen,
    lost: Counter[str],
    on_told: Callable[[Told], None],
    at_most: int = 0,
) -> Iterator[Snapshot]:
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise BadInput("WARC files need warcio: pip install 'monitor[archive]'") from error

    told: dict[str, dict[str, Any]] = {}
    try:
        for number, record in enumerate(ArchiveIterator(file), start=1):
            headers = record.rec_headers
            match record.rec_type:
                case "metadata" if headers.get_header("Content-Type") == "application/json":
                    about = headers.get_header("WARC-Refers-To") or ""
                    told = {about: _metadata(record.content_stream().read(MAX_BYTES))}
                    of_capture = _told(told[about], _moment(headers.get_header("WARC-Date")))
                    if of_capture is not None:
                        on_told(of_capture)
                case "response" | "resource" if headers.get_header("WARC-Truncated"):
                    lost[CUT_OFF] += 1  # what is missing would pass for removed
                case "response" | "resource":
                    snapshot = _snapshot(record, source, site)
                    if snapshot is not None:
                        about = headers.get_header("WARC-Record-ID") or ""
                        snapshot = _as_told(snapshot, told.get(about, {}))
                        seen.put(headers.get_header("WARC-Payload-Digest") or "", snapshot)
                        yield snapshot
                case "revisit":
                    before = seen.get(headers.get_header("WARC-Payload-Digest") or "")
                    if before is None:
                        lost[UNKNOWN] += 1
                    else:
                        url = headers.get_header("WARC-Target-URI")
                        yield replace(before, url=url, moment=_moment(headers.get_header("WARC-Date")))
                case _:
                    pass
            if number == at_most:
                return
    except (ArchiveLoadFailed, EOFError, zlib.error) as error:
        raise BadInput(f"{source}: is no WARC file, or a damaged one ({error})") from error


def _snapshot(record: Any, source: str, site: str) -> Snapshot | None:
    served = record.http_headers
    if record.rec_type == "response" and (served is None or served.get_statuscode() != "200"):
        return None
    kind = (served or record.rec_headers).get_header("Content-Type") or ""
    media_type, _, parameters = kind.partition(";")
    media_type = media_type.strip().lower()
    if not media_type.startswith(PAGES) and media_type != "application/octet-stream":
        return None
    payload = record.content_stream().read(MAX_BYTES + 1)
    if len(payload) > MAX_BYTES:
        return None
    if getattr(record.raw_stream, "limit", 0) > 0:  # the file ends before the record does
        raise EOFError
    charset = parameters.partition("charset=")[2].split(";")[0].strip(" \"'")
    return Snapshot(
        url=record.rec_headers.get_header("WARC-Target-URI") or "",
        payload=payload,
        moment=_moment(record.rec_headers.get_header("WARC-Date")),
        media_type="" if media_type == "application/octet-stream" else media_type,
        charset=charset,
        site=site,
        source=source,
        status=200 if record.rec_type == "response" else 0,
        headers=tuple(
            (name, served.get_header(name)[:1000]) for name in HEADERS if served and served.get_header(name)
        ),
    )


def _as_told(snapshot: Snapshot, told: dict[str, Any]) -> Snapshot:
    """What our own export says beside the record."""
    if not isinstance(told.get("page"), str) or not isinstance(told.get("site"), str):
        return snapshot
    status, headers = told.get("status", 0), told.get("headers", {})
    return replace(
        snapshot,
        status=status if isinstance(status, int) else 0,
        headers=tuple((name, str(headers[name])) for name in HEADERS if name in headers)
        if isinstance(headers, dict)
        else (),
        url=told["page"],
        site=told["site"],
        moment=snapshot.moment if told.get("is_dated", True) else None,
        charset=str(told.get("charset", "")),
        source=str(told.get("source", "")),
        notes=tuple(map(str, notes)) if isinstance(notes := told.get("notes"), list) else (),
        media_type=str(told.get("media_type", snapshot.media_type)),
    )


def _told(said: dict[str, Any], moment: datetime | None) -> Told | None:
    texts = [said.get(name, "") for name in ("site", "page", "payload_hash")]
    lists = [said.get(name, []) for name in ("told", "held")]
    if not (said.get("site") and "told" in said and all(isinstance(text, str) for text in texts)):
        return None
    if not all(isinstance(one, list) and all(isinstance(row, dict) for row in one) for one in lists):
        return None
    return Told(
        site=texts[0],
        page=texts[1],
        moment=moment if said.get("is_dated", True) else None,
        payload_hash=texts[2],
        changes=tuple(lists[0]),
        held=tuple(lists[1]),
    )


def _metadata(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
