"""One polite, conditional, bounded GET: page → Snapshot, NotModified, or why not."""

from monitor.fetch.answer import Answer, Fetched, Missed, NotModified, Validators
from monitor.fetch.client import Bounds, Client, Origin
from monitor.fetch.guard import Allowance, Refused

__all__ = [
    "Allowance",
    "Answer",
    "Bounds",
    "Client",
    "Fetched",
    "Missed",
    "NotModified",
    "Origin",
    "Refused",
    "Validators",
]
