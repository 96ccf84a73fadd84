"""Chrome is told from body by what a page's markup and text say."""

from monitor.model import Snapshot
from monitor.read import read
from monitor.separate import separate

PAGE = """<html lang=en><title>Berths</title><body>
<header><a href=/>Harbour Office</a><nav><ul><li><a href=/fees>Fees</a><li><a href=/berths>Berths</a>
<li><a href=/contact>Contact</a></ul></nav></header>
<main><h1>Berths for visitors</h1>
<p>Visitors moor at the north pier, which has forty berths with water and electricity on the quay.</p>
<p>Call the harbour master on channel 12 before you enter; at night a light shows the free berths.</p>
<ul><li>Up to 12 metres: berths 1 to 25<li>Longer boats: berths 26 to 40, after a call</ul></main>
<aside class=newsletter><h2>Newsletter</h2><p>Get our news by mail every month.</p></aside>
<footer><p>Harbour Office, 1 Quay Street</p><a href=/imprint>Imprint</a></footer></body></html>"""


def test_an_ordinary_page_is_separated() -> None:
    page = separate(read(Snapshot(url="https://harbour.example/berths", payload=PAGE.encode())))
    assert page.title == "Berths"
    body = [block.text for block in page.body]
    assert body[0] == "Berths for visitors"
    assert body[-1].startswith("Longer boats")
    assert len(body) == 5
    labels = {item.label for region in page.regions for item in region.items}
    assert {"Fees", "Berths", "Contact"} <= labels


def test_an_empty_page_has_neither_body_nor_chrome() -> None:
    page = separate(read(Snapshot(url="https://harbour.example/", payload=b"")))
    assert (page.body, page.regions) == ((), ())


def test_the_headers_of_a_table_stand_with_its_rows() -> None:
    table = "<table><tr><th>Length<th>Summer<th>Winter<tr><td>up to 8 m<td>€12<td>€7"
    table += "<tr><td>over 8 m<td>€18<td>€9</table>"
    page = separate(
        read(Snapshot(url="u", payload=PAGE.replace("<ul><li>Up", f"{table}<ul><li>Up").encode()))
    )
    rows = [block.text for block in page.body if block.cells]
    assert len(rows) == 3
