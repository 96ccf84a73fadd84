"""PDF: lines are put together to paragraphs, headings and table rows; what all pages repeat is chrome.

A PDF has no structure that can be relied on, only characters at places. PDFium gives them in reading order;
the rest is told by size and distance: a larger line is a heading, a wide gap divides cells, a gap between
lines divides paragraphs. Lines at a page's edge that come again on the other pages are its header and footer.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from types import ModuleType
from typing import Any, NamedTuple

from monitor.errors import Unreadable
from monitor.model import BlockKind, Document, Landmark, Snapshot
from monitor.read.draft import Draft
from monitor.read.inline import normalise
from monitor.read.limits import LIMITS, Limits

MAX_PAGES = 1000
MAX_CHARS = 3_000_000
"""Of all pages: each costs a call into the library, two seconds for a million."""
EDGE_LINES = 3
"""So many lines at the top and at the bottom of a page may be its header and footer."""
MIN_REPEATED = 0.5
"""An edge line is chrome from this share of the pages on (left and right pages may differ)."""
HEADING_RATIO = 1.15
"""Of the size that most characters have. Footnotes and small print stay below, headings above."""
MAX_HEADING_CHARS = 200
MAX_LEVEL = 6
WIDE_GAP = 1.5
"""Times the size: no justified line has such a gap between words, columns of tables have."""
NEW_PARAGRAPH = 1.35
"""Times the usual distance between lines."""

_BULLET = re.compile(r"(?:[•▪◦●■‣–—*-]|\(?(?:\d{1,3}|[a-z])[.)])\s+(?=\S)")
_HYPHENATED = "\x02"
"""What PDFium makes of a hyphen at the end of a line, be it the word's own or not."""


class _Line(NamedTuple):
    cells: tuple[str, ...]
    size: float
    left: float
    right: float
    bottom: float
    page: int

    @property
    def text(self) -> str:
        return " ".join(self.cells)


def read_pdf(snapshot: Snapshot, limits: Limits = LIMITS) -> Document:
    """Needs the extra `pdf`. Raises: Unreadable, also for a PDF that needs a password."""
    library = _library(snapshot)
    try:
        pdf = library.PdfDocument(snapshot.payload)
    except library.PdfiumError as error:
        raise Unreadable(f"{snapshot.url}: not a PDF that can be read: {error}") from error
    try:
        draft = Draft(snapshot.url, "pdf", limits)
        lines: list[_Line] = []
        chars_left = MAX_CHARS
        for number in range(min(len(pdf), MAX_PAGES)):
            try:
                found, used = _lines_of(library, pdf[number], number, chars_left)
            except library.PdfiumError:
                draft.notes.append(f"page {number + 1} cannot be read")
                continue
            lines += found
            chars_left -= used
            if chars_left <= 0:
                break
        if len(pdf) > MAX_PAGES or chars_left <= 0:
            draft.notes.append(f"cut at {MAX_PAGES} pages or {MAX_CHARS} characters")
        title = normalise(str(pdf.get_metadata_dict().get("Title", "")))
        pages = len(pdf)
    finally:
        pdf.close()
    _lay_out(draft, lines, pages, title)
    return draft.document()


def _library(snapshot: Snapshot) -> ModuleType:
    try:
        import pypdfium2
    except ImportError as error:
        raise Unreadable(f"{snapshot.url}: PDF is read with the extra: pip install 'monitor[pdf]'") from error
    module: ModuleType = pypdfium2
    return module


# ── lines from characters ──────────────────────────────────────────────────────────────────────


def _lines_of(library: ModuleType, page: Any, number: int, max_chars: int) -> tuple[list[_Line], int]:
    raw = library.raw
    text_page = page.get_textpage()
    try:
        count = min(raw.FPDFText_CountChars(text_page), max_chars)
        chars = [chr(raw.FPDFText_GetUnicode(text_page, index)) for index in range(count)]
        lines: list[_Line] = []
        start = 0
        for end in [index for index, char in enumerate(chars) if char == "\n"] + [count]:
            line = _line(text_page, chars, start, end, number)
            if line is not None:
                lines.append(line)
            start = end + 1
        return _rows(lines), count
    finally:
        text_page.close()
        page.close()


def _line(text_page: Any, chars: list[str], start: int, end: int, number: int) -> _Line | None:
    inked = [index for index in range(start, end) if not chars[index].isspace()]
    if not inked:
        return None
    # The box of the font, not of the ink: its height is the size that is seen, whatever scales the page.
    left, bottom, _, top = text_page.get_charbox(inked[0], loose=True)
    size = max(top - bottom, 1.0)
    cells: list[str] = []
    begun = start
    for before, after in pairwise(inked):
        if after - before > 1:
            gap = text_page.get_charbox(after)[0] - text_page.get_charbox(before)[2]
            if gap > WIDE_GAP * size:
                cells.append("".join(chars[begun:after]))
                begun = after
    cells.append("".join(chars[begun:end]))
    right = text_page.get_charbox(inked[-1])[2]
    return _Line(tuple(cell.strip() for cell in cells), round(size, 1), left, right, bottom, number)


def _rows(lines: list[_Line]) -> list[_Line]:
    """Cells that were written one after the other on the same height are one line."""
    rows: list[_Line] = []
    for line in lines:
        last = rows[-1] if rows else None
        if last is not None and abs(last.bottom - line.bottom) < 0.3 * line.size and line.left > last.left:
            rows[-1] = last._replace(cells=(*last.cells, *line.cells), right=line.right)
        else:
            rows.append(line)
    return rows


# ── blocks from lines ──────────────────────────────────────────────────────────────────────────


