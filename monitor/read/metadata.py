"""What a page says about itself: title, language, canonical URL, siblings, dates with their source."""

import re
from collections.abc import Sequence
from email.utils import parsedate_to_datetime
from itertools import islice

from lxml.etree import _Element

from monitor.model import Block, BlockKind, Metadata
from monitor.read.inline import normalise
from monitor.read.targets import Targets

_PUBLISHED = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date.published",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "citation_date",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publication_date",
    "pubdate",
    "date",
)
"""Names of meta elements that tell when a page was published, the most telling first."""
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "revised",
)
_JSON_DATE = re.compile(r'"date(Published|Modified)"\s{0,5}:\s{0,5}"([0-9T:.+\-Z ]{8,40})"')
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_COMPACT = re.compile(r"(\d{4})[/.]?(\d{2})[/.]?(\d{2})(?!\d)")
_JSON_TYPE = re.compile(r'"@type"\s{0,5}:\s{0,5}\[?\s{0,5}"([A-Za-z:/.]{1,60})"')
MAX_TIMES = 1000
MAX_JSON_CHARS = 200_000
MAX_TYPE_CHARS = 60
MAX_TYPES = 40
MAX_ALTERNATES = 200
MAX_TITLE_CHARS = 500


_HEADERS = ("content-language", "last-modified")
"""What a page may say for its server. Not the date, which is that of the answer."""
HEAD = ("base", "link", "meta", "script", "title")
MAX_HEAD = 20_000
"""Elements of these that are looked at: pages of scripts have some hundreds."""


class Head:
    """The elements that tell something of the page, wherever they stand in it."""

    def __init__(self, root: _Element) -> None:
        found: dict[object, list[_Element]] = {name: [] for name in HEAD}
        for element in islice(root.iter(*HEAD), MAX_HEAD):
            found[element.tag].append(element)
        self.root = root
        self.links, self.scripts = found["link"], found["script"]
        self.title = next((e.text or "" for e in found["title"] if not _is_drawn(e)), "")
        self.base = next((href for element in found["base"] if (href := element.get("href")) is not None), "")
        """What its links are relative to, "" for its own URL."""
        self.metas: dict[str, str] = {}
        for element in found["meta"]:
            name = element.get("property") or element.get("name") or element.get("itemprop") or ""
            if not name and (header := (element.get("http-equiv") or "").lower()) in _HEADERS:
                name = header
            content = element.get("content")
            if name and content:
                self.metas.setdefault(name.strip().lower(), content)


def _is_drawn(title: _Element) -> bool:
    """Is it the title of a drawing in the page?"""
    parent = title.getparent()
    return parent is not None and parent.tag in ("svg", "g", "symbol", "path")


def find_metadata(head: Head, targets: Targets) -> Metadata:
    """Read what the head says, and the page's structured data."""
    root, metas = head.root, head.metas
    canonical, alternates = _links(head.links, targets)
    published, published_source = _date(metas, _PUBLISHED)
    modified, modified_source = _date(metas, _MODIFIED)
    dates, types = _structured(head.scripts)
    if not published and "Published" in dates:
        published, published_source = dates["Published"], "json-ld datePublished"
    if not modified and "Modified" in dates:
        modified, modified_source = dates["Modified"], "json-ld dateModified"
    if not published:
        published, published_source = _time(root, "datepublished", ("published", "dt-published"), "pubdate")
    if not modified:
        modified, modified_source = _time(root, "datemodified", ("updated", "dt-updated"))
    if "og:type" in metas:
        types.insert(0, metas["og:type"][:MAX_TYPE_CHARS])
    return Metadata(
        title=(normalise(head.title) or normalise(metas.get("og:title", "")))[:MAX_TITLE_CHARS],
        language=(
            root.get("lang")
            or root.get("{http://www.w3.org/XML/1998/namespace}lang")
            or root.get("xml:lang")
            or metas.get("content-language")
            or metas.get("dc.language")
            or ""
        ).strip()[:35],
        canonical_url=canonical,
        alternates=alternates,
        published=published,
        modified=modified,
        published_source=published_source,
        modified_source=modified_source,
        types=tuple(dict.fromkeys(word.strip().lower() for word in types)),
    )


def title_of(blocks: Sequence[Block]) -> str:
    """The title of a page whose head tells none: its first heading."""
    heading = next((b.text for b in blocks if b.kind is BlockKind.HEADING and b.level == 1), "")
    return heading[:MAX_TITLE_CHARS]


def _links(links: Sequence[_Element], targets: Targets) -> tuple[str, tuple[tuple[str, str], ...]]:
    canonical = ""
    alternates: list[tuple[str, str]] = []
    for element in links:
        rel = (element.get("rel") or "").lower()
        if rel == "canonical" and not canonical:
            canonical = targets.resolve(element.get("href"))
        elif rel == "alternate" and len(alternates) < MAX_ALTERNATES:
            language = element.get("hreflang")
            if language:
                alternates.append((language.strip()[:35], targets.resolve(element.get("href"))))
    return canonical, tuple(alternates)


def _date(metas: dict[str, str], names: Sequence[str]) -> tuple[str, str]:
    for name in names:
        written = metas.get(name)
        if written:
            date = as_iso(written)
            if date:
                return date, f"meta {name}"
    return "", ""


def _structured(scripts: Sequence[_Element]) -> tuple[dict[str, str], list[str]]:
    """Dates and types that the page's structured data tells."""
    dates: dict[str, str] = {}
    types: list[str] = []
    for element in scripts:
        if (element.get("type") or "").startswith("application/ld+json") and element.text:
            text = element.text[:MAX_JSON_CHARS]
            types += _JSON_TYPE.findall(text)
            for which, written in _JSON_DATE.findall(text):
                date = as_iso(written)
                if date:
                    dates.setdefault(which, date)
    return dates, types[:MAX_TYPES]


def _time(root: _Element, itemprop: str, names: tuple[str, ...], attribute: str = "") -> tuple[str, str]:
    """The date of the time elements that say by microdata, microformat or attribute what they date.

    A page that has several such dates is a list of others' (or has comments): none of them is its own.
    """
    found: dict[str, str] = {}
    for element in islice(root.iter("time"), MAX_TIMES):
        date = as_iso(element.get("datetime") or "")
        if not date:
            continue
        if (element.get("itemprop") or "").lower() == itemprop:
            found.setdefault(date, f"time itemprop {element.get('itemprop')}")
        elif said := set(names).intersection((element.get("class") or "").lower().split()):
            found.setdefault(date, f"time class {min(said)}")
        elif attribute and element.get(attribute) is not None:
            found.setdefault(date, f"time {attribute}")
    return next(iter(found.items())) if len(found) == 1 else ("", "")


def as_iso(written: str) -> str:
    """A date as ISO 8601, as far as it is told in digits from the year down, or as mail has it; "" else.

    >>> as_iso("2024-05-01 09:30"), as_iso("20240501"), as_iso("1 May")
    ('2024-05-01T09:30', '2024-05-01', '')
    >>> as_iso("Wed, 01 May 2024 09:30:00 GMT")
    '2024-05-01T09:30:00+00:00'
    """
    found = _ISO.search(written[:60])
    if found is not None:
        return found.group().replace(" ", "T")
    compact = _COMPACT.match(written.strip()[:60])
    if compact is not None and "01" <= compact[2] <= "12" and "01" <= compact[3] <= "31":
        return f"{compact[1]}-{compact[2]}-{compact[3]}"
    try:
        return parsedate_to_datetime(written[:60]).isoformat()
    except (ValueError, IndexError, TypeError, OverflowError):
        return ""
