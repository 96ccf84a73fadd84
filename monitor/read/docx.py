"""DOCX (ECMA-376): a zip of XML. Paragraphs, headings, lists, tables, links; headers and footers as chrome.

Read as the final text: what a tracked change deleted or moved away is left out, what it inserted is in.
"""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element

from monitor.errors import TooLarge, Unreadable
from monitor.model import BlockKind, Document, Landmark, Link, Snapshot
from monitor.read.draft import Draft
from monitor.read.inline import normalise
from monitor.read.limits import LIMITS, Limits
from monitor.read.safe_xml import children_of, name_of, parse_xml, text_of

MAX_PARTS = 10_000
"""Files in the zip. Large reports have some hundreds (pictures)."""
MAX_STYLE_CHAIN = 10
MAX_HEADING_LEVEL = 6
MAX_LIST_LEVEL = 9

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_UNSEEN = frozenset(
    {"del", "movefrom", "fallback", "instrtext", "deltext", "ppr", "sectpr", "tblpr", "trpr", "tcpr"}
)
"""A fallback says again what its choice has said; the rest is properties, or text that is gone."""
_WRAPPERS = frozenset({"sdt", "sdtcontent", "ins", "moveto", "customxml", "smarttag", "body", "hdr", "ftr"})
# A broken zip meets all of these in zipfile and in what unpacks for it; a locked one is a RuntimeError.
_ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, OSError, ValueError, RuntimeError),
)


class _Style(NamedTuple):
    heading: int = 0
    listed: bool = False
    based_on: str = ""


class _Package:
    """The parts of the zip that are read, each within bounds."""

    def __init__(self, snapshot: Snapshot, limits: Limits) -> None:
        self._snapshot = snapshot
        self._bytes_left = limits.max_bytes
        # Before it is opened: the directory of a hostile zip can have a million entries.
        if snapshot.payload.count(b"PK\x01\x02") > MAX_PARTS:
            raise TooLarge(f"{snapshot.url}: more than {MAX_PARTS} files in this DOCX")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(snapshot.payload))
        except _ZIP_ERRORS as error:
            raise Unreadable(f"{snapshot.url}: not a DOCX: {error}") from error
        self.names = frozenset(self._zip.namelist())

    def part(self, name: str) -> _Element | None:
        """The root of a part, None when it is not there. Raises: TooLarge, Unreadable."""
        if name not in self.names:
            return None
        try:
            with self._zip.open(name) as file:
                payload = file.read(self._bytes_left + 1)
        except _ZIP_ERRORS as error:
            raise Unreadable(f"{self._snapshot.url}: {name} in it cannot be read: {error}") from error
        self._bytes_left -= len(payload)
        if self._bytes_left < 0:
            raise TooLarge(f"{self._snapshot.url}: unpacks to more bytes than allowed")
        return parse_xml(replace(self._snapshot, payload=payload, charset=""))[0]


def read_docx(snapshot: Snapshot, limits: Limits = LIMITS) -> Document:
    """Raises: Unreadable, for other zip files too; TooLarge, for what unpacks to more than `max_bytes`."""
    package = _Package(snapshot, limits)
    root = package.part("word/document.xml")
    body = next(children_of(root, "body"), None) if root is not None else None
    if body is None:
        raise Unreadable(f"{snapshot.url}: a zip file, but not a DOCX")
    draft = Draft(snapshot.url, "docx", limits)
    styles = _styles(package)
    _add_edges(draft, package, "word/header", "header", Landmark.BANNER)
    main = draft.open("main", landmark=Landmark.MAIN)
    links = _targets(package, "word/_rels/document.xml.rels")
    first_heading = ""
    for element in _paragraphs_and_tables(body):
        if name_of(element) == "tbl":
            _add_table(draft, element, main)
            continue
        text, inside = _text_and_links(element, links)
        heading, listed = _role(element, styles)
        if heading:
            first_heading = first_heading or normalise(text)
            draft.add(BlockKind.HEADING, text, main, level=heading, links=inside)
        elif listed:
            draft.add(BlockKind.LIST_ITEM, text, main, level=listed, links=inside)
        else:
            draft.add(BlockKind.PARAGRAPH, text, main, links=inside)
    notes = package.part("word/footnotes.xml")
    for note in children_of(notes, "footnote") if notes is not None else ():
        for paragraph in _paragraphs_and_tables(note):
            draft.add(BlockKind.PARAGRAPH, _text_and_links(paragraph, {})[0], main)
    draft.leave_sections()
    _add_edges(draft, package, "word/footer", "footer", Landmark.CONTENTINFO)
    core = package.part("docProps/core.xml")
    title = normalise(text_of(core, "title")) if core is not None else ""
    draft.metadata = replace(
        draft.metadata,
        title=title or first_heading,
        language=text_of(core, "language") if core is not None else "",
        modified=text_of(core, "modified") if core is not None else "",
        modified_source="docProps/core.xml" if core is not None else "",
    )
    return draft.document()


