"""The stored format, and how an older one becomes today's.

Migrations are only ever appended. `PRAGMA user_version` says how many of them a file has had, and
`PRAGMA application_id` that it is ours. docs/store.md describes the tables on one page.
"""

import sqlite3
from pathlib import Path

from monitor.errors import NotAStore, StoreError, StoreTooNew

APPLICATION_ID = 0x4D4E5452  # "MNTR"

_FIRST = """
CREATE TABLE sites (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    template BLOB                               -- what its pages share, as separate.encode_template has it
) STRICT;

CREATE TABLE pages (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES sites,
    url TEXT NOT NULL,
    UNIQUE (site, url)
) STRICT;
CREATE INDEX pages_url ON pages (url);

-- Many contents sealed together by compact; rows of other tables point here. store/packs.py.
CREATE TABLE packs (
    id INTEGER PRIMARY KEY,
    base INTEGER,                                   -- the payload that is its prefix
    data BLOB NOT NULL
) STRICT;

-- id = page * 2^24 + number: the payloads of a page lie together, in the order in which they came.
CREATE TABLE payloads (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL CHECK (length(hash) = 32),   -- SHA-256 of the bytes as served
    size INTEGER NOT NULL,                          -- of the bytes as served
    codec INTEGER NOT NULL,                         -- 0 plain, 1 zstd, 2 from the base, 3 gone, 4 packed
    base INTEGER REFERENCES payloads,
    depth INTEGER NOT NULL CHECK (depth < 64),      -- how many payloads and packs are undone before it
    data BLOB,
    pack INTEGER REFERENCES packs,
    start INTEGER                                   -- where it begins in its pack
) STRICT;
CREATE INDEX payloads_hash ON payloads (substr(hash, 1, 8));

-- Where captures came from and what was served with them; one row for all captures that agree.
CREATE TABLE origins (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    media_type TEXT NOT NULL,
    charset TEXT NOT NULL,
    status INTEGER,
    headers TEXT,                                   -- JSON: the ones that matter
    UNIQUE (source, media_type, charset, status, headers)
) STRICT;

-- A body that was new on its page. Content: docs/store.md.
CREATE TABLE versions (
    id INTEGER PRIMARY KEY,
    page INTEGER NOT NULL REFERENCES pages,
    number INTEGER NOT NULL,                        -- 1, 2, 3 … on its page
    hash BLOB NOT NULL CHECK (length(hash) = 16),   -- of title and blocks
    rules INTEGER NOT NULL,                         -- the revision of the rules that read it
    by_rules INTEGER NOT NULL,                      -- 1: new rules of ours made it, not the page
    base INTEGER REFERENCES versions,               -- the version whose blocks it shares
    content BLOB,                                   -- zstd of JSON; NULL: in the pack
    pack INTEGER REFERENCES packs,
    UNIQUE (page, number)
) STRICT;

-- The words of the blocks that are new in their version, four neighbours a row, by version * 2^16 + place/4.
-- Contentless: the texts are in the contents of versions.
CREATE VIRTUAL TABLE words USING fts5 (
    text, content = '', columnsize = 0, detail = none, tokenize = 'unicode61 remove_diacritics 2'
);

-- One piece of a site's chrome. A breadcrumb belongs to one page.
CREATE TABLE regions (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES sites,
    page INTEGER REFERENCES pages,
    kind TEXT NOT NULL,
    name TEXT NOT NULL
) STRICT;
CREATE INDEX regions_site ON regions (site, page);

CREATE TABLE region_versions (
    id INTEGER PRIMARY KEY,
    region INTEGER NOT NULL REFERENCES regions,
    hash BLOB NOT NULL CHECK (length(hash) = 16),
    rules INTEGER NOT NULL,
    content BLOB,                                   -- zstd of JSON: its items; NULL: in the pack
    pack INTEGER REFERENCES packs
) STRICT;
CREATE INDEX region_versions_region ON region_versions (region);
CREATE INDEX region_versions_hash ON region_versions (substr(hash, 1, 6));

-- Region versions that were seen together; captures point here.
CREATE TABLE chromes (
    id INTEGER PRIMARY KEY,
    site INTEGER NOT NULL REFERENCES sites,
    hash BLOB NOT NULL CHECK (length(hash) = 6),    -- of the ids, to find it by
    versions TEXT NOT NULL                          -- the ids of its region versions, in order
) STRICT;
CREATE INDEX chromes_hash ON chromes (hash);
CREATE TABLE shows (
    region_version INTEGER NOT NULL REFERENCES region_versions,
    chrome INTEGER NOT NULL REFERENCES chromes,
    PRIMARY KEY (region_version, chrome)
) STRICT, WITHOUT ROWID;

-- One capture. Without a version it could not be read: failures says why.
CREATE TABLE snapshots (
    id INTEGER PRIMARY KEY,
    page INTEGER NOT NULL REFERENCES pages,
    moment INTEGER,                                 -- microseconds since 1970 UTC; NULL: nobody knows
    payload INTEGER NOT NULL REFERENCES payloads,
    version INTEGER REFERENCES versions,
    chrome INTEGER REFERENCES chromes,
    rules INTEGER NOT NULL,
    origin INTEGER NOT NULL REFERENCES origins
) STRICT;
CREATE INDEX snapshots_page ON snapshots (page, moment);

-- Which page was seen with which chrome: the sum of its snapshots, for asking fast.
CREATE TABLE sightings (
    chrome INTEGER NOT NULL REFERENCES chromes,
    page INTEGER NOT NULL REFERENCES pages,
    first INTEGER,                                  -- moments; NULL when only undated snapshots show it
    last INTEGER,
    PRIMARY KEY (chrome, page)
) STRICT, WITHOUT ROWID;
CREATE INDEX sightings_page ON sightings (page);

CREATE TABLE failures (
    id INTEGER PRIMARY KEY,
    page INTEGER NOT NULL REFERENCES pages,
    snapshot INTEGER REFERENCES snapshots,          -- NULL: nothing was served
    moment INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX failures_page ON failures (page, moment);

CREATE TABLE types (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE                       -- "paragraph_edited"
) STRICT;

CREATE TABLE changes (
    id INTEGER PRIMARY KEY,
    key BLOB NOT NULL CHECK (length(key) = 8),      -- what happened, for telling it once; in its name "c1-…"
    again INTEGER NOT NULL,                         -- 1; 2, 3 … when the same happened once more, much later
    site INTEGER NOT NULL REFERENCES sites,
    page INTEGER REFERENCES pages,                  -- NULL: of the site
    region INTEGER REFERENCES regions,
    type INTEGER NOT NULL REFERENCES types,
    snapshot_before INTEGER REFERENCES snapshots,
    snapshot_after INTEGER REFERENCES snapshots,
    since INTEGER,                                  -- the interval in which a site's change happened;
    until INTEGER,                                  -- a page's happened between its snapshots
    importance INTEGER NOT NULL,                    -- 0 to 100
    recorded INTEGER NOT NULL,                      -- seconds since 1970
    content BLOB,                                   -- zstd of JSON: the change as told; NULL: in the pack
    pack INTEGER REFERENCES packs
) STRICT;
CREATE UNIQUE INDEX changes_key ON changes (key, again) WHERE page IS NULL;
CREATE INDEX changes_page ON changes (page) WHERE page IS NOT NULL;
CREATE INDEX changes_site ON changes (site, until) WHERE page IS NULL;

-- On which side of a site's change a region version stands: 0 before, 1 after.
CREATE TABLE evidence (
    change INTEGER NOT NULL REFERENCES changes,
    region_version INTEGER NOT NULL REFERENCES region_versions,
    side INTEGER NOT NULL CHECK (side IN (0, 1)),
    PRIMARY KEY (change, region_version)
) STRICT, WITHOUT ROWID;

-- What was held back when a snapshot came, by kind of noise.
CREATE TABLE held (
    id INTEGER PRIMARY KEY,
    snapshot INTEGER NOT NULL REFERENCES snapshots,
    kind TEXT NOT NULL,
    count INTEGER NOT NULL,
    content BLOB,                                   -- zstd of JSON: the changes held back; NULL: in the pack
    pack INTEGER REFERENCES packs
) STRICT;
CREATE INDEX held_snapshot ON held (snapshot);

-- What waits to be told.
CREATE TABLE outbox (
    change INTEGER PRIMARY KEY REFERENCES changes,
    sent INTEGER                                    -- when; NULL: it waits
) STRICT;
"""

