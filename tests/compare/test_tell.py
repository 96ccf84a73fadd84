"""Every change gets one true sentence, a weight and a name."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.compare.importance import weigh
from monitor.compare.tell import name_of, tell
from monitor.model import Change, ChangeType, Scope, Where


def chrome(change_type, before=None, after=None, **more):
    more.setdefault("region", "menu")
    return Change(type=change_type, where=Where.CHROME, scope=Scope.SITE, before=before, after=after, **more)


def body(change_type, before=None, after=None, **more):
    return Change(type=change_type, where=Where.BODY, before=before, after=after, page="p", **more)


T = ChangeType


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            chrome(
                T.ANNOTATION_MOVED,
                ("Norway – chair 2025", "Denmark"),
                ("Norway", "Denmark – chair 2026"),
                annotation="Lake chair",
                from_item="Norway",
                to_item="Denmark",
                from_year="2025",
                to_year="2026",
            ),
            "Lake chair moved from Norway (2025) to Denmark (2026)",
        ),
        (
            chrome(T.ANNOTATION_ADDED, "Jobs", "Jobs (new)", annotation="new", to_item="Jobs"),
            "“new” added to Jobs",
        ),
        (
            chrome(T.MENU_RENAMED, "Reviews of water", "Water reviews", path=("Work", "Meetings")),
            "Menu item renamed: Reviews of water → Water reviews, under Meetings",
        ),
        (
            chrome(T.MENU_RENAMED, "Jobs", "JOBS", kind="restyled"),
            "Menu item restyled: Jobs → JOBS",
        ),
        (
            chrome(T.MENU_RENAMED, "A", "B", moved=True, path=("Work",), path_before=("Home",)),
            "Menu item renamed and moved: A → B, from under Home to under Work",
        ),
        (chrome(T.MENU_ADDED, None, "Jobs", region="footer"), "Footer item added: Jobs"),
        (
            chrome(T.MENU_ADDED, None, ("Rivers", "Lakes"), region="sidebar: Water"),
            "Sidebar added: Water, 2 items: Rivers, Lakes",
        ),
        (
            chrome(T.MENU_REMOVED, "News", evidence=("with 2 items below it: Press, Photos",)),
            "Menu item removed: News, with 2 items below it: Press, Photos",
        ),
        (
            chrome(T.MENU_MOVED, "Budget", "Budget", path=("About",), path_before=()),
            "Menu item moved: Budget, from the top level to under About",
        ),
        (
            chrome(T.LINK_CHANGED, "/a", "/b", text="Data"),
            "Link of “Data” changed: /a → /b",
        ),
        (
            chrome(T.NUMBER_CHANGED, "© 2025 Lakes", "© 2026 Lakes", region="footer"),
            "Number changed in the footer: 2025 → 2026 (“© 2026 Lakes”)",
        ),
        (
            body(T.PARAGRAPH_EDITED, "over 50 boats came in", "over 60 boats came in again"),
            "Paragraph edited: “50” → “60”, “again” added",
        ),
        (
            body(T.PARAGRAPH_ADDED, None, "The dam opens in May.", path=("Works",)),
            "Paragraph added: The dam opens in May., under Works",
        ),
        (
            body(T.NUMBER_CHANGED, "The fund holds 50 million.", "The fund holds 60 million."),
            "Number changed: 50 → 60 (“The fund holds 60 million.”)",
        ),
        (
            body(T.DATE_CHANGED, "Opens on 4 March 2026.", "Opens on 18 March 2026."),
            "Date changed: 4 March 2026 → 18 March 2026 (“Opens on 18 March 2026.”)",
        ),
        (
            body(T.PARAGRAPH_SPLIT, "One. Two.", ("One.", "Two.")),
            "Paragraph split into 2: One. Two.",
        ),
        (
            body(T.TABLE_CELL_CHANGED, "5", "7", text="Oslo, Members"),
            "Table cell changed (Oslo, Members): 5 → 7",
        ),
        (body(T.TITLE_CHANGED, "Dams", "Dams and locks"), "Title changed: Dams → Dams and locks"),
        (
            body(T.DIFFERENT_PAGE, "Dams", "Locks"),
            "Two different pages, whose bodies are not compared: Dams and Locks",
        ),
        (body(T.NOISE, "5 views", "7 views", kind="counter"), "Held back (counter): 5 views → 7 views"),
    ],
    ids=lambda value: value.type.value if isinstance(value, Change) else "",
)
def test_a_change_is_said_in_one_sentence(change, sentence):
    assert tell(change).sentence == sentence


SIDES = st.none() | st.text(max_size=30) | st.lists(st.text(max_size=9), max_size=3).map(tuple)


@given(
    change_type=st.sampled_from(ChangeType),
    where=st.sampled_from(Where),
    before=SIDES,
    after=SIDES,
    path=st.lists(st.text(max_size=9), max_size=2).map(tuple),
    kind=st.sampled_from(["", "restyled", "reordered", "counter"]),
)
def test_whatever_the_change_it_can_be_told(change_type, where, before, after, path, kind):
    told = tell(Change(type=change_type, where=where, before=before, after=after, path=path, kind=kind))
    assert told.sentence.strip()
    assert "\n" not in told.sentence
    assert 0.0 <= told.importance <= 1.0
    assert tell(told) == told


@pytest.mark.parametrize(
    "change_type", [T.MENU_RENAMED, T.HEADING_CHANGED, T.TITLE_CHANGED, T.TABLE_CELL_CHANGED]
)
def test_of_two_long_texts_that_begin_alike_the_words_that_differ_are_said(change_type):
    text = "Our Office of Water and Ponds keeps this page for all who fish, row or swim in the lakes, " * 3
    told = tell(body(change_type, text + "in summer", text + "in winter"))
    assert "“summer” → “winter” in “Our Office of Water" in told.sentence


def test_a_long_label_is_a_text():
    text = "Our Office of Water and Ponds keeps this page for all who fish, row or swim in the lakes, " * 2
    told = tell(chrome(T.MENU_RENAMED, text + "in summer", text + "in winter", region="footer"))
    assert told.sentence.startswith("Footer text edited: “summer” → “winter” in “Our Office")


def test_a_sentence_stays_a_sentence_however_long_the_text():
    assert len(tell(body(T.PARAGRAPH_ADDED, None, "word " * 100_000)).sentence) < 300


@pytest.mark.parametrize(
    ("more", "less"),
    [
        pytest.param(
            body(T.PARAGRAPH_EDITED, "Visitors can bring dogs.", "Visitors may not bring dogs."),
            body(T.PARAGRAPH_EDITED, "Visitors can bring dogs.", "Visitors can bring pets."),
            id="an obligation",
        ),
        pytest.param(
            body(T.PARAGRAPH_EDITED, "Besucher können baden.", "Besucher dürfen nicht baden."),
            body(T.PARAGRAPH_EDITED, "Besucher können baden.", "Gäste können baden."),
            id="a prohibition in German",
        ),
        pytest.param(
            body(T.PARAGRAPH_EDITED, "Le bateau part du port.", "Le bateau doit partir du port."),
            body(T.PARAGRAPH_EDITED, "Le bateau part du port.", "Le navire part du port."),
            id="an obligation in French",
        ),
        pytest.param(
            body(T.PARAGRAPH_EDITED, "Вход свободный.", "Вход запрещён."),
            body(T.PARAGRAPH_EDITED, "Вход свободный.", "Вход открытый."),
            id="a prohibition in Russian",
        ),
        pytest.param(
            body(T.PARAGRAPH_EDITED, "It costs €5 a day.", "It costs €9 a day."),
            body(T.PARAGRAPH_EDITED, "It costs a bit.", "It costs a lot."),
            id="money",
        ),
        pytest.param(
            body(T.HEADING_CHANGED, "Dams", "Locks"),
            body(T.LIST_ITEM_EDITED, "Dams", "Locks"),
            id="a heading",
        ),
        pytest.param(
            body(T.PARAGRAPH_REMOVED, "Boats pass."),
            body(T.PARAGRAPH_REMOVED, "[3] Boats pass."),
            id="a footnote less",
        ),
        pytest.param(
            body(T.LINK_CHANGED, "http://lake.example/a", "https://lake.example/b"),
            body(T.LINK_CHANGED, "http://lake.example/a", "https://lake.example/a"),
            id="the same address by https less",
        ),
        pytest.param(
            chrome(T.MENU_RENAMED, "Dams", "Locks"),
            chrome(T.MENU_RENAMED, "Dams", "DAMS", kind="restyled"),
            id="letters alone less",
        ),
        pytest.param(
            chrome(T.MENU_RENAMED, "Dams", "Locks"),
            chrome(T.MENU_RENAMED, "Dams", "Locks", region="footer"),
            id="a footer less",
        ),
    ],
)
def test_what_matters_more_weighs_more(more, less):
    assert tell(more).importance > tell(less).importance


def test_importance_is_explained():
    change = tell(body(T.PARAGRAPH_EDITED, "Boats can pay €5.", "Boats must pay €9."))
    importance = weigh(change)
    assert importance.value == change.importance
    text = " | ".join(importance.reasons)
    assert "paragraph edited" in text
    assert "an obligation or a permission" in text
    assert "an amount of money" in text


def test_a_name_does_not_depend_on_who_witnessed_it():
    change = chrome(T.MENU_ADDED, None, "Jobs")
    more = chrome(
        T.MENU_ADDED, None, "Jobs", pages_after=("p", "q"), between=(None, datetime(2026, 1, 1, tzinfo=UTC))
    )
    assert name_of(change) == name_of(more)
    assert name_of(change).startswith("c1-")
    assert name_of(change) != name_of(chrome(T.MENU_ADDED, None, "Job"))
