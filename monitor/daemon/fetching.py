"""What asks the web while the daemon stays: a thread that takes jobs as they come and hands over answers.

Whoever else must ask something, as a site's listings, asks in the same queues, so that no host gets more than
its due.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from monitor.check import Fetchers
from monitor.config import Config
from monitor.fetch import Answer, Inbox, Job, Missed
from monitor.model import Trouble

HANGING_S = 3.0
"""How long an end waits for fetches that run; what has no answer by then is looked at after a new start."""

TURN_S = 5.0
"""Who waits for an answer looks so often whether there will be one."""

BREATH_S = 0.05


@dataclass(slots=True)
class Fetching:
    """Begins with `start`, ends with `stop`, and is not begun again."""

    fetchers: Fetchers
    _inbox: Inbox = field(default_factory=Inbox)
    _asked: "dict[str, queue.SimpleQueue[Answer]]" = field(default_factory=dict)
    """Where threads wait for answers, by the keys of their jobs."""

    def start(
        self,
        config: Config,
        clock: Callable[[], datetime],
        give: Callable[[Job, Answer], None],
        is_full: Callable[[], bool],
    ) -> None:
        """`give` is called in the thread that fetches; while `is_full` nothing new is fetched."""
        polite = self.fetchers.polite(clock, config.daemon.fetches)

        def go() -> None:
            for job, answer in polite.run((), self._inbox):
                if job.key in self._asked:
                    self._asked.pop(job.key).put(answer)
                    continue
                while is_full() and not self._inbox.is_closed:
                    time.sleep(BREATH_S)
                give(job, answer)

        threading.Thread(target=go, name="fetching", daemon=True).start()

    def put(self, job: Job) -> None:
        self._inbox.put(job)

    def ask(self, job: Job) -> Answer:
        """The answer, for another thread, which waits for it."""
        key = f"asked by {threading.get_ident()}: {job.url}"
        answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
        self._asked[key] = answers
        self._inbox.put(replace(job, key=key))
        while not self._inbox.is_closed:
            with contextlib.suppress(queue.Empty):
                return answers.get(timeout=TURN_S)
        return Missed(trouble=Trouble.ERROR, reason="not asked: the daemon stops", final_url=job.url)

    def stop(self, within_s: float) -> bool:
        """False when something still hangs on a server, which ends with the process."""
        self._inbox.close()
        until = time.monotonic() + min(within_s, HANGING_S)
        while _is_fetching() and time.monotonic() < until:
            time.sleep(0.01)
        return not _is_fetching()


def _is_fetching() -> bool:
    return any(thread.name.startswith("fetch") for thread in threading.enumerate())
