"""JSON: each value is a row of its path and itself, the same path for the same thing.

    {"plans": [{"id": "basic", "price": 5}], "tags": ["new"]}

    plans[basic].price | 5
    tags[] | new

Members of a list are named by what names them (an id that all of them have, each another); by their place
only where nothing does. The order of keys says nothing in JSON, so keys are sorted; so are members that have
names, since what gives them out (a database) mostly gives them in no order.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from monitor.errors import TooLarge, Unreadable
from monitor.model import Document, Snapshot
from monitor.read.draft import Draft
from monitor.read.encoding import decode
from monitor.read.inline import normalise
from monitor.read.limits import LIMITS, Limits
from monitor.read.plain import read_text

NAMING_KEYS = ("@id", "id", "uuid", "guid", "key", "slug", "code", "url", "href", "name", "title", "label")
"""What identifies a member of a list, the surest first."""
HEADERS = ("path", "value")
MAX_PATH_CHARS = 1000


def read_json(snapshot: Snapshot, limits: Limits = LIMITS) -> Document:
    """Raises: Unreadable for what is no JSON, TooLarge for more values than nodes allowed."""
    decoded = decode(snapshot.payload, snapshot.charset, markup=False)
    # Before it is parsed: a list takes thirty times the memory of its two brackets. Commas in texts count
    # too, hence the factor.
    marks = sum(snapshot.payload.count(mark) for mark in (b",", b"[", b"{"))
    if marks > 4 * limits.max_nodes:
        raise TooLarge(f"{snapshot.url}: more values than {limits.max_nodes} in its JSON")
    try:
        # Numbers stay as they are written: 1.10 is not 1.1.
        value = json.loads(decoded.text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        if "json" not in snapshot.media_type:
            return read_text(snapshot, limits)  # it only began like JSON
        raise Unreadable(
            f"{snapshot.url}: not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        ) from error
    except RecursionError as error:
        raise TooLarge(f"{snapshot.url}: JSON nested too deep") from error
    draft = Draft(snapshot.url, "json", limits, decoded.notes)
    title = value.get("title") or value.get("name") if isinstance(value, dict) else None
    draft.metadata = replace(draft.metadata, title=normalise(title) if isinstance(title, str) else "")
    for path, leaf in _leaves(value):
        if draft.is_full:
            break
        draft.add_row((path[:MAX_PATH_CHARS], leaf), headers=HEADERS)
    return draft.document()


def _leaves(value: Any) -> Iterator[tuple[str, str]]:
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        path, value = waiting.pop()
        match value:
            case dict():
                members = [(f"{path}.{key}" if path else str(key), value[key]) for key in sorted(value)]
                waiting.extend(reversed(members))
            case list():
                named = [(f"{path}[{name}]", member) for name, member in _named(value)]
                waiting.extend(reversed(named))
            case _:
                yield path, _written(value)


def _named(members: list[Any]) -> list[tuple[str, Any]]:
    if not any(isinstance(member, (dict, list)) for member in members):
        return [("", member) for member in members]
    if all(isinstance(member, dict) for member in members):
        for key in NAMING_KEYS:
            by_name = {
                name: member for member in members if isinstance(name := member.get(key), str) and name
            }
            if len(by_name) == len(members):
                return sorted(by_name.items())
    return [(str(place), member) for place, member in enumerate(members)]


def _written(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)
