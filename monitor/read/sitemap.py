"""XML sitemaps (sitemaps.org): each address is a row with the moment of its last change."""

from monitor.model import Document, Snapshot
from monitor.read.draft import Draft
from monitor.read.limits import LIMITS, Limits
from monitor.read.safe_xml import children_of, parse_xml, text_of

HEADERS = ("address", "last changed")


def read_sitemap(snapshot: Snapshot, limits: Limits = LIMITS) -> Document:
    """`changefreq` and `priority` are left out: guesses of the site about itself, not what is on it."""
    root, decoded = parse_xml(snapshot)
    draft = Draft(snapshot.url, "sitemap", limits, decoded.notes)
    listing = draft.open("table")
    for entry in children_of(root, "url", "sitemap"):
        if draft.is_full:
            break
        address = text_of(entry, "loc")
        if address:
            draft.add_row((address, text_of(entry, "lastmod")), listing, headers=HEADERS)
    return draft.document()
