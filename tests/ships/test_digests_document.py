"""docs/digests.md is true: its examples can be read, and every key that there is has its row."""

import re
from pathlib import Path

import pytest

from monitor.config import read_config
from monitor.config.reading import LANGUAGES
from monitor.digest.frame import languages
from monitor.errors import BadConfig
from tests.ships.readme import PROJECT

TEXT = (PROJECT / "docs" / "digests.md").read_text(encoding="utf-8")
HEADS = {
    "digest": '[[digest]]\nname = "d"\nto = "a@b.example"',
    "mail": "[mail]",
    "webhook": '[[webhook]]\nname = "w"',
}


def section(title: str) -> str:
    return TEXT.partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_the_examples_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAIL_PASSWORD", "DESK_SECRET"):
        monkeypatch.setenv(name, "sixteen-characters-at-least")
    examples = re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)
    (tmp_path / "config.toml").write_text("\n".join(examples))
    config = read_config(tmp_path / "config.toml")
    assert [digest.cron for digest in config.digests] == ["0 7 * * mon-fri"]
    assert [webhook.name for webhook in config.webhooks] == ["desk"]


@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("digest", "`[[digest]]`: who is told what"),
        ("mail", "`[mail]`: how it leaves"),
        ("webhook", "`[[webhook]]`: programs"),
    ],
)
def test_every_key_has_its_row(block: str, title: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(f"{HEADS[block]}\nqqqqqqqqqqqq = 1\n")
    with pytest.raises(BadConfig, match="known here: ") as refused:
        read_config(tmp_path / "config.toml")
    known = set(str(refused.value).partition("known here: ")[2].split(", "))
    cells = re.findall(r"^\| (`.*?) \|", section(title), re.MULTILINE)
    assert {key for cell in cells for key in re.findall(r"`(\w+)`", cell)} == known


def test_every_language_is_named() -> None:
    assert ", ".join(f"`{language}`" for language in languages()) in TEXT
    assert languages() == LANGUAGES
