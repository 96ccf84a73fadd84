"""docs/events.md and the schema name every type of change, and no other."""

import json
import re
from importlib.resources import files
from pathlib import Path

from monitor.model import ChangeType

EVENTS = (Path(__file__).parent.parent / "docs" / "events.md").read_text(encoding="utf-8")
TYPES = {change.value for change in ChangeType}


def test_every_type_is_described_and_no_other() -> None:
    told = EVENTS.partition("## Chrome")[2]
    named = set(re.findall(r"`([a-z]+(?:_[a-z]+)*)`", told))
    keys = {"before", "after", "text", "annotation", "from_item", "to_item", "from_year", "to_year", "kind"}
    assert named - keys == TYPES


def test_the_schema_knows_the_same_types() -> None:
    schema = json.loads((files("monitor.digest") / "changes.schema.json").read_text(encoding="utf-8"))
    found = [values for values in _enums(schema) if "menu_renamed" in values]
    assert [set(values) for values in found] == [TYPES]


def _enums(value: object) -> list[list[str]]:
    if isinstance(value, dict):
        own = [value["enum"]] if isinstance(value.get("enum"), list) else []
        return own + [found for inner in value.values() for found in _enums(inner)]
    return [found for inner in value for found in _enums(inner)] if isinstance(value, list) else []
