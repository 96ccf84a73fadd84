"""HTML pages become blocks.

The tree is lxml's: forgiving, fast, and bounded in depth by the parser itself. What is seen by a reader
becomes text once, in order; nothing is judged here to be chrome or body.
"""

import codecs
from dataclasses import replace

from lxml import etree
from lxml.etree import _Element

from monitor.model import Document, Snapshot
from monitor.read import addresses, formulas
from monitor.read.elements import UNSCRIPTED_ROLES
from monitor.read.encoding import Decoded, decode
from monitor.read.inline import normalise
from monitor.read.limits import LIMITS, Limits
from monitor.read.metadata import Head, find_metadata, title_of
from monitor.read.names import Names
from monitor.read.tame import drop_overloaded_attributes, without_formatting, without_structure
from monitor.read.targets import Targets
from monitor.read.walk import Walk

SCRIPTED_CHARS = 2000
"""A page that shows more text than this without its scripts is read as it stands."""


def read_html(snapshot: Snapshot, limits: Limits = LIMITS) -> Document:
    """Read an HTML page. Broken markup is read as far as it makes sense; an empty page has no blocks."""
    decoded = decode(snapshot.payload, snapshot.charset)
    encoded = _as_utf8(snapshot.payload, decoded)
    root, troubles = parse(decoded.text, encoded)
    notes = (*decoded.notes, *troubles)
    if root is None:
        return Document(url=snapshot.url, format="html", blocks=(), notes=(*notes, "no markup in it"))
    if addresses.MARK in encoded:
        addresses.reveal_addresses(root, limits.max_nodes)
    if formulas.MARK in encoded:
        formulas.write_in_line(root, limits.max_nodes)
    head = Head(root)
    targets = Targets(snapshot.url, head.base)
    metadata = find_metadata(head, targets)
    if not metadata.language:
        served = dict(snapshot.headers).get("content-language", "")
        metadata = replace(metadata, language=served.partition(",")[0].strip()[:35])
    names = Names(root, limits.max_nodes)
    walk = Walk(targets, names, limits)
    walk.run(root)
    if _is_scripted(root, walk):
        notes = (*notes, "read as without scripts")
        walk = Walk(targets, names, limits)
        walk.run(root, UNSCRIPTED_ROLES)
    return Document(
        url=snapshot.url,
        format="html",
        blocks=tuple(walk.blocks[: limits.max_blocks]),  # the end of a table may give many at once
        containers=tuple(walk.containers),
        metadata=metadata if metadata.title else replace(metadata, title=title_of(walk.blocks)),
        notes=(*notes, *walk.notes),
    )


def _is_scripted(root: _Element, walk: Walk) -> bool:
    """Do scripts put the text in, with a copy for those that run none?"""
    seen = 0
    for block in walk.blocks:
        seen += len(block.text)
        if seen > SCRIPTED_CHARS:
            return False
    copies = "".join(text for element in root.iter("noscript") for text in element.itertext())
    return len(normalise(copies)) > 2 * seen


def _as_utf8(payload: bytes, decoded: Decoded) -> bytes:
    """The text in UTF-8: the page's own bytes where they are that, for writing them anew takes time."""
    if decoded.encoding == "utf-8" and not decoded.notes and "\ufffd" not in decoded.text:
        return payload.removeprefix(codecs.BOM_UTF8)
    return decoded.text.encode("utf-8", "replace")


def parse(text: str, encoded: bytes) -> tuple[_Element | None, tuple[str, ...]]:
    """The tree of a page, None when there is nothing in it; and what had to be done to get it.

    `encoded` is the text in UTF-8.
    """
    notes: list[str] = []
    text, overloaded = drop_overloaded_attributes(text)
    if overloaded:
        notes.append(f"{overloaded} tags overloaded with attributes, which were dropped")
        encoded = text.encode("utf-8", "replace")
    root, complete = _parse(encoded)
    for simpler, how in ((without_formatting, "formatting"), (without_structure, "structure")):
        if complete:
            break
        text = simpler(text)
        root, complete = _parse(text.encode("utf-8", "replace"))
        notes.append(f"nested too deep: read without its {how}")
    return root, tuple(notes)


def _parse(encoded: bytes) -> tuple[_Element | None, bool]:
    """The tree, and whether it goes to the page's end: libxml2 stops for good at 2048 levels."""
    # Bytes, because lxml refuses text that declares an encoding.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(encoded, parser)
    except etree.XMLSyntaxError:  # an empty document
        return None, True
    last = parser.error_log.last_error
    return root, last is None or last.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT
