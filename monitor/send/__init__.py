"""Hand over a finished message: accepted, refused, to be tried again, or nobody knows."""

from monitor.send.apprise import Apprise
from monitor.send.fate import Accepted, Deferred, Fate, Refused, Unknown
from monitor.send.folder import Folder, Maildir
from monitor.send.sendmail import Sendmail
from monitor.send.smtp import Security, Smtp

__all__ = [
    "Accepted",
    "Apprise",
    "Deferred",
    "Fate",
    "Folder",
    "Maildir",
    "Refused",
    "Security",
    "Sendmail",
    "Smtp",
    "Unknown",
]
