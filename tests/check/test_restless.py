"""What a page changes at every look is told at first, then held back, and told again when it is news."""

from monitor.check import Changed, Same
from monitor.compare import RESTLESS
from tests.check.conftest import Watch, html

RATES = ["1.0842", "1.0867", "1.0851", "1.0901", "1.0877", "1.0893", "1.0905"]
WORDS = ["first", "second", "northern", "southern", "little", "great", "old"]


def rates(watch: Watch, values: list[str], *more: str) -> list[str]:
    seen = []
    for value in values:
        verdict = watch.sees(
            "rates", html("Rates", f"The rate of the day is {value}.", "Set at noon.", *more)
        )
        match verdict:
            case Changed(changes=changes):
                seen.append("told " + ", ".join(sorted(change.type for change in changes)))
            case Same(held=held):
                seen.append("held " + ", ".join(sorted(change.kind for change in held)))
            case _:
                seen.append(type(verdict).__name__)
    return seen


def test_after_four_times_in_a_row_it_is_held_back(watch: Watch) -> None:
    assert rates(watch, RATES) == ["First", *["told number_changed"] * 4, "held restless", "held restless"]


def test_something_else_on_the_page_is_told_all_the_same(watch: Watch) -> None:
    rates(watch, RATES[:6])
    assert rates(watch, [RATES[6]], "The bureau is closed on Fridays from now on.") == [
        "told paragraph_added"
    ]


def test_a_page_on_which_other_things_happen_too_is_told_whole(watch: Watch) -> None:
    told = []
    for number, value in enumerate(RATES):
        news = [f"Notice {n}: the {word} window opens at nine." for n, word in enumerate(WORDS[:number])]
        told += rates(watch, [value], *news)
    assert all(said.startswith("told") for said in told[1:])


def test_one_that_rested_is_news_again(watch: Watch) -> None:
    """The same text back and forth is no chain of four."""
    assert rates(watch, ["1.08", "1.09", "1.08", "1.08", "1.08"])[-2:] == ["held ", "held "]


SALE, ASK = "Try the spring sale while the boats are dry.", "Ask the harbour master before you buy a boat."


def turns(watch: Watch, texts: list[str]) -> list[str]:
    """What is said of each look at a page that shows these texts in turn; "" shows none."""
    seen = []
    for text in texts:
        verdict = watch.sees(
            "boats", html("Boats", "Boats are sold on Mondays.", *([text] if text else []), "Bring a friend.")
        )
        match verdict:
            case Changed(changes=changes):
                seen.append("told " + ", ".join(sorted(change.type for change in changes)))
            case Same(held=held):
                seen.append("held " + ", ".join(sorted(change.kind for change in held)))
            case _:
                seen.append(type(verdict).__name__)
    return seen


def test_two_texts_that_take_turns_are_held_back_after_three(watch: Watch) -> None:
    said = turns(watch, [SALE, ASK] * 4)
    assert all(one.startswith("told") for one in said[1:4])
    assert said[4:] == ["held restless, restless"] * 4


def test_a_text_that_comes_and_goes_is_held_back_after_three(watch: Watch) -> None:
    added, removed = "told paragraph_added", "told paragraph_removed"
    assert turns(watch, ["", SALE] * 4) == ["First", added, removed, added, *["held restless"] * 4]


def test_what_was_taken_back_once_is_told(watch: Watch) -> None:
    added, removed = "told paragraph_added", "told paragraph_removed"
    assert turns(watch, ["", SALE, "", SALE]) == ["First", added, removed, added]


def test_the_first_look_at_a_page_is_no_change_of_it(watch: Watch) -> None:
    rates(watch, RATES[:1])
    [page] = watch.store.pages.named("rates")
    assert watch.store.changes.of_last_captures(page.id, RESTLESS, 4) == ()
    rates(watch, RATES[1:3])
    last = watch.store.changes.of_last_captures(page.id, RESTLESS, 4)
    assert [[change.after for change in changes] for changes in last] == [
        [f"The rate of the day is {rate}."] for rate in (RATES[2], RATES[1])
    ]
