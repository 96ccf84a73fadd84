"""What has not changed to the eye is read as little as can be."""

from dataclasses import replace

import pytest

from monitor.examining import Alike, Examined, Request, Ticked, examine, reading_hash
from monitor.model import ChangeType, Snapshot
from monitor.read import read
from monitor.separate import Template

PAGE = """<!doctype html><html lang="en"><head><title>Weir</title><meta name="token" content="{token}"></head>
<body><nav><ul><li><a href="/">Home</a><li><a href="/weir">Weir</a><li><a href="/lock">{menu}</a></ul></nav>
<main><h1>The weir</h1><p>The weir keeps the upper pool at four metres all summer long.</p>
<p>{text}</p></main>
<footer><p>Generated at 10:15:{clock}</p><p>Waterways board, Lock Lane, all rights reserved</p></footer>
<!-- {token} --></body></html>"""


def page(
    nonce: str = "a", menu: str = "Lock", text: str = "Boats wait by the wall.", clock: str = "01"
) -> str:
    return PAGE.format(token=nonce, menu=menu, text=text, clock=clock)


def snapshot(html: str) -> Snapshot:
    return Snapshot(url="https://weir.example/weir", payload=html.encode(), media_type="text/html")


def request(before: str, after: str, reading: bytes = b"", *, by_rules: bool = True) -> Request:
    return Request(
        snapshot=snapshot(after),
        before=snapshot(before),
        template=Template(),
        is_by_rules=by_rules,
        reading=reading,
    )


def test_other_tokens_are_alike() -> None:
    assert isinstance(examine(request(page(), page(nonce="b"))), Alike)


def test_the_capture_before_is_not_read_where_the_name_of_what_it_shows_is_known() -> None:
    known = reading_hash(read(snapshot(page())))
    unreadable = replace(request(page(), page(nonce="b"), known), before=snapshot("\0"))
    assert examine(unreadable) == Alike(known)


def test_a_clock_in_the_footer_only_ticks() -> None:
    ticked = examine(request(page(), page(nonce="b", clock="44")))
    assert isinstance(ticked, Ticked)
    assert [change.type for change in ticked.found] == [ChangeType.NOISE]


@pytest.mark.parametrize("after", [page(text="Boats wait by the gate."), page(menu="Locks and weirs")])
def test_what_somebody_can_see_is_examined(after: str) -> None:
    known = reading_hash(read(snapshot(page())))
    for reading in (b"", known):
        examined = examine(request(page(), after, reading))
        assert isinstance(examined, Examined)
        assert examined.found
        assert examined.reading == reading_hash(read(snapshot(after)))


def test_other_rules_may_see_more_in_it() -> None:
    known = reading_hash(read(snapshot(page())))
    assert isinstance(examine(request(page(), page(nonce="b"), known, by_rules=False)), Examined)
