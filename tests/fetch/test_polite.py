"""No host is asked more than it may be, and a bad one costs the good ones nothing."""

import itertools
import threading
import time
from collections import defaultdict

import pytest

from monitor.fetch.answer import Answer, Missed, NotModified, Validators
from monitor.fetch.polite import Inbox, Job, Later, Politeness, Round, host_of
from monitor.model import Trouble

SAME = NotModified(validators=Validators())
SILENT = Missed(trouble=Trouble.TIMEOUT, reason="no answer in time", transient=True)


class Web:
    """Hosts that answer as they are told to, and note when they were asked."""

    def __init__(self, takes_s: float = 0.0) -> None:
        self.asked: dict[str, list[float]] = defaultdict(list)
        self.at_once: dict[str, int] = defaultdict(int)
        self.most: dict[str, int] = defaultdict(int)
        self.behaves: dict[str, Answer] = {}
        self.takes_s: dict[str, float] = defaultdict(lambda: takes_s)
        self._lock = threading.Lock()

    def fetch(self, job: Job) -> Answer:
        host = host_of(job.url)
        with self._lock:
            self.asked[host].append(time.monotonic())
            self.at_once[host] += 1
            self.most[host] = max(self.most[host], self.at_once[host])
        time.sleep(self.takes_s[host])
        with self._lock:
            self.at_once[host] -= 1
        return self.behaves.get(host, SAME)


def jobs(host: str, count: int) -> list[Job]:
    return [Job(f"https://{host}/{i}") for i in range(count)]


def test_every_job_gets_one_answer() -> None:
    web = Web()
    wanted = [j for h in range(20) for j in jobs(f"h{h}.example", 5)]
    answers = list(Round(web.fetch, lambda _: Politeness(pause_s=0)).run(wanted))
    assert sorted(j.url for j, _ in answers) == sorted(j.url for j in wanted)


def test_the_pause_is_kept_between_the_starts_of_requests() -> None:
    web = Web()
    list(Round(web.fetch, lambda _: Politeness(pause_s=0.1)).run(jobs("a.example", 6) + jobs("b.example", 6)))
    for times in web.asked.values():
        # Over all of them: one thread that wakes up late makes one gap short and the one before it long.
        assert times[-1] - times[0] >= 5 * 0.1 * 0.8


def test_no_host_has_more_connections_than_it_may() -> None:
    web = Web(takes_s=0.03)
    list(Round(web.fetch, lambda _: Politeness(pause_s=0, connections=2)).run(jobs("a.example", 12)))
    assert web.most["a.example"] == 2


def test_slow_hosts_slow_nobody_else() -> None:
    def healthy() -> list[Job]:
        return [j for h in range(10) for j in jobs(f"h{h}.example", 10)]

    def timed(web: Web, wanted: list[Job]) -> float:
        begin = time.monotonic()
        last = begin
        for job, _ in Round(web.fetch, lambda _: Politeness(pause_s=0.03), workers=32).run(wanted):
            if host_of(job.url).startswith("h"):
                last = time.monotonic()
        return last - begin

    alone = timed(Web(takes_s=0.01), healthy())
    web = Web(takes_s=0.01)
    for n in range(5):
        web.takes_s[f"slow{n}.example"] = 0.4
        web.behaves[f"slow{n}.example"] = SILENT
    together = timed(web, [j for n in range(5) for j in jobs(f"slow{n}.example", 10)] + healthy())
    assert together <= 1.5 * alone + 0.1  # the processors here are shared


def test_more_slow_hosts_than_workers_slow_nobody_else() -> None:
    web = Web(takes_s=0.01)
    for n in range(20):
        web.takes_s[f"slow{n}.example"] = 2.0
    wanted = [j for n in range(20) for j in jobs(f"slow{n}.example", 2)] + jobs("good.example", 20)
    begin = time.monotonic()
    for job, _ in Round(web.fetch, lambda _: Politeness(pause_s=0), workers=12, slow_s=0.1).run(wanted):
        if host_of(job.url) == "good.example":
            last = time.monotonic()
    assert last - begin < 1.5


def test_a_host_that_does_not_answer_is_left_alone() -> None:
    web = Web()
    web.behaves["dead.example"] = SILENT
    polite = Politeness(pause_s=0, connections=1, tries=1)
    answers = list(Round(web.fetch, lambda _: polite).run(jobs("dead.example", 50)))
    assert len(web.asked["dead.example"]) == 3
    assert len(answers) == 50
    assert sum("not tried" in a.reason for _, a in answers if isinstance(a, Missed)) == 47


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_peace_gets_it(status: int) -> None:
    web = Web()
    web.behaves["busy.example"] = Missed(
        trouble=Trouble.BLOCKED, reason=f"HTTP {status}", status=status, transient=True, retry_after_s=0.2
    )
    polite = Politeness(pause_s=0, connections=1, tries=2)
    answers = list(Round(web.fetch, lambda _: polite).run(jobs("busy.example", 2)))
    times = web.asked["busy.example"]
    assert len(answers) == 2
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.19


