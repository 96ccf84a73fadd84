"""What the user may set: config.toml, read strictly.

A key that is not known, or a value of the wrong type, stops the program before anything else happens,
with the file, the line, the key and what would be right. Paths in it are relative to the file itself.
"""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import BadConfig

CONFIG_NAME = "config.toml"
STORE_NAME = "monitor.sqlite"

MAX_CONFIG_BYTES = 1_000_000
"""A file larger than this is something else, given by mistake."""

NEAR_ENOUGH = 60.0
"""Similarity (0 to 100) from which an unknown key is taken for a slip of the pen. "stroe" for "store" has
80, "colour" for "store" 36; a wrong guess costs a puzzled look, no guess at all costs a search."""

HEADER = re.compile(r"\s*\[\[?\s*[\"']?([^\"'\[\]]+?)[\"']?\s*\]\]?\s*(?:#.*)?$")
KEY = re.compile(r"\s*[\"']?([^\s\"'=.]+)[\"']?\s*[=.]")

STARTER = """\
# What `monitor` watches, and where it keeps what it saw. Paths are relative to this file.

# The store: one SQLite file, made when it is first needed.
store = "monitor.sqlite"

# Files and folders of snapshots that `monitor run` takes in; what it has seen before is skipped.
# A folder is read as site/page/moment.html, or by the manifest that lies in it.
snapshots = ["snapshots"]

# Name a site to say where its own snapshots lie, if their folder does not tell which site they show.
# [[site]]
# name = "example"
# snapshots = ["captures/example"]
"""
"""What `monitor init` writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteConfig:
    """One [[site]] block."""

    name: str
    snapshots: tuple[Path, ...] = ()
    """Files and folders that show this site's pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """config.toml, or what holds without one."""

    store: Path = Path(STORE_NAME)
    snapshots: tuple[Path, ...] = ()
    """Files and folders whose own folders or manifests tell the site."""
    sites: tuple[SiteConfig, ...] = ()


def read_config(path: Path) -> Config:
    """Read and check a configuration.

    Raises: BadConfig, naming the file, the line, the key and what would be right.
    """
    text = _read_text(path)
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(_locate_syntax_error(path, text, str(error))) from error
    top = _Block(path, text, "", 0, values)
    top.refuse_unknown("store", "snapshots", "site")
    sites: list[SiteConfig] = []
    for index, table in enumerate(top.tables("site")):
        block = _Block(path, text, "site", index, table)
        block.refuse_unknown("name", "snapshots")
        site = SiteConfig(name=block.name("name"), snapshots=block.paths("snapshots"))
        if any(known.name == site.name for known in sites):
            raise block.wrong(
                "name", f"there are two sites named {_quote(site.name)}; give each its own name"
            )
        sites.append(site)
    return Config(store=top.path("store", STORE_NAME), snapshots=top.paths("snapshots"), sites=tuple(sites))


class _Block:
    """One table of the file: its values, and where they stand in the text."""

    def __init__(self, path: Path, text: str, table: str, index: int, values: dict[str, object]) -> None:
        self._path = path
        self._text = text
        self._table = table
        self._index = index
        self._values = values

    def wrong(self, key: str, message: str) -> BadConfig:
        return BadConfig(f"{self._path}:{find_line(self._text, self._table, self._index, key)}: {message}")

    def refuse_unknown(self, *known: str) -> None:
        for key in self._values:
            if key not in known:
                where = f" in [[{self._table}]]" if self._table else ""
                raise self.wrong(key, f"unknown key {_quote(key)}{where}; {_suggest(key, known)}")

    def name(self, key: str) -> str:
        if key not in self._values:
            raise self.wrong("", f'[[{self._table}]] has no {_quote(key)}; give it one: {key} = "example"')
        return self._text_value(key)

    def path(self, key: str, default: str) -> Path:
        return self._path.parent / (self._text_value(key) if key in self._values else default)

    def paths(self, key: str) -> tuple[Path, ...]:
        value = self._values.get(key, [])
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
            right = f'{key} = ["folder", "file.html"]'
            raise self.wrong(key, f"{_quote(key)} must be a list of paths, not {_say_type(value)}: {right}")
        return tuple(self._path.parent / entry for entry in value)

    def tables(self, key: str) -> list[dict[str, object]]:
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.wrong(key, f"{_quote(key)} must be a block that begins with [[{key}]]")
        return value

    def _text_value(self, key: str) -> str:
        value = self._values[key]
        if not isinstance(value, str) or not value.strip():
            right = f'{key} = "…"'
            raise self.wrong(key, f"{_quote(key)} must be a text, not {_say_type(value)}: {right}")
        return value


def find_line(text: str, table: str, index: int, key: str) -> int:
    """The line (from 1) on which a key of the index-th [[table]] block stands; its header's without a key.

    >>> find_line('store = "a"\\n[[site]]\\nname = "b"\\n[[site]]\\nname = "c"', "site", 1, "name")
    5
    """
    block, found = ("", 0), 1
    seen: Counter[str] = Counter()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(line):
            name = header[1]
            block = (name, seen[name])
            seen[name] += 1
            if block == (table, index):
                found = number
            elif name == (f"{table}.{key}" if table else key):
                return number
        elif key and block == (table, index) and (start := KEY.match(line)) and start[1] == key:
            return number
    return found


def _read_text(path: Path) -> str:
    try:
        if path.is_dir():
            raise BadConfig(f"{path}: a folder, where a configuration file is wanted")
        with path.open("rb") as file:
            raw = file.read(MAX_CONFIG_BYTES + 1)
    except FileNotFoundError as error:
        raise BadConfig(f"{path}: no such file; `monitor init` writes one to start from") from error
    except OSError as error:
        raise BadConfig(f"{path}: {error.strerror}") from error
    if len(raw) > MAX_CONFIG_BYTES:
        raise BadConfig(f"{path}: over {MAX_CONFIG_BYTES} bytes, too large for a configuration")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadConfig(f"{path}:{line}: not UTF-8; a configuration is a text in UTF-8") from error


def _locate_syntax_error(path: Path, text: str, reason: str) -> str:
    place = re.search(r" \(at line (\d+), column (\d+)\)$", reason)
    if place:
        return f"{path}:{place[1]}: not TOML: {reason[: place.start()]} (column {place[2]})"
    return f"{path}:{text.count(chr(10)) + 1}: not TOML: {reason}"


def _suggest(key: str, known: tuple[str, ...]) -> str:
    from rapidfuzz import fuzz, process  # only for a mistake: nobody else waits for it

    near = process.extractOne(key.lower(), known, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    if near:
        return f"did you mean {_quote(near[0])}?"
    return f"known here: {', '.join(known)}"


def _say_type(value: object) -> str:
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


def _quote(text: str) -> str:
    return f'"{text}"'
