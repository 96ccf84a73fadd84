"""A page twice: as it is, and as it is about to be edited, with ways to find what an edit is made to.

Both sides are parsed from the same bytes and written by the same writer, so that a pair differs by the known
edits alone. Where on a page an edit is made is chosen among what the page's own reading calls body or menu:
how well the two are told apart is measured elsewhere.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from random import Random

import lxml.html
from lxml import etree

from monitor.model import BlockKind, Item, Page, Snapshot
from monitor.read import read
from monitor.separate import separate

Element = lxml.html.HtmlElement

LEAVES = frozenset(
    ["a", "abbr", "b", "br", "cite", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup", "u"]
)
"""Elements that are part of a line of text."""

MAX_BYTES = 600_000


class Pair:
    """A page before (`before`) and after (`after`), not edited yet."""

    def __init__(self, payload: bytes, rng: Random) -> None:
        self.rng = rng
        self.before, self.after = _parse(payload), _parse(payload)
        self._twins = dict(zip(self.before.iter(), self.after.iter(), strict=True))
        self.page = _separated(payload)
        self._kinds: dict[str, BlockKind] = {}
        seen: dict[str, int] = {}
        for block in self.page.body:
            self._kinds[block.text] = block.kind
            seen[block.text] = seen.get(block.text, 0) + 1
        self._repeated = {text for text, times in seen.items() if times > 1}
        self._labels = {label for region in self.page.regions for label in _labels(region.items)}

    def twin(self, element: Element) -> Element:
        return self._twins[element]

    def join(self, before: Element, after: Element) -> None:
        """Say that what was put onto both sides is one thing."""
        self._twins.update(zip(before.iter(), after.iter(), strict=True))

    def sides(self) -> tuple[bytes, bytes]:
        return _written(self.before), _written(self.after)

    # ── what there is to edit, always as elements of the page before ───────────────────────────

    def body(self, *tags: str, kind: BlockKind, plain: bool = False, words: int = 1) -> list[Element]:
        """Elements that are one block of the body each, said once; `plain`: with no element inside."""
        return [
            element
            for element in self.before.iter(*tags)
            if (text := said(element)) in self._kinds
            and self._kinds[text] == kind
            and text not in self._repeated
            and count_words(text) >= words
            and len(text) < 3000
            and all(child.tag in LEAVES for child in element.iterdescendants())
            and element.find(".//br") is None
            and not (plain and len(element))
        ]

    def paragraphs(self, *, plain: bool = False, words: int = 8) -> list[Element]:
        return self.body("p", kind=BlockKind.PARAGRAPH, plain=plain, words=words)

    def headings(self) -> list[Element]:
        return self.body("h2", "h3", "h4", kind=BlockKind.HEADING)

    def lists(self, least: int = 3, *, most_words: int = 400, plain: bool = False) -> list[list[Element]]:
        """Items of one list each."""
        items = self.body("li", kind=BlockKind.LIST_ITEM, plain=plain)
        return [
            those
            for those in siblings(items)
            if len(those) >= least and all(count_words(said(item)) <= most_words for item in those)
        ]

    def tables(self) -> list[list[Element]]:
        """Rows of one table each, without the row of headers: all with the same cells, two at least."""
        rows = [
            row
            for row in self.before.iter("tr")
            if len(row) >= 2
            and all(
                cell.tag in ("td", "th") and not cell.get("colspan") and not cell.get("rowspan")
                for cell in row
            )
            and any(cell.tag == "td" for cell in row)
            and " | ".join(said(cell) for cell in row) in self._kinds
            and all(child.tag in LEAVES for cell in row for child in cell.iterdescendants())
        ]
        return [
            those for those in siblings(rows) if len(those) >= 3 and len({len(row) for row in those}) == 1
        ]

    def menus(self, least: int = 4) -> list[list[Element]]:
        """Items of one list each, with one link each and nothing else said."""
        items = []
        for item in self.before.iter("li"):
            links = item.findall(".//a")
            text = said(item)
            alone = len(links) == 1 and text == said(links[0]) and not len(links[0])
            if alone and links[0].get("href") and text in self._labels and text not in self._kinds:
                items.append(item)
        menus = [those for those in siblings(items) if len(those) >= least]
        return [those for those in menus if len({said(item) for item in those}) == len(those)]

    # ── words of the page's own language ───────────────────────────────────────────────────────

    def words(self, count: int) -> str:
        """Words of the page in another order; of a script without spaces, pieces of three signs."""
        text = " ".join(block.text for block in self.page.body if block.kind == BlockKind.PARAGRAPH)
        if is_dense(text):
            signs = [c for c in text if c.isalpha()]
            return "".join("".join(self.rng.sample(signs, min(3, len(signs)))) for _ in range(count))
        words = sorted({w for w in re.findall(r"[^\W\d_]{4,}", text) if not w.isupper()})
        if len(words) < count:
            words += [
                f"{a}{b}" for a in ("kol", "mar", "ten", "rav") for b in ("bidan", "esto", "uvel", "ondra")
            ]
        return " ".join(self.rng.sample(words, count))

    def sentence(self, count: int = 12) -> str:
        words = self.words(count)
        return words[:1].upper() + words[1:] + ("。" if is_dense(words) else ".")

    def label(self, count: int = 2) -> str:
        words = self.words(count)
        return words[:1].upper() + words[1:]


def siblings(elements: list[Element]) -> list[list[Element]]:
    """The elements, by their parents."""
    found: dict[Element, list[Element]] = {}
    for element in elements:
        found.setdefault(element.getparent(), []).append(element)
    return list(found.values())


def said(element: Element) -> str:
    """The text of an element, as a reader sees it."""
    return " ".join(element.text_content().split())


def is_dense(text: str) -> bool:
    """Is it written without spaces between words?"""
    letters = sum(c.isalpha() for c in text)
    return sum("\u0e00" <= c <= "\u0eff" or c > "\u2e80" for c in text) > 0.3 * max(1, letters)


def count_words(text: str) -> int:
    return len(text) // 3 if is_dense(text) else len(text.split())


def remove(element: Element) -> None:
    """Take an element out; the text behind it stays."""
    element.drop_tree()


def put_after(place: Element, element: Element) -> None:
    element.tail, place.tail = place.tail, "\n"
    parent = place.getparent()
    parent.insert(parent.index(place) + 1, element)


def put_before(place: Element, element: Element) -> None:
    element.tail = "\n"
    parent = place.getparent()
    parent.insert(parent.index(place), element)


def move_after(place: Element, element: Element) -> None:
    remove(element)
    put_after(place, element)


def new_like(element: Element, text: str) -> Element:
    """A new element of the same tag and class, with a link where that one is a link."""
    fresh = lxml.html.Element(element.tag)
    if element.get("class"):
        fresh.set("class", element.get("class"))
    links = element.findall(".//a")
    if len(links) == 1 and said(links[0]) == said(element):
        link = etree.SubElement(fresh, "a")
        link.set(
            "href",
            (links[0].get("href") or "/").rstrip("/") + "-" + re.sub(r"\W+", "-", text.casefold())[:40],
        )
        link.text = text
    else:
        fresh.text = text
    return fresh


def say(element: Element, text: str) -> None:
    """Make an element with at most one link inside say this."""
    links = element.findall(".//a")
    (links[0] if links else element).text = text


def _parse(payload: bytes) -> Element:
    text = payload.decode("utf-8", errors="replace")
    parser = lxml.html.HTMLParser(encoding="utf-8")
    return lxml.html.document_fromstring(text.encode(), parser=parser)


def _written(tree: Element) -> bytes:
    return b"<!DOCTYPE html>\n" + etree.tostring(tree, method="html", encoding="utf-8")


@lru_cache(maxsize=128)
def _separated(payload: bytes) -> Page:
    return separate(read(Snapshot(url="page.html", payload=_written(_parse(payload)), charset="utf-8")))


def _labels(items: tuple[Item, ...]) -> Iterator[str]:
    waiting = list(items)
    while waiting:
        item = waiting.pop()
        yield item.label
        waiting += item.children
