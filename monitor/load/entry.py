"""What is known of a snapshot file before it is opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from rapidfuzz import process

from monitor.errors import BadInput
from monitor.load.moment import parse_moment

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".json": "application/json",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
"""What a file's ending says. In folders, files with other endings (style sheets, pictures) are left out."""

NEAR_ENOUGH = 60.0
"""Similarity (0 to 100) from which an unknown key is a slip of the pen: "fiel" for "file" has 75."""

TEXT_KEYS = ("url", "site", "media_type", "charset")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One snapshot file with what is known of it; empty where nothing is."""

    path: Path
    url: str
    site: str = ""
    moment: datetime | None = None
    media_type: str = ""
    charset: str = ""
    found: bool = False
    """Found in a folder, not named by the user."""


def media_type_of(path: Path) -> str:
    return MEDIA_TYPES.get(path.suffix.lower(), "")


def read_details(table: Mapping[str, Any], where: str, more_keys: tuple[str, ...] = ()) -> dict[str, Any]:
    """Check what a manifest's entry or a side file says, and give it as fields of `Entry`.

    Raises: BadInput, that begins with `where`, for a key that is not known or a value of the wrong type.
    """
    known = (*more_keys, *TEXT_KEYS, "captured")
    fields: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            near = process.extractOne(key, known, score_cutoff=NEAR_ENOUGH)
            right = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
            raise BadInput(f"{where}: key {key!r} is not known; {right}")
        if key == "captured":
            fields["moment"] = _moment(value, where)
        elif not isinstance(value, str) or not value.strip():
            raise BadInput(f"{where}: {key} must be a text in quotes, not {value!r}")
        else:
            fields[key] = value.strip()
    return fields


def _moment(value: object, where: str) -> datetime:
    if isinstance(value, str):
        moment = parse_moment(value)
        if moment is not None:
            return moment
    elif isinstance(value, datetime):
        if value.tzinfo is not None:
            return value.astimezone(UTC)
    elif isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    raise BadInput(f"{where}: captured must be a moment with its zone, as 2025-11-03T09:00:00Z, not {value}")
