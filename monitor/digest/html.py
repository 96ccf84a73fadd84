"""The HTML part of a digest, as mail programs can show it: real headings, signs as well as colour, both
colour schemes, one column that fits 320 pixels, nothing loaded from anywhere.

Styles are written as a sheet and inlined by css-inline, because many mail programs drop the sheet; the
dark scheme stays in the sheet for those that keep it.
"""

from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from monitor.digest.edition import Edition, Entry, Group, Interval, common_interval, in_groups
from monitor.digest.frame import Frame, frame
from monitor.digest.lines import Tone, shorten
from monitor.digest.plain import (
    MAX_FAILING,
    count_line,
    coverage_line,
    group_title,
    held_back_line,
    interval_clause,
    period_line,
    place_clauses,
    unless_line,
)
from monitor.digest.safe import in_html, one_line, reads_from_right, web_address
from monitor.digest.subject import subject
from monitor.digest.text import EDITED, sign_of
from monitor.digest.weave import excerpt, weave
from monitor.model import Change

MAX_BYTES = 96_000
"""Of the whole part: Gmail cuts a message off at about 102 KB."""

FIRST_TRY = 40_000
"""Bytes of changes, before styles are inlined, which makes them about two and a half times as long."""

TRIES = 5

MAX_DETAILS = 8
"""Changes whose texts before and after are shown whole, at the end."""

MAX_TEXT = 300
MAX_DETAIL = 1200

LIGHT = """
body { margin: 0; padding: 16px; background: #ffffff; color: #1d2329;
       font: 16px/1.5 -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
main { display: block; max-width: 640px; margin: 0 auto; overflow-wrap: anywhere; }
h1 { font-size: 20px; line-height: 1.3; margin: 0 0 4px; }
h2 { font-size: 17px; line-height: 1.35; margin: 28px 0 4px; padding-top: 14px;
     border-top: 1px solid #c9d1d9; }
h3 { font-size: 15px; margin: 16px 0 4px; }
p { margin: 4px 0; }
ul { margin: 8px 0; padding: 0; list-style: none; }
li { margin: 0 0 14px; }
a { color: #0b57a4; }
.faint { color: #57606a; font-size: 14px; }
.sign { font-weight: bold; }
.added { color: #14562a; }
.removed { color: #8c1d18; }
.changed { color: #7d4e00; }
.moved { color: #0b57a4; }
.diff { margin: 4px 0; padding: 6px 10px; border-left: 3px solid #c9d1d9; }
del { background: #fbe3e1; color: #8c1d18; text-decoration: line-through; }
ins { background: #e0f2e3; color: #14562a; text-decoration: underline; }
footer { display: block; margin-top: 28px; padding-top: 10px; border-top: 1px solid #c9d1d9; }
"""

DARK = """
@media (prefers-color-scheme: dark) {
  body { background: #14181d !important; color: #e6edf3 !important; }
  h2, footer { border-color: #3d444d !important; }
  a { color: #7cb7ff !important; }
  .faint { color: #9aa5b1 !important; }
  .diff { border-color: #3d444d !important; }
  .added { color: #9be0ab !important; }
  .removed { color: #ffb3ac !important; }
  .changed { color: #e3b341 !important; }
  .moved { color: #7cb7ff !important; }
  del { background: #4c1f1d !important; color: #ffb3ac !important; }
  ins { background: #16391f !important; color: #9be0ab !important; }
}
"""


def page(edition: Edition, version: str) -> str:
    """The whole HTML part: as many changes as fit, and how many do not."""
    room = FIRST_TRY
    for _ in range(TRIES):
        whole = _page(edition, version, room)
        size = len(whole.encode())
        if size <= MAX_BYTES:
            break
        room = int(room * MAX_BYTES / size * 0.95)
    return whole


def _page(edition: Edition, version: str, room: int) -> str:
    words, zone = frame(edition.language), ZoneInfo(edition.zone)
    body = "\n".join(_body(edition, words, zone, version, room))
    document = (
        f'<!doctype html>\n<html lang="{words.language}" dir="{words.direction}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="supported-color-schemes" content="light dark">\n'
        f"<title>{in_html(subject(edition))}</title>\n"
        f"<style>{LIGHT}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
    import css_inline  # takes its time, and most commands write no mail

    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)
    # The dark scheme goes in afterwards: inlined, it would be the only one.
    return inliner.inline(document).replace("</head>", f"<style>{DARK}</style></head>", 1)


def _body(edition: Edition, words: Frame, zone: ZoneInfo, version: str, room: int) -> Iterator[str]:
    yield f"<h1>{in_html(count_line(edition, words))}</h1>"
    yield f'<p class="faint">{in_html(period_line(edition, words, zone))}</p>'
    common = common_interval(edition.entries)
    if said := unless_line(common, words, zone):
        yield f'<p class="faint">{in_html(said)}</p>'
    groups = in_groups(edition.entries)
    shown = used = 0
    for group in groups:
        parts, count = _group(group, room - used, common, words, zone)
        if not count:
            break
        yield from parts
        used += sum(len(part.encode()) for part in parts)
        shown += replace(group, entries=group.entries[:count]).count
        if count < len(group.entries):
            break
    if shown < len(edition.entries):
        yield f"<p><strong>{in_html(words.count('more', len(edition.entries) - shown))}</strong></p>"
    yield from _details(groups, words)
    yield from _coverage(edition, words, zone)
    yield '<footer class="faint">'
    yield f"<p>{in_html(words.say('why', name=edition.name))}</p>"
    if edition.address:
        yield f"<p>{in_html(words.say('stop', address=edition.address))}</p>"
    yield f"<p>{in_html(words.say('made_by', version=version))}</p>\n</footer>"


