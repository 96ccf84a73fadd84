"""The text part of a digest: complete, and a pleasure to read by itself.

The same order as the HTML part. Lines are broken at 76 columns, but never inside a word, so that URLs
stay whole; `quoted-printable` keeps longer ones within what mail may carry.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import tzinfo
from zoneinfo import ZoneInfo

from monitor.digest.edition import (
    Coverage,
    Edition,
    Entry,
    Failing,
    Group,
    Interval,
    common_interval,
    in_groups,
)
from monitor.digest.frame import Frame, frame
from monitor.digest.lines import Line, Part, Tone, shorten, wrap
from monitor.digest.safe import one_line
from monitor.digest.text import EDITED, sign_of
from monitor.digest.weave import excerpt, weave
from monitor.model import Change, Scope, Where

COLUMNS = 76
"""RFC 3676 §4.2 asks for 78 at most; room for one quoting sign."""

MAX_TEXT = 300
MAX_CHANGES = 200
"""Changes in the text part; the number left out is said. 200 is more than anybody reads at one go."""

MAX_FAILING = 20

MAX_ALSO = 3
"""Pages that are named where the same change was on many; how many there are is always said."""


def plain(edition: Edition, version: str) -> str:
    """The whole text part."""
    words, zone = frame(edition.language), ZoneInfo(edition.zone)
    rows: list[str] = []
    for line in _lines(edition, words, zone, version):
        rows += ["".join(part.text for part in row).rstrip() for row in wrap(line, COLUMNS)]
    return "\n".join(rows).rstrip() + "\n"


def _lines(edition: Edition, words: Frame, zone: ZoneInfo, version: str) -> Iterator[Line]:
    groups = in_groups(edition.entries)
    yield _text(count_line(edition, words))
    yield _text(period_line(edition, words, zone))
    common = common_interval(edition.entries)
    if said := unless_line(common, words, zone):
        yield _text(said)
    yield Line()
    left, shown = MAX_CHANGES, 0
    for group in groups:
        if left <= 0:
            break
        part = replace(group, entries=group.entries[:left])
        yield from _group(part, common, words, zone)
        left -= len(part.entries)
        shown += part.count
    if shown < len(edition.entries):
        yield _text(words.count("more", len(edition.entries) - shown))
        yield Line()
    yield from _coverage(edition.coverage, edition.command, words, zone)
    yield _text("-- ")
    yield _text(words.say("why", name=one_line(edition.name)))
    if edition.address:
        yield _text(words.say("stop", address=one_line(edition.address)))
    yield _text(words.say("made_by", version=version))


def count_line(edition: Edition, words: Frame) -> str:
    """How many changes, in how many places."""
    if not edition.entries:
        return words.say("nothing")
    pages = {(e.site, e.change.page) for e in edition.entries if e.change.scope is Scope.PAGE}
    said = words.count("changes", len(edition.entries))
    return f"{said}, {words.count('sites_pages', len(pages))}." if pages else f"{said}."


def period_line(edition: Edition, words: Frame, zone: ZoneInfo) -> str:
    until = words.moment(edition.until, zone)
    if edition.since is None:
        return words.say("until", until=until, zone=edition.zone)
    return words.say("period", since=words.moment(edition.since, zone), until=until, zone=edition.zone)


def _text(text: str, indent: int = 0, lead: str = "") -> Line:
    return Line((Part(text),), indent, Part(lead))


def group_title(group: Group, words: Frame) -> str:
    if not group.page:
        return " · ".join(filter(None, [words.say("whole_site"), one_line(group.site)]))
    return one_line(group.title) or one_line(group.page)


def _group(group: Group, common: Interval | None, words: Frame, zone: ZoneInfo) -> Iterator[Line]:
    title = shorten(group_title(group, words), MAX_TEXT)
    yield _text(title)
    if group.page and group.title:
        yield _text(shorten(one_line(group.page), MAX_TEXT))
    yield _text("─" * min(COLUMNS, max(len(title), 3)))
    known = group.interval or common
    if group.interval != common and (said := interval_clause(group.interval, words, zone)):
        yield _text(said, 1)
    for entry in group.entries:
        yield from _entry(entry, words, zone, known)
    yield Line()


def _entry(entry: Entry, words: Frame, zone: ZoneInfo, known: Interval | None) -> Iterator[Line]:
    change = entry.change
    sign, _ = sign_of(change)
    yield _text(shorten(one_line(change.sentence), MAX_TEXT), 1, f"{sign} ")
    if change.type in EDITED and isinstance(change.before, str) and isinstance(change.after, str):
        marked = []
        for part in excerpt(weave(change.before, change.after, change.spans)):
            text = shorten(one_line(part.text), MAX_TEXT)
            blank = " " if part.text[:1].isspace() else ""
            end = " " if part.text[-1:].isspace() else ""
            match part.tone:
                case Tone.REMOVED:
                    marked.append(f"[-{text}-]")
                case Tone.ADDED:
                    marked.append(f"{' ' * marked[-1:][0].endswith('-]') if marked else ''}{{+{text}+}}")
                case _:
                    marked.append(blank + text + end)
        if marked:
            yield _text("".join(marked), 3)
    clauses = list(place_clauses(entry, words, zone, known))
    if clauses:
        yield _text(" · ".join(clauses), 3)


def interval_clause(interval: Interval | None, words: Frame, zone: tzinfo) -> str:
    """When it happened, as far as the captures narrow it; "" when nobody knows."""
    since, until = interval or (None, None)
    if until is None:
        return ""
    if since is None:
        return words.say("happened_before", until=words.moment(until, zone))
    return words.say("happened", since=words.moment(since, zone), until=words.moment(until, zone))


def unless_line(common: Interval | None, words: Frame, zone: tzinfo) -> str:
    """When all happened of which nothing else is said; "" where there is no such time."""
    since, until = common or (None, None)
    if since is None or until is None:
        return ""
    return words.say("unless", since=words.moment(since, zone), until=words.moment(until, zone))


def place_clauses(entry: Entry, words: Frame, zone: tzinfo, known: Interval | None = None) -> Iterator[str]:
    """Where it stands, how far it is seen, when it happened (if that is not `known`), how it came about."""
    change = entry.change
    if change.path and not _is_said(change):
        yield words.say("under", path=" › ".join(shorten(one_line(p), 60) for p in change.path))
    if change.path_before is not None and change.path_before != change.path:
        yield words.say("moved_from", path=" › ".join(shorten(one_line(p), 60) for p in change.path_before))
    if change.scope is Scope.SITE and (change.pages_after or change.pages_before):
        seen = len(set(change.pages_after))
        yield words.say("shown_on", seen=seen, known=len({*change.pages_after, *change.pages_before}))
    if entry.also:
        named = ", ".join(shorten(one_line(page), 80) for page in entry.also[:MAX_ALSO])
        yield f"{words.count('also', len(entry.also))}: {named}{', …' * (len(entry.also) > MAX_ALSO)}"
    if change.between != known and (said := interval_clause(change.between, words, zone)):
        yield said
    if change.inferred:
        yield words.say("inferred")
    if entry.reverted:
        yield words.say("changed_back")
    elif entry.steps > 1:
        yield words.say("in_steps", count=entry.steps)


def _is_said(change: Change) -> bool:
    """Does the sentence name the place already? A body's place begins with the page's own heading."""
    steps = len(change.path) - (change.where is Where.BODY)
    return steps <= 1 and one_line(change.path[-1]) in one_line(change.sentence)


def _coverage(coverage: Coverage, command: str, words: Frame, zone: ZoneInfo) -> Iterator[Line]:
    yield _text(words.say("coverage"))
    yield _text("─" * len(words.say("coverage")))
    yield _text(coverage_line(coverage, words), 1)
    for title, pages in (("failing", coverage.failing), ("silent", coverage.silent)):
        if pages:
            yield _text(words.say(title) + ":", 1)
            yield from (failing_line(page, words, zone) for page in pages[:MAX_FAILING])
            if len(pages) > MAX_FAILING:
                yield _text(f"… (+{len(pages) - MAX_FAILING})", 3)
    if coverage.held_back:
        yield _text(held_back_line(coverage, words), 1)
        yield _text(words.say("show_held_back", command=command), 1)
    yield Line()


def coverage_line(coverage: Coverage, words: Frame) -> str:
    parts = [words.count("checked", coverage.checked), words.count("unchanged", coverage.unchanged)]
    if coverage.failing:
        parts.append(words.count("failed", len(coverage.failing)))
    return ", ".join(parts) + "."


def held_back_line(coverage: Coverage, words: Frame) -> str:
    kinds = ", ".join(f"{count} {one_line(kind)}" for kind, count in coverage.held_back)
    return f"{words.say('held_back')}: {kinds}."


def failing_line(page: Failing, words: Frame, zone: ZoneInfo) -> Line:
    parts = [one_line(page.page), shorten(one_line(page.reason), 120)]
    if page.since is not None:
        parts.append(words.say("since", since=words.moment(page.since, zone)))
    return _text(" · ".join(p for p in parts if p), 3, "! ")
