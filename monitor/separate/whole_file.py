"""Files that no site puts anything around: a feed, a PDF, a Markdown file are body from end to end.

But for what their reader has marked as an edge: the header and footer that every page of a PDF repeats. Links
without words around them, which are a menu on a page, are what a feed or a list in Markdown is made of.
"""

from monitor.model import Document, Landmark, RegionKind
from monitor.separate.labels import SURE, Labels

FORMATS = frozenset({"plain", "markdown", "json", "feed", "sitemap", "pdf", "docx"})

_EDGES = {Landmark.BANNER: RegionKind.OTHER, Landmark.CONTENTINFO: RegionKind.FOOTER}


def label_whole_file(document: Document) -> Labels:
    """The labels of a document in one of `FORMATS`."""
    kinds = tuple(_EDGES.get(document.containers[block.container].landmark) for block in document.blocks)
    body = tuple(kind is None for kind in kinds)
    return Labels(body=body, probability=tuple(SURE if is_body else 1 - SURE for is_body in body), kind=kinds)
