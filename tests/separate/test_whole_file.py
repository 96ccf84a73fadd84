"""Files without a site around them are body, but for the edges that their reader marked."""

import pytest

from monitor.model import Block, BlockKind, Container, Document, Landmark, Link, RegionKind
from monitor.separate import separate
from monitor.separate.whole_file import FORMATS


def document_in(read_as: str) -> Document:
    return Document(
        url="file",
        format=read_as,
        containers=(
            Container(-1, ""),
            Container(0, "header", landmark=Landmark.BANNER, depth=1),
            Container(0, "li", "https://example.org/menu/share/1", depth=1),
            Container(0, "footer", landmark=Landmark.CONTENTINFO, depth=1),
        ),
        blocks=(
            Block(BlockKind.PARAGRAPH, "Water Board", 1),
            Block(BlockKind.LIST_ITEM, "Lakes", 2, 1, links=(Link("Lakes", "/lakes"),), link_chars=5),
            Block(BlockKind.PARAGRAPH, "Page 1", 3),
        ),
    )


@pytest.mark.parametrize("read_as", sorted(FORMATS))
def test_only_marked_edges_are_chrome(read_as):
    page = separate(document_in(read_as))
    assert [block.text for block in page.body] == ["Lakes"]
    assert [(region.kind, region.items[0].label) for region in page.regions] == [
        (RegionKind.OTHER, "Water Board"),
        (RegionKind.FOOTER, "Page 1"),
    ]
