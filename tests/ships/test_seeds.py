"""The seeds: text extracts of the right kind, each known to the manifest, every article our own."""

import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"
REAL_SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
"""Extracts of real pages, for those who have them beside the project."""

LAST_LABEL = "About us"
"""Where the menu ends and the article begins."""

MANIFEST = tomllib.loads((SEEDS / "manifest.toml").read_text(encoding="utf-8"))["snapshot"]
MENUS = {entry["file"]: entry["captured"] for entry in MANIFEST if entry["site"] == "osce"}


def menu_of(name: str) -> set[str]:
    lines = (SEEDS / name).read_text(encoding="utf-8").split("\n")
    return set(lines[: lines.index(f"- {LAST_LABEL}") + 1])


def word_runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of so many words in what follows the menu (in all of it where there is none)."""
    article = text.rpartition(LAST_LABEL)[2]
    words = re.findall(r"\w+", article.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_the_manifest_names_every_file_once():
    assert sorted(entry["file"] for entry in MANIFEST) == sorted(path.name for path in SEEDS.glob("*.txt"))
    assert len({entry["url"] for entry in MANIFEST}) == len(MANIFEST)


def test_two_pages_are_from_before_the_change_of_chair_and_two_from_after():
    turn = datetime(2026, 1, 1, tzinfo=UTC)
    assert sorted(moment < turn for moment in MENUS.values()) == [False, False, True, True]


@pytest.mark.parametrize("name", MENUS)
def test_the_menu_shows_the_chair_of_its_moment(name):
    chair = (
        "- Finland – OSCE Chairpersonship 2025"
        if MENUS[name].year == 2025
        else "- Switzerland – OSCE Chairpersonship 2026"
    )
    assert [label for label in menu_of(name) if "Chairpersonship 20" in label] == [chair]


def test_one_item_was_renamed_between_the_two_early_pages():
    first, second = sorted((name for name in MENUS if MENUS[name].year == 2025), key=MENUS.__getitem__)
    assert menu_of(first) - menu_of(second) == {"- Gender Equality Review Conferences"}
    assert menu_of(second) - menu_of(first) == {"- Gender equality conferences"}


def test_the_page_of_the_other_site_has_no_menu():
    (other,) = (entry["file"] for entry in MANIFEST if entry["site"] != "osce")
    assert not re.search(r"^-", (SEEDS / other).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.skipif(not REAL_SEEDS.is_dir(), reason="the extracts of real pages are not here")
def test_no_sentence_is_borrowed_from_the_real_pages():
    real = {
        run for path in REAL_SEEDS.glob("*.txt") for run in word_runs(path.read_text(encoding="utf-8"), 10)
    }
    ours = {run for path in SEEDS.glob("*.txt") for run in word_runs(path.read_text(encoding="utf-8"), 10)}
    assert real
    assert ours & real == set()
