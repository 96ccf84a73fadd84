"""The bytes of the captures that a listing names, in the files that were downloaded beside it.

    pages.cdx
    20240501100000/example.org/about            a folder for each moment (waybackpack)
    example.org/20240501100000/about/index.html  one in each host's (wayback_machine_downloader, pywaybackup)
    web.archive.org/web/20240501100000id_/https:/example.org/about       as wget -x lays it out
    20240501100000.html                          when the listing names one capture of that moment
    G7HRM7BGOKSKMSXZAHMUQTTV53QOFSMK.html        by its SHA-1, as the listing writes it
    archive/crawl.warc.gz                        at the offset that the listing names

A file named in any other way is known by its SHA-1, too. Two captures with one digest have the same bytes, so
that those need lie there only once.
"""

import base64
import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from monitor.errors import BadInput
from monitor.load.entry import media_type_of
from monitor.load.listing import Listed, read_listing
from monitor.load.payload import read_payload
from monitor.load.warc import MAX_BYTES, PAGES, is_archive, read_record
from monitor.model import Snapshot

MAX_FILES = 2_000_000

TOOLBAR = b"BEGIN WAYBACK TOOLBAR INSERT"
"""What the Wayback Machine writes into a page that is not asked for as it was (with "id_")."""

INDEXES = ("index.html", "index.htm")
"""How downloaders call the file of an address that ends in "/"."""

