"""What repeats on a site is chrome, whatever its tags say; one page alone says so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model import Block, BlockKind, Container, Document, Landmark, Page, Snapshot
from monitor.read import read
from monitor.separate import Labels, Template, learn, separate, shared
from monitor.separate.site import weigh_site

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
DAY = datetime(2026, 3, 1, tzinfo=UTC)
MONTHS = ("January", "February", "March", "April", "June", "July", "August", "October")
MAIN = Container(1, "main", "", Landmark.MAIN, "", 2)
NOTICE = (
    "The board stores small files in your browser to count visits, as the law on such files allows, and it "
    "keeps them for a year; you may object to this at any time by writing to the office."
)


def page(name: str) -> Document:
    """Each page has an article, with the same notice in the middle of its column."""
    article = tuple(
        f"In {name} the boat went out {count}, and the depth that the crew found was put down by the warden."
        for count in ("twice", "once more", "for the last time")
    )
    texts = (*article[:2], NOTICE, *article[2:])
    return Document(
        url=f"https://example.org/{name}",
        format="html",
        blocks=tuple(Block(BlockKind.PARAGRAPH, text, 2) for text in texts),
        containers=(Container(-1, ""), Container(0, "body", depth=1), MAIN),
    )


def knowing(*names: str) -> Template:
    template = Template()
    for name in names:
        template = learn(template, page(name), DAY)
    return template


def test_a_notice_that_all_pages_show_is_chrome() -> None:
    alone = separate(page("May"))
    known = separate(page("May"), knowing(*MONTHS))
    assert NOTICE in {block.text for block in alone.body}
    assert NOTICE not in {block.text for block in known.body}
    assert len(known.body) == len(alone.body) - 1
    assert [item.label for region in known.regions for item in region.items] == [NOTICE]
    assert (alone.basis, known.basis) == ("structure", "site")


def test_a_row_that_other_pages_have_too_stays_in_its_table() -> None:
    def with_table(name: str, *rows: str) -> Document:
        document = page(name)
        blocks = (*document.blocks, *(Block(BlockKind.TABLE_ROW, row, 3) for row in rows))
        table = Container(2, "table", depth=3)
        return replace(document, blocks=blocks, containers=(*document.containers, table))

    rows = ("Elbow Pool | 12 m | 1961", "Long Reach | 7 m | 1974", "Upper Mere | 31 m | 1961")
    template = Template()
    for name in ("January", "February", "March"):
        template = learn(template, with_table(name, f"Depth in {name} | 3 m", rows[1]), DAY)
    known = separate(with_table("May", *rows), template)
    assert [block.text for block in known.body if block.kind is BlockKind.TABLE_ROW] == list(rows)


def test_with_one_other_page_structure_decides_and_says_so() -> None:
    known = separate(page("May"), knowing("March"))
    assert known == separate(page("May"))
    assert known.basis == "structure"


def test_two_pages_seen_on_different_days_are_two_witnesses() -> None:
    template = learn(learn(Template(), page("March"), DAY), page("April"), DAY + timedelta(days=90))
    assert separate(page("May"), template).basis == "site"


def test_the_earlier_captures_of_a_page_do_not_make_chrome_of_it() -> None:
    template = knowing("May", "May", "March")
    assert len(separate(page("May"), template).body) == 4


MENU = ("Rivers", "Lakes", "Moors", "Woods", "Contact")


def extract(name: str, menu: tuple[str, ...] = MENU) -> Document:
    """A text without a mark of where its menu ends."""
    texts = (*menu, f"What {name} brought", "Date:", f"{name} 2026", f"In {name} the crew went out again.")
    return Document(
        url=name,
        format="text-extract",
        blocks=tuple(Block(BlockKind.PARAGRAPH, text) for text in texts),
    )


def test_the_lines_that_extracts_share_are_their_menu() -> None:
    template = Template()
    for name in ("March", "April", "June"):
        template = learn(template, extract(name), DAY)
    known = separate(extract("May", (*MENU[:4], "News", *MENU[4:], "Press", "Jobs", "Imprint")), template)
    assert [block.text for block in known.body][-4:] == [
        "What May brought",
        "Date:",
        "May 2026",
        "In May the crew went out again.",
    ]
    assert "Rivers" not in {block.text for block in known.body}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the real extracts are not here")
class TestRealExtracts:
    @pytest.fixture
    def pages(self) -> list[Page]:
        documents = [
            read(Snapshot(url=path.name, payload=path.read_bytes())) for path in sorted(SEEDS.glob("*.txt"))
        ]
        template = Template()
        for document in documents:
            template = learn(template, document, None)
        return [separate(document, template) for document in documents]

    def test_the_menu_that_four_share_is_chrome_and_the_fifth_shares_none(self, pages: list[Page]) -> None:
        assert [page.basis for page in pages] == ["site", "site", "structure", "site", "site"]
        assert [len(page.regions) for page in pages] == [1, 1, 0, 1, 1]
        assert all(page.body for page in pages)

    def test_an_item_hangs_under_its_label(self, pages: list[Page]) -> None:
        (menu,) = pages[3].regions
        (label,) = [
            item.label for item in menu.items if any("2025" in child.label for child in item.children)
        ]
        assert label == "Participating States"


@pytest.mark.parametrize(("likely", "stays"), [(0.9, False), (0.98, True)])
def test_text_that_all_pages_show_in_other_places_is_chrome_unless_it_looks_like_a_clause(
    likely: float, stays: bool
) -> None:
    def own_place(name: str) -> Document:
        document = page(name)
        place = Container(2, "div", hint=f"box-{name.lower()}", depth=3)
        blocks = tuple(b._replace(container=3) if b.text == NOTICE else b for b in document.blocks)
        return replace(document, blocks=blocks, containers=(*document.containers, place))

    template = Template()
    for name in MONTHS:
        template = learn(template, own_place(name), DAY)
    document = own_place("May")
    size = len(document.blocks)
    labels = Labels(body=(True,) * size, probability=(likely,) * size, kind=(None,) * size)
    weighed = weigh_site(document, labels, shared(template, document))
    assert weighed.body == tuple(stays or block.text != NOTICE for block in document.blocks)
