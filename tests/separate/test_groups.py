"""Cards, entries and parts are found among siblings, however deep."""

from monitor.model import Snapshot
from monitor.read import read
from monitor.separate.features import find_features
from monitor.separate.groups import Groups, find_groups
from monitor.separate.words import Words

CARD = "<div><h3>Oak desk</h3><p>120 cm</p><p>149</p></div>"


def groups_of(html: str) -> tuple[Groups, list[str]]:
    document = read(Snapshot(url="https://example.org/", payload=html.encode(), media_type="text/html"))
    _, layout = find_features(document, Words({}, {}))
    return find_groups(document.containers, layout), [container.tag for container in document.containers]


def test_the_blocks_of_a_card_are_in_it_and_the_cards_are_alike() -> None:
    groups, _ = groups_of(f"<main><p>Three desks.</p>{CARD * 3}</main>")
    assert groups.card[0] == 0
    assert [len(set(groups.card[at : at + 3].tolist())) for at in (1, 4, 7)] == [1, 1, 1]
    assert len(set(groups.card[1:].tolist())) == 3
    assert len(set(groups.alike[groups.card[1:]].tolist())) == 1


def test_two_siblings_are_no_row() -> None:
    groups, _ = groups_of(f"<main>{CARD * 2}</main>")
    assert not groups.card.any()


def test_an_entry_may_be_one_block_and_a_part_holds_all_that_is_in_it() -> None:
    part = "<section><ul><li>a<li>b<li>c</ul><p>d</p></section>"
    groups, tags = groups_of(f"<main>{part * 3}</main>")
    assert [tags[at] for at in groups.entry[:3]] == ["li", "li", "li"]
    assert {tags[at] for at in groups.part.tolist()} == {"section"}
    assert {tags[at] for at in groups.card.tolist()} == {"section"}


def test_rows_in_rows_in_rows_end() -> None:
    html = "<p>x<p>y<p>z"
    for _ in range(60):
        html = f"<div><div>{html}</div><div><p>1</div><div><p>2</div></div>"
    groups, _ = groups_of(html)
    assert len(set(groups.part.tolist())) <= 3
    assert groups.entry.all()
