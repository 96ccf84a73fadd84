"""`monitor explain`: which rule decided a change, on what evidence, and what was held back beside it."""

from collections.abc import Iterator, Sequence

import click

from monitor.cli.command import StoreCommand
from monitor.cli.complete import complete_change
from monitor.cli.exits import DOING
from monitor.cli.session import Session, pass_session
from monitor.compare import weigh
from monitor.digest import (
    Line,
    Part,
    Tone,
    change_to_object,
    report_change,
    say_interval,
    say_moment,
    say_when,
    shorten,
)
from monitor.store import Explanation, HeldBack, Side, Store

EXAMPLES = """\b
Examples:
  monitor explain c1-3fa2
  monitor explain c1-3fa2 --json"""

MAX_SHOWN = 10
"""Pages and held-back pieces that are listed; how many there are is always said, and -v lists all."""
MAX_TEXT = 200


@click.command("explain", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{DOING}")
@click.argument("change", shell_complete=complete_change)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: one object.")
@pass_session
def explain_command(session: Session, change: str, as_json: bool) -> None:
    """Say which rule decided a change, and on what evidence.

    And what was held back at the same look, and why. CHANGE is an id as `monitor log` shows it, or its
    beginning.
    """
    with Store(session.read_config().store, read_only=True) as store:
        found = store.explain(change)
    if as_json:
        session.terminal.print_object(_to_object(found))
    else:
        session.terminal.print_lines(_report(found, None if session.verbosity else MAX_SHOWN))


def _report(found: Explanation, most: int | None) -> Iterator[Line]:
    change = found.change
    yield Line((Part(change.id, Tone.STRONG), Part(f" on {found.site}")))
    yield Line()
    yield from report_change(change)
    yield Line()
    yield _fact("rule", change.rule)
    for number, clause in enumerate(change.evidence):
        yield _fact("" if number else "evidence", clause)
    yield _fact("confidence", f"{change.confidence:.2f}")
    yield _fact("importance", f"{change.importance:.2f}")
    weighed = weigh(change)
    if weighed.value == change.importance and len(weighed.reasons) > 1:
        for reason in weighed.reasons:
            yield _fact("", reason)
    yield _fact("happened", say_interval(change.between) or "nobody knows when")
    yield _fact("recorded", say_when(found.recorded))
    if change.inferred:
        yield _fact("inferred", "across pages, or in an order of captures that was inferred")
    for name, side in (("before", found.before), ("after", found.after)):
        if side:
            yield _fact(name, f"{side.source}, {say_when(side.moment)}, SHA-256 {side.payload_hash[:16]}…")
    yield from _list("shown by", change.pages_after, most)
    yield from _list(
        "not yet by", [page for page in change.pages_before if page not in change.pages_after], most
    )
    yield Line()
    yield from _report_held(found.held, most)


def _list(name: str, said: Sequence[str], most: int | None) -> Iterator[Line]:
    for number, one in enumerate(said[:most]):
        yield _fact("" if number else name, one)
    if most is not None and len(said) > most:
        yield _fact("", f"and {len(said) - most} more (-v lists them)")


def _report_held(held: Sequence[HeldBack], most: int | None) -> Iterator[Line]:
    """What the same look held back, and why."""
    if not held:
        yield Line((Part("Nothing was held back at that look."),))
        return
    listed = ", ".join(f"{one.count} {one.kind}" for one in held)
    yield Line((Part("Held back at that look: ", Tone.STRONG), Part(listed)))
    yield Line()
    shown = [noise for one in held for noise in one.changes]
    for noise in shown[:most]:
        sides = [shorten(_say_side(side), MAX_TEXT) for side in (noise.before, noise.after)]
        because = f" ({noise.rule}: {'; '.join(noise.evidence)})" if noise.evidence else f" ({noise.rule})"
        said = (Part(" → ".join(filter(None, sides))), Part(because, Tone.FAINT))
        yield Line(said, indent=2, lead=Part("· ", Tone.FAINT))
    if most is not None and len(shown) > most:
        yield Line((Part(f"and {len(shown) - most} more (-v lists them)", Tone.FAINT),), indent=4)


def _say_side(side: str | tuple[str, ...] | None) -> str:
    return " / ".join(side) if isinstance(side, tuple) else side or ""


def _fact(name: str, said: str) -> Line:
    return Line((Part(shorten(said, MAX_TEXT)),), indent=2, lead=Part(f"{name:<12}", Tone.FAINT))


def _to_object(found: Explanation) -> dict[str, object]:
    return change_to_object(found.change, site=found.site) | {
        "recorded": say_moment(found.recorded),
        "captures": {"before": _side_to_object(found.before), "after": _side_to_object(found.after)},
        "held_back": [
            {
                "kind": one.kind,
                "count": one.count,
                "changes": [change_to_object(noise) for noise in one.changes],
            }
            for one in found.held
        ],
    }


def _side_to_object(side: Side | None) -> dict[str, object] | None:
    if side is None:
        return None
    return {
        "moment": say_moment(side.moment) if side.moment else None,
        "payload_hash": side.payload_hash,
        "source": side.source,
    }
