"""The daemon: stays, looks when something is due, sends digests on time, and ends cleanly."""

from monitor.daemon.logs import set_up_logs
from monitor.daemon.loop import Daemon, Stopped
from monitor.daemon.notify import Notifier

__all__ = ["Daemon", "Notifier", "Stopped", "set_up_logs"]
