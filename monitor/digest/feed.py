"""Changes as feeds: Atom (RFC 4287) and JSON Feed 1.1. One entry a change, for ever under the same id.

Ids are `tag:` URIs (RFC 4151) whose authority and date are frozen: a reader program that has seen an entry
must never be shown it again because a host or a program was renamed.
"""

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

from monitor.digest.edition import Entry
from monitor.digest.lines import Tone, shorten
from monitor.digest.safe import in_html, one_line, web_address
from monitor.digest.weave import excerpt, weave
from monitor.digest.when import say_moment

MAX_ENTRIES = 100
"""The newest; who was away for longer has `monitor log`."""

TAG = "tag:monitor.invalid,2026:"
"""Frozen. The authority is a name that nobody can own (RFC 2606 §2); what is unique is the change's id."""

XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What an XML 1.0 document cannot hold, not even escaped (§2.2)."""

XML_SPACES = {ord(space): f"&#{ord(space)};" for space in "\t\n\r"}
"""In an attribute they would be read as plain spaces (§3.3.3)."""

NOBODY = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed is about."""

    name: str
    """ "" for everything, a site's name, or a page's URL."""
    url: str = ""
    """Where it is served, when it is."""
    entries: tuple[Entry, ...] = ()
    """Newest first."""
    recorded: tuple[datetime, ...] = ()
    """When each entry was recorded: it appears then, whenever the change happened."""

    @property
    def updated(self) -> datetime:
        return max(self.recorded, default=NOBODY)


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    title = f"Changes of {one_line(feed.name)}" if feed.name else "All changes"
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom">',
        f"<id>{_xml(feed_id(feed))}</id>",
        f"<title>{_xml(shorten(title, 200))}</title>",
        f"<updated>{say_moment(feed.updated)}</updated>",
        "<author><name>monitor</name></author>",
        "<generator>monitor</generator>",
    ]
    if address := web_address(feed.url):
        lines.append(f'<link rel="self" type="application/atom+xml" href={_attribute(address)}/>')
    for entry, recorded in zip(feed.entries[:MAX_ENTRIES], feed.recorded, strict=False):
        lines += _atom_entry(entry, recorded)
    return "\n".join([*lines, "</feed>", ""]).encode()


def _atom_entry(entry: Entry, recorded: datetime) -> list[str]:
    change = entry.change
    lines = [
        "<entry>",
        f"<id>{_xml(entry_id(entry))}</id>",
        f"<title>{_xml(shorten(one_line(change.sentence), 300))}</title>",
        f"<updated>{say_moment(recorded)}</updated>",
        f"<published>{say_moment(recorded)}</published>",
        f'<category scheme="{TAG}site" term={_attribute(one_line(entry.site) or "files")}/>',
        f'<category scheme="{TAG}type" term={_attribute(change.type.value)}/>',
    ]
    if address := web_address(change.page):
        lines.append(f'<link rel="alternate" href={_attribute(address)}/>')
    lines += [f'<content type="html">{_xml(_content(entry))}</content>', "</entry>"]
    return lines


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed (jsonfeed.org/version/1.1)."""
    title = f"Changes of {one_line(feed.name)}" if feed.name else "All changes"
    values: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": shorten(title, 200),
        "items": [
            _json_item(entry, recorded)
            for entry, recorded in zip(feed.entries[:MAX_ENTRIES], feed.recorded, strict=False)
        ],
    }
    if address := web_address(feed.url):
        values["feed_url"] = address
    return json.dumps(values, ensure_ascii=True, indent=1).encode()


def _json_item(entry: Entry, recorded: datetime) -> dict[str, object]:
    change = entry.change
    item: dict[str, object] = {
        "id": entry_id(entry),
        "title": shorten(one_line(change.sentence), 300),
        "content_html": _content(entry),
        "date_published": say_moment(recorded),
        "tags": [tag for tag in (one_line(entry.site), change.type.value) if tag],
    }
    if address := web_address(change.page):
        item["url"] = address
    return item


def feed_id(feed: Feed) -> str:
    return TAG + "feed:" + quote(one_line(feed.name) or "all", safe=":/?&=+@,;~%")


def entry_id(entry: Entry) -> str:
    return TAG + "change:" + entry.change.id


def _content(entry: Entry) -> str:
    """HTML: the sentence, the words that changed, and where."""
    change = entry.change
    parts = [f"<p>{in_html(shorten(change.sentence, 600))}</p>"]
    if isinstance(change.before, str) and isinstance(change.after, str):
        woven = excerpt(weave(change.before, change.after, change.spans))
        if woven:
            parts.append(f"<p>{''.join(_marked(part.text, part.tone) for part in woven)}</p>")
    if change.path:
        parts.append(f"<p>{in_html(' › '.join(shorten(label, 80) for label in change.path))}</p>")
    return "".join(parts)


def _marked(text: str, tone: Tone) -> str:
    said = in_html(shorten(text, 600))
    match tone:
        case Tone.REMOVED:
            return f"<del>{said}</del> "
        case Tone.ADDED:
            return f"<ins>{said}</ins>"
        case _:
            return f"{' ' if text[:1].isspace() else ''}{said}{' ' if text[-1:].isspace() else ''}"


def _xml(text: str) -> str:
    return html.escape(XML_FORBIDDEN.sub("\ufffd", text), quote=False)


def _attribute(text: str) -> str:
    said = html.escape(XML_FORBIDDEN.sub("\ufffd", text)).translate(XML_SPACES)
    return f'"{said}"'


def newest(entries: Sequence[tuple[Entry, datetime]]) -> tuple[tuple[Entry, ...], tuple[datetime, ...]]:
    """Entries and when they were recorded, newest first, no more than a feed holds."""
    ranked = sorted(entries, key=lambda pair: pair[1], reverse=True)[:MAX_ENTRIES]
    return tuple(entry for entry, _ in ranked), tuple(recorded for _, recorded in ranked)