_WATCHES_AND_DIGESTS = """
-- How a page of the web is doing: what to ask its server with, how the last looks went, when the next is due.
CREATE TABLE watches (
    page INTEGER PRIMARY KEY REFERENCES pages,
    origin TEXT NOT NULL,                           -- who named it: config, sitemap, feed, menu
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    condition TEXT NOT NULL DEFAULT '{}',           -- JSON: the trouble it is in, since when, whether told
    looks TEXT NOT NULL DEFAULT '[]',               -- JSON: the last ones: [seconds, changed]
    last INTEGER,                                   -- microseconds since 1970 UTC
    next INTEGER,
    moved_to TEXT NOT NULL DEFAULT '',
    gone INTEGER                                    -- since when nobody names it any more
) STRICT;
CREATE INDEX watches_next ON watches (next) WHERE gone IS NULL;

-- One digest for one reader, from the moment it is formed until a server has taken it. A reader's next digest
-- begins after the last change of the one before, so that no change is missed and none told twice.
CREATE TABLE digests (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,                             -- of the subscription
    recipient TEXT NOT NULL,
    first INTEGER NOT NULL,                         -- changes with first < id <= last were considered
    last INTEGER NOT NULL,
    snapshots INTEGER NOT NULL,                     -- the highest id of a snapshot then
    formed INTEGER NOT NULL,
    message BLOB,                                   -- as it is sent, every time; NULL: nothing was to be told
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'refused')),
    tries INTEGER NOT NULL DEFAULT 0,
    next INTEGER,                                   -- when to try again
    reason TEXT NOT NULL DEFAULT ''                 -- what the server said last
) STRICT;
CREATE INDEX digests_reader ON digests (name, recipient, id);
CREATE INDEX digests_waiting ON digests (next) WHERE state = 'waiting';
"""

