"""Landmarks are called as other elements of the page name them."""

import pytest

from monitor.model import Landmark, Snapshot
from monitor.read import read


def label_of(html: str, landmark: Landmark) -> str:
    document = read(Snapshot(url="https://example.org/", payload=html.encode(), media_type="text/html"))
    (label,) = [c.label for c in document.containers if c.landmark is landmark]
    return label


@pytest.mark.parametrize(
    ("html", "label"),
    [
        ("<nav aria-labelledby=t><h2 id=t>On this  <i>pier</i></h2><a href=/a>a</a></nav>", "On this pier"),
        ("<nav aria-labelledby='t u'><p id=u>Two</p><p id=t>One</p></nav>", "One Two"),
        ("<nav aria-labelledby=t aria-label=Ferries><p id=t>Boats</p></nav>", "Boats"),
        ("<nav aria-labelledby=nowhere aria-label=Ferries>a</nav>", "Ferries"),
        ("<nav aria-labelledby=t>a<svg id=t aria-label=Boats></svg></nav>", "Boats"),
        ("<nav aria-labelledby=nowhere>a</nav>", ""),
    ],
)
def test_a_landmark_is_named_by_another_element(html: str, label: str) -> None:
    assert label_of(html, Landmark.NAVIGATION) == label


def test_a_form_that_is_named_is_a_landmark() -> None:
    assert label_of("<form aria-labelledby=t><p id=t>Complain</p></form>", Landmark.FORM) == "Complain"


def test_a_long_name_is_cut() -> None:
    html = f"<nav aria-labelledby=t><p id=t>{'word ' * 1000}</p></nav>"
    assert len(label_of(html, Landmark.NAVIGATION)) <= 200
