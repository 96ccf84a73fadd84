"""HTML becomes blocks as a reader of the page would see them."""

import pytest

from monitor.errors import TooLarge
from monitor.model import Block, BlockKind, Document, Landmark, Link, Snapshot
from monitor.read import Limits, read

URL = "https://www.example.org/about/staff"


def read_page(html: str | bytes, **changes: object) -> Document:
    payload = html.encode() if isinstance(html, str) else html
    return read(Snapshot(url=URL, payload=payload, media_type="text/html"), **changes)  # type: ignore[arg-type]


def texts(html: str) -> list[str]:
    return [block.text for block in read_page(html).blocks]


def only(html: str) -> Block:
    (block,) = read_page(html).blocks
    return block


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p><b>anti</b>-trafficking", "anti-trafficking"),
        ("<p>a <i>b</i>c", "a bc"),
        ("<p>one<br>two", "one two"),
        (
            "<a href=x><span><span>Rent</span><svg></svg></span><span>Find a boat for a day</span></a>",
            "Rent Find a boat for a day",
        ),
        ("<a href=x><b>Rent a boat.</b><span>Now with oars</span></a>", "Rent a boat. Now with oars"),
        ("<p><b>2 May 2026</b><span>7:05 AM</span>", "2 May 2026 7:05 AM"),
        ("<p><span>2026</span><span>7:05</span>", "2026 7:05"),
        ("<p>from <del>10</del><ins>12</ins> metres", "from 10 12 metres"),
        ("<p><s>$9</s><b>$7</b>", "$9 $7"),
        ("<p>Mc<b>Kay Lake House</b>", "McKay Lake House"),
        ("<p><b>Lake</b><i>Hub</i>", "LakeHub"),
        ("<p><span>T</span><span>HE OLD harbour</span>", "THE OLD harbour"),
        ("<p><b>anti</b><i>trafficking of eels</i>", "antitrafficking of eels"),
        ("<p>co&shy;oper&#x200b;ation", "cooperation"),
        ("<p>cafe&#x301;", "café"),
        ("<p>H<sub>2</sub>O", "H2O"),
        ("<p>very<wbr>long", "verylong"),
        ("<p>read <a href=x>on<span class=sr-only> about lakes</span></a>", "read on"),
        (
            "<p>the <i>Harbour<span role=tooltip class=tooltip-text>Harbour: the port</span></i> said",
            "the Harbour said",
        ),
        ("<p>a<span style='display: none'>secret</span>b", "ab"),
        ("<p>a<span hidden>secret</span>b", "ab"),
        ("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>", "漢字"),
        ("<p><math><mi>x</mi><mo>=</mo><mn>2</mn><annotation encoding='TeX'>x=2</annotation></math>", "x=2"),
        ("<p>a<script>var b = '<p>no</p>'</script>c", "ac"),
        ("<p>a<!-- not this -->c", "ac"),
        ("<p>می\u200cخواهم", "می\u200cخواهم"),
        ("<p>plain\u200c text", "plain text"),
        ("<div>the <i>weir<div role=tooltip>a low dam</div></i> broke</div>", "the weir broke"),
        ("<div>the weir<div class=tooltip-content>a low dam</div> broke</div>", "the weir broke"),
        ("<p>a<picture><source srcset=x><img src=x></picture>b", "ab"),
        ("<p>since <relative-time>May</relative-time> only", "since May only"),
        ("<p>since <span class='d-none d-md-inline'>May</span><b class=d-md-none>5</b>", "since May"),
        ("<p>so <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> of it", "so 1/2 of it"),
        (
            "<p><math><mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac></math>",
            "(a+b)/2",
        ),
        ("<p><math><msup><mi>x</mi><mn>2</mn></msup></math>", "x^2"),
        ("<p><math><mfrac><mn>1</mn></mfrac></math>", "1"),
    ],
)
def test_a_run_of_text_reads_as_it_is_seen(html: str, text: str) -> None:
    assert only(html).text == text


@pytest.mark.parametrize(
    ("html", "link"),
    [
        (
            "<a href=/><svg><title>Start</title><path d=m></svg></a>",
            Link("Start", "https://www.example.org/"),
        ),
        ("<a href=/><img src=x title=Start></a>", Link("Start", "https://www.example.org/")),
        (
            "<a href='/cdn-cgi/l/email-protection#2a4b6a48044952'>Write <b>to us</b></a>",
            Link("Write to us", "mailto:a@b.cx"),
        ),
        (
            "<a href='/cdn-cgi/l/email-protection' data-cfemail='2a4b6a48044952'>[email&#160;protected]</a>",
            Link("a@b.cx", "mailto:a@b.cx"),
        ),
    ],
)
def test_a_link_is_named_and_leads_as_its_reader_finds_it(html: str, link: Link) -> None:
    assert only(html).links == (link,)


