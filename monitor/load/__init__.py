"""Files, folders and manifests become snapshots."""

from monitor.load.git import load_git
from monitor.load.manifest import MANIFEST_NAME
from monitor.load.snapshots import MAX_BYTES, load
from monitor.load.warc import is_archive, load_warc

__all__ = ["MANIFEST_NAME", "MAX_BYTES", "is_archive", "load", "load_git", "load_warc"]
