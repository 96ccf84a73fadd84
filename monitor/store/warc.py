"""The store as a WARC 1.1 file (ISO 28500), which other archiving tools read.

For each capture a `resource` record with the bytes as served; for each body that was new a `conversion`
record with its text; before each capture a `metadata` record with what a WARC header has no place for: the
page's name where that is no URL, its site, and that a moment is unknown (WARC-Date is obligatory).
"""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import UUID, uuid5

from monitor.errors import BadInput
from monitor.store.snapshots import SnapshotId, StoredSnapshot

if TYPE_CHECKING:
    from monitor.store.database import Store

_NAMES = UUID("6d6f6e69-746f-5200-8000-000000000001")
"""Record ids are made of what they name: the same store exports the same file."""

_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


def export_warc(store: "Store", path: Path, name: str, progress: Callable[[int, int], None]) -> int:
    """Write the captures of one site or page, or (with no name) of all; says how many.

    Captures whose payload retention took are left out. Raises: BadInput, StoreError.
    """
    try:
        from warcio.warcwriter import WARCWriter
    except ImportError as error:
        raise BadInput("WARC files need warcio: pip install 'monitor[archive]'") from error

    condition, value = _chosen(store, name)
    captures = [
        SnapshotId(row)
        for (row,) in store.connection.rows(
            "SELECT s.id FROM snapshots s JOIN pages ON pages.id = s.page "
            f"JOIN payloads p ON p.id = s.payload WHERE {condition} AND p.codec <> 3 ORDER BY s.moment, s.id",
            value,
        )
    ]
    seen: set[int] = set()
    with path.open("xb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz", warc_version="1.1")
        info = {"software": "monitor", "format": "WARC File Format 1.1"}
        writer.write_record(writer.create_warcinfo_record(path.name, info))
        for done, capture in enumerate(captures, start=1):
            snapshot = store.snapshots.get(capture)
            page = store.pages.get(snapshot.page)
            uri = page.url if "://" in page.url else f"urn:monitor:{quote(page.site)}:{quote(page.url)}"
            date = f"{snapshot.moment or _UNKNOWN:%Y-%m-%dT%H:%M:%S.%fZ}"  # moments of the store are in UTC
            resource = _name(page.site, page.url, snapshot, "resource")

            def write(
                kind: str, body: bytes, media_type: str, headers: dict[str, str], uri: str = uri
            ) -> None:
                record = writer.create_warc_record(
                    uri,
                    kind,
                    payload=_stream(body),
                    length=len(body),
                    warc_content_type=media_type,
                    warc_headers_dict={"WARC-Date": date, **headers},  # noqa: B023 (called in this turn)
                )
                writer.write_record(record)

            told = {
                "site": page.site,
                "page": page.url,
                "charset": snapshot.charset,
                "source": snapshot.source,
                "notes": list(snapshot.notes),
                "media_type": snapshot.media_type,
                "is_dated": snapshot.moment is not None,
            }
            write(
                "metadata",
                json.dumps(told, ensure_ascii=False).encode(),
                "application/json",
                {
                    "WARC-Record-ID": _name(page.site, page.url, snapshot, "metadata"),
                    "WARC-Refers-To": resource,
                },
            )
            payload = store.payloads.get(snapshot.payload)
            digest = "sha256:" + base64.b32encode(snapshot.payload_hash).decode()
            write(
                "resource",
                payload,
                snapshot.media_type or "application/octet-stream",
                {"WARC-Record-ID": resource, "WARC-Payload-Digest": digest},
            )
            if snapshot.version is not None and snapshot.version not in seen:
                seen.add(snapshot.version)
                title, texts = store.versions.says(snapshot.version)
                write(
                    "conversion",
                    "\n\n".join((title, *texts)).encode("utf-8", "replace"),
                    "text/plain; charset=utf-8",
                    {
                        "WARC-Record-ID": _name(page.site, page.url, snapshot, "conversion"),
                        "WARC-Refers-To": resource,
                    },
                )
            progress(done, len(captures))
    return len(captures)


def _chosen(store: "Store", name: str) -> tuple[str, tuple[object, ...]]:
    if not name:
        return "1", ()
    site = store.sites.find(name)
    if site is not None:
        return "pages.site = ?", (site,)
    return "s.page = ?", (store.find_page(name).id,)


def _name(site: str, url: str, snapshot: StoredSnapshot, kind: str) -> str:
    what = "\0".join((site, url, str(snapshot.moment), snapshot.payload_hash.hex(), kind))
    return f"<urn:uuid:{uuid5(_NAMES, what)}>"


def _stream(body: bytes) -> BytesIO:
    return BytesIO(body)