def _group(
    group: Group, room: int, common: Interval | None, words: Frame, zone: ZoneInfo
) -> tuple[list[str], int]:
    """The group's HTML as far as there is room (bytes), and how many of its entries that is."""
    title = shorten(group_title(group, words), MAX_TEXT)
    parts = [f"<h2{_direction(title)}>{in_html(title)}</h2>"]
    if group.page:
        parts.append(f'<p class="faint">{_link(group.page)}</p>')
    known = group.interval or common
    if group.interval != common and (said := interval_clause(group.interval, words, zone)):
        parts.append(f'<p class="faint">{in_html(said)}</p>')
    parts.append("<ul>")
    room -= sum(len(part.encode()) for part in parts)
    count = 0
    for entry in group.entries:
        item = _entry(entry, words, zone, known)
        room -= len(item.encode())
        if room < 0:
            break
        parts.append(item)
        count += 1
    parts.append("</ul>")
    return (parts, count) if count else ([], 0)


def _entry(entry: Entry, words: Frame, zone: ZoneInfo, known: Interval | None) -> str:
    change = entry.change
    sign, tone = sign_of(change)
    sentence = shorten(one_line(change.sentence), MAX_TEXT)
    parts = [
        f'<li{_direction(sentence)}><span class="sign {tone.value}" aria-hidden="true">{sign}</span> '
        + in_html(sentence)
    ]
    if diff := _word_diff(change):
        parts.append(f'<p class="diff">{diff}</p>')
    if clauses := [in_html(clause) for clause in place_clauses(entry, words, zone, known)]:
        parts.append(f'<p class="faint">{" · ".join(clauses)}</p>')
    return "".join(parts) + "</li>"


def _word_diff(change: Change) -> str:
    if change.type not in EDITED or not isinstance(change.before, str) or not isinstance(change.after, str):
        return ""
    marked = []
    for part in excerpt(weave(change.before, change.after, change.spans)):
        text = in_html(shorten(part.text, MAX_TEXT))
        match part.tone:
            case Tone.REMOVED:
                marked.append(f"<del>{text}</del> ")
            case Tone.ADDED:
                marked.append(f"<ins>{text}</ins>")
            case _:
                blank = " " if part.text[:1].isspace() else ""
                end = " " if part.text[-1:].isspace() else ""
                marked.append(blank + text + end)
    return "".join(marked)


def _details(groups: tuple[Group, ...], words: Frame) -> Iterator[str]:
    """The most important long texts, whole."""
    entries = [e for g in groups for e in g.entries if _is_long(e.change)]
    entries = sorted(entries, key=lambda e: -e.change.importance)[:MAX_DETAILS]
    if not entries:
        return
    yield f"<h2>{in_html(words.say('details'))}</h2>"
    for entry in entries:
        sentence = shorten(one_line(entry.change.sentence), 120)
        yield f"<h3{_direction(sentence)}>{in_html(sentence)}</h3>"
        for key, side in (("before", entry.change.before), ("after", entry.change.after)):
            for text in (side,) if isinstance(side, str) else side or ():
                shown = shorten(one_line(text), MAX_DETAIL)
                label = in_html(words.say(key))
                yield f'<p{_direction(shown)}><strong class="faint">{label}:</strong> {in_html(shown)}</p>'


def _is_long(change: Change) -> bool:
    sides = [s if isinstance(s, str) else " ".join(s or ()) for s in (change.before, change.after)]
    return max(map(len, sides)) > 120


def _coverage(edition: Edition, words: Frame, zone: ZoneInfo) -> Iterator[str]:
    coverage = edition.coverage
    yield f"<h2>{in_html(words.say('coverage'))}</h2>"
    yield f"<p>{in_html(coverage_line(coverage, words))}</p>"
    for title, pages in (("failing", coverage.failing), ("silent", coverage.silent)):
        if not pages:
            continue
        yield f"<h3>{in_html(words.say(title))}</h3>\n<ul>"
        for missed in pages[:MAX_FAILING]:
            said = in_html(shorten(one_line(missed.reason), 120))
            if missed.since is not None:
                said += f" · {in_html(words.say('since', since=words.moment(missed.since, zone)))}"
            yield f'<li>{_link(missed.page)}<br><span class="faint">{said}</span></li>'
        yield "</ul>"
        if len(pages) > MAX_FAILING:
            yield f'<p class="faint">… (+{len(pages) - MAX_FAILING})</p>'
    if coverage.held_back:
        yield f'<p class="faint">{in_html(held_back_line(coverage, words))}</p>'
        yield f'<p class="faint">{in_html(words.say("show_held_back", command=edition.command))}</p>'


def _link(url: str) -> str:
    """A URL shown in full; linked when it is of the web."""
    shown = in_html(shorten(one_line(url), 500))
    address = web_address(url)
    return f'<a href="{in_html(address)}">{shown}</a>' if address and len(address) <= 2000 else shown


def _direction(text: str) -> str:
    return ' dir="rtl"' if reads_from_right(text) else ""
