"""Known edits of a page's body, one kind each: made to the side after, and what is to be told of them."""

import copy
from collections.abc import Callable

import lxml.etree
import lxml.html

from benchmarks._edit_pages import (
    Element,
    Pair,
    count_words,
    is_dense,
    move_after,
    new_like,
    put_after,
    put_before,
    remove,
    said,
    say,
)

Told = dict[str, object]
Edit = Callable[[Pair], list[Told] | None]

BODY: dict[str, Edit] = {}


def edit(name: str) -> Callable[[Edit], Edit]:
    def register(made: Edit) -> Edit:
        BODY[name] = made
        return made

    return register


def told(type_: str, before: object = None, after: object = None, **more: object) -> Told:
    return {"type": type_, "where": "body", "before": before, "after": after, **more}


def reworded(pair: Pair, text: str, count: int = 1) -> str:
    """The text with so many words (or pieces, in a script without spaces) in other words."""
    if is_dense(text):
        at = pair.rng.randrange(1, max(2, len(text) - 4))
        return text[:at] + pair.words(count) + text[at + 3 * count :]
    words = text.split()
    at = pair.rng.randrange(1, max(2, len(words) - count))
    return " ".join([*words[:at], *pair.words(count).split(), *words[at + count :]])


def row_text(row: Element) -> str:
    return " | ".join(said(cell) for cell in row)


# ── lists ──────────────────────────────────────────────────────────────────────────────────────


def _one_list(pair: Pair, least: int = 3, most_words: int = 400) -> list[Element] | None:
    lists = pair.lists(least, most_words=most_words)
    return pair.rng.choice(lists) if lists else None


def _item_added(pair: Pair, text: str, most_words: int = 400) -> list[Told] | None:
    items = _one_list(pair, most_words=most_words)
    if not items:
        return None
    item = pair.twin(pair.rng.choice(items))
    put_after(item, new_like(item, text))
    return [told("list_item_added", None, text)]


@edit("list item added, label")
def item_added_label(pair: Pair) -> list[Told] | None:
    return _item_added(pair, pair.label(), 12)


@edit("list item added, sentence")
def item_added_sentence(pair: Pair) -> list[Told] | None:
    return _item_added(pair, pair.sentence(14))


@edit("list item removed")
def item_removed(pair: Pair) -> list[Told] | None:
    items = _one_list(pair)
    if not items:
        return None
    item = pair.rng.choice(items)
    remove(pair.twin(item))
    return [told("list_item_removed", said(item), None)]


@edit("list item removed, one of two equal")
def item_removed_of_two(pair: Pair) -> list[Told] | None:
    items = _one_list(pair)
    if not items:
        return None
    first, last = items[0], items[-1]
    put_after(last, copy.deepcopy(first))
    return [told("list_item_removed", said(first), None)]


@edit("list item edited, words")
def item_edited(pair: Pair) -> list[Told] | None:
    items = [i for those in pair.lists(2, plain=True) for i in those if count_words(said(i)) >= 8]
    if not items:
        return None
    item = pair.rng.choice(items)
    text = reworded(pair, said(item), 2)
    say(pair.twin(item), text)
    return [told("list_item_edited", said(item), text)]


@edit("list item edited, label")
def item_edited_label(pair: Pair) -> list[Told] | None:
    items = [
        i for those in pair.lists(3, most_words=8, plain=True) for i in those if count_words(said(i)) >= 3
    ]
    if not items:
        return None
    item = pair.rng.choice(items)
    text = reworded(pair, said(item))
    say(pair.twin(item), text)
    return [told("list_item_edited", said(item), text)]


@edit("list items edited, neighbours")
def items_edited(pair: Pair) -> list[Told] | None:
    lists = [
        those for those in pair.lists(3, plain=True) if all(count_words(said(i)) >= 5 for i in those[:2])
    ]
    if not lists:
        return None
    events = []
    for item in pair.rng.choice(lists)[:2]:
        text = reworded(pair, said(item))
        say(pair.twin(item), text)
        events.append(told("list_item_edited", said(item), text))
    return events


