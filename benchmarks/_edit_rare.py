"""Known edits that people make less often: notes, units, quotation marks, lists cut anew, menus regrouped."""

import re

import lxml.html
from lxml import etree

from benchmarks._edit_body import Told, edit, reworded, row_text, told
from benchmarks._edit_menus import edit as menu_edit
from benchmarks._edit_pages import (
    Element,
    Pair,
    is_dense,
    move_after,
    put_after,
    put_before,
    remove,
    said,
    say,
)


def _both(pair: Pair, place: Element, markup: str) -> tuple[Element, Element]:
    """The same markup put onto both sides behind a place of the page before."""
    put = []
    for side in (place, pair.twin(place)):
        element = lxml.html.fragment_fromstring(markup)
        put_after(side, element)
        put.append(element)
    pair.join(*put)
    return put[0], put[1]


def _paragraph(pair: Pair, *, plain: bool = True, words: int = 8) -> Element | None:
    found = pair.paragraphs(plain=plain, words=words)
    return pair.rng.choice(found) if found else None


# ── words ──────────────────────────────────────────────────────────────────────────────────────


def _filled(name: str, before: str, after: str, type_: str, *alt: str) -> None:
    """One sentence of a paragraph whose end is another: `{}` are words of the page."""

    @edit(name)
    def made(pair: Pair) -> list[Told] | None:
        place = _paragraph(pair)
        if place is None:
            return None
        start = pair.sentence(6)
        one, two = _both(pair, place, f"<p>{start} {before}</p>")
        two.text = f"{start} {after}"
        return [told(type_, said(one), said(two), alt=list(alt))]


_filled(
    "currency changed", "It costs €12 a day.", "It costs $12 a day.", "paragraph_edited", "number_changed"
)
_filled("unit changed", "The way is 12 km long.", "The way is 12 miles long.", "paragraph_edited")
_filled("amount and unit changed", "It weighs 2 kg.", "It weighs 2,000 g.", "paragraph_edited")
_filled("number written in words", "Over 50 came.", "Over fifty came.", "paragraph_edited")
_filled("obligation weakened", "Guests must pay.", "Guests should pay.", "paragraph_edited")
_filled("negation put in", "Dogs may enter.", "Dogs may not enter.", "paragraph_edited")
_filled(
    "address changed",
    "Write to a@example.org.",
    "Write to b@example.org.",
    "paragraph_edited",
    "number_changed",
)
_filled("hours changed", "Open 9:00–17:00.", "Open 10:00–18:00.", "number_changed", "date_changed")
_filled("name changed", "Ask Ada Krenn.", "Ask Ivo Brandt.", "paragraph_edited")
_filled("price struck out", "Now €20.", "Now €20 €15.", "paragraph_edited")
_filled(
    "year put behind a date",
    "On 3 May we sail.",
    "On 3 May 2026 we sail.",
    "date_changed",
    "paragraph_edited",
)
_filled(
    "version and date",
    "Release 2.4.1 of 3 May 2025.",
    "Release 2.5.0 of 9 June 2025.",
    "number_changed",
    "date_changed",
)
_filled(
    "list of names, one more", "Ada, Ben and Eve sing.", "Ada, Ben, Carl and Eve sing.", "paragraph_edited"
)


@edit("quotation marks made typographic")
def quotation_marks(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair)
    if place is None:
        return None
    name, rest = pair.label(), pair.sentence(8)
    one, two = _both(pair, place, f'<p>"{name}" {rest}</p>')
    two.text = f"“{name}” {rest}"
    return [told("paragraph_edited", said(one), said(two), optional=True)]


@edit("paragraph in another language")
def translated(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair)
    if place is None:
        return None
    before, after = said(place), "Kvaro lemintu sed orfani palidor, ni kastemu vel dorani pelu amaris tenolu."
    say(pair.twin(place), after)
    return [told("paragraph_removed", before, None), told("paragraph_added", None, after)]


@edit("sentence put behind the last")
def sentence_added(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair, words=15)
    if place is None:
        return None
    text = said(place) + ("" if is_dense(said(place)) else " ") + pair.sentence(9)
    say(pair.twin(place), text)
    return [told("paragraph_edited", said(place), text)]


