"""Chrome is told from body by what a page's markup and text say."""

import pytest

from monitor.model import Snapshot
from monitor.read import read
from monitor.separate import classify, separate

PAGE = """<html lang=en><title>Berths</title><body>
<header><a href=/>Harbour Office</a><nav><ul><li><a href=/fees>Fees</a><li><a href=/berths>Berths</a>
<li><a href=/contact>Contact</a></ul></nav></header>
<main><h1>Berths for visitors</h1>
<p>Visitors moor at the north pier, which has forty berths with water and electricity on the quay.</p>
<p>Call the harbour master on channel 12 before you enter; at night a light shows the free berths.</p>
<ul><li>Up to 12 metres: berths 1 to 25<li>Longer boats: berths 26 to 40, after a call</ul></main>
<aside class=newsletter><h2>Newsletter</h2><p>Get our news by mail every month.</p></aside>
<footer><p>Harbour Office, 1 Quay Street</p><a href=/imprint>Imprint</a></footer></body></html>"""

ARTICLE = """<html lang=en><title>The old crane turns again - Quay Courier</title><body>
<div class="site-header"><div class=logo><a href=/>Quay Courier</a></div>
<div class=menu><a href=/city>City</a> <a href=/harbour>Harbour</a> <a href=/sport>Sport</a></div></div>
<div class=content><div class=post><h1>The old crane turns again</h1>
<div class=share-buttons><a href="https://facebook.example/s">Share</a> <a href="https://x.example/s">Tweet</a></div>
<p>For the first time in thirty years the crane on the west quay lifted a load on Saturday. Some four hundred
people had come to watch, and the mayor gave the sign herself.</p>
<p>The load was small, a barrel of herring, but the machine is old: it was built by the brothers Ahlers and
carried timber until the last mill closed. Volunteers took it apart, cleaned it and put it together again.</p>
<p>From May on it will be shown every second Sunday. Whoever wants to help finds us in the sail loft.</p>
<div class=newsletter-signup><h3>Never miss a story</h3><p>Subscribe to our newsletter.</p>
<button>Sign up</button></div>
<div class=author-box><p>About the author</p><p>Writes about the harbour.</p></div>
<div class=related-posts><h3>Related articles</h3><ul><li><a href=/a>Ferry prices rise in spring</a>
<li><a href=/b>A new roof for the fish hall</a><li><a href=/c>Who owns the west quay?</a></ul></div></div>
</div><div class=site-footer><p>© 2026 Quay Courier</p><a href=/imprint>Imprint</a></div>
<div class=cookie-banner><p>We use cookies to improve this page.</p>
<button>Accept all</button></div></body>"""

GERMAN = """<html lang=de><title>Gebührenordnung</title><body><div id=kopf><ul class=hauptnavigation>
<li><a href=/amt>Das Amt</a><li><a href=/dienste>Dienste</a><li><a href=/kontakt>Kontakt</a></ul></div>
<div id=inhalt><h1>Gebührenordnung</h1><h2>§ 1 Geltung</h2>
<p>Diese Ordnung gilt für alle Boote, die im Stadthafen festmachen, auch wenn sie nur eine Nacht bleiben.</p>
<h2>§ 2 Höhe</h2><p>Die Gebühr beträgt zwölf Euro für jede angefangene Nacht. Kinder zahlen nichts.</p>
<ul><li>Strom: zwei Euro je Nacht<li>Wasser: frei</ul></div>
<div id=fuss><a href=/impressum>Impressum</a> <a href=/datenschutz>Datenschutz</a></div></body></html>"""


def bodies(html: str) -> list[str]:
    page = separate(read(Snapshot(url="https://harbour.example/berths", payload=html.encode())))
    return [block.text for block in page.body]


def test_an_ordinary_page_is_separated() -> None:
    page = separate(read(Snapshot(url="https://harbour.example/berths", payload=PAGE.encode())))
    assert page.title == "Berths"
    body = [block.text for block in page.body]
    assert body[0] == "Berths for visitors"
    assert body[-1].startswith("Longer boats")
    assert len(body) == 5
    labels = {item.label for region in page.regions for item in region.items}
    assert {"Fees", "Berths", "Contact"} <= labels


def test_boilerplate_in_the_column_of_the_body_is_chrome() -> None:
    body = bodies(ARTICLE)
    assert [text.split()[0] for text in body] == ["The", "For", "The", "From"]


def test_a_page_in_another_language_is_separated() -> None:
    body = bodies(GERMAN)
    assert body[0] == "Gebührenordnung"
    assert body[-1] == "Wasser: frei"
    assert len(body) == 7


def test_a_menu_is_chrome_however_little_else_there_is() -> None:
    items = "".join(f"<li><a href=/{number}>Station {number}</a>" for number in range(12))
    assert bodies(f"<nav><ul>{items}</ul></nav><main><h1>Ferries</h1><p>None today.</p></main>") == [
        "Ferries",
        "None today.",
    ]


def test_an_empty_page_has_neither_body_nor_chrome() -> None:
    page = separate(read(Snapshot(url="https://harbour.example/", payload=b"")))
    assert (page.body, page.regions) == ((), ())


@pytest.mark.parametrize("html", [PAGE, ARTICLE, GERMAN])
def test_labels_agree_with_themselves(html: str) -> None:
    document = read(Snapshot(url="https://harbour.example/", payload=html.encode()))
    labels = classify(document)
    assert len(labels.body) == len(labels.probability) == len(labels.kind) == len(document.blocks)
    assert all((kind is None) == body for kind, body in zip(labels.kind, labels.body, strict=True))
    assert all(0.0 < likely < 1.0 for likely in labels.probability)
    assert 0.0 <= labels.confidence <= 1.0
    assert classify(document) == labels


def test_what_some_headings_head_is_body_and_so_are_they() -> None:
    body = bodies(PAGE.replace("<h1>", "<h1>Harbour</h1><h2>").replace("</h1>\n", "</h2>\n"))
    assert body[:2] == ["Harbour", "Berths for visitors"]
