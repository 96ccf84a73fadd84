"""What can be seen of each block, in its context, as numbers: one row a feature, one column a block.

A page has a few hundred blocks and this runs on every page, so what is counted is counted with numpy over
all blocks at once. Containers are in document order and a container's blocks are a run of blocks: sums over
any container are differences of running sums.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from monitor.model import BlockKind, Container, Document, Landmark
from monitor.separate.words import Words

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

LONG_WORDS = 12
"""A block with more words than this, and few of them linked, reads as prose (boilerpipe's and jusText's
studies put the border at 10 to 17)."""
LEVELS = 5
"""Ancestors that are looked at, counted in those that hold more blocks than the one below."""
FAR = 40
"""Distances in blocks are told up to this one."""
MAX_COUNTED_CHARS = 5000
"""Of one block: what is counted in its beginning is taken for the whole. Bounds the memory."""
PRICE_CHARS = 40
SHORT_CHARS = 100
"""Longer texts are judged by their shape, not by their words."""

_KINDS = {kind: number for number, kind in enumerate(BlockKind)}
HEADING = float(_KINDS[BlockKind.HEADING])
"""What "kind" says of a heading."""
_FLAGS = (
    "navigation", "main", "article", "complementary", "contentinfo", "dialog",
    "ul", "ol", "form", "footer", "section", "figure", "p",
)  # fmt: skip
_FLAG = {name: 1 << bit for bit, name in enumerate(_FLAGS)}
_FLAG_OF_LANDMARK = {mark: _FLAG[mark.value] for mark in Landmark if mark.value in _FLAG}
_FLAG_OF_TAG = {tag: _FLAG[tag] for tag in ("ul", "ol", "form", "footer", "section", "figure", "p")}
_TAGS = {
    tag: float(number)
    for number, tag in enumerate(
        ("div", "p", "li", "td", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "tr", "th", "body",
         "section", "article", "label", "button", "option", "figcaption", "summary", "pre", "blockquote",
         "address"),
        start=1,
    )
}  # fmt: skip
_TYPES = {
    "says_article": ("article", "posting", "blog"),
    "says_product": ("product", "offer"),
}
"""What a page says that it is, by parts of the words in `Metadata.types`."""
_CURRENCIES = frozenset("$€£¥₹₽₩")

_SUMMED = ("blocks", "words", "linked", "long", "stops", "headings")

NAMES: tuple[str, ...] = (
    "kind", "level", "words", "chars", "word_length", "link_share", "links", "stop_rate", "ends_sentence",
    "capitals", "tag", "depth", "level_down", "hidden", "text_weight", "repeats", "after_title",
    "hint", "hint_sum", "hint_min", "hint_max", "hint_wider",
    *(f"in_{name}" for name in _FLAGS),
    *(f"{name}_{level}"
      for name in ("words", "share", "link_share", "long_share", "stop_rate", "mean_words", "heading_rate")
      for level in range(1, LEVELS + 1)),
    "path_blocks", "path_words", "path_link_share", "path_share",
    "shape_blocks", "shape_words", "shape_link_share", "shape_share",
    "words+1", "links-1", "links+1", "hint-1", "hint+1", "prose_4", "links_4", "links_12",
    "position", "words_before", "since_prose", "until_prose", "prose_before", "prose_after",
    "since_heading", "heading_level", "until_heading",
    "page_blocks", "page_words", "page_links", "page_long", "page_stops", "page_main", "page_article",
    "page_tables", "page_hints", "page_lists", "page_hidden", "page_longest", "page_headings", "page_prices",
    "page_mean",
    *_TYPES,
)  # fmt: skip


class Spans(NamedTuple):
    """Of each container the run of blocks in it, and the next container around it that holds more."""

    start: Ints
    end: Ints
    wider: Ints


class Layout(NamedTuple):
    """How the blocks of a document stand together: what both passes of the classifier need."""

    at: Ints
    """The container of each block."""
    spans: Spans
    path: Ints
    """A number for the place of each block: the same for the entries of a list."""


def find_features(document: Document, weigh: Words) -> tuple[npt.NDArray[np.float32], Layout]:
    """One row for each of NAMES, one column for each block. There must be blocks."""
    blocks = document.blocks
    containers = document.containers
    count = len(blocks)
    kinds, texts, held_by, levels, _, links, link_chars, *_ = zip(*blocks, strict=True)
    at = np.array(held_by, np.intp)
    inherited = _inherit(containers, weigh)
    spans = find_spans(containers, at)
    counted = _count(kinds, texts, link_chars)
    kind, words, chars, linked, long, stops, share = (
        counted[name] for name in ("kind", "words", "chars", "linked", "long", "stops", "share")
    )
    headings = kind == HEADING
    sums = np.zeros((len(_SUMMED), count + 1))
    np.cumsum(
        np.stack((np.ones(count), words, linked, long, stops, headings)),
        axis=1,
        out=sums[:, 1:],
    )
    page = sums[:, -1]
    rows: list[npt.NDArray[Any] | Sequence[float] | float] = []

    # The block itself.
    level = np.array(levels, np.float64)
    _, tags, _, _, _, depths, hiddens = zip(*containers, strict=True)
    depth = np.array(depths, np.float64)[at]
    most = np.argsort(-long, kind="stable")[: max(1, count // 10)]
    titled = _titles(document.metadata.title, kinds, texts, levels)
    title_at = int(np.argmax(titled)) if titled.any() else -1
    hidden = np.array(hiddens, np.float64)[at]
    rows += [
        kind,
        level,
        words,
        chars,
        chars / words,
        share,
        [len(inside) for inside in links],
        stops / words,
        counted["ends"],
        counted["capitals"] / words,
        [_TAGS.get(tags[container], 0.0) for container in held_by],
        depth,
        depth - depth[most].mean(),
        hidden,
        [weigh.of_text(text) if len(text) < SHORT_CHARS else 0.0 for text in texts],
        _repeats(texts),
        np.clip(np.arange(count) - title_at, -FAR, FAR) if title_at >= 0 else FAR + 1.0,
    ]

    # What its containers are called, and what they are.
    hints = inherited.hints[:, at]
    rows += [*hints, inherited.hints[0][spans.wider[at]]]
    held = inherited.flags[at]
    rows += [*((held >> np.arange(len(_FLAGS))[:, None]) & 1)]

    # What its containers hold.
    rings = np.empty((LEVELS, count), np.intp)
    ring = at
    for number in range(LEVELS):
        ring = spans.wider[ring]
        rings[number] = ring
    inside = sums[:, spans.end[rings]] - sums[:, spans.start[rings]]
    in_blocks, in_words = np.maximum(inside[0], 1.0), np.maximum(inside[1], 1.0)
    rows += [
        *inside[1],
        *(inside[1] / max(page[1], 1.0)),
        *(inside[2] / in_words),
        *(inside[3] / in_words),
        *(inside[4] / in_words),
        *(inside[1] / in_blocks),
        *(inside[5] / in_blocks),
    ]

    # Blocks in places like its own: the entries of a list, the posts of a thread.
    path = np.unique(inherited.paths[at], return_inverse=True)[1]
    shape = np.unique(inherited.shapes[at], return_inverse=True)[1]
    for group in (path, shape):
        alike = np.bincount(group)
        alike_words = np.bincount(group, words)
        rows += [
            alike[group],
            (alike_words / alike)[group],
            (np.bincount(group, linked) / alike_words)[group],
        ]
        rows.append(alike_words[group] / page[1])

    # What stands beside it.
    rows += [shift(words, 1), shift(share, -1), shift(share, 1), shift(hints[1], -1), shift(hints[1], 1)]
    rows.append(window(sums[3], 4))
    rows += [window(sums[2], reach) / window(sums[1], reach) for reach in (4, 12)]

    # Where on the page it stands.
    is_long = long > 0
    all_prose = max(page[3], 1.0)
    last_heading = np.maximum.accumulate(np.where(headings, np.arange(count), -1))
    rows += [
        np.arange(count) / count,
        sums[1, :-1] / page[1],
        _since(is_long),
        _since(is_long[::-1])[::-1],
        sums[3, :-1] / all_prose,
        1.0 - sums[3, 1:] / all_prose,
        _since(headings),
        np.where(last_heading >= 0, level[last_heading], 0.0),
        _since(headings[::-1])[::-1],
    ]

    # What page it is.
    everything = int(np.bitwise_or.reduce(held))
    lists = _FLAG["ul"] | _FLAG["ol"]
    rows += [
        float(count),
        page[1],
        page[2] / page[1],
        page[3] / page[1],
        page[4] / page[1],
        float(bool(everything & _FLAG["main"])),
        float(bool(everything & _FLAG["article"])),
        float(np.mean(kind == _KINDS[BlockKind.TABLE_ROW])),
        float(np.mean(inherited.hints[0] != 0)),
        float(np.mean(held & lists > 0)),
        float(hidden.mean()),
        float(words.max()),
        page[5] / count,
        _prices(texts),
        page[1] / count,
    ]
    types = " ".join(document.metadata.types)
    rows += [float(any(part in types for part in parts)) for parts in _TYPES.values()]
    features = np.empty((len(NAMES), count), np.float32)
    for number, row in enumerate(rows):
        features[number] = row
    return features, Layout(at, spans, path)


def words_and_headings(found: npt.NDArray[np.float32]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """The number of words of each block, and which are headings, from its features."""
    return found[NAMES.index("words")].astype(np.float64), found[NAMES.index("kind")] == HEADING


def find_spans(containers: Sequence[Container], at: Ints) -> Spans:
    """The run of blocks of each container; `at` is the container of each block."""
    size = len(containers)
    # A container is made when its first block is: the first one that is not before it in the list.
    start = np.searchsorted(np.maximum.accumulate(at), np.arange(size))
    last = [-1] * size
    for index, container in enumerate(at.tolist()):
        last[container] = index
    for index in range(size - 1, 0, -1):
        parent = containers[index].parent
        if last[index] > last[parent]:
            last[parent] = last[index]
    end = np.array(last, np.intp) + 1
    held = np.maximum(end - start, 0).tolist()
    wider = [0] * size
    for index in range(1, size):
        parent = containers[index].parent
        wider[index] = parent if held[parent] > held[index] else wider[parent]
    return Spans(np.minimum(start, end), end, np.array(wider, np.intp))


class _Inherited(NamedTuple):
    """What containers have from those around them, one entry a container."""

    flags: Ints
    hints: Floats
    """Weight of their names: own, summed, lowest, highest."""
    paths: Ints
    """A number for the tags and names from the root down; …"""
    shapes: Ints
    """… and for the tags alone."""


def _inherit(containers: Sequence[Container], weigh: Words) -> _Inherited:
    flags = [0]
    own, total, low, high = [0.0], [0.0], [0.0], [0.0]
    paths, shapes = [0], [0]
    known: dict[tuple[int, str, str], int] = {}
    known_shapes: dict[tuple[int, str], int] = {}
    for parent, tag, hint, landmark, _, _, _ in containers[1:]:
        weight = weigh.of_name(hint) if hint and tag != "body" and tag != "html" else 0.0
        own.append(weight)
        total.append(total[parent] + weight)
        above = low[parent]
        low.append(weight if weight < above else above)
        above = high[parent]
        high.append(weight if weight > above else above)
        flags.append(flags[parent] | _FLAG_OF_LANDMARK.get(landmark, 0) | _FLAG_OF_TAG.get(tag, 0))
        paths.append(known.setdefault((paths[parent], tag, hint), len(known) + 1))
        shapes.append(known_shapes.setdefault((shapes[parent], tag), len(known_shapes) + 1))
    return _Inherited(
        np.array(flags, np.intp),
        np.array((own, total, low, high)),
        np.array(paths, np.intp),
        np.array(shapes, np.intp),
    )


@cache
def _classes() -> npt.NDArray[np.int64]:
    """For each UTF-16 unit what it counts as: stops, capitals, characters of scripts without spaces.

    Three counters of 21 bits in each number, so that one sum counts all three.
    """
    classes = np.zeros(65536, np.int64)
    for code in range(65536):
        category = unicodedata.category(chr(code))
        if category in ("Lu", "Lt"):
            classes[code] = 1 << 21
        elif category == "Lo" and code >= 0x0E00:
            classes[code] = 1 << 42
    for sign in ".!?。！？؟।…۔":
        classes[ord(sign)] = 1
    return classes


def _count(kinds: Sequence[BlockKind], texts: Sequence[str], link_chars: Sequence[int]) -> dict[str, Floats]:
    """What is counted in each block's text."""
    count = len(texts)
    counted = [text if len(text) <= MAX_COUNTED_CHARS else text[:MAX_COUNTED_CHARS] for text in texts]
    units = np.frombuffer("\n".join(counted).encode("utf-16-le", "surrogatepass"), np.uint16)
    starts = np.zeros(count, np.intp)
    starts[1:] = np.flatnonzero(units == 10) + 1
    counters = np.add.reduceat(_classes().take(units), starts)
    mask = (1 << 21) - 1
    chars = np.array([len(text) for text in texts], np.float64)
    scale = np.maximum(chars / MAX_COUNTED_CHARS, 1.0)
    unspaced = (counters >> 42) * scale
    words = np.array([text.count(" ") for text in texts], np.float64) + 1.0
    # A word of Chinese or Japanese has about two characters, and no space around it.
    words += np.maximum(unspaced - 1.0, 0.0) / 2.0
    share = np.array(link_chars, np.float64) / chars
    kind = np.array([_KINDS[kind] for kind in kinds], np.float64)
    return {
        "words": words,
        "chars": chars,
        "share": share,
        "linked": words * share,
        "long": np.where((words > LONG_WORDS) & (share < 0.4) & (kind != HEADING), words, 0.0),
        "stops": (counters & mask) * scale,
        "capitals": ((counters >> 21) & mask) * scale,
        "kind": kind,
        "ends": np.fromiter((text[-1] in '.!?:;。！？؟।”"' for text in texts), np.float64, count),
    }


