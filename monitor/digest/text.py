"""The report for people: what changed, the site's first, then each page's, then what was held back.

Signs stand beside colours, so that it reads the same without them: + came, − went, ~ changed, ⇄ moved.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from monitor.digest.alike import fold_alike
from monitor.digest.lines import Line, Part, Tone, shorten
from monitor.digest.weave import excerpt, weave
from monitor.model import Change, ChangeType, Scope, Where

MAX_TEXT = 400
"""Characters of one text in the report; all of it is in the JSON."""
MAX_LABEL = 60
"""Characters of one label in a path."""
MAX_PAGES = 3
"""Pages that are named as evidence; how many there are is always said."""

OF_THE_SITE, ON_SEVERAL = "\0", "\0\0"
"""Stand for no page: no page's name holds them."""

Told = tuple[Change, tuple[str, ...]]
"""A change, and the further pages on which the very same happened."""

BRIEF = frozenset({ChangeType.NOISE, ChangeType.FIRST_SEEN})
"""Told in one line each, without air between them."""

EDITED = frozenset({ChangeType.PARAGRAPH_EDITED, ChangeType.LIST_ITEM_EDITED, ChangeType.TABLE_ROW_EDITED})
"""Their sentences name the words that changed; the report shows those words in their place, too."""


def report_changes(
    changes: Mapping[str, Sequence[Change]], *, show_noise: bool = False, show_rules: bool = False
) -> Iterator[Line]:
    """Told changes by their site ("" where it has no name) as lines, ending with how many they are, and how
    many were held back, by kind."""
    all_changes = [change for of_site in changes.values() for change in of_site]
    noise = [change for change in all_changes if change.type is ChangeType.NOISE]
    told = [change for change in all_changes if change.type is not ChangeType.NOISE]
    for site, of_site in changes.items():
        news = [c for c in of_site if c.type is not ChangeType.NOISE]
        folded = fold_alike(news, lambda change: change, lambda _: None)
        for title, group in _group(site, [(change, also) for _, change, also in folded]):
            yield from report_group(title, group, show_rules=show_rules)
    if show_noise and noise:
        yield from report_group(
            "Held back as noise", [(change, ()) for change in noise], show_rules=show_rules
        )
    yield from summarise(told, noise, hint=not show_noise)


def report_group(title: str, changes: Sequence[Told], *, show_rules: bool = False) -> Iterator[Line]:
    """Changes under a title. A single blank line stands between those that need more than one line."""
    yield Line((Part(shorten(title, MAX_TEXT), Tone.STRONG),))
    yield Line()
    for change, also in changes:
        named = change.type is ChangeType.NOISE and change.page
        yield from report_change(change, *say_pages(change, also), *([change.page] if named else []))
        if show_rules:
            yield report_rule(change)
        if change.type not in BRIEF:
            yield Line()
    if changes and changes[-1][0].type in BRIEF:
        yield Line()


def report_change(change: Change, *also: str) -> Iterator[Line]:
    """One change: its sentence, the words that changed, where it was seen, and what else is to be said."""
    sign, tone = sign_of(change)
    sentence = shorten(change.sentence, MAX_TEXT)
    yield Line((Part(sentence),), indent=2, lead=Part(f"{sign} ", tone))
    if change.type in EDITED and isinstance(change.before, str) and isinstance(change.after, str):
        parts = excerpt(weave(change.before, change.after, change.spans))
        if any(part.tone is Tone.PLAIN for part in parts):
            yield Line(_mark(parts), indent=4)
    if clauses := [*_say_place(change), *_say_evidence(change), *also]:
        yield Line((Part(" · ".join(clauses), Tone.FAINT),), indent=4)


def say_pages(change: Change, also: Sequence[str]) -> Iterator[str]:
    """On how many pages the very same happened, and some of them."""
    if also:
        named = ", ".join(shorten(page, MAX_TEXT) for page in (change.page, *also)[:MAX_PAGES])
        yield f"on {1 + len(also)} pages: {named}{', …' * (1 + len(also) > MAX_PAGES)}"


def report_rule(change: Change) -> Line:
    """Which rule decided, on what."""
    because = "; ".join(shorten(clause, MAX_TEXT) for clause in change.evidence)
    said = f"rule {change.rule}{': ' * bool(because)}{because} (confidence {change.confidence:.2f})"
    return Line((Part(said, Tone.FAINT),), indent=4)


