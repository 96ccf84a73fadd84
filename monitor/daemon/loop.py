"""The daemon's loop: one thread that decides and writes, fed by a queue.

Fetching happens in threads of its own and puts its answers into the queue; APScheduler puts in what is due by
the clock: look for due pages, look into folders, form digests, deliver. So the store has one writer, a slow
host holds up nobody, and a page is never looked at twice at once. After a sleep or a long stop each of these
comes once, not as often as it was missed (coalesced).
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from monitor.check import (
    Changed,
    Discovered,
    Failed,
    Fetchers,
    First,
    Looked,
    Reading,
    Ready,
    RoundPlan,
    ask_of,
    follow_config,
    load_snapshots,
    menu_targets,
    plan_round,
    seek,
    take_up,
    wants,
)
from monitor.config import Config, read_config
from monitor.daemon.fetching import Fetching
from monitor.daemon.inflow import Inflow
from monitor.daemon.keeping import Keeper
from monitor.daemon.notify import Notifier
from monitor.deliver import Delivery, deliver, deliver_posts, form_due, postman
from monitor.engine import Assignments, processes
from monitor.errors import MonitorError
from monitor.examining import Examination, Request, examine
from monitor.fetch import Answer, Job
from monitor.send import Accepted
from monitor.store import Store, Watch
from monitor.web import Health, Server

log = logging.getLogger("monitor")

SECOND = timedelta(seconds=1)

LOOK_EVERY_S = 1.0
FOLDERS_EVERY_S = 3.0
DIGESTS_EVERY_S = 20.0
KEEP_EVERY_S = 60.0
TURN_S = 5.0
"""The loop turns at least this often, so that the watchdog hears of it."""


BUSY = 8
"""Answers that wait to be read from which on processes read them; a few are read here sooner than a process
takes to start."""

DISCOVER_EVERY = timedelta(days=1)
"""A site's listings change as seldom as its menu."""

MAX_ANSWERS = 100
"""Answers that may wait to be read: memory has an end."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A fetch came to its end."""

    job: Job
    answer: Answer


@dataclass(frozen=True, slots=True)
class LookForDue: ...


@dataclass(frozen=True, slots=True)
class ReadOne:
    """A reader has a result."""


@dataclass(frozen=True, slots=True)
class Found:
    """A site's listings were read."""

    discovered: Discovered


@dataclass(frozen=True, slots=True)
class LookIntoFolders: ...


@dataclass(frozen=True, slots=True)
class TendDigests: ...


@dataclass(frozen=True, slots=True)
class TendStore: ...


@dataclass(frozen=True, slots=True)
class Reload: ...


@dataclass(frozen=True, slots=True)
class Stop: ...


Event = Answered | ReadOne | Found | LookForDue | LookIntoFolders | TendDigests | TendStore | Reload | Stop


