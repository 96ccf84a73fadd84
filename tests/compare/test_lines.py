"""An address is read line by line."""

from monitor.compare import compare_bodies
from monitor.compare.lines import lines_of
from monitor.model import Block, BlockKind
from tests.compare.builders import page


def broken(*lines: str) -> Block:
    breaks, place = [], 0
    for line in lines[:-1]:
        place += len(line) + 1
        breaks.append(place)
    return Block(BlockKind.PARAGRAPH, " ".join(lines), breaks=tuple(breaks))


def told(before: Block, after: Block) -> list[tuple[str, object, object]]:
    return [(c.type.value, c.before, c.after) for c in compare_bodies(page(before), page(after))]


HOME = ("Town library", "3 Mill Lane", "4020 Linz", "Austria")


def test_lines_are_found_again() -> None:
    assert lines_of(broken(*HOME)) == HOME


def test_the_lines_that_changed_are_told_and_not_the_address() -> None:
    assert told(broken(*HOME), broken("Town library", "5 Bridge Street", "4040 Linz", "Austria")) == [
        ("paragraph_edited", "3 Mill Lane", "5 Bridge Street"),
        ("number_changed", "4020 Linz", "4040 Linz"),
    ]


def test_lines_that_others_took_the_place_of_are_edited() -> None:
    assert told(broken(*HOME), broken("Town library", "House of Books", "Second floor", "Austria")) == [
        ("paragraph_edited", "3 Mill Lane", "House of Books"),
        ("paragraph_edited", "4020 Linz", "Second floor"),
    ]


def test_a_line_that_came_and_one_that_went() -> None:
    assert told(broken(*HOME), broken("Town library", "4020 Linz", "Austria", "Europe")) == [
        ("paragraph_removed", "3 Mill Lane", None),
        ("paragraph_added", None, "Europe"),
    ]


def test_a_text_that_was_written_anew_is_told_as_a_whole() -> None:
    before = broken("The hall opens at nine", "and closes when", "the last one leaves")
    after = broken("The hall opens at ten and", "closes when the very last", "one has left")
    assert [kind for kind, _, _ in told(before, after)] == ["paragraph_edited"]
