"""Who does the work: this thread, several threads, or a process for each core, behind one interface.

    submit(key, work)  →  …  →  results: (key, value), in any order

The work is a pure function of a value. An engine may lose work, do it twice, late or in another order
(a process ends, and one day a machine); `Assignments` makes of any engine one whose every job has one result.
"""

import gc
import os
import queue
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import Generic, Protocol, TypeVar

W = TypeVar("W")
R = TypeVar("R")
W_contra = TypeVar("W_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)

AHEAD = 2
"""Jobs in flight for each worker: one that it does, and one that waits so that it never does."""

PATIENCE_S = 120.0
"""After so long work is taken for lost; reading is bounded, and takes seconds where it takes long."""

TRIES = 3

CLOSE_S = 3.0
"""How long an end waits for work that is being done in another process; nobody takes its result any more."""


@dataclass(frozen=True, slots=True)
class Result(Generic[R_co]):
    key: str
    value: R_co | None
    problem: str = ""
    """Why there is no value: what the work raised."""
    is_lost: bool = False
    """The worker ended before the work did."""


class Engine(Protocol[W_contra, R_co]):
    """Does work."""

    room: int
    """So many jobs in flight keep it busy; more only take memory."""

    def submit(self, key: str, work: W_contra) -> None: ...

    def results(self, wait_s: float) -> Sequence[Result[R_co]]:
        """What is done, after waiting for the first at most so long. None of it comes twice."""
        ...

    def close(self) -> None: ...


class Inline(Generic[W, R]):
    """This thread, when somebody asks for results."""

    room = 1

    def __init__(self, do: Callable[[W], R]) -> None:
        self._do = do
        self._waiting: deque[tuple[str, W]] = deque()

    def submit(self, key: str, work: W) -> None:
        self._waiting.append((key, work))

    def results(self, wait_s: float) -> list[Result[R]]:
        return [self._result(*self._waiting.popleft())] if self._waiting else []

    def _result(self, key: str, work: W) -> Result[R]:
        try:
            return Result(key, self._do(work))
        except Exception as error:  # noqa: BLE001 - as in the other engines: one job's trouble is its own
            return Result(key, None, _said(error))

    def close(self) -> None:
        self._waiting.clear()


class Pool(Generic[W, R]):
    """Several workers, which are started with the first job. `ready` is called, in another thread, when there
    is a result."""

    def __init__(
        self,
        do: Callable[[W], R],
        start: Callable[[], Executor],
        workers: int,
        ready: Callable[[], None] = lambda: None,
    ) -> None:
        self.room = AHEAD * workers
        self._do = do
        self._start = start
        self._ready = ready
        self._executor: Executor | None = None
        self._done: queue.SimpleQueue[tuple[str, Future[R], Executor]] = queue.SimpleQueue()

    def submit(self, key: str, work: W) -> None:
        if self._executor is None:
            self._executor = self._start()
        try:
            future = self._executor.submit(self._do, work)
        except BrokenExecutor:  # a worker ended since the last result
            future = Future()
            future.set_exception(BrokenExecutor())
        executor = self._executor
        future.add_done_callback(lambda future: self._finished(key, future, executor))

    def _finished(self, key: str, future: "Future[R]", executor: Executor) -> None:
        self._done.put((key, future, executor))
        self._ready()

    def results(self, wait_s: float) -> list[Result[R]]:
        found = []
        try:
            found.append(self._result(*self._done.get(timeout=wait_s or None, block=wait_s > 0)))
            while True:
                found.append(self._result(*self._done.get_nowait()))
        except queue.Empty:
            return found

    def _result(self, key: str, future: "Future[R]", executor: Executor) -> Result[R]:
        if future.cancelled():
            return Result(key, None, "cancelled", is_lost=True)
        error = future.exception()
        if isinstance(error, BrokenExecutor):
            if self._executor is executor:
                executor.shutdown(wait=False, cancel_futures=True)
                self._executor = None  # the next job starts new workers
            return Result(key, None, "the process that did it ended", is_lost=True)
        return Result(key, future.result()) if error is None else Result(key, None, _said(error))

    def close(self) -> None:
        if self._executor is None:
            return
        # Of an executor of threads there are none: those end with their work.
        processes = list((getattr(self._executor, "_processes", None) or {}).values())
        self._executor.shutdown(wait=not processes, cancel_futures=True)
        self._executor = None
        until = time.monotonic() + CLOSE_S
        for process in processes:
            process.join(max(0.0, until - time.monotonic()))
            process.kill()


def threads(do: Callable[[W], R], workers: int = 0, ready: Callable[[], None] = lambda: None) -> Engine[W, R]:
    """Threads of this process; 0 for one a core."""
    count = workers or cores()
    return Pool(do, lambda: ThreadPoolExecutor(count, thread_name_prefix="work"), count, ready)


def processes(
    do: Callable[[W], R], workers: int = 0, ready: Callable[[], None] = lambda: None
) -> Engine[W, R]:
    """Processes of their own; 0 for one a core. `do` is a function of a module, its values can be pickled."""
    count = workers or cores()

    def start() -> Executor:
        # A fork of this process would copy the locks of the threads that fetch, held as they are. So a fresh
        # process is started that has no threads; it reads in the program once, and forks the workers.
        context = get_context("forkserver")
        context.set_forkserver_preload([do.__module__])
        return ProcessPoolExecutor(count, context, initializer=_begin)

    return Pool(do, start, count, ready)


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin() -> None:
    """In a new process: Ctrl-C is for the one who started it, whose end is ours too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what was read in stays: it need not be looked through again and again
    parent = parent_process()
    if parent is not None:

        def follow(sentinel: int) -> None:
            wait([sentinel])
            os._exit(1)

        threading.Thread(target=follow, args=(parent.sentinel,), daemon=True).start()


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]


@dataclass(slots=True)
class Assigned(Generic[W]):
    work: W
    since: float
    tries: int = 1
    is_alone: bool = False


class Assignments(Generic[W, R]):
    """Each job's result once, whatever the engine does with it.

    What has no result after `patience_s` is given out again. Work whose worker ended is given out again
    alone: if that ends it too, it was this work, and it is given up. So one page that ends its reader does
    no harm to those that were read beside it.
    """

    def __init__(
        self,
        engine: Engine[W, R],
        patience_s: float = PATIENCE_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._patience_s = patience_s
        self._clock = clock
        self._given: dict[str, Assigned[W]] = {}
        self._waiting: deque[tuple[str, Assigned[W]]] = deque()
        self._suspects: deque[tuple[str, Assigned[W]]] = deque()

    def __len__(self) -> int:
        """Jobs that have no result yet."""
        return len(self._given) + len(self._waiting) + len(self._suspects)

    @property
    def is_full(self) -> bool:
        return len(self) >= self._engine.room

    def submit(self, key: str, work: W) -> None:
        """A key that has no result yet is not given out twice."""
        if key not in self:
            self._waiting.append((key, Assigned(work, self._clock())))
            self._give_out()

    def __contains__(self, key: str) -> bool:
        return key in self._given or any(key == one for one, _ in (*self._waiting, *self._suspects))

    def results(self, wait_s: float = 0.0) -> Iterator[Result[R]]:
        """Those that are there, after waiting for the first at most so long."""
        for result in self._engine.results(wait_s):
            assigned = self._given.pop(result.key, None)
            if assigned is None:  # it came twice, or was given up
                continue
            if result.is_lost and not assigned.is_alone:
                self._suspects.append((result.key, assigned))
            else:
                yield result
        yield from self._miss()
        self._give_out()

    def _miss(self) -> Iterator[Result[R]]:
        """Give out again what has no result for too long."""
        now = self._clock()
        for key, assigned in list(self._given.items()):
            if now - assigned.since < self._patience_s:
                continue
            if assigned.tries >= TRIES:
                del self._given[key]
                yield Result(key, None, f"no result after {TRIES} tries")
            else:
                assigned.tries += 1
                assigned.since = now
                self._engine.submit(key, assigned.work)

    def _give_out(self) -> None:
        if self._suspects:
            if not self._given:
                key, assigned = self._suspects.popleft()
                assigned.is_alone = True
                self._give(key, assigned)
            return
        if any(assigned.is_alone for assigned in self._given.values()):
            return
        while self._waiting:
            self._give(*self._waiting.popleft())

    def _give(self, key: str, assigned: Assigned[W]) -> None:
        assigned.since = self._clock()
        self._given[key] = assigned
        self._engine.submit(key, assigned.work)

    def close(self) -> None:
        self._engine.close()
