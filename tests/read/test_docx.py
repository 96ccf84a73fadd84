"""DOCX: paragraphs, headings, lists, tables and links as they are seen; headers and footers as chrome."""

import io
import random
import zipfile

import pytest

from monitor.errors import TooLarge, Unreadable
from monitor.model import Block, BlockKind, Document, Landmark, Link, Snapshot
from monitor.read import Limits, read

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
STYLES = f"""<w:styles {NAMES}>
<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>
<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H2"/></w:style>
<w:style w:styleId="Bullets"><w:name w:val="Bullets"/><w:pPr><w:numPr/></w:pPr></w:style>
<w:style w:styleId="Loop"><w:name w:val="Loop"/><w:basedOn w:val="Loop"/></w:style></w:styles>"""
LINKS = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="https://example.org/lakes" TargetMode="External"/></Relationships>"""


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def paragraph(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def package(body: str = "", **parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:document {NAMES}><w:body>{body}</w:body></w:document>")
        file.writestr("word/styles.xml", STYLES)
        file.writestr("word/_rels/document.xml.rels", LINKS)
        for name, content in parts.items():
            file.writestr(f"word/{name}.xml", content)
    return buffer.getvalue()


def read_file(payload: bytes, limits: Limits | None = None) -> Document:
    snapshot = Snapshot(url="report.docx", payload=payload)
    return read(snapshot, limits) if limits else read(snapshot)


def only(body: str) -> Block:
    (block,) = read_file(package(body)).blocks
    return block


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("anti") + run("-flood"), "anti-flood"),
        (run("a") + "<w:r><w:tab/></w:r>" + run("b"), "a b"),
        (run("co") + "<w:r><w:noBreakHyphen/></w:r>" + run("op"), "co-op"),
        (run("now") + f"<w:del>{run('then')}</w:del><w:ins>{run(' and here')}</w:ins>", "now and here"),
        (run("seen") + run("hidden", "<w:vanish/>"), "seen"),
        (run("Page ") + "<w:r><w:instrText>PAGE</w:instrText></w:r>" + run("3"), "Page 3"),
        (f"<mc:AlternateContent><mc:Choice>{run('box')}</mc:Choice><mc:Fallback>{run('box')}</mc:Fallback>"
         "</mc:AlternateContent>", "box"),
        (f"<w:sdt><w:sdtContent>{run('chosen')}</w:sdtContent></w:sdt>", "chosen"),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_it_is_seen(content, text):
    assert only(paragraph(content)).text == text


@pytest.mark.parametrize(
    ("properties", "kind", "level"),
    [
        ('<w:pStyle w:val="H2"/>', BlockKind.HEADING, 2),
        ('<w:pStyle w:val="Mine"/>', BlockKind.HEADING, 2),
        ('<w:outlineLvl w:val="0"/>', BlockKind.HEADING, 1),
        ('<w:outlineLvl w:val="9"/>', BlockKind.PARAGRAPH, 0),
        ('<w:pStyle w:val="Bullets"/>', BlockKind.LIST_ITEM, 1),
        ('<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>', BlockKind.LIST_ITEM, 3),
        ('<w:pStyle w:val="Bullets"/><w:numPr><w:numId w:val="0"/></w:numPr>', BlockKind.PARAGRAPH, 0),
        ('<w:pStyle w:val="Loop"/>', BlockKind.PARAGRAPH, 0),
        ('<w:pStyle w:val="nowhere"/>', BlockKind.PARAGRAPH, 0),
    ],
)
def test_style_and_numbering_tell_headings_and_lists(properties, kind, level):
    block = only(paragraph(run("Lakes"), properties))
    assert (block.kind, block.level) == (kind, level)


def test_links_have_their_target():
    block = only(paragraph(run("See ") + f'<w:hyperlink r:id="r1">{run("the lakes")}</w:hyperlink>'))
    assert block.links == (Link("the lakes", "https://example.org/lakes"),)
    assert block.link_chars == len("the lakes")


def test_tables_are_rows_with_their_headers():
    def row(*cells: str, properties: str = "") -> str:
        return f"<w:tr>{properties}{''.join(f'<w:tc>{paragraph(run(cell))}</w:tc>' for cell in cells)}</w:tr>"

    head = row("Lake", "Depth", properties="<w:trPr><w:tblHeader/></w:trPr>")
    first, second = read_file(package(f"<w:tbl>{head}{row('Blue', '3 m')}</w:tbl>")).blocks
    assert (first.cells, second.cells, second.headers) == (
        ("Lake", "Depth"),
        ("Blue", "3 m"),
        ("Lake", "Depth"),
    )


def test_headers_and_footers_are_told_once_and_apart():
    header = f"<w:hdr {NAMES}>{paragraph(run('Water Board'))}</w:hdr>"
    footer = f"<w:ftr {NAMES}>{paragraph(run('Page 1'))}</w:ftr>"
    document = read_file(package(paragraph(run("Words.")), header1=header, header2=header, footer1=footer))
    assert [(document.containers[block.container].landmark, block.text) for block in document.blocks] == [
        (Landmark.BANNER, "Water Board"),
        (Landmark.MAIN, "Words."),
        (Landmark.CONTENTINFO, "Page 1"),
    ]


def test_other_zip_files_are_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("readme.txt", "words")
    with pytest.raises(Unreadable, match=r"report\.docx: a zip file, but not a DOCX"):
        read_file(buffer.getvalue())
    with pytest.raises(Unreadable, match="not a DOCX"):
        read_file(b"PK\x03\x04 and nothing more")


def test_a_zip_that_unpacks_to_too_much_is_refused():
    bomb = package(" " * 10_000_000)
    assert len(bomb) < 50_000
    with pytest.raises(TooLarge, match="unpacks to more"):
        read_file(bomb, Limits(max_bytes=1_000_000))
    with pytest.raises(TooLarge, match="files in this DOCX"):
        read_file(package() + b"PK\x01\x02" * 20_000)


def test_broken_files_are_read_or_refused():
    chance = random.Random(1)
    whole = package(paragraph(run("Lakes"), '<w:pStyle w:val="H2"/>') + paragraph(run("Words.") * 30))
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(chance.choice((1, 5, 50))):
            broken[chance.randrange(4, len(broken))] = chance.randrange(256)
        try:
            read_file(bytes(broken))
        except Unreadable:
            continue
