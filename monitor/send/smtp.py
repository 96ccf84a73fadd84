"""Mail by SMTP (RFC 5321): TLS from the start (RFC 8314) or STARTTLS (RFC 3207), certificates checked.

Each recipient has a fate of its own: one refused address does not stop the others, and a message that
was taken for two of three is sent again to the third alone.
"""

import smtplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from enum import StrEnum

from monitor.send.fate import Accepted, Deferred, Fate, Refused, Unknown

TIMEOUT_S = 60.0
"""For each step of the dialogue. RFC 5321 §4.5.3.2 has minutes for each; a daemon that waits ten minutes
for one server makes everybody else's mail late, and what is deferred is tried again."""


class Security(StrEnum):
    """How the connection is kept private."""

    TLS = "tls"
    """From the first byte; usually port 465."""
    STARTTLS = "starttls"
    """Asked for, and refused without it; usually port 587."""
    NONE = "none"
    """For a relay on this very machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """A server to hand messages to."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = ""
    timeout_s: float = TIMEOUT_S
    local_name: str | None = None
    """The name given in EHLO; None for this machine's."""
    tls: ssl.SSLContext | None = None
    """None for the system's certificates."""

    def __repr__(self) -> str:
        """Without the password, which must not reach a log."""
        return f"Smtp({self.host}:{self.port}, {self.security})"

    def send(self, message: EmailMessage, sender: str, recipients: Sequence[str]) -> dict[str, Fate]:
        """Hand a message over; never raises."""
        fates: dict[str, Fate] = {}
        server: smtplib.SMTP | None = None
        try:
            server = self._connect()
            self._converse(server, message, sender, recipients, fates)
        except smtplib.SMTPDataError as error:
            fate = _of_reply(error.smtp_code, error.smtp_error)
            _settle(recipients, fates, lambda: fate)
        except smtplib.SMTPResponseException as error:
            # Greeting, EHLO, AUTH or MAIL: it is us that the server does not want, not the recipients. Once
            # somebody has mended that, the message is still wanted.
            reason = f"{self.host}: {error.smtp_code} {_text(error.smtp_error)}"
            _settle(recipients, fates, lambda: Deferred(reason))
        except ssl.SSLCertVerificationError as error:
            reason = f"{self.host}: the certificate is not valid: {error.verify_message}"
            _settle(recipients, fates, lambda: Deferred(reason))
        except (OSError, smtplib.SMTPException) as error:
            reason = f"{self.host}: {type(error).__name__}: {error}"[:300]
            _settle(recipients, fates, lambda: Deferred(reason))
        finally:
            if server is not None:
                _leave(server)
        return fates

    def _connect(self) -> smtplib.SMTP:
        context = self.tls or ssl.create_default_context()
        server: smtplib.SMTP
        if self.security is Security.TLS:
            server = smtplib.SMTP_SSL(
                self.host, self.port, local_hostname=self.local_name, timeout=self.timeout_s, context=context
            )
        else:
            server = smtplib.SMTP(
                self.host, self.port, local_hostname=self.local_name, timeout=self.timeout_s
            )
        try:
            server.ehlo_or_helo_if_needed()
            if self.security is Security.STARTTLS:
                server.starttls(context=context)
                server.ehlo()
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _converse(
        self,
        server: smtplib.SMTP,
        message: EmailMessage,
        sender: str,
        recipients: Sequence[str],
        fates: dict[str, Fate],
    ) -> None:
        international = server.has_extn("smtputf8")
        plain = [r for r in recipients if r.isascii() or international]
        for recipient in recipients:
            if recipient not in plain:
                fates[recipient] = Refused(f"{self.host} takes no addresses beyond ASCII (SMTPUTF8)")
        if not plain:
            return
        needs_utf8 = not all(a.isascii() for a in (sender, *plain))
        data = message.as_bytes(policy=SMTPUTF8 if needs_utf8 else SMTP)
        options = ["SMTPUTF8", "BODY=8BITMIME"] if needs_utf8 else []
        if server.has_extn("size"):
            options.append(f"SIZE={len(data)}")
        code, said = server.mail(sender, options)
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, said, sender)
        taken = []
        for recipient in plain:
            code, said = server.rcpt(recipient)
            if code in (250, 251):
                taken.append(recipient)
            else:
                fates[recipient] = _of_reply(code, said)
        if not taken:
            server.rset()
            return
        self._hand_over(server, data, taken, fates)

    def _hand_over(
        self, server: smtplib.SMTP, data: bytes, taken: Sequence[str], fates: dict[str, Fate]
    ) -> None:
        server.putcmd("data")
        code, said = server.getreply()
        if code != 354:
            raise smtplib.SMTPDataError(code, said)
        # Lines end with CRLF and a leading dot is doubled (RFC 5321 §4.5.2).
        body = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in data.split(b"\r\n"))
        server.send(body if body.endswith(b"\r\n") else body + b"\r\n")
        try:
            server.send(b".\r\n")
            code, said = server.getreply()
        except (OSError, smtplib.SMTPServerDisconnected) as error:
            reason = f"{self.host} did not answer after the message: {error}"
            _settle(taken, fates, lambda: Unknown(reason))
            return
        fate = Accepted(_text(said)) if code == 250 else _of_reply(code, said)
        _settle(taken, fates, lambda: fate)


def _settle(recipients: Sequence[str], fates: dict[str, Fate], fate: Callable[[], Fate]) -> None:
    for recipient in recipients:
        fates.setdefault(recipient, fate())


def _of_reply(code: int, said: bytes | str) -> Fate:
    """4yz: not now. 5yz: never (RFC 5321 §4.2.1). −1 is smtplib's word for no answer."""
    reason = f"{code} {_text(said)}".strip()
    return Refused(reason) if 500 <= code < 600 else Deferred(reason)


def _text(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:300]


def _leave(server: smtplib.SMTP) -> None:
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()
