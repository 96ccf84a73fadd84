"""Known edits of menus, and of the marks that items carry in menus, lists and tables."""

import re
from collections.abc import Callable

import lxml.html
from lxml import etree

from benchmarks._edit_body import BODY, Edit, Told
from benchmarks._edit_pages import (
    Element,
    Pair,
    count_words,
    move_after,
    new_like,
    put_after,
    remove,
    said,
    say,
)

MENUS: dict[str, Edit] = {}


def edit(name: str) -> Callable[[Edit], Edit]:
    def register(made: Edit) -> Edit:
        MENUS[name] = made
        return made

    return register


def told(type_: str, before: object = None, after: object = None, **more: object) -> Told:
    return {"type": type_, "where": "chrome", "before": before, "after": after, **more}


def _menu(pair: Pair, least: int = 4) -> list[Element] | None:
    menus = pair.menus(least)
    return pair.rng.choice(menus) if menus else None


def _all_like(pair: Pair, items: list[Element]) -> list[list[Element]]:
    """The same menu, wherever the page has it: pages repeat theirs for small screens."""
    labels = {said(item) for item in items}
    return [those for those in pair.menus(2) if len(labels & {said(i) for i in those}) >= 0.8 * len(labels)]


def _each(pair: Pair, items: list[Element], label: str) -> list[Element]:
    """The items of this label in every copy of a menu, on the side after."""
    return [pair.twin(i) for those in _all_like(pair, items) for i in those if said(i) == label]


def _renamed(pair: Pair, items: list[Element], item: Element, label: str) -> Told:
    before = said(item)
    for each in _each(pair, items, before):
        say(each, label)
    return told("menu_renamed", before, label)


@edit("menu item added")
def added(pair: Pair) -> list[Told] | None:
    items = _menu(pair)
    if not items:
        return None
    item, label = pair.rng.choice(items), pair.label()
    for each in _each(pair, items, said(item)):
        put_after(each, new_like(each, label))
    return [told("menu_added", None, label)]


@edit("menu item removed")
def removed(pair: Pair) -> list[Told] | None:
    items = _menu(pair)
    if not items:
        return None
    item = pair.rng.choice(items)
    for each in _each(pair, items, said(item)):
        remove(each)
    return [told("menu_removed", said(item), None)]


@edit("menu items renamed, neighbours")
def renamed_neighbours(pair: Pair) -> list[Told] | None:
    items = _menu(pair, 5)
    if not items:
        return None
    return [_renamed(pair, items, item, pair.label()) for item in items[1:3]]


@edit("menu item renamed, the menu reordered")
def renamed_reordered(pair: Pair) -> list[Told] | None:
    items = _menu(pair, 6)
    if not items:
        return None
    events = [_renamed(pair, items, items[1], pair.label())]
    for those in _all_like(pair, items):
        move_after(pair.twin(those[-1]), pair.twin(next(i for i in those if said(i) == said(items[0]))))
    return [*events, told("menu_moved", said(items[0]), said(items[0]))]


@edit("menu item moved and renamed")
def moved_renamed(pair: Pair) -> list[Told] | None:
    items = _menu(pair, 6)
    if not items:
        return None
    label = pair.label()
    for each in _each(pair, items, said(items[0])):
        move_after(pair.twin(items[-1]), each) if len(_all_like(pair, items)) == 1 else None
        say(each, label)
    if len(_all_like(pair, items)) > 1:
        return None
    return [told("menu_renamed", said(items[0]), label, alt=["menu_moved"])]


@edit("menu set in capitals")
def capitals(pair: Pair) -> list[Told] | None:
    items = _menu(pair, 5)
    if not items or len(_all_like(pair, items)) > 1:
        return None
    if any(said(i).upper() == said(i) for i in items):
        return None
    for item in items:
        say(pair.twin(item), said(item).upper())
    labels = [said(item) for item in items]
    return [told("menu_renamed", labels, [label.upper() for label in labels])]


@edit("submenu added")
def submenu(pair: Pair) -> list[Told] | None:
    items = _menu(pair)
    if not items:
        return None
    item, label = pair.rng.choice(items), pair.label()
    names = [pair.label() for _ in range(4)]
    for each in _each(pair, items, said(item)):
        fresh = new_like(each, label)
        below = etree.SubElement(fresh, "ul")
        for name in names:
            entry = new_like(each, name)
            below.append(entry)
        put_after(each, fresh)
    return [told("menu_added", None, label)]


@edit("subtree moved")
def subtree(pair: Pair) -> list[Told] | None:
    items = _menu(pair, 6)
    if not items or len(_all_like(pair, items)) > 1:
        return None
    label, names = pair.label(), [pair.label() for _ in range(4)]
    for first, last in ((items[0], None), (None, pair.twin(items[-1]))):
        place = first if first is not None else last
        fresh = new_like(items[0], label)
        below = etree.SubElement(fresh, "ul")
        for name in names:
            below.append(new_like(items[0], name))
        put_after(place, fresh)
    return [told("menu_moved", label, label)]


@edit("menu item leads elsewhere")
def retargeted(pair: Pair) -> list[Told] | None:
    items = _menu(pair)
    if not items:
        return None
    item = pair.rng.choice(items)
    before = item.find(".//a").get("href")
    if before.startswith(("#", "javascript")) or len(before.strip("/")) < 2:
        return None
    after = before.rstrip("/").rpartition("/")[0] + "/reception-desk"
    for each in _each(pair, items, said(item)):
        each.find(".//a").set("href", after)
    return [told("link_changed", before, after, text=said(item))]


# ── marks ──────────────────────────────────────────────────────────────────────────────────────

