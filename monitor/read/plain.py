"""Plain text whose lines were broken to fit a width; text without such breaks is read as an extract.

RIVER LEVELS             →  heading

The levels have fallen   →  one paragraph: the first word of the next line would not have
for a week.                 fitted behind the line before it

1. Lakes                 →  two list items
2. Rivers
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, pairwise

from monitor.model import BlockKind, Document, Snapshot
from monitor.read.draft import Draft
from monitor.read.encoding import decode
from monitor.read.limits import LIMITS, Limits
from monitor.read.text_extract import BULLETS, read_text_extract

MAX_WIDTH = 120
"""Nobody breaks lines by hand, or by a mail program, at more columns than this."""
MIN_WIDTH = 40
"""Lines broken at fewer columns are verse, labels or addresses."""
LOOK_LINES = 5000
"""How many lines tell the width."""
MIN_BREAKS = 3
MIN_FORCED = 0.9
"""Of the breaks inside paragraphs so many must be forced by the width; a few words are too long to tell."""
MAX_HEADING_CHARS = 100

_ITEM = re.compile(r"(?:[-*•o]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s+(?=\S)")
_UNDERLINE = re.compile(r"([=\-~*#^])\1{2,}$")
_NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)\.?\s+\S")


def read_text(snapshot: Snapshot, limits: Limits = LIMITS) -> Document:
    """Read text without markup. Where its lines are paragraphs it is a text extract."""
    decoded = decode(snapshot.payload, snapshot.charset, markup=False)
    if not is_wrapped(list(islice(io.StringIO(decoded.text, newline=None), LOOK_LINES))):
        return read_text_extract(snapshot, limits)
    draft = Draft(snapshot.url, "plain", limits, decoded.notes)
    title = ""
    for paragraph in _paragraphs(io.StringIO(decoded.text, newline=None)):
        if draft.is_full:
            break
        level = _heading_level(paragraph)
        if level:
            # What stands above everything else heads it all.
            draft.add(BlockKind.HEADING, paragraph[0], level=level if title else 1)
            title = title or paragraph[0].strip()
            continue
        for kind, text in _pieces(paragraph):
            draft.add(kind, text, level=1 if kind is BlockKind.LIST_ITEM else 0)
            title = title or (text if len(text) <= MAX_HEADING_CHARS else "")
    draft.metadata = replace(draft.metadata, title=title)
    return draft.document()


def is_wrapped(lines: list[str]) -> bool:
    """Were these lines broken to fit a width?

    >>> is_wrapped(["The levels of the rivers have fallen for", "a week, and nobody knows whether they",
    ...             "will go on doing so until the end of it", "or rise again before the harvest."])
    True
    >>> is_wrapped(["Lakes", "The lakes are full.", "Rivers", "The rivers are not."])
    False
    """
    width = max((len(line.rstrip()) for line in lines), default=0)
    if not MIN_WIDTH <= width <= MAX_WIDTH or any(line.strip() in BULLETS for line in lines):
        return False
    breaks = forced = 0
    for line, following in pairwise(lines):
        words = following.split(None, 1)
        starts_anew = _ITEM.match(following.lstrip()) or _UNDERLINE.match(following.strip())
        if line.strip() and words and not starts_anew and not _ITEM.match(line.lstrip()):
            breaks += 1
            forced += len(line.rstrip()) + 1 + len(words[0]) > width
    return breaks >= MIN_BREAKS and forced >= MIN_FORCED * breaks


def _paragraphs(lines: Iterable[str]) -> Iterator[list[str]]:
    paragraph: list[str] = []
    for line in lines:
        if _UNDERLINE.match(line.strip()) and paragraph:
            yield [*paragraph, line]
            paragraph = []
        elif line.strip():
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _heading_level(paragraph: list[str]) -> int:
    """The level of a heading, 0 for anything else."""
    line = paragraph[0].strip()
    if len(line) > MAX_HEADING_CHARS:
        return 0
    if len(paragraph) == 2 and (underline := _UNDERLINE.match(paragraph[1].strip())):
        return 1 if underline[1] in "=#" else 2
    if len(paragraph) > 1 or line.endswith((".", ",", ";", ":")):
        return 0
    if (number := _NUMBERED.match(line)) and not paragraph[0][0].isspace():
        return min(6, 1 + number[1].count(".") + 1)
    return 2 if line.isupper() and len(line) > 3 else 0


def _pieces(paragraph: list[str]) -> list[tuple[BlockKind, str]]:
    pieces: list[tuple[BlockKind, list[str]]] = []
    for line in paragraph:
        text = line.strip()
        if _UNDERLINE.match(text):
            continue
        item = _ITEM.match(text)
        if item:
            pieces.append((BlockKind.LIST_ITEM, [text[item.end() :]]))
        elif pieces:
            pieces[-1][1].append(text)
        else:
            pieces.append((BlockKind.PARAGRAPH, [text]))
    return [(kind, " ".join(texts)) for kind, texts in pieces]
