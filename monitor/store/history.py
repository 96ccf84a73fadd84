"""What a page said since when, and which words came and went: read from all its versions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.errors import BadInput
from monitor.store.answers import Blamed, Found
from monitor.store.encoding import decode_block
from monitor.store.pages import PageId
from monitor.store.versions import TOGETHER, VersionId

if TYPE_CHECKING:
    from monitor.store.database import Store

MAX_HITS = 20_000
"""So many blocks that have the words are looked up."""


def blame(store: Store, name: str, at: datetime | None) -> tuple[Blamed, ...]:
    page = store.find_page(name)
    blocks = store.versions.all_blocks(page.id)
    since: dict[tuple[str, str], tuple[VersionId, datetime | None]] = {}
    shown: VersionId | None = None
    for version, moment in store.snapshots.timeline(page.id):
        if at is not None and moment is not None and moment > at:
            break
        shown = version
        since = {(row[0], row[1]): since.get((row[0], row[1]), (version, moment)) for row in blocks[version]}
    if shown is None:
        raise BadInput(f"{name}: nothing was captured up to then that could be read")
    numbers = store.versions.numbers(page.id)
    before = _edits(store, page.id)
    return tuple(
        Blamed(
            block=decode_block(row),
            since=since[row[0], row[1]][1],
            number=numbers[since[row[0], row[1]][0]],
            before=before.get(row[1], ""),
        )
        for row in blocks[shown]
    )


def _edits(store: Store, page: PageId) -> dict[str, str]:
    """What each text of the page said before it was edited."""
    return {
        recorded.change.after: recorded.change.before
        for recorded in store.changes.select(
            "c.page = ? AND c.type IN (SELECT id FROM types WHERE name LIKE '%edited' "
            "OR name IN ('number_changed', 'date_changed'))",
            (page,),
        )
        if isinstance(recorded.change.after, str) and isinstance(recorded.change.before, str)
    }


def search(store: Store, words: str, site: str, limit: int) -> tuple[Found, ...]:
    phrases = [
        _words(part) for part in re.findall(r'"([^"]*)"|(\S+)', words) for part in part if _words(part)
    ]
    if not phrases:
        raise BadInput(f"{words!r}: no word to look for")
    all_words = [word for phrase in phrases for word in phrase]
    found: list[Found] = []
    for page, hits in store.versions.with_words(all_words, MAX_HITS).items():
        stored = store.pages.get(page)
        if site and stored.site != site:
            continue
        found += (
            Found(stored.site, stored.url, text, appeared, left)
            for text, appeared, left in _spells(store, page, hits, phrases)
        )
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def _spells(
    store: Store, page: PageId, hits: Sequence[tuple[VersionId, int]], phrases: Sequence[Sequence[str]]
) -> Iterator[tuple[str, datetime | None, datetime | None]]:
    """Each text of the page that has the words, from when to when it was there."""
    blocks = store.versions.all_blocks(page)
    said = {row[1] for version, place in hits for row in blocks[version][place : place + TOGETHER]}
    said = {text for text in said if _has(_words(text), phrases)}
    if not said:
        return
    there: dict[str, datetime | None] = {}
    for version, moment in store.snapshots.timeline(page):
        texts = said.intersection(row[1] for row in blocks[version])
        for text in [text for text in there if text not in texts]:
            yield text, there.pop(text), moment
        for text in sorted(texts):
            there.setdefault(text, moment)
    for text, appeared in there.items():
        yield text, appeared, None


def _words(text: str) -> list[str]:
    """As the index has them: without case and marks.

    >>> _words("Über  Ålesund!")
    ['uber', 'alesund']
    """
    if not text.isascii():
        text = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return re.findall(r"[^\W_]+", text.lower())


def _has(words: Sequence[str], phrases: Sequence[Sequence[str]]) -> bool:
    """Whether every phrase is there, word after word."""
    return all(
        any(
            word == phrase[0] and list(words[at : at + len(phrase)]) == list(phrase)
            for at, word in enumerate(words)
        )
        for phrase in phrases
    )
