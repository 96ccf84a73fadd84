"""What ticks is held back by kind, and what only looks like it is told."""

from collections.abc import Sequence

import pytest

from monitor.compare import compare_bodies
from monitor.compare.noise import edit_noise, lone_noise
from monitor.model import Block, ChangeType, Link
from tests.compare.builders import block, page

TEXT = "The choir sings in the old chapel, and whoever likes to listen is welcome."


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("1,204 views", "1,377 views", "counter"),
        ("Shared 12 times", "Shared 15 times", "counter"),
        ("14 people are looking at this right now", "9 people are looking at this right now", "counter"),
        ("♥ 81 💬 4", "♥ 92 💬 6", "counter"),
        ("浏览量：1204", "浏览量：1391", "counter"),
        ("Sale ends in 2 days 4 hours", "Sale ends in 1 day 9 hours", "countdown"),
        ("214 results in 0.21 seconds", "214 results in 0.18 seconds", "timing"),
        ("3 godziny temu", "2 dni temu", "relative time"),
        ("Last activity: today", "Last activity: yesterday", "relative time"),
        ("14 people are reading this", "3 people are reading this", "counter"),
        ("Posted 3 minutes ago by Ann", "Posted 2 hours ago by Ann", "relative time"),
        ("Updated this week", "Updated over a week ago", "relative time"),
        ("Updated 3 minutes ago · 1,204 views", "Updated 9 minutes ago · 1,350 views", "relative time"),
        ("Visiteurs en ligne : 18", "Visiteurs en ligne : 59", "counter"),
        ("vor 3 Minuten", "vor 2 Stunden", "relative time"),
        ("il y a 2 jours", "il y a 3 jours", "relative time"),
        ("Generated at 2025-03-11 10:21:14", "Generated at 2025-03-11 10:24:55", "generated at"),
        ("Page generated in 0.45 seconds", "Page generated in 0.3 seconds", "generated at"),
        ("Server time: 11:22:33", "Server time: 11:25:01", "generated at"),
        ("Trace Id: 88fca46a3264c835", "Trace Id: 543a9794874beaaa", "token"),
        ("web03", "web12", "token"),
        ("© 2024 The Choir", "© 2025 The Choir", "copyright year"),
        ("© The Choir, 2019-2024", "© The Choir, 2019-2025", "copyright year"),
        ("Copyright (c) 2024 by The Choir", "Copyright (c) 2024–2025 by The Choir", "copyright year"),
        ("2024 The Choir. All rights reserved.", "2025 The Choir. All rights reserved.", "copyright year"),
        ("Write to info@example.org.", "Write to [email\u00a0protected].", "hidden address"),
        ("AdvertisementLearn to sing", "AdvertisementBuy a piano", "advertisement"),
        ("Ctrl+K", "⌘K", "shortcut"),
        ("Valid: a.b.Check@7b3300e5", "Valid: a.b.Check@d2cc05a", "object hash"),
        ("one , two", "one, two", "whitespace"),
    ],
)
def test_what_changes_by_itself_has_a_kind(before: str, after: str, kind: str) -> None:
    assert edit_noise(before, after) == kind
    assert edit_noise(after, before) == kind


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Over 50 participants", "Over 60 participants"),
        ("The offer expires in 30 days", "The offer expires in 60 days"),
        ("The record fell to 9.58 seconds", "The record fell to 9.55 seconds"),
        ("★ 4.5", "★ 4.7"),
        ("3 places left", "2 places left"),
        ("for 3 timer", "for 5 timer"),
        ("The choir has 40 members", "The choir has 41 members"),
        ("Doors open at 10:00", "Doors open at 11:00"),
        ("Updated 3 minutes ago · Room 5", "Updated 9 minutes ago · Room 6"),
        ("Friday, 5 May 2026", "Friday, 12 May 2026"),
        ("SHA-256: 88fca46a3264c8350a7ca278bcb0e8d9", "SHA-256: 543a9794874beaaa5ae70ecbe055eea3"),
        ("88fca46a3264c8350a7ca278bcb0e8d9", "543a9794874beaaa5ae70ecbe055eea3"),
        ("The fund generated 5 million in 2024", "The fund generated 6 million in 2024"),
        ("Reference number: A1B2C3D4E5F6A7B8", "Reference number: B1B2C3D4E5F6A7B9"),
        ("Last updated: 3 May 2025", "Last updated: 9 June 2025"),
        ("Advertisements are labelled", "Advertisements are marked"),
        ("Advertising in our magazine", "Advertising on our website"),
        ("Write to a@example.org", "Write to b@example.org"),
        ("Founded in 2004", "Founded in 2005"),
        ("© 2024 The Choir", "© 2025 The Choirs"),
        ("The Copyright Act of 1998 applies.", "The Copyright Act of 2003 applies."),
        ("(c) the members of 2004 vote,", "(c) the members of 2005 vote,"),
        ("Room 101", "Room 102"),
        ("nowhere", "no where"),
    ],
)
def test_what_only_looks_like_it_is_told(before: str, after: str) -> None:
    assert edit_noise(before, after) == ""


