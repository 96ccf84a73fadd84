"""How changes read: text, JSON, HTML."""

from monitor.digest.json import change_to_object, say_moment
from monitor.digest.lines import Line, Part, Tone, shorten, wrap
from monitor.digest.text import report_change, report_changes

__all__ = [
    "Line",
    "Part",
    "Tone",
    "change_to_object",
    "report_change",
    "report_changes",
    "say_moment",
    "shorten",
    "wrap",
]
