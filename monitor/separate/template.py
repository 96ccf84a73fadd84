"""What the pages of one site have in common, kept small.

A template remembers the last pages of a site, each by hashes of its blocks: which text stood in which place.
For every hash it keeps one bit a page. So it is known of each block of a new page how many *other* pages show
the same text in the same place, and how many have that place at all; a page's own earlier captures are its
own bit and count for nothing. There is no list of templates: pages of a section, of a language, or landing
pages have places of their own, and a block is judged by the pages that have its place.

    hash     0x01a4…  0x0313…  0x0822…  …        at most MAX_HASHES
    pages    ●●○●●●●  ○○○○●○○  ●●●●●●●           at most MAX_PAGES; the page least needed makes room

One page more costs the same however many there were.
"""

import re
import struct
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from monitor.model import Container, Document

MAX_PAGES = 32
"""Pages that are remembered. The evidence of 20 others is nearly that of 200, and 32 bits are one word."""
MAX_HASHES = 24_000
"""About 190 kB; 32 pages of 250 blocks with two hashes each fit if a third is shared. What one old page alone
has goes first."""
MAX_BLOCKS = 2_000
"""Blocks of a page that are learned: chrome stands at both ends, the middle of a longer page is left out."""
HALF_LIFE_S = 180 * 86_400
"""A page seen this long before the newest one counts half: sites are reworked every few years, and a page
is seldom left alone for as long as that."""
TWIN_SHARE = 0.8
"""A page that shares this much of the running text is the same page under another address, and no witness."""
MIN_MASKED = 10
"""Shorter texts keep their digits: "Seen 12 times" is a counter of the site, but "$285.00" is a price."""
LONG = 100
"""Characters from which on a block with few links is running text."""
MIN_TWIN_BLOCKS = 0.5
"""A page that shares fewer blocks than this, chrome and body alike, is none; most are told so at once."""
MIN_LONG_BLOCKS = 10
"""With less running text than this it may be the cookie notice of all pages that is shared."""
RARE_PAGES = 2
"""Among more than twice as many witnesses, only text is looked at that at most so many have."""
ENOUGH_ALIKE = 8
"""So many remembered pages of one kind suffice; from then on a newcomer of that kind replaces the oldest of
them, and the pages of rarely seen sections stay."""

_FORMAT = 1
"""Of the bytes and of the hashes: raised when either is made otherwise."""
_HEAD = struct.Struct("<BBxxI")
_NO_MOMENT = float("-inf")
_DIGITS = re.compile(r"\d+")
# A place stays the same place when the page is the current one of its menu.
_STATE = re.compile(r"active|current|select|open|collaps|expand|visible|first|last|odd|even")
# These carry names of the single page: class="page-id-12 category-news".
_UNHINTED = frozenset({"html", "body", "main", "article"})

Hashes = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Template:
    """What is known of a site's pages. Begin with `Template()`."""

    pages: tuple[int, ...] = ()
    """The hash of each page's name, by bit; 0 for a free bit."""
    moments: tuple[float, ...] = ()
    """When each was last seen, in epoch seconds; −inf when nobody knows."""
    hashes: Hashes = field(default_factory=lambda: np.empty(0, np.uint32))
    """Sorted."""
    bits: Hashes = field(default_factory=lambda: np.empty(0, np.uint32))
    """For each hash, the pages that show it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sketch:
    """What a template learns from one page: small, and made where the page is read."""

    page: int
    hashes: Hashes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What a site's other pages say of each block of a document; one seen long ago counts for less than 1."""

    pages: float
    """Other pages that share anything with this one."""
    same: tuple[float, ...]
    """How many of them show this text in this place."""
    anywhere: tuple[float, ...]
    """How many show this text, wherever."""
    place: tuple[float, ...]
    """How many have this place, whatever stands in it."""


def learn(template: Template, document: Document, moment: datetime | None) -> Template:
    """The template, knowing one page more, or knowing it anew."""
    return learn_sketch(template, sketch(document), moment)


def sketch(document: Document) -> Sketch:
    """What `learn_sketch` needs of a document."""
    return Sketch(page=_page_hash(document.url), hashes=_distinct(np.concatenate(_sketch(document))))


