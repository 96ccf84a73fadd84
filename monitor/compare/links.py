"""Links whose target changed, and links that came or went in words that stayed."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qsl, urlsplit

from monitor.compare.noise import is_token_name
from monitor.model import Block, BlockKind, ChangeType, Link

HIDDEN_ADDRESS = "/cdn-cgi/l/email-protection"
"""An e-mail address that a content delivery network hides: its fragment is new at every request."""

SESSION_PATH = ";jsessionid="

MAX_FIELDS = 200

_NONCE = re.compile(r"(?=[^0-9]{0,400}[0-9])(?=[^a-z]{0,400}[a-z])(?=[^A-Z]{0,400}[A-Z])[A-Za-z0-9_.~-]{64,}")
"""A value so long and so mixed names nothing that people know: it signs the link."""

_SCHEME = re.compile(r"(?:https?:)?//(?:www\.)?|mailto:|tel:|www\.", re.IGNORECASE)

_PARTS = re.compile(r"[/?&=]")

_NUMBERED = re.compile(r"(\d{5,})[-_](?=[^\d]).*")
"""A page's number and its title in words: servers go by the number. Shorter numbers may be years."""


class LinkEdit(NamedTuple):
    type: ChangeType
    text: str
    before: str | None
    after: str | None
    noise: str = ""


def compare_links(before: Block, after: Block) -> Iterator[LinkEdit]:
    """Say what happened to the links of a block. Links whose words changed too are told with the words."""
    if before.links == after.links:
        return
    if BlockKind.HEADING in (before.kind, after.kind) and all(
        link.target.startswith("#") for link in before.links + after.links
    ):
        return  # a heading's mark of its own place
    waiting: dict[str, list[Link]] = {}
    for link in reversed(before.links):
        waiting.setdefault(link.text, []).append(link)
    come: list[Link] = []
    for link in after.links:
        if same := waiting.get(link.text):
            was = same.pop()
            if was.target != link.target:
                kind = target_noise(was.target, link.target)
                yield LinkEdit(ChangeType.LINK_CHANGED, link.text, was.target, link.target, kind)
        else:
            come.append(link)
    gone = [link for links in waiting.values() for link in reversed(links)]
    for link in gone:
        # Words that are still there, and lead nowhere now. Words that went are told with the words, and so
        # are those that became part of a longer or shorter link to the same place.
        if link.text and link.text in after.text and all(link.target != other.target for other in come):
            yield LinkEdit(ChangeType.LINK_REMOVED, link.text, link.target, None, _lone_noise(link))
    for link in come:
        if link.text and link.text in before.text and all(link.target != other.target for other in gone):
            yield LinkEdit(ChangeType.LINK_ADDED, link.text, None, link.target, _lone_noise(link))


def _lone_noise(link: Link) -> str:
    """The kind of noise that a link is that came or went in words that stayed, or "".

    >>> _lone_noise(Link("desk@example.org", "mailto:desk@example.org"))
    'spelled out'
    """
    if not link.target or link.target.startswith("#"):
        return "anchor"
    if HIDDEN_ADDRESS in link.target:
        return "hidden address"
    # The reader had the address all the time; now it can be clicked, or no longer.
    return "spelled out" if _bare_address(link.target) == _bare_address(link.text) else ""


def _bare_address(target: str) -> str:
    return _SCHEME.sub("", target.strip()).rstrip("/").casefold()


def target_noise(before: str, after: str) -> str:
    """The kind of noise that makes two targets differ, or "" when they lead to different places.

    >>> target_noise("/a?page=2&sid=8f3a", "/a?page=2&sid=77c0")
    'token'
    >>> target_noise("/a?page=2", "/a?page=3")
    ''
    """
    try:
        one, two = urlsplit(before), urlsplit(after)
        same_query = _identity(one.query) == _identity(two.query)
    except ValueError:
        return ""
    if {before[:1], after[:1]} <= {"", "#"} and "" in (before, after):
        return "anchor"  # it led nowhere, and leads nowhere else than to its own page
    hidden = [target.path.endswith(HIDDEN_ADDRESS) for target in (one, two)]
    if all(hidden) or (any(hidden) and "mailto" in (one.scheme, two.scheme)):
        return "hidden address"
    same_path = one.path.partition(SESSION_PATH)[0] == two.path.partition(SESSION_PATH)[0]
    if one.netloc == two.netloc and same_path and same_query:
        return "token" if one.fragment == two.fragment and one.scheme == two.scheme else ""
    if one.netloc == two.netloc and one.query == two.query and _is_same_number(one.path, two.path):
        return "form of the link"
    if bool(one.netloc) != bool(two.netloc) and one.path.startswith("/") and one[2:] == two[2:]:
        # The same path, once with and once without the site's name before it.
        return "form of the link"
    return ""


def _identity(query: str) -> list[tuple[str, str]]:
    """What of a query names the page.

    Raises ValueError when it has more than MAX_FIELDS fields.
    """
    fields = parse_qsl(query, keep_blank_values=True, max_num_fields=MAX_FIELDS)
    return [(name, "" if _is_signed(value) else value) for name, value in fields if not is_token_name(name)]


def _is_signed(value: str) -> bool:
    """Is it a signature, or an address that carries one? What such an address names, nobody can read."""
    if _NONCE.fullmatch(value):
        return True
    return value.startswith(("http://", "https://")) and any(map(_NONCE.fullmatch, _PARTS.split(value)))


def _is_same_number(before: str, after: str) -> bool:
    """Do two paths name one page by its number, with other words after it?

    >>> _is_same_number("/articles/9035075-requests", "/articles/9035075-requests-by-law")
    True
    """
    folder_before, _, name_before = before.rpartition("/")
    folder_after, _, name_after = after.rpartition("/")
    one, two = _NUMBERED.fullmatch(name_before), _NUMBERED.fullmatch(name_after)
    return folder_before == folder_after and one is not None and two is not None and one[1] == two[1]
