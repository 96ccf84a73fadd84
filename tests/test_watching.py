"""docs/watching.md says what holds: its keys are all there are, with the values that they have by default."""

import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import Config, DaemonConfig, RetentionConfig, SiteConfig, read_config
from monitor.config.block import Block
from monitor.errors import BadConfig

DOCUMENT = (Path(__file__).parents[1] / "docs" / "watching.md").read_text("utf-8")


def examples(table: str) -> str:
    [text] = re.findall(rf"```toml\n(\[+{table}\].*?)```", DOCUMENT, re.DOTALL)
    return str(text)


def read(text: str, folder: Path) -> Config:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return read_config(path)


def test_the_site_that_is_shown_has_every_default(tmp_path: Path) -> None:
    [shown] = read(examples("site"), tmp_path).sites
    [bare] = read('[[site]]\nname = "example"\nevery = "6h"\n', tmp_path).sites
    assert shown == bare == SiteConfig(name="example")


def test_every_key_of_a_site_is_shown(tmp_path: Path) -> None:
    from monitor.config import reading

    known: list[str] = []
    real = Block.refuse_unknown

    def listen(block: Block, *keys: str) -> None:
        known.extend(keys)
        real(block, *keys)

    values = {"name": "example"}
    block = Block(tmp_path / "config.toml", "", "site", 0, dict(values))
    Block.refuse_unknown = listen  # type: ignore[method-assign]
    try:
        reading._read_site(block)
    finally:
        Block.refuse_unknown = real  # type: ignore[method-assign]
    shown = set(re.findall(r"^(?:# )?([a-z_]+) = ", examples("site"), re.MULTILINE))
    assert set(known) == shown | {"name"}


def test_the_daemon_that_is_shown_has_every_default(tmp_path: Path) -> None:
    assert read(examples("daemon"), tmp_path).daemon == DaemonConfig()


def test_every_key_of_retention_is_shown(tmp_path: Path) -> None:
    shown = read(examples("retention"), tmp_path).retention
    assert shown == RetentionConfig(
        older_than=timedelta(days=365), keep=50, max_size=2_000_000_000, only_changed=True
    )
    assert Config().retention == RetentionConfig()
    assert {field.name for field in fields(shown)} == set(
        re.findall(r"^([a-z_]+) = ", examples("retention"), re.MULTILINE)
    )


def test_a_site_has_its_own_retention_or_that_of_all(tmp_path: Path) -> None:
    text = """
[retention]
keep = 50
[[site]]
name = "lakes"
[[site]]
name = "rivers"
[site.retention]
keep = 3
[[site]]
name = "ponds"
retention = {}
"""
    lakes, rivers, ponds = read(text, tmp_path).sites
    assert (lakes.retention, ponds.retention) == (None, RetentionConfig())
    assert rivers.retention == RetentionConfig(keep=3)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[retention]\nkeep = 0\n", 2, "from 1"),
        ('[[site]]\nname = "a"\n[[site]]\nname = "b"\n[site.retention]\nmax_size = "big"\n', 6, "500MB"),
        ('[[site]]\nname = "a"\nretention = { older_then = "1d" }\n', 3, "older_than"),
        ('[retention]\nolder_than = "1h"\n', 2, "at least"),
    ],
)
def test_a_rule_that_is_not_right_is_refused_with_its_line(
    text: str, line: int, said: str, tmp_path: Path
) -> None:
    with pytest.raises(BadConfig, match=rf"config\.toml:{line}: .*{said}"):
        read(text, tmp_path)
