"""May we fetch this URL? (RFC 9309)

A robots.txt that is not there (4xx) forbids nothing (§2.3.1.3); one that cannot be had (5xx, network)
forbids everything (§2.3.1.4) until it can. Redirects are followed five times (§2.3.1.2), the first 500 KiB
are read (§2.5), and what was read is used for a day (§2.4).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol
from urllib.parse import urlsplit

from protego import Protego

from monitor.fetch.answer import Answer, Fetched, Missed, Turn, Validators, at_once
from monitor.model import Trouble

PATH = "/robots.txt"
MAX_BYTES = 500 * 1024
FRESH = timedelta(hours=24)
RETRY = timedelta(minutes=30)
"""How soon to ask again for one that could not be had."""
MAX_CRAWL_DELAY_S = 3600.0
MAX_HOSTS = 10_000
"""Rules kept at a time; the oldest are forgotten first."""


class Getter(Protocol):
    def fetch(
        self, url: str, now: datetime, known: Validators | None = None, site: str = "", turn: Turn = at_once
    ) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a host's robots.txt says to us about one URL."""

    allowed: bool
    reason: str = ""
    crawl_delay_s: float | None = None
    missed: Missed | None = None
    """What became of robots.txt, where it could not be had: it will be the same with the page."""


@dataclass(frozen=True, slots=True)
class Rules:
    """One host's robots.txt, as read."""

    until: datetime
    parsed: Protego | None
    """None: everything is forbidden."""
    missed: Missed | None = None


class Robots:
    """The robots.txt files of all hosts, asked for once a day each."""

    def __init__(self, getter: Getter, user_agent: str) -> None:
        self._getter = getter
        self._agent = user_agent
        self._rules: dict[str, Rules] = {}
        self._lock = Lock()
        self._asking: dict[str, Lock] = {}

    def knows(self, url: str, now: datetime) -> bool:
        """Whether `ruling` can be given without asking the host."""
        return self._fresh(origin_of(url), now) is not None

    def learn(self, url: str, now: datetime, turn: Turn = at_once) -> Answer | None:
        """Ask the URL's host for its robots.txt; None when it is known already."""
        return self._learn(origin_of(url), now, turn)[1]

    def ruling(self, url: str, now: datetime) -> Ruling:
        """May we, now?"""
        origin = origin_of(url)
        rules = self._learn(origin, now)[0]
        if rules.parsed is None:
            reason = rules.missed.reason if rules.missed else "no answer"
            return Ruling(False, f"robots.txt cannot be had: {reason}", missed=rules.missed)
        delay = rules.parsed.crawl_delay(self._agent)
        delay_s = None if delay is None else min(max(float(delay), 0.0), MAX_CRAWL_DELAY_S)
        if rules.parsed.can_fetch(url, self._agent):
            return Ruling(True, crawl_delay_s=delay_s)
        return Ruling(False, f"{origin}/robots.txt disallows it", delay_s)

    def sitemaps(self, origin: str, now: datetime) -> tuple[str, ...]:
        """The sitemaps that a host's robots.txt names (RFC 9309 leaves them to sitemaps.org)."""
        parsed = self._learn(origin, now)[0].parsed
        return tuple(parsed.sitemaps) if parsed is not None else ()

    def _learn(self, origin: str, now: datetime, turn: Turn = at_once) -> tuple[Rules, Answer | None]:
        with self._lock:
            asking = self._asking.setdefault(origin, Lock())
        with asking:  # two pages of a host at once: one asks, the other waits for what it hears
            known = self._fresh(origin, now)
            if known is not None:
                return known, None
            answer = self._getter.fetch(f"{origin}{PATH}", now, turn=turn)
            rules = read_rules(answer, now)
            with self._lock:
                self._asking.pop(origin, None)
                self._rules.pop(origin, None)
                self._rules[origin] = rules
                while len(self._rules) > MAX_HOSTS:
                    self._rules.pop(next(iter(self._rules)))
            return rules, answer

    def _fresh(self, origin: str, now: datetime) -> Rules | None:
        with self._lock:
            known = self._rules.get(origin)
        return known if known is not None and known.until > now else None


def origin_of(url: str) -> str:
    """Scheme, host and port: what a robots.txt is for.

    >>> origin_of("https://a.example:8443/b")
    'https://a.example:8443'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def read_rules(answer: Answer, now: datetime) -> Rules:
    """What an answer to /robots.txt means."""
    match answer:
        case Fetched():
            text = answer.snapshot.payload[:MAX_BYTES].decode("utf-8", "replace")
            return Rules(now + FRESH, Protego.parse(text))
        case Missed(trouble=Trouble.UNREADABLE, status=200):  # empty: nothing is forbidden
            return Rules(now + FRESH, Protego.parse(""))
        case Missed(status=status) if 400 <= status < 500 and status != 429:
            return Rules(now + FRESH, Protego.parse(""))
        case Missed():
            return Rules(now + RETRY, None, answer)
        case _:  # "not modified", although we did not ask whether it was
            return Rules(now + RETRY, None)
