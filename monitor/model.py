"""The words: the values that travel between the stages. All of them are frozen.

    Snapshot → Document(blocks in containers) → Page(title, regions, body) → Change

`Block`, `Container`, `Link` and `Item` are named tuples and not data classes: a page has hundreds of
each, and a named tuple is built three times as fast.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

# ── what was captured ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The bytes of a page as they were served, once."""

    url: str
    """The page's identity: its URL, or a name for it where only a file is known."""
    payload: bytes
    moment: datetime | None = None
    """When it was captured (with a time zone); None when nobody knows."""
    media_type: str = ""
    """As served or as the file's name tells, without parameters: "text/html"; "" when unknown."""
    charset: str = ""
    """The label that the transport gave (a header); "" when it gave none."""
    site: str = ""
    source: str = ""
    """Where these bytes came from: a file's path, a WARC record, the final URL after redirects."""
    notes: tuple[str, ...] = ()
    """What was special about getting them, one clause each: "TLS not verified"."""
    status: int = 0
    """Of HTTP; 0 for what no server gave."""
    headers: tuple[tuple[str, str], ...] = ()
    """Those that were served with it and say something of the page, in lower case, of `HEADERS`."""


HEADERS = ("content-language", "x-robots-tag")
"""Headers that matter to a capture and are the same from one to the next. The media type has its own place;
what a server makes anew at each look, as its Date, would take more room than the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an archive of ours says was told at one capture, or (without a page) of a site."""

    site: str
    page: str = ""
    moment: datetime | None = None
    payload_hash: str = ""
    """SHA-256, in hexadecimal."""
    changes: tuple[Mapping[str, object], ...] = ()
    """As the store wrote them; to be looked at closely, since anybody may write a file."""
    held: tuple[Mapping[str, object], ...] = ()


class Trouble(StrEnum):
    """Why a look at a page brought no content. Never a change of content."""

    GONE = "gone"
    """404 or 410."""
    SOFT_404 = "soft 404"
    """A page that says "not found" with status 200."""
    BLOCKED = "blocked"
    """Refused or challenged as a robot: 403, 429, 451, or a challenge page."""
    LOGIN = "login wall"
    ERROR = "error"
    TOO_LARGE = "too large"
    TIMEOUT = "timeout"
    FORBIDDEN = "forbidden by robots.txt"
    REFUSED = "refused"
    """By our own guard."""
    UNREADABLE = "unreadable"
    """Empty, cut off, or not what it says it is."""


# ── what a reader makes of it ──────────────────────────────────────────────────────────────────


class BlockKind(StrEnum):
    """What a block is to its reader. Event types are named after these."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"


class Landmark(StrEnum):
    """The ARIA landmark that a container is, by its role or by its element (HTML-AAM §3.5)."""

    NONE = ""
    BANNER = "banner"
    NAVIGATION = "navigation"
    MAIN = "main"
    ARTICLE = "article"
    COMPLEMENTARY = "complementary"
    CONTENTINFO = "contentinfo"
    SEARCH = "search"
    FORM = "form"
    DIALOG = "dialog"


class Container(NamedTuple):
    """One element that holds blocks. Containers make a tree; the first one (parent −1) is the root."""

    parent: int
    tag: str
    """The element's name; "ul" or "li" for a <div> that says by its role that it is a list or an item."""
    hint: str = ""
    """Its class and id, lower case, as written: the author's own word for it. "" when it has none."""
    landmark: Landmark = Landmark.NONE
    label: str = ""
    """Its accessible name (aria-label), or "" when it has none."""
    depth: int = 0
    hidden: bool = False
    """Not shown when the page opens (`hidden`, `display: none`), itself or one around it: a folded panel,
    a menu not yet open, a dialog."""


class Link(NamedTuple):
    """A link inside a block."""

    text: str
    target: str


