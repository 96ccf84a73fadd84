"""What can be seen of each block, in its context, as numbers: one row a feature, one column a block.

A page has a few hundred blocks and this runs on every page, so what is counted is counted with numpy over
all blocks at once. Containers are in document order and a container's blocks are a run of blocks: sums over
any container are differences of running sums.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from monitor.model import BlockKind, Document, Landmark
from monitor.separate.words import Words

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Row = npt.NDArray[Any] | Sequence[float] | float
"""One value for each block, one for all of them, or (an array of two dimensions) several rows."""

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
_ENDS = '.!?:;。！？؟।”"'
"""What a sentence, or what leads to a list, ends with."""
_UNHINTED = frozenset({"body", "html"})
"""Their names are of the whole page."""

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
    rings: Ints
    """For each of LEVELS, from the nearest on, the container around each block that is looked at."""


def find_features(document: Document, weigh: Words) -> tuple[npt.NDArray[np.float32], Layout]:
    """One row for each of NAMES, one column for each block. There must be blocks."""
    blocks = document.blocks
    containers = document.containers
    count = len(blocks)
    kinds, texts, held_by, levels, _, links, link_chars, *_ = zip(*blocks, strict=True)
    parents, tags, hints, landmarks, _, depths, hiddens = zip(*containers, strict=True)
    at = np.array(held_by, np.intp)
    inherited = _inherit(parents, tags, hints, landmarks, weigh)
    spans = find_spans(parents, at)
    kind = np.array(list(map(_KINDS.__getitem__, kinds)), np.float64)
    headings = kind == HEADING
    counted = _count(headings, texts, link_chars)
    words, chars, linked, long, stops, share = (
        counted[name] for name in ("words", "chars", "linked", "long", "stops", "share")
    )
    sums = np.zeros((len(_SUMMED), count + 1))
    np.array((np.ones(count), words, linked, long, stops, headings)).cumsum(axis=1, out=sums[:, 1:])
    page = sums[:, -1]
    places = np.arange(count)
    rows: list[Row] = []

    # The block itself.
    level = np.array(levels, np.float64)
    depth = np.array(depths, np.float64)[at]
    most = np.argsort(-long, kind="stable")[: max(1, count // 10)]
    title_at = _find_title(document.metadata.title, headings, chars, texts, level)
    hidden = np.array(hiddens, np.float64)[at]
    repeats = Counter(texts)
    said = weigh.of_texts([text for text in repeats if len(text) < SHORT_CHARS])
    rows += [
        kind,
        level,
        words,
        chars,
        chars / words,
        share,
        list(map(len, links)),
        stops / words,
        counted["ends"],
        counted["capitals"] / words,
        [_TAGS.get(tags[container], 0.0) for container in held_by],
        depth,
        depth - depth[most].mean(),
        hidden,
        [said.get(text, 0.0) for text in texts],
        list(map(repeats.__getitem__, texts)),
        np.minimum(np.maximum(places - title_at, -FAR), FAR) if title_at >= 0 else FAR + 1.0,
    ]

    # What its containers are called, and what they are.
    hint = inherited.hints[:, at]
    held = inherited.flags[at]
    rows += [hint, inherited.hints[0][spans.wider[at]], (held >> np.arange(len(_FLAGS))[:, None]) & 1]

    # What its containers hold.
    rings = np.empty((LEVELS, count), np.intp)
    ring = at
    for number in range(LEVELS):
        rings[number] = ring = spans.wider[ring]
    inside = sums.take(spans.end.take(rings), axis=1) - sums.take(spans.start.take(rings), axis=1)
    in_blocks, in_words = np.maximum(inside[:2], 1.0)
    rows += [
        inside[1],
        inside[1] / max(page[1], 1.0),
        *(inside[2:5] / in_words),
        inside[1] / in_blocks,
        inside[5] / in_blocks,
    ]

    # Blocks in places like its own: the entries of a list, the posts of a thread.
    path = inherited.paths[at]
    for group in (path, inherited.shapes[at]):
        alike = np.bincount(group)[group]
        alike_words = np.bincount(group, words)[group]
        rows += [
            alike,
            alike_words / alike,
            np.bincount(group, linked)[group] / alike_words,
            alike_words / page[1],
        ]

    # What stands beside it.
    rows += [shift(words, 1), shift(share, -1), shift(share, 1), shift(hint[1], -1), shift(hint[1], 1)]
    near, far = (window(sums[1:4], reach) for reach in (4, 12))
    rows += [near[2], near[1] / near[0], far[1] / far[0]]

    # Where on the page it stands.
    is_long = long > 0
    all_prose = max(page[3], 1.0)
    last_heading = np.maximum.accumulate(np.where(headings, places, -1))
    rows += [
        places / count,
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
    short = chars < PRICE_CHARS
    types = " ".join(document.metadata.types)
    whole = [
        float(count),
        page[1],
        page[2] / page[1],
        page[3] / page[1],
        page[4] / page[1],
        float(bool(everything & _FLAG["main"])),
        float(bool(everything & _FLAG["article"])),
        kinds.count(BlockKind.TABLE_ROW) / count,
        np.count_nonzero(inherited.hints[0]) / len(containers),
        np.count_nonzero(held & lists) / count,
        np.count_nonzero(hidden) / count,
        float(words.max()),
        page[5] / count,
        np.count_nonzero(counted["signs"][short]) / max(int(short.sum()), 1),
        page[1] / count,
        *(float(any(part in types for part in parts)) for parts in _TYPES.values()),
    ]
    rows.append(np.array(whole)[:, None])
    return stack_rows(rows, len(NAMES), count), Layout(at, spans, path, rings)


def words_and_headings(found: npt.NDArray[np.float32]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """The number of words of each block, and which are headings, from its features."""
    return found[NAMES.index("words")].astype(np.float64), found[NAMES.index("kind")] == HEADING


def find_spans(parents: Sequence[int], at: Ints) -> Spans:
    """The run of blocks of each container, from the container around each and the container of each block."""
    size = len(parents)
    # A container is made when its first block is: the first one that is not before it in the list.
    start = np.searchsorted(np.maximum.accumulate(at), np.arange(size))
    ends = np.zeros(size, np.intp)
    ends[at] = np.arange(1, len(at) + 1)  # of a container's own blocks, the last one counts
    end_of = ends.tolist()
    for index in range(size - 1, 0, -1):
        parent = parents[index]
        if end_of[index] > end_of[parent]:
            end_of[parent] = end_of[index]
    end = np.array(end_of, np.intp)
    start = np.minimum(start, end)
    held = (end - start).tolist()
    wider = [0] * size
    for index in range(1, size):
        parent = parents[index]
        wider[index] = parent if held[parent] > held[index] else wider[parent]
    return Spans(start, end, np.array(wider, np.intp))


class _Inherited(NamedTuple):
    """What containers have from those around them, one entry a container."""

    flags: Ints
    hints: Floats
    """Weight of their names: own, summed, lowest, highest."""
    paths: Ints
    """A number for the tags and names from the root down; …"""
    shapes: Ints
    """… and for the tags alone."""


def _inherit(
    parents: Sequence[int],
    tags: Sequence[str],
    hints: Sequence[str],
    landmarks: Sequence[Landmark],
    weigh: Words,
) -> _Inherited:
    """The entries of a list inherit the same: what is the same all the way up is looked at once."""
    weights = {hint: weigh.of_name(hint) for hint in set(hints)}
    flags = [0]
    own, total, low, high = [0.0], [0.0], [0.0], [0.0]
    paths, shapes = [0], [0]
    known: dict[tuple[int, str, str, Landmark], int] = {}
    known_paths: dict[tuple[int, str, str], int] = {}
    known_shapes: dict[tuple[int, str], int] = {}
    line_of = [0]
    count = 1
    for parent, tag, hint, landmark in islice(zip(parents, tags, hints, landmarks, strict=True), 1, None):
        above = line_of[parent]
        line = known.setdefault((above, tag, hint, landmark), count)
        line_of.append(line)
        if line < count:
            continue
        count += 1
        weight = weights[hint] if tag not in _UNHINTED else 0.0
        own.append(weight)
        total.append(total[above] + weight)
        bound = low[above]
        low.append(weight if weight < bound else bound)
        bound = high[above]
        high.append(weight if weight > bound else bound)
        flags.append(flags[above] | _FLAG_OF_LANDMARK.get(landmark, 0) | _FLAG_OF_TAG.get(tag, 0))
        paths.append(known_paths.setdefault((paths[above], tag, hint), count))
        shapes.append(known_shapes.setdefault((shapes[above], tag), count))
    lines = np.array(line_of, np.intp)
    return _Inherited(
        np.array(flags, np.intp)[lines],
        np.array((own, total, low, high))[:, lines],
        np.array(paths, np.intp)[lines],
        np.array(shapes, np.intp)[lines],
    )


@cache
def _classes() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """For each UTF-16 unit what it counts as, and whether it ends a sentence.

    It counts as a stop, a capital, a space, a character of scripts without spaces, or a currency: counters of
    13 bits each, enough for MAX_COUNTED_CHARS, in one number, so that one sum counts all.
    """
    classes = np.zeros(65536, np.int64)
    for code in range(65536):
        category = unicodedata.category(chr(code))
        if category in ("Lu", "Lt"):
            classes[code] = 1 << 13
        elif category == "Lo" and code >= 0x0E00:
            classes[code] = 1 << 39
    for sign in ".!?。！？؟।…۔":
        classes[ord(sign)] = 1
    classes[ord(" ")] = 1 << 26
    for sign in _CURRENCIES:
        classes[ord(sign)] = 1 << 52
    ends = np.zeros(65536, np.bool_)
    ends[[ord(sign) for sign in _ENDS]] = True
    return classes, ends


def _count(
    headings: npt.NDArray[np.bool_], texts: Sequence[str], link_chars: Sequence[int]
) -> dict[str, Floats]:
    """What is counted in each block's text."""
    count = len(texts)
    lengths = list(map(len, texts))
    longest = max(lengths)
    counted = texts if longest <= MAX_COUNTED_CHARS else [text[:MAX_COUNTED_CHARS] for text in texts]
    classes, ends_at = _classes()
    units = np.frombuffer("\n".join(counted).encode("utf-16-le", "surrogatepass"), np.uint16)
    bounds = np.empty(count + 1, np.intp)
    bounds[0], bounds[-1] = 0, len(units) + 1
    bounds[1:-1] = np.flatnonzero(units == 10) + 1
    counters = np.add.reduceat(classes.take(units), bounds[:-1])
    each = (counters >> np.arange(0, 65, 13)[:, None]) & 0x1FFF
    stops, capitals, spaces, unspaced, signs = each.astype(np.float64)
    chars = np.array(lengths, np.float64)
    ends = ends_at.take(units[bounds[1:] - 2]).astype(np.float64)
    if longest > MAX_COUNTED_CHARS:
        scale = np.maximum(chars / MAX_COUNTED_CHARS, 1.0)
        stops, capitals, unspaced = stops * scale, capitals * scale, unspaced * scale
        for index in np.flatnonzero(chars > MAX_COUNTED_CHARS).tolist():
            spaces[index] = texts[index].count(" ")
            ends[index] = texts[index][-1] in _ENDS
    # A word of Chinese or Japanese has about two characters, and no space around it.
    words = spaces + 1.0 + np.maximum(unspaced - 1.0, 0.0) / 2.0
    share = np.array(link_chars, np.float64) / chars
    return {
        "words": words,
        "chars": chars,
        "share": share,
        "linked": words * share,
        "long": np.where((words > LONG_WORDS) & (share < 0.4) & ~headings, words, 0.0),
        "stops": stops,
        "capitals": capitals,
        "signs": signs,
        "ends": ends,
    }


