"""A message through Apprise, to any of the services that it knows. An extra: `pip install monitor[apprise]`.

The target is the user's own setting, a secret, and opened by Apprise itself.
"""

import logging
from dataclasses import dataclass, field

from monitor.send.fate import Accepted, Deferred, Fate, Refused

MAX_TEXT = 20_000
"""Characters; Apprise cuts to what a service takes, and most take less than this."""


@dataclass(frozen=True, slots=True)
class Apprise:
    """One target, as "ntfy://…", "slack://…", "json://…"."""

    target: str = field(repr=False)

    def send(self, title: str, text: str) -> Fate:
        """Hand a message over; never raises."""
        try:
            import apprise
        except ImportError:
            return Deferred("Apprise is not installed: pip install monitor[apprise]")
        logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would log what we mark, and the target
        # No file of this machine and no other configuration can be named by a target.
        asset = apprise.AppriseAsset(async_mode=False, secure_logging=True)
        sender = apprise.Apprise(asset=asset)
        if not sender.add(self.target):
            return Refused("Apprise does not understand the target")
        said = text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
        try:
            taken = sender.notify(
                body=said, title=title, body_format=apprise.NotifyFormat.TEXT, interpret_escapes=False
            )
        except (OSError, TypeError, ValueError) as error:
            return Deferred(f"Apprise: {type(error).__name__}: {error}"[:300])
        return Accepted() if taken else Deferred("Apprise could not hand it over")
