"""The site in snapshots/: two generations that are just what their generator makes, and differ as planned."""

from pathlib import Path

import pytest
from lxml import html

from tests.ships.lauvane.generate import LEAVES, MOMENTS, PLANTED, generation_files

SITE = Path(__file__).parents[2] / "snapshots" / "lauvane"
GENERATIONS = (0, 1)


def menus(generation: int, language: str, found: str) -> list[list[str]]:
    """What an XPath finds on each page of a language: link texts with their targets."""
    pages = (
        html.document_fromstring(text)
        for leaf, text in generation_files(generation)
        if leaf.language == language
    )
    return [[f"{a.text_content()} {a.get('href')}" for a in page.xpath(found)] for page in pages]


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_files_are_what_the_generator_makes_byte_for_byte(generation):
    for leaf, text in generation_files(generation):
        assert (SITE / leaf.name / f"{MOMENTS[generation]}.html").read_bytes() == text.encode(), leaf.name


def test_nothing_else_lies_there():
    made = {f"{leaf.name}/{MOMENTS[n]}.html" for leaf in LEAVES for n in leaf.generations}
    assert {str(path.relative_to(SITE)) for path in SITE.rglob("*") if path.is_file()} == made


@pytest.mark.parametrize("generation", GENERATIONS)
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("region", ["//*[@id='main-menu']//a", "//ul[@class='legal']//a"])
def test_all_pages_of_a_generation_have_the_same_chrome(generation, language, region):
    first, *others = menus(generation, language, region)
    assert first
    assert all(other == first for other in others)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_menu_differs_between_the_generations(language):
    (before, *_), (after, *_) = (menus(n, language, "//*[@id='main-menu']//a") for n in GENERATIONS)
    assert before != after


def test_several_pages_have_nothing_but_noise():
    edited = {planted["in"].removeprefix("pages/").removesuffix(".html") for planted in PLANTED}
    both = {leaf.name for leaf in LEAVES if leaf.generations == GENERATIONS}
    assert len(both - edited) >= 4


@pytest.mark.parametrize(
    "leaf", [leaf for leaf in LEAVES if leaf.generations == GENERATIONS], ids=lambda x: x.name
)
def test_every_capture_brings_its_own_noise(leaf):
    before, after = ((SITE / leaf.name / f"{moment}.html").read_text(encoding="utf-8") for moment in MOMENTS)
    for sign in ('"csrf-token"', "nonce=", "sid=", "site-", "page-info", 'class="counter"', "<!-- node"):
        lines = [[line for line in text.splitlines() if sign in line] for text in (before, after)]
        assert lines[0]
        assert lines[0] != lines[1], sign
