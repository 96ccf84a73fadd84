"""The journey of `monitor diff`: two captures, or two folders of them, and what changed between them.

Two captures (files, or what the store keeps) are of one page, or of two pages of one site: then only their
chrome is compared, and the bodies are named as different pages. Two folders are two generations of one site:
pages are paired by their path, then by their content where paths moved; the chrome is compared once for the
site.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.compare import (
    compare_bodies,
    compare_chrome,
    compare_pages,
    is_same_page,
    lift_shared,
    settle_border,
    tell,
)
from monitor.errors import BadInput, Unreadable
from monitor.load import is_archive, load, load_warc
from monitor.model import Change, ChangeType, Document, Page, Scope, Snapshot, Where
from monitor.read import read
from monitor.separate import Template, learn, separate, separate_pair

MAX_GUESSES = 10_000
"""Pairs of pages that are looked at to find those whose path moved. Beyond it, a page without a partner
under its own path came or went: the wrong answer is then a true one, told less well."""

MIN_SHARED = 0.5
"""Share of blocks in common from which two pages under different paths are one page that moved. Pages of one
site share a few (an address, a disclaimer) when they are different ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What changed, and what could not be looked at."""

    changes: tuple[Change, ...]
    """Told, what is held back as noise included."""
    notes: tuple[str, ...] = ()
    """What the readers had to do to a page: "a.html: cut at 100000 elements"."""
    unread: tuple[str, ...] = ()
    """Pages that no reader could make a document of, each with its reason."""


def compare_paths(
    before: Path,
    after: Path,
    *,
    bodies: bool = False,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Difference:
    """Compare two files or two folders.

    `bodies` compares also the bodies of two different pages; `advance` is told how far the work is.

    Raises: MonitorError, where one of the two cannot be compared at all.
    """
    if _holds_many(before) != _holds_many(after):
        folder, file = (before, after) if _holds_many(before) else (after, before)
        raise BadInput(f"{folder} is a folder and {file} is not; give two files or two folders")
    if _holds_many(before):
        return _compare_folders(before, after, advance)
    return compare_snapshots(one_snapshot(before), one_snapshot(after), bodies=bodies)


# ── two captures ───────────────────────────────────────────────────────────────────────────────


def compare_snapshots(
    before: Snapshot, after: Snapshot, *, bodies: bool = False, template: Template | None = None
) -> Difference:
    """Compare two captures of one page, or two pages of a site. Raises: Unreadable."""
    documents = (read(before), read(after))
    changes = compare_documents(*documents, bodies=bodies, template=template)
    between = (before.moment, after.moment)
    told = (tell(replace(change, between=between)) for change in changes)
    return Difference(changes=tuple(told), notes=tuple(_notes_of(documents)))


def compare_documents(
    before: Document, after: Document, *, bodies: bool = False, template: Template | None = None
) -> Iterator[Change]:
    """What changed between two captures of a page, or between two pages of a site."""
    page_before, page_after = separate_pair(before, after, template)
    if is_same_page(page_before, page_after):
        # One page has one address, whatever its two files are called.
        page_before = replace(page_before, url=page_after.url)
    elif bodies:
        yield from _on_page(compare_bodies(page_before, page_after), after.url)
    # Together: what only crossed between chrome and body is held back on both sides of the border.
    for change in _on_page(compare_pages(page_before, page_after), after.url):
        yield replace(change, pages_before=(before.url,)) if change.pages_before else change


def one_snapshot(path: Path) -> Snapshot:
    """The snapshot of a file. Raises: BadInput."""
    snapshots = list(load([path]))
    if len(snapshots) != 1:
        raise BadInput(f"{path}: holds {len(snapshots)} snapshots; one is wanted here")
    return snapshots[0]


# ── two folders ────────────────────────────────────────────────────────────────────────────────


def _compare_folders(before: Path, after: Path, advance: Callable[[int, int], None]) -> Difference:
    unread: list[str] = []
    documents = _read_folder(before, unread), _read_folder(after, unread)

    def is_elsewhere(name: str, *, after_it: bool) -> bool:
        return _is_there(after if after_it else before, name)

    return _compare_generations(documents, unread, is_elsewhere, advance)


def compare_generations(
    before: Iterable[Snapshot],
    after: Iterable[Snapshot],
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Difference:
    """Compare two generations of a site's pages, one capture a page on each side. Raises: BadInput (none)."""
    unread: list[str] = []
    documents = tuple(_read_all({one.url: one for one in side}, unread) for side in (before, after))
    if not all(documents):
        raise BadInput("nothing of the site was captured by then that can be read")
    return _compare_generations(
        (documents[0], documents[1]), unread, lambda name, *, after_it: False, advance
    )


