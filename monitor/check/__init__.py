"""The journey of a capture: gather what is known, decide what happened, record it."""

from monitor.check.journey import RULES, check_snapshot, site_of
from monitor.check.loading import Loaded, load_snapshots
from monitor.check.verdict import Changed, Failed, First, Reread, Same, Verdict

__all__ = [
    "RULES",
    "Changed",
    "Failed",
    "First",
    "Loaded",
    "Reread",
    "Same",
    "Verdict",
    "check_snapshot",
    "load_snapshots",
    "site_of",
]
