"""How fresh adaptive looks keep pages: a fast month of the daemon over pages that change at known rates.

    python -m benchmarks.month [--pages 50] [--hour 0.9]

The real daemon, its store and a server on the loopback interface; only the clock is a fast one, which is an
argument of the daemon's: an hour takes `--hour` seconds. The month is lived through twice at the same time,
once with `every = "6h"`, once with `every = "adaptive"`, which has as many looks to spend. Staleness is for
how long, on average over pages and time, a page has been another one than at its last look, by the server's
own notes. The rates are log-normal, as D. Fetterly and others found them ("A large-scale study of the
evolution of web pages", 2003). The first two days, in which nothing is known yet, are not counted.
It takes eleven minutes: were an hour shorter, the moment that a look takes would count as much staleness.
"""

import argparse
import math
import random
import sys
import tempfile
import threading
import time
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import NormalDist

from monitor.config import read_config
from monitor.daemon import Daemon
from monitor.fetch import polite
from monitor.store import Store

START = datetime(2026, 3, 2, tzinfo=UTC)
HOURS = 30 * 24.0
SETTLED = 48.0
MEDIAN_DAYS, SPREAD = 50, 2.0
EVERY = {"fixed": '"6h"', "adaptive": '"adaptive"'}


class Month:
    """When each page changes (hours from the start), and the present hour."""

    def __init__(self, pages: int, hour_s: float) -> None:
        chance = random.Random(2026)
        self.hour_s = hour_s
        self.changes: list[list[float]] = []
        for page in range(pages):
            # Quantiles, not draws: a few lively pages more or less would decide the outcome.
            deviation = NormalDist().inv_cdf((page + 0.5) / pages)
            rate, at = math.exp(SPREAD * deviation) / MEDIAN_DAYS / 24, 0.0
            moments = []
            while (at := at + chance.expovariate(rate)) < HOURS:
                moments.append(at)
            self.changes.append(moments)
        self.begin = time.monotonic()

    def hour(self) -> float:
        return (time.monotonic() - self.begin) / self.hour_s

    def clock(self) -> datetime:
        return START + timedelta(hours=self.hour())

    def html(self, page: int) -> bytes:
        version = bisect_right(self.changes[page], self.hour())
        text = f"<p>The mill of village {page} has ground {version} times {version * 7 + 3} sacks.</p>"
        body = f"<body><main><h1>Mill</h1>{text}</main></body>"
        return f"<html><head><title>Mill {page}</title></head>{body}</html>".encode()


class Watching:
    """A daemon with a server of its own, which notes when it was asked for what."""

    def __init__(self, month: Month, every: str, folder: Path) -> None:
        self.looks: list[list[float]] = [[] for _ in month.changes]
        looks = self.looks

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                page = int(self.path[1:])
                looks[page].append(month.hour())
                body = month.html(page)
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        urls = [f"http://127.0.0.1:{self.server.server_port}/{page}" for page in range(len(self.looks))]
        folder.mkdir()
        self.path = folder / "config.toml"
        self.path.write_text(
            f'store = "s.sqlite"\n[[site]]\nname = "mills"\nurls = {urls}\nevery = {every}\nlongest = "14d"\n'
            'pause = "0s"\nconnections = 8\nrobots = false\nnetworks = ["127.0.0.1/32"]\n'
            "[daemon]\nworkers = 1\n"
        )
        self.month = month
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        config = read_config(self.path)
        with Store(config.store) as store:
            self.daemon = Daemon(self.path, config, store, self.month.clock)
            self.daemon.look_every_s = self.month.hour_s / 20
            self.daemon.folders_every_s = self.daemon.digests_every_s = self.daemon.keep_every_s = 3600.0
            self.daemon.run()

    def stop(self) -> None:
        self.daemon.stop()
        self.thread.join()
        self.server.shutdown()

    def count(self) -> int:
        return sum(1 for looks in self.looks for at in looks if SETTLED <= at < HOURS)

    def staleness(self) -> float:
        """Hours."""
        total = 0.0
        for changes, looks in zip(self.month.changes, self.looks, strict=True):
            for before, after in zip([0.0, *looks], [*looks, HOURS], strict=True):
                since = next((at for at in changes if before < at <= after), None)
                if since is not None:
                    # Out of date from its first change until it is looked at: its age grows all the while.
                    begin, end = max(since, SETTLED), min(after, HOURS)
                    if end > begin:
                        total += ((end - since) ** 2 - (begin - since) ** 2) / 2
        return total / len(self.looks) / (HOURS - SETTLED)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.month", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, help="not needed: the pages are made here")
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--hour", type=float, default=0.9, help="seconds that an hour takes")
    options = parser.parse_args()
    polite.INBOX_PAUSE_S = options.hour / 60  # its pulse is as fast as its clock
    with tempfile.TemporaryDirectory() as name:
        month = Month(options.pages, options.hour)
        watching = {kind: Watching(month, every, Path(name) / kind) for kind, every in EVERY.items()}
        while month.hour() < HOURS:
            time.sleep(0.5)
        for one in watching.values():
            one.stop()
    fixed, adaptive = watching["fixed"], watching["adaptive"]
    print(f"{options.pages} pages, {sum(map(len, month.changes))} changes in a month")
    for kind, one in watching.items():
        print(f"{kind:9} {one.count():6} looks  mean staleness {one.staleness():.3f} h")
    share = adaptive.staleness() / fixed.staleness()
    print(f"adaptive / fixed: staleness {share:.2f}, looks {adaptive.count() / fixed.count():.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