@edit("list item replaced")
def item_replaced(pair: Pair) -> list[Told] | None:
    lists = pair.lists(3, plain=True)
    if not lists:
        return None
    item, text = pair.rng.choice(pair.rng.choice(lists)), pair.sentence(9)
    say(pair.twin(item), text)
    return [told("list_item_removed", said(item), None), told("list_item_added", None, text)]


@edit("list item moved")
def item_moved(pair: Pair) -> list[Told] | None:
    items = _one_list(pair, 4)
    if not items:
        return None
    move_after(pair.twin(items[-1]), pair.twin(items[0]))
    return [told("list_item_moved", said(items[0]), said(items[0]))]


@edit("list item moved and edited")
def item_moved_edited(pair: Pair) -> list[Told] | None:
    lists = [those for those in pair.lists(4, plain=True) if count_words(said(those[0])) >= 6]
    if not lists:
        return None
    items = pair.rng.choice(lists)
    text = reworded(pair, said(items[0]))
    say(pair.twin(items[0]), text)
    move_after(pair.twin(items[-1]), pair.twin(items[0]))
    return [told("list_item_edited", said(items[0]), text, alt=["list_item_moved"])]


@edit("nested list item added")
def nested_added(pair: Pair) -> list[Told] | None:
    items = _one_list(pair)
    if not items:
        return None
    labels = [pair.label() for _ in range(4)]
    for item, names in ((items[1], labels[:3]), (pair.twin(items[1]), labels)):
        below = lxml.html.Element("ul")
        for name in names:
            entry = lxml.html.Element("li")
            entry.text = name
            below.append(entry)
        item.append(below)
    return [told("list_item_added", None, labels[3])]


@edit("definition edited")
def definition_edited(pair: Pair) -> list[Told] | None:
    paragraphs = pair.paragraphs()
    if not paragraphs:
        return None
    place = pair.rng.choice(paragraphs)
    terms = [(pair.label(), pair.sentence(9)) for _ in range(3)]
    edited = reworded(pair, terms[1][1], 2)
    for side, second in ((place, terms[1][1]), (pair.twin(place), edited)):
        definitions = lxml.html.Element("dl")
        for at, (term, meaning) in enumerate(terms):
            for tag, text in (("dt", term), ("dd", second if at == 1 else meaning)):
                part = lxml.html.Element(tag)
                part.text = text
                definitions.append(part)
        put_after(side, definitions)
    return [told("list_item_edited", terms[1][1], edited, alt=["paragraph_edited"])]


# ── headings and sections ──────────────────────────────────────────────────────────────────────


def _section(pair: Pair, heading: Element) -> list[Element]:
    """A heading and what stands under it beside it."""
    members = [heading]
    for sibling in heading.itersiblings(tag=lxml.etree.Element):
        if sibling.tag in ("h1", "h2", "h3", "h4") and sibling.tag <= heading.tag:
            return members
        members.append(sibling)
    return members


@edit("heading added")
def heading_added(pair: Pair) -> list[Told] | None:
    headings, paragraphs = pair.headings(), pair.paragraphs()
    if not headings or not paragraphs:
        return None
    place, text = pair.twin(pair.rng.choice(paragraphs)), pair.label(3)
    put_before(place, new_like(pair.twin(headings[0]), text))
    return [told("heading_added", None, text)]


@edit("heading removed")
def heading_removed(pair: Pair) -> list[Told] | None:
    headings = pair.headings()
    if not headings:
        return None
    heading = pair.rng.choice(headings)
    remove(pair.twin(heading))
    return [told("heading_removed", said(heading), None)]


@edit("heading changed")
def heading_changed(pair: Pair) -> list[Told] | None:
    headings = [h for h in pair.headings() if count_words(said(h)) >= 2 and not len(h)]
    if not headings:
        return None
    heading = pair.rng.choice(headings)
    text = reworded(pair, said(heading))
    say(pair.twin(heading), text)
    return [told("heading_changed", said(heading), text)]


@edit("heading in other words")
def heading_renamed(pair: Pair) -> list[Told] | None:
    headings = [h for h in pair.headings() if not len(h)]
    if not headings:
        return None
    heading, text = pair.rng.choice(headings), pair.label(3)
    say(pair.twin(heading), text)
    return [told("heading_changed", said(heading), text, rewrite=True)]


