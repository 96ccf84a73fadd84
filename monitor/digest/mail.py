"""A digest as a mail: both parts, and the headers that let programs file, thread and stop it.

The Message-ID comes from the digest's identity, so that a digest that is sent twice is one message;
References name the subscription, so that all its digests make one thread (RFC 5322 §3.6.4). List-Id is
RFC 2919, List-Unsubscribe RFC 2369 and, with one click, RFC 8058; Auto-Submitted is RFC 3834.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from monitor.digest.edition import Edition
from monitor.digest.html import page
from monitor.digest.plain import plain
from monitor.digest.safe import one_line, web_address
from monitor.digest.subject import subject
from monitor.errors import BadInput

# `email` is loaded where it is used: most commands print with this package, and few write a mail.
if TYPE_CHECKING:
    from email.headerregistry import Address
    from email.message import EmailMessage

NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who writes to whom, about what."""

    identity: str
    """Of the digest: the same whenever the same digest is made again."""
    sender: str
    """ "monitor@example.org" or "Monitor <monitor@example.org>"."""
    recipient: str
    unsubscribe: str = ""
    """An address to write to; the sender's by default."""
    unsubscribe_url: str = ""
    """An endpoint that acts on POST without login, where there is one."""


def mail(edition: Edition, envelope: Envelope, version: str) -> EmailMessage:
    """The finished message.

    Raises:
        BadInput: an address is none.
    """
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    sender = parse_address(envelope.sender)
    recipient = parse_address(envelope.recipient)
    domain = sender.domain
    message = EmailMessage(policy=SMTP.clone(max_line_length=78))
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = subject(edition)
    message["Date"] = format_datetime(edition.until)
    message["Message-ID"] = message_id(envelope.identity, domain)
    root = message_id(f"subscription {edition.name}", domain)
    message["References"] = root
    message["In-Reply-To"] = root
    list_name = NAME.sub("-", edition.name.lower()).strip("-")[:40] or "digest"
    message["List-Id"] = f"<{list_name}.monitor.{domain}>"
    stop = parse_address(envelope.unsubscribe or envelope.sender)
    ways = [f"<mailto:{stop.addr_spec}?subject=unsubscribe%20{list_name}>"]
    if (url := web_address(envelope.unsubscribe_url)) and url.startswith("https:"):
        ways.insert(0, f"<{url}>")
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["List-Unsubscribe"] = ", ".join(ways)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    # Quoted-printable, whatever is in it: no line of it is ever longer than 78, and it can be read raw.
    message.set_content(plain(edition, version), cte="quoted-printable")
    message.add_alternative(page(edition, version), subtype="html", cte="quoted-printable")
    return message


def message_id(identity: str, domain: str) -> str:
    """A Message-ID that is always the same for the same identity."""
    return f"<{hashlib.sha256(identity.encode()).hexdigest()[:40]}@{domain}>"


def parse_address(text: str) -> Address:
    """One mailbox.

    Raises:
        BadInput: it is none, or more than one.

    >>> parse_address("River Watch <watch@example.org>").addr_spec
    'watch@example.org'
    """
    from email.headerregistry import Address
    from email.utils import getaddresses

    clean = one_line(text)
    found = getaddresses([clean])
    name, spec = found[0] if len(found) == 1 else ("", "")
    user, _, domain = spec.rpartition("@")
    if clean != text.strip() or not user or not domain or any(c in spec for c in " ,;<>"):
        raise BadInput(f"{text!r} is not a mail address; right would be: name@example.org")
    try:
        return Address(display_name=name, username=user, domain=domain)
    except (ValueError, IndexError) as error:
        raise BadInput(f"{text!r} is not a mail address: {error}") from error


def identity_of(name: str, recipient: str, until: datetime, change_ids: tuple[str, ...]) -> str:
    """What makes a digest that digest: whose, for whom, and which changes it tells."""
    told = hashlib.sha256("\n".join(sorted(change_ids)).encode()).hexdigest()
    heartbeat = "" if change_ids else until.isoformat()
    return f"digest {name} {recipient} {told} {heartbeat}"