def summarise(told: Sequence[Change], noise: Sequence[Change], *, hint: bool = False) -> Iterator[Line]:
    """How many changes, and how many were held back, of which kinds."""
    count = "Nothing changed." if not told else f"{len(told)} change{'s' * (len(told) != 1)}."
    parts = [Part(count, Tone.STRONG)]
    if noise:
        kinds = Counter(change.kind or "noise" for change in noise).most_common()
        listed = ", ".join(f"{number} {kind}" for kind, number in kinds)
        parts.append(Part(f" Held back as noise: {listed}" + (" (--noise shows it)." if hint else ".")))
    yield Line(tuple(parts))


def sign_of(change: Change) -> tuple[str, Tone]:
    """The sign of a change, and its tone."""
    name = change.type.value
    if change.type is ChangeType.NOISE:
        return "·", Tone.FAINT
    if change.type is ChangeType.DIFFERENT_PAGE:
        return "≠", Tone.STRONG
    if change.type is ChangeType.FIRST_SEEN:
        return "•", Tone.FAINT
    if change.type is ChangeType.PAGE_TROUBLE:
        return "!", Tone.REMOVED
    if name.endswith(("_added", "_recovered")):
        return "+", Tone.ADDED
    if name.endswith("_removed"):
        return "−", Tone.REMOVED
    if name.endswith("_moved"):
        return "⇄", Tone.MOVED
    return "~", Tone.CHANGED


def _group(site: str, told: Sequence[Told]) -> Iterator[tuple[str, list[Told]]]:
    """The site's changes and what happened alike on several pages, the most important first; then pages, the
    one with the most important change first, each in its own order."""
    name = f" {site}" * bool(site)
    pages: dict[str, list[Told]] = {}
    for change, also in told:
        pages.setdefault(ON_SEVERAL if also else _page_of(change), []).append((change, also))
    ranked = sorted(pages.items(), key=lambda entry: -max(change.importance for change, _ in entry[1]))
    for page, title in (
        (OF_THE_SITE, f"The whole site{name}"),
        (ON_SEVERAL, f"Several pages{f' of {site}' if site else ''}"),
    ):
        if found := pages.get(page):
            yield title, sorted(found, key=lambda one: -one[0].importance)
    for page, changes in ranked:
        if page not in (OF_THE_SITE, ON_SEVERAL):
            yield page or "The page", changes


def _page_of(change: Change) -> str:
    """The page under which a change is told. What of the chrome a single page shows is told under that page:
    nobody can say that the whole site has it."""
    if change.scope is not Scope.SITE:
        return change.page
    pages = {*change.pages_before, *change.pages_after}
    return pages.pop() if len(pages) == 1 else OF_THE_SITE


def _mark(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Signs for words out and in, for whoever sees no colour."""
    marked: list[Part] = []
    for part in parts:
        text = shorten(part.text, MAX_TEXT)
        if part.tone is Tone.ADDED and marked and marked[-1].tone is Tone.REMOVED:
            marked.append(Part(" "))
        match part.tone:
            case Tone.REMOVED:
                marked.append(part._replace(text=f"[-{text}-]"))
            case Tone.ADDED:
                marked.append(part._replace(text=f"{{+{text}+}}"))
            case _:
                marked.append(part._replace(text=text))
    return tuple(marked)


def _say_place(change: Change) -> Iterator[str]:
    path = [shorten(label, MAX_LABEL) for label in change.path]
    if change.where is Where.CHROME:
        if steps := [shorten(change.region, MAX_LABEL), *path]:
            yield f"in {' › '.join(step for step in steps if step)}"
    elif len(path) > 2:  # the page's own heading comes first, and the sentence itself names the last one
        yield f"under {' › '.join(path)}"


def _say_evidence(change: Change) -> Iterator[str]:
    after = set(change.pages_after)
    known = len(after | set(change.pages_before))
    # Two captures of one page are no count of pages.
    if known > 1 and (change.inferred or known > 2 or len(after) > 1):
        yield f"on {len(after)} of {known} pages"
    if change.inferred:
        yield "inferred across pages"