def learn_sketch(template: Template, learned: Sketch, moment: datetime | None) -> Template:
    """As `learn`, from a sketch that was made elsewhere."""
    page, fresh = learned.page, learned.hashes
    pages, moments = list(template.pages), list(template.moments)
    if page in pages:
        bit = pages.index(page)
    elif len(pages) < MAX_PAGES:
        bit = len(pages)
        pages.append(page)
        moments.append(_NO_MOMENT)
    else:
        bit = _least_needed(template, fresh)
        pages[bit] = page
    moments[bit] = moment.timestamp() if moment is not None else _NO_MOMENT

    own = np.uint32(1 << bit)
    others = template.bits & ~own
    known = template.hashes[others != 0]
    hashes = _distinct(np.concatenate((known, fresh)))
    bits = np.zeros(len(hashes), np.uint32)
    bits[np.searchsorted(hashes, known)] = others[others != 0]
    bits[np.searchsorted(hashes, fresh)] |= own
    if len(hashes) > MAX_HASHES:
        hashes, bits = _forget(hashes, bits, moments)
    return Template(pages=tuple(pages), moments=tuple(moments), hashes=hashes, bits=bits)


def shared(template: Template, document: Document) -> Shared:
    """What the other pages of the site say of each block of this one."""
    texts, places, both = _sketch(document)
    count = len(document.blocks)
    if not template.pages:
        zeros = (0.0,) * count
        return Shared(pages=0.0, same=zeros, anywhere=zeros, place=zeros)
    weights = _weights(template)
    text_pages = _pages_of(template, texts)
    page = _page_hash(document.url)
    if page in template.pages:
        weights[template.pages.index(page)] = 0.0
        text_pages[:, template.pages.index(page)] = 0.0
    both_pages = _pages_of(template, both)
    weights[text_pages.sum(axis=0) == 0] = 0.0
    weights[_twins(document, text_pages, int(np.count_nonzero(weights)))] = 0.0
    place_pages = _pages_of(template, places)
    return Shared(
        pages=float(weights.sum()),
        same=_spread(both_pages @ weights, count),
        anywhere=_spread(text_pages @ weights, count),
        place=_spread(place_pages @ weights, count),
    )


def _twins(document: Document, text_pages: npt.NDArray[np.float64], witnesses: int) -> npt.NDArray[np.bool_]:
    """The pages that are this one under another address."""
    if text_pages.sum(axis=0).max(initial=0.0) < MIN_TWIN_BLOCKS * len(text_pages):
        return np.zeros(text_pages.shape[1], np.bool_)
    count = len(document.blocks)
    running = np.array(
        [
            len(block.text) if len(block.text) > LONG and 2 * block.link_chars < len(block.text) else 0
            for block in document.blocks
        ],
        np.float64,
    )[_looked_at(count)]
    if witnesses > 2 * RARE_PAGES:
        running *= text_pages.sum(axis=1) <= RARE_PAGES
    if np.count_nonzero(running) < MIN_LONG_BLOCKS:
        return np.zeros(text_pages.shape[1], np.bool_)
    return np.asarray(running @ text_pages > TWIN_SHARE * running.sum())


def encode_template(template: Template) -> bytes:
    """Bytes to keep; at most about 8 × MAX_HASHES."""
    return b"".join(
        (
            _HEAD.pack(_FORMAT, len(template.pages), len(template.hashes)),
            np.array(template.pages, "<u4").tobytes(),
            np.array(template.moments, "<f8").tobytes(),
            zlib.compress(
                template.hashes.astype("<u4").tobytes() + template.bits.astype("<u4").tobytes(), level=1
            ),
        )
    )


def decode_template(encoded: bytes) -> Template:
    """The template from its bytes; an empty one from bytes that other rules made.

    Raises:
        ValueError: these bytes are no template.
    """
    try:
        made_by, pages, count = _HEAD.unpack_from(encoded)
        if made_by != _FORMAT:
            return Template()
        start = _HEAD.size
        names = np.frombuffer(encoded, "<u4", pages, start)
        moments = np.frombuffer(encoded, "<f8", pages, start + 4 * pages)
        body = zlib.decompress(encoded[start + 12 * pages :], bufsize=8 * count)
        hashes = np.frombuffer(body, "<u4", count)
        bits = np.frombuffer(body, "<u4", count, 4 * count)
    except (struct.error, zlib.error) as error:
        raise ValueError(f"not a template: {error}") from error
    return Template(
        pages=tuple(names.tolist()),
        moments=tuple(moments.tolist()),
        hashes=hashes.astype(np.uint32),
        bits=bits.astype(np.uint32),
    )


class _Same:
    """A document as itself, not as what it holds: comparing that would cost more than it saves."""

    __slots__ = ("document",)

    def __init__(self, document: Document) -> None:
        self.document = document

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.document is self.document

    def __hash__(self) -> int:
        return id(self.document)


def _sketch(document: Document) -> tuple[Hashes, Hashes, Hashes]:
    """For each block: the hash of its text, of its place, and of both."""
    return _sketch_of(_Same(document))