MARKS = {
    "in brackets": ("{} ({})", "Chair", "Vice-Chair"),
    "behind a dash": ("{} – {}", "Presidency 2025", "Presidency 2026"),
    "behind a colon": ("{}: {}", "Presidency 2025", "Presidency 2026"),
    "behind a comma": ("{}, {}", "host 2025", "host 2026"),
    "in square brackets": ("{} [{}]", "current version", "earlier version"),
    "before it": ("{1}: {0}", "NEW", "BETA"),
    "before it, in brackets": ("({1}) {0}", "acting", "interim"),
    "sold out": ("{} – {}", "sold out", "few seats left"),
    "a price": ("{} – {}", "€12", "€15"),
    "an emblem": ("{} {}", "★", "☆"),
    "in German": ("{} ({})", "Vorsitz", "stellvertretender Vorsitz"),
    "in Russian": ("{} ({})", "председатель", "секретарь"),
    "in Chinese": ("{}（{}）", "主席", "副主席"),
    "in Arabic": ("{} ({})", "الرئيس", "نائب الرئيس"),
}
BADGES = {"as a badge": ("NEW", "BETA"), "as a small badge": ("sold out", "waiting list")}

Say = Callable[[Element, str], None]


def _say_mark(element: Element, label: str, form: str, mark: str) -> None:
    if form == "badge":
        say(element, label)
        link = element.find(".//a")
        badge = etree.SubElement(element if link is None else link, "span")
        badge.set("class", "badge")
        badge.text = mark
    else:
        say(element, form.format(label, mark))


def _in_menu(form: str, one: str | None, two: str | None, *, moved: bool = False) -> Edit:
    def made(pair: Pair) -> list[Told] | None:
        menus = [those for those in pair.menus(5) if all(count_words(said(i)) <= 6 for i in those)]
        menus = [those for those in menus if len(_all_like(pair, those)) == 1]
        return _marked(pair, pair.rng.choice(menus), form, one, two, "chrome", moved) if menus else None

    return made


def _in_list(form: str, one: str | None, two: str | None, *, moved: bool = False) -> Edit:
    def made(pair: Pair) -> list[Told] | None:
        lists = pair.lists(3, most_words=6, plain=True)
        if lists:
            return _marked(pair, pair.rng.choice(lists), form, one, two, "body", moved)
        return _marked(pair, items, form, one, two, "body", moved) if (items := _made_list(pair)) else None

    return made


def _made_list(pair: Pair) -> list[Element]:
    """A list of names, put onto both sides."""
    paragraphs = pair.paragraphs()
    if not paragraphs:
        return []
    place = pair.rng.choice(paragraphs)
    names = [pair.label(2) for _ in range(6)]
    for side in (place, pair.twin(place)):
        whole = lxml.html.Element("ul")
        for name in names:
            etree.SubElement(whole, "li").text = name
        put_after(side, whole)
    pair.join(place.getnext(), pair.twin(place).getnext())
    return list(place.getnext())


def _in_row(form: str, one: str | None, two: str | None, *, moved: bool = False) -> Edit:
    def made(pair: Pair) -> list[Told] | None:
        cells = [[row[0] for row in rows if said(row[0]) and not len(row[0])] for rows in pair.tables()]
        cells = [
            those
            for those in cells
            if len(those) >= 3 and all(any(c.isalpha() for c in said(x)) for x in those)
        ]
        cells = [those for those in cells if len({said(x) for x in those}) == len(those)]
        cells = [those for those in cells if all(count_words(said(x)) <= 6 for x in those)]
        if not cells:
            return None
        return _marked(
            pair, pair.rng.choice(cells), form, one, two, "body", moved, alt=["table_cell_changed"]
        )

    return made


def _marked(
    pair: Pair,
    items: list[Element],
    form: str,
    one: str | None,
    two: str | None,
    where: str,
    moved: bool,
    alt: list[str] | None = None,
) -> list[Told]:
    first, second = pair.rng.sample(items, 2)
    label, other = said(first), said(second)
    if moved:
        assert one is not None
        _say_mark(first, label, form, one)
        _say_mark(pair.twin(second), other, form, two or one)
        before, after = [said(first), other], [label, said(pair.twin(second))]
        more = {"annotation": _bare(two or one), "from_item": label, "to_item": other}
        return [{"type": "annotation_moved", "where": where, "before": before, "after": after, **more}]
    for side, mark in ((first, one), (pair.twin(first), two)):
        if mark is not None:
            _say_mark(side, label, form, mark)
    kind = "added" if one is None else "removed" if two is None else "changed"
    event = {
        "type": f"annotation_{kind}",
        "where": where,
        "before": said(first),
        "after": said(pair.twin(first)),
    }
    if where == "body" and one and two and re.sub(r"\d+", "", one) == re.sub(r"\d+", "", two):
        alt = [*(alt or []), "number_changed"]  # what changed is only that
    return [{**event, "alt": alt or []}]


def _bare(mark: str) -> str:
    """The mark without its year."""
    return mark.removesuffix(" 2025").removesuffix(" 2026")


for _place, _edits, _made in (("menu", MENUS, _in_menu), ("list", BODY, _in_list), ("table", BODY, _in_row)):
    for _name, (_form, _one, _two) in [*MARKS.items(), *((n, ("badge", *m)) for n, m in BADGES.items())]:
        if _name == "an emblem":
            _edits[f"mark in a {_place} added, {_name}"] = _made(_form, None, _one)
            continue
        _edits[f"mark in a {_place} added, {_name}"] = _made(_form, None, _one)
        _edits[f"mark in a {_place} removed, {_name}"] = _made(_form, _one, None)
        _edits[f"mark in a {_place} changed, {_name}"] = _made(_form, _one, _two)
        _edits[f"mark in a {_place} moved, {_name}"] = _made(
            _form, _one, _two if _one[-1].isdigit() else None, moved=True
        )
