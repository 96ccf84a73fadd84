"""One table of config.toml: its values, taken only if they are what they should be, and where they stand.

tomllib forgets lines, so the line of a key is looked up in the text when there is something to say about it.
"""

import os
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from monitor.errors import BadConfig, BadInput

NEAR_ENOUGH = 60.0
"""Similarity (0 to 100) from which an unknown key is taken for a slip of the pen. "stroe" for "store" has
80, "colour" for "store" 36; a wrong guess costs a puzzled look, no guess at all costs a search."""

HEADER = re.compile(r"\s*\[\[?\s*[\"']?([^\"'\[\]]+?)[\"']?\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"\s*[\"']?([^\s\"'=.]+)[\"']?\s*[=.]")

DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|h|d|w)")
UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}

SIZE = re.compile(r"(\d{1,15}(?:\.\d{1,3})?)\s*([kmgt]?)b", re.ASCII)
POWERS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}

MAX_SECRET_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that must not reach the store or a log: shown as where it comes from, never as what it is."""

    source: str
    value: str

    def __repr__(self) -> str:
        return f"Secret({self.source})"


class Block:
    """A table, with readers that refuse what is not right."""

    def __init__(self, path: Path, text: str, table: str, index: int, values: dict[str, object]) -> None:
        self.folder = path.parent
        self._path = path
        self._text = text
        self._table = table
        self.index = index
        self._values = values

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def wrong(self, key: str, message: str) -> BadConfig:
        """A complaint, with the place."""
        return BadConfig(f"{self._path}:{find_line(self._text, self._table, self.index, key)}: {message}")

    def refuse_unknown(self, *known: str) -> None:
        for key in self._values:
            if key not in known:
                is_list = self._table in ("site", "digest", "webhook")
                where = f" in {'[' * (1 + is_list)}{self._table}{']' * (1 + is_list)}" if self._table else ""
                raise self.wrong(key, f"unknown key {quote(key)}{where}; {suggest(key, known)}")

    def name(self, key: str) -> str:
        """A text that must be there."""
        if key not in self._values:
            raise self.wrong("", f'[[{self._table}]] has no {quote(key)}; give it one: {key} = "example"')
        return self.text(key, "")

    def text(self, key: str, default: str) -> str:
        if key not in self._values:
            return default
        value = self._values[key]
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, f'{quote(key)} must be a text, not {say_type(value)}: {key} = "…"')
        return value

    def one_of(self, key: str, default: str, *choices: str) -> str:
        value = self.text(key, default)
        if value not in choices:
            raise self.wrong(
                key, f"{quote(key)} must be one of {', '.join(map(quote, choices))}, not {quote(value)}"
            )
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self._values.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, f"{quote(key)} must be true or false, not {say_type(value)}")
        return value

    def number(self, key: str, default: float, lowest: float, highest: float) -> float:
        value = self._values.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not lowest <= value <= highest:
            said = say_type(value)
            raise self.wrong(key, f"{quote(key)} must be a number from {lowest:g} to {highest:g}, not {said}")
        return float(value)

    def whole(self, key: str, default: int, lowest: int, highest: int) -> int:
        value = self.number(key, default, lowest, highest)
        if value != int(value):
            raise self.wrong(key, f"{quote(key)} must be a whole number, not {value:g}")
        return int(value)

    def duration(self, key: str, default: timedelta, shortest: timedelta = timedelta(0)) -> timedelta:
        """ "30s", "15m", "6h", "1d", "2w", or some of them in a row: "1h 30m"."""
        if key not in self._values:
            return default
        found = parse_duration(self.text(key, ""))
        if found is None:
            raise self.wrong(key, f'{quote(key)} must be a time such as "30s", "15m", "6h" or "1d"')
        if found < shortest:
            raise self.wrong(key, f"{quote(key)} must be at least {shortest.total_seconds():g} seconds")
        return found

    def size(self, key: str, default: int) -> int:
        """ "500MB", "2GB": bytes, in powers of ten."""
        if key not in self._values:
            return default
        found = parse_size(self.text(key, ""))
        if found is None:
            raise self.wrong(key, f'{quote(key)} must be a size such as "500MB" or "2GB"')
        return found

    def path(self, key: str, default: str) -> Path:
        return self.folder / self.text(key, default)

    def paths(self, key: str) -> tuple[Path, ...]:
        return tuple(self.folder / e for e in self._list(key, "paths", f'{key} = ["folder", "file.html"]'))

    def texts(self, key: str, example: str) -> tuple[str, ...]:
        return self._list(key, "texts", f'{key} = ["{example}"]')

    def _list(self, key: str, of_what: str, right: str) -> tuple[str, ...]:
        value = self._values.get(key, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
            raise self.wrong(key, f"{quote(key)} must be a list of {of_what}, not {say_type(value)}: {right}")
        return tuple(value)

    def table_of_texts(self, key: str) -> dict[str, str]:
        value = self._values.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise self.wrong(key, f'{quote(key)} must be a table of texts: {key} = {{ "Name" = "value" }}')
        return value

    def secret(self, key: str) -> Secret | None:
        """ "env:NAME" or "file:PATH"; a password in the file itself would end up in backups and mails."""
        if key not in self._values:
            return None
        return self.resolve_secret(key, self.text(key, ""))

    def resolve_secret(self, key: str, text: str) -> Secret:
        kind, _, where = text.partition(":")
        if kind == "env" and where:
            value = os.environ.get(where)
            if value is None:
                raise self.wrong(
                    key, f"{quote(key)} names the environment variable {where}, which is not set"
                )
            return Secret(text, value)
        if kind == "file" and where:
            try:
                with (self.folder / where).open("rb") as file:
                    return Secret(text, file.read(MAX_SECRET_BYTES).decode("utf-8").strip())
            except (OSError, UnicodeDecodeError) as error:
                raise self.wrong(
                    key, f"{quote(key)}: {self.folder / where} cannot be read ({error})"
                ) from error
        raise self.wrong(key, f'{quote(key)} must say where the secret is: "env:NAME" or "file:PATH"')

    def tables(self, key: str) -> list["Block"]:
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.wrong(key, f"{quote(key)} must be a block that begins with [[{key}]]")
        return [Block(self._path, self._text, key, index, table) for index, table in enumerate(value)]

    def table(self, key: str) -> "Block":
        value = self._values.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, f"{quote(key)} must be a block that begins with [{key}]")
        # Of a block in a list: [site.retention] stands below its [[site]].
        table = f"{self._table}.{key}" if self._table else key
        return Block(self._path, self._text, table, self.index, value)

    def checked(self, key: str, make: Callable[[], object]) -> None:
        """Say a complaint of another part of the program with its place."""
        try:
            make()
        except (BadInput, ValueError) as error:
            raise self.wrong(key, f"{quote(key)}: {error}") from error


def parse_duration(text: str) -> timedelta | None:
    """A time as people write it; None when it is none.

    >>> parse_duration("1h 30m")
    datetime.timedelta(seconds=5400)
    """
    rest = DURATION.sub("", text.strip().lower())
    parts = DURATION.findall(text.lower())
    if rest.strip() or not parts:
        return None
    try:
        return timedelta(seconds=sum(float(count) * UNITS[unit] for count, unit in parts))
    except OverflowError:
        return None


def parse_size(text: str) -> int | None:
    """Bytes, as people write them; None when it is no size.

    >>> parse_size("1.5 GB"), parse_size("many")
    (1500000000, None)
    """
    found = SIZE.fullmatch(text.strip().lower())
    return round(float(found[1]) * POWERS[found[2]]) if found else None


def find_line(text: str, table: str, index: int, key: str) -> int:
    """The line (from 1) on which a key of the index-th [[table]] block stands; its header's without a key.

    >>> find_line('store = "a"\\n[[site]]\\nname = "b"\\n[[site]]\\nname = "c"', "site", 1, "name")
    5
    """
    block, found = ("", 0), 0
    seen: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(line):
            name = header[1]
            above = seen[name.rpartition(".")[0]]
            block = (name, above - 1 if above else seen[name])
            seen[name] += 1
            if block == (table, index):
                found = number
            elif name == (f"{table}.{key}" if table else key):
                return number
        elif key and block == (table, index) and (start := KEY.match(line)) and start[1] == key:
            return number
    outer, dot, inner = table.rpartition(".")
    if not found and dot:  # written as inner = { … }
        return find_line(text, outer, index, inner)
    return found or 1


def suggest(key: str, known: tuple[str, ...]) -> str:
    from rapidfuzz import fuzz, process  # only for a mistake: nobody else waits for it

    near = process.extractOne(key.lower(), known, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    if near:
        return f"did you mean {quote(near[0])}?"
    return f"known here: {', '.join(known)}"


def say_type(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value}"
        case str():
            return "an empty text" if not value.strip() else "a text"
        case list():
            return "a list of something else" if value else "an empty list"
        case dict():
            return "a table"
        case _:
            return "a date or time"


def quote(text: str) -> str:
    return f'"{text}"'
