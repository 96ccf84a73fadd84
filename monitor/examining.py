"""The work of a check: two captures of a page are read, separated and compared.

Pure, and all of it can be sent: what goes in and what comes out are small frozen values, so that another
process (or another machine) may do it. Most of a check's time is spent here.
"""

import hashlib
import json
from dataclasses import astuple, dataclass, replace

from monitor.compare import compare_pages
from monitor.disguise import disguised_trouble, is_suspect
from monitor.errors import Unreadable
from monitor.model import Change, ChangeType, Document, Page, Snapshot, Trouble, Where
from monitor.read import read
from monitor.separate import Sketch, Template, separate, separate_pair, sketch

READING_HASH_BYTES = 8
"""It is compared with that of one other capture of the page, and kept with each capture."""


@dataclass(frozen=True, slots=True)
class Request:
    """What has to be read."""

    snapshot: Snapshot
    before: Snapshot | None
    """The capture to compare with."""
    template: Template
    last: int | None = None
    """Which capture `before` is."""
    is_by_rules: bool = False
    """Whether today's rules read it then."""
    reading: bytes = b""
    """What `reading_hash` gave of it then; b"" when that is not known."""
    served: tuple[str, str] | None = None
    """Where the page was asked for and where it came from, when a server said 200: it may be no content all
    the same but an error, a challenge or a login."""


@dataclass(frozen=True, slots=True)
class Unread:
    reason: str


@dataclass(frozen=True, slots=True)
class Disguised:
    """It looks like content, and is none."""

    trouble: Trouble
    reason: str


@dataclass(frozen=True, slots=True)
class Alike:
    """Other bytes, the same to see: what was read in the capture before holds."""

    reading: bytes


@dataclass(frozen=True, slots=True)
class Ticked:
    """Only noise in the chrome: what was read in the capture before holds."""

    reading: bytes
    found: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    page: Page
    found: tuple[Change, ...] | None
    """What differs from the capture before; None when there was none that can be read."""
    sketch: Sketch | None
    """What a template may learn from it; None when that is nothing new."""
    reading: bytes = b""


Examination = Unread | Disguised | Alike | Ticked | Examined


def examine(request: Request) -> Examination:
    """Read, separate, compare."""
    snapshot, earlier = request.snapshot, request.before
    try:
        document = read(snapshot)
    except Unreadable as error:
        return Unread(str(error))
    disguised = _disguised(request, document)
    if disguised is not None:
        return disguised
    reading = reading_hash(document)
    if request.is_by_rules and request.reading == reading:
        return Alike(reading)
    try:
        before = None if earlier is None else read(earlier)
    except Unreadable:  # by today's rules
        before = None
    if before is None or earlier is None:
        return Examined(separate(document, request.template), None, sketch(document), reading)
    if request.is_by_rules and not request.reading and reading_hash(before) == reading:
        return Alike(reading)
    page_before, page = separate_pair(before, document, request.template)
    if earlier.payload == snapshot.payload:
        return Examined(page, (), None, reading)
    found = tuple(compare_pages(page_before, page))
    if request.is_by_rules and _is_only_noise(page_before, page, found):
        return Ticked(reading, found)
    shows_more = any(c.where is Where.CHROME and c.type is not ChangeType.NOISE for c in found)
    return Examined(page, found, sketch(document) if shows_more else None, reading)


def reading_hash(document: Document) -> bytes:
    """Names what there is to see: tokens, nonces and comments differ on every page of many sites, and
    nobody can see them."""
    seen = (document.format, astuple(document.metadata), document.blocks)
    return hashlib.blake2b(json.dumps(seen).encode(), digest_size=READING_HASH_BYTES).digest()


def _is_only_noise(before: Page, after: Page, found: tuple[Change, ...]) -> bool:
    same_body = (before.title, before.body) == (after.title, after.body)
    return same_body and all(change.type is ChangeType.NOISE for change in found)


def _disguised(request: Request, document: Document) -> Disguised | None:
    if request.served is None:
        return None
    asked, final_url = request.served
    if not is_suspect(document, request.snapshot.payload, asked != final_url):
        return None
    page = replace(separate(document), url=asked)
    trouble = disguised_trouble(page, request.snapshot.payload, final_url)
    return None if trouble is None else Disguised(trouble, f"the page says so: {page.title[:80]}")
