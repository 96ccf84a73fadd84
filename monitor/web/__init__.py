"""/healthz and /metrics for whoever watches the watcher, on the loopback interface."""

from monitor.web.health import Health, serve_health

__all__ = ["Health", "serve_health"]
