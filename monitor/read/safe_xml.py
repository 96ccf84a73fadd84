"""XML without its dangers: no entities, no DTD, no network; broken files as far as they make sense."""

import html
import re
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from monitor.errors import Unreadable
from monitor.model import Snapshot
from monitor.read.encoding import Decoded, decode
from monitor.read.tame import drop_overloaded_attributes

_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
# HTML's names are used in feeds though XML does not know them.
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,30};")
_FORBIDDEN = dict.fromkeys({*range(32), 0xFFFE, 0xFFFF} - {9, 10, 13})


def parse_xml(snapshot: Snapshot) -> tuple[_Element, Decoded]:
    """Raises: Unreadable, for what is no XML and for what declares entities."""
    decoded = decode(snapshot.payload, snapshot.charset)
    text = decoded.text
    if _ENTITY.search(text):
        raise Unreadable(f"{snapshot.url}: XML that declares entities is not read")
    text = _NAMED.sub(lambda name: html.unescape(name[0]), text).translate(_FORBIDDEN)
    text, _ = drop_overloaded_attributes(text)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root: _Element | None = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"{snapshot.url}: not valid XML: {error.msg}") from error
    if root is None:
        raise Unreadable(f"{snapshot.url}: there is no XML in it")
    return root, decoded


def name_of(element: _Element) -> str:
    """An element's name without its namespace, lower case.

    >>> name_of(etree.fromstring('<a:Link xmlns:a="urn:x"/>'))
    'link'
    """
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def children_of(element: _Element, *names: str) -> Iterator[_Element]:
    """The children with one of these names, in order."""
    return (child for child in element if name_of(child) in names)


def text_of(element: _Element, *names: str) -> str:
    """The text of the first child that has some, by these names in turn; "" for none."""
    for name in names:
        for child in children_of(element, name):
            text = "".join(child.itertext()).strip()
            if text:
                return text
    return ""
