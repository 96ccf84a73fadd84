"""RSS 0.9 to 2.0 and Atom: each entry is one block, in a container that is named by the entry's id.

So an entry that is new, gone or edited is one event, and one that only moved down is none. Dates are left
out of the text: feeds set them anew without a reason.
"""

from dataclasses import replace
from urllib.parse import urljoin

from lxml.etree import _Element

from monitor.model import BlockKind, Document, Link, Metadata, Snapshot
from monitor.read.draft import Draft
from monitor.read.html import read_html
from monitor.read.inline import normalise
from monitor.read.limits import LIMITS, Limits
from monitor.read.safe_xml import children_of, parse_xml, text_of

MAX_ENTRIES = 10_000
"""Each may hold HTML, which is read as a page of its own. Real feeds have some hundreds."""
MAX_ID_CHARS = 2000


def read_feed(snapshot: Snapshot, limits: Limits = LIMITS) -> Document:
    root, decoded = parse_xml(snapshot)
    channel = next(children_of(root, "channel"), root)
    draft = Draft(snapshot.url, "feed", limits, decoded.notes)
    draft.metadata = _metadata(channel)
    draft.add(BlockKind.HEADING, draft.metadata.title, level=1)
    draft.add(BlockKind.PARAGRAPH, _words(text_of(channel, "subtitle", "description"), limits))
    # RSS 1.0 has its items beside the channel, the others in it.
    entries = [
        *children_of(channel, "item", "entry"),
        *(children_of(root, "item") if channel is not root else ()),
    ]
    listing = draft.open("ul")
    for entry in entries[:MAX_ENTRIES]:
        if draft.is_full:
            break
        title = _words(text_of(entry, "title"), limits)
        words = _words(
            text_of(entry, "summary", "description") or text_of(entry, "content", "encoded"), limits
        )
        target = urljoin(snapshot.url, _address(entry)) if _address(entry) else ""
        text = words if words.startswith(title) else " — ".join(filter(None, (title, words)))
        container = draft.open("li", listing, hint=_id(entry, target or title)[:MAX_ID_CHARS])
        links = (Link(title or target, target),) if target else ()
        draft.add(BlockKind.LIST_ITEM, text or target, container, level=1, links=links)
    if len(entries) > MAX_ENTRIES:
        draft.notes.append(f"cut at {MAX_ENTRIES} entries")
    return draft.document()


def _metadata(channel: _Element) -> Metadata:
    language = text_of(channel, "language") or next(
        (value for key, value in channel.items() if key.endswith("}lang")), ""
    )
    return replace(
        Metadata(),
        title=normalise(text_of(channel, "title")),
        language=normalise(language)[:40],
        canonical_url=_address(channel),
    )


def _id(entry: _Element, otherwise: str) -> str:
    about = next((value for key, value in entry.items() if key.endswith("}about")), "")
    return text_of(entry, "guid", "id") or about or otherwise


def _address(element: _Element) -> str:
    """The link to what the entry is about: RSS has it as text, Atom as the link without another relation."""
    for link in children_of(element, "link"):
        target = (link.get("href") or "".join(link.itertext())).strip()
        if target and link.get("rel", "alternate") == "alternate":
            return target
    return ""


def _words(text: str, limits: Limits) -> str:
    """Titles and summaries may be plain or HTML, and do not say which reliably."""
    if "<" not in text and "&" not in text:
        return normalise(text)
    page = Snapshot(url="", payload=text.encode("utf-8", "replace"), charset="utf-8")
    return " ".join(block.text for block in read_html(page, limits).blocks)
