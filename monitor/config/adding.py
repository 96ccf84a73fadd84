"""Write one more page into config.toml, and leave everything else as its author wrote it."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from monitor.errors import BadConfig


def add_url(path: Path, site: str, url: str, networks: Sequence[str] = ()) -> bool:
    """Name a page in the [[site]] of that name, which is made when there is none.

    False when it was named there already. The file is replaced whole or not at all.

    Raises: BadConfig (it cannot be read or written).
    """
    try:
        document = tomlkit.parse(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomlkit.exceptions.ParseError) as error:
        raise BadConfig(f"{path}: {error}") from error
    table = _site(document, site)
    urls = table.get("urls")
    if urls is None:
        urls = tomlkit.array()
        table["urls"] = urls
    elif isinstance(urls, str):
        single = tomlkit.array()
        single.append(urls)
        table["urls"] = urls = single
    if url in urls:
        return False
    urls.append(url)
    if hasattr(urls, "multiline"):
        urls.multiline(len(urls) > 1)
    if networks:
        table["networks"] = [*dict.fromkeys([*table.get("networks", []), *networks])]
    _replace(path, tomlkit.dumps(document))
    return True


def _site(document: tomlkit.TOMLDocument, name: str) -> Any:
    sites = document.get("site")
    if sites is None:
        sites = tomlkit.aot()
        document["site"] = sites
    if not isinstance(sites, AoT):
        raise BadConfig('"site" must be a block that begins with [[site]]')
    for table in sites:
        if table.get("name") == name:
            return table
    table = Table(tomlkit.container.Container(), tomlkit.items.Trivia(), True)
    table["name"] = name
    sites.append(table)
    return sites[-1]


def _replace(path: Path, text: str) -> None:
    half = path.with_name(f".{path.name}.half")
    try:
        with half.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as error:
        raise BadConfig(f"{path}: cannot be written: {error.strerror}") from error
