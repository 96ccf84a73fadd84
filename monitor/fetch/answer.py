"""What a fetch can end in. An outcome is never a change of content."""

from collections.abc import Callable
from dataclasses import dataclass

from monitor.model import Snapshot, Trouble


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gives to ask it "still the same?" (RFC 9110 §8.8), as it gave it."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A snapshot was served."""

    snapshot: Snapshot
    validators: Validators
    status: int
    final_url: str
    moved_to: str = ""
    """Where permanent redirects alone (301, 308) led; "" when there were none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """Still the same, says the server (304)."""

    validators: Validators
    notes: tuple[str, ...] = ()
    """As those of a snapshot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """There is no snapshot, and why."""

    trouble: Trouble
    reason: str
    status: int = 0
    final_url: str = ""
    title: str = ""
    """What the page calls itself that came with an error."""
    transient: bool = False
    """Worth trying again soon."""
    retry_after_s: float | None = None
    """The server asked for peace for so long."""


Answer = Fetched | NotModified | Missed

Turn = Callable[[str], None]
"""Waits until the host of a URL may be asked once more."""


def at_once(url: str) -> None:
    """The turn of who asks so seldom that nobody waits for it."""
