"""The journey of a capture: gather what is known, decide what happened, record it."""

from monitor.check.journey import RULES, check_snapshot, site_of
from monitor.check.loading import Loaded, load_snapshots
from monitor.check.looking import Looked, look
from monitor.check.planning import follow_config
from monitor.check.rounds import Clock, Fetchers, run_round
from monitor.check.verdict import Changed, Failed, First, Reread, Same, Verdict

__all__ = [
    "RULES",
    "Changed",
    "Clock",
    "Failed",
    "Fetchers",
    "First",
    "Loaded",
    "Looked",
    "Reread",
    "Same",
    "Verdict",
    "check_snapshot",
    "follow_config",
    "load_snapshots",
    "look",
    "run_round",
    "site_of",
]
