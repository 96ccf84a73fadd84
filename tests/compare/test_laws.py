"""Laws that hold for any two bodies: what one direction tells, the other tells in the mirror."""

import os
import subprocess
import sys
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import compare_bodies, tell
from monitor.compare.spans import compare_words
from monitor.model import Change
from tests.compare.builders import page

SUBJECTS = ("The choir", "The library", "The town hall", "The ferry", "The mill", "The market")
ENDS = ("opens at nine on weekdays", "is closed while the roof is mended", "welcomes guests from the hills")
LINES = [
    f"{subject} {end}, and number {n} of the river road knows it."
    for n, subject in enumerate(SUBJECTS)
    for end in ENDS
]

BODIES = st.lists(st.sampled_from(LINES), max_size=8, unique=True)

MIRROR = {
    "added": "removed",
    "removed": "added",
    "split": "merged",
    "merged": "split",
}


def mirrored(change: Change) -> tuple[str, object, object]:
    name, _, end = change.type.value.rpartition("_")
    return f"{name}_{MIRROR.get(end, end)}", change.after, change.before


def plain(change: Change) -> tuple[str, object, object]:
    return change.type.value, change.before, change.after


@given(BODIES, st.data())
def test_swapping_the_sides_swaps_what_is_told(before: list[str], data: st.DataObject) -> None:
    after = data.draw(st.lists(st.sampled_from([*before, *LINES]), max_size=8, unique=True))
    there = compare_bodies(page(*before), page(*after))
    back = compare_bodies(page(*after), page(*before))
    assert Counter(map(mirrored, there)) == Counter(map(plain, back))


@given(BODIES, BODIES)
def test_spans_of_what_is_told_spell_both_texts(before: list[str], after: list[str]) -> None:
    for change in compare_bodies(page(*before), page(*after)):
        if isinstance(change.before, str) and isinstance(change.after, str):
            rebuilt, place = "", 0
            for edit in compare_words(change.before, change.after):
                rebuilt += change.before[place : edit.b0] + change.after[edit.a0 : edit.a1]
                place = edit.b1
            assert "".join((rebuilt + change.before[place:]).split()) == "".join(change.after.split())


@given(BODIES, BODIES)
def test_each_change_can_be_told(before: list[str], after: list[str]) -> None:
    for change in compare_bodies(page(*before), page(*after)):
        assert tell(change).sentence
        assert 0 <= tell(change).importance <= 1


PROGRAM = """
from monitor.compare import compare_bodies
from tests.compare.builders import page
from tests.compare.test_laws import LINES
before = LINES
after = [*LINES[7:], "A new line about the mill", *[x.replace("nine", "ten") for x in LINES[2:9]]]
for change in compare_bodies(page(*before), page(*after)):
    print(change.type, change.before, change.after, change.moved)
"""


def test_the_answer_does_not_depend_on_how_python_hashes() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(answers) == 1
    assert answers != {""}
