"""A store of an older program is backed up and brought up to date; every table is described."""

import re
import sqlite3
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.store import Store, needs_migration
from monitor.store.encoding import pack
from monitor.store.schema import APPLICATION_ID, MIGRATIONS

DESCRIPTION = Path(__file__).parents[2] / "docs" / "store.md"


SIGHTINGS_OF_REGION_VERSIONS = 9
"""Since this format `sightings` names the version of a region, and `shows` is no more."""


def make_older(path: Path, version: int) -> None:
    file = sqlite3.connect(path, isolation_level=None)
    for migration in MIGRATIONS[:version]:
        file.executescript(migration)
    file.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    file.execute(f"PRAGMA user_version = {version}")
    file.executescript(
        """
        INSERT INTO sites (name) VALUES ('town');
        INSERT INTO pages (site, url) VALUES (1, 'parks'), (1, 'ponds');
        INSERT INTO regions (site, kind, name) VALUES (1, 'menu', ''), (1, 'footer', '');
        INSERT INTO chromes (site, hash, versions) VALUES (1, zeroblob(6), '1,2'), (1, zeroblob(6), '2');
        """
    )
    menu = pack(["menu", "", 1.0, []])
    file.execute(
        "INSERT INTO region_versions (region, hash, rules, content) "
        "VALUES (1, zeroblob(16), 1, ?1), (2, zeroblob(16), 1, ?1)",
        (menu,),
    )
    if version < SIGHTINGS_OF_REGION_VERSIONS:
        file.executescript(
            """
            INSERT INTO shows VALUES (1, 1), (2, 1), (2, 2);
            INSERT INTO sightings VALUES (1, 1, 10, 30), (2, 1, 40, 50), (2, 2, NULL, NULL);
            """
        )
    file.close()


def shape(path: Path) -> list[tuple[str, str]]:
    file = sqlite3.connect(path)
    try:
        return sorted(file.execute("SELECT name, ifnull(sql, '') FROM sqlite_schema"))
    finally:
        file.close()


@pytest.mark.parametrize("version", range(1, len(MIGRATIONS)))
def test_an_older_store_is_backed_up_and_brought_up_to_date(tmp_path: Path, version: int) -> None:
    path, new = tmp_path / "old.db", tmp_path / "new.db"
    make_older(path, version)
    assert needs_migration(path)
    with pytest.raises(StoreError, match="older format"):
        Store(path, read_only=True)
    with Store(path) as store, Store(new):
        assert store.sites.names() == ("town",)
        sightings = store.connection.rows("SELECT * FROM sightings ORDER BY 1, 2")
        if version < SIGHTINGS_OF_REGION_VERSIONS:
            assert sightings == [(1, 1, 10, 30), (2, 1, 10, 50), (2, 2, None, None)]
        assert all(finding.is_well for finding in store.examine())
    assert shape(path) == shape(new)
    assert not needs_migration(path)
    assert needs_migration(tmp_path / f"old.db.format-{version}.backup")


def test_every_table_is_strict_and_described(tmp_path: Path) -> None:
    Store(tmp_path / "new.db").close()
    file = sqlite3.connect(tmp_path / "new.db")
    described = DESCRIPTION.read_text()
    for name, strict, kind in file.execute(
        "SELECT name, strict, type FROM pragma_table_list WHERE schema = 'main'"
    ):
        if kind == "table" and not name.startswith("sqlite_"):
            assert strict, name
            assert re.search(rf"\b{name}\b", described), f"docs/store.md says nothing of {name}"
    file.close()


def test_a_migration_that_fails_leaves_the_older_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    Store(path).close()
    before = shape(path)
    broken = "CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nowhere VALUES (1);"
    monkeypatch.setattr("monitor.store.schema.MIGRATIONS", (*MIGRATIONS, broken))
    with pytest.raises(StoreError):
        Store(path)
    assert shape(path) == before