class Ended(Exception):
    """It was told to stop in the middle of a long work."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """How it ended."""

    looks: int
    clean: bool


@dataclass(slots=True)
class Daemon:
    """Stays until it is told to stop. `clock` is the present moment; the entrance gives a real one."""

    config_path: Path
    config: Config
    store: Store
    clock: Callable[[], datetime]
    notifier: Notifier = field(default_factory=Notifier)
    health: Health = field(default_factory=Health)
    events: "queue.SimpleQueue[Event]" = field(default_factory=queue.SimpleQueue)
    inflow: Inflow = field(default_factory=Inflow)
    look_every_s: float = LOOK_EVERY_S
    folders_every_s: float = FOLDERS_EVERY_S
    digests_every_s: float = DIGESTS_EVERY_S
    keep_every_s: float = KEEP_EVERY_S
    keeper: Keeper = field(default_factory=Keeper)
    _in_flight: dict[str, Watch] = field(default_factory=dict)
    _fetching: Fetching | None = None
    _plan: RoundPlan | None = None
    _readings: dict[str, Reading] = field(default_factory=dict)
    _assigned: Assignments[Request, Examination] | None = None
    _sought: dict[str, datetime] = field(default_factory=dict)
    _looks: int = 0
    _is_to_stop: bool = False

    def stop(self) -> None:
        """From a signal handler or another thread."""
        self._is_to_stop = True
        self.events.put(Stop())

    def reload(self) -> None:
        """Take up changes of the configuration; from a signal handler or another thread."""
        self.events.put(Reload())

    def run(self) -> Stopped:
        """Until `stop`. Raises: MonitorError (the store cannot be used), OSError (the port is taken)."""
        self._take_up(self.config)
        server = None
        if self.config.daemon.port:
            server = Server(self.config.daemon.port, self.health, self.config.store, time.monotonic)
        scheduler = self._schedule()
        self.health.turned = time.monotonic()
        self.notifier.say("READY=1", f"STATUS=watching {len(self.store.watches.every())} pages")
        log.info("watching %d pages of %d sites", len(self.store.watches.every()), len(self.config.sites))
        try:
            while True:
                event = self._next()
                if isinstance(event, Stop):
                    break
                if event is not None:
                    self._handle(event)
        finally:
            self.notifier.say("STOPPING=1")
            scheduler.shutdown(wait=False)
            clean = self._stop_fetching()
            if self._assigned is not None:
                self._assigned.close()
            if server is not None:
                server.shutdown()
                server.server_close()
        log.info("stopped after %d looks", self._looks)
        return Stopped(self._looks, clean)

    # ── events ─────────────────────────────────────────────────────────────────────────────────

    def _schedule(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        for seconds, event in (
            (self.look_every_s, LookForDue()),
            (self.folders_every_s, LookIntoFolders()),
            (self.digests_every_s, TendDigests()),
            (self.keep_every_s, TendStore()),
        ):
            self.events.put(event)
            scheduler.add_job(self.events.put, "interval", args=[event], seconds=seconds)
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        scheduler.start()
        return scheduler

    def _next(self) -> Event | None:
        try:
            event = self.events.get(timeout=TURN_S)
        except queue.Empty:
            event = None
        self._say_alive()
        return event

    def _go_on(self) -> None:
        """In the middle of a long work. Raises: Ended."""
        if self._is_to_stop:
            raise Ended
        self._say_alive()

    def _say_alive(self) -> None:
        self.health.turned = time.monotonic()
        self.notifier.say("WATCHDOG=1")

    def _handle(self, event: Event) -> None:
        """One bad page, folder or digest never stops the rest; a store that cannot be used does."""
        match event:
            case Answered(job, answer):
                self._take_in(job, answer)
            case ReadOne():
                self._take_readings()
            case Found(discovered):
                self._take_up_pages(discovered)
            case LookForDue():
                self._seek_pages()
                self._look_for_due()
                self._take_readings()
            case LookIntoFolders():
                self._look_into_folders()
            case TendDigests():
                self._tend_digests()
            case TendStore():
                self._tend_store()
            case Reload():
                self._reload()
            case Stop():
                pass

    # ── looking ────────────────────────────────────────────────────────────────────────────────

    def _seek_pages(self) -> None:
        """Read the listings of sites that ask for it, at the beginning and then once a day, in a thread."""
        assert self._fetching is not None  # noqa: S101 - set before the loop begins
        now, fetching = self.clock(), self._fetching
        due = [
            (site, menu_targets(site, self.store))
            for site in self.config.sites
            if wants(site) and self._sought.get(site.name, now - DISCOVER_EVERY) <= now - DISCOVER_EVERY
        ]
        self._sought |= {site.name: now for site, _ in due}

        def go() -> None:
            for site, menus in due:
                self.events.put(Found(seek(site, fetching.fetchers, self.clock, fetching.ask, menus)))

        if due:
            threading.Thread(target=go, name="seeking", daemon=True).start()

    def _take_up_pages(self, found: Discovered) -> None:
        for site in self.config.sites:
            if site.name == found.site:
                for change in take_up(found, site, self.store, self.clock()):
                    log.info("%s: %s", site.name, change.sentence, extra={"site": site.name})
        for problem in found.problems:
            log.warning("%s: %s", found.site, problem, extra={"site": found.site})

    def _look_for_due(self) -> None:
        assert self._fetching is not None  # noqa: S101 - set before the loop begins
        now = self.clock()
        for watch in self.store.watches.due(now):
            key = str(watch.page)
            if key not in self._in_flight and watch.site in self._fetching.fetchers.sites:
                self._in_flight[key] = watch
                self._fetching.put(self._the_plan().job(watch))
        self.health.set("in_flight", len(self._in_flight))

    def _take_in(self, job: Job, answer: Answer) -> None:
        watch = self._in_flight.get(job.key)
        if watch is None:  # answered before a reload, or twice
            return
        request = ask_of(watch, answer, self.store) if self._is_busy() else None
        if request is None:
            self._record([Ready(watch, answer)])
            return
        reading = Reading(watch, answer, request)
        self._readings[reading.key] = reading
        assigned = self._readers()
        assigned.submit(reading.key, request)
        while assigned.is_full:
            self._take_readings(TURN_S)
            self._say_alive()

    def _is_busy(self) -> bool:
        """Whether there is more to read than one core should do."""
        waiting = self.events.qsize() + len(self._readings)
        return self.config.daemon.workers != 1 and waiting >= BUSY

    def _readers(self) -> Assignments[Request, Examination]:
        if self._assigned is None:
            ready = lambda: self.events.put(ReadOne())  # noqa: E731
            self._assigned = Assignments(processes(examine, self.config.daemon.workers, ready))
        return self._assigned

    def _take_readings(self, wait_s: float = 0.0) -> None:
        if self._assigned is None:
            return
        results = [(self._readings.pop(one.key, None), one) for one in self._assigned.results(wait_s)]
        # Some may have been asked for before a reload.
        self._record([reading.ready(result) for reading, result in results if reading is not None])

    def _record(self, ready: Sequence[Ready]) -> None:
        for one in ready:
            self._in_flight.pop(str(one.watch.page), None)
        for watch, looked in self._the_plan().record_together(ready, self.store, self.clock):
            self._looks += 1
            self._tell(watch, looked)

    def _the_plan(self) -> RoundPlan:
        if self._plan is None or self._plan.is_stale(self.clock()):
            assert self._fetching is not None  # noqa: S101 - set before the loop begins
            self._plan = plan_round(self.config, self._fetching.fetchers, self.store, self.clock())
        return self._plan

    def _tell(self, watch: Watch, looked: Looked) -> None:
        outcome = type(looked.verdict).__name__.lower()
        self.health.add(f"look {outcome}")
        extra = {"site": watch.site, "page": watch.url, "outcome": outcome}
        match looked.verdict:
            case Changed(changes=changes) | First(changes=changes):
                for change in changes:
                    log.info(
                        "%s: %s", watch.url, change.sentence, extra=extra | {"sentence": change.sentence}
                    )
                self.health.add("change", len(changes))
            case Failed(reason=reason):
                log.warning("%s: %s", watch.url, reason, extra=extra | {"reason": reason})
            case _:
                log.debug("%s: %s", watch.url, outcome, extra=extra)
        if looked.notice is not None:
            log.info("%s: %s", watch.url, looked.notice.sentence, extra=extra)

    # ── folders and digests ────────────────────────────────────────────────────────────────────

    def _look_into_folders(self) -> None:
        # One by one: a folder may hold more than memory does, and take longer than an end may.
        try:
            loaded = load_snapshots(
                self.inflow.take(self.config), self.store, self.clock(), lambda _: self._go_on()
            )
        except Ended:  # what is not taken yet is taken after a new start
            return
        self.health.add("change", len(loaded.changes))
        for change in loaded.changes:
            log.info("%s: %s", change.page or "the site", change.sentence)
        for failed in loaded.failed:
            log.warning("%s: %s", failed.url, failed.reason)
        for path, problems in self.inflow.problems.items():
            for reason in self.store.set_aside.replace(str(path), problems, self.clock()):
                log.warning("set aside: %s", reason)

    def _tend_digests(self) -> None:
        if not self.config.digests and not self.config.webhooks:
            return
        try:
            form_due(self.config, self.store, self.clock())
            deliveries = deliver_posts(self.config, self.store, self.clock())
            if self.config.digests:
                by = postman(self.config.mail)
                deliveries += deliver(self.store, by, self.config.mail.sender, self.clock())
            for delivery in deliveries:
                self._tell_delivery(delivery)
        except MonitorError as error:
            log.error("digest: %s", error)

    def _tend_store(self) -> None:
        is_quiet = not self._in_flight and not self._readings
        try:
            for said in self.keeper.tend(self.config, self.store, self.clock(), is_quiet):
                log.info("%s", said)
        except MonitorError as error:
            log.error("retention: %s", error)
            self.keeper = Keeper(done=self.clock())

    def _tell_delivery(self, delivery: Delivery) -> None:
        name, recipient = delivery.digest.name, delivery.digest.recipient or delivery.digest.kind
        match delivery.fate:
            case Accepted():
                self.health.add("digest sent")
                log.info("digest %s sent to %s", name, recipient)
            case fate:
                self.health.add("digest not taken")
                log.warning("digest %s to %s: %s", name, recipient, fate.reason)

    # ── configuration ──────────────────────────────────────────────────────────────────────────

    def _reload(self) -> None:
        try:
            config = read_config(self.config_path)
        except MonitorError as error:
            log.error("the configuration is not taken up: %s", error)
            return
        if config.store != self.config.store:
            log.error("the store cannot be changed while the daemon runs; the rest is not taken up either")
            return
        self._stop_fetching()
        self._take_up(config)
        log.info("the configuration is taken up")

    def _take_up(self, config: Config) -> None:
        self.config = config
        follow_config(config, self.store, self.clock())
        self._in_flight.clear()
        self._readings.clear()
        self._sought.clear()
        self.keeper = Keeper()
        self._plan = None
        self._fetching = Fetching(Fetchers.of(config))
        self._fetching.start(
            config,
            self.clock,
            give=lambda job, answer: self.events.put(Answered(job, answer)),
            is_full=lambda: self.events.qsize() > MAX_ANSWERS,
        )

    def _stop_fetching(self) -> bool:
        return self._fetching is None or self._fetching.stop(self.config.daemon.stop_within / SECOND)
