"""PDF: paragraphs, headings, rows; what every page repeats is its header and footer."""

import random

import pytest

from monitor.errors import Unreadable
from monitor.model import Block, BlockKind, Document, Landmark, Snapshot
from monitor.read import read

pytest.importorskip("pypdfium2")

Line = tuple[float, float, float, str]
"""Left, bottom, size, text."""


def pdf(*pages: list[Line], title: str = "") -> bytes:
    """The smallest PDF that has these lines."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        shown = "".join(
            f"BT /F {size} Tf {left} {bottom} Td ({text}) Tj ET\n" for left, bottom, size, text in lines
        )
        objects.append(f"<</Length {len(shown)}>>stream\n{shown}endstream")
        objects.append(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {len(objects)} 0 R>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    objects.append(f"<</Title({title})>>")
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R>>"
    size = len(objects) + 1
    return (
        f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(body)}\n%%EOF".encode(
            "latin1"
        )
    )


def page(number: int, *lines: Line) -> list[Line]:
    header, footer = (72, 770, 9, "Water Board - Yearly report"), (280, 30, 9, f"Page {number} of 3")
    return [header, *lines, footer]


PAGES = (
    page(
        1,
        (72, 700, 24, "Levels of the lakes"),
        (72, 650, 11, "The levels of the three lakes have fallen for a week, and nobody knows"),
        (72, 636, 11, "whether they will go on doing so until the next rain comes from the west."),
        (72, 610, 11, "A second paragraph is short."),
        (72, 570, 16, "Depths"),
        (72, 540, 11, "Lake"),
        (200, 540, 11, "Depth"),
        (72, 526, 11, "Blue"),
        (200, 526, 11, "3 m"),
        (72, 490, 11, "- Boats stay in the harbour"),
        (72, 470, 11, "This sentence does not end where the page ends, because it is long and so it"),
    ),
    page(
        2,
        (72, 700, 11, "goes on here. And the agree-"),
        (72, 686, 11, "ment goes on, too, as all of them have agreed."),
    ),
    page(3, (72, 700, 11, "The end.")),
)


def read_pdf_file(payload: bytes) -> Document:
    return read(Snapshot(url="report.pdf", payload=payload, media_type="application/pdf"))


@pytest.fixture(scope="module")
def report() -> Document:
    return read_pdf_file(pdf(*PAGES, title="Yearly report"))


def body_of(document: Document) -> list[Block]:
    return [b for b in document.blocks if document.containers[b.container].landmark is Landmark.MAIN]


def test_lines_become_paragraphs(report):
    texts = [block.text for block in body_of(report) if block.kind is BlockKind.PARAGRAPH]
    assert texts[0].endswith(
        "nobody knows whether they will go on doing so until the next rain comes from the west."
    )
    assert texts[1] == "A second paragraph is short."
    assert texts[-1] == "The end."


def test_a_sentence_goes_on_over_the_page(report):
    (across,) = (block.text for block in body_of(report) if "does not end" in block.text)
    assert "because it is long and so it goes on here. And the agreement goes on" in across


def test_larger_lines_are_headings(report):
    headings = [(block.text, block.level) for block in report.blocks if block.kind is BlockKind.HEADING]
    assert headings == [("Levels of the lakes", 1), ("Depths", 2)]
    assert body_of(report)[-1].section == ("Levels of the lakes", "Depths")


def test_cells_side_by_side_are_rows(report):
    assert [b.cells for b in report.blocks if b.cells] == [("Lake", "Depth"), ("Blue", "3 m")]


def test_what_begins_with_a_bullet_is_a_list_item(report):
    assert [b.text for b in report.blocks if b.kind is BlockKind.LIST_ITEM] == ["Boats stay in the harbour"]


def test_what_every_page_repeats_is_its_header_and_footer(report):
    chrome = [
        (report.containers[block.container].landmark, block.text)
        for block in report.blocks
        if block not in body_of(report)
    ]
    assert chrome == [
        (Landmark.BANNER, "Water Board - Yearly report"),
        (Landmark.CONTENTINFO, "Page 1 of 3"),
    ]


def test_the_title_is_the_one_it_names_or_its_first_heading(report):
    assert report.metadata.title == "Yearly report"
    assert read_pdf_file(pdf(*PAGES)).metadata.title == "Levels of the lakes"


def test_a_single_page_has_no_header():
    assert all(b.kind is not BlockKind.HEADING for b in read_pdf_file(pdf(page(1))).blocks)
    assert len(body_of(read_pdf_file(pdf(page(1))))) == 2


@pytest.mark.parametrize("payload", [b"%PDF-1.4", b"%PDF-1.7\n" + b"1 0 obj<<" * 1000])
def test_what_is_no_pdf_is_told(payload):
    with pytest.raises(Unreadable, match=r"report\.pdf: not a PDF that can be read"):
        read_pdf_file(payload)


def test_broken_files_are_read_or_refused():
    chance = random.Random(1)
    whole = pdf(*PAGES)
    for _ in range(200):
        broken = bytearray(whole)
        for _ in range(chance.choice((1, 5, 50))):
            broken[chance.randrange(9, len(broken))] = chance.randrange(256)
        try:
            read_pdf_file(bytes(broken[: chance.choice((len(broken), chance.randrange(9, len(broken))))]))
        except Unreadable:
            continue