@edit("section moved")
def section_moved(pair: Pair) -> list[Told] | None:
    headings = pair.headings()
    for first in pair.rng.sample(headings, len(headings)):
        section = _section(pair, first)
        following = [h for h in headings if h.getparent() is first.getparent() and h.tag == first.tag]
        texts = {said(part) for part in section}
        if not 2 <= len(section) <= 12 or len(texts) < len(section) or section[-1].getnext() is None:
            continue
        place = next((h for h in following if h not in section and h is section[-1].getnext()), None)
        if place is None or len(_section(pair, place)) < 2:
            continue
        other = _section(pair, place)
        if sum(len(said(e)) for e in other) <= sum(len(said(e)) for e in section):
            continue
        end = pair.twin(other[-1])
        for part in reversed(section):
            move_after(end, pair.twin(part))
        return [told("heading_moved", said(first), said(first))]
    return None


@edit("heading level changed")
def heading_level(pair: Pair) -> list[Told] | None:
    headings = [h for h in pair.headings() if h.tag in ("h2", "h3")]
    if not headings:
        return None
    heading = pair.twin(pair.rng.choice(headings))
    heading.tag = "h3" if heading.tag == "h2" else "h2"
    return []


# ── tables ─────────────────────────────────────────────────────────────────────────────────────


def _rows(pair: Pair) -> list[Element] | None:
    tables = pair.tables()
    return pair.rng.choice(tables) if tables else None


def _new_row(pair: Pair, row: Element) -> Element:
    fresh = lxml.html.Element("tr")
    for at, cell in enumerate(row):
        new = lxml.html.Element(cell.tag)
        new.text = (
            pair.label() if at == 0 or not said(cell)[:1].isdigit() else str(pair.rng.randrange(10, 9000))
        )
        fresh.append(new)
    return fresh


@edit("table row added")
def row_added(pair: Pair) -> list[Told] | None:
    rows = _rows(pair)
    if not rows:
        return None
    row = pair.rng.choice(rows[1:])
    fresh = _new_row(pair, row)
    put_after(pair.twin(row), fresh)
    return [told("table_row_added", None, row_text(fresh))]


@edit("table row removed")
def row_removed(pair: Pair) -> list[Told] | None:
    rows = _rows(pair)
    if not rows:
        return None
    row = pair.rng.choice(rows[1:])
    remove(pair.twin(row))
    return [told("table_row_removed", row_text(row), None)]


@edit("table row moved")
def row_moved(pair: Pair) -> list[Told] | None:
    tables = [rows for rows in pair.tables() if len(rows) >= 5]
    if not tables:
        return None
    rows = pair.rng.choice(tables)
    if len(row_text(rows[1])) < 20:
        return None
    move_after(pair.twin(rows[-1]), pair.twin(rows[1]))
    return [told("table_row_moved", row_text(rows[1]), row_text(rows[1]))]


def _cells(pair: Pair) -> list[Element]:
    return [
        cell for rows in pair.tables() for row in rows[1:] for cell in row[1:] if not len(cell) and said(cell)
    ]


@edit("table cell changed, words")
def cell_changed(pair: Pair) -> list[Told] | None:
    cells = [c for c in _cells(pair) if any(x.isalpha() for x in said(c))]
    if not cells:
        return None
    cell, text = pair.rng.choice(cells), pair.label()
    pair.twin(cell).text = text
    return [told("table_cell_changed", said(cell), text)]


@edit("table cell changed, number")
def cell_number(pair: Pair) -> list[Told] | None:
    cells = [c for c in _cells(pair) if said(c).isdigit()]
    if not cells:
        return None
    cell = pair.rng.choice(cells)
    text = str(int(said(cell)) + pair.rng.randrange(1, 60))
    pair.twin(cell).text = text
    return [told("table_cell_changed", said(cell), text)]


@edit("table cell emptied")
def cell_emptied(pair: Pair) -> list[Told] | None:
    cells = _cells(pair)
    if not cells:
        return None
    cell = pair.rng.choice(cells)
    pair.twin(cell).text = None
    return [told("table_cell_changed", said(cell), "")]


