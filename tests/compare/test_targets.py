"""Which differences of two targets mean something."""

import pytest

from monitor.compare.targets import is_form_only, is_share_link, link_rule, target_key, without_tokens


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("http://example.org/a", "https://www.example.org/a/"),
        ("/a/index.html", "/a/"),
        ("/a?x=1&sid=9f8e7d6c5b4a3921", "/a?sid=1a2b3c4d5e6f7081&x=1"),
        ("/a;jsessionid=8F2A", "/a"),
        ("/a?utm_source=mail", "/a"),
    ],
)
def test_two_ways_to_one_page(one, two):
    assert target_key(one) == target_key(two)


@pytest.mark.parametrize(
    ("one", "two"), [("/a?page=2", "/a?page=3"), ("/a#b", "/a#c"), ("mailto:a@b.org", "mailto:c@b.org")]
)
def test_two_pages(one, two):
    assert target_key(one) != target_key(two)
    assert without_tokens(one) != without_tokens(two)


@pytest.mark.parametrize("target", ["http://[", "//", "?", "#", "http://a b", "\x00", "javascript:void(0)"])
def test_a_target_that_is_none_is_borne(target):
    assert target_key(target) == target_key(target)
    assert without_tokens(target) is not None
    assert link_rule(target, "/a") is None or link_rule(target, "/a").kind
    assert not is_share_link(target, "/a")
    assert not is_form_only(target, "/b")


def test_a_redirect_that_carries_another_token_leads_to_the_same_page():
    before = "/go?to=https%3A%2F%2Fb.example%2Ffilm.mp4%3Fsig%3D1f2e3d4c5b6a7980"
    after = "/go?to=https%3A%2F%2Fb.example%2Ffilm.mp4%3Fsig%3D9a8b7c6d5e4f3021"
    assert without_tokens(before) == without_tokens(after)
    assert without_tokens(before) != without_tokens(before.replace("film", "song"))
