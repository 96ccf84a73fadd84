"""Files, folders and manifests become snapshots."""

from monitor.load.manifest import MANIFEST_NAME
from monitor.load.snapshots import load

__all__ = ["MANIFEST_NAME", "load"]
