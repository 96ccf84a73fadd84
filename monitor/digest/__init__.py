"""How changes read: text, JSON, HTML."""

from monitor.digest.json import change_to_object
from monitor.digest.lines import Line, Part, Tone, shorten, wrap
from monitor.digest.text import report_change, report_changes, report_rule
from monitor.digest.when import say_interval, say_moment, say_when

__all__ = [
    "Line",
    "Part",
    "Tone",
    "change_to_object",
    "report_change",
    "report_changes",
    "report_rule",
    "say_interval",
    "say_moment",
    "say_when",
    "shorten",
    "wrap",
]
