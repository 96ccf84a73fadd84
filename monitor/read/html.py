"""HTML pages become blocks, in one pass over the tree.

The tree is lxml's: forgiving, fast, and bounded in depth by the parser itself. The pass is a loop, not a
recursion, and makes containers only where a block stands in them. What is seen by a reader becomes text
once, in order; nothing is judged here to be chrome or body.
"""

from lxml import etree
from lxml.etree import _Element

from monitor.model import Document, Snapshot
from monitor.read.elements import ROLES, Role
from monitor.read.encoding import decode
from monitor.read.hidden import is_hidden
from monitor.read.inline import Dress, dress
from monitor.read.limits import LIMITS, Limits
from monitor.read.metadata import find_metadata
from monitor.read.targets import Targets
from monitor.read.walk import Walk

_INLINE = Role.INLINE
_SKIP = Role.SKIP


def read_html(snapshot: Snapshot, limits: Limits = LIMITS) -> Document:
    """Read an HTML page. Broken markup is read as far as it makes sense; an empty page has no blocks."""
    text, _, notes = decode(snapshot.payload, snapshot.charset)
    root = parse(text)
    if root is None:
        return Document(url=snapshot.url, format="html", blocks=(), notes=(*notes, "no markup in it"))
    targets = Targets(snapshot.url, root)
    walk = walk_tree(root, targets, limits)
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


def walk_tree(root: _Element, targets: Targets, limits: Limits) -> Walk:
    """Pass over the tree once."""
    walk = Walk(targets, limits)
    parts = walk.parts
    roles = ROLES
    events = etree.iterwalk(root, events=("start", "end"))
    nodes_left = limits.max_nodes
    for event, element in events:
        role = roles[element.tag]
        if event == "start":
            nodes_left -= 1
            if nodes_left < 0:
                walk.notes.append(f"cut at {limits.max_nodes} elements")
                break
            if role == _INLINE:
                hint = element.get("class")
                worn = dress(hint) if hint else Dress.PLAIN
                if worn or is_hidden(element):
                    if worn is Dress.BADGE:
                        walk.start_badge(element)
                    else:
                        walk.unseen(element)
                        events.skip_subtree()
                        continue
            elif role == _SKIP:
                events.skip_subtree()
                continue
            else:
                walk.start(element, role)
            content = element.text
            if content:
                if walk.preformatted:
                    walk.add_preformatted(content)
                else:
                    parts.append(content)
        else:
            if role != _SKIP and role != _INLINE:
                walk.end(element, role)
            elif walk.badge_element is element:
                walk.end_badge()
            tail = element.tail
            if tail:
                if walk.preformatted:
                    walk.add_preformatted(tail)
                else:
                    parts.append(tail)
        if walk.is_full:
            walk.notes.append(f"cut at {limits.max_blocks} blocks")
            break
    walk.finish()
    return walk
