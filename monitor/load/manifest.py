"""A manifest says for each snapshot file what its name cannot: address, site, moment.

It is called manifest.toml, lies in the folder of the files, and is the whole list: files in that folder
that it does not name are not loaded.

    [[snapshot]]
    file = "webinar.txt"                   # below the manifest's folder; required
    url = "https://www.example.org/webinar"  # the page's identity; the file's path where it is left out
    site = "example"                       # pages with the same site share their menus
    captured = 2025-11-03T09:00:00Z        # with its zone; left out when nobody knows
    media_type = "text/plain"              # as served; by the file's ending where it is left out
    charset = "utf-8"                      # the label that the server gave, if it gave one
"""

import re
import tomllib
from pathlib import Path, PurePosixPath

from monitor.errors import BadInput
from monitor.load.entry import Entry, media_type_of, read_details

MANIFEST_NAME = "manifest.toml"
MAX_MANIFEST_BYTES = 16_000_000
"""A hundred thousand entries fit."""

_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*snapshot[ \t]*\]\]", re.MULTILINE)


def read_manifest(path: Path, site: str = "") -> list[Entry]:
    """The entries of a manifest, in its order; `site` is for those that name none. Raises: BadInput."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_MANIFEST_BYTES + 1)
        if len(raw) > MAX_MANIFEST_BYTES:
            raise BadInput(f"{path}: more than {MAX_MANIFEST_BYTES} bytes are no manifest")
        text = raw.decode("utf-8")
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: not valid TOML: {error}") from error
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}") from error

    tables = content.pop("snapshot", None)
    if content:
        raise BadInput(f"{path}: key {next(iter(content))!r} is not known; a manifest has [[snapshot]] only")
    if not isinstance(tables, list) or not tables:
        raise BadInput(f'{path}: names no files; each has a [[snapshot]] with file = "…"')

    lines = [text.count("\n", 0, match.start()) + 1 for match in _HEADER.finditer(text)]
    entries: dict[Path, Entry] = {}
    for index, table in enumerate(tables):
        where = f"{path}, line {lines[index]}" if index < len(lines) else f"{path}, [[snapshot]] {index + 1}"
        if not isinstance(table, dict):
            raise BadInput(f"{where}: a [[snapshot]] has keys, not {table!r}")
        fields = read_details(table, where, ("file",))
        name = fields.pop("file", "")
        if not name:
            raise BadInput(f"{where}: key 'file' is missing; it names the snapshot below {path.parent}")
        relative = PurePosixPath(name)
        if relative.is_absolute() or ".." in relative.parts:
            raise BadInput(f"{where}: file must lie below the manifest's folder, not {name!r}")
        named = path.parent / relative
        if named in entries:
            raise BadInput(f"{where}: file {name!r} is named twice")
        defaults = {"url": str(relative), "site": site, "media_type": media_type_of(named)}
        entries[named] = Entry(path=named, **{**defaults, **fields})
    return list(entries.values())
