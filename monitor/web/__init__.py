"""What can be asked for over HTTP, on the loopback interface: health, metrics, feeds."""

from monitor.web.feeds import render_feed
from monitor.web.health import Health
from monitor.web.server import Server

__all__ = ["Health", "Server", "render_feed"]