_WEBHOOKS = """
-- What a webhook is told is kept like a digest: one body, from the moment it is formed until it is taken.
ALTER TABLE digests ADD COLUMN kind TEXT NOT NULL DEFAULT 'mail';  -- or webhook
"""

_PLACES = """
-- What is told in place of another change, because a capture between its two came in later: whoever was told
-- that one is not told this.
ALTER TABLE outbox ADD COLUMN place INTEGER;        -- the other change's id; NULL: it has its own place
CREATE INDEX outbox_place ON outbox (place) WHERE place IS NOT NULL;
CREATE INDEX digests_last ON digests (last);
"""

_PACKS_UNDER_PACKS_AND_WORD_LISTS = """
-- What a pack holds, and of which site; and the pack whose bytes are its prefix. Older packs have none of it.
ALTER TABLE packs ADD COLUMN site INTEGER REFERENCES sites;
ALTER TABLE packs ADD COLUMN holds TEXT;            -- payloads, versions, region_versions, changes, held
ALTER TABLE packs ADD COLUMN under INTEGER REFERENCES packs;
ALTER TABLE packs ADD COLUMN reach INTEGER;         -- only so many bytes of it; NULL: all
ALTER TABLE packs ADD COLUMN size INTEGER;          -- when undone

-- What compact makes of the index `words`: terms in order, each with the rows that have it. store/words.py.
CREATE TABLE word_lists (
    first BLOB PRIMARY KEY,                         -- the first term in it
    data BLOB NOT NULL                              -- zstd; docs/store.md
) STRICT;
"""

_READINGS_NOTES_AND_WHAT_IS_SET_ASIDE = """
-- Names what there was to see in a capture (8 bytes); NULL: not known. check/journey.py.
ALTER TABLE snapshots ADD COLUMN reading BLOB;

-- Exceptions that were made for a capture, a line each: "TLS not verified".
ALTER TABLE origins ADD COLUMN notes TEXT NOT NULL DEFAULT '';

-- Files in the folders that the configuration names which cannot be used.
CREATE TABLE set_aside (
    source TEXT NOT NULL,                           -- the folder or file that it names
    reason TEXT NOT NULL,                           -- begins with the file
    since INTEGER NOT NULL,                         -- microseconds since 1970 UTC
    PRIMARY KEY (source, reason)
) STRICT, WITHOUT ROWID;
"""

_SHORTER_INDEXES = """
-- Four bytes tell apart a thousand million payloads well enough: the whole hash is compared.
DROP INDEX payloads_hash;
CREATE INDEX payloads_hash ON payloads (substr(hash, 1, 4));
DROP INDEX region_versions_hash;
CREATE INDEX region_versions_hash ON region_versions (substr(hash, 1, 3));
DROP INDEX chromes_hash;
CREATE INDEX chromes_hash ON chromes (substr(hash, 1, 3));
"""

