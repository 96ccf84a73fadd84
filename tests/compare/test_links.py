"""Targets that differ and lead to the same place."""

import pytest

from monitor.compare.links import target_noise

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
