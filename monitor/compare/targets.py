"""Where links lead: which differences of two targets mean something, and which rule changed many at once."""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

_SESSION_NAMES = re.compile(
    r"(?:php|j|asp)?\.?(?:net_)?sess(?:ion)?_?(?:id)?|sid|cfid|cftoken|token|csrf\w*|xsrf\w*|nonce|_wpnonce|utm_\w+"
    r"|fbclid|gclid|msclkid|mc_[ce]id|_ga|cb|cachebuster|_|ts|timestamp|hash|rnd|rand(?:om)?",
    re.IGNORECASE,
)
"""Names of parameters that follow a visitor or a build around and choose no other page."""

_RANDOM = re.compile(
    r"(?=[^0-9]*[0-9])(?=[^a-zA-Z]*[a-zA-Z])[0-9a-zA-Z_%=-]{16,}|[0-9a-f]{12,}|[0-9A-F]{8}|[0-9]{10,}"
)
"""A value that nobody chose: long and mixed."""

_HANDS_ON = re.compile(r"https?(?::|%3a)", re.IGNORECASE)
"""A value that is an address itself."""

MAX_PARAMETERS = 200

_PATH_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)


_INDEX = re.compile(r"(?:(?<=/)|^)(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
"""What servers give for a folder."""


_PLAIN = re.compile(r"(?:/[\w~%+-]+)*/?")
"""A path without anything that has to be looked at."""


class LinkRule(NamedTuple):
    """What one link's change has in common with others': a part before, the same part after."""

    kind: str
    before: str
    after: str


def leads_somewhere(target: str) -> bool:
    """A bare "#", a script or nothing identifies no item."""
    return bool(target) and target != "#" and not target[:11].lower().startswith("javascript:")


def _split(target: str) -> SplitResult | None:
    try:
        return urlsplit(target)
    except ValueError:  # "http://[": the page's author mistyped it
        return None


def _identity(query: str) -> str:
    """What of a query names the page: no tokens, in any order; an address inside it likewise."""
    kept = [_parameter(p) for p in query.split("&")[:MAX_PARAMETERS] if p and not _is_token(p)]
    return "&".join(sorted(kept))


def _parameter(parameter: str) -> str:
    name, equals, value = parameter.partition("=")
    if not _HANDS_ON.match(value):
        return parameter
    address, mark, query = unquote(value).partition("?")
    nested = sorted(p for p in query.split("&")[:MAX_PARAMETERS] if p and not _is_token(p))
    return f"{name}{equals}{address}{mark}{'&'.join(nested)}"


def _is_token(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    return bool(_SESSION_NAMES.fullmatch(name) or _RANDOM.fullmatch(value or name))


@lru_cache(maxsize=8192)
def target_key(target: str) -> str:
    """The target without what leads to the same page: scheme, "www.", last slash, index page, session and
    build tokens.

    >>> target_key("http://www.example.org/a/?sid=1f3") == target_key("https://example.org/a")
    True
    """
    if target[:1] == "/" and _PLAIN.fullmatch(target):
        return target.rstrip("/") or "/"
    parts = _split(target)
    if parts is None:
        return target
    if parts.scheme not in ("", "http", "https"):
        return target
    host = parts.netloc.lower().removeprefix("www.")
    path = _INDEX.sub("", _PATH_SESSION.sub("", parts.path)).rstrip("/") or ("/" if parts.path else "")
    query = _identity(parts.query)
    key = f"//{host}{path}" if host else path
    return key + (f"?{query}" if query else "") + (f"#{parts.fragment}" if parts.fragment else "")


def without_tokens(target: str) -> str:
    """The target with only the session and build tokens away."""
    if "?" not in target and ";" not in target:
        return target
    head, mark, fragment = target.partition("#")
    path, _, query = _PATH_SESSION.sub("", head).partition("?")
    kept = _identity(query)
    return path + (f"?{kept}" if kept else "") + mark + fragment


def is_form_only(before: str, after: str) -> bool:
    """Do both lead to one page by the same scheme: with or without "www." and a last slash, from the root of
    the site or from the page?

    >>> is_form_only("https://a.org/b", "https://www.a.org/b/"), is_form_only("http://a.org", "https://a.org")
    (True, False)
    >>> is_form_only("../en/contact", "/en/contact")
    True
    """
    if {before[:1], after[:1]} == {".", "/"}:
        return before.lstrip("./") == after.lstrip("./")
    same_scheme = before.partition(":")[0] == after.partition(":")[0] or "://" not in before + after
    return same_scheme and target_key(before) == target_key(after)


def is_share_link(before: str, after: str) -> bool:
    """Do both lead to the same service, which is handed another address (of the page itself) to share?

    >>> is_share_link("https://a.org/share?u=https://b.org/1", "https://a.org/share?u=https://b.org/2")
    True
    """
    one, two = _split(before), _split(after)
    if one is None or two is None or one[:3] != two[:3] or not one.netloc:
        return False
    left, right = one.query.split("&"), two.query.split("&")
    if len(left) != len(right):
        return False
    changed = [(b, a) for b, a in zip(left, right, strict=True) if b != a]
    return any(
        _HANDS_ON.match(b.partition("=")[2]) and _HANDS_ON.match(a.partition("=")[2]) for b, a in changed
    )


def link_rule(before: str, after: str) -> LinkRule | None:
    """The one part of a target that was replaced, when all else stayed; None when more changed.

    >>> link_rule("http://example.org/a", "https://example.org/a")
    LinkRule(kind='scheme', before='http', after='https')
    >>> link_rule("/en/a/b", "/fr/a/b")
    LinkRule(kind='path', before='en', after='fr')
    >>> link_rule("/dist/tool-5.6.1/tool-5.6.1.zip", "/dist/tool-5.6.2/tool-5.6.2.zip")
    LinkRule(kind='version', before='5.6.1', after='5.6.2')
    """
    one, two = _split(before), _split(after)
    if one is None or two is None:
        return None
    version = _version_rule(before, after)
    if version is not None:
        return version
    if one[1:] == two[1:]:
        return LinkRule("scheme", one.scheme, two.scheme)
    if one[2:] == two[2:]:
        return LinkRule("host", f"{one.scheme}://{one.netloc}", f"{two.scheme}://{two.netloc}")
    if one[:3] == two[:3]:
        return LinkRule("query", f"{one.query}#{one.fragment}", f"{two.query}#{two.fragment}")
    if one[3:] == two[3:]:
        return _path_rule(one, two)
    return None


def _version_rule(before: str, after: str) -> LinkRule | None:
    """A number, with the dots in it, that became another one wherever it stands in the target."""
    start = next((k for k, (b, a) in enumerate(zip(before, after, strict=False)) if b != a), -1)
    if start < 0:
        return None
    end_before, end_after = (_end_of_number(target, start) for target in (before, after))
    while start and (before[start - 1].isdigit() or before[start - 1] == "."):
        start -= 1
    old, new = before[start:end_before].lstrip("."), after[start:end_after].lstrip(".")
    if not (old[:1].isdigit() and new[:1].isdigit()) or before.replace(old, new) != after:
        return None
    return LinkRule("version", old, new)


def _end_of_number(target: str, start: int) -> int:
    while start < len(target) and target[start].isdigit():
        start += 1
    return start


def _path_rule(one: SplitResult, two: SplitResult) -> LinkRule | None:
    """Hosts may differ too: what follows the last common part of the path must be the same, and something."""
    left, right = one.path.split("/"), two.path.split("/")
    tail = 0
    while tail < min(len(left), len(right)) and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    if tail and any(left[len(left) - tail :]):
        head_before, head_after = left[: len(left) - tail], right[: len(right) - tail]
        while (
            head_before
            and head_after
            and head_before[0] == head_after[0]
            and len(head_before) > 1 < len(head_after)
        ):
            head_before, head_after = head_before[1:], head_after[1:]
        return LinkRule("path", f"{one.netloc}{'/'.join(head_before)}", f"{two.netloc}{'/'.join(head_after)}")
    # The last part: "/a" → "/a.html", "/a" → "/a/".
    shorter, longer = sorted((one.path, two.path), key=len)
    if one.netloc == two.netloc and shorter and longer.startswith(shorter):
        rest = longer[len(shorter) :]
        return LinkRule("suffix", *(("", rest) if shorter == one.path else (rest, "")))
    return None
