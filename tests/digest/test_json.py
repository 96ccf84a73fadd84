"""What programs are told follows the schema that ships with the package."""

import json
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from monitor.digest.json import change_to_object
from monitor.model import Change, ChangeType, Scope, Where

SCHEMA = json.loads(files("monitor.digest").joinpath("changes.schema.json").read_text("utf-8"))
CHANGE_SCHEMA = {**SCHEMA["$defs"]["change"], "$schema": SCHEMA["$schema"]}
VALIDATOR = Draft202012Validator(CHANGE_SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)

BARE = Change(type=ChangeType.PARAGRAPH_ADDED, where=Where.BODY, after="A new hall opens.", id="c1-0a")
FULL = Change(
    id="c1-3f",
    type=ChangeType.ANNOTATION_MOVED,
    where=Where.CHROME,
    scope=Scope.SITE,
    before="North – Host 2030",
    after="South – Host 2031",
    text="Host",
    kind="restyled",
    region="menu: Members",
    path=("Members",),
    path_before=("Old members",),
    annotation="Host",
    from_item="North",
    to_item="South",
    from_year="2030",
    to_year="2031",
    moved=True,
    rule="annotation/moved",
    evidence=("same words",),
    confidence=0.91234,
    page="a.html",
    pages_before=("a.html",),
    pages_after=("b.html", "c.html"),
    between=(datetime(2030, 5, 1, tzinfo=UTC), None),
    inferred=True,
    spans=(("North", "South"),),
    sentence="Host moved from North (2030) to South (2031)",
    importance=0.51,
)


def test_the_schema_is_itself_valid():
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_knows_each_type_of_change_and_no_other():
    assert CHANGE_SCHEMA["properties"]["type"]["enum"] == [kind.value for kind in ChangeType]


@pytest.mark.parametrize("change", [BARE, FULL], ids=["bare", "full"])
def test_every_change_follows_the_schema_and_every_key_is_in_it(change):
    told = change_to_object(change, site="north")
    VALIDATOR.validate(told)
    assert set(told) <= set(CHANGE_SCHEMA["properties"])


def test_a_full_change_fills_every_key_that_the_schema_has():
    assert set(change_to_object(FULL, site="north")) == set(CHANGE_SCHEMA["properties"])


def test_what_says_nothing_is_left_out_but_for_what_every_change_has():
    assert set(change_to_object(BARE)) == set(CHANGE_SCHEMA["required"])


@pytest.mark.parametrize(
    "breach",
    [
        {"type": "headline_added"},
        {"where": "head"},
        {"before": "old", "type": "menu_added"},
        {"confidence": 2},
    ],
)
def test_the_schema_refuses(breach):
    assert list(VALIDATOR.iter_errors(change_to_object(FULL) | breach))


def test_moments_are_told_in_utc():
    assert change_to_object(FULL)["between"] == ["2030-05-01T00:00:00Z", None]