def test_one_that_asks_for_a_day_is_not_waited_for() -> None:
    web = Web()
    web.behaves["busy.example"] = Missed(
        trouble=Trouble.BLOCKED, reason="HTTP 429", status=429, transient=True, retry_after_s=86400
    )
    begin = time.monotonic()
    answers = list(
        Round(web.fetch, lambda _: Politeness(pause_s=0, connections=1)).run(jobs("busy.example", 9))
    )
    assert time.monotonic() - begin < 2
    assert len(answers) == 9
    assert len(web.asked["busy.example"]) == 1


def test_nothing_waits_for_a_host_that_asked_for_a_day_on_another_connection() -> None:
    def fetch(job: Job) -> Answer | Later:
        match job.url[-1]:
            case "0":
                return Missed(
                    trouble=Trouble.BLOCKED, reason="", status=429, transient=True, retry_after_s=86400
                )
            case "1":
                time.sleep(0.2)
                return Missed(trouble=Trouble.ERROR, reason="HTTP 502", status=502, transient=True)
            case "2":
                time.sleep(0.2)
                return Later()
        time.sleep(0.3)
        return SAME

    wanted = jobs("busy.example", 6)
    begin = time.monotonic()
    answers = list(Round(fetch, lambda _: Politeness(pause_s=0, connections=4)).run(wanted))
    assert time.monotonic() - begin < 5
    assert sorted(job.url for job, _ in answers) == sorted(job.url for job in wanted)
    assert sum(answer == SAME for _, answer in answers) == 1


def test_what_comes_later_for_a_host_that_asks_for_a_day_is_not_tried_either() -> None:
    web, inbox = Web(), Inbox()
    web.behaves["busy.example"] = Missed(
        trouble=Trouble.BLOCKED, reason="HTTP 429", status=429, transient=True, retry_after_s=86400
    )
    answers: list[Missed] = []
    for _, answer in Round(web.fetch, lambda _: Politeness(pause_s=0)).run(jobs("busy.example", 1), inbox):
        assert isinstance(answer, Missed)
        answers.append(answer)
        if len(answers) == 3:
            inbox.close()
        else:
            inbox.put(Job(f"https://busy.example/later{len(answers)}"))
    assert len(web.asked["busy.example"]) == 1
    assert [answer.reason.startswith("not tried") for answer in answers] == [False, True, True]
    assert all(answer.retry_after_s and answer.retry_after_s > 86_390 for answer in answers)


def test_what_is_transient_is_tried_again_and_what_is_not_is_not() -> None:
    web = Web()
    web.behaves["a.example"] = Missed(trouble=Trouble.ERROR, reason="HTTP 502", status=502, transient=True)
    web.behaves["b.example"] = Missed(trouble=Trouble.GONE, reason="HTTP 404", status=404)
    polite = Politeness(pause_s=0, tries=3, backoff_s=0.05)
    list(Round(web.fetch, lambda _: polite).run(jobs("a.example", 1) + jobs("b.example", 1)))
    first, second, third = web.asked["a.example"]
    assert second - first >= 0.05
    assert third - second >= 0.1
    assert len(web.asked["b.example"]) == 1


def test_jobs_that_come_while_a_round_goes_on_are_taken_until_the_inbox_is_closed() -> None:
    web, inbox, answered = Web(), Inbox(), []
    for job, _ in Round(web.fetch, lambda _: Politeness(pause_s=0)).run(jobs("a.example", 1), inbox):
        answered.append(job.url)
        if len(answered) < 4:
            inbox.put(Job(f"https://b.example/{len(answered)}"))
        else:
            inbox.close()
    assert answered == ["https://a.example/0", *(f"https://b.example/{n}" for n in (1, 2, 3))]


def test_who_had_to_ask_something_else_first_takes_the_next_turn() -> None:
    asked: list[float] = []

    def fetch(job: Job) -> Answer | Later:
        asked.append(time.monotonic())
        return Later() if len(asked) == 1 else SAME

    wanted = jobs("a.example", 2)
    answers = list(Round(fetch, lambda _: Politeness(pause_s=0.1)).run(wanted))
    assert [job for job, _ in answers] == wanted
    assert len(asked) == 3
    assert min(b - a for a, b in itertools.pairwise(asked)) >= 0.08


def test_a_request_that_a_fetch_makes_besides_takes_a_turn_of_its_own() -> None:
    asked: list[float] = []

    def fetch(job: Job) -> Answer:
        asked.append(time.monotonic())
        if job.url.endswith("/0"):
            round_.take_turn(job.url, "")
            asked.append(time.monotonic())
        return SAME

    round_ = Round(fetch, lambda _: Politeness(pause_s=0.1, connections=3))
    list(round_.run(jobs("a.example", 4)))
    assert len(asked) == 5
    assert min(b - a for a, b in itertools.pairwise(sorted(asked))) >= 0.08
