"""The store: every capture, version and change, in one SQLite file."""

from monitor.store.answers import (
    Blamed,
    Explanation,
    Failing,
    Found,
    Lagging,
    LeftMenu,
    Month,
    PageHistory,
    RegionHistory,
    Restless,
    RollOut,
    SetAside,
    Side,
    SiteCount,
    SiteRecord,
    Stats,
    Status,
    VersionAt,
)
from monitor.store.backup import restore
from monitor.store.changes import ChangeId, HeldBack, Placed, RecordedChange
from monitor.store.compaction import Compacted
from monitor.store.database import Store
from monitor.store.digests import DigestId, Reach, StoredDigest
from monitor.store.health import Finding
from monitor.store.pages import PageId, StoredPage
from monitor.store.regions import RegionId, RegionState, RegionVersionId
from monitor.store.retention import Retention, Thinned
from monitor.store.schema import needs_migration
from monitor.store.sites import SiteId
from monitor.store.snapshots import SnapshotId, StoredSnapshot
from monitor.store.versions import StoredVersion, VersionId
from monitor.store.warc import Exported
from monitor.store.watches import Watch

__all__ = [
    "Blamed",
    "ChangeId",
    "Compacted",
    "DigestId",
    "Explanation",
    "Exported",
    "Failing",
    "Finding",
    "Found",
    "HeldBack",
    "Lagging",
    "LeftMenu",
    "Month",
    "PageHistory",
    "PageId",
    "Placed",
    "Reach",
    "RecordedChange",
    "RegionHistory",
    "RegionId",
    "RegionState",
    "RegionVersionId",
    "Restless",
    "Retention",
    "RollOut",
    "SetAside",
    "Side",
    "SiteCount",
    "SiteId",
    "SiteRecord",
    "SnapshotId",
    "Stats",
    "Status",
    "Store",
    "StoredDigest",
    "StoredPage",
    "StoredSnapshot",
    "StoredVersion",
    "Thinned",
    "VersionAt",
    "VersionId",
    "Watch",
    "needs_migration",
    "restore",
]
