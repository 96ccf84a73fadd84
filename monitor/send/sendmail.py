"""Mail through the machine's own sendmail program: for those who have one and no server's password."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP

from monitor.send.fate import Accepted, Deferred, Fate, Refused

EX_TEMPFAIL = 75
EX_NOUSER, EX_NOHOST, EX_DATAERR, EX_USAGE = 67, 68, 65, 64
"""From sysexits.h, which every sendmail honours."""

TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class Sendmail:
    """A program that takes a message on standard input."""

    program: str = "/usr/sbin/sendmail"

    def send(self, message: EmailMessage, sender: str, recipients: Sequence[str]) -> dict[str, Fate]:
        """Hand a message over, to each recipient by itself, so that each has a fate of its own."""
        return {recipient: self._one(message, sender, recipient) for recipient in recipients}

    def _one(self, message: EmailMessage, sender: str, recipient: str) -> Fate:
        # -i: a line of one dot does not end the message. "--" ends the options: an address is never one.
        command = [self.program, "-i", "-f", sender, "--", recipient]
        data = message.as_bytes(policy=SMTP).replace(b"\r\n", b"\n")
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=TIMEOUT_S, check=False)  # noqa: S603 - the program is the user's own setting
        except (OSError, subprocess.TimeoutExpired) as error:
            return Deferred(f"{self.program}: {error}"[:300])
        said = done.stderr.decode("utf-8", "replace").strip()[:200]
        match done.returncode:
            case 0:
                return Accepted()
            case code if code in (EX_NOUSER, EX_NOHOST, EX_DATAERR, EX_USAGE):
                return Refused(f"{self.program} ended with {code}: {said}")
            case code:
                return Deferred(f"{self.program} ended with {code}: {said}")