def _compare_generations(
    generations: tuple[Mapping[str, Document], Mapping[str, Document]],
    unread: Sequence[str],
    is_elsewhere: Callable[..., bool],
    advance: Callable[[int, int], None],
) -> Difference:
    """`is_elsewhere(name, after_it=…)`: the page is on that side, though nobody could read it."""
    documents_before, documents_after = generations
    template = Template()
    for documents in (documents_before, documents_after):
        for document in documents.values():
            template = learn(template, document, None)
    changes: list[Change] = []
    by_page: dict[str, Sequence[Change]] = {}
    pages_before: list[Page] = []
    pages_after: list[Page] = []
    both = [name for name in documents_after if name in documents_before]
    for name in both:
        pair = separate_pair(documents_before[name], documents_after[name], template)
        pages_before.append(pair[0])
        pages_after.append(pair[1])
        found = by_page[name] = compare_pages(*pair)
        changes += _on_page(_of_body(found), name)
        advance(len(pages_before), len(both))
    gone = [
        separate(document, template)
        for name, document in documents_before.items()
        if name not in documents_after and not is_elsewhere(name, after_it=True)
    ]
    come = [
        separate(document, template)
        for name, document in documents_after.items()
        if name not in documents_before and not is_elsewhere(name, after_it=False)
    ]
    changes += _follow_pages(gone, come)
    chrome = compare_chrome([*pages_before, *gone], [*pages_after, *come])
    changes += settle_border(chrome, by_page)
    notes = _notes_of([*documents_before.values(), *documents_after.values()])
    told = tuple(map(tell, lift_shared(changes, len(both))))
    return Difference(changes=told, notes=tuple(notes), unread=tuple(unread))


def _read_folder(folder: Path, unread: list[str]) -> Mapping[str, Document]:
    """The pages of a folder, each by its name there; of a page's captures, the newest."""
    newest: dict[str, Snapshot] = {}
    found = (
        load_warc(folder)
        if is_archive(folder)
        else load([folder], on_unusable=lambda problem: unread.append(str(problem)))
    )
    for snapshot in found:
        # A page whose captures are named by their moment has the name of the folder given before its own.
        name = snapshot.url.removeprefix(f"{folder.resolve().name}/")
        if name not in newest or _is_newer(snapshot, newest[name]):
            newest[name] = replace(snapshot, url=name)
    documents = _read_all(newest, unread)
    if not documents:
        raise BadInput(f"{folder}: no page in it that can be read")
    return documents


def _read_all(snapshots: Mapping[str, Snapshot], unread: list[str]) -> dict[str, Document]:
    documents = {}
    for name, snapshot in snapshots.items():
        try:
            documents[name] = read(snapshot)
        except Unreadable as error:
            unread.append(str(error))
    return documents


def _holds_many(path: Path) -> bool:
    """A WARC file holds a generation of pages as a folder does."""
    return path.is_dir() or is_archive(path)


def _is_there(folder: Path, name: str) -> bool:
    """A file that could not be read is there all the same."""
    try:
        return (folder / name).exists()
    except (OSError, ValueError):
        return False


def _is_newer(snapshot: Snapshot, known: Snapshot) -> bool:
    if snapshot.moment is None or known.moment is None:
        return known.moment is None
    return snapshot.moment > known.moment


def _follow_pages(gone: list[Page], come: list[Page]) -> Iterator[Change]:
    """Pages without a partner under their own path: moved, and perhaps edited on the way; gone; come."""
    texts = [{block.text for block in page.body} for page in come]
    taken: set[int] = set()
    for before in gone:
        found = _find_moved(before, texts, taken) if len(gone) * len(come) <= MAX_GUESSES else None
        if found is None:
            yield _name_page(ChangeType.PAGE_REMOVED, before)
            continue
        taken.add(found)
        after = replace(come[found], url=before.url)  # one page, under two addresses
        yield Change(
            type=ChangeType.PAGE_MOVED,
            where=Where.BODY,
            before=before.url,
            after=come[found].url,
            page=come[found].url,
            rule="page/same-text",
            evidence=("no page has its old path", "the bodies share at least half of their blocks"),
        )
        yield from _on_page(_of_body(compare_pages(before, after)), come[found].url)
    for index, page in enumerate(come):
        if index not in taken:
            yield _name_page(ChangeType.PAGE_ADDED, page)


def _find_moved(before: Page, texts: Sequence[set[str]], taken: set[int]) -> int | None:
    """The page that shares most with this one, if that is at least half of the shorter one's blocks."""
    mine = {block.text for block in before.body}
    found, most = None, MIN_SHARED
    for index, theirs in enumerate(texts):
        fewer = min(len(mine), len(theirs))
        share = len(mine & theirs) / fewer if fewer and index not in taken else 0.0
        if share >= most and share > 0:
            found, most = index, share
    return found


def _name_page(kind: ChangeType, page: Page) -> Change:
    title = page.title or page.url
    added = kind is ChangeType.PAGE_ADDED
    return Change(
        type=kind,
        where=Where.BODY,
        before=None if added else title,
        after=title if added else None,
        page=page.url,
        rule="page/path",
        evidence=(f"only the folder {'after' if added else 'before'} has its path",),
    )


# ── both ───────────────────────────────────────────────────────────────────────────────────────


def _on_page(changes: Iterable[Change], name: str) -> Iterator[Change]:
    for change in changes:
        yield replace(change, page=name) if change.scope is Scope.PAGE else change


def _of_body(changes: Iterable[Change]) -> Iterator[Change]:
    """Without what is of the chrome: that is told by itself, once."""
    return (change for change in changes if change.where is Where.BODY)


def _notes_of(documents: Iterable[Document]) -> Iterator[str]:
    return (f"{document.url}: {note}" for document in documents for note in document.notes)