@edit("sentences of a paragraph in another order")
def sentences_turned(pair: Pair) -> list[Told] | None:
    for place in pair.paragraphs(plain=True, words=16):
        parts = re.split(r"(?<=[.!?]) (?=[A-Z])", said(place))
        if len(parts) >= 3 and all(len(part) > 30 for part in parts):
            text = " ".join([parts[1], parts[0], *parts[2:]])
            say(pair.twin(place), text)
            return [told("paragraph_edited", said(place), text)]
    return None


@edit("footnote put in, the others renumbered")
def footnotes(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair)
    if place is None:
        return None
    texts, notes = [pair.sentence(12) for _ in range(3)], [pair.sentence(8) for _ in range(3)]

    def markup(count: int) -> str:
        numbers = list(range(1, 4)) if count == 3 else [1, 3, 4]
        body = "".join(f"<p>{t}<sup>[{n}]</sup></p>" for t, n in zip(texts, numbers, strict=True))
        said_below = list(notes) if count == 3 else [notes[0], "Kept in the town archive.", *notes[1:]]
        items = "".join(f"<p>[{n}] {note}</p>" for n, note in enumerate(said_below, 1))
        return f"<div>{body}<h3>Notes</h3>{items}</div>"

    put_after(place, lxml.html.fragment_fromstring(markup(3)))
    put_after(pair.twin(place), lxml.html.fragment_fromstring(markup(4)))
    renumbered = [
        told("number_changed", f"{t}[{b}]", f"{t}[{a}]", optional=True)
        for t, b, a in zip(texts[1:], (2, 3), (3, 4), strict=True)
    ]
    renumbered += [
        told("number_changed", f"[{b}] {t}", f"[{a}] {t}", optional=True)
        for t, b, a in zip(notes[1:], (2, 3), (3, 4), strict=True)
    ]
    return [told("paragraph_added", None, "[2] Kept in the town archive."), *renumbered]


# ── lists and tables ───────────────────────────────────────────────────────────────────────────


@edit("list item split in two")
def item_split(pair: Pair) -> list[Told] | None:
    items = [i for those in pair.lists(3, plain=True) for i in those if 12 <= len(said(i).split()) <= 60]
    if not items:
        return None
    item = pair.rng.choice(items)
    words = said(item).split()
    half = len(words) // 2
    first, second = " ".join(words[:half]), " ".join(words[half:])
    twin = pair.twin(item)
    say(twin, first)
    fresh = lxml.html.Element("li")
    fresh.text = second
    put_after(twin, fresh)
    return [told("paragraph_split", said(item), [first, second])]


@edit("list items merged")
def items_merged(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair)
    if place is None:
        return None
    items = [pair.sentence(8) for _ in range(5)]
    _, after = _both(pair, place, "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")
    after[1].text = f"{items[1]} {items[2]}"
    remove(after[2])
    return [told("paragraph_merged", items[1:3], f"{items[1]} {items[2]}")]


@edit("nested item becomes one of the outer list")
def promoted(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair)
    if place is None:
        return None
    items = [pair.sentence(7) for _ in range(5)]
    outer = (
        f"<ul><li>{items[0]}</li><li>{items[1]}<ul><li>{items[2]}</li><li>{items[3]}</li></ul></li>"
        f"<li>{items[4]}</li></ul>"
    )
    _, after = _both(pair, place, outer)
    inner = after.findall(".//ul/li")[-1]
    move_after(after[1], inner)
    return [told("list_item_moved", items[3], items[3], optional=True)]


@edit("list numbered instead of dotted")
def numbered(pair: Pair) -> list[Told] | None:
    lists = pair.lists(3)
    if not lists:
        return None
    whole = pair.twin(pair.rng.choice(lists)[0]).getparent()
    if whole.tag not in ("ul", "ol"):
        return None
    whole.tag = "ol" if whole.tag == "ul" else "ul"
    return []