@lru_cache(maxsize=2)  # a page is separated by what is known, then it is learned
def _sketch_of(page: _Same) -> tuple[Hashes, Hashes, Hashes]:
    document = page.document
    blocks = document.blocks
    looked_at = blocks if len(blocks) <= MAX_BLOCKS else [blocks[i] for i in _looked_at(len(blocks))]
    short, crc = _short_text, zlib.crc32
    text_hashes = np.array(
        [
            short(text) if len(text) <= LONG else crc(text.encode("utf-8", "replace"))
            for text in [block.text for block in looked_at]
        ],
        np.uint32,
    )
    place_hashes = np.array(_places(document.containers), np.uint32)[[block.container for block in looked_at]]
    # Multiplied by an odd number, so that (text, place) is not (place, text), nor either of them alone.
    return text_hashes, place_hashes, text_hashes ^ (place_hashes * np.uint32(2_654_435_761))


@lru_cache(maxsize=16_384)  # a site's pages have the same menus
def _short_text(text: str) -> int:
    if len(text) >= MIN_MASKED:
        text = _DIGITS.sub("0", text)
    return zlib.crc32(text.encode("utf-8", "replace"))


def _distinct(hashes: Hashes) -> Hashes:
    """Sorted, each once (np.unique goes by a hash table, which is slower for so few)."""
    hashes.sort()
    return hashes[np.concatenate(([True], hashes[1:] != hashes[:-1]))] if len(hashes) else hashes


def _looked_at(count: int) -> npt.NDArray[np.intp]:
    if count <= MAX_BLOCKS:
        return np.arange(count)
    half = MAX_BLOCKS // 2
    return np.concatenate((np.arange(half), np.arange(count - half, count)))


def _spread(values: npt.NDArray[np.float64], count: int) -> tuple[float, ...]:
    """One value a block again; nothing is known of the middle of a very long page."""
    if len(values) == count:
        return tuple(values.tolist())
    spread = np.zeros(count)
    spread[_looked_at(count)] = values
    return tuple(spread.tolist())


def _places(containers: tuple[Container, ...]) -> list[int]:
    """A hash for each container: the tags and names from the root down to it."""
    places: list[int] = []
    for parent, tag, hint, _, _, _, _ in containers:
        above = places[parent] if parent >= 0 else 0
        places.append(zlib.crc32(_step(tag, hint), above))
    return places


@lru_cache(maxsize=8192)  # a site's pages call their containers alike
def _step(tag: str, hint: str) -> bytes:
    if tag in _UNHINTED or not hint:
        return f"{tag}>".encode()
    names = " ".join([name for name in _DIGITS.sub("0", hint).split() if not _STATE.search(name)])
    return f"{tag}.{names}>".encode("utf-8", "replace")


def _page_hash(url: str) -> int:
    return zlib.crc32(url.encode("utf-8", "surrogatepass")) or 1


def _pages_of(template: Template, hashes: Hashes) -> npt.NDArray[np.float64]:
    """A row for each hash, a column for each page: 1.0 where the page shows it."""
    if not len(template.hashes):
        return np.zeros((len(hashes), len(template.pages)))
    at = np.minimum(np.searchsorted(template.hashes, hashes), len(template.hashes) - 1)
    bits = np.where(template.hashes[at] == hashes, template.bits[at], np.uint32(0))
    columns = np.arange(len(template.pages), dtype=np.uint32)
    return ((bits[:, None] >> columns) & np.uint32(1)).astype(np.float64)


def _weights(template: Template) -> npt.NDArray[np.float64]:
    moments = np.array(template.moments)
    known = moments[moments > _NO_MOMENT]
    if not len(known):
        return np.ones(len(moments))
    ages = np.where(moments > _NO_MOMENT, known.max() - moments, 0.0)
    return np.asarray(0.5 ** (ages / HALF_LIFE_S))


def _least_needed(template: Template, fresh: Hashes) -> int:
    """The bit to give away: the oldest of the pages most like the newcomer, if there are enough of them."""
    alike = _pages_of(template, fresh).sum(axis=0)
    moments = np.array(template.moments)
    kind = np.flatnonzero(alike >= 0.5 * alike.max())
    if len(kind) < ENOUGH_ALIKE:
        kind = np.arange(len(moments))
    return int(kind[np.argmin(moments[kind])])


def _forget(hashes: Hashes, bits: Hashes, moments: list[float]) -> tuple[Hashes, Hashes]:
    """Keep MAX_HASHES: what several pages show, then what the newest pages alone show."""
    alone = (bits & (bits - np.uint32(1))) == 0
    age_rank = np.argsort(np.argsort(-np.array(moments), kind="stable"))
    last_bit = np.zeros(len(bits), np.intp)
    last_bit[alone] = np.log2(bits[alone].astype(np.float64)).astype(np.intp)
    order = np.where(alone, 1 + age_rank[last_bit], 0)
    kept = np.sort(np.argsort(order, kind="stable")[:MAX_HASHES])
    return hashes[kept], bits[kept]