def _lay_out(draft: Draft, lines: Sequence[_Line], pages: int, title: str) -> None:
    headers, footers = _repeated(lines, pages)
    if headers:
        top = draft.open("header", landmark=Landmark.BANNER)
        for text in headers.values():
            draft.add(BlockKind.PARAGRAPH, text, top)
    body = draft.open("main", landmark=Landmark.MAIN)
    kept = [line for line in lines if _edge_key(line) not in headers and _edge_key(line) not in footers]
    sizes = Counter[float]()
    for line in kept:
        sizes[line.size] += len(line.text)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted({line.size for line in kept if line.size >= HEADING_RATIO * usual}, reverse=True)
    levels = {size: min(place + 1, MAX_LEVEL) for place, size in enumerate(larger)}
    first_heading = ""
    for run in _paragraphs(kept):
        if len(run) > 1 and all(len(line.cells) > 1 for line in run):
            for line in run:
                draft.add_row(line.cells, body)
            continue
        text = _joined(run)
        level = levels.get(run[0].size, 0)
        if level and len(text) <= MAX_HEADING_CHARS:
            first_heading = first_heading or text
            draft.add(BlockKind.HEADING, text, body, level=level)
        elif bullet := _BULLET.match(text):
            draft.add(BlockKind.LIST_ITEM, text[bullet.end() :], body, level=1)
        else:
            draft.add(BlockKind.PARAGRAPH, text, body)
    draft.leave_sections()
    if footers:
        foot = draft.open("footer", landmark=Landmark.CONTENTINFO)
        for text in footers.values():
            draft.add(BlockKind.PARAGRAPH, text, foot)
    draft.metadata = replace(draft.metadata, title=title or first_heading)


_Key = tuple[str, int]


def _edge_key(line: _Line) -> _Key:
    """The same for lines that differ in a page number, at the same height."""
    return re.sub(r"\d+", "0", line.text), round(line.bottom)


def _repeated(lines: Sequence[_Line], pages: int) -> tuple[dict[_Key, str], dict[_Key, str]]:
    """The lines of headers and of footers, each with how it reads on the first page that has it."""
    by_page: dict[int, list[_Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    tops, feet = Counter[_Key](), Counter[_Key]()
    texts: dict[_Key, str] = {}
    for on_page in by_page.values():
        down = sorted(on_page, key=lambda line: -line.bottom)
        middle = (len(down) + 1) // 2
        for counts, edge in ((tops, down[:middle][:EDGE_LINES]), (feet, down[middle:][-EDGE_LINES:])):
            for key, text in {_edge_key(line): line.text for line in edge}.items():
                counts[key] += 1
                texts.setdefault(key, text)
    least = max(2, MIN_REPEATED * pages)
    headers = {key: texts[key] for key, count in tops.items() if count >= least}
    footers = {key: texts[key] for key, count in feet.items() if count >= least and key not in headers}
    return headers, footers


def _paragraphs(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Runs of lines that belong together: a paragraph, a heading, the rows of a table."""
    lines = list(lines)
    leading = _usual_leading(lines)
    margins = _right_margins(lines)
    run: list[_Line] = []
    for line in lines:
        if run and (not _goes_on(run[-1], line, leading) or _had_room(run[-1], line, margins)):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _usual_leading(lines: Sequence[_Line]) -> dict[float, float]:
    """For each size, how far a line usually is below the one before it."""
    seen: dict[float, Counter[float]] = {}
    for before, line in pairwise(lines):
        step = round(before.bottom - line.bottom, 1)
        if before.page == line.page and before.size == line.size and 0 < step < 3 * line.size:
            seen.setdefault(line.size, Counter())[step] += 1
    return {size: min(steps, key=lambda step: (-steps[step], step)) for size, steps in seen.items()}


_COLUMN = 20.0
"""Lines that begin within so many points belong to one column."""


def _right_margins(lines: Sequence[_Line]) -> dict[tuple[int, int], float]:
    """How far the lines of a column reach, for each page and left edge."""
    margins: dict[tuple[int, int], float] = {}
    for line in lines:
        for column in range(int(line.left / _COLUMN) - 1, int(line.left / _COLUMN) + 2):
            key = (line.page, column)
            margins[key] = max(margins.get(key, 0.0), line.right)
    return margins


def _had_room(before: _Line, line: _Line, margins: dict[tuple[int, int], float]) -> bool:
    """Would a line's first word have fitted behind the line before? Then that one was ended on purpose."""
    if len(line.cells) > 1:
        return False
    word = line.text.split(" ", 1)[0]
    a_char = (line.right - line.left) / max(1, len(line.text))
    room = margins[before.page, int(before.left / _COLUMN)] - before.right
    return room > (len(word) + 2) * a_char


def _goes_on(before: _Line, line: _Line, leading: dict[float, float]) -> bool:
    if abs(before.size - line.size) > 0.5 or (len(before.cells) > 1) != (len(line.cells) > 1):
        return False
    if len(line.cells) > 1:
        return True
    if _BULLET.match(line.text):
        return False
    if before.page != line.page:
        # A sentence that the page's end has cut goes on where small letters go on.
        return not before.text.endswith((".", "!", "?", ":", "。")) and line.text[:1].islower()
    step = before.bottom - line.bottom
    return 0 < step <= NEW_PARAGRAPH * leading.get(line.size, line.size)


def _joined(run: Sequence[_Line]) -> str:
    text = ""
    for line in run:
        if text.endswith(_HYPHENATED):
            text = text[:-1] + line.text
        else:
            text = f"{text} {line.text}".strip()
    return text.replace(_HYPHENATED, "")
