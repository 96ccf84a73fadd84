"""A round: every page that is due is looked at once, politely, and recorded as its answer comes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor import __version__
from monitor.check.looking import Done, Looked, ask_of, look, validators_of, watch_job_url
from monitor.check.planning import adaptive_intervals, plan_next, sites_by_name
from monitor.config import Config, SiteConfig
from monitor.engine import Assignments, Engine, Inline, Result
from monitor.examining import Examination, Request, Unread, examine
from monitor.fetch import (
    ROBOTS_PATH,
    Allowance,
    Answer,
    Bounds,
    Client,
    Job,
    Later,
    Missed,
    Origin,
    Politeness,
    Renderer,
    Robots,
    Round,
)
from monitor.model import Trouble
from monitor.store import Store, Watch

Clock = Callable[[], datetime]
"""The present moment; only the entrances have a real one."""

RETRY_SOONEST = timedelta(minutes=5)
RETRY_SHARE = 0.25
"""After a failed look a page is looked at again after a quarter of its interval: soon enough to know whether
the trouble lasts, seldom enough not to press on a server in trouble."""


def user_agent(contact: str) -> str:
    """Who asks, honestly, and where to complain (RFC 9110 §10.1.5)."""
    return f"monitor/{__version__}" + (f" (+{contact})" if contact else "")


def origin_of(site: SiteConfig, contact: str) -> Origin:
    """How to fetch a site's pages, from its configuration."""
    fetching = site.fetching
    password = fetching.password.value if fetching.password is not None else ""
    return Origin(
        user_agent=user_agent(contact),
        headers=fetching.headers,
        cookies={name: secret.value for name, secret in fetching.cookies.items()},
        auth=(fetching.user, password) if fetching.user else None,
        proxy=fetching.proxy.value if fetching.proxy is not None else "",
        verify_tls=fetching.verify_tls,
        allowance=Allowance.of(*fetching.networks),
        bounds=replace(
            Bounds(),
            total_s=fetching.timeout.total_seconds(),
            max_bytes=fetching.max_bytes,
            max_wire_bytes=fetching.max_bytes,
        ),
    )


@dataclass(frozen=True, slots=True)
class Fetchers:
    """One client and one set of robots.txt rules a site; kept between rounds, with their connections."""

    clients: Mapping[str, Client]
    robots: Mapping[str, Robots]
    sites: Mapping[str, SiteConfig]

    @classmethod
    def of(cls, config: Config) -> "Fetchers":
        clients = {
            site.name: Client(origin_of(site, config.contact), site.fetching.connections)
            for site in config.sites
        }
        agent = user_agent(config.contact)
        robots = {s.name: Robots(clients[s.name], agent) for s in config.sites if s.fetching.robots}
        return cls(clients, robots, sites_by_name(config))

    def politeness(self, site: str) -> Politeness:
        fetching = self.sites[site].fetching
        return Politeness(
            pause_s=fetching.pause.total_seconds(), connections=fetching.connections, tries=fetching.tries
        )

    def polite(self, clock: Clock, workers: int) -> Round:
        """The queues of all hosts, for whatever is asked of them."""

        def fetch(job: Job) -> Answer | Later:
            return self._fetch(job, clock(), round_)

        round_ = Round(fetch, self.politeness, workers)
        return round_

    def _fetch(self, job: Job, now: datetime, round_: Round) -> Answer | Later:
        """One request in its turn: the page, if its host's robots.txt lets us, or robots.txt itself. Never
        raises."""
        robots = self.robots.get(job.site)

        def turn(url: str) -> None:
            round_.take_turn(url, job.site)

        if robots is not None:
            if not robots.knows(job.url, now):
                answer = robots.learn(job.url, now, turn)
                delay_s = robots.ruling(job.url, now).crawl_delay_s
                if delay_s:
                    round_.slow_down(job.url, delay_s)
                is_itself = urlsplit(job.url).path == ROBOTS_PATH
                return answer if answer is not None and is_itself else Later()
            ruling = robots.ruling(job.url, now)
            if ruling.missed is not None:
                return replace(ruling.missed, reason=ruling.reason, final_url=job.url)
            if not ruling.allowed:
                return Missed(trouble=Trouble.FORBIDDEN, reason=ruling.reason, final_url=job.url)
            if ruling.crawl_delay_s:
                round_.slow_down(job.url, ruling.crawl_delay_s)
        fetching, client = self.sites[job.site].fetching, self.clients[job.site]
        if fetching.render:
            renderer = Renderer(client, fetching.timeout.total_seconds())
            return renderer.fetch(job.url, now, job.site, turn)
        return client.fetch(job.url, now, job.validators, job.site, turn)


TURN_S = 1.0
"""While all readers are busy, it is looked so often whether one of them has got lost."""

TOGETHER = 16
"""Looks that are recorded in one transaction, where so many come at once: half of what recording costs is
saved by the first few, and what a sudden end loses has to be asked for once more."""

