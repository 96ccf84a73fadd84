"""One side of a comparison: a file, a version from the store, or a page of the web as it is now."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.cli.moments import AT, split_moment
from monitor.errors import BadInput, Unreachable
from monitor.model import Snapshot

if TYPE_CHECKING:
    from monitor.config import Config, SiteConfig
    from monitor.store import Store


def is_path(side: str) -> bool:
    """Whether it is there; or could not be, so that whoever opens it says why."""
    try:
        return Path(side).exists()
    except (OSError, ValueError):
        return True


def is_live(side: str) -> bool:
    """A web address without a moment: the page as it is now."""
    return side.startswith(("http://", "https://")) and not AT.search(side)


def capture(side: str, store: "Store | None", config: "Config") -> Snapshot:
    """Raises: BadInput, Unreachable."""
    if is_path(side):
        from monitor.difference import one_snapshot  # a stored version needs none of it

        return one_snapshot(Path(side))
    if is_live(side):
        return fetch(side, config)
    if store is None:
        raise BadInput(f"{side}: there is no such file or folder")
    try:
        return store.capture(*split_moment(side))
    except BadInput as error:
        raise BadInput(f"{error} (nor is there such a file)") from error


def fetch(url: str, config: "Config") -> Snapshot:
    """Ask for a page once, if its host's robots.txt lets us. Raises: BadInput, Unreachable."""
    from monitor.check.rounds import origin_of, user_agent
    from monitor.fetch import Client, Fetched, Missed, Robots

    site = _site_of(url, config)
    client = Client(origin_of(site, config.contact))
    now = datetime.now(UTC)
    if site.fetching.robots:
        ruling = Robots(client, user_agent(config.contact)).ruling(url, now)
        if not ruling.allowed:
            raise Unreachable(url, ruling.reason)
    match client.fetch(url, now, site=site.name):
        case Fetched(snapshot=snapshot):
            return snapshot
        case Missed(trouble=trouble, reason=reason):
            raise Unreachable(url, f"{trouble}: {reason}")
        case _:
            raise Unreachable(url, "answered that it did not change, to a first question")


def _site_of(url: str, config: "Config") -> "SiteConfig":
    """The configured site that watches this page, or another of its host; else one with the usual manners."""
    from monitor.config import SiteConfig

    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    if not host:
        raise BadInput(f"{url}: is no web address; right would be: https://example.org/page")
    near = [site for site in config.sites if any(urlsplit(known).hostname == host for known in site.urls)]
    exact = [site for site in near if url in site.urls]
    return next(iter([*exact, *near]), SiteConfig(name=host))
