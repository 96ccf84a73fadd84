"""Each change as one plain sentence. What it says is in the change; nothing is guessed."""

from typing import assert_never

from monitor.compare.dates import dates_in
from monitor.compare.spans import compare_words
from monitor.model import Change, ChangeType, RegionKind, Span, Where

MAX_QUOTE = 120
"""Characters of a page's text in a sentence; the whole text stands beside it."""

MAX_SPANS = 3
MAX_NAMES = 5
CONTEXT = 32
"""Characters left and right of a number that changed."""

_ITEMS = {
    RegionKind.MENU.value: "Menu item",
    RegionKind.FOOTER.value: "Footer item",
    RegionKind.SIDEBAR.value: "Sidebar item",
    RegionKind.BREADCRUMB.value: "Breadcrumb step",
    RegionKind.LANGUAGES.value: "Language link",
    RegionKind.OTHER.value: "Item around the page",
}
_REGIONS = {
    RegionKind.MENU.value: "Menu",
    RegionKind.FOOTER.value: "Footer",
    RegionKind.SIDEBAR.value: "Sidebar",
    RegionKind.BREADCRUMB.value: "Breadcrumb",
    RegionKind.LANGUAGES.value: "Language links",
    RegionKind.OTHER.value: "Part around the page",
}


def say(change: Change) -> str:
    """The sentence of a change whose `spans` are filled."""
    match change.type:
        case ChangeType.MENU_ADDED | ChangeType.MENU_REMOVED:
            return _menu_came_or_went(change)
        case ChangeType.MENU_RENAMED:
            return _menu_renamed(change)
        case ChangeType.MENU_MOVED:
            return _menu_moved(change)
        case ChangeType.LINK_CHANGED | ChangeType.LINK_ADDED | ChangeType.LINK_REMOVED:
            return _link(change)
        case ChangeType.ANNOTATION_MOVED:
            return (
                f"{_subject(change.annotation)} moved from {_with_year(change.from_item, change.from_year)}"
                f" to {_with_year(change.to_item, change.to_year)}"
            )
        case ChangeType.ANNOTATION_ADDED:
            return f"“{_and_year(change.annotation, change.to_year)}” added to {change.to_item}"
        case ChangeType.ANNOTATION_REMOVED:
            return f"“{_and_year(change.annotation, change.from_year)}” removed from {change.from_item}"
        case ChangeType.ANNOTATION_CHANGED:
            if change.from_year != change.to_year:
                years = f"{change.from_year or 'no year'} → {change.to_year or 'no year'}"
                return f"“{change.annotation}” on {change.to_item} changed: {years}"
            return f"Mark on {change.to_item} changed: {_from_to(change)}"
        case (
            ChangeType.PARAGRAPH_ADDED
            | ChangeType.PARAGRAPH_REMOVED
            | ChangeType.HEADING_ADDED
            | ChangeType.HEADING_REMOVED
            | ChangeType.LIST_ITEM_ADDED
            | ChangeType.LIST_ITEM_REMOVED
            | ChangeType.TABLE_ROW_ADDED
            | ChangeType.TABLE_ROW_REMOVED
        ):
            verb = "added" if change.after is not None else "removed"
            text = change.after if change.after is not None else change.before
            return f"{_noun(change)} {verb}: {_quote(text)}{_under(change)}"
        case (
            ChangeType.PARAGRAPH_EDITED
            | ChangeType.HEADING_CHANGED
            | ChangeType.LIST_ITEM_EDITED
            | ChangeType.TABLE_ROW_EDITED
        ):
            return _edited(change)
        case (
            ChangeType.PARAGRAPH_MOVED
            | ChangeType.HEADING_MOVED
            | ChangeType.LIST_ITEM_MOVED
            | ChangeType.TABLE_ROW_MOVED
        ):
            return _moved(change)
        case ChangeType.PARAGRAPH_SPLIT:
            into = len(change.after) if isinstance(change.after, tuple) else 2
            return f"{_noun(change)} split into {into}: {_quote(change.before)}{_under(change)}"
        case ChangeType.PARAGRAPH_MERGED:
            out_of = len(change.before) if isinstance(change.before, tuple) else 2
            return f"{out_of} paragraphs merged into one: {_quote(change.after)}{_under(change)}"
        case ChangeType.TABLE_CELL_CHANGED:
            return _cell(change)
        case ChangeType.NUMBER_CHANGED:
            return _value(change, "Number")
        case ChangeType.DATE_CHANGED:
            return _value(change, "Date")
        case ChangeType.TITLE_CHANGED:
            return f"Title {_verb(change)}: {_from_to(change)}"
        case ChangeType.DIFFERENT_PAGE:
            return (
                f"Two different pages, whose bodies are not compared: {_quote(change.before)}"
                f" and {_quote(change.after)}"
            )
        case ChangeType.PAGE_ADDED:
            return f"Page added: {_quote(change.after or change.page)}"
        case ChangeType.PAGE_REMOVED:
            return f"Page removed: {_quote(change.before or change.page)}"
        case ChangeType.PAGE_MOVED:
            return f"Page moved: {_quote(change.before)} → {_quote(change.after)}"
        case ChangeType.PAGE_TROUBLE:
            return f"Page cannot be read: {_quote(change.text or change.kind or change.page)}"
        case ChangeType.PAGE_RECOVERED:
            return f"Page can be read again: {_quote(change.text or change.page)}"
        case ChangeType.FIRST_SEEN:
            what = f"{_REGIONS.get(_kind(change), 'Region')} of the site" if change.region else "Page"
            return f"{what} seen for the first time: {_quote(change.after or change.text or change.page)}"
        case ChangeType.NOISE:
            return _noise(change)
        case _:
            assert_never(change.type)


