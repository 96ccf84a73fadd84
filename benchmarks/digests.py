"""How long a digest of many changes takes, and how much memory: python -m benchmarks.digests [--count N]

Both parts of the mail, the feeds and the report, each in a process of its own, so that each has its own peak.
"""

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.policy import SMTP

from monitor.digest import (
    Edition,
    Entry,
    Envelope,
    Feed,
    Report,
    atom,
    json_feed,
    mail,
    net_effect,
    render_report,
)
from monitor.model import Change, ChangeType, Scope, Where

NOW = datetime(2026, 1, 12, 7, tzinfo=UTC)
SENTENCE = (
    "The level at lock {0} is {1} cm, read by the warden of the lock at six in the morning and entered."
)


def entries(count: int) -> tuple[Entry, ...]:
    """Edits of bodies, with a site's change for each hundred of them."""
    return tuple(_entry(number) for number in range(count))


def _entry(number: int) -> Entry:
    before, after = SENTENCE.format(number, 420), SENTENCE.format(number, 435)
    is_site = number % 100 == 0
    change = Change(
        type=ChangeType.MENU_RENAMED if is_site else ChangeType.PARAGRAPH_EDITED,
        where=Where.CHROME if is_site else Where.BODY,
        scope=Scope.SITE if is_site else Scope.PAGE,
        before=before,
        after=after,
        spans=(("420", "435"),),
        sentence=f"Paragraph edited: 420 → 435 (lock {number})",
        path=("Levels", "Today"),
        page="" if is_site else f"https://river.example/locks/{number}",
        importance=number % 97 / 97,
        between=(NOW, NOW),
        id=f"c1-{number:08x}",
    )
    return Entry(site="river", change=change, title="" if is_site else f"Lock {number}")


def a_mail(count: int) -> int:
    edition = Edition(name="all", entries=net_effect(entries(count)), until=NOW)
    envelope = Envelope(identity="1", sender="w@river.example", recipient="a@reader.example")
    return len(mail(edition, envelope, "0").as_bytes(policy=SMTP))


def feeds(count: int) -> int:
    feed = Feed(name="river", entries=entries(count), recorded=(NOW,) * count)
    return len(atom(feed)) + len(json_feed(feed))


def a_report(count: int) -> int:
    what = Report(name="river", entries=entries(count), recorded=(NOW,) * count, made=NOW)
    return len(render_report(what, "0").encode())


MAKE: dict[str, Callable[[int], int]] = {"mail": a_mail, "feeds": feeds, "report": a_report}


def measure(what: str, count: int) -> None:
    begin = time.perf_counter()
    size = MAKE[what](count)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"{what:8} {count:7} changes  {seconds:6.2f} s  {peak:6.0f} MB peak  {size / 1000:8.0f} kB")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.digests", description=__doc__)
    parser.add_argument("--data", help="not needed: the changes are made")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("what", nargs="?", choices=sorted(MAKE))
    options = parser.parse_args()
    if options.what:
        measure(options.what, options.count)
        return
    for what in MAKE:
        command = [sys.executable, "-m", "benchmarks.digests", "--count", str(options.count), what]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