def test_years_ago_in_prose_are_a_statement() -> None:
    prose = f"{TEXT} It was founded 20 years ago, by three friends who met in the market hall on a rainy day."
    assert edit_noise(prose, prose.replace("20", "21")) == ""
    assert edit_noise(prose.replace("20 years", "2 hours"), prose.replace("20 years", "3 hours")) != ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("12 comments", "counter"),
        ("3 minutes ago", "relative time"),
        ("advertisement", "advertisement"),
        ("|", "decoration"),
        ("word " * 30, "filler"),
        ("CA12:08 AM", "clock"),
        ("14:08:31", "clock"),
        ("Enter your name", "form hint"),
        ("Mot de passe", "form hint"),
        ("Mot de passe oublié ?", "form hint"),
        ("Forgot your user name?", "form hint"),
        ("Ad: buy a piano", "advertisement"),
        ("Ad-Partners", ""),
        ("10:00", ""),
        ("Enter the hall from the garden", ""),
        ("Password rules for members", ""),
        ("12 people came", ""),
        ("No comments", ""),
    ],
)
def test_a_block_may_be_noise_as_a_whole(text: str, kind: str) -> None:
    assert lone_noise(text.strip()) == kind


def kinds(before: Sequence[str | Block], after: Sequence[str | Block]) -> list[str]:
    changes = compare_bodies(page(*before), page(*after))
    return [change.kind if change.type == ChangeType.NOISE else change.type.value for change in changes]


def test_a_consent_box_is_held_back_and_a_sentence_about_cookies_is_not() -> None:
    box = ["We use cookies to remember you.", "Accept all", "Reject", "Manage cookies"]
    assert kinds([TEXT], [TEXT, *box]) == ["consent"] * 4
    assert kinds([TEXT], [TEXT, box[0]]) == ["paragraph_added"]


def test_a_list_that_says_it_rotates_may_rotate() -> None:
    before = [TEXT, "# Most read", "- Ten songs for May", "- The new organ", "- A night in Linz"]
    after = [TEXT, "# Most read", "- The new organ", "- Who sang best", "- Forty voices"]
    assert set(kinds(before, after)) == {"rotation"}
    dates = [[line.replace("Most read", "Dates") for line in side] for side in (before, after)]
    assert "rotation" not in kinds(dates[0], dates[1])


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("/a?page=2&sid=8f3a", "/a?page=2&sid=77c0", ["token"]),
        ("/a;jsessionid=1f", "/a;jsessionid=2e", ["token"]),
        ("/cdn-cgi/l/email-protection#1a", "/cdn-cgi/l/email-protection#2b", ["hidden address"]),
        ("/cdn-cgi/l/email-protection#1a", "mailto:desk@example.org", ["hidden address"]),
        ("/a", "https://example.org/a", ["form of the link"]),
        ("", "#top", ["anchor"]),
        ("/a?page=2", "/a?page=3", ["link_changed"]),
        ("/a?topic=2", "/b?topic=2", ["link_changed"]),
        ("/commit?h=88fca46a3264c835", "/commit?h=543a9794874beaaa", ["link_changed"]),
    ],
)
def test_a_link_differs_by_its_place_or_by_a_token(before: str, after: str, expected: list[str]) -> None:
    assert kinds([block(TEXT, Link("choir", before))], [block(TEXT, Link("choir", after))]) == expected


def test_a_link_with_hostile_parameters_is_compared_too() -> None:
    before, after = "/a?" + "&".join("x=1" for _ in range(500)), "http://[::1"
    assert kinds([block(TEXT, Link("choir", before))], [block(TEXT, Link("choir", after))]) == [
        "link_changed"
    ]


@pytest.mark.parametrize(
    "text", ["1 " * 900, "a1" * 900, "@" * 1900, "vor 1 " * 300, "[email" * 300, "ab-" * 600]
)
def test_no_text_is_slow_to_judge(text: str) -> None:
    assert edit_noise(text, text + "x") in {"", "token", "relative time"}