# ── chrome ─────────────────────────────────────────────────────────────────────────────────────


def _kind(change: Change) -> str:
    return change.region.partition(":")[0]


def _item(change: Change) -> str:
    return _ITEMS.get(_kind(change), "Menu item")


def _items(change: Change) -> str:
    return f"{_item(change).lower()}s" if "around" not in _item(change) else "items around the page"


def _menu_came_or_went(change: Change) -> str:
    verb = "added" if change.after is not None else "removed"
    side = change.after if change.after is not None else change.before
    if isinstance(side, tuple):
        name = change.region.partition(": ")[2] or change.text
        return (
            f"{_REGIONS.get(_kind(change), 'Menu')} {verb}: {f'{name}, ' if name else ''}"
            f"{len(side)} items: {_names(side)}"
        )
    below = next((clause for clause in change.evidence if clause.startswith("with ")), "")
    told_below = f", {_short(below, MAX_QUOTE)}" if below else ""
    return f"{_item(change)} {verb}: {_quote(side)}{_under(change)}{told_below}"


def _menu_renamed(change: Change) -> str:
    verb = "restyled" if change.kind == "restyled" else "renamed"
    if isinstance(change.before, tuple) and isinstance(change.after, tuple):
        pairs = [f"{b} → {a}" for b, a in zip(change.before, change.after, strict=False)]
        return f"{len(pairs)} {_items(change)} {verb}: {_names(tuple(pairs[:2]), total=len(pairs))}"
    moved = " and moved" if change.moved else ""
    way = _way(change) if change.moved else _under(change)
    what = f"{_item(change)} {verb}"
    if not _is_told_whole(change):  # a label of that length is a text
        what = f"{_noun(change)} {'restyled' if verb == 'restyled' else 'edited'}"
    return f"{what}{moved}: {_from_to(change)}{way}"


def _menu_moved(change: Change) -> str:
    if change.kind == "reordered" and isinstance(change.after, tuple):
        under = (
            f"under {change.path[-1]}"
            if change.path
            else f"of the {_REGIONS.get(_kind(change), 'Menu').lower()}"
        )
        return f"{len(change.after)} items {under} put in another order: now {_names(change.after)}"
    if isinstance(change.after, tuple):
        return f"{len(change.after)} {_items(change)} moved: {_names(change.after)}{_way(change)}"
    return f"{_item(change)} moved: {_quote(change.after)}{_way(change)}"