PLAN_LASTS = timedelta(minutes=30)
"""How long the intervals of "adaptive" pages are used before they are shared out again."""


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """How pages are looked at for the next while: the job of each, and what becomes of its answer."""

    config: Config
    fetchers: Fetchers
    intervals: Mapping[str, float]
    made: datetime

    def is_stale(self, now: datetime) -> bool:
        return now - self.made > PLAN_LASTS

    @staticmethod
    def job(watch: Watch) -> Job:
        return Job(
            url=watch_job_url(watch), site=watch.site, validators=validators_of(watch), key=str(watch.page)
        )

    def record(
        self, watch: Watch, answer: Answer, store: Store, now: datetime, done: Done | None = None
    ) -> Looked:
        """Take in an answer and plan the page's next look, in one transaction.

        `done` is the reading that `ask_of` asked for; without it, it is made here.
        """
        site = self.fetchers.sites[watch.site]
        with store.transaction():
            looked = look(watch, answer, store, site, now, done)
            next_ = plan_next(watch, site.schedule, self.intervals, now)
            if isinstance(answer, Missed):
                next_ = _sooner(next_, now, answer)
            store.watches.plan(watch.page, next_)
        return looked

    def record_together(
        self, ready: Sequence["Ready"], store: Store, clock: Clock
    ) -> Iterator[tuple[Watch, Looked]]:
        """Take in what came at the same time, in one transaction: ending one costs as much as what is in it.

        If that fails nothing of it is recorded and each is taken in alone: the others lose nothing by the one
        whose trouble it is. What is given out is recorded.
        """
        together = self._together(ready, store, clock) if len(ready) > 1 else None
        if together is not None:
            yield from together
            return
        for one in ready:
            yield one.watch, self.record(one.watch, one.answer, store, clock(), one.done)

    def _together(
        self, ready: Sequence["Ready"], store: Store, clock: Clock
    ) -> list[tuple[Watch, Looked]] | None:
        try:
            with store.transaction():
                return [
                    (one.watch, self.record(one.watch, one.answer, store, clock(), one.done)) for one in ready
                ]
        except Exception:  # noqa: BLE001 - it comes again, from the one whose trouble it is
            return None


def plan_round(config: Config, fetchers: Fetchers, store: Store, now: datetime) -> RoundPlan:
    return RoundPlan(config, fetchers, adaptive_intervals(config, store), now)


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer that can be recorded: it was read, or need not be."""

    watch: Watch
    answer: Answer
    done: Done | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer that is being read."""

    watch: Watch
    answer: Answer
    request: Request

    @property
    def key(self) -> str:
        """The page and the slot: this capture of it, and no other."""
        return f"{self.watch.page}@{self.request.snapshot.moment}"

    def ready(self, result: Result[Examination]) -> Ready:
        """With what came of it; a page that ended its reader is one that cannot be read."""
        done = self.request, result.value or Unread(f"{self.watch.url}: {result.problem}")
        return Ready(self.watch, self.answer, done)


Readers = Engine[Request, Examination]


def run_round(
    watches: tuple[Watch, ...],
    config: Config,
    fetchers: Fetchers,
    store: Store,
    clock: Clock,
    readers: Readers | None = None,
    polite: Round | None = None,
) -> Iterator[tuple[Watch, Looked]]:
    """Look at these pages; each result comes when it is recorded and its next look planned.

    Fetching, reading (by `readers`) and recording overlap; this thread alone writes. `polite` is where the
    hosts were asked before, so that they get their pause after that too.
    """
    plan = plan_round(config, fetchers, store, clock())
    known = {str(watch.page): watch for watch in watches if watch.site in fetchers.sites}
    readings: dict[str, Reading] = {}
    readers = readers or Inline(examine)
    assigned = Assignments(readers)
    ready: list[Ready] = []
    # What is read one by one is recorded one by one: each page knows what those before it taught of the site.
    most = TOGETHER if readers.room > 1 else 1

    def take(wait_s: float) -> bool:
        results = [(readings.pop(result.key), result) for result in assigned.results(wait_s)]
        ready.extend(reading.ready(result) for reading, result in results)
        return bool(results)

    def record() -> Iterator[tuple[Watch, Looked]]:
        yield from plan.record_together(ready, store, clock)
        ready.clear()

    polite = polite or fetchers.polite(clock, config.daemon.fetches)
    for job, answer in polite.run(map(plan.job, known.values())):
        watch = known[job.key]
        request = ask_of(watch, answer, store)
        if request is None:
            ready.append(Ready(watch, answer))
        else:
            reading = Reading(watch, answer, request)
            readings[reading.key] = reading
            assigned.submit(reading.key, request)
        while assigned.is_full:
            if not take(TURN_S) or len(ready) >= most:
                yield from record()
        take(0.0)
        if len(ready) >= most or not polite.has_more:
            yield from record()
    while assigned:
        take(TURN_S)
        yield from record()


def _sooner(next_: datetime, now: datetime, answer: Missed) -> datetime:
    """Look again before the usual time, but not before the server wants it."""
    soon = max((next_ - now) * RETRY_SHARE, min(RETRY_SOONEST, next_ - now))
    if answer.retry_after_s is not None:
        soon = max(soon, timedelta(seconds=answer.retry_after_s))
    return now + soon
