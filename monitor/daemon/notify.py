"""Tell the service manager how we are doing (sd_notify(3)): a datagram to the socket that it names."""

import os
import socket


class Notifier:
    """Says "ready", "still alive", "stopping"; nothing where no service manager asked for it."""

    def __init__(self, address: str | None = None) -> None:
        self._address = os.environ.get("NOTIFY_SOCKET", "") if address is None else address

    def say(self, *states: str) -> None:
        """As `READY=1`, `WATCHDOG=1`, `STATUS=…`. A manager that does not listen is no trouble of ours."""
        if not self._address:
            return
        # A name that begins with @ is in the abstract namespace.
        address = "\0" + self._address[1:] if self._address.startswith("@") else self._address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sock:
                sock.connect(address)
                sock.sendall("\n".join(states).encode())
        except OSError:
            return