def _way(change: Change) -> str:
    """From where to where, as far as it is another place and not only another order."""
    if change.path_before is not None and change.path_before != change.path:
        return f", from {_place(change, change.path_before)} to {_place(change, change.path)}"
    return f", within {_short(change.path[-1], MAX_QUOTE)}" if change.path else ""


def _place(change: Change, path: tuple[str, ...]) -> str:
    if path:
        return f"under {_short(path[-1], MAX_QUOTE)}"
    return "the top level" if change.where is Where.CHROME else "the beginning"


def _under(change: Change) -> str:
    return f", under {_short(change.path[-1], MAX_QUOTE)}" if change.path else ""


def _link(change: Change) -> str:
    if isinstance(change.before, tuple) and isinstance(change.after, tuple):
        first = f"{_quote(change.before[:1])} → {_quote(change.after[:1])}"
        return f"{len(change.after)} links changed alike, the first: {first}"
    label = _short(change.text, MAX_QUOTE)
    if change.type is ChangeType.LINK_ADDED:
        return f"Link added: “{label}” leads to {_quote(change.after)}{_under(change)}"
    if change.type is ChangeType.LINK_REMOVED:
        return f"Link removed: “{label}” led to {_quote(change.before)}{_under(change)}"
    return f"Link of “{label}” changed: {_quote(change.before)} → {_quote(change.after)}{_under(change)}"


def _subject(mark: str) -> str:
    """A mark as the first words of a sentence: quoted, unless it begins like one."""
    return mark if mark[:1].isupper() or mark[:1].isdigit() else f"“{mark}”"


def _with_year(item: str, year: str) -> str:
    return f"{item} ({year})" if year else item


def _and_year(mark: str, year: str) -> str:
    return f"{mark} {year}" if year else mark


# ── body ───────────────────────────────────────────────────────────────────────────────────────


def _noun(change: Change) -> str:
    if change.where is Where.CHROME:
        return f"{_REGIONS.get(_kind(change), 'Menu')} text"
    name = change.type.value.rpartition("_")[0].replace("_", " ")
    return name.capitalize()


def _verb(change: Change) -> str:
    return "restyled" if change.kind == "restyled" else "changed"


def _edited(change: Change) -> str:
    verb = "restyled" if change.kind == "restyled" else "edited"
    noun = f"{_noun(change)} moved and {verb}" if change.moved else f"{_noun(change)} {verb}"
    way = _way(change) if change.moved else _under(change)
    if change.type is ChangeType.HEADING_CHANGED:
        return f"{noun}: {_from_to(change)}{way}"
    said = _quote(change.after) if change.kind == "restyled" else _say_spans(change)
    return f"{noun}{_row_name(change)}: {said}{way}"


def _row_name(change: Change) -> str:
    """The first cell of a row that kept it: what the row is about."""
    if change.type is not ChangeType.TABLE_ROW_EDITED:
        return ""
    before, after = (str(side).partition(" | ")[0] for side in (change.before, change.after))
    return f" ({_short(after, MAX_QUOTE)})" if before == after != "" else ""


def _moved(change: Change) -> str:
    if change.kind == "section":
        return f"Section moved: {_quote(change.after)}{_way(change)}"
    if not isinstance(change.after, tuple):
        return f"{_noun(change)} moved: {_quote(change.after)}{_way(change)}"
    nouns = f"{len(change.after)} {_noun(change).lower()}s"
    if change.kind == "reordered":
        return f"{nouns} put in another order: now {_names(change.after)}{_under(change)}"
    return f"{nouns} moved together: {_names(change.after)}{_way(change)}"


def _cell(change: Change) -> str:
    name = _short(change.text, MAX_QUOTE)
    if change.kind.startswith("column"):
        if change.before and change.after:
            return f"Table columns changed: {_quote(change.before)} → {_quote(change.after)}{_under(change)}"
        verb = "added" if change.after else "removed"
        return f"Table column {verb}: {name}, with {_quote(change.after or change.before)}{_under(change)}"
    where = f" ({name})" if name else ""
    if not change.before or not change.after:
        verb = "filled" if change.after else "emptied"
        return f"Table cell {verb}{where}: {_quote(change.after or change.before)}"
    return f"Table cell changed{where}: {_from_to(change)}"


