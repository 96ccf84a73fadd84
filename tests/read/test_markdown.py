"""Markdown is read with its structure."""

from monitor.model import BlockKind, Link, Snapshot
from monitor.read import read
from monitor.read.markdown import MAX_MARKDOWN_CHARS

PAGE = """---
title: "Levels"
---
# Lakes

The *lake* is **anti**-flood and [full](/full).

- one
  - two

| lake | depth |
|------|-------|
| Blue | 3 m   |
"""


def read_markdown_page(text: str):
    return read(Snapshot(url="https://example.org/a.md", payload=text.encode(), media_type="text/markdown"))


def test_headings_lists_tables_and_links_are_read():
    document = read_markdown_page(PAGE)
    assert (document.format, document.metadata.title) == ("markdown", "Levels")
    heading, paragraph, one, two, *rows = document.blocks
    assert (heading.kind, heading.text, heading.level) == (BlockKind.HEADING, "Lakes", 1)
    assert paragraph.text == "The lake is anti-flood and full."
    assert paragraph.links == (Link("full", "https://example.org/full"),)
    assert [(block.kind, block.level) for block in (one, two)] == [
        (BlockKind.LIST_ITEM, 1),
        (BlockKind.LIST_ITEM, 2),
    ]
    assert rows[-1].cells == ("Blue", "3 m")
    assert rows[-1].section == ("Lakes",)


def test_without_front_matter_the_first_heading_is_the_title():
    assert read_markdown_page("Some words.\n\n## Woods\n").metadata.title == "Woods"


def test_a_rule_at_the_top_is_not_front_matter():
    assert [block.text for block in read_markdown_page("---\n\nWords\n").blocks] == ["Words"]


def test_markdown_that_would_take_long_is_read_as_text():
    document = read_markdown_page("- a\n" * (MAX_MARKDOWN_CHARS // 4 + 1))
    assert document.format == "text-extract"
    assert "too long for Markdown" in document.notes[-1]
