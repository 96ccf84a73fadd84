"""Which page a file in a folder shows, and when: by its place and its name.

    snapshots/lakes/about/2025-11-03T09-00-00Z.html   site "lakes", page "lakes/about", that moment
    snapshots/lakes/news/flood/2026-01-12.html        site "lakes", page "lakes/news/flood"
    old/about.html                                    page "about.html", no moment, no site

A file whose whole name is a moment is one capture of the page that its folder stands for, and the first
folder below the given one is the site. So the same page has the same name whether snapshots/,
snapshots/lakes/ or a single page's folder is given, as long as its path has one folder below its site's.
Any other file is a page by itself, named by its path below the given folder.

What else is known of FILE may stand beside it in FILE.meta.json, with the keys of a manifest's entry
(but `file`). A folder with a manifest.toml is what that manifest says.
"""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from monitor.errors import BadInput
from monitor.load.entry import MEDIA_TYPES, Entry, media_type_of, read_details
from monitor.load.manifest import MANIFEST_NAME, read_manifest
from monitor.load.moment import parse_moment

SIDE_SUFFIX = ".meta.json"
MAX_SIDE_BYTES = 100_000
NO_PAGES = (".", "_", "readme", "license")
"""Files whose names begin so (in lower case) speak about the folder."""


def find_entries(folder: Path, site: str, on_unusable: Callable[[BadInput], None]) -> list[Entry]:
    """Every snapshot in a folder and below, ordered by path."""
    entries: list[Entry] = []
    for path in _files(folder, on_unusable):
        try:
            if path.name == MANIFEST_NAME:
                entries += read_manifest(path, site)
            else:
                entries.append(entry_of(path, folder, site, found=True))
        except BadInput as problem:
            on_unusable(problem)
    return entries


def entry_of(path: Path, folder: Path, site: str = "", *, found: bool = False) -> Entry:
    """What is known of one file, seen from `folder`. `site` overrules what the place tells."""
    place = path.relative_to(folder).parts[:-1]
    moment = parse_moment(path.stem)
    if moment is None:
        url = "/".join((*place, path.name))
    elif site:
        url = "/".join((site, *(place or (folder.resolve().name,))))
    else:
        # Given a page's or a site's own folder, the names that are missing are those above.
        above = folder.resolve().parts[1:]
        missing = max(0, 2 - len(place))
        names = (*above[len(above) - missing :], *place)
        url, site = "/".join(names), names[0] if names else ""
    fields: dict[str, Any] = {"url": url, "site": site, "moment": moment, "media_type": media_type_of(path)}
    return Entry(path=path, found=found, **{**fields, **_side_details(path)})


def _files(folder: Path, on_unusable: Callable[[BadInput], None]) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        on_unusable(BadInput(f"{error.filename}: cannot be read: {error.strerror}"))

    for directory, folders, names in os.walk(folder, onerror=refuse):
        if MANIFEST_NAME in names:
            folders.clear()
            yield Path(directory, MANIFEST_NAME)
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(directory, name)
            if (
                path.suffix.lower() in MEDIA_TYPES
                and not name.endswith(SIDE_SUFFIX)
                and not name.lower().startswith(NO_PAGES)
            ):
                yield path


def _side_details(path: Path) -> dict[str, Any]:
    side = path.with_name(path.name + SIDE_SUFFIX)
    try:
        with side.open("rb") as file:
            table = json.loads(file.read(MAX_SIDE_BYTES))
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{side}: not valid JSON: {error}") from error
    except OSError as error:
        raise BadInput(f"{side}: cannot be read: {error.strerror}") from error
    if not isinstance(table, dict):
        raise BadInput(f'{side}: must be an object, as {{"url": "…", "captured": "2025-11-03T09:00:00Z"}}')
    return read_details(table, str(side))
