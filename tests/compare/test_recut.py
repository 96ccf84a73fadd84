"""The same words in other boxes are no news, but a paragraph split by hand is."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.compare import compare_bodies
from monitor.compare.recut import find_recut
from tests.compare.builders import page

ONE = "The hall opens at nine every morning."
TWO = "Whoever comes late waits at the door."


def kinds(before: list[str], after: list[str]) -> list[str]:
    return [c.kind or c.type.value for c in compare_bodies(page(*before), page(*after))]


def test_labels_in_other_boxes_are_a_wrapper() -> None:
    assert kinds(["Town library 3 Mill Lane"], ["Town library", "3 Mill Lane"]) == ["wrapper"]
    assert kinds(["Town library", "3 Mill Lane"], ["Town library 3 Mill Lane"]) == ["wrapper"]
    assert kinds([f"Hours {ONE}", TWO], ["Hours", f"{ONE} {TWO}"]) == ["wrapper"]


def test_sentences_are_split_and_merged() -> None:
    assert kinds([f"{ONE} {TWO}"], [ONE, TWO]) == ["paragraph_split"]
    assert kinds([ONE, TWO], [f"{ONE} {TWO}"]) == ["paragraph_merged"]


def test_words_that_grew_together_are_not_the_same_words() -> None:
    assert "wrapper" not in kinds(["12", "34"], ["1234"])


def test_a_very_long_text_may_become_many_paragraphs() -> None:
    pieces = [f"Paragraph {n} says that {n} comes before {n + 1}." for n in range(2000)]
    [change] = compare_bodies(page(" ".join(pieces)), page(*pieces))
    assert change.type == "paragraph_split"
    assert len(change.after or ()) == 2000


WORDS = st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3).map(" ".join)


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6))
def test_groups_have_the_same_words_and_share_no_block(before: list[str], after: list[str]) -> None:
    groups = list(find_recut(before, after))
    for places_b, places_a in groups:
        assert " ".join(before[i] for i in places_b) == " ".join(after[j] for j in places_a)
    used_b = [i for places, _ in groups for i in places]
    used_a = [j for _, places in groups for j in places]
    assert len(used_b) == len(set(used_b))
    assert len(used_a) == len(set(used_a))
