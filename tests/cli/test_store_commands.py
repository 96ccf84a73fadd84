"""A store that is missing, broken or not ours is told in one line, by every command that reads it."""

import sqlite3

import pytest

from monitor.store import Store

READING = [
    ("log",),
    ("blame", "page"),
    ("search", "word"),
    ("show", "page"),
    ("site",),
    ("explain", "c1-00"),
    ("status",),
]


@pytest.fixture(params=READING, ids=lambda arguments: arguments[0])
def command(request):
    return request.param


def fails(done) -> str:
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("monitor: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_without_a_store_it_says_how_to_get_one(command, monitor):
    assert "monitor.sqlite: there is no store yet" in fails(monitor(*command))


def test_a_file_that_is_no_store_is_left_alone(command, monitor, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    assert "notes.txt" in fails(monitor(*command, "--store", "notes.txt"))
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_database_of_another_program_is_left_alone(command, monitor, tmp_path):
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE t (x)")
    assert "other.db" in fails(monitor(*command, "--store", "other.db"))


def test_a_folder_is_no_store(command, monitor, tmp_path):
    assert "monitor:" in fails(monitor(*command, "--store", "."))


def test_an_empty_store_is_no_trouble(monitor, tmp_path):
    Store(tmp_path / "monitor.sqlite").close()
    assert monitor("log", "--json").stdout == "[]\n"
    assert monitor("log").stdout == "Nothing yet.\n"
    assert monitor("status").returncode == 0
    assert monitor("site", "--json").stdout == "[]\n"


def test_the_configuration_names_the_store(monitor, tmp_path):
    (tmp_path / "config.toml").write_text('store = "elsewhere.sqlite"')
    assert "elsewhere.sqlite" in monitor("status").stderr
    Store(tmp_path / "elsewhere.sqlite").close()
    assert "elsewhere.sqlite" in monitor("status").stdout


def test_the_configuration_can_lie_elsewhere(monitor, tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a/config.toml").write_text('store = "b.sqlite"')
    assert "a/b.sqlite" in monitor("status", "--config", "a/config.toml").stderr
    assert "a/b.sqlite" in monitor("status", MONITOR_CONFIG="a/config.toml").stderr


def test_a_mistake_in_the_configuration_is_told_with_its_line(command, monitor, tmp_path):
    (tmp_path / "config.toml").write_text('\nstroe = "a"')
    assert fails(monitor(*command)) == 'monitor: config.toml:2: unknown key "stroe"; did you mean "store"?\n'


@pytest.mark.parametrize("day", ["someday", "2026-13-01", "2026-01-12T25:00"])
def test_a_day_that_is_none_is_told(monitor, tmp_path, day):
    Store(tmp_path / "monitor.sqlite").close()
    assert f"--since: {day} is no moment" in fails(monitor("log", "--since", day))


def test_a_type_that_is_none_is_told_with_those_near_to_it(monitor, tmp_path):
    Store(tmp_path / "monitor.sqlite").close()
    said = fails(monitor("log", "--type", "menu_rename"))
    assert "--type: menu_rename is no type of change; as menu_renamed, " in said
