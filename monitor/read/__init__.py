"""Bytes become blocks: one reader a format, behind one door."""

from monitor.read.limits import LIMITS, Limits

REVISION = 1
"""Of the reading rules: raised when the same bytes may read otherwise."""

__all__ = ["LIMITS", "REVISION", "Limits"]