class Block(NamedTuple):
    """A run of text that is seen as one unit, with its surroundings."""

    kind: BlockKind
    text: str
    """Normalised: NFC, white space runs are one space, nothing invisible."""
    container: int = 0
    """Index into `Document.containers` of the nearest container."""
    level: int = 0
    """1 to 6 for a heading, depth from 1 for a list item, else 0."""
    section: tuple[str, ...] = ()
    """The headings that it stands under, outermost first."""
    links: tuple[Link, ...] = ()
    link_chars: int = 0
    """How many characters of `text` are inside links."""
    cells: tuple[str, ...] = ()
    """The cells of a table row; `text` is these joined by " | "."""
    headers: tuple[str, ...] = ()
    """The column headers of a table row's table, when it has them."""
    has_children: bool = False
    """A list item (or a text extract's label) under which others hang."""
    badges: tuple[str, ...] = ()
    """Texts of badge-like elements inside the block ("NEW", "beta"); they are part of `text` too."""
    breaks: tuple[int, ...] = ()
    """Where in `text` a line begins that the page itself broke (br): the lines of an address, of a cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says about itself. "" or None where it says nothing."""

    title: str = ""
    language: str = ""
    """BCP 47 tag, as written."""
    canonical_url: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    """hreflang siblings: (language, URL)."""
    published: str = ""
    modified: str = ""
    """Dates as ISO 8601 text, as far as the page tells them."""
    published_source: str = ""
    modified_source: str = ""
    """Where each date was found, as "meta article:published_time"."""
    types: tuple[str, ...] = ()
    """What kind of page it says it is (og:type, JSON-LD @type), lower case: "article", "product"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Everything on a page that a reader could see, in document order, chrome and body alike."""

    url: str
    format: str
    """Which reader made it: "html", "text-extract", "pdf", …"""
    blocks: tuple[Block, ...]
    containers: tuple[Container, ...] = (Container(-1, ""),)
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()
    """What the reader had to do to it, one clause each: "cut at 100000 elements"."""


# ── what separating makes of that ──────────────────────────────────────────────────────────────


class RegionKind(StrEnum):
    MENU = "menu"
    FOOTER = "footer"
    SIDEBAR = "sidebar"
    BREADCRUMB = "breadcrumb"
    LANGUAGES = "languages"
    """A language switcher."""
    OTHER = "other"
    """Chrome with no better name: a banner, a consent box, a share bar."""


