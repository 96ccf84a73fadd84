"""The store: every capture, version and change, in one SQLite file."""

from monitor.store.answers import (
    Explanation,
    Failing,
    PageHistory,
    RegionHistory,
    RollOut,
    Side,
    SiteCount,
    SiteRecord,
    Status,
    VersionAt,
)
from monitor.store.changes import ChangeId, HeldBack, Placed, RecordedChange
from monitor.store.database import Store
from monitor.store.digests import DigestId, StoredDigest
from monitor.store.pages import PageId, StoredPage
from monitor.store.regions import RegionId, RegionState, RegionVersionId
from monitor.store.sites import SiteId
from monitor.store.snapshots import SnapshotId, StoredSnapshot
from monitor.store.versions import StoredVersion, VersionId
from monitor.store.watches import Watch

__all__ = [
    "ChangeId",
    "DigestId",
    "Explanation",
    "Failing",
    "HeldBack",
    "PageHistory",
    "PageId",
    "Placed",
    "RecordedChange",
    "RegionHistory",
    "RegionId",
    "RegionState",
    "RegionVersionId",
    "RollOut",
    "Side",
    "SiteCount",
    "SiteId",
    "SiteRecord",
    "SnapshotId",
    "Status",
    "Store",
    "StoredDigest",
    "StoredPage",
    "StoredSnapshot",
    "StoredVersion",
    "VersionAt",
    "VersionId",
    "Watch",
]
