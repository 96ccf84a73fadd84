"""Pages that fooled us, or could: each folder of corpus/ holds a page before, the same page after, and the
sentences that a careful person would say. A new case is a new folder; it needs no code.

expected.txt has one sentence a line, in the order of the page; what is held back begins with "Held back".
"""

from pathlib import Path

import pytest

from monitor.compare import compare_pages, tell
from monitor.model import ChangeType, Page, Snapshot
from monitor.read import read
from monitor.separate import separate_pair

CORPUS = Path(__file__).parent / "corpus"
CASES = sorted(path.name for path in CORPUS.iterdir() if path.is_dir())


def pages(before: Path, after: Path) -> tuple[Page, Page]:
    documents = [
        read(Snapshot(url="https://ostrel.example/rules", payload=path.read_bytes(), media_type="text/html"))
        for path in (before, after)
    ]
    return separate_pair(*documents)


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_is_what_a_careful_person_would_say(name):
    folder = CORPUS / name
    expected = (folder / "expected.txt").read_text(encoding="utf-8").splitlines()
    changes = compare_pages(*pages(folder / "before.html", folder / "after.html"))
    assert [tell(change).sentence for change in changes] == expected


@pytest.mark.parametrize("name", CASES)
def test_a_page_and_itself_have_nothing_to_say(name):
    page = CORPUS / name / "before.html"
    assert compare_pages(*pages(page, page)) == ()


@pytest.mark.parametrize("name", CASES)
def test_the_other_way_round_is_told_as_much(name):
    before, after = CORPUS / name / "before.html", CORPUS / name / "after.html"
    told, back = (
        [change for change in compare_pages(*pages(one, two)) if change.type is not ChangeType.NOISE]
        for one, two in ((before, after), (after, before))
    )
    assert len(told) == len(back)


def test_there_are_at_least_sixty_cases():
    assert len(CASES) >= 60
