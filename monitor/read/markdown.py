"""Markdown (CommonMark with tables) is made HTML and read as that: its headings, lists, tables, links."""

import re
from dataclasses import replace

from markdown_it import MarkdownIt

from monitor.model import BlockKind, Document, Snapshot
from monitor.read.encoding import decode
from monitor.read.html import read_html
from monitor.read.limits import LIMITS, Limits
from monitor.read.plain import read_text

MAX_MARKDOWN_CHARS = 250_000
"""More is read as plain text: the parser takes up to ten seconds for a million characters of list marks."""
MAX_NESTING = 100
"""Levels of lists and quotes; the parser leaves out what is deeper, and stops at 20 unless told."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n((?:(?!---)[^\n]*\n){0,200}?)---[ \t]*(?:\n|$)")
_FRONT_TITLE = re.compile(r"^title:[ \t]*[\"']?([^\n\"']+)", re.MULTILINE)


def read_markdown(snapshot: Snapshot, limits: Limits = LIMITS) -> Document:
    decoded = decode(snapshot.payload, snapshot.charset, markup=False)
    if len(decoded.text) > MAX_MARKDOWN_CHARS:
        document = read_text(snapshot, limits)
        return replace(document, notes=(*document.notes, "too long for Markdown: read as plain text"))
    text = decoded.text.replace("\r\n", "\n")
    title = ""
    if front := _FRONT_MATTER.match(text):
        title = named[1].strip() if (named := _FRONT_TITLE.search(front[1])) else ""
        text = text[front.end() :]
    # A parser of its own each time: it keeps state. HTML in Markdown is part of it.
    markup = (
        MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING})
        .enable(["table", "strikethrough"])
        .render(text)
    )
    page = replace(
        snapshot, payload=markup.encode("utf-8", "replace"), charset="utf-8", media_type="text/html"
    )
    document = read_html(page, limits)
    if not title:
        title = next((block.text for block in document.blocks if block.kind is BlockKind.HEADING), "")
    return replace(
        document,
        format="markdown",
        metadata=replace(document.metadata, title=title),
        notes=(*decoded.notes, *document.notes),
    )