@edit("table row edited")
def row_edited(pair: Pair) -> list[Told] | None:
    rows = [
        row for those in pair.tables() for row in those[1:] if len(row) >= 4 and not any(len(c) for c in row)
    ]
    if not rows:
        return None
    row = pair.rng.choice(rows)
    for cell in pair.twin(row)[1:]:
        cell.text = pair.label()
    return [told("table_row_edited", row_text(row), row_text(pair.twin(row)), rewrite=True)]


def _whole_table(pair: Pair) -> list[Element] | None:
    """All rows of a table whose columns have headers."""
    for rows in pair.tables():
        table = next(rows[0].iterancestors("table"))
        every = list(table.iter("tr"))
        if len({len(row) for row in every}) == 1 and all(cell.tag == "th" for cell in every[0]):
            return every
    return None


@edit("table column added")
def column_added(pair: Pair) -> list[Told] | None:
    rows = _whole_table(pair)
    if not rows:
        return None
    header, texts = pair.label(), []
    for at, row in enumerate(rows):
        cell = lxml.html.Element("th" if at == 0 else "td")
        cell.text = header if at == 0 else str(pair.rng.randrange(10, 99))
        texts.append(cell.text)
        put_after(pair.twin(row)[0], cell)
    return [told("table_cell_changed", None, texts)]


@edit("table column removed")
def column_removed(pair: Pair) -> list[Told] | None:
    rows = _whole_table(pair)
    if not rows or len(rows[0]) < 3:
        return None
    texts = [said(row[-1]) for row in rows]
    for row in rows:
        remove(pair.twin(row)[-1])
    return [told("table_cell_changed", texts, None)]


@edit("table columns swapped")
def columns_swapped(pair: Pair) -> list[Told] | None:
    rows = _whole_table(pair)
    if not rows or len(rows[0]) < 3:
        return None
    for row in rows:
        move_after(pair.twin(row)[-1], pair.twin(row)[-2])
    headers = [said(cell) for cell in rows[0]]
    return [
        told(
            "table_cell_changed", headers, [*headers[:-2], headers[-1], headers[-2]], alt=["table_row_moved"]
        )
    ]


# ── paragraphs ─────────────────────────────────────────────────────────────────────────────────


@edit("paragraph moved")
def paragraph_moved(pair: Pair) -> list[Told] | None:
    for those in _runs(pair, 4):
        move_after(pair.twin(those[-1]), pair.twin(those[0]))
        return [told("paragraph_moved", said(those[0]), said(those[0]))]
    return None


def _runs(pair: Pair, least: int) -> list[list[Element]]:
    """Paragraphs beside each other with nothing between them, the first shorter than the rest together."""
    paragraphs = pair.paragraphs()
    runs: list[list[Element]] = []
    for paragraph in paragraphs:
        if runs and runs[-1][-1].getnext() is paragraph:
            runs[-1].append(paragraph)
        else:
            runs.append([paragraph])
    runs = [run for run in runs if len(run) >= least]
    pair.rng.shuffle(runs)
    return [run for run in runs if len(said(run[0])) < sum(len(said(p)) for p in run[1:])]


@edit("paragraph moved and edited")
def paragraph_moved_edited(pair: Pair) -> list[Told] | None:
    for those in _runs(pair, 4):
        first = those[0]
        text = reworded(pair, said(first), 2)
        fresh = new_like(pair.twin(first), text)
        put_after(pair.twin(those[-1]), fresh)
        remove(pair.twin(first))
        return [told("paragraph_edited", said(first), text, alt=["paragraph_moved"])]
    return None


@edit("paragraphs swapped")
def paragraphs_swapped(pair: Pair) -> list[Told] | None:
    for first, second, *_ in _runs(pair, 2):
        move_after(pair.twin(second), pair.twin(first))
        shorter = min((first, second), key=lambda p: len(said(p)))
        return [told("paragraph_moved", said(shorter), said(shorter))]
    return None


