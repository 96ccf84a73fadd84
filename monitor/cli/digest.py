"""`monitor digest`: the digest that waits, shown, written into a file, sent, or sent on trial."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from monitor import __version__
from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.moments import parse_moment
from monitor.cli.session import Session, pass_session
from monitor.cli.terminal import Terminal
from monitor.config import Config, DigestConfig
from monitor.deliver import (
    Delivery,
    Reader,
    deliver,
    deliver_posts,
    edition_for,
    form_due,
    message_for,
    postman,
    readers,
)
from monitor.digest import Edition, Line, Part, page, plain
from monitor.errors import BadInput, MonitorError
from monitor.send import Accepted, Deferred, Refused, Unknown
from monitor.store import Store

EXAMPLES = """\b
Examples:
  monitor digest
  monitor digest --since 2026-01-12 --html digest.html
  monitor digest --to me@example.org
  monitor digest --send"""


class NotSent(MonitorError):
    """A message that somebody wanted sent was not taken."""


@click.command("digest", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("name", default="")
@click.option("--since", default="", metavar="DAY", help="Begin there, and not after the last digest.")
@click.option("--html", "html_file", type=click.Path(path_type=Path), help="Write the HTML part into a file.")
@click.option("--send", is_flag=True, help="Form everyone's digest now, whatever the schedule, and send it.")
@click.option(
    "--to", default="", metavar="ADDRESS", help="Send it there on trial; no reader misses it for that."
)
@pass_session
def digest_command(
    session: Session, name: str, since: str, html_file: Path | None, send: bool, to: str
) -> None:
    """Show the digest that waits, or send it.

    Without a [[digest]] in the configuration it shows what a reader of everything would get.
    """
    config = session.read_config()
    terminal = session.terminal
    now = datetime.now(UTC)
    begin = parse_moment(since, "--since") if since else None
    if send:
        _send(config, now, terminal)
        return
    with Store(config.store, read_only=True) as store:
        for number, reader in enumerate(_readers(config, store, name, to)):
            upto = store.digests.reach()
            edition = edition_for(reader, config, store, upto, now, begin)
            if to:
                _try(edition, to, config, terminal)
            elif html_file is not None:
                _write(edition, html_file if not number else _numbered(html_file, number), terminal)
            else:
                terminal.print_lines(map(_row, plain(edition, __version__).splitlines()))


def _readers(config: Config, store: Store, name: str, to: str) -> list[Reader]:
    """One reader of each subscription: what the others get is the same."""
    digests = config.digests or (DigestConfig(name="everything", to=(to or "you@example.org",)),)
    if name and name not in [digest.name for digest in digests]:
        names = ", ".join(f'"{digest.name}"' for digest in digests)
        raise BadInput(f'there is no digest "{name}"; there is {names}')
    wanted = [replace(digest, to=digest.to[:1]) for digest in digests if not name or digest.name == name]
    return list(readers(replace(config, digests=tuple(wanted)), store))


def _row(text: str) -> Line:
    rest = text.lstrip(" ")
    return Line((Part(rest),), indent=len(text) - len(rest))


def _write(edition: Edition, path: Path, terminal: Terminal) -> None:
    path.write_text(page(edition, __version__), encoding="utf-8")
    terminal.say(f"Wrote {path}.")


def _numbered(path: Path, number: int) -> Path:
    return path.with_stem(f"{path.stem}-{number + 1}")


def _try(edition: Edition, to: str, config: Config, terminal: Terminal) -> None:
    if not config.mail.sender:
        raise BadInput('the configuration does not say who writes; as [mail] from = "monitor@example.org"')
    message = message_for(edition, to, config.mail)
    fate = postman(config.mail).send(message, str(message["From"].addresses[0].addr_spec), [to])[to]
    match fate:
        case Accepted(said):
            terminal.say(f"Sent to {to}: {said}")
        case Refused(reason) | Deferred(reason) | Unknown(reason):
            raise NotSent(f"{to}: {reason}")


def _send(config: Config, now: datetime, terminal: Terminal) -> None:
    if not config.digests and not config.webhooks:
        raise BadInput("the configuration has no [[digest]] and no [[webhook]]: nobody is to be told")
    with Store(config.store) as store:
        form_due(config, store, now, everyone=True)
        deliveries = deliver_posts(config, store, now, everything=True)
        if config.digests:
            deliveries += deliver(store, postman(config.mail), config.mail.sender, now, everything=True)
    problems = [said for delivery in deliveries if (said := _problem(delivery))]
    sent = len(deliveries) - len(problems)
    terminal.say(
        f"{sent} digest{'s' * (sent != 1)} sent." if deliveries else "Nothing to tell, nothing sent."
    )
    for problem in problems:
        terminal.complain(problem)
    if problems:
        raise NotSent(
            f"{len(problems)} of {len(deliveries)} digests were not taken; `monitor status` says more"
        )


def _problem(delivery: Delivery) -> str:
    to = delivery.digest.recipient or f"webhook {delivery.digest.name}"
    match delivery.fate:
        case Accepted():
            return ""
        case Refused(reason):
            return f"{to}: refused: {reason}"
        case Deferred(reason) | Unknown(reason):
            return f"{to}: to be tried again: {reason}"
