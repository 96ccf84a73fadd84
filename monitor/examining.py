"""The work of a check: two captures of a page are read, separated and compared.

Pure, and all of it can be sent: what goes in and what comes out are small frozen values, so that another
process (or another machine) may do it. Most of a check's time is spent here.
"""

from dataclasses import dataclass, replace

from monitor.compare import compare_pages
from monitor.errors import Unreadable
from monitor.model import Change, ChangeType, Document, Page, Snapshot, Trouble, Where
from monitor.outcome import disguised_trouble
from monitor.read import read
from monitor.separate import Sketch, Template, separate, separate_pair, sketch


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
    suspect: tuple[str, str] | None = None
    """Where the page was asked for and where it came from, when it may be no content but an error, a
    challenge or a login that says 200."""


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


@dataclass(frozen=True, slots=True)
class Examined:
    page: Page
    found: tuple[Change, ...] | None
    """What differs from the capture before; None when there was none that can be read."""
    sketch: Sketch | None
    """What a template may learn from it; None when that is nothing new."""


Examination = Unread | Disguised | Alike | Examined


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
    try:
        before = None if earlier is None else read(earlier)
    except Unreadable:  # by today's rules
        before = None
    if before is None or earlier is None:
        return Examined(separate(document, request.template), None, sketch(document))
    if request.is_by_rules and _is_alike(before, document):
        return Alike()
    page_before, page = separate_pair(before, document, request.template)
    if earlier.payload == snapshot.payload:
        return Examined(page, (), None)
    found = tuple(compare_pages(page_before, page))
    shows_more = any(c.where is Where.CHROME and c.type is not ChangeType.NOISE for c in found)
    return Examined(page, found, sketch(document) if shows_more else None)


def _is_alike(before: Document, after: Document) -> bool:
    """Tokens, nonces and comments differ on every page of many sites, and nobody can see them."""
    return (before.format, before.metadata, before.blocks) == (after.format, after.metadata, after.blocks)


def _disguised(request: Request, document: Document) -> Disguised | None:
    if request.suspect is None:
        return None
    asked, final_url = request.suspect
    page = replace(separate(document), url=asked)
    trouble = disguised_trouble(page, request.snapshot.payload, final_url)
    return None if trouble is None else Disguised(trouble, f"the page says so: {page.title[:80]}")
