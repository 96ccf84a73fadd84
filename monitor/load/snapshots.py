"""What the user names, a file, a folder or a manifest, as snapshots in a fixed order."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from monitor.errors import BadInput
from monitor.load.entry import Entry
from monitor.load.folder import entry_of, find_entries
from monitor.load.listing import is_listing
from monitor.load.manifest import MANIFEST_NAME, read_manifest
from monitor.load.payload import read_payload
from monitor.load.warc import is_archive
from monitor.model import Snapshot

MAX_BYTES = 64 * 1024 * 1024
"""Of one snapshot; the readers have the same bound."""


def load(
    paths: Iterable[str | Path],
    *,
    site: str = "",
    max_bytes: int = MAX_BYTES,
    on_unusable: Callable[[BadInput], None] | None = None,
    skip: Collection[Path] = (),
) -> Iterator[Snapshot]:
    """Give every snapshot: the dated ones first, the oldest of them first; then those without a moment.

    The same moment, or none, leaves the order of the paths given, and of names inside a folder. `site` is
    for what no manifest or place tells the site of. Bytes are read one by one, as the iteration asks for
    them; that every path exists is checked before the first. `on_unusable` is told of files found in a
    folder that cannot be used; without it they raise, as files do that a path or a manifest names. Files in
    `skip` are left out.

    Raises: BadInput.
    """
    entries = [entry for path in paths for entry in _entries(Path(path), site, on_unusable)]
    entries = [entry for entry in entries if entry.path not in skip]
    entries.sort(key=_order)
    return _read(entries, max_bytes, on_unusable)


def _entries(path: Path, site: str, on_unusable: Callable[[BadInput], None] | None) -> list[Entry]:
    try:
        is_folder = path.is_dir()
        exists = path.exists()
    except (OSError, ValueError) as error:
        raise BadInput(f"{str(path)!r}: not a usable path: {error}") from error
    if is_folder:
        problems: list[BadInput] = []
        entries = find_entries(path, site, problems.append)
        for problem in problems:
            if on_unusable is None:
                raise problem
            on_unusable(problem)
        if not entries and not problems:
            raise BadInput(
                f"{path}: no snapshots in this folder; they end in .html, .txt, .md, .json, .xml, …"
            )
        return entries
    if not exists:
        raise BadInput(f"{path}: there is no such file or folder")
    if is_archive(path) or is_listing(path):
        raise BadInput(f"{path}: an archive of many captures; `monitor import` takes it in")
    if path.name == MANIFEST_NAME:
        return read_manifest(path, site)
    return [entry_of(path, path.parent, site)]


def _order(entry: Entry) -> tuple[bool, datetime]:
    return entry.moment is None, entry.moment or datetime.min.replace(tzinfo=UTC)


def _read(
    entries: list[Entry], max_bytes: int, on_unusable: Callable[[BadInput], None] | None
) -> Iterator[Snapshot]:
    for entry in entries:
        try:
            payload = read_payload(entry.path, max_bytes)
        except BadInput as problem:
            if on_unusable is None or not entry.found:
                raise
            on_unusable(problem)
            continue
        yield Snapshot(
            url=entry.url,
            payload=payload,
            moment=entry.moment,
            media_type=entry.media_type,
            charset=entry.charset,
            site=entry.site,
            source=str(entry.path),
        )