@edit("list sorted")
def sorted_list(pair: Pair) -> list[Told] | None:
    lists = [those for those in pair.lists(5, plain=True) if len(those) == len(those[0].getparent())]
    if not lists:
        return None
    items = pair.rng.choice(lists)
    by_text = sorted(items, key=said)
    if by_text in (items, items[::-1]):
        return None
    place = pair.twin(items[0]).getparent()
    for item in by_text:
        twin = pair.twin(item)
        place.remove(twin)
        place.append(twin)
    moved = [said(item) for item in items]
    return [told("list_item_moved", moved, moved, optional=True)]


@edit("table sorted by another column")
def sorted_table(pair: Pair) -> list[Told] | None:
    for rows in pair.tables():
        by_last = sorted(rows, key=lambda row: said(row[-1]))
        if len({said(row[-1]) for row in rows}) >= 5 and by_last not in (rows, rows[::-1]):
            place = pair.twin(rows[0]).getparent()
            for row in by_last:
                twin = pair.twin(row)
                place.remove(twin)
                place.append(twin)
            moved = [row_text(row) for row in rows]
            return [told("table_row_moved", moved, moved, optional=True)] * 3
    return None


@edit("list becomes a table")
def list_to_table(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair)
    if place is None:
        return None
    names = [(pair.label(), pair.sentence(5)) for _ in range(4)]
    one, two = (
        lxml.html.fragment_fromstring(whole)
        for whole in (
            "<ul>" + "".join(f"<li>{a}: {b}</li>" for a, b in names) + "</ul>",
            "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in names) + "</table>",
        )
    )
    put_after(place, one)
    put_after(pair.twin(place), two)
    return []


@edit("two cells of a row merged")
def cells_merged(pair: Pair) -> list[Told] | None:
    for rows in pair.tables():
        if len(rows[0]) >= 3 and len(rows) >= 4:
            row = pair.twin(pair.rng.choice(rows[1:]))
            before = row_text(row)
            row[1].text = f"{said(row[1])} {said(row[2])}"
            row[1].set("colspan", "2")
            for child in list(row[1]):
                row[1].remove(child)
            row.remove(row[2])
            return [told("table_row_edited", before, row_text(row), optional=True)]
    return None


@edit("line of a cell changed")
def cell_line(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair)
    if place is None:
        return None
    names = [pair.label() for _ in range(4)]
    roles = [pair.label(1) for _ in range(4)]
    rows = "".join(
        f"<tr><td>{n}</td><td>{r}<br>room {at}<br>floor {at + 2}</td></tr>"
        for at, (n, r) in enumerate(zip(names, roles, strict=True))
    )
    _, after = _both(pair, place, f"<table><tr><th>Name</th><th>Place</th></tr>{rows}</table>")
    fresh = pair.label(1)
    after[2][1].text = fresh
    return [told("table_cell_changed", roles[1], fresh)]


@edit("definition added")
def definition_added(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair)
    if place is None:
        return None
    terms = [(pair.label(2), pair.sentence(9)) for _ in range(4)]
    markup = "<dl>" + "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in terms) + "</dl>"
    _, after = _both(pair, place, markup)
    term, text = pair.label(2), pair.sentence(9)
    for tag, line in (("dt", term), ("dd", text)):
        fresh = lxml.html.Element(tag)
        fresh.text = line
        after.append(fresh)
    one = told("paragraph_added", None, f"{term} {text}", alt=["list_item_added"])
    return [
        {**one, "optional": True},
        *(
            {
                **told(t, None, x),
                "alt": ["paragraph_added", "list_item_added", "heading_added"],
                "optional": True,
            }
            for t, x in (("paragraph_added", term), ("paragraph_added", text))
        ),
    ]


@edit("term of a definition renamed")
def term_renamed(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair)
    if place is None:
        return None
    terms = [(pair.label(3), pair.sentence(9)) for _ in range(4)]
    markup = "<dl>" + "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in terms) + "</dl>"
    one, two = _both(pair, place, markup)
    two[2].text = reworded(pair, terms[1][0])
    both = [f"{x[2].text} {x[3].text}" for x in (one, two)]
    return [
        told(
            "paragraph_edited",
            terms[1][0],
            two[2].text,
            alt=["list_item_edited", "heading_changed"],
            optional=True,
        ),
        told("list_item_edited", *both, alt=["paragraph_edited"], optional=True),
    ]


