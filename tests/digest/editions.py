"""Editions to render, with defaults, so that a test names only what it is about."""

from datetime import UTC, datetime, timedelta

from monitor.digest.edition import Coverage, Edition, Entry, Failing
from monitor.model import Change, ChangeType, Scope, Where

UNTIL = datetime(2026, 1, 12, 7, tzinfo=UTC)
SINCE = UNTIL - timedelta(days=1)


def edited(number: int = 1, *, page: str = "", importance: float = 0.5, site: str = "river") -> Entry:
    before, after = f"The level at lock {number} is 4.20 m.", f"The level at lock {number} is 4.35 m."
    return Entry(
        site=site,
        title=f"Levels at lock {number}",
        change=Change(
            type=ChangeType.PARAGRAPH_EDITED,
            where=Where.BODY,
            before=before,
            after=after,
            spans=(("4.20", "4.35"),),
            sentence=f"Paragraph edited: 4.20 → 4.35 m at lock {number}",
            path=("Levels",),
            page=page or f"https://river.example/locks/{number}",
            importance=importance,
            between=(SINCE, UNTIL),
            id=f"c1-{number:08x}",
        ),
    )


def menu_renamed(pages: int = 41) -> Entry:
    seen = tuple(f"https://river.example/{n}" for n in range(pages))
    return Entry(
        site="river",
        change=Change(
            type=ChangeType.MENU_RENAMED,
            where=Where.CHROME,
            scope=Scope.SITE,
            before="Gauges",
            after="Water levels",
            sentence="Menu item renamed: Gauges → Water levels",
            path=("Our work",),
            region="menu",
            pages_before=seen[pages // 2 :],
            pages_after=seen[: pages // 2],
            importance=0.6,
            between=(SINCE, UNTIL),
            id="c1-feed",
        ),
    )


def edition(*entries: Entry, language: str = "en", name: str = "river watch") -> Edition:
    return Edition(
        name=name,
        entries=entries,
        since=SINCE,
        until=UNTIL,
        language=language,
        zone="Europe/Vienna",
        coverage=Coverage(
            checked=41,
            unchanged=38,
            failing=(Failing(page="https://river.example/gone", reason="gone: HTTP 410", since=SINCE),),
            held_back=(("counter", 12), ("relative time", 3)),
        ),
    )


HOSTILE = (
    "</p></li><script>alert(1)</script><img src=x onerror=alert(2)> "
    "\r\nBcc: victim@example.org\r\n\r\n\x1b[31mred\x1b[0m \u202egnp.exe\u202c =HYPERLINK(1) '\"&lt; "
    + "x"
    * 10_000
)


def hostile() -> Entry:
    return Entry(
        site=HOSTILE,
        title=HOSTILE,
        change=Change(
            type=ChangeType.PARAGRAPH_EDITED,
            where=Where.BODY,
            before="old " + HOSTILE,
            after="new " + HOSTILE,
            spans=(("old", "new"),),
            sentence=HOSTILE,
            path=(HOSTILE,),
            page="javascript:alert(3)//" + HOSTILE,
            importance=0.9,
            id="c1-bad",
        ),
    )
