"""A configuration is taken as meant, or refused with the line and what would be right."""

from pathlib import Path

import pytest

from monitor.config import STARTER, Config, SiteConfig, read_config
from monitor.errors import BadConfig


@pytest.fixture
def write(tmp_path):
    def write_config(text: str | bytes) -> Path:
        path = tmp_path / "config.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write_config


def refusal(path: Path) -> str:
    with pytest.raises(BadConfig) as caught:
        read_config(path)
    message = str(caught.value)
    assert "\n" not in message
    return message.replace(str(path), "config.toml")


def test_paths_are_relative_to_the_file(write, tmp_path):
    path = write('store = "s.sqlite"\nsnapshots = ["in"]\n[[site]]\nname = "a"\nsnapshots = "b/c"\n')
    assert read_config(path) == Config(
        store=tmp_path / "s.sqlite",
        snapshots=(tmp_path / "in",),
        sites=(SiteConfig(name="a", snapshots=(tmp_path / "b/c",)),),
    )


def test_an_empty_file_means_the_defaults(write, tmp_path):
    assert read_config(write("")) == Config(store=tmp_path / "monitor.sqlite")


def test_the_starter_is_valid_also_with_every_comment_that_is_a_setting_taken_out(write):
    read_config(write(STARTER))
    shown = STARTER.replace("# [[site]]", "[[site]]").replace("# name =", "name =")
    shown = shown.replace("# snapshots =", "snapshots =")
    assert read_config(write(shown)).sites[0].name == "example"


def test_a_byte_order_mark_is_no_trouble(write):
    assert read_config(write(b'\xef\xbb\xbfstore = "a"')).store.name == "a"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('\nstroe = "a"', 'config.toml:2: unknown key "stroe"; did you mean "store"?'),
        ("zzz = 1", 'config.toml:1: unknown key "zzz"; known here: store, snapshots, site'),
        ("[other]\na = 1", 'config.toml:1: unknown key "other"; known here: store, snapshots, site'),
        (
            '[[site]]\nname = "a"\n\n[[site]]\nname = "b"\nsnapshot = ["c"]',
            'config.toml:6: unknown key "snapshot" in [[site]]; did you mean "snapshots"?',
        ),
        (
            '[[site]]\nname = "a"\n[site.nmae]\nb = 1',
            'config.toml:3: unknown key "nmae" in [[site]]; did you mean "name"?',
        ),
        ("store = 3", 'config.toml:1: "store" must be a text, not the number 3: store = "…"'),
        ('store = " "', 'config.toml:1: "store" must be a text, not an empty text: store = "…"'),
        (
            "# so\nsnapshots = [1]",
            'config.toml:2: "snapshots" must be a list of paths, not a list of something else: '
            'snapshots = ["folder", "file.html"]',
        ),
        ('[site]\nname = "a"', 'config.toml:1: "site" must be a block that begins with [[site]]'),
        (
            'store = "a"\n[[site]]\nsnapshots = ["b"]',
            'config.toml:2: [[site]] has no "name"; give it one: name = "example"',
        ),
        (
            '[[site]]\nname = "a"\n[[site]]\nname = "a"',
            'config.toml:4: there are two sites named "a"; give each its own name',
        ),
        ('store = "a', "config.toml:1: not TOML: "),
        ('store = "a"\nstore', "config.toml:2: not TOML: Expected '=' after a key in a key/value pair"),
        (b'store = "a"\n# caf\xe9', "config.toml:2: not UTF-8; a configuration is a text in UTF-8"),
    ],
)
def test_what_is_not_right_is_named_with_its_line(write, text, message):
    assert refusal(write(text)).startswith(message)


def test_a_missing_file_says_how_to_get_one(tmp_path):
    assert (
        refusal(tmp_path / "config.toml")
        == "config.toml: no such file; `monitor init` writes one to start from"
    )


def test_a_folder_is_refused(tmp_path):
    (tmp_path / "config.toml").mkdir()
    assert refusal(tmp_path / "config.toml") == "config.toml: a folder, where a configuration file is wanted"


def test_something_huge_is_refused(write):
    assert "too large" in refusal(write("#" * 1_000_001))
