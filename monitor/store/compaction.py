"""Compaction: what came one by one, sealed together, where that is smaller. The bytes stay what they are.

What was read in a site's pages is a pack of its own, because questions ask for it. It is the prefix of the
pack of these pages' first payloads, which have its words and the same chrome around them; and that one is the
prefix of the packs of their later payloads. A site is sealed anew as a whole, when enough of it is loose. All
is read back before the transaction commits.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.store.connection import Connection
from monitor.store.packs import ALL_CONTENTS, CHANGES, HELD, REGION_VERSIONS, VERSIONS, Packs
from monitor.store.payloads import NUMBER_BITS, Codec, PackId, PayloadId, Payloads
from monitor.store.sites import SiteId
from monitor.store.versions import Versions
from monitor.store.words import Words

MAX_FIRSTS_BYTES = 4_000_000
"""Of first payloads in one pack, which is undone before those of the later ones: a few milliseconds."""

MAX_PACK_BYTES = 16_000_000
"""Of later payloads in one pack. With 4 MB packs are 13 % larger in all, with 32 MB 4 % smaller and twice as
slow to read."""

FIRSTS_DEPTH = 2
"""A pack of first payloads is undone after the one of what was read in them."""

RUNS_IN_A_ROW = 8
"""Every eighth pack of one page has its first payload as prefix again: so a chain of packs has an end."""

LOOSE_PART = 1 / 8
"""A site is sealed anew when so much of it is loose: in the long run each byte is sealed eight times."""

WORTH_IT = 0.95
"""Packs that are not smaller than this part of what they replace only make reading slower."""


@dataclass(frozen=True, slots=True)
class Compacted:
    bytes_before: int
    bytes_after: int


@dataclass(frozen=True, slots=True)
class _Payload:
    id: PayloadId
    size: int


class _NotSmaller(Exception):
    pass


def compact(
    connection: Connection, payloads: Payloads, packs: Packs, words: Words, versions: Versions
) -> Compacted:
    """Seal what can be sealed, and give the freed room back to the disk."""
    before = _size(connection)
    for (site,) in connection.rows("SELECT id FROM sites"):
        _compact_site(connection, payloads, packs, versions, SiteId(site))
    with connection.transaction():
        packs.drop_unused()
        words.seal()
        # Only the next capture asks what there was to see in the last one.
        connection.execute(
            "UPDATE snapshots SET reading = NULL WHERE reading IS NOT NULL AND EXISTS "
            "(SELECT 1 FROM snapshots s WHERE s.page = snapshots.page AND s.moment > snapshots.moment "
            "AND s.version IS NOT NULL)"
        )
    payloads.forget_undone()
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Compacted(before, _size(connection))


def _size(connection: Connection) -> int:
    [pages, size] = connection.row(
        "SELECT page_count, page_size FROM pragma_page_count, pragma_page_size"
    ) or (0, 0)
    return int(pages) * int(size)


def _compact_site(
    connection: Connection, payloads: Payloads, packs: Packs, versions: Versions, site: SiteId
) -> None:
    loose, sealed, is_outdated = _weigh(connection, site)
    if not is_outdated and loose < LOOSE_PART * (loose + sealed):
        return
    try:
        with connection.transaction():
            _Sealing(connection, payloads, packs, site).seal_site()
            versions.set_addresses_apart(site)
            packs.drop_unused()
            _, after, _ = _weigh(connection, site)
            if not is_outdated and after > WORTH_IT * (loose + sealed):
                raise _NotSmaller
    except _NotSmaller:
        pass


def _weigh(connection: Connection, site: SiteId) -> tuple[int, int, bool]:
    """Bytes of the site that are loose, and in packs; and whether packs hold what nobody needs any more."""

    def ask(sql: str) -> int:
        [found] = connection.row(sql, (site,)) or (0,)
        return int(found or 0)

    of_site = f"t.id >> {NUMBER_BITS} IN (SELECT id FROM pages WHERE site = ?1)"
    loose = ask(f"SELECT sum(length(data)) FROM payloads t WHERE {of_site}")
    for contents in ALL_CONTENTS:
        loose += ask(f"SELECT sum(length(content)) FROM {contents.table} t WHERE {contents.of_site}")
    sealed = ask("SELECT sum(length(data)) FROM packs WHERE site = ?1")
    let_go = ask("SELECT sum(size) FROM packs WHERE site = ?1 AND holds = 'payloads'") > ask(
        f"SELECT sum(size) FROM payloads t WHERE {of_site} AND pack IS NOT NULL"
    )
    # Packs from before format 5 are of no site.
    is_old = ask(
        "SELECT EXISTS (SELECT 1 FROM packs WHERE site IS NULL AND id IN "
        f"(SELECT pack FROM payloads t WHERE {of_site}"
        + "".join(
            f" UNION SELECT pack FROM {contents.table} t WHERE {contents.of_site}"
            for contents in ALL_CONTENTS
        )
        + "))"
    )
    return loose, sealed, let_go or bool(is_old)


class _Sealing:
    """One site, sealed anew."""

    def __init__(self, connection: Connection, payloads: Payloads, packs: Packs, site: SiteId) -> None:
        self._connection = connection
        self._payloads = payloads
        self._packs = packs
        self._site = site

    def seal_site(self) -> None:
        all_read: list[PackId] = []
        for pages in self._bundles():
            there = [page for page in pages.values() if page]
            # Their order is the table's: versions of a page are neighbours.
            chosen = (str(list(pages)),)
            read = self._packs.seal(
                VERSIONS,
                self._site,
                self._packs.lines(VERSIONS, "t.page IN (SELECT value FROM json_each(?))", chosen),
            )
            if there:
                below = read[0] if read else None
                firsts = self._seal([page[0] for page in there], below, None, FIRSTS_DEPTH)
                self._seal_later([page[1:] for page in there], firsts)
            held = self._packs.lines(
                HELD,
                "t.snapshot IN (SELECT id FROM snapshots WHERE page IN (SELECT value FROM json_each(?)))",
                chosen,
            )
            self._packs.seal(HELD, self._site, held, read[0] if read else None)
            all_read += read
        # Menus say what headings say. Changes quote all that was read: where that is in many packs, no one of
        # them has enough of it.
        first = all_read[0] if all_read else None
        for contents, under in ((REGION_VERSIONS, first), (CHANGES, first if len(all_read) == 1 else None)):
            lines = self._packs.lines(contents, contents.of_site, (self._site,))
            self._packs.seal(contents, self._site, lines, under)

    def _bundles(self) -> Iterator[dict[int, list[_Payload]]]:
        """The site's pages with their payloads, so many that their first ones fit into a pack.

        In the order in which questions go through them: so each pack is undone once.
        """
        bundle: dict[int, list[_Payload]] = {}
        size = 0
        for (page,) in self._connection.rows(
            "SELECT id FROM pages WHERE site = ? ORDER BY id", (self._site,)
        ):
            first = page << NUMBER_BITS
            rows = self._connection.rows(
                "SELECT id, size FROM payloads WHERE id BETWEEN ? AND ? AND codec <> ? ORDER BY id",
                (first, first + (1 << NUMBER_BITS) - 1, Codec.GONE),
            )
            own = [_Payload(PayloadId(id_), bytes_) for id_, bytes_ in rows]
            more = own[0].size if own else 0
            if size and size + more > MAX_FIRSTS_BYTES:
                yield bundle
                bundle, size = {}, 0
            bundle[page] = own
            size += more
        if bundle:
            yield bundle

    def _seal_later(self, pages: Sequence[Sequence[_Payload]], firsts: PackId) -> None:
        """The payloads of some pages after their first ones."""
        group: list[_Payload] = []
        for page in pages:
            if group and _bytes(group) + _bytes(page) > MAX_PACK_BYTES:
                self._seal(group, firsts, None, FIRSTS_DEPTH + 1)
                group = []
            group += page
            if _bytes(group) > MAX_PACK_BYTES:  # it is of this page alone
                self._seal_runs(group, firsts)
                group = []
        if group:
            self._seal(group, firsts, None, FIRSTS_DEPTH + 1)

    def _seal_runs(self, page: Sequence[_Payload], firsts: PackId) -> None:
        under, reach = firsts, None
        for at, run in enumerate(_runs(page)):
            row = at % RUNS_IN_A_ROW
            if row == 0:
                under, reach = firsts, None
            # The first payload of a pack is undone without the rest of it.
            under, reach = self._seal(run, under, reach, FIRSTS_DEPTH + 1 + row), run[0].size

    def _seal(self, group: Sequence[_Payload], under: PackId | None, reach: int | None, depth: int) -> PackId:
        together = b"".join(self._payloads.get(one.id) for one in group)
        pack = self._packs.put("payloads", self._site, together, under, reach)
        start = 0
        for one in group:
            self._connection.execute(
                "UPDATE payloads SET codec = ?, base = NULL, data = NULL, pack = ?, start = ?, depth = ? "
                "WHERE id = ?",
                (Codec.PACKED, pack, start, depth, one.id),
            )
            start += one.size
        self._payloads.forget_undone()
        for one in group:
            self._payloads.get(one.id)  # compares it with its hash
        return pack


def _bytes(group: Sequence[_Payload]) -> int:
    return sum(one.size for one in group)


def _runs(page: Sequence[_Payload]) -> Iterator[list[_Payload]]:
    run: list[_Payload] = []
    for one in page:
        if run and _bytes(run) + one.size > MAX_PACK_BYTES:
            yield run
            run = []
        run.append(one)
    if run:
        yield run
