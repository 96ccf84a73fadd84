"""HTML pages become blocks.

The tree is lxml's: forgiving, fast, and bounded in depth by the parser itself. What is seen by a reader
becomes text once, in order; nothing is judged here to be chrome or body.
"""

from lxml import etree
from lxml.etree import _Element

from monitor.model import Document, Snapshot
from monitor.read.encoding import decode
from monitor.read.limits import LIMITS, Limits
from monitor.read.metadata import find_metadata
from monitor.read.targets import Targets
from monitor.read.walk import Walk


def read_html(snapshot: Snapshot, limits: Limits = LIMITS) -> Document:
    """Read an HTML page. Broken markup is read as far as it makes sense; an empty page has no blocks."""
    text, _, notes = decode(snapshot.payload, snapshot.charset)
    root = parse(text)
    if root is None:
        return Document(url=snapshot.url, format="html", blocks=(), notes=(*notes, "no markup in it"))
    targets = Targets(snapshot.url, root)
    walk = Walk(targets, limits)
    walk.run(root)
    return Document(
        url=snapshot.url,
        format="html",
        blocks=tuple(walk.blocks),
        containers=tuple(walk.containers),
        metadata=find_metadata(root, targets, walk.blocks),
        notes=(*notes, *walk.notes),
    )


def parse(text: str) -> _Element | None:
    """The tree of a page; None when there is nothing in it."""
    # Bytes, because lxml refuses text that declares an encoding.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # an empty document
        return None