def _say_spans(change: Change) -> str:
    if not change.spans:
        return _quote(change.after)
    said = []
    for out, into in change.spans[:MAX_SPANS]:
        if out and into:
            said.append(f"“{_short(out, MAX_QUOTE)}” → “{_short(into, MAX_QUOTE)}”")
        elif into:
            said.append(f"“{_short(into, MAX_QUOTE)}” added")
        else:
            said.append(f"“{_short(out, MAX_QUOTE)}” removed")
    more = len(change.spans) - len(said)
    return ", ".join(said) + (f" and {more} more" if more else "")


def _value(change: Change, noun: str) -> str:
    """The number with the words around it, without which it says nothing."""
    where = f" in the {_REGIONS.get(_kind(change), 'Menu').lower()}" if change.where is Where.CHROME else ""
    moved = " and moved" if change.moved else ""
    edits = (change.type is ChangeType.DATE_CHANGED and _whole_dates(change)) or change.spans
    pairs = [f"{out or '–'} → {into or '–'}" for out, into in edits[:MAX_SPANS]]
    more = len(edits) - len(pairs)
    listed = ", ".join(pairs) + (f" and {more} more" if more else "")
    return f"{noun} changed{moved}{where}: {listed}{_context(change)}{_under(change)}"


def _whole_dates(change: Change) -> tuple[Span, ...]:
    """The dates that differ, with their months and years: "4 → 18" is no date."""
    if not isinstance(change.before, str) or not isinstance(change.after, str):
        return ()
    before, after = map(dates_in, (change.before, change.after))
    if len(before) != len(after):
        return ()
    return tuple(pair for pair in zip(before, after, strict=True) if pair[0] != pair[1])


def _context(change: Change) -> str:
    if not isinstance(change.before, str) or not isinstance(change.after, str):
        return ""
    edits = compare_words(change.before, change.after)
    if not edits:
        return ""
    text, start, end = change.after, edits[0].a0, edits[0].a1
    left, right = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    while 0 < left < start and not text[left - 1].isspace():
        left += 1
    while end < right < len(text) and not text[right].isspace():
        right -= 1
    around = text[left:right].strip()
    return f" (“{'… ' if left else ''}{_short(around, MAX_QUOTE)}{' …' if right < len(text) else ''}”)"


def _noise(change: Change) -> str:
    sides = [_quote(side) for side in (change.before, change.after) if side]
    return f"Held back ({change.kind or 'noise'}): {' → '.join(sides)}"


# ── quoting ────────────────────────────────────────────────────────────────────────────────────


def _from_to(change: Change) -> str:
    """Both texts; of long ones, whose beginnings may well be the same, the words that differ."""
    if _is_told_whole(change) or not change.spans:
        return f"{_quote(change.before)} → {_quote(change.after)}"
    return f"{_say_spans(change)} in “{_short(str(change.after), MAX_QUOTE // 2)}”"


def _is_told_whole(change: Change) -> bool:
    return all(len(side or "") <= MAX_QUOTE for side in (change.before, change.after))


def _quote(side: str | tuple[str, ...] | None) -> str:
    if isinstance(side, tuple):
        return _names(side)
    return _short(side or "", MAX_QUOTE)


def _names(labels: tuple[str, ...], *, total: int = 0) -> str:
    shown = [_short(label, MAX_QUOTE // 2) for label in labels[:MAX_NAMES]]
    more = (total or len(labels)) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _short(text: str, length: int) -> str:
    """At most so many characters, cut between words where there are any.

    >>> _short("one two three", 9)
    'one two …'
    """
    text = " ".join(text[: 4 * length].split())
    if len(text) <= length:
        return text
    head = text[: length - 1]
    at = head.rfind(" ")
    return f"{head[:at] if at > length // 2 else head} …"
