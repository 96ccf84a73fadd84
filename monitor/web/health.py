"""How the daemon is doing, over HTTP: `/healthz` for a service manager, `/metrics` for Prometheus.

On 127.0.0.1 only: it says which pages fail, which is nobody else's business.
"""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

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


def serve_health(health: Health, port: int, now: Callable[[], float]) -> ThreadingHTTPServer:
    """Serve it until the server is shut down. Raises: OSError (the port is taken)."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            match self.path:
                case "/healthz" if health.is_well(now()):
                    self.answer(200, "well\n")
                case "/healthz":
                    self.answer(503, "the loop does not turn\n")
                case "/metrics":
                    self.answer(200, health.metrics())
                case _:
                    self.answer(404, "there is /healthz and /metrics\n")

        def answer(self, status: int, text: str) -> None:
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    return server
