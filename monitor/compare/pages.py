"""Two captures of one page: its title, its body, its chrome; or two pages that are not the same one."""

from collections.abc import Iterable, Iterator

from rapidfuzz import fuzz

from monitor.compare.body import compare_bodies
from monitor.compare.border import hold_copies
from monitor.compare.chrome import compare_chrome
from monitor.compare.fate import EDITED_HEADING, restyling
from monitor.compare.headline import IN_BANNER, bring_home
from monitor.compare.noise import edit_noise
from monitor.compare.quiet import conserve, quiet_consent
from monitor.compare.spans import spans_of
from monitor.compare.timezone import hold_time_zone
from monitor.compare.words import words_of
from monitor.model import BlockKind, Change, ChangeType, Page, Where

SHARED_RUNS = 0.10
"""Share of runs of three words (of the body that has fewer) from which two bodies are versions of one text.
Articles of one institution share a few per cent: names of bodies and programmes."""

FEW_RUNS = 30
"""A body with fewer runs proves little: then the headings decide."""

SHARED_RUNS_RENAMED = 0.35
"""The same for two texts under titles that have nothing in common: two reports of one subject by one hand
share a quarter of theirs (names, offices, set phrases)."""

TITLES_ALIKE = 70.0
"""Similarity (0 to 100, of the words that both have) from which one title is the other, edited."""

SHARED_LINKS = 0.5
"""Share of link targets in common from which two bodies are one, whatever their language."""

FEW_LINKS = 5

HOME = frozenset(
    {"home", "home page", "homepage", "startseite", "accueil", "inicio", "página inicial", "home pagina"}
)
"""What a title says of a site's first page, and the page itself does not."""

MAX_RUNS = 20_000
"""So many runs of a body are looked at: enough to know it again."""


def compare_pages(before: Page, after: Page) -> tuple[Change, ...]:
    """Say what happened between two captures of a page: its title, its body, its own chrome.

    Of two different pages only the chrome is compared.
    """
    chrome = compare_chrome((before,), (after,))
    if not is_same_page(before, after):
        return (_different_page(before, after), *chrome)
    changes = (*compare_bodies(before, after), *bring_home(chrome, before, after))
    told = (*_compare_titles(before, after, changes), *changes)
    return conserve(hold_time_zone(quiet_consent(hold_copies(told, before, after), before, after)))


def _different_page(before: Page, after: Page) -> Change:
    return Change(
        type=ChangeType.DIFFERENT_PAGE,
        where=Where.BODY,
        before=_name(before),
        after=_name(after),
        rule="page/different",
    )


def _name(page: Page) -> str:
    return page.title or _first_heading(page) or page.url


def _first_heading(page: Page) -> str:
    return next((block.text for block in page.body if block.kind == BlockKind.HEADING), "")


def is_same_page(before: Page, after: Page) -> bool:
    """Are these two captures of one page?

    One address is one page. Otherwise what they say decides: a page may be rewritten under its title, renamed
    over its text, or translated (then its links stay); two pages of a site share none of these.
    """
    if before.url == after.url or not before.body or not after.body:
        return True
    canonical_before, canonical_after = before.metadata.canonical_url, after.metadata.canonical_url
    if canonical_before and canonical_before == canonical_after:
        return True
    runs_before, runs_after = set(_runs(before)), set(_runs(after))
    fewer = min(len(runs_before), len(runs_after))
    enough = SHARED_RUNS if _are_titles_alike(before.title, after.title) else SHARED_RUNS_RENAMED
    if fewer and len(runs_before & runs_after) >= enough * fewer:
        return True
    links_before, links_after = _targets(before), _targets(after)
    fewer_links = min(len(links_before), len(links_after))
    if fewer_links >= FEW_LINKS and len(links_before & links_after) >= SHARED_LINKS * fewer_links:
        return True
    heading_before, heading_after = _first_heading(before), _first_heading(after)
    if heading_before and heading_after:
        return heading_before == heading_after
    return (before.title == after.title and before.title != "") or fewer < FEW_RUNS


def _are_titles_alike(before: str, after: str) -> bool:
    return not before or not after or fuzz.token_set_ratio(before, after) >= TITLES_ALIKE


def _runs(page: Page) -> Iterator[tuple[str, str, str]]:
    left = MAX_RUNS
    for block in page.body:
        words = [word.casefold() for word in words_of(block.text[:4000]) if word[0].isalnum()]
        yield from zip(words, words[1:], words[2:], strict=False)
        left -= len(words)
        if left < 0:
            return


def _targets(page: Page) -> set[str]:
    return {link.target for block in page.body for link in block.links if not link.target.startswith("#")}


def _compare_titles(before: Page, after: Page, changes: Iterable[Change]) -> tuple[Change, ...]:
    """A title that changed. Where a heading changed in the same words, the heading tells it."""
    if before.title == after.title or not before.title or not after.title:
        return ()
    kind = edit_noise(before.title, after.title)
    if not kind and _is_elsewhere(_added_part(before.title, after.title), before, after):
        kind = "form of the title"
    if not kind and any(_repeats(before.title, after.title, change) for change in changes):
        kind = "repeats a heading"
    return (
        Change(
            type=ChangeType.NOISE if kind else ChangeType.TITLE_CHANGED,
            where=Where.BODY,
            before=before.title,
            after=after.title,
            kind=kind or restyling(before.title, after.title),
            rule="title",
        ),
    )


def _added_part(before: str, after: str) -> str:
    """What one title has more than the other, where a separator sets it off: "Club" → "Club – Contact"."""
    shorter, longer = sorted((before, after), key=len)
    if longer.startswith(shorter):
        rest = longer[len(shorter) :]
        return rest.strip(" -–—|:·»«") if rest.lstrip()[:1] in tuple("-–—|:·»«") else ""
    if longer.endswith(shorter):
        rest = longer[: -len(shorter)]
        return rest.strip(" -–—|:·»«") if rest.rstrip()[-1:] in tuple("-–—|:·»«") else ""
    return ""


def _is_elsewhere(part: str, before: Page, after: Page) -> bool:
    """Do both captures say this already, as a heading or a menu's label; or is it a home page's name?"""
    name = part.casefold()
    return name in HOME or (name != "" and all(name in _said(page) for page in (before, after)))


def _said(page: Page) -> set[str]:
    said = {block.text.casefold() for block in page.body if block.kind == BlockKind.HEADING}
    waiting = [item for region in page.regions for item in region.items]
    while waiting:
        item = waiting.pop()
        said.add(item.label.casefold())
        waiting += item.children
    return said


def _repeats(title_before: str, title_after: str, change: Change) -> bool:
    if change.rule not in (EDITED_HEADING, IN_BANNER):
        return False
    before, after = str(change.before), str(change.after)
    return (before in title_before and after in title_after) or set(
        spans_of(title_before, title_after)
    ) <= set(spans_of(before, after))
