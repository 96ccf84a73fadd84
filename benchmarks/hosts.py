"""Many hosts at once, some of them sick: do the healthy ones wait, and does any see more than it should?

    python -m benchmarks.hosts [--hosts 200] [--pages 50] [--pause 0.5]

Hosts are addresses of 127.0.0.0/8, all served here. Of every forty, one accepts and never answers, one drips
a byte at a time, and one answers 429. The healthy ones alone, then all together: how much longer the healthy
ones took, the shortest time between two requests that a host saw, as a share of the pause, and
how many hosts ever saw more than their rate allows.
"""

import argparse
import asyncio
import contextlib
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from monitor.fetch import Allowance, Bounds, Client, Fetched, Job, Origin, Politeness, Round

NOW = datetime(2026, 3, 2, tzinfo=UTC)
PAGE = b"<html><head><title>Gauge</title></head><body><p>The gauge stands at two metres.</p></body></html>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
PEACE = b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7200\r\nContent-Length: 0\r\n\r\n"
SICK = {0: "dead", 1: "drips", 2: "asks for peace"}
EVERY = 40
WINDOW = 10
"""Pauses over which a rate is counted: a thread that wakes up late makes a single gap short."""


def address(number: int) -> str:
    return f"127.0.{1 + number // 200}.{1 + number % 200}"


@dataclass
class Hosts:
    """All hosts in one server, which remembers when each was asked."""

    asked: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    port: int = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self._talk(reader, writer)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        _, _, third, fourth = map(int, host.split("."))
        kind = SICK.get(((third - 1) * 200 + fourth - 1) % EVERY, "")
        while True:
            await reader.readuntil(b"\r\n\r\n")
            self.asked[host].append(time.monotonic())
            if kind == "dead":
                await asyncio.sleep(3600)
            elif kind == "drips":
                writer.write(HEAD)
                for byte in PAGE:
                    writer.write(bytes([byte]))
                    await writer.drain()
                    await asyncio.sleep(0.5)
            else:
                writer.write(PEACE if kind else HEAD + PAGE)
                await writer.drain()

    @contextlib.contextmanager
    def served(self) -> Iterator[None]:
        loop, ready = asyncio.new_event_loop(), threading.Event()

        def go() -> None:
            asyncio.set_event_loop(loop)
            server = loop.run_until_complete(asyncio.start_server(self.answer, "0.0.0.0", 0, backlog=1000))
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            loop.run_forever()
            server.close()
            tasks = asyncio.all_tasks(loop)
            for task in tasks:
                task.cancel()
            loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            loop.run_until_complete(asyncio.sleep(0.05))
            loop.close()

        thread = threading.Thread(target=go, daemon=True)
        thread.start()
        ready.wait(10)
        try:
            yield
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)


@dataclass(frozen=True)
class Took:
    healthy_s: float
    """Until the last page of a healthy host."""
    fetched: int
    shortest: float
    """Between two requests to a host, on average over the host that was asked most, in pauses."""
    over: int
    """How many hosts saw more requests in some ten pauses than eleven."""


def look(hosts: list[int], pages: int, pause_s: float, timeout_s: float) -> Took:
    served = Hosts()
    with served.served():
        bounds = Bounds(total_s=timeout_s, read_s=timeout_s, connect_s=timeout_s)
        origin = Origin(user_agent="monitor/benchmark", allowance=Allowance.of("127.0.0.0/8"), bounds=bounds)
        client = Client(origin)
        polite = Politeness(pause_s=pause_s, connections=2, tries=2)
        jobs = [
            Job(url=f"http://{address(host)}:{served.port}/{page}", key=str(host))
            for page in range(pages)
            for host in hosts
        ]
        began, last, fetched = time.monotonic(), 0.0, 0
        for job, answer in Round(lambda job: client.fetch(job.url, NOW), lambda site: polite).run(jobs):
            if int(job.key) % EVERY not in SICK:
                last = time.monotonic() - began
                fetched += isinstance(answer, Fetched)
        spans = [
            (times[-1] - times[0]) / (len(times) - 1) for times in served.asked.values() if len(times) > 2
        ]
        over = sum(most_within(times, WINDOW * pause_s) > WINDOW + 1 for times in served.asked.values())
    return Took(last, fetched, min(spans, default=pause_s) / pause_s, over)


def most_within(times: list[float], seconds: float) -> int:
    """The most of these moments that lie within so long."""
    most = first = 0
    for last, moment in enumerate(times):
        while moment - times[first] > seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def compare(hosts: int, pages: int, pause_s: float, timeout_s: float) -> tuple[Took, Took]:
    """The healthy hosts alone, and with the sick ones among them."""
    healthy = [host for host in range(hosts) if host % EVERY not in SICK]
    return look(healthy, pages, pause_s, timeout_s), look([*range(hosts)], pages, pause_s, timeout_s)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.hosts", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, help="not needed")
    parser.add_argument("--hosts", type=int, default=200)
    parser.add_argument("--pages", type=int, default=50, help="of each host")
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between two requests to a host")
    options = parser.parse_args()
    alone, together = compare(options.hosts, options.pages, options.pause, 10.0)
    print(f"{options.hosts} hosts with {options.pages} pages each, {options.pause} s between two requests")
    print(
        f"  healthy hosts alone {alone.healthy_s:.1f} s; among sick ones {together.healthy_s:.1f} s, ", end=""
    )
    print(f"{together.healthy_s / alone.healthy_s:.2f} of it; {together.fetched} pages")
    print(f"  the host that was asked fastest: {together.shortest:.3f} of the pause between two requests")
    print(f"  hosts that saw more than {WINDOW + 1} requests in {WINDOW} pauses: {together.over}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
