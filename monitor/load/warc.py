"""Snapshots from WARC and WACZ files, also from those of other programs.

Taken are `response` records of status 200 and `resource` records that a page can be in; moments, URLs and
headers come from them. A `revisit` record is the payload that it refers to, when that came before it in the
same file.
"""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from monitor.errors import BadInput
from monitor.model import Snapshot

SUFFIXES = (".warc", ".warc.gz", ".wacz")

MAX_BYTES = 64 * 1024 * 1024
"""Of one payload; larger ones are left out."""

REMEMBERED = 20_000
"""Payloads of up to so many captures can be revisited; a revisit of an older one is left out."""

PAGES = ("text/", "application/xhtml", "application/pdf", "application/json", "application/xml")


def is_archive(path: Path) -> bool:
    return path.name.lower().endswith(SUFFIXES)


def load_warc(path: Path, *, site: str = "") -> Iterator[Snapshot]:
    """Every capture of a page, in the order of the file.

    Raises: BadInput (not such a file, or damaged; warcio is not installed).
    """
    try:
        if path.name.lower().endswith(".wacz"):
            with zipfile.ZipFile(path) as wacz:
                for name in wacz.namelist():
                    if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                        with wacz.open(name) as file:
                            yield from _records(file, f"{path}/{name}", site)
        else:
            with path.open("rb") as file:
                yield from _records(file, str(path), site)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadInput(f"{path}: cannot be read ({error})") from error


def _records(file: IO[bytes], source: str, site: str) -> Iterator[Snapshot]:
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError as error:
        raise BadInput("WARC files need warcio: pip install 'monitor[archive]'") from error

    told: dict[str, dict[str, Any]] = {}
    seen: dict[str, Snapshot] = {}
    try:
        for record in ArchiveIterator(file):
            headers = record.rec_headers
            match record.rec_type:
                case "metadata" if headers.get_header("Content-Type") == "application/json":
                    about = headers.get_header("WARC-Refers-To") or ""
                    told = {about: _metadata(record.content_stream().read(65_536))}
                case "response" | "resource":
                    snapshot = _snapshot(record, source, site)
                    if snapshot is None:
                        continue
                    snapshot = _as_told(snapshot, told.get(headers.get_header("WARC-Record-ID") or "", {}))
                    digest = headers.get_header("WARC-Payload-Digest")
                    if digest:
                        seen[digest] = snapshot
                        if len(seen) > REMEMBERED:
                            del seen[next(iter(seen))]
                    yield snapshot
                case "revisit":
                    before = seen.get(headers.get_header("WARC-Payload-Digest") or "")
                    if before is not None:
                        url = headers.get_header("WARC-Target-URI")
                        yield replace(before, url=url, moment=_moment(headers.get_header("WARC-Date")))
                case _:
                    pass
    except ArchiveLoadFailed as error:
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
    charset = parameters.partition("charset=")[2].split(";")[0].strip(" \"'")
    return Snapshot(
        url=record.rec_headers.get_header("WARC-Target-URI") or "",
        payload=payload,
        moment=_moment(record.rec_headers.get_header("WARC-Date")),
        media_type="" if media_type == "application/octet-stream" else media_type,
        charset=charset,
        site=site,
        source=source,
    )


def _as_told(snapshot: Snapshot, told: dict[str, Any]) -> Snapshot:
    """What our own export says beside the record."""
    if not isinstance(told.get("page"), str) or not isinstance(told.get("site"), str):
        return snapshot
    return replace(
        snapshot,
        url=told["page"],
        site=told["site"],
        moment=snapshot.moment if told.get("is_dated", True) else None,
        charset=str(told.get("charset", "")),
        source=str(told.get("source", "")),
        media_type=str(told.get("media_type", snapshot.media_type)),
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