_NAMES_IN_FEEDS = """
-- The name of the change that it is told in place of, by which programs that pull a feed know it.
ALTER TABLE outbox ADD COLUMN told_as TEXT;
"""

_SIGHTINGS_OF_REGION_VERSIONS = """
-- Which page was seen with which version of a region, instead of with which chrome: then nothing has to say
-- besides which versions a chrome shows. The sum of its snapshots, for asking fast.
CREATE TABLE seen (
    region_version INTEGER NOT NULL REFERENCES region_versions,
    page INTEGER NOT NULL REFERENCES pages,
    first INTEGER,                                  -- moments; NULL when only undated snapshots show it
    last INTEGER,
    PRIMARY KEY (region_version, page)
) STRICT, WITHOUT ROWID;
INSERT INTO seen SELECT shows.region_version, t.page, min(t.first), max(t.last)
    FROM sightings t JOIN shows ON shows.chrome = t.chrome GROUP BY 1, 2;
DROP TABLE sightings;
DROP TABLE shows;
ALTER TABLE seen RENAME TO sightings;
"""

MIGRATIONS: tuple[str, ...] = (
    _FIRST,
    _WATCHES_AND_DIGESTS,
    _WEBHOOKS,
    _PLACES,
    _PACKS_UNDER_PACKS_AND_WORD_LISTS,
    _READINGS_NOTES_AND_WHAT_IS_SET_ASIDE,
    _SHORTER_INDEXES,
    _NAMES_IN_FEEDS,
    _SIGHTINGS_OF_REGION_VERSIONS,
)


def check_kind(path: Path) -> None:
    """Refuse a file that is no SQLite file before SQLite opens it (it would create its -wal first).

    Raises: NotAStore, StoreError (cannot be read).
    """
    try:
        with path.open("rb") as file:
            head = file.read(16)
    except FileNotFoundError:
        return
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror})") from error
    if head and head != b"SQLite format 3\x00":
        raise NotAStore(f"{path}: is not a store of this program (not an SQLite file)")


def check_version(sqlite: sqlite3.Connection, path: Path) -> int:
    """How many migrations the file has had; nothing is written.

    Raises: StoreTooNew, NotAStore.
    """
    sqlite.execute("BEGIN")  # somebody may be making the file at this moment: see it before or after that
    try:
        [application] = sqlite.execute("PRAGMA application_id").fetchone()
        [version] = sqlite.execute("PRAGMA user_version").fetchone()
        [tables] = sqlite.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        sqlite.execute("COMMIT")
    if application != APPLICATION_ID and (application or version or tables):
        raise NotAStore(f"{path}: is not a store of this program (an SQLite file of another one)")
    if version > len(MIGRATIONS):
        raise StoreTooNew(
            f"{path}: was written by a newer program (format {version}; this one knows {len(MIGRATIONS)}); "
            "update this program"
        )
    return int(version)


def needs_migration(path: Path) -> bool:
    """Whether the file is a store of an older format. Raises: StoreTooNew, NotAStore."""
    if not path.is_file():
        return False
    check_kind(path)
    sqlite3_file = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return 0 < check_version(sqlite3_file, path) < len(MIGRATIONS)
    finally:
        sqlite3_file.close()


def migrate(sqlite: sqlite3.Connection, path: Path, version: int, *, read_only: bool) -> None:
    """Bring the file from that version to today's schema, with a backup beside it first.

    Raises: StoreError (an older file, opened for reading only).
    """
    if version == len(MIGRATIONS):
        return
    if read_only:
        raise StoreError(
            f"{path}: is of an older format ({version} of {len(MIGRATIONS)}); "
            "`monitor doctor` brings it up to date"
        )
    if version:
        _back_up(sqlite, path, version)
    for number, migration in enumerate(MIGRATIONS[version:], start=version + 1):
        try:
            sqlite.executescript(
                f"BEGIN IMMEDIATE;\n{migration}\nPRAGMA application_id={APPLICATION_ID};\n"
                f"PRAGMA user_version={number};\nCOMMIT;"
            )
        except sqlite3.Error:
            if sqlite.in_transaction:
                sqlite.execute("ROLLBACK")
            raise


def _back_up(sqlite: sqlite3.Connection, path: Path, version: int) -> None:
    backup = path.with_name(f"{path.name}.format-{version}.backup")
    backup.unlink(missing_ok=True)
    sqlite.execute("VACUUM INTO ?", (str(backup),))
