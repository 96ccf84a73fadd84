"""The store as a WARC 1.1 file (ISO 28500), which other archiving tools read.

For each capture a `resource` record with the bytes as served; for each body that was new a `conversion`
record with its text; before each capture a `metadata` record with what a WARC header has no place for: the
page's name where that is no URL, its site, that a moment is unknown (WARC-Date is obligatory), what was told
and what was held back then. At the end, for each site that is in it whole, one about its chrome.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import UUID, uuid5

from monitor.errors import BadInput
from monitor.store.carrying import told_at, told_of_site
from monitor.store.encoding import to_json
from monitor.store.payloads import Codec
from monitor.store.sites import SiteId
from monitor.store.snapshots import SnapshotId, StoredSnapshot

if TYPE_CHECKING:
    from monitor.store.database import Store

_NAMES = UUID("6d6f6e69-746f-5200-8000-000000000001")
"""Record ids are made of what they name: the same store exports the same file."""

_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Exported:
    captures: int
    gone: int
    """Captures whose payload retention took: what was told of them is in the file."""


def export_warc(store: "Store", path: Path, name: str, progress: Callable[[int, int], None]) -> Exported:
    """Write the captures of one site or page, or (with no name) of all. Raises: BadInput, StoreError."""
    try:
        from warcio.warcwriter import WARCWriter
    except ImportError as error:
        raise BadInput("WARC files need warcio: pip install 'monitor[archive]'") from error

    condition, value, sites = _chosen(store, name)
    captures = store.connection.rows(
        "SELECT s.id, p.codec FROM snapshots s JOIN pages ON pages.id = s.page "
        f"JOIN payloads p ON p.id = s.payload WHERE {condition} ORDER BY s.moment, s.id",
        value,
    )
    seen: set[int] = set()
    gone = 0
    with path.open("xb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz", warc_version="1.1")
        info = {"software": "monitor", "format": "WARC File Format 1.1"}
        writer.write_record(writer.create_warcinfo_record(path.name, info))

        def write(uri: str, kind: str, body: bytes, media_type: str, headers: dict[str, str]) -> None:
            record = writer.create_warc_record(
                uri,
                kind,
                payload=BytesIO(body),
                length=len(body),
                warc_content_type=media_type,
                warc_headers_dict=headers,
            )
            writer.write_record(record)

        for done, (capture, codec) in enumerate(captures, start=1):
            progress(done, len(captures))
            snapshot = store.snapshots.get(SnapshotId(capture))
            page = store.pages.get(snapshot.page)
            uri = _uri(page.site, page.url)
            date = {"WARC-Date": _date(snapshot.moment)}
            resource = _name(page.site, page.url, snapshot, "resource")
            changes, held = told_at(store, snapshot.id)
            told = {
                "site": page.site,
                "page": page.url,
                "charset": snapshot.charset,
                "source": snapshot.source,
                "media_type": snapshot.media_type,
                "notes": list(snapshot.notes),
                "status": snapshot.status,
                "headers": dict(snapshot.headers),
                "is_dated": snapshot.moment is not None,
                "payload_hash": snapshot.payload_hash.hex(),
                "told": changes,
                "held": held,
            }
            about = {
                "WARC-Record-ID": _name(page.site, page.url, snapshot, "metadata"),
                "WARC-Refers-To": resource,
            }
            write(uri, "metadata", to_json(told), "application/json", date | about)
            if codec == Codec.GONE:
                gone += 1
                continue
            digest = "sha256:" + base64.b32encode(snapshot.payload_hash).decode()
            write(
                uri,
                "resource",
                store.payloads.get(snapshot.payload),
                snapshot.media_type or "application/octet-stream",
                date | {"WARC-Record-ID": resource, "WARC-Payload-Digest": digest},
            )
            if snapshot.version is not None and snapshot.version not in seen:
                seen.add(snapshot.version)
                title, texts = store.versions.says(snapshot.version)
                about = {
                    "WARC-Record-ID": _name(page.site, page.url, snapshot, "conversion"),
                    "WARC-Refers-To": resource,
                }
                text = "\n\n".join((title, *texts)).encode("utf-8", "replace")
                write(uri, "conversion", text, "text/plain; charset=utf-8", date | about)
        for site in sites:
            of_site = {"site": store.sites.name(site), "told": told_of_site(store, site)}
            body = to_json(of_site)
            about = {
                "WARC-Record-ID": f"<urn:uuid:{uuid5(_NAMES, body.decode('utf-8', 'replace'))}>",
                "WARC-Date": _date(None),
            }
            write(_uri(store.sites.name(site), ""), "metadata", body, "application/json", about)
    return Exported(len(captures) - gone, gone)


def _uri(site: str, page: str) -> str:
    return page if "://" in page else f"urn:monitor:{quote(site)}:{quote(page)}"


def _date(moment: datetime | None) -> str:
    return f"{moment or _UNKNOWN:%Y-%m-%dT%H:%M:%S.%fZ}"  # moments of the store are in UTC


def _chosen(store: "Store", name: str) -> tuple[str, tuple[object, ...], tuple[SiteId, ...]]:
    """Which captures, and which sites whole."""
    if not name:
        sites = (store.sites.find(one) for one in store.sites.names())
        return "1", (), tuple(site for site in sites if site is not None)
    site = store.sites.find(name)
    if site is not None:
        return "pages.site = ?", (site,), (site,)
    return "s.page = ?", (store.find_page(name).id,), ()


def _name(site: str, url: str, snapshot: StoredSnapshot, kind: str) -> str:
    what = "\0".join((site, url, str(snapshot.moment), snapshot.payload_hash.hex(), kind))
    return f"<urn:uuid:{uuid5(_NAMES, what)}>"
