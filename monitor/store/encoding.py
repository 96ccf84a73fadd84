"""Values as JSON and back: blocks, regions, changes. What is empty is left out."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import zstandard

from monitor.model import (
    Block,
    BlockKind,
    Change,
    ChangeType,
    Item,
    Link,
    Metadata,
    Page,
    Region,
    RegionKind,
    Scope,
    Where,
)
from monitor.store.deltas import LEVEL

HASH_BYTES = 16
"""Of a SHA-256: names of readings, which nobody attacks by collision; payloads keep all 32 bytes."""


def short_hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:HASH_BYTES]


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
_READ = json.JSONDecoder()


def to_json(value: object) -> bytes:
    return _JSON.encode(value).encode("utf-8", "surrogatepass")


def from_json(data: bytes | memoryview) -> Any:
    return json.loads(str(data, "utf-8", "surrogatepass"))


def first_of_json(data: bytes | memoryview) -> Any:
    """The first element of an array as `to_json` writes it; the others are not looked at.

    >>> first_of_json(b'[["Lakes",1.0],[[0,40]]]')
    ['Lakes', 1.0]
    """
    return _READ.raw_decode(str(data, "utf-8", "surrogatepass"), 1)[0]


def pack(value: object) -> bytes:
    return pack_json(to_json(value))


def pack_json(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=LEVEL, write_checksum=False).compress(data)


def unpack(data: bytes) -> Any:
    return from_json(unpacked(data))


def unpacked(data: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompress(data)


# ── blocks and pages ───────────────────────────────────────────────────────────────────────────


def encode_block(block: Block) -> bytes:
    """
    >>> encode_block(Block(BlockKind.PARAGRAPH, "Open from nine."))
    b'["paragraph","Open from nine."]'
    """
    row: list[object] = [
        block.kind,
        block.text,
        block.level,
        block.section,
        block.links,
        block.link_chars,
        block.cells,
        block.headers,
        int(block.has_children),
        block.badges,
        block.breaks,
    ]
    while not row[-1]:
        row.pop()
    return to_json(row)


def decode_block(row: list[Any]) -> Block:
    filled = row + [0, (), (), 0, (), (), 0, (), ()][len(row) - 2 :]
    kind, text, level, section, links, link_chars, cells, headers, has_children, badges, breaks = filled
    return Block(
        kind=BlockKind(kind),
        text=text,
        level=level,
        section=tuple(section),
        links=tuple(Link(*link) for link in links),
        link_chars=link_chars,
        cells=tuple(cells),
        headers=tuple(headers),
        has_children=bool(has_children),
        badges=tuple(badges),
        breaks=tuple(breaks),
    )


def encode_head(page: Page) -> list[Any]:
    """What a version says besides its blocks."""
    metadata = {
        field.name: getattr(page.metadata, field.name)
        for field in fields(Metadata)
        if getattr(page.metadata, field.name)
    }
    head = [page.title, round(page.confidence, 3), page.basis, metadata]
    return [*head, page.notes] if page.notes else head


def decode_page(url: str, head: list[Any], blocks: tuple[Block, ...], regions: tuple[Region, ...]) -> Page:
    title, confidence, basis, metadata, *notes = head
    metadata = metadata | {"alternates": tuple(tuple(pair) for pair in metadata.get("alternates", ()))}
    return Page(
        url=url,
        title=title,
        body=blocks,
        regions=regions,
        metadata=Metadata(**metadata),
        confidence=confidence,
        basis=basis,
        notes=tuple(notes[0]) if notes else (),
    )


def body_hash(title: str, lines: tuple[bytes, ...]) -> bytes:
    """Names a body. Without metadata: a new "last modified" alone makes no version."""
    return short_hash(b"\n".join((to_json(title), *lines)))


# ── regions ────────────────────────────────────────────────────────────────────────────────────


def encode_items(items: tuple[Item, ...]) -> list[object]:
    # Children first by a stack of our own: pages decide how deep a menu is.
    done: list[list[object]] = [[]]
    stack: list[tuple[Item, int] | Item] = list(reversed(items))
    while stack:
        match stack.pop():
            case Item() as item if item.children:
                stack.append((item, 0))
                stack.extend(reversed(item.children))
                done.append([])
            case Item() as item:
                done[-1].append(_row(item, []))
            case (item, _):
                children = done.pop()
                done[-1].append(_row(item, children))
    return done[0]


def _row(item: Item, children: list[object]) -> list[object]:
    row: list[object] = [item.label, item.target, children, item.badges]
    while not row[-1] and len(row) > 1:
        row.pop()
    return row


def decode_items(rows: list[Any]) -> tuple[Item, ...]:
    done: list[list[Item]] = [[]]
    stack: list[tuple[list[Any], bool]] = [(row, False) for row in reversed(rows)]
    while stack:
        row, has_been_opened = stack.pop()
        children = row[2] if len(row) > 2 else []
        if children and not has_been_opened:
            stack.append((row, True))
            stack.extend((child, False) for child in reversed(children))
            done.append([])
            continue
        below = tuple(done.pop()) if children else ()
        done[-1].append(
            Item(row[0], row[1] if len(row) > 1 else "", below, tuple(row[3]) if len(row) > 3 else ())
        )
    return tuple(done[0])


def encode_region(region: Region) -> list[object]:
    return [region.kind, region.name, round(region.confidence, 3), encode_items(region.items)]


def decode_region(row: list[Any]) -> Region:
    kind, name, confidence, items = row
    return Region(kind=RegionKind(kind), name=name, confidence=confidence, items=decode_items(items))


def region_hash(region: Region) -> bytes:
    return short_hash(to_json([region.kind, region.name, encode_items(region.items)]))


# ── changes ────────────────────────────────────────────────────────────────────────────────────

_DEFAULTS = {
    field.name: field.default for field in fields(Change) if field.name not in {"type", "where", "scope"}
}
_LOOKED_UP = frozenset({"pages_before", "pages_after", "between", "page", "id"})
"""Not stored in a change's content: the store has them in its tables."""


def encode_change(change: Change) -> dict[str, object]:
    """
    >>> encode_change(Change(type=ChangeType.TITLE_CHANGED, where=Where.BODY, before="Old", after="New"))
    {'type': 'title_changed', 'where': 'body', 'scope': 'page', 'before': 'Old', 'after': 'New'}
    """
    row: dict[str, object] = {"type": change.type, "where": change.where, "scope": change.scope}
    for name, default in _DEFAULTS.items():
        value = getattr(change, name)
        if value != default and name not in _LOOKED_UP:
            row[name] = value
    return {name: str(value) if name in ("type", "where", "scope") else value for name, value in row.items()}


def decode_change(row: Mapping[str, Any]) -> Change:
    values = {name: _tuples(value) for name, value in row.items() if name in _DEFAULTS}
    return Change(
        type=ChangeType(row["type"]), where=Where(row["where"]), scope=Scope(row["scope"]), **values
    )


def _tuples(value: Any) -> Any:
    return tuple(_tuples(one) for one in value) if isinstance(value, list) else value