def test_an_address_that_a_network_hides_is_read_as_it_is_seen() -> None:
    hidden = (
        "<a href='/cdn-cgi/l/email-protection#%s'><span data-cfemail=%s>[email&#160;protected]</span></a>"
    )
    with_one_key = read_page("<p>To " + hidden % ("2a4b6a48044952", "2a4b6a48044952") + ".")
    with_another = read_page("<p>To " + hidden % ("016041632f6279", "016041632f6279") + ".")
    assert with_one_key.blocks == with_another.blocks
    assert with_one_key.blocks[0].text == "To a@b.cx."
    broken = read_page("<p>To " + hidden % ("2a4", "zz") + ".")
    assert broken.blocks[0].text == "To [email protected]."


def test_what_opens_on_demand_is_hidden() -> None:
    document = read_page("<button popovertarget=a>Notes</button><div id=a popover>Kept in the tower</div>")
    hidden = [document.containers[block.container].hidden for block in document.blocks]
    assert hidden == [False, True]


def test_a_group_of_choices_has_its_name() -> None:
    html = "<select><optgroup label=Europe><option value=/f>Français</optgroup><option value=/e>English"
    assert texts(html) == ["Europe", "Français", "English"]


def test_two_breaks_make_two_paragraphs() -> None:
    assert texts("<div>one<br> <br>two<br>three") == ["one", "two three"]


def test_one_break_is_remembered() -> None:
    block = only("<p>Town library<br>\n3 <b>Mill</b>\n<i>Lane</i><br/> <br/></p>")
    assert (block.text, block.breaks) == ("Town library 3 Mill Lane", (13,))


def test_links_side_by_side_are_two_labels() -> None:
    block = only("<div><a href=/a>Home</a><a href=/b>News</a></div>")
    assert block.text == "Home News"
    assert block.links == (
        Link("Home", "https://www.example.org/a"),
        Link("News", "https://www.example.org/b"),
    )
    assert block.link_chars == 8


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("team", "https://www.example.org/about/team"),
        ("../x", "https://www.example.org/x"),
        ("//cdn.example.net/x", "https://cdn.example.net/x"),
        ("#top", "#top"),
        ("#", ""),
        ("javascript:void(0)", ""),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("http://[", "http://["),
    ],
)
def test_targets_are_absolute(href: str, target: str) -> None:
    assert only(f'<p><a href="{href}">x</a>').links == (Link("x", target),)


def test_an_image_names_the_link_or_heading_that_it_fills() -> None:
    assert texts("<a href=/><img alt='The Harbour Office'></a><h1><img alt=Welcome></h1>") == [
        "The Harbour Office",
        "Welcome",
    ]


@pytest.mark.parametrize(
    ("html", "heading"),
    [
        ("<h2 id=fees><a href=/prices#fees aria-label='Fees permalink'><svg></svg></a>Fees</h2>", "Fees"),
        ("<h2 id=fees>Fees <a href=/prices#fees>¶</a></h2>", "Fees"),
        ('<h2 id=x>Fees<a href="#x" title="Link to this heading">¶</a></h2>', "Fees"),
        ('<h2><a id=x href="#x" aria-label="Permalink: Fees"><svg></svg></a>Fees</h2>', "Fees"),
        ('<section id=x><h2>Fees <a href="#x">#</a></h2></section>', "Fees"),
        ('<h2 id=x>Fees<a href="#x"><span>Link to this section</span></a></h2>', "Fees"),
        ('<h2 id=x>Fees<a href="#x">\u200b</a></h2>', "Fees"),
        # These are words of the heading.
        ('<h2 id=x><a href="#x">Fees</a></h2>', "Fees"),
        ('<h2 id=x>2. <a href="#contents">Fees</a></h2>', "2. Fees"),
        ('<h2 id=x>Fees in <a href="/c">C#</a></h2>', "Fees in C#"),
        ('<h2 id=x><a href="#top"><img alt="Fees"></a></h2>', "Fees"),
    ],
)
def test_a_link_to_copy_a_headings_address_from_is_no_word_of_it(html: str, heading: str) -> None:
    assert texts(html) == [heading]


