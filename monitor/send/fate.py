"""What can become of a message, for each of its recipients."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Accepted:
    """Whoever took it is responsible for it now (RFC 5321 §6.1)."""

    said: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """For good (5yz): trying again would end the same."""

    reason: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Not now (4yz, no connection): to be tried again. The message was certainly not taken."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The connection broke after the message was sent whole and before the answer: it may have been taken.

    To be tried again, with the same Message-ID, so that a repeat can be recognised as one (RFC 1047).
    """

    reason: str


Fate = Accepted | Refused | Deferred | Unknown
