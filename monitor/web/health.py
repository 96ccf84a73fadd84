"""How the daemon is doing: for a service manager, and for Prometheus."""

import threading
from collections import Counter
from dataclasses import dataclass, field

STALE_S = 120.0
"""A daemon whose loop has not turned for so long is not well."""


@dataclass(slots=True)
class Health:
    """What is told; written by the daemon's loop, read by the server's threads."""

    counts: Counter[str] = field(default_factory=Counter)
    """Looks by outcome, "changes", "digests sent", …"""
    gauges: dict[str, float] = field(default_factory=dict)
    turned: float = 0.0
    """When the loop last turned (monotonic seconds)."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str, count: int = 1) -> None:
        with self.lock:
            self.counts[what] += count

    def set(self, what: str, value: float) -> None:
        with self.lock:
            self.gauges[what] = value

    def is_well(self, now: float) -> bool:
        return now - self.turned < STALE_S

    def metrics(self) -> str:
        """In Prometheus' text format."""
        with self.lock:
            counts, gauges = dict(self.counts), dict(self.gauges)
        lines = ["# TYPE monitor_events_total counter"]
        lines += [f'monitor_events_total{{kind="{_label(k)}"}} {v}' for k, v in sorted(counts.items())]
        for name, value in sorted(gauges.items()):
            lines += [f"# TYPE monitor_{name} gauge", f"monitor_{name} {value:g}"]
        return "\n".join(lines) + "\n"


def _label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
