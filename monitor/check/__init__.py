"""The journey of a capture: gather what is known, decide what happened, record it."""

from monitor.check.checking import check_snapshot
from monitor.check.discovery import Discovered, ask_in, menu_targets, seek, take_up, wants
from monitor.check.journey import RULES, site_of
from monitor.check.loading import Loaded, load_snapshots
from monitor.check.looking import Looked, ask_of, look, peace_until
from monitor.check.planning import folders_of, follow_config
from monitor.check.rereading import Summary, reread_history
from monitor.check.retaining import retention_rules
from monitor.check.rounds import Clock, Fetchers, Readers, Reading, Ready, RoundPlan, plan_round, run_round
from monitor.check.verdict import Changed, Failed, First, Reread, Same, Verdict

__all__ = [
    "RULES",
    "Changed",
    "Clock",
    "Discovered",
    "Failed",
    "Fetchers",
    "First",
    "Loaded",
    "Looked",
    "Readers",
    "Reading",
    "Ready",
    "Reread",
    "RoundPlan",
    "Same",
    "Summary",
    "Verdict",
    "ask_in",
    "ask_of",
    "check_snapshot",
    "folders_of",
    "follow_config",
    "load_snapshots",
    "look",
    "menu_targets",
    "peace_until",
    "plan_round",
    "reread_history",
    "retention_rules",
    "run_round",
    "seek",
    "site_of",
    "take_up",
    "wants",
]
