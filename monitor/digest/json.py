"""Changes as JSON, for programs. `changes.schema.json` in this folder says what each key means.

Keys that say nothing for a change are left out, but for the few that every change has. Control and
bidirectional characters are as the page had them: whoever prints the JSON escapes them.
"""

from collections.abc import Mapping
from datetime import datetime

from monitor.digest.when import say_moment
from monitor.model import Change


def change_to_object(change: Change, *, site: str = "") -> dict[str, object]:
    """One told change as a JSON object."""
    always: dict[str, object] = {
        "id": change.id,
        "type": change.type.value,
        "where": change.where.value,
        "scope": change.scope.value,
        "before": _say_side(change.before),
        "after": _say_side(change.after),
        "path": list(change.path),
        "spans": [list(span) for span in change.spans],
        "sentence": change.sentence,
        "inferred": change.inferred,
        "confidence": round(change.confidence, 3),
        "importance": round(change.importance, 3),
        "rule": change.rule,
        "evidence": list(change.evidence),
    }
    sometimes: Mapping[str, object] = {
        "site": site,
        "page": change.page,
        "region": change.region,
        "path_before": None if change.path_before is None else list(change.path_before),
        "text": change.text,
        "kind": change.kind,
        "annotation": change.annotation,
        "from_item": change.from_item,
        "to_item": change.to_item,
        "from_year": change.from_year,
        "to_year": change.to_year,
        "moved": change.moved,
        "pages": _say_pages(change),
        "between": _say_interval(change.between),
    }
    return always | {key: value for key, value in sometimes.items() if value not in ("", None, False)}


def _say_side(side: str | tuple[str, ...] | None) -> str | list[str] | None:
    return list(side) if isinstance(side, tuple) else side


def _say_pages(change: Change) -> dict[str, list[str]] | None:
    if not (change.pages_before or change.pages_after):
        return None
    return {"after": list(change.pages_after), "before": list(change.pages_before)}


def _say_interval(between: tuple[datetime | None, datetime | None]) -> list[str | None] | None:
    if between == (None, None):
        return None
    return [None if moment is None else say_moment(moment) for moment in between]
