"""Files, folders, archives and listings of archives become snapshots."""

from monitor.load.beside import load_listing
from monitor.load.git import load_git
from monitor.load.listing import is_listing
from monitor.load.manifest import MANIFEST_NAME
from monitor.load.snapshots import MAX_BYTES, load
from monitor.load.warc import Seen, is_archive, load_warc

__all__ = [
    "MANIFEST_NAME",
    "MAX_BYTES",
    "Seen",
    "is_archive",
    "is_listing",
    "load",
    "load_git",
    "load_listing",
    "load_warc",
]
