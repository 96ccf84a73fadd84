"""Text extracts: a page's text, line by line, with its site's menu flattened on top.

    -                          a bare dash: the next line is a label that has children
    Departments
    - Water                    an entry
    - Forests
    -
    About
    - Contact
    River levels fall          a plain line that no dash announces: the article begins
    The board measured …
    - Issued by:               a list of the article

What the extract tells of the hierarchy, and no more: entries stand under the last label; a label that
follows a label directly stands under it; a label after entries begins anew, because where a group ends is
not told. So the path of an entry depends on the lines right above it alone, and no change further up in
the menu moves it.
"""

import io
from dataclasses import replace
from enum import Enum
from typing import NamedTuple

from monitor.model import BlockKind, Document, Landmark, Snapshot
from monitor.read.draft import Draft
from monitor.read.encoding import decode
from monitor.read.inline import normalise
from monitor.read.limits import LIMITS, Limits

MIN_MENU_ENTRIES = 8
"""A leading outline with fewer entries may as well be a list that the article opens with."""
MAX_LEVEL = 12
"""No menu that people use is deeper; labels announced one after the other without end are an attack."""
MAX_KICKER_WORDS = 3
"""A first line this short is a kind of page ("Press release"), when a longer line follows it directly."""
MAX_TITLE_CHARS = 300

BULLETS = ("-", "*", "•")


class _Sort(Enum):
    LABEL = "announced by a bare bullet"
    ENTRY = "behind a bullet"
    ROW = "a table row between bars"
    PLAIN = "plain"


class _Line(NamedTuple):
    sort: _Sort
    text: str
    level: int = 0
    has_children: bool = False
    after_blank: bool = False


def read_text_extract(snapshot: Snapshot, limits: Limits = LIMITS) -> Document:
    decoded = decode(snapshot.payload, snapshot.charset, markup=False)
    draft = Draft(snapshot.url, "text-extract", limits, decoded.notes)
    lines = _with_levels(_sorted_lines(decoded.text, limits.max_blocks))
    border = _menu_end(lines)
    if border:
        menu = draft.open("menu", landmark=Landmark.NAVIGATION)
        for line in lines[:border]:
            draft.add(BlockKind.LIST_ITEM, line.text, menu, level=line.level, has_children=line.has_children)
    body = draft.open("body")
    for line in lines[border:]:
        match line.sort:
            case _Sort.PLAIN:
                draft.add(BlockKind.PARAGRAPH, line.text, body)
            case _Sort.ROW:
                draft.add_row(line.text.strip("|").split("|"), body)
            case _Sort.LABEL | _Sort.ENTRY:
                draft.add(
                    BlockKind.LIST_ITEM, line.text, body, level=line.level, has_children=line.has_children
                )
    draft.metadata = replace(draft.metadata, title=_title(lines[border:]))
    return draft.document()


def _sorted_lines(text: str, max_lines: int) -> list[_Line]:
    lines: list[_Line] = []
    announced = after_blank = False
    for raw in io.StringIO(text, newline=None):
        line = raw.strip()
        if len(lines) >= max_lines:
            break
        bullet, _, rest = line.partition(" ")
        if not line:
            after_blank = True
            continue
        if line in BULLETS:
            announced = True
            continue
        if announced:
            lines.append(_Line(_Sort.LABEL, line, after_blank=after_blank))
        elif bullet in BULLETS and rest:
            lines.append(_Line(_Sort.ENTRY, rest.strip(), after_blank=after_blank))
        elif line.startswith("|") and line.endswith("|") and line.count("|") > 2:
            if line.strip("|-: "):
                lines.append(_Line(_Sort.ROW, line, after_blank=after_blank))
        else:
            lines.append(_Line(_Sort.PLAIN, line, after_blank=after_blank))
        announced = after_blank = False
    return lines


def _with_levels(lines: list[_Line]) -> list[_Line]:
    levelled: list[_Line] = []
    label_level = 0
    previous: _Sort | None = None
    for index, line in enumerate(lines):
        following = lines[index + 1].sort if index + 1 < len(lines) else None
        match line.sort:
            case _Sort.LABEL:
                label_level = min(label_level + 1, MAX_LEVEL) if previous is _Sort.LABEL else 1
                parent = following in (_Sort.LABEL, _Sort.ENTRY)
                line = line._replace(level=label_level, has_children=parent)
            case _Sort.ENTRY:
                line = line._replace(level=label_level + 1)
            case _Sort.PLAIN | _Sort.ROW:
                label_level = 0
        levelled.append(line)
        previous = line.sort
    return levelled


def _menu_end(lines: list[_Line]) -> int:
    """Return how many lines, from the first, are the menu; 0 when the extract shows none."""
    end = next(
        (at for at, line in enumerate(lines) if line.sort not in (_Sort.LABEL, _Sort.ENTRY)), len(lines)
    )
    has_groups = any(line.sort is _Sort.LABEL for line in lines[:end])
    return end if has_groups and end >= MIN_MENU_ENTRIES else 0


def _title(lines: list[_Line]) -> str:
    """The first plain line, or the second where the first only says what kind of page it is."""
    plain = [line for line in lines[:3] if line.sort is _Sort.PLAIN]
    if not plain:
        return ""
    title = plain[0]
    if len(plain) > 1 and not plain[1].after_blank and len(title.text.split()) <= MAX_KICKER_WORDS:
        is_longer = len(plain[1].text.split()) > len(title.text.split())
        title = plain[1] if is_longer and len(plain[1].text) <= MAX_TITLE_CHARS else title
    return normalise(title.text) if len(title.text) <= MAX_TITLE_CHARS else ""