def _find_title(
    title: str, headings: npt.NDArray[np.bool_], chars: Floats, texts: Sequence[str], level: Floats
) -> int:
    """The first block that is the page's title: a heading, or what the title element holds; −1 for none."""
    title = title.casefold()
    size = len(title) + 4  # casefolding may make a text longer
    for index in np.flatnonzero((chars > np.where(headings, 4, 15)) & (chars < size)).tolist():
        if texts[index].casefold() in title:
            return int(index)
    tops = headings & (level == 1)
    return int(tops.argmax()) if tops.any() else -1


def shift(values: Floats, by: int) -> Floats:
    """The value of the block `by` places on; −1 beyond the page."""
    moved = np.full(len(values), -1.0)
    if by < 0:
        moved[-by:] = values[:by]
    else:
        moved[:-by] = values[by:]
    return moved


def stack_rows(rows: Iterable[Row], size: int, count: int) -> npt.NDArray[np.float32]:
    """`size` rows, each for `count` blocks, from rows one by one and several at a time."""
    stacked = np.empty((size, count), np.float32)
    at = 0
    for row in rows:
        if isinstance(row, np.ndarray) and row.ndim == 2:
            stacked[at : at + len(row)] = row
            at += len(row)
        else:
            stacked[at] = row
            at += 1
    return stacked


def window(sums: Floats, reach: int) -> Floats:
    """The sum over a block and `reach` blocks on each side, from rows of running sums."""
    count = sums.shape[1] - 1
    places = np.arange(count)
    to, since = np.minimum(places + reach + 1, count), np.maximum(places - reach, 0)
    return np.asarray(sums.take(to, axis=1) - sums.take(since, axis=1))


def _since(marked: npt.NDArray[np.bool_]) -> Floats:
    """How many blocks ago the last marked one was (0 for itself), at most FAR."""
    places = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked, places, -FAR - 1))
    return np.minimum(places - last, FAR).astype(np.float64)
