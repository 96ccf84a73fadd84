"""`monitor status`: what the store holds, what fails, what waits."""

from collections.abc import Iterator, Sequence

import click

from monitor.cli.command import StoreCommand
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.digest import Line, Part, Tone, say_moment, say_when
from monitor.store import SetAside, Status, Store, StoredDigest

EXAMPLES = """\b
Examples:
  monitor status
  monitor status --json"""


MAX_SET_ASIDE = 20
"""So many files are named; `--json` has all."""


@click.command("status", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object.")
@pass_session
def status_command(session: Session, as_json: bool) -> None:
    """Say what the store holds, what fails, what waits to be told."""
    with Store(session.read_config().store, read_only=True) as store:
        status = store.status()
        digests = (*store.digests.waiting(), *store.digests.refused())
    if as_json:
        session.terminal.print_object(_to_object(status) | {"digests": [_digest_object(d) for d in digests]})
    else:
        session.terminal.print_lines(_report(status))
        session.terminal.print_lines(_report_set_aside(status.set_aside))
        session.terminal.print_lines(_report_digests(digests))


def _report(status: Status) -> Iterator[Line]:
    yield _fact("store", f"{status.path}, {say_size(status.bytes)}")
    yield _fact("versions", f"{status.versions} of pages")
    yield _fact(
        "waiting",
        f"{_count(status.waiting, 'change')} to be told" if status.waiting else "nothing to be told",
    )
    yield Line()
    for site in status.sites:
        counts = ((site.pages, "page"), (site.snapshots, "snapshot"), (site.changes, "change"))
        seen = ", ".join(_count(number, what) for number, what in counts)
        last = f"; last looked at {say_when(site.last)}" if site.last else ""
        yield Line((Part(f"{site.name} ", Tone.STRONG), Part(seen + last)), indent=2)
    if status.failing:
        yield Line()
        yield Line((Part("Failing", Tone.STRONG),))
        for one in status.failing:
            said = f"{one.page} ({one.site}): {one.reason}, {say_when(one.moment)}"
            yield Line((Part(said),), indent=2, lead=Part("! ", Tone.REMOVED))


def _report_set_aside(files: Sequence[SetAside]) -> Iterator[Line]:
    """Files in folders that cannot be used, and why."""
    if not files:
        return
    yield Line()
    yield Line((Part("Set aside", Tone.STRONG),))
    for one in files[:MAX_SET_ASIDE]:
        said = f"{one.reason}, since {say_when(one.since)}"
        yield Line((Part(said),), indent=2, lead=Part("! ", Tone.REMOVED))
    if len(files) > MAX_SET_ASIDE:
        yield Line((Part(f"and {len(files) - MAX_SET_ASIDE} more"),), indent=2)


def _report_digests(digests: Sequence[StoredDigest]) -> Iterator[Line]:
    """Those that no server has taken: why, and when they are tried again."""
    if not digests:
        return
    yield Line()
    yield Line((Part("Digests that have not arrived", Tone.STRONG),))
    for digest in digests:
        to = f" to {digest.recipient}" if digest.recipient else f" ({digest.kind})"
        said = f"{digest.name}{to}, formed {say_when(digest.formed)}: {digest.state}"
        again = f"; tried again {say_when(digest.next)}" if digest.next else ""
        tries = f" after {_count(digest.tries, 'try').replace('trys', 'tries')}" if digest.tries else ""
        reason = f": {digest.reason}" if digest.reason else ""
        yield Line((Part(said + tries + reason + again),), indent=2, lead=Part("! ", Tone.REMOVED))


def _digest_object(digest: StoredDigest) -> dict[str, object]:
    return {
        "name": digest.name,
        "kind": digest.kind,
        "recipient": digest.recipient,
        "formed": say_moment(digest.formed),
        "state": digest.state,
        "tries": digest.tries,
        "next": digest.next and say_moment(digest.next),
        "reason": digest.reason,
    }


def say_size(size: int) -> str:
    """Bytes, for people.

    >>> say_size(900), say_size(1_250_000)
    ('900 B', '1.2 MB')
    """
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.1f} kB"
    return f"{size / 1_000_000:.1f} MB"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"


def _fact(name: str, said: str) -> Line:
    return Line((Part(said),), lead=Part(f"{name:<10}", Tone.FAINT))


def _to_object(status: Status) -> dict[str, object]:
    return {
        "store": status.path,
        "bytes": status.bytes,
        "versions": status.versions,
        "waiting": status.waiting,
        "sites": [
            {
                "name": site.name,
                "pages": site.pages,
                "snapshots": site.snapshots,
                "changes": site.changes,
                "last": say_moment(site.last) if site.last else None,
            }
            for site in status.sites
        ],
        "failing": [
            {"site": one.site, "page": one.page, "moment": say_moment(one.moment), "reason": one.reason}
            for one in status.failing
        ],
        "set_aside": [
            {"source": one.source, "reason": one.reason, "since": say_moment(one.since)}
            for one in status.set_aside
        ],
    }
