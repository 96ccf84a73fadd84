"""Letting old payloads go while the daemon runs: said first, done later, when it is quiet, in small steps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.check import retention_rules
from monitor.config import Config
from monitor.store import Store

EVERY = timedelta(days=1)
NOTICE = timedelta(hours=1)
"""Between saying it and doing it: time to take a rule back that was not meant so."""

PATIENCE = timedelta(days=1)
"""For a quiet moment. A daemon that has always something to do finds none, and its disk fills up."""

STEP = 500
"""Payloads of a site that go at once: a second of work or so, because others may have to be stored anew."""


@dataclass(slots=True)
class Keeper:
    """What was said, and what was done."""

    said: datetime | None = None
    done: datetime | None = None
    gone: int = 0

    def tend(self, config: Config, store: Store, now: datetime, is_quiet: bool) -> Iterator[str]:
        """Do what is to be done at this moment, and tell it."""
        rules = retention_rules(config, store)
        if not rules or (self.done is not None and now - self.done < EVERY):
            return
        if self.said is None:
            would = {name: store.thin(rule, now, site=name, dry_run=True) for name, rule in rules.items()}
            for name, one in would.items():
                if one.payloads:
                    yield (
                        f"retention: {one.payloads} of {one.of} payloads of {name} go, "
                        f"{one.bytes} bytes, not before an hour has passed; versions and changes stay"
                    )
            if any(one.payloads for one in would.values()):
                self.said = now
            else:
                self.done = now
        elif now - self.said >= NOTICE and (is_quiet or now - self.said >= NOTICE + PATIENCE):
            went = sum(
                store.thin(rule, now, site=name, at_most=STEP).payloads for name, rule in rules.items()
            )
            self.gone += went
            if not went:
                yield f"retention: {self.gone} payloads went"
                self.said, self.done, self.gone = None, now, 0
