"""Features are finite numbers, and the runs of blocks that they are counted over are the containers' own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Document, Snapshot
from monitor.read import read
from monitor.separate.features import NAMES, find_features, find_spans
from monitor.separate.words import Words

TAGS = ("div", "p", "ul", "li", "nav", "main", "h2", "table", "tr", "td", "a", "b", "footer")
markup = st.lists(
    st.one_of(
        st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS]),
        st.sampled_from(["word", "A longer text, with commas. And ends!", "价格是多少", "£5", " "]),
    ),
    max_size=60,
).map("".join)
PLAIN = Words({"footer": -3.0, "content": 1.0}, {"subscribe": -2.0})


def read_page(html: str) -> Document:
    return read(Snapshot(url="https://example.org/", payload=html.encode(), media_type="text/html"))


def feature(html: str, name: str, weigh: Words = PLAIN) -> list[float]:
    found, _ = find_features(read_page(html), weigh)
    return [round(float(value), 3) for value in found[NAMES.index(name)]]


@given(markup)
def test_each_container_holds_a_run_of_blocks(html: str) -> None:
    document = read_page(html)
    if not document.blocks:
        return
    at = np.array([block.container for block in document.blocks])
    spans = find_spans([container.parent for container in document.containers], at)
    for index in range(len(document.containers)):
        inside = []
        for number, block in enumerate(document.blocks):
            container = block.container
            while container > index:
                container = document.containers[container].parent
            if container == index:
                inside.append(number)
        if inside:
            assert (spans.start[index], spans.end[index]) == (inside[0], inside[-1] + 1)
            assert inside == list(range(inside[0], inside[-1] + 1))


@given(markup)
def test_features_are_numbers(html: str) -> None:
    document = read_page(html)
    if document.blocks:
        found, layout = find_features(document, PLAIN)
        assert found.shape == (len(NAMES), len(document.blocks))
        assert np.isfinite(found).all()
        assert len(layout.path) == len(document.blocks)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("words", [2.0, 5.0]),
        ("link_share", [1.0, 0.0]),
        ("in_navigation", [1.0, 0.0]),
        ("in_main", [0.0, 1.0]),
        ("ends_sentence", [0.0, 1.0]),
        ("position", [0.0, 0.5]),
        ("page_words", [7.0, 7.0]),
        ("words+1", [5.0, -1.0]),
    ],
)
def test_what_is_counted(name: str, values: list[float]) -> None:
    html = "<nav><a href=/x>Ferry times</a></nav><main><p>Boats leave every full hour.</main>"
    assert feature(html, name) == values


def test_names_of_containers_are_weighed_down_the_tree() -> None:
    html = "<div class=content><p>one</p><div class=footer><p>two</div></div>"
    assert feature(html, "hint_sum") == [1.0, -2.0]
    assert feature(html, "hint_min") == [0.0, -3.0]


def test_words_of_scripts_without_spaces_are_counted_by_characters() -> None:
    assert feature("<p>" + "价" * 21, "words") == [11.0]


def test_entries_of_a_list_share_a_path() -> None:
    html = "<ul class=a><li>one<li>two<li>three</ul><p>four"
    assert feature(html, "path_blocks") == [3.0, 3.0, 3.0, 1.0]
