"""How changes read: text, JSON, HTML."""

from monitor.digest.alike import fold_alike
from monitor.digest.edition import Coverage, Edition, Entry, Failing, Selection, net_effect
from monitor.digest.feed import Feed, atom, json_feed, newest
from monitor.digest.html import page
from monitor.digest.json import change_to_object
from monitor.digest.lines import Line, Part, Tone, shorten, wrap
from monitor.digest.mail import Envelope, identity_of, mail, parse_address
from monitor.digest.plain import plain
from monitor.digest.report import Report, render_report
from monitor.digest.safe import in_cell
from monitor.digest.text import report_change, report_changes, report_rule, say_pages
from monitor.digest.when import say_interval, say_moment, say_when

__all__ = [
    "Coverage",
    "Edition",
    "Entry",
    "Envelope",
    "Failing",
    "Feed",
    "Line",
    "Part",
    "Report",
    "Selection",
    "Tone",
    "atom",
    "change_to_object",
    "fold_alike",
    "identity_of",
    "in_cell",
    "json_feed",
    "mail",
    "net_effect",
    "newest",
    "page",
    "parse_address",
    "plain",
    "render_report",
    "report_change",
    "report_changes",
    "report_rule",
    "say_interval",
    "say_moment",
    "say_pages",
    "say_when",
    "shorten",
    "wrap",
]