def _add_edges(draft: Draft, package: _Package, prefix: str, tag: str, landmark: Landmark) -> None:
    """Headers or footers: one for first, left and right pages, often the same; each text once."""
    texts: dict[str, None] = {}
    for name in sorted(name for name in package.names if name.startswith(prefix) and name.endswith(".xml")):
        root = package.part(name)
        for paragraph in _paragraphs_and_tables(root) if root is not None else ():
            texts[normalise(_text_and_links(paragraph, {})[0])] = None
    if any(texts):
        edge = draft.open(tag, landmark=landmark)
        for text in texts:
            draft.add(BlockKind.PARAGRAPH, text, edge)


def _paragraphs_and_tables(root: _Element) -> Iterator[_Element]:
    """In order; a table stands for all that is in it."""
    waiting = list(root)[::-1]
    while waiting:
        element = waiting.pop()
        name = name_of(element)
        if name in ("p", "tbl"):
            yield element
        elif name in _WRAPPERS:
            waiting.extend(list(element)[::-1])


def _add_table(draft: Draft, table: _Element, container: int) -> None:
    headers: tuple[str, ...] = ()
    for row in children_of(table, "tr"):
        cells = [normalise(_text_and_links(cell, {})[0]) for cell in children_of(row, "tc")]
        draft.add_row(cells, container, headers=headers)
        if not headers and row.find(f"{_W}trPr/{_W}tblHeader") is not None:
            headers = tuple(cells)


def _text_and_links(root: _Element, targets: dict[str, str]) -> tuple[str, list[Link]]:
    parts: list[str] = []
    links: list[Link] = []
    link_from = 0
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        name = name_of(element)
        if event == "end":
            if name == "hyperlink":
                target = targets.get(element.get(f"{_R}id", ""), "")
                label = normalise("".join(parts[link_from:]))
                if target and label:
                    links.append(Link(label, target))
            elif name == "p":
                parts.append(" ")
        elif name in _UNSEEN or (name == "r" and element.find(f"{_W}rPr/{_W}vanish") is not None):
            events.skip_subtree()
        elif name == "t":
            parts.append(element.text or "")
        elif name in ("tab", "br", "cr", "ptab"):
            parts.append(" ")
        elif name == "nobreakhyphen":
            parts.append("-")
        elif name == "hyperlink":
            link_from = len(parts)
    return "".join(parts), links


# ── what a paragraph is ────────────────────────────────────────────────────────────────────────


def _role(paragraph: _Element, styles: dict[str, _Style]) -> tuple[int, int]:
    """The heading level, or the depth in a list; 0 for what it is not."""
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return 0, 0
    style_id = _value(properties, "pStyle")
    outline = _number(_value(properties, "outlineLvl"), -1) + 1
    numbering = properties.find(f"{_W}numPr")
    heading, listed = outline, numbering is not None and _value(numbering, "numId") != "0"
    for _ in range(MAX_STYLE_CHAIN):
        style = styles.get(style_id)
        if style is None:
            break
        heading = heading or style.heading
        listed = listed or (numbering is None and style.listed)
        style_id = style.based_on
    if 0 < heading <= MAX_LIST_LEVEL:  # outline level 9 is body text
        return min(heading, MAX_HEADING_LEVEL), 0
    depth = _number(_value(numbering, "ilvl"), 0) if numbering is not None else 0
    return 0, min(depth + 1, MAX_LIST_LEVEL) if listed else 0


def _styles(package: _Package) -> dict[str, _Style]:
    root = package.part("word/styles.xml")
    styles: dict[str, _Style] = {}
    for style in children_of(root, "style") if root is not None else ():
        name = _value(style, "name").lower()
        heading = 1 if name == "title" else _number(name.removeprefix("heading "), 0)
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if not heading and outline is not None:
            heading = _number(outline.get(f"{_W}val", ""), -1) + 1
        listed = style.find(f"{_W}pPr/{_W}numPr") is not None
        styles[style.get(f"{_W}styleId", "")] = _Style(heading, listed, _value(style, "basedOn"))
    return styles


def _targets(package: _Package, name: str) -> dict[str, str]:
    root = package.part(name)
    return {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in (children_of(root, "relationship") if root is not None else ())
        if relation.get("TargetMode") == "External"
    }


def _value(element: _Element, name: str) -> str:
    child = element.find(_W + name)
    return child.get(f"{_W}val", "") if child is not None else ""


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else otherwise
