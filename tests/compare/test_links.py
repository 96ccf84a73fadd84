"""Targets that differ and lead to the same place."""

import pytest

from monitor.compare.links import compare_links, target_noise
from monitor.model import ChangeType, Link
from tests.compare.builders import block

SIGNED = "https://media{}.example/v/t2/AQP-jalWDv3kLm9ZxT0rYq4uBwCnEoFpGhIiJ7sK8d_6fXyZaQpR5tUvWe7YgHjKlMnBvCx2{}.mp4"


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("/articles/9035075-requests", "/articles/9035075-requests-by-law", "form of the link"),
        ("/articles/9035075-requests", "/articles/9035076-requests", ""),
        ("/2025-report", "/2025-accounts", ""),  # a year names no page
        ("/play?src=" + SIGNED.format(1, "a"), "/play?src=" + SIGNED.format(2, "b"), "token"),
        ("/play?src=https://a.example/x.mp4", "/play?src=https://a.example/y.mp4", ""),
    ],
)
def test_what_makes_two_targets_differ(before: str, after: str, kind: str) -> None:
    assert target_noise(before, after) == kind


def test_an_address_that_can_be_clicked_now_is_no_news() -> None:
    plain = block("Write to desk@example.org or see example.org/rules today.")
    linked = plain._replace(
        links=(
            Link("desk@example.org", "mailto:desk@example.org"),
            Link("example.org/rules", "https://www.example.org/rules/"),
        )
    )
    for before, after in ((plain, linked), (linked, plain)):
        assert {edit.noise for edit in compare_links(before, after)} == {"spelled out"}


def test_words_that_lead_somewhere_now_are_news() -> None:
    plain = block("See the rules today.")
    linked = plain._replace(links=(Link("the rules", "/rules"),))
    assert [(e.type, e.noise) for e in compare_links(plain, linked)] == [(ChangeType.LINK_ADDED, "")]
