"""Each change of a body says what its rule saw."""

import pytest

from monitor.compare import compare_bodies, tell
from tests.compare.builders import page

INTRO = "The town library lends books, films and tools to everybody who lives here."
HOURS = "Doors open at nine every morning, and close when the last reader has left the hall."
RULES = "Whoever borrows a tool brings it back clean within fourteen days, or asks for more time."


@pytest.mark.parametrize(
    ("before", "after", "rule", "evidence"),
    [
        ([INTRO], [INTRO, HOURS], "block/without partner", ("no text before is like it",)),
        ([INTRO, HOURS], [INTRO], "block/without partner", ("no text after is like it",)),
        ([INTRO], [INTRO.replace("films", "maps")], "edit/most alike", ("12 of 13 words are the same",)),
        (["Open 9 to 5"], ["Open 9 to 6"], "edit/most alike",
         ("nothing but numbers differs; 3 of 4 words are the same",)),
        ([INTRO, HOURS, RULES], [RULES, INTRO, HOURS], "move/same text",
         ("the same text, in another place",)),
        (["12 views"], ["19 views"], "noise/counter", ("nothing but this differs: counter",)),
        ([f"{HOURS} {RULES}"], [HOURS, RULES], "split/same words",
         ("its 2 parts have the words of the text before",)),
        ([HOURS, RULES], [f"{HOURS} {RULES}"], "merge/same words", ("it has the words of 2 texts before",)),
    ],
)  # fmt: skip
def test_a_change_says_what_was_seen(before, after, rule, evidence):
    [change] = map(tell, compare_bodies(page(*before), page(*after)))
    assert (change.rule, change.evidence) == (rule, evidence)


def test_a_cell_names_its_row_and_column():
    before = page("| Town | People", "| Linz | 200", "| Graz | 300")
    after = page("| Town | People", "| Linz | 210", "| Graz | 300")
    [change] = map(tell, compare_bodies(before, after))
    assert change.evidence[0].startswith("same ")
