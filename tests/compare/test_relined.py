"""Lines of an address that became paragraphs, or the other way."""

from monitor.compare import compare_bodies
from monitor.compare.body import fates
from monitor.model import Block, Link
from tests.compare.builders import block, page
from tests.compare.test_lines import broken

HOME = broken("Town library", "3 Mill Lane", "4020 Linz")


def told(before: tuple[str | Block, ...], after: tuple[str | Block, ...]) -> list[tuple[str, object, object]]:
    return [(c.type.value, c.before, c.after) for c in compare_bodies(page(*before), page(*after))]


def test_the_line_that_changed_is_told_though_lines_became_paragraphs() -> None:
    after = ("# Visit us", "Town library", "5 Bridge Street", "4020 Linz", "We are open all year.")
    assert told(("# Visit us", HOME, "We are open all year."), after) == [
        ("paragraph_edited", "3 Mill Lane", "5 Bridge Street")
    ]


def test_the_line_that_changed_is_told_though_paragraphs_became_lines() -> None:
    before = ("# Visit us", "Town library", "5 Bridge Street", "4020 Linz", "We are open all year.")
    assert told(before, ("# Visit us", HOME, "We are open all year.")) == [
        ("paragraph_edited", "5 Bridge Street", "3 Mill Lane")
    ]


def test_a_text_without_a_line_in_common_is_told_as_a_whole() -> None:
    after = (
        "# Visit us",
        "The keeper answers letters",
        "on the second Monday of each month",
        "All are welcome",
    )
    assert [kind for kind, _, _ in told(("# Visit us", HOME), after)] == [
        "paragraph_removed",
        "paragraph_added",
        "paragraph_added",
        "paragraph_added",
    ]


def test_links_of_the_lines_are_not_lost() -> None:
    before = HOME._replace(links=(Link("Town library", "/library"),))
    after = (block("Town library", Link("Town library", "/books")), "5 Bridge Street", "4020 Linz")
    assert ("link_changed", "/library", "/books") in told((before,), after)


def test_each_block_has_one_fate() -> None:
    before = (HOME, block("We are open all year."))
    after = tuple(map(block, ("Town library", "5 Bridge Street", "4020 Linz", "We are open all year.")))
    found = fates(before, after)
    assert sorted(i for fate in found for i in fate.before) == [0, 1]
    assert sorted(j for fate in found for j in fate.after) == [0, 1, 2, 3]
