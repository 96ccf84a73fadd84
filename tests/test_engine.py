"""One contract for all engines: each job has one result, whatever the engine does with it."""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from monitor.engine import Assignments, Engine, Inline, Pool, Result, processes, threads

DEADLY, ENDLESS = -1, -2


def square(number: int) -> int:
    """The work of these tests."""
    if number == DEADLY:
        os._exit(3)
    if number == ENDLESS:
        time.sleep(60)
    if number > 1000:
        raise ValueError(f"{number} is too large")
    return number * number


class Unreliable:
    """Threads that lose a third of the work, do some of it twice, late and in another order."""

    room = 6

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._inner = threads(square, 2)
        self._late: list[Result[int]] = []

    def submit(self, key: str, work: int) -> None:
        if self._chance.random() > 0.33:
            self._inner.submit(key, work)

    def results(self, wait_s: float) -> list[Result[int]]:
        found = [*self._late, *self._inner.results(min(wait_s, 0.01))]
        found += [result for result in found if self._chance.random() < 0.3]
        self._chance.shuffle(found)
        middle = len(found) // 2
        self._late = found[middle:]
        return found[:middle] if len(found) > 1 else found

    def close(self) -> None:
        self._inner.close()


ENGINES: dict[str, Callable[[], Engine[int, int]]] = {
    "in-process": lambda: Inline(square),
    "threads": lambda: threads(square, 2),
    "processes": lambda: processes(square, 2),
    "unreliable": lambda: Unreliable(7),
    "unreliable otherwise": lambda: Unreliable(8),
}


@pytest.fixture(params=ENGINES, scope="module")
def engine(request: pytest.FixtureRequest) -> Iterator[Engine[int, int]]:
    engine = ENGINES[request.param]()
    yield engine
    engine.close()


def all_results(assigned: Assignments[int, int], seconds: float = 60.0) -> list[Result[int]]:
    until = time.monotonic() + seconds
    found: list[Result[int]] = []
    while assigned:
        assert time.monotonic() < until, len(assigned)
        found += assigned.results(0.01)
    return found


def assign(engine: Engine[int, int]) -> Assignments[int, int]:
    return Assignments(engine, 0.2 if isinstance(engine, Unreliable) else 60.0)


def test_each_job_has_one_result(engine: Engine[int, int]) -> None:
    assigned = assign(engine)
    for number in range(40):
        assigned.submit(f"job {number}", number)
    results = all_results(assigned)
    assert len(results) == 40
    found = {result.key: result for result in results}
    assert set(found) == {f"job {number}" for number in range(40)}
    given_up = [result for result in found.values() if result.value is None]
    assert {result.problem for result in given_up} <= {"no result after 3 tries"}
    assert not given_up or isinstance(engine, Unreliable)
    assert len(given_up) < 10  # a third, three times running
    answered = (result for result in found.values() if result.value is not None)
    assert all(result.value == int(result.key.split()[1]) ** 2 for result in answered)


def test_work_that_fails_is_a_problem_of_its_own(engine: Engine[int, int]) -> None:
    assigned = assign(engine)
    assigned.submit("bad", 5000)
    assigned.submit("good", 5)
    results = all_results(assigned)
    assert sorted(result.key for result in results) == ["bad", "good"]
    found = {result.key: result for result in results}
    assert found["bad"].value is None
    assert found["bad"].problem


def test_a_job_that_waits_is_not_given_out_twice(engine: Engine[int, int]) -> None:
    assigned = assign(engine)
    assigned.submit("one", 3)
    assigned.submit("one", 3)
    assert [result.key for result in all_results(assigned)] == ["one"]


def test_results_of_a_job_that_nobody_asked_for_are_dropped() -> None:
    engine = Inline(square)
    assigned = Assignments(engine)
    engine.submit("stray", 3)
    assigned.submit("mine", 4)
    assert [(result.key, result.value) for result in all_results(assigned)] == [("mine", 16)]


def test_work_that_ends_its_process_is_given_up_and_harms_no_other() -> None:
    engine = processes(square, 2)
    try:
        assigned = Assignments(engine)
        for number in (1, 2, DEADLY, 3, 4, 5):
            assigned.submit(str(number), number)
        found = {result.key: result for result in all_results(assigned)}
    finally:
        engine.close()
    assert found.pop(str(DEADLY)).problem == "the process that did it ended"
    assert {key: result.value for key, result in found.items()} == {
        str(number): number * number for number in range(1, 6)
    }


def test_what_is_never_answered_is_given_up() -> None:
    class Deaf(Inline[int, int]):
        def submit(self, key: str, work: int) -> None:
            return

    seconds = iter(range(10**6))
    assigned = Assignments(Deaf(square), 5.0, lambda: next(seconds))
    assigned.submit("lost", 1)
    [result] = all_results(assigned)
    assert result.problem == "no result after 3 tries"


def test_an_end_does_not_wait_for_work_that_takes_long() -> None:
    engine = processes(square, 2)
    for number in (2, ENDLESS, ENDLESS, ENDLESS):
        engine.submit(str(number), number)
    assert [result.value for result in engine.results(30.0)] == [4]
    begun = time.monotonic()
    engine.close()
    assert time.monotonic() - begun < 20


def test_whoever_waits_is_told_of_a_result() -> None:
    told = threading.Event()
    engine: Pool[int, int] = Pool(square, lambda: ThreadPoolExecutor(1), 1, told.set)
    engine.submit("one", 1)
    assert told.wait(10)
    engine.close()


STARTS_A_WORKER = """
import time
from monitor.engine import processes

if __name__ == "__main__":
    engine = processes(abs, 1)
    engine.submit("a", -1)
    assert engine.results(30)[0].value == 1
    print(*engine._executor._processes, flush=True)
    time.sleep(60)
"""


def test_workers_end_with_the_one_who_started_them(tmp_path: Path) -> None:
    script = tmp_path / "starts.py"
    script.write_text(STARTS_A_WORKER)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, encoding="utf-8") as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline().split()[0])
        process.kill()
    until = time.monotonic() + 20
    while is_running(worker):
        assert time.monotonic() < until
        time.sleep(0.05)


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