def _cut(pair: Pair) -> tuple[Element, str, str] | None:
    """A paragraph, and the two texts that it becomes when it is cut between sentences."""
    for paragraph in pair.paragraphs(plain=True, words=24):
        text = said(paragraph)
        for mark in (". ", "。", "! ", "? "):
            at = text.find(mark, len(text) // 4, 3 * len(text) // 4)
            if at > 0:
                return paragraph, text[: at + 1], text[at + 1 :].strip()
    return None


@edit("paragraph split")
def split(pair: Pair) -> list[Told] | None:
    found = _cut(pair)
    if not found:
        return None
    paragraph, first, second = found
    side = pair.twin(paragraph)
    side.text = first
    put_after(side, new_like(side, second))
    return [told("paragraph_split", said(paragraph), [first, second])]


@edit("paragraph split over a heading")
def split_over_heading(pair: Pair) -> list[Told] | None:
    found = _cut(pair)
    if not found:
        return None
    paragraph, first, second = found
    side, heading, name = pair.twin(paragraph), lxml.html.Element("h3"), pair.label(3)
    side.text, heading.text = first, name
    put_after(side, new_like(side, second))
    put_after(side, heading)
    return [told("paragraph_split", said(paragraph), [first, second]), told("heading_added", None, name)]


@edit("paragraphs merged across a heading")
def merged_across(pair: Pair) -> list[Told] | None:
    found = _cut(pair)
    if not found:
        return None
    paragraph, first, second = found
    heading, name = lxml.html.Element("h3"), pair.label(3)
    text, heading.text = said(paragraph), name
    paragraph.text = first
    put_after(paragraph, new_like(paragraph, second))
    put_after(paragraph, heading)
    return [told("paragraph_merged", [first, second], text), told("heading_removed", name, None)]


@edit("paragraph turned into a list")
def into_list(pair: Pair) -> list[Told] | None:
    found = _cut(pair)
    if not found:
        return None
    paragraph, first, second = found
    items = lxml.html.Element("ul")
    for text in (first, second):
        item = lxml.html.Element("li")
        item.text = text
        items.append(item)
    put_after(pair.twin(paragraph), items)
    remove(pair.twin(paragraph))
    return [told("paragraph_split", said(paragraph), [first, second], optional=True)]


@edit("list turned into paragraphs")
def list_into_paragraphs(pair: Pair) -> list[Told] | None:
    lists = pair.lists(3)
    if not lists:
        return None
    items = pair.rng.choice(lists)
    whole = pair.twin(items[0]).getparent()
    if whole.tag not in ("ul", "ol"):
        return None
    whole.tag = "div"
    for item in whole.findall("li"):
        item.tag = "p"
    return []


@edit("paragraph set as a quotation")
def into_quotation(pair: Pair) -> list[Told] | None:
    paragraphs = pair.paragraphs()
    if not paragraphs:
        return None
    paragraph = pair.twin(pair.rng.choice(paragraphs))
    quotation = lxml.html.Element("blockquote")
    put_before(paragraph, quotation)
    paragraph.tail = None
    quotation.append(paragraph)
    return []


@edit("quotation edited")
def quotation_edited(pair: Pair) -> list[Told] | None:
    paragraphs = pair.paragraphs()
    if not paragraphs:
        return None
    place, text = pair.rng.choice(paragraphs), pair.sentence(16)
    edited = reworded(pair, text, 2)
    for side, words in ((place, text), (pair.twin(place), edited)):
        quotation = lxml.html.Element("blockquote")
        quotation.text = words
        put_after(side, quotation)
    return [told("paragraph_edited", text, edited)]


@edit("folded answer opened")
def details_opened(pair: Pair) -> list[Told] | None:
    paragraphs = pair.paragraphs()
    if not paragraphs:
        return None
    place, question, answer = pair.rng.choice(paragraphs), pair.label(4), pair.sentence(14)
    for side, is_open in ((place, False), (pair.twin(place), True)):
        folded = lxml.html.fragment_fromstring("<details><summary></summary><p></p></details>")
        folded[0].text, folded[1].text = question, answer
        if is_open:
            folded.set("open", "")
        put_after(side, folded)
    return []


@edit("caption edited")
def caption_edited(pair: Pair) -> list[Told] | None:
    paragraphs = pair.paragraphs()
    if not paragraphs:
        return None
    place, text = pair.rng.choice(paragraphs), pair.sentence(8)
    edited = reworded(pair, text)
    for side, words in ((place, text), (pair.twin(place), edited)):
        figure = lxml.html.fragment_fromstring(
            '<figure><img src="/a.jpg" alt=""><figcaption></figcaption></figure>'
        )
        figure[1].text = words
        put_after(side, figure)
    return [told("paragraph_edited", text, edited)]


@edit("title changed")
def title_changed(pair: Pair) -> list[Told] | None:
    title = pair.before.find(".//title")
    if title is None or title.text != pair.page.title or count_words(said(title)) < 2:
        return None
    text = reworded(pair, said(title))
    pair.twin(title).text = text
    return [told("title_changed", said(title), text)]


@edit("clause put in, the rest renumbered")
def clauses_renumbered(pair: Pair) -> list[Told] | None:
    paragraphs = pair.paragraphs()
    if not paragraphs:
        return None
    place = pair.rng.choice(paragraphs)
    clauses = [pair.sentence(10) for _ in range(5)]
    new = pair.sentence(11)
    for side, texts in ((place, clauses), (pair.twin(place), [clauses[0], new, *clauses[1:]])):
        for number in range(len(texts), 0, -1):
            clause = lxml.html.Element("p")
            clause.text = f"{number}. {texts[number - 1]}"
            put_after(side, clause)
    numbers = [
        told("number_changed", f"{at}. {clause}", f"{at + 1}. {clause}", optional=True)
        for at, clause in enumerate(clauses[1:], 2)
    ]
    return [told("paragraph_added", None, f"2. {new}"), *numbers]


# ── links ──────────────────────────────────────────────────────────────────────────────────────


def _linked(paragraph: Element, words: int, target: str) -> str:
    """Make a few words inside a plain paragraph a link; they are returned."""
    text = paragraph.text
    if is_dense(text):
        start, end = len(text) // 3, len(text) // 3 + 5
    else:
        parts = text.split(" ")
        at = len(parts) // 3
        start = len(" ".join(parts[:at])) + 1
        end = start + len(" ".join(parts[at : at + words]))
    link = lxml.html.Element("a")
    link.set("href", target)
    paragraph.text, link.text, link.tail = text[:start], text[start:end], text[end:]
    paragraph.append(link)
    return said(link)


def _place_for_link(pair: Pair) -> Element | None:
    paragraphs = pair.paragraphs(plain=True, words=14)
    return pair.rng.choice(paragraphs) if paragraphs else None


@edit("link added, words stay")
def link_added(pair: Pair) -> list[Told] | None:
    place = _place_for_link(pair)
    if place is None:
        return None
    target = "/documents/terms-of-reference"
    return [told("link_added", None, target, text=_linked(pair.twin(place), 3, target))]


@edit("link removed, words stay")
def link_removed(pair: Pair) -> list[Told] | None:
    place = _place_for_link(pair)
    if place is None:
        return None
    target = "/documents/terms-of-reference"
    return [told("link_removed", target, None, text=_linked(place, 3, target))]


@edit("link leads elsewhere")
def link_changed(pair: Pair) -> list[Told] | None:
    place = _place_for_link(pair)
    if place is None:
        return None
    one, two = "/documents/terms-of-reference", "/library/terms-2026"
    text = _linked(place, 3, one)
    _linked(pair.twin(place), 3, two)
    return [told("link_changed", one, two, text=text)]


@edit("link to a document's new edition")
def link_new_edition(pair: Pair) -> list[Told] | None:
    place = _place_for_link(pair)
    if place is None:
        return None
    one, two = "/files/report-2024.pdf", "/files/report-2025.pdf"
    text = _linked(place, 2, one)
    _linked(pair.twin(place), 2, two)
    return [told("link_changed", one, two, text=text)]


@edit("link added in a list item")
def link_added_item(pair: Pair) -> list[Told] | None:
    items = [i for those in pair.lists(3, plain=True) for i in those if count_words(said(i)) >= 7]
    if not items:
        return None
    target = "https://archive.example.org/item/9"
    return [told("link_added", None, target, text=_linked(pair.twin(pair.rng.choice(items)), 2, target))]
