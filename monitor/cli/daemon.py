"""`monitor daemon`: stay, look when something is due, send digests on time."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.config import CONFIG_NAME
from monitor.daemon import Daemon, set_up_logs
from monitor.store import Store

EXAMPLES = """\b
Examples:
  monitor daemon
  kill -HUP PID     # take up changes of config.toml
  kill PID          # end cleanly"""


@click.command("daemon", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@pass_session
def daemon_command(session: Session) -> int:
    """Stay, look when something is due, send digests on time.

    It logs to stderr: lines for people on a terminal, JSON lines otherwise.
    """
    config = session.read_config(needed=True)
    path = session.config or Path(os.environ.get("MONITOR_CONFIG") or CONFIG_NAME)
    set_up_logs(session.verbosity)
    with Store(config.store) as store:
        daemon = Daemon(path, config, store, lambda: datetime.now(UTC))
        signal.signal(signal.SIGTERM, lambda *_: daemon.stop())
        signal.signal(signal.SIGINT, lambda *_: daemon.stop())
        signal.signal(signal.SIGHUP, lambda *_: daemon.reload())
        stopped = daemon.run()
    if not stopped.clean:
        # A thread still waits for a server. Everything is recorded and the store is closed: go.
        os._exit(0)
    return 0
