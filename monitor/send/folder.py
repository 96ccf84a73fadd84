"""Messages into a folder: for those without a server, and for trials.

Written whole under another name and then renamed, so that a reader never sees half a message; a message
that is handed over twice is one file, because its name comes from its Message-ID.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from monitor.send.fate import Accepted, Deferred, Fate


@dataclass(frozen=True, slots=True)
class Folder:
    """One `.eml` file a message."""

    path: Path

    def send(self, message: EmailMessage, sender: str, recipients: Sequence[str]) -> dict[str, Fate]:
        """Hand a message over; never raises."""
        fate = _write(self.path, self.path, _name(message) + ".eml", message.as_bytes(policy=SMTP))
        return dict.fromkeys(recipients, fate)


@dataclass(frozen=True, slots=True)
class Maildir:
    """A Maildir (new/, cur/, tmp/) that mail programs read."""

    path: Path

    def send(self, message: EmailMessage, sender: str, recipients: Sequence[str]) -> dict[str, Fate]:
        """Hand a message over; never raises."""
        data = message.as_bytes(policy=SMTP).replace(b"\r\n", b"\n")
        try:
            (self.path / "cur").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            return dict.fromkeys(recipients, Deferred(f"{self.path}: {error.strerror}"))
        fate = _write(self.path / "tmp", self.path / "new", _name(message), data)
        return dict.fromkeys(recipients, fate)


def _name(message: EmailMessage) -> str:
    """From the Message-ID, which is the message's identity; never from what a page says."""
    identity = str(message.get("Message-ID", "")) or message.as_string()
    return hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:32]


def _write(on_the_way: Path, to: Path, name: str, data: bytes) -> Fate:
    try:
        on_the_way.mkdir(parents=True, exist_ok=True)
        to.mkdir(parents=True, exist_ok=True)
        half = on_the_way / f".{name}.half"
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(to / name)
    except OSError as error:
        return Deferred(f"{to}: {error.strerror or error}")
    return Accepted(str(to / name))