_DIGEST = re.compile(r"(?:sha1-)?([A-Z2-7]{32})(?![A-Za-z0-9])", re.ASCII)
_STAMP = re.compile(r"(\d{14})(?:[a-z]{2}_)?(?!\d)", re.ASCII)
_SCHEMES = frozenset({"http:", "https:", "http", "https"})


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the bytes of a capture lie."""

    path: Path
    offset: int | None = None
    """Of its record, in a WARC file."""
    media_type: str = ""


def load_listing(
    path: Path, *, site: str = "", on_unusable: Callable[[BadInput], None] | None = None
) -> Iterator[Snapshot]:
    """Every capture of a page that the listing names and whose bytes lie beside it, the oldest first.

    Captures of no page (a redirect, an error, a picture) are passed over. `on_unusable` hears of files that
    cannot be used and, at the end, how many captures have none; without it they raise.

    Raises: BadInput.
    """
    listed = [one for one in read_listing(path) if _is_page(one)]
    files = _Files(path, listed)
    by_digest: dict[str, _Place] = {}
    missing = 0
    for one in listed:
        try:
            place = files.find(one) or by_digest.get(one.digest) or files.with_hash(one.digest)
            snapshot = None if place is None else _snapshot(one, place, site)
            if snapshot is None and place is not None and (before := by_digest.get(one.digest)):
                snapshot = _snapshot(one, before, site)  # a record that only says "as before"
        except BadInput as problem:
            if on_unusable is None:
                raise
            on_unusable(problem)
            continue
        if snapshot is None or place is None:
            missing += 1
            continue
        if one.digest:
            by_digest.setdefault(one.digest, replace(place, media_type=snapshot.media_type))
        yield snapshot
    if missing:
        absent = BadInput(f"{path}: {missing} of its {len(listed)} captures of pages have no file beside it")
        if on_unusable is None:
            raise absent
        on_unusable(absent)


def _is_page(one: Listed) -> bool:
    return one.is_revisit or (
        one.status in ("", "200") and (not one.media_type or one.media_type.startswith(PAGES))
    )


def _snapshot(one: Listed, place: _Place, site: str) -> Snapshot | None:
    if place.offset is not None:
        recorded = read_record(place.path, place.offset, site)
        if recorded is None or recorded.moment is None:
            return None
        # The record knows parts of a second; unless it is another capture's, with the same bytes.
        is_own = recorded.moment.replace(microsecond=0) == one.moment
        return replace(recorded, url=one.url, moment=recorded.moment if is_own else one.moment)
    payload = read_payload(place.path, MAX_BYTES)
    if TOOLBAR in payload:
        raise BadInput(
            f"{place.path}: the archive has written its toolbar into it; "
            "right would be the page as it was, with id_ after the moment in the address"
        )
    return Snapshot(
        url=one.url,
        payload=payload,
        moment=one.moment,
        media_type=("" if one.is_revisit else one.media_type)
        or place.media_type
        or media_type_of(place.path),
        site=site,
        source=str(place.path),
    )


class _Files:
    """The files in the listing's folder and below, by what their names say."""

    def __init__(self, listing: Path, listed: list[Listed]) -> None:
        self._folder = listing.parent
        self._hosts = {_host(one.url) for one in listed}
        self._at_moment = Counter(one.timestamp for one in listed)
        self._at_address = Counter((one.timestamp, _segments(one.url)) for one in listed)
        self._archives: dict[str, Path] = {}
        self._by_digest: dict[str, Path] = {}
        self._by_stamp: dict[str, list[tuple[Path, tuple[str, ...], tuple[str, ...]]]] = {}
        self._others: list[Path] = []
        # pywb keeps its listings and its WARC files in two folders beside each other.
        beside = self._folder / ".." / "archive"
        folders = [self._folder]
        if not beside.resolve().is_relative_to(self._folder.resolve()):
            folders.append(beside)
        for folder in folders:
            for path in _below(folder):
                if path != listing:
                    self._take(path, path.relative_to(folder).parts)

    def _take(self, path: Path, parts: tuple[str, ...]) -> None:
        if is_archive(path):
            self._archives.setdefault(path.name, path)
            return
        if named := _DIGEST.match(path.name):
            self._by_digest.setdefault(named[1], path)
            return
        self._others.append(path)
        for at, part in enumerate(parts):
            if stamp := _STAMP.match(part):
                self._by_stamp.setdefault(stamp[1], []).append((path, parts[:at], parts[at + 1 :]))
                return

    def find(self, one: Listed) -> _Place | None:
        """By name. Raises: BadInput (several files could be it)."""
        archive = self._archives.get(Path(one.filename).name) if one.filename else None
        if archive is not None:
            return _Place(archive, one.offset)
        if one.digest in self._by_digest:
            return _Place(self._by_digest[one.digest])
        fitting = [
            path
            for path, before, after in self._by_stamp.get(one.timestamp, ())
            if self._fits(one, before, after)
        ]
        if len(fitting) > 1:
            fitting = [path for path in fitting if _hash(path) == one.digest] or fitting
        if len(fitting) > 1 and len(set(map(_hash, fitting))) > 1:
            named = f"{fitting[0]} and {fitting[1]}"
            raise BadInput(
                f"{named}: which of them is {one.url} of {one.timestamp}? Only one may be so named"
            )
        return _Place(fitting[0]) if fitting else None

    def with_hash(self, digest: str) -> _Place | None:
        """By what is in it."""
        path = self._hashes.get(digest) if digest else None
        return None if path is None else _Place(path)

    @cached_property
    def _hashes(self) -> dict[str, Path]:
        return {_hash(path): path for path in reversed(self._others)}

    def _fits(self, one: Listed, before: tuple[str, ...], after: tuple[str, ...]) -> bool:
        """Whether a file in folders of these names shows that address."""
        host = _host(one.url)
        hosts = {_bare(part) for part in (*before, *after)} & self._hosts
        if hosts and host not in hosts:
            return False
        if not after:  # the file is called after the moment alone
            above = tuple(unquote(part) for part in before)
            return (
                self._at_moment[one.timestamp] == 1
                or any(name and above[-len(name) :] == name for name in self._names(one))
                or (not _segments(one.url) and bool(before) and _bare(before[-1]) == host)
            )
        rest = list(after)
        while rest and (rest[0] in _SCHEMES or _bare(rest[0]) == host):
            del rest[0]
        return tuple(unquote(part) for part in rest) in self._names(one)

    def _names(self, one: Listed) -> set[tuple[str, ...]]:
        """How the file of an address may be called, below its host's folder."""
        wanted = _segments(one.url)
        names = {wanted}
        query = unquote(urlsplit(one.url).query)
        if query:
            *above, last = wanted or ("",)
            # As wget writes it, here and where a name may not have a "?".
            with_query = {(*above, f"{last or 'index.html'}{mark}{query}") for mark in "?@"}
            # Some leave it out: good for the only capture of that path.
            names = with_query | (names if self._at_address[one.timestamp, wanted] == 1 else set())
        names |= {(*name[:-1], f"{name[-1]}.html") for name in names if name}
        return names | {(*name, index) for name in names for index in INDEXES}


def _below(folder: Path) -> Iterator[Path]:
    count = 0
    for directory, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(directory, name)
            if name.startswith(".") or not path.is_file():
                continue
            count += 1
            if count > MAX_FILES:
                raise BadInput(f"{folder}: more than {MAX_FILES} files; put the listing nearer to its own")
            yield path


def _hash(path: Path) -> str:
    """As CDX writes it; "" for what cannot be a page."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return ""
        # Not a matter of trust: the name that archives give to bytes.
        return base64.b32encode(hashlib.sha1(path.read_bytes(), usedforsecurity=False).digest()).decode()
    except OSError:
        return ""


def _host(url: str) -> str:
    return _bare(urlsplit(url).netloc)


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.").partition(":")[0]


def _segments(url: str) -> tuple[str, ...]:
    return tuple(unquote(part) for part in urlsplit(url).path.split("/") if part)