@edit("line of an address changed")
def address_line(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair)
    if place is None:
        return None
    street = pair.label(2)
    _, after = _both(pair, place, f"<p>Town library<br>{street} 3<br>4020 Linz<br>Austria</p>")
    fresh = f"{pair.label(2)} 5"
    after[0].tail = fresh
    return [told("paragraph_edited", f"{street} 3", fresh)]


@edit("paragraph becomes a heading")
def to_heading(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair)
    if place is None:
        return None
    label = pair.label(3)
    _, after = _both(pair, place, f"<p>{label}</p>")
    after.tag = "h3"
    return []


@edit("paragraph goes into a box with a heading")
def boxed(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair, plain=False)
    if place is None:
        return None
    twin = pair.twin(place)
    box, head = lxml.html.Element("div"), lxml.html.Element("h4")
    head.text = pair.label(2)
    put_before(twin, box)
    remove(twin)
    box.extend([head, twin])
    return [told("heading_added", None, head.text)]


@edit("three paragraphs edited in a row")
def edited_in_a_row(pair: Pair) -> list[Told] | None:
    found = pair.paragraphs(plain=True, words=14)
    runs = [
        found[i : i + 3]
        for i in range(len(found) - 2)
        if found[i].getnext() is found[i + 1] and found[i + 1].getnext() is found[i + 2]
    ]
    if not runs:
        return None
    gold = []
    for place in pair.rng.choice(runs):
        text = reworded(pair, said(place), 2)
        say(pair.twin(place), text)
        gold.append(told("paragraph_edited", said(place), text))
    return gold


@edit("mark in a list added, raised")
def raised_mark(pair: Pair) -> list[Told] | None:
    place = _paragraph(pair)
    if place is None:
        return None
    names = [pair.label(2) for _ in range(5)]
    _, after = _both(pair, place, "<ul>" + "".join(f"<li>{n}</li>" for n in names) + "</ul>")
    etree.SubElement(after[2], "sup").text = "new"
    return [told("annotation_added", names[2], f"{names[2]} new", alt=["list_item_edited"])]


# ── menus ──────────────────────────────────────────────────────────────────────────────────────


def _in_chrome(type_: str, before: object = None, after: object = None, **more: object) -> Told:
    return {"type": type_, "where": "chrome", "before": before, "after": after, **more}


def _header(pair: Pair, entries: list[tuple[str, str]]) -> tuple[Element, Element]:
    """A menu put onto both sides, at the top of the page."""
    items = "".join(f'<li><a href="{target}">{label}</a></li>' for label, target in entries)
    put = []
    for tree in (pair.before, pair.after):
        nav = lxml.html.fragment_fromstring(f"<nav><ul>{items}</ul></nav>")
        tree.find("body").insert(0, nav)
        put.append(nav[0])
    pair.join(*put)
    return put[0], put[1]


LABELS = ["Harbour", "Notices", "Fees", "Board", "Meetings", "Archive", "Maps", "Contact"]


def _entries(pair: Pair, count: int = 7) -> list[tuple[str, str]]:
    return [
        (f"{label} {pair.label(1)}", f"https://example.org/q/{label.lower()}") for label in LABELS[:count]
    ]


@menu_edit("menu items swap their targets")
def targets_swapped(pair: Pair) -> list[Told] | None:
    if pair.before.find("body") is None:
        return None
    entries = _entries(pair)
    _, after = _header(pair, entries)
    one, two = after[1][0], after[4][0]
    first, second = one.get("href"), two.get("href")
    one.set("href", second)
    two.set("href", first)
    return [
        _in_chrome("link_changed", first, second, text=entries[1][0]),
        _in_chrome("link_changed", second, first, text=entries[4][0]),
    ]


