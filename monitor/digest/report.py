"""A report in one HTML file: what changed, when, and both texts side by side.

It opens from a disk with no network: the style is in it, pictures are SVG in it, and a policy in its head
forbids the rest (CSP level 3), should an escape ever fail. It is for reading in a browser and for printing;
the mail's HTML (`html.py`) is for mail programs, which know much less.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from monitor.digest.edition import Entry, Group, Interval, common_interval, in_groups
from monitor.digest.frame import Frame, frame
from monitor.digest.lines import Part, Tone, shorten
from monitor.digest.plain import group_title, interval_clause, place_clauses, unless_line
from monitor.digest.report_style import STYLE
from monitor.digest.safe import in_html, one_line, reads_from_right, web_address
from monitor.digest.text import sign_of
from monitor.digest.timeline import timeline
from monitor.digest.weave import weave
from monitor.model import Change, Scope

MAX_CHANGES = 2000
"""About 4 MB, which a browser lays out in a second; how many are left out is said."""

MAX_TEXT = 3000
"""Characters of one side; all of it is in `monitor explain` and the JSON."""

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a report is about."""

    name: str
    """ "" for everything, a site's name or a page."""
    entries: tuple[Entry, ...]
    recorded: tuple[datetime, ...]
    """When each entry was recorded, which counts where nobody knows when it happened."""
    made: datetime
    since: datetime | None = None
    until: datetime | None = None


