"""An SMTP server that fails at the step that it is told to, in the way that it is told to."""

import contextlib
import socket
import threading
from collections.abc import Callable

REPLIES = {
    "greeting": "220 scripted.example ESMTP",
    "ehlo": "250-scripted.example\r\n250-SIZE 10000000\r\n250 8BITMIME",
    "mail": "250 sender ok",
    "rcpt": "250 recipient ok",
    "data": "354 go on",
    "dot": "250 taken as 42",
    "quit": "221 bye",
    "starttls": "220 go on",
    "auth": "235 welcome",
    "rset": "250 forgotten",
}
HANG_UP = "hang up"


class ScriptedServer:
    """Answers every step as `REPLIES` says, but for those given. What it took is in `taken`."""

    def __init__(self, **replies: str) -> None:
        self.replies = {**REPLIES, **replies}
        self.taken: list[tuple[list[str], bytes]] = []
        self.said: list[str] = []
        self.before: Callable[[str], None] = lambda step: None
        """Called before the answer to a step."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError, HungUp), sock:
                sock.settimeout(10)
                self._talk(sock)

    def _reply(self, sock: socket.socket, step: str, argument: str = "") -> None:
        self.before(step)
        reply = self.replies.get(f"{step} {argument}", self.replies.get(step, "500 what?"))
        if reply == HANG_UP:
            raise HungUp
        sock.sendall(reply.encode() + b"\r\n")
        if step == "starttls" and reply.startswith("220"):
            raise HungUp  # it offers TLS and has none

    def _talk(self, sock: socket.socket) -> None:
        self._reply(sock, "greeting")
        file = sock.makefile("rb")
        recipients: list[str] = []
        for line in file:
            self.said.append(line.decode().strip())
            step, _, rest = line.decode().strip().partition(" ")
            step = step.lower()
            argument = rest.partition("<")[2].partition(">")[0] if step == "rcpt" else ""
            self._reply(sock, step, argument)
            if step == "rcpt" and self.replies.get(f"rcpt {argument}", self.replies["rcpt"]).startswith(
                "250"
            ):
                recipients.append(argument)
            elif step == "data" and self.replies["data"].startswith("354"):
                message = b""
                while (part := file.readline()) != b".\r\n":
                    if not part:
                        raise HungUp
                    message += part
                if self.replies["dot"].startswith("250") or self.replies["dot"] == HANG_UP:
                    self.taken.append((recipients, message))  # whether it says so is another matter
                recipients = []
                self._reply(sock, "dot")


class HungUp(Exception):
    """The connection ends here."""
