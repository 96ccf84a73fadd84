"""The subject of a digest: whose pages, the most important change, and how many more."""

from monitor.digest.edition import Edition, in_groups
from monitor.digest.frame import frame
from monitor.digest.lines import shorten
from monitor.digest.safe import one_line

MAX_SUBJECT = 78
"""Characters; RFC 5322 §2.1.1 asks for lines no longer, and lists of mails show fewer."""


def subject(edition: Edition) -> str:
    """One line; the site's tag first, so that filters and eyes find it."""
    words = frame(edition.language)
    groups = in_groups(edition.entries)
    sites = list(dict.fromkeys(one_line(group.site) for group in groups))
    tag = f"[{shorten(sites[0] if len(sites) == 1 else one_line(edition.name), 20)}] "
    if not groups:
        return one_line(tag + words.say("nothing_subject"))
    standing = [e for g in groups for e in g.entries if not e.reverted] or [groups[0].entries[0]]
    top = max(standing, key=lambda entry: entry.change.importance)
    more = len(edition.entries) - 1
    tail = f" ({words.count('more_subject', more)})" if more else ""
    return tag + shorten(one_line(top.change.sentence), MAX_SUBJECT - len(tag) - len(tail)) + tail
