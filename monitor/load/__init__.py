"""Snapshot files, folders and manifests become snapshots."""
