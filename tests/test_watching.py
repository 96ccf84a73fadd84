"""docs/watching.md says what holds: its keys are all there are, with the values that they have by default."""

import re
from pathlib import Path

from monitor.config import Config, DaemonConfig, SiteConfig, read_config
from monitor.config.block import Block

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
