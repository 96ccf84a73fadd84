"""Many fetches at once, and no host ever asked more than it may be.

One queue a host: a minimum pause between the starts of two requests, a maximum of connections, peace
when it asks for it (429, 503, Retry-After), and none of its other pages tried in this round when it has
not answered several times running. A slow host keeps its own few connections busy; fetches that take long
count no more among those that may run at a time, so that many slow hosts slow nobody else either.
Who fetches is a thread; who decides is the one thread that calls `run`.
"""

import heapq
import random
import threading
import time
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from monitor.fetch.answer import Answer, Missed, Validators
from monitor.model import Trouble

MAX_WAIT_S = 600.0
"""A host that asks for more peace than this gets it in the next round: its pages end as they are."""

SLOW_S = 5.0
"""A fetch that takes longer takes no worker from the others any more, …"""

MOST = 4
"""… up to so many times as many workers."""

SILENT_AFTER = 3
"""Requests running without any answer (no status at all) after which a host is left alone."""


@dataclass(frozen=True, slots=True)
class Job:
    """One page to look at."""

    url: str
    site: str = ""
    validators: Validators | None = None
    key: str = ""
    """The caller's own name for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Politeness:
    """What a host may be asked."""

    pause_s: float = 1.0
    connections: int = 2
    tries: int = 3
    backoff_s: float = 2.0
    """Before the second try; doubled for each one more, and up to half of it added by chance."""


@dataclass(slots=True)
class Host:
    """The queue of one host."""

    waiting: deque[tuple[Job, int]] = field(default_factory=deque)
    later: list[tuple[float, int, Job, int]] = field(default_factory=list)
    running: int = 0
    not_before: float = 0.0
    silent: int = 0
    pause_s: float = 0.0
    listed: float | None = None
    """When it stands in the list of hosts that are ready; None when it does not."""
    spaced: float = 0.0
    """As `not_before`, from when the last request really began; written by the thread that makes it."""
    peace_until: float = 0.0
    asked_for_peace: Missed | None = None
    """What it answered then."""

    def ready_at(self, most: int) -> float | None:
        """When the next request may start; None when there is none, or all connections are busy."""
        if self.running >= most:
            return None
        not_before = max(self.not_before, self.spaced)
        if self.waiting:
            return not_before
        if self.later:
            return max(not_before, self.later[0][0])
        return None

    def take(self, now: float) -> tuple[Job, int]:
        if self.later and self.later[0][0] <= now:
            _, _, job, tried = heapq.heappop(self.later)
            return job, tried
        return self.waiting.popleft()


@dataclass(frozen=True, slots=True)
class Later:
    """The host was asked for something else first, its robots.txt: the job takes the next turn."""


Fetch = Callable[[Job], Answer | Later]

MAX_HOP_S = 10.0
"""So long a redirect waits for its turn; the rest of a longer pause comes before the host's next page."""

INBOX_PAUSE_S = 0.2
"""How often an inbox is looked into while nothing else happens."""


class Inbox:
    """Where jobs can be put while a round goes on; safe to use from other threads."""

    def __init__(self) -> None:
        self._jobs: deque[Job] = deque()
        self._closed = threading.Event()

    @property
    def is_closed(self) -> bool:
        return self._closed.is_set()

    def put(self, job: Job) -> None:
        self._jobs.append(job)

    def take(self) -> Iterator[Job]:
        while self._jobs:
            yield self._jobs.popleft()

    def close(self) -> None:
        self._closed.set()


def host_of(url: str) -> str:
    """Whom a URL asks: host names are compared in lower case, and a port is not a host of its own."""
    return (urlsplit(url).hostname or "").lower()


