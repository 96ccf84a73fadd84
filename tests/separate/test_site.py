"""What repeats on a site is chrome, whatever its tags say; one page alone says so."""

from datetime import UTC, datetime

from monitor.model import Block, BlockKind, Container, Document, Landmark
from monitor.separate import Template, learn, separate

DAY = datetime(2026, 3, 1, tzinfo=UTC)
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
        blocks=tuple(Block(BlockKind.PARAGRAPH, text, 1) for text in texts),
        containers=(Container(-1, ""), Container(0, "main", "", Landmark.MAIN)),
    )


def knowing(*names: str) -> Template:
    template = Template()
    for name in names:
        template = learn(template, page(name), DAY)
    return template


def test_a_notice_that_all_pages_show_is_chrome() -> None:
    alone = separate(page("May"))
    known = separate(page("May"), knowing("March", "April", "June"))
    assert NOTICE in {block.text for block in alone.body}
    assert NOTICE not in {block.text for block in known.body}
    assert len(known.body) == len(alone.body) - 1
    assert [item.label for region in known.regions for item in region.items] == [NOTICE]
    assert (alone.basis, known.basis) == ("structure", "site")


def test_with_one_other_page_structure_decides_and_says_so() -> None:
    known = separate(page("May"), knowing("March"))
    assert known == separate(page("May"))
    assert known.basis == "structure"


def test_the_earlier_captures_of_a_page_do_not_make_chrome_of_it() -> None:
    template = knowing("May", "May", "March")
    assert len(separate(page("May"), template).body) == 4