class Item(NamedTuple):
    """One entry of a region: a label, perhaps a link, perhaps children."""

    label: str
    target: str = ""
    children: tuple["Item", ...] = ()
    badges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """One piece of a site's chrome, as a tree of items. Marks of the current page are taken away."""

    kind: RegionKind
    items: tuple[Item, ...]
    """Plain texts (an address in a footer) are items without target and children."""
    name: str = ""
    """What tells it from others of its kind: its accessible name or heading, "" when it has none."""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A document, separated into what its site puts around it and what it is about."""

    url: str
    title: str
    body: tuple[Block, ...]
    regions: tuple[Region, ...]
    metadata: Metadata = field(default_factory=Metadata)
    confidence: float = 1.0
    """How sure the separation is, 0 to 1."""
    basis: str = "structure"
    """What decided: "structure" (this page alone) or "site" (what the site's pages share)."""
    headline: str = ""
    """The page's only heading of the first level, where it was found in the chrome and leads nowhere."""
    notes: tuple[str, ...] = ()
    """The document's: what its reader left out, or cut."""


# ── what comparing finds ───────────────────────────────────────────────────────────────────────


class Where(StrEnum):
    CHROME = "chrome"
    BODY = "body"


class Scope(StrEnum):
    SITE = "site"
    PAGE = "page"


class ChangeType(StrEnum):
    """The event vocabulary."""

    MENU_ADDED = "menu_added"
    MENU_REMOVED = "menu_removed"
    MENU_RENAMED = "menu_renamed"
    MENU_MOVED = "menu_moved"
    LINK_CHANGED = "link_changed"
    ANNOTATION_MOVED = "annotation_moved"
    ANNOTATION_ADDED = "annotation_added"
    ANNOTATION_REMOVED = "annotation_removed"
    ANNOTATION_CHANGED = "annotation_changed"

    PARAGRAPH_ADDED = "paragraph_added"
    PARAGRAPH_REMOVED = "paragraph_removed"
    PARAGRAPH_EDITED = "paragraph_edited"
    PARAGRAPH_MOVED = "paragraph_moved"
    PARAGRAPH_SPLIT = "paragraph_split"
    PARAGRAPH_MERGED = "paragraph_merged"
    HEADING_ADDED = "heading_added"
    HEADING_REMOVED = "heading_removed"
    HEADING_CHANGED = "heading_changed"
    """Changed, as a title or a cell is: a heading names what stands under it."""
    HEADING_MOVED = "heading_moved"
    LIST_ITEM_ADDED = "list_item_added"
    LIST_ITEM_REMOVED = "list_item_removed"
    LIST_ITEM_EDITED = "list_item_edited"
    LIST_ITEM_MOVED = "list_item_moved"
    TABLE_ROW_ADDED = "table_row_added"
    TABLE_ROW_REMOVED = "table_row_removed"
    TABLE_ROW_EDITED = "table_row_edited"
    TABLE_ROW_MOVED = "table_row_moved"
    TABLE_CELL_CHANGED = "table_cell_changed"
    NUMBER_CHANGED = "number_changed"
    DATE_CHANGED = "date_changed"
    LINK_ADDED = "link_added"
    LINK_REMOVED = "link_removed"
    TITLE_CHANGED = "title_changed"
    DIFFERENT_PAGE = "different_page"

    PAGE_ADDED = "page_added"
    PAGE_REMOVED = "page_removed"
    PAGE_MOVED = "page_moved"
    PAGE_TROUBLE = "page_trouble"
    """Looks at a page have brought no content for some time; `kind` is the trouble."""
    PAGE_RECOVERED = "page_recovered"
    FIRST_SEEN = "first_seen"
    """A baseline, not news: the first capture of a page or of a region."""

    NOISE = "noise"
    """Held back, with its `kind`."""


Span = tuple[str, str]
"""Words out, words in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One typed difference, as it is told, with what proves it.

    `compare` gives changes bare: `spans`, `sentence` and `importance` are filled by `compare.tell`, when
    somebody looks.
    """

    type: ChangeType
    where: Where
    scope: Scope = Scope.PAGE
    before: str | tuple[str, ...] | None = None
    after: str | tuple[str, ...] | None = None
    """Several texts for what was split or merged."""
    text: str = ""
    """The label of a link whose target changed; the row and column of a cell."""
    kind: str = ""
    """The kind of a noise ("counter"), or "restyled" for case, punctuation and typography alone."""
    region: str = ""
    """The region's kind, and its name where it has one: "menu", "sidebar: Field work"."""
    path: tuple[str, ...] = ()
    """Chrome: the labels from the region's root down to the parent. Body: the headings above."""
    path_before: tuple[str, ...] | None = None
    """Where it stood before, for what moved from another place."""
    annotation: str = ""
    from_item: str = ""
    to_item: str = ""
    from_year: str = ""
    to_year: str = ""
    moved: bool = False
    """An edited block that moved too."""
    rule: str = ""
    """Which rule decided: "rename/sibling"."""
    evidence: tuple[str, ...] = ()
    """What the rule saw, one clause each: "same target", "label similarity 0.83"."""
    confidence: float = 1.0
    page: str = ""
    """The page of a page's event."""
    pages_before: tuple[str, ...] = ()
    """The pages that show the state before (events of a site)."""
    pages_after: tuple[str, ...] = ()
    between: tuple[datetime | None, datetime | None] = (None, None)
    """The interval in which it happened, as far as the captures narrow it."""
    inferred: bool = False
    """Found across different pages, or in an order that was inferred."""
    # Filled by compare.tell:
    spans: tuple[Span, ...] = ()
    sentence: str = ""
    importance: float = 0.0
    id: str = ""