class Round:
    """Fetch a number of pages, each at most `tries` times.

    `fetch` gets one page, in a worker, and never raises.
    """

    def __init__(
        self,
        fetch: Fetch,
        politeness: Callable[[str], Politeness],
        workers: int = 48,
        clock: Callable[[], float] = time.monotonic,
        slow_s: float = SLOW_S,
    ) -> None:
        self._fetch = fetch
        self._politeness = politeness
        self._workers = workers
        self._clock = clock
        self._slow_s = slow_s
        self._hosts: dict[str, Host] = {}
        self._ready: list[tuple[float, str]] = []
        self._running: dict[Future[Answer | Later], tuple[str, Job, int, float]] = {}
        """Those that began first come first."""
        self._count = 0
        self._lock = threading.Lock()

    @property
    def has_more(self) -> bool:
        """Whether `run` gives its next answer without any wait; one that missed may be tried again first."""
        return any(
            future.done() and not isinstance(future.result(), Missed | Later) for future in self._running
        )

    def take_turn(self, url: str, site: str) -> None:
        """Before a request that a fetch makes besides: keep the host's pause, and let others keep it."""
        host = self._hosts.setdefault(host_of(url), Host())
        pause_s = max(self._politeness(site).pause_s, host.pause_s)
        with self._lock:
            now = self._clock()
            at = max(now, host.not_before, host.spaced)
            host.spaced = at + pause_s
        time.sleep(min(at - now, MAX_HOP_S))

    def slow_down(self, url: str, pause_s: float) -> None:
        """A host's robots.txt asks for a longer pause."""
        host = self._hosts.get(host_of(url))
        if host is not None and pause_s > host.pause_s:
            host.pause_s = pause_s
            with self._lock:
                host.spaced = max(host.spaced, self._clock() + pause_s)

    def run(self, jobs: Iterable[Job], inbox: "Inbox | None" = None) -> Iterator[tuple[Job, Answer]]:
        """Answers in the order in which they come; one for each job.

        With an inbox it goes on until that is closed, and takes jobs from it as they come; what is still
        running or waiting then gets no answer.
        """
        for job in jobs:
            yield from self._take(job)
        pool = ThreadPoolExecutor(MOST * self._workers, thread_name_prefix="fetch")
        try:
            running = self._running
            while self._ready or running or inbox is not None:
                if inbox is not None:
                    if inbox.is_closed:
                        return
                    for job in inbox.take():
                        yield from self._take(job)
                pause = self._start(pool)
                if inbox is not None:
                    pause = INBOX_PAUSE_S if pause is None else min(pause, INBOX_PAUSE_S)
                if not running:
                    if pause is None:
                        break
                    time.sleep(pause)
                    continue
                done, _ = wait(running, timeout=pause, return_when=FIRST_COMPLETED)
                for future in done:
                    name, job, tried, _ = running.pop(future)
                    yield from self._settle(name, job, tried, future.result())
        finally:
            pool.shutdown(wait=inbox is None, cancel_futures=True)

    def _take(self, job: Job) -> Iterator[tuple[Job, Answer]]:
        name = host_of(job.url)
        host = self._hosts.setdefault(name, Host())
        refusal = self._refusal(host)
        if refusal is not None:
            yield job, not_tried(refusal, job)
            return
        host.waiting.append((job, 1))
        self._push(name)

    def _push(self, name: str) -> None:
        host = self._hosts[name]
        at = host.ready_at(self._most(host))
        # Once is enough: its turn comes with the first entry, and then it is listed for the next.
        if at is not None and (host.listed is None or at < host.listed):
            host.listed = at
            heapq.heappush(self._ready, (at, name))

    def _most(self, host: Host) -> int:
        job = host.waiting[0][0] if host.waiting else host.later[0][2] if host.later else None
        return self._politeness(job.site).connections if job else 0

    def _start(self, pool: ThreadPoolExecutor) -> float | None:
        """Start what may start now; how long until something else may (seconds), None when nothing waits."""
        while self._ready:
            at, name = self._ready[0]
            now = self._clock()
            held_s = self._until_a_worker_is_free(now)
            if held_s:
                return held_s
            host = self._hosts[name]
            due = host.ready_at(self._most(host)) if at == host.listed else None
            if due is not None and now < due <= at:
                return due - now
            heapq.heappop(self._ready)
            if at == host.listed:
                host.listed = None
            if due is None or due > at:  # what was true when it was listed is no more
                self._push(name)
                continue
            job, tried = host.take(now)
            host.running += 1
            pause = max(self._politeness(job.site).pause_s, host.pause_s)
            host.not_before = now + pause
            self._running[pool.submit(self._go, host, job, pause)] = (name, job, tried, now)
            self._push(name)
        return None

    def _until_a_worker_is_free(self, now: float) -> float:
        """0 when one is; else how long at most until one is counted as slow, and the next may begin."""
        if len(self._running) < self._workers:
            return 0.0
        begun = [begun for _, _, _, begun in self._running.values()]
        slow = bisect_left(begun, now - self._slow_s)
        if len(begun) - slow < self._workers and len(begun) < MOST * self._workers:
            return 0.0
        return self._slow_s if slow == len(begun) else max(begun[slow] + self._slow_s - now, 0.001)

    def _go(self, host: Host, job: Job, pause_s: float) -> Answer | Later:
        """In a worker: a thread that begins late must not make the next request seem early."""
        with self._lock:
            host.spaced = max(host.spaced, self._clock() + pause_s)
        return self._fetch(job)

    def _settle(
        self, name: str, job: Job, tried: int, answer: Answer | Later
    ) -> Iterator[tuple[Job, Answer]]:
        host = self._hosts[name]
        host.running -= 1
        if isinstance(answer, Later):
            host.waiting.appendleft((job, tried))
        elif not isinstance(answer, Missed):
            host.silent = 0
            yield job, answer
        else:
            now = self._clock()
            polite = self._politeness(job.site)
            unanswered = answer.status == 0 and answer.trouble in (Trouble.TIMEOUT, Trouble.ERROR)
            host.silent = host.silent + 1 if unanswered else 0
            peace = self._peace(answer, polite, tried)
            if answer.status in (429, 503):
                host.not_before = max(host.not_before, now + peace)
                host.peace_until, host.asked_for_peace = host.not_before, answer
            if (
                answer.transient
                and tried < polite.tries
                and peace <= MAX_WAIT_S
                and host.silent < SILENT_AFTER
            ):
                self._count += 1
                heapq.heappush(host.later, (now + peace, self._count, job, tried + 1))
            else:
                yield job, answer
            if host.silent >= SILENT_AFTER:
                yield from self._give_up(host, answer)
        refusal = self._refusal(host)
        if refusal is not None:
            yield from self._give_up(host, refusal)
        self._push(name)

    def _refusal(self, host: Host) -> Missed | None:
        """What the host has answered, when it is to be left in peace for longer than a round waits."""
        left_s = host.peace_until - self._clock()
        if host.asked_for_peace is None or left_s <= MAX_WAIT_S:
            return None
        return replace(host.asked_for_peace, retry_after_s=left_s)

    @staticmethod
    def _peace(answer: Missed, polite: Politeness, tried: int) -> float:
        if answer.retry_after_s is not None:
            return answer.retry_after_s
        # Jitter, so that many who failed together do not come back together.
        return float(polite.backoff_s * 2 ** (tried - 1) * (1 + random.random() / 2))  # noqa: S311

    @staticmethod
    def _give_up(host: Host, answer: Missed) -> Iterator[tuple[Job, Answer]]:
        left = [job for job, _ in host.waiting] + [job for _, _, job, _ in host.later]
        host.waiting.clear()
        host.later.clear()
        for job in left:
            yield job, not_tried(answer, job)


def not_tried(answer: Missed, job: Job) -> Missed:
    """Its host gave that answer to another job, and would give it to this one."""
    why = "asks for peace" if answer.status else "does not answer"
    return replace(answer, reason=f"not tried: its host {why} ({answer.reason})", final_url=job.url)