@menu_edit("menu item rises one level")
def rises(pair: Pair) -> list[Told] | None:
    if pair.before.find("body") is None:
        return None
    entries = _entries(pair)
    for side in _header(pair, entries):
        below = etree.SubElement(side[2], "ul")
        for label, target in (
            ("Small boats", "/q/small"),
            ("Large boats", "/q/large"),
            ("Rafts", "/q/rafts"),
        ):
            link = etree.SubElement(etree.SubElement(below, "li"), "a", href=target)
            link.text = label
    after = pair.after.find("body")[0][0]
    item = after[2].find("ul")[1]
    move_after(after[2], item)
    return [_in_chrome("menu_moved", "Large boats", "Large boats")]


@menu_edit("menu grouped under headings")
def grouped(pair: Pair) -> list[Told] | None:
    if pair.before.find("body") is None:
        return None
    entries = _entries(pair, 8)
    _, after = _header(pair, entries)
    items = list(after)
    for name, those in (("For visitors", items[:4]), ("About the house", items[4:])):
        head = etree.SubElement(after, "li")
        etree.SubElement(head, "span").text = name
        below = etree.SubElement(head, "ul")
        below.extend(those)
    moved = [_in_chrome("menu_moved", label, label, optional=True) for label, _ in entries]
    return [
        _in_chrome("menu_added", None, "For visitors"),
        _in_chrome("menu_added", None, "About the house"),
        *moved,
    ]


@menu_edit("mark in a menu added, raised")
def raised_in_menu(pair: Pair) -> list[Told] | None:
    if pair.before.find("body") is None:
        return None
    entries = _entries(pair)
    _, after = _header(pair, entries)
    etree.SubElement(after[3][0], "sup").text = "new"
    return [_in_chrome("annotation_added", entries[3][0], f"{entries[3][0]} new", alt=["menu_renamed"])]


@menu_edit("one menu item becomes two")
def item_halved(pair: Pair) -> list[Told] | None:
    if pair.before.find("body") is None:
        return None
    entries = _entries(pair)
    entries[3] = ("Boats and rafts", "/q/boats-and-rafts")
    _, after = _header(pair, entries)
    after[3][0].text = "Boats"
    after[3][0].set("href", "/q/boats")
    fresh = lxml.html.fragment_fromstring('<li><a href="/q/rafts">Rafts</a></li>')
    put_after(after[3], fresh)
    return [
        _in_chrome("menu_added", None, "Rafts"),
        _in_chrome("menu_renamed", "Boats and rafts", "Boats", optional=True),
        _in_chrome("menu_removed", "Boats and rafts", None, optional=True),
        _in_chrome("menu_added", None, "Boats", optional=True),
    ]


@menu_edit("footer paragraph split")
def footer_split(pair: Pair) -> list[Told] | None:
    return _footer_cut(pair, merged=False)


@menu_edit("footer paragraphs merged")
def footer_merged(pair: Pair) -> list[Told] | None:
    return _footer_cut(pair, merged=True)


def _footer_cut(pair: Pair, *, merged: bool) -> list[Told] | None:
    if pair.before.find("body") is None:
        return None
    one = "The Example Society keeps the lakes and mills of the valley open for all who come."
    two = "It is a registered charity and publishes its accounts in March of each year."
    whole, cut = f"<footer><p>{one} {two}</p></footer>", f"<footer><p>{one}</p><p>{two}</p></footer>"
    for tree, markup in zip((pair.before, pair.after), (cut, whole) if merged else (whole, cut), strict=True):
        tree.find("body").append(lxml.html.fragment_fromstring(markup))
    both = f"{one} {two}"
    if merged:
        return [_in_chrome("paragraph_merged", [one, two], both)]
    return [_in_chrome("paragraph_split", both, [one, two])]


@menu_edit("footer sentence edited")
def footer_sentence(pair: Pair) -> list[Told] | None:
    if pair.before.find("body") is None:
        return None
    texts = [
        f"The Example Society is a registered charity, number {n}, in the valley." for n in ("40", "a few")
    ]
    for tree, text in zip((pair.before, pair.after), texts, strict=True):
        tree.find("body").append(lxml.html.fragment_fromstring(f"<footer><p>{text}</p></footer>"))
    return [_in_chrome("paragraph_edited", *texts)]
