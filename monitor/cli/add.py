"""`monitor add`: watch one more page of the web."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import click

from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.config import CONFIG_NAME, SiteConfig, read_config
from monitor.config.adding import add_url
from monitor.errors import BadInput, Unreadable

EXAMPLES = """\b
Examples:
  monitor add https://example.org/news
  monitor add https://example.org/policy --site example
  monitor add http://10.1.0.7/ --network 10.1.0.0/16"""


@click.command("add", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("url")
@click.option("--site", default="", help="The site that it belongs to (else the host's name).")
@click.option(
    "--network",
    "networks",
    multiple=True,
    help="A network that is not global where the page lies all the same.",
)
@click.option("--no-check", is_flag=True, help="Do not ask for the page first.")
@pass_session
def add_command(session: Session, url: str, site: str, networks: tuple[str, ...], no_check: bool) -> None:
    """Watch one more page of the web.

    Its URL is written into config.toml. The page is asked for once, to say what it is called and which
    sitemaps its site names.
    """
    path = session.config or Path(CONFIG_NAME)
    config = read_config(path)
    name = site or _site_of(url)
    known = next((s for s in config.sites if s.name == name), SiteConfig(name=name))
    found = [] if no_check else _look(url, known, networks, config.contact)
    added = add_url(path, name, url, networks)
    read_config(path)  # what was written reads well
    for line in found:
        session.terminal.say(line)
    said = f"{path}: watches {url} now, as a page of {name}." if added else f"{path}: watches {url} already."
    session.terminal.say(said + " Next: `monitor run`.")


def _site_of(url: str) -> str:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        host = None
    if not host or not url.startswith(("http://", "https://")):
        raise BadInput(f"{url!r} is no web address; right would be: https://example.org/page")
    return host.removeprefix("www.")


def _look(url: str, site: SiteConfig, networks: tuple[str, ...], contact: str) -> list[str]:
    """What the page says of itself.

    Raises: BadInput, when it cannot be had.
    """
    from dataclasses import replace

    from monitor.check.rounds import origin_of
    from monitor.fetch import Client, Fetched, Missed, Robots
    from monitor.read import read

    fetching = replace(site.fetching, networks=(*site.fetching.networks, *networks))
    try:
        client = Client(origin_of(replace(site, fetching=fetching), contact))
    except ValueError as error:
        raise BadInput(f"--network: {error}; right would be 10.1.0.0/16") from error
    now = datetime.now(UTC)
    parts = urlsplit(url)
    robots = Robots(client, "monitor")
    origin = f"{parts.scheme}://{parts.netloc}"
    ruling = robots.ruling(url, now)
    if fetching.robots and not ruling.allowed:
        raise BadInput(f"{url}: {ruling.reason}{_hint(ruling.reason)}")
    answer = client.fetch(url, now)
    match answer:
        case Missed():
            why = f"{answer.trouble.value}: {answer.reason}{_hint(answer.reason)}"
            raise BadInput(f"{url}: {why}; --no-check adds it all the same")
        case Fetched():
            try:
                document = read(answer.snapshot)
            except Unreadable as error:
                raise BadInput(f"{url}: {error}") from error
        case _:
            return []
    said = []
    if document.metadata.title:
        said.append(f"Title: {document.metadata.title}")
    said += [f"Sitemap: {sitemap}" for sitemap in robots.sitemaps(origin, now)[:3]]
    if answer.moved_to:
        said.append(f"It moved for good to {answer.moved_to}.")
    return said


def _hint(reason: str) -> str:
    return " (--network names a network that is meant)" if "not a global address" in reason else ""
