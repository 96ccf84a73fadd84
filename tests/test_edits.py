"""One known edit of each kind, and one noise of each kind, on the pages that ship: told, and nothing else."""

from pathlib import Path

import pytest

from benchmarks.edits import KINDS, Made, changes_of, make

PAGES = sorted((Path(__file__).parent.parent / "snapshots").glob("*/*/*.html"))[::2]


def on_the_first_page_with_a_place_for_it(name: str) -> Made:
    edits = (make(page.read_bytes(), name, f"{page.parent.name} {name}") for page in PAGES)
    return next(filter(None, edits))


@pytest.mark.parametrize("name", KINDS)
def test_an_edit_is_told_as_what_it_is_and_noise_is_not_told(name: str) -> None:
    edit = on_the_first_page_with_a_place_for_it(name)
    left = [(str(change.type), str(change.where)) for change in changes_of(edit)]
    for event in edit.gold:
        accepted = [(kind, event["where"]) for kind in (event["type"], *(event.get("alt") or ()))]
        told = next((one for one in accepted if one in left), None)
        if told is not None:
            left.remove(told)
        else:
            assert event.get("optional"), f"{event} is not told; told are {left}"
    assert left == []