def _repeats(texts: Sequence[str]) -> list[int]:
    seen = Counter(texts)
    return [seen[text] for text in texts]


def _prices(texts: Sequence[str]) -> float:
    """The share of short texts that tell a price."""
    short = [text for text in texts if len(text) < PRICE_CHARS]
    return sum(not _CURRENCIES.isdisjoint(text) for text in short) / max(len(short), 1)


def _titles(
    title: str, kinds: Sequence[BlockKind], texts: Sequence[str], levels: Sequence[int]
) -> npt.NDArray[np.bool_]:
    """Which blocks are the page's title: a heading, or what the title element begins or ends with."""
    title = title.casefold()
    heading = BlockKind.HEADING
    size = len(title) + 4  # casefolding may make a text longer
    found = [
        4 < len(text) < size and (kind is heading or len(text) > 15) and text.casefold() in title
        for kind, text in zip(kinds, texts, strict=True)
    ]
    if not any(found):
        found = [kind is heading and level == 1 for kind, level in zip(kinds, levels, strict=True)]
    return np.array(found, np.bool_)


def shift(values: Floats, by: int) -> Floats:
    """The value of the block `by` places on; −1 beyond the page."""
    moved = np.full(len(values), -1.0)
    if by < 0:
        moved[-by:] = values[:by]
    else:
        moved[:-by] = values[by:]
    return moved


def window(sums: Floats, reach: int) -> Floats:
    """The sum over a block and `reach` blocks on each side, from running sums."""
    places = np.arange(len(sums) - 1)
    return np.asarray(sums[np.minimum(places + reach + 1, len(places))] - sums[np.maximum(places - reach, 0)])


def _since(marked: npt.NDArray[np.bool_]) -> Floats:
    """How many blocks ago the last marked one was (0 for itself), at most FAR."""
    places = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked, places, -FAR - 1))
    return np.minimum(places - last, FAR).astype(np.float64)
