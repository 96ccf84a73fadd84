"""Single decisions are made to fit together."""

import numpy as np
import pytest

from monitor.model import Snapshot
from monitor.read import read
from monitor.separate.features import find_features, words_and_headings
from monitor.separate.groups import find_groups
from monitor.separate.smooth import CLOSED_LIKELY, close_landmarks, join_headings, share_entries
from monitor.separate.words import Words


def seen(html: str):
    document = read(Snapshot(url="https://example.org/", payload=html.encode(), media_type="text/html"))
    return find_features(document, Words({}, {}))


@pytest.mark.parametrize(
    ("html", "likely", "body"),
    [
        ("<h2>a</h2><p>b", [0.3, 0.9], [True, True]),
        ("<h2>a</h2><p>b", [0.1, 0.9], [False, True]),
        ("<h2>a</h2><p>b<p>c", [0.3, 0.1, 0.9], [False, False, True]),
        ("<h1>a</h1><p>by c<p>b", [0.3, 0.1, 0.9], [True, False, True]),
        ("<h1>a</h1><h2>c</h2><p>b", [0.3, 0.3, 0.9], [True, True, True]),
        ("<aside><h2>a</h2><a href=/>x</a></aside><p>b", [0.3, 0.1, 0.9], [False, False, True]),
        ("<aside><h2>a</h2></aside><p>b", [0.3, 0.9], [True, True]),
    ],
)
def test_a_heading_goes_with_the_text_that_it_heads(html: str, likely: list[float], body: list[bool]) -> None:
    found, layout = seen(html)
    judged = np.array(likely)
    assert join_headings(judged >= 0.5, judged, found, layout).tolist() == body


def test_landmarks_are_closed_while_something_outside_may_be_body() -> None:
    found, _ = seen("<nav><p>a</nav><p>b<footer><p>c</footer>")
    assert close_landmarks(np.array([0.8, 0.7, 0.9]), found).tolist() == [CLOSED_LIKELY, 0.7, CLOSED_LIKELY]
    assert close_landmarks(np.array([0.8, 0.1, 0.9]), found).tolist() == [0.8, 0.1, 0.9]
    earlier = np.array([0.9, 0.5, 0.9])
    closed = close_landmarks(np.array([0.8, 0.1, 0.9]), found, earlier)
    assert closed.tolist() == [CLOSED_LIKELY, 0.1, CLOSED_LIKELY]


def test_the_entries_of_a_list_have_a_say_in_each_other() -> None:
    document = read(
        Snapshot(
            url="https://example.org/", payload=b"<h1>a</h1><ul><li>b<li>c<li>d</ul>", media_type="text/html"
        )
    )
    found, layout = find_features(document, Words({}, {}))
    groups = find_groups(document.containers, layout)
    words, _ = words_and_headings(found)
    alone, *entries = share_entries(np.array([0.2, 0.9, 0.9, 0.4]), words, groups).tolist()
    assert alone == 0.2
    assert 0.4 < entries[2] < 0.9 > entries[0] == entries[1] > 0.8