def render_report(what: Report, version: str) -> str:
    """The whole file."""
    words = frame("en")
    title = f"Changes of {one_line(what.name)}" if what.name else "All changes"
    body = "\n".join(_body(what, title, words, version))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{in_html(shorten(title, 200))}</title>\n<style>{STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _body(what: Report, title: str, words: Frame, version: str) -> Iterator[str]:
    yield f"<header>\n<h1>{in_html(shorten(title, 200))}</h1>"
    yield f'<p class="faint">{in_html(_say_counts(what, words))}</p>\n</header>'
    if not what.entries:
        yield f"<p>{in_html(words.say('nothing'))}</p>"
    moments = [
        entry.change.between[1] or seen for entry, seen in zip(what.entries, what.recorded, strict=True)
    ]
    yield from timeline(moments, [entry.change.scope is Scope.SITE for entry in what.entries], words)
    groups = in_groups(what.entries)
    common = common_interval(what.entries)
    if said := unless_line(common, words, UTC):
        yield f'<p class="faint">{in_html(said)}</p>'
    left, shown = MAX_CHANGES, 0
    yield from _contents(groups, words)
    for number, group in enumerate(groups):
        if left <= 0:
            break
        part = replace(group, entries=group.entries[:left])
        yield from _group(part, number, common, words)
        left -= len(part.entries)
        shown += part.count
    if shown < len(what.entries):
        yield f"<p><strong>{in_html(words.count('more', len(what.entries) - shown))}</strong></p>"
    yield '<footer class="faint">'
    made = words.moment(what.made, UTC)
    yield f"<p>Made on {in_html(made)} (UTC). {in_html(words.say('made_by', version=version))}</p>\n</footer>"


def _say_counts(what: Report, words: Frame) -> str:
    pages = {(e.site, e.change.page) for e in what.entries if e.change.scope is Scope.PAGE}
    said = [words.count("changes", len(what.entries))]
    if pages:
        said.append(words.count("sites_pages", len(pages)))
    if what.since is not None:
        said.append(f"since {words.moment(what.since, UTC)}")
    if what.until is not None:
        said.append(f"until {words.moment(what.until, UTC)}")
    return ", ".join(said) + "."


def _contents(groups: Sequence[Group], words: Frame) -> Iterator[str]:
    """Where to go, when there is somewhere to go."""
    if len(groups) < 3:
        return
    yield '<nav aria-label="Contents">\n<details>'
    yield f"<summary>{len(groups)} parts</summary>\n<ol>"
    for number, group in enumerate(groups[:MAX_CHANGES]):
        title = shorten(group_title(group, words), 120)
        count = f'<span class="faint">{len(group.entries)}</span>'
        yield f'<li><a href="#part-{number}"{_direction(title)}>{in_html(title)}</a> {count}</li>'
    yield "</ol>\n</details>\n</nav>"


def _group(group: Group, number: int, common: Interval | None, words: Frame) -> Iterator[str]:
    title = shorten(group_title(group, words), 300)
    yield f'<section id="part-{number}">\n<h2{_direction(title)}>{in_html(title)}</h2>'
    if group.page:
        yield f'<p class="faint address">{_link(group.page)}</p>'
    known = group.interval or common
    if group.interval != common and (said := interval_clause(group.interval, words, UTC)):
        yield f'<p class="faint">{in_html(said)}</p>'
    for entry in group.entries:
        yield from _entry(entry, words, known)
    yield "</section>"


def _entry(entry: Entry, words: Frame, known: Interval | None) -> Iterator[str]:
    change = entry.change
    sign, tone = sign_of(change)
    sentence = shorten(one_line(change.sentence), 600)
    marker = f'<span class="sign {tone.value}" aria-hidden="true">{sign}</span>'
    yield f"<article>\n<h3{_direction(sentence)}>{marker} {in_html(sentence)}</h3>"
    if clauses := [in_html(clause) for clause in place_clauses(entry, words, UTC, known)]:
        yield f'<p class="faint">{" · ".join(clauses)}</p>'
    yield from _sides(change, words)
    yield "</article>"


def _sides(change: Change, words: Frame) -> Iterator[str]:
    """Both texts, the words that went marked in the one, those that came in the other."""
    before, after = _texts(change.before), _texts(change.after)
    if not _needs_sides(change, before, after):
        return
    if before == after:  # what only moved is shown once
        before = ()
    woven: tuple[Part, ...] = ()
    if before and isinstance(change.before, str) and isinstance(change.after, str):
        woven = weave(change.before, change.after, change.spans)
    yield '<div class="sides">'
    for key, texts, tone in (("before", before, Tone.REMOVED), ("after", after, Tone.ADDED)):
        if not texts:
            continue
        yield f'<div class="side {key}">\n<h4>{in_html(words.say(key))}</h4>'
        if woven:
            yield f"<p{_direction(texts[0])}>{_marked(woven, tone)}</p>"
        else:
            for text in texts:
                yield f"<p{_direction(text)}>{in_html(shorten(one_line(text), MAX_TEXT))}</p>"
        yield "</div>"
    yield "</div>"


def _texts(side: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (side,) if isinstance(side, str) else side or ()


def _needs_sides(change: Change, before: Sequence[str], after: Sequence[str]) -> bool:
    """Not when the sentence says all of it already."""
    said = one_line(change.sentence)
    return any(one_line(text) not in said for text in (*before, *after))


def _marked(woven: Sequence[Part], mine: Tone) -> str:
    """One side of both texts in one."""
    tag = "del" if mine is Tone.REMOVED else "ins"
    marked = []
    room = MAX_TEXT
    for part in woven:
        if part.tone not in (Tone.PLAIN, mine):
            continue
        if room <= 0:
            marked.append(" …")
            break
        text = shorten(one_line(part.text), max(room, 2))
        room -= len(text)
        if part.tone is mine:
            marked.append(f"<{tag}>{in_html(text)}</{tag}>")
        else:
            blank, end = " " * part.text[:1].isspace(), " " * part.text[-1:].isspace()
            marked.append(f"{blank}{in_html(text)}{end}")
    return "".join(marked)


def _link(url: str) -> str:
    shown = in_html(shorten(one_line(url), 500))
    address = web_address(url)
    if not address or len(address) > 2000:
        return shown
    return f'<a href="{in_html(address)}" rel="noreferrer">{shown}</a>'


def _direction(text: str) -> str:
    return ' dir="rtl"' if reads_from_right(text) else ""