def test_a_picture_between_paragraphs_is_no_text() -> None:
    assert texts("<p>one<figure><img alt='a boat'></figure><p>two") == ["one", "two"]


def test_lists_tell_their_depth_and_who_has_children() -> None:
    blocks = read_page("<ul><li>a<ul><li>b<li>c</ul><li>d</ul>").blocks
    assert [(b.text, b.level, b.has_children) for b in blocks] == [
        ("a", 1, True),
        ("b", 2, False),
        ("c", 2, False),
        ("d", 1, False),
    ]
    assert {b.kind for b in blocks} == {BlockKind.LIST_ITEM}


def test_blocks_know_the_headings_above_them() -> None:
    blocks = read_page(
        "<h1>Fees</h1><p>a<h2>Boats</h2><p>b<aside><h2>Elsewhere</h2><p>c</aside><p>d<h2>Cars</h2><p>e"
    ).blocks
    sections = {b.text: b.section for b in blocks}
    assert sections["b"] == sections["d"] == ("Fees", "Boats")
    assert sections["c"] == ("Fees", "Elsewhere")
    assert sections["e"] == ("Fees", "Cars")
    assert sections["Boats"] == ("Fees",)


def test_a_data_table_is_read_by_rows() -> None:
    blocks = read_page(
        "<table><tr><th>Berth<th>Fee<tr><td>A<td>10 €<tr><td><p>B</p><td><a href=/b>12 €</a></table>"
    ).blocks
    assert [b.kind for b in blocks] == [BlockKind.TABLE_ROW] * 3
    assert blocks[2].text == "B | 12 €"
    assert blocks[2].cells == ("B", "12 €")
    assert blocks[2].headers == ("Berth", "Fee")
    assert blocks[2].links == (Link("12 €", "https://www.example.org/b"),)


def test_a_layout_table_is_no_data() -> None:
    long = "word " * 400
    blocks = read_page(f"<table><tr><td>Menu<td>Top<tr><td>Home<td>{long}</table>").blocks
    assert {b.kind for b in blocks} == {BlockKind.PARAGRAPH}


def test_containers_tell_what_their_authors_named_them() -> None:
    document = read_page(
        "<header class=Top><nav id=Main aria-label='Main menu'><ul><li>a</ul></nav></header>"
        "<main><article><header><h1>b</h1></header></article></main><footer>c</footer>"
    )
    by_tag = {(c.tag, c.landmark): c for c in document.containers}
    assert by_tag["nav", Landmark.NAVIGATION].hint == "main"
    assert by_tag["nav", Landmark.NAVIGATION].label == "Main menu"
    assert by_tag["header", Landmark.BANNER].hint == "top"
    assert ("header", Landmark.NONE) in by_tag
    assert ("footer", Landmark.CONTENTINFO) in by_tag
    assert all(c.parent < index for index, c in enumerate(document.containers))


def test_a_folded_panel_is_read_and_told_hidden() -> None:
    document = read_page("<div hidden><p>folded</div><p>open")
    assert [document.containers[b.container].hidden for b in document.blocks] == [True, False]


def test_badges_are_kept_beside_the_text() -> None:
    block = only("<ul><li><a href=/x>Permits</a> <span class='badge new'>NEW</span></ul>")
    assert (block.text, block.badges) == ("Permits NEW", ("NEW",))


def test_empty_lines_part_preformatted_text() -> None:
    assert texts("<pre>one\n two\n\nthree</pre>") == ["one two", "three"]


def test_metadata_is_what_the_head_says() -> None:
    metadata = read_page(
        "<html lang=de-AT><head><title> Ämter &amp; Wege </title><link rel=canonical href=/amt>"
        "<link rel=alternate hreflang=en href=/en>"
        "<meta property=article:published_time content='2024-05-01T08:00:00Z'>"
        '<script type=application/ld+json>{"dateModified": "2024-06-02"}</script></head><body>x'
    ).metadata
    assert metadata.title == "Ämter & Wege"
    assert metadata.language == "de-AT"
    assert metadata.canonical_url == "https://www.example.org/amt"
    assert metadata.alternates == (("en", "https://www.example.org/en"),)
    assert (metadata.published, metadata.published_source) == (
        "2024-05-01T08:00:00Z",
        "meta article:published_time",
    )
    assert (metadata.modified, metadata.modified_source) == ("2024-06-02", "json-ld dateModified")


