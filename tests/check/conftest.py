"""A small site whose pages can be captured, and a store that sees them."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.check import Verdict, check_snapshot
from monitor.model import Change, ChangeType, Snapshot
from monitor.store import Store

START = datetime(2026, 3, 2, 9, tzinfo=UTC)

MENU = {
    "Council": "/council",
    "Sessions – Chair: North Ward 2025": "/sessions",
    "Waste collection": "/waste",
    "Libraries": "/libraries",
    "Playgrounds and parks": "/parks",
    "Registry office": "/registry",
    "Planning permission": "/planning",
}


def html(title: str, *paragraphs: str, menu: dict[str, str] = MENU, token: str = "") -> bytes:
    items = "".join(f'<li><a href="{target}">{label}</a></li>' for label, target in menu.items())
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title><meta name=token content='{token}'></head>"
        f"<body><nav><ul>{items}</ul></nav><main><h1>{title}</h1>{body}</main></body></html>"
    ).encode()


@dataclass
class Watch:
    """Sees captures of one site, a day apart unless a day is named."""

    store: Store
    day: int = 0
    verdicts: list[Verdict] = field(default_factory=list)

    def sees(self, path: str, payload: bytes, day: int | None = None) -> Verdict:
        self.day = self.day + 1 if day is None else day
        moment = START + timedelta(days=self.day)
        snapshot = Snapshot(
            url=f"https://town.example/{path}",
            payload=payload,
            moment=moment,
            media_type="text/html",
            site="town",
        )
        self.verdicts.append(check_snapshot(snapshot, self.store, moment))
        return self.verdicts[-1]

    def news(self) -> list[Change]:
        return [told.change for told in self.store.log() if told.change.type is not ChangeType.FIRST_SEEN]


def content(file: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    return {name: sorted(file.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in file.execute(tables)}  # noqa: S608


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "monitor.db") as opened:
        yield opened


@pytest.fixture
def watch(store: Store) -> Watch:
    return Watch(store)
