"""When the changes happened, as a picture: a bar for each stretch of time, SVG inside the page.

The bars stretch with the page; the words stand outside the picture, so that they stay readable at any
width, and each bar says in words what it shows.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from monitor.digest.frame import Frame
from monitor.digest.safe import in_html

BARS = 48
"""At most: at 320 pixels each is still 6 pixels wide."""

STEPS = tuple(timedelta(days=days) for days in (1, 2, 7, 14, 28, 91, 182, 365, 730, 1825, 3650))
"""How much time a bar may stand for; none shorter than a day, by which people remember."""

HEIGHT = 100


def timeline(moments: Sequence[datetime], of_site: Sequence[bool], words: Frame) -> Iterator[str]:
    """The picture, or nothing when all happened at one time."""
    if not moments:
        return
    begin = min(moments).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    span = max(moments) - begin
    step = next((step for step in STEPS if span / step < BARS), STEPS[-1])
    count = min(int(span / step) + 1, BARS)
    if count < 2:
        return
    sites, pages = [0] * count, [0] * count
    for moment, is_site in zip(moments, of_site, strict=True):
        bars = sites if is_site else pages
        bars[min(int((moment - begin) / step), count - 1)] += 1
    tallest = max(site + page for site, page in zip(sites, pages, strict=True))
    label = f"{words.count('changes', len(moments))}, at most {tallest} in one bar"
    yield '<figure class="timeline">'
    yield (
        f'<svg viewBox="0 0 {count * 10} {HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="{in_html(label)}">'
    )
    for number in range(count):
        yield from _bar(number, sites[number], pages[number], tallest, begin + step * number, step, words)
    yield "</svg>"
    first, last = (_day(moment, words) for moment in (begin, begin + step * count - timedelta(days=1)))
    length = "a day" if step.days == 1 else f"{step.days} days"
    yield f'<figcaption class="faint"><span>{in_html(first)}</span><span>{in_html(last)}</span>'
    key = '<span class="box site"></span> the whole site, <span class="box page"></span> single pages'
    yield f'<span class="key">{key}; a bar is {length}, the tallest {tallest}</span></figcaption>\n</figure>'


def _bar(
    number: int, site: int, page: int, tallest: int, begin: datetime, step: timedelta, words: Frame
) -> Iterator[str]:
    if not site + page:
        return
    said = f"{_day(begin, words)}: {words.count('changes', site + page)}"
    if site:
        said += f", {site} of the whole site"
    yield f"<g><title>{in_html(said)}</title>"
    at = float(HEIGHT)
    for name, value in (("site", site), ("page", page)):
        if value:
            height = max(value * HEIGHT / tallest, 2.0)
            at -= height
            yield f'<rect class="{name}" x="{number * 10 + 1}" y="{at:.1f}" width="8" height="{height:.1f}"/>'
    yield "</g>"


def _day(moment: datetime, words: Frame) -> str:
    return f"{moment.day} {words.months[moment.month - 1]} {moment.year}"