@pytest.mark.parametrize(
    "html",
    [
        "",
        "   ",
        "<",
        "<!-- only a comment",
        "<div>" * 100_000,
        "<b>" * 50_000 + "x",
        "</p>" * 1000,
        "<table><td><table><tr><td>x</table></tr></td>" * 50,
        "<li>" * 3000,
        "<a href='" + "x" * 100_000,
        "a\0b",
        "<select><option>x</select></option></li>",
        "<button><h2>x</button></h2></button>",
        "<h2><button>x</h2></button>",
    ],
)
def test_broken_markup_is_read_without_a_crash(html: str) -> None:
    document = read_page(html)
    assert all(0 <= b.container < len(document.containers) for b in document.blocks)
    assert max(c.depth for c in document.containers) <= 250


def test_a_page_made_by_scripts_is_read_from_its_copy_without() -> None:
    assert texts(
        "<div>Loading…</div><noscript><h1>Ferry times</h1><p>Every hour from the north pier.</noscript>"
    ) == [
        "Loading…",
        "Ferry times",
        "Every hour from the north pier.",
    ]
    assert texts("<p>All ferries leave from the north pier.<noscript>Turn scripts on.</noscript>") == [
        "All ferries leave from the north pier."
    ]


def test_too_many_bytes_are_refused() -> None:
    with pytest.raises(TooLarge):
        read_page("<p>hello</p>", limits=Limits(max_bytes=5))


def test_what_is_cut_is_told() -> None:
    document = read_page("<p>a" * 50, limits=Limits(max_nodes=20))
    assert document.notes == ("cut at 20 elements",)
    assert 0 < len(document.blocks) <= 20


def test_a_huge_block_goes_into_several() -> None:
    document = read_page("<p>" + "word " * 100, limits=Limits(max_block_chars=50))
    assert max(len(b.text) for b in document.blocks) <= 50
    assert " ".join(b.text for b in document.blocks) == "word " * 99 + "word"


def test_a_page_without_a_body_tag_is_read_whole() -> None:
    page = "<title>Piers</title><nav><a href=/>Home</a></nav><main><h1>Piers</h1><p>Open.</p></main>"
    assert texts(page) == ["Home", "Piers", "Open."]


def test_a_heading_in_a_button_in_a_heading_does_not_break_the_walk() -> None:
    assert texts("<h2>Lakes<button><h3>Depths</h3></button></h2><p>after") == ["Lakes", "Depths", "after"]


def test_what_is_left_out_of_lines_is_counted() -> None:
    choices = "<option>x" * 103
    document = read_page(
        "<p>open <a href=/x>here<span class=sr-only> (new window)</span></a>"
        "<i class=sr-only></i><b hidden>draft</b><b style='display:none'>draft</b>"
        f"<i role=tooltip>a pier</i></p><select>{choices}</select>"
    )
    assert document.blocks[0].text == "open here"
    assert document.notes == (
        "left out: 2 × text for screen readers or in pop-ups",
        "left out: 2 × text hidden inside a line or a table row",
        "left out: 3 × choice of a long list",
    )


def test_nothing_left_out_is_not_told() -> None:
    assert read_page("<p>open <i class=sr-only> </i><i class=lead>here</i>").notes == ()


def test_folded_details_are_read_with_their_summary() -> None:
    assert texts("<details><summary>Opening hours</summary><p>From <b>9</b> to 5.</details>") == [
        "Opening hours",
        "From 9 to 5.",
    ]


def test_terms_and_their_definitions_are_items() -> None:
    blocks = read_page("<dl><dt>Berth<dd>A place for a boat.<dt>Pier<dd>A walk over water.</dl>").blocks
    assert [(b.kind, b.text) for b in blocks] == [
        (BlockKind.LIST_ITEM, "Berth"),
        (BlockKind.LIST_ITEM, "A place for a boat."),
        (BlockKind.LIST_ITEM, "Pier"),
        (BlockKind.LIST_ITEM, "A walk over water."),
    ]


def test_choices_that_lead_to_pages_are_links() -> None:
    blocks = read_page("<select><option value=/de>Deutsch<option value=/en>English</select>").blocks
    assert [b.links for b in blocks] == [
        (Link("Deutsch", "https://www.example.org/de"),),
        (Link("English", "https://www.example.org/en"),),
    ]
