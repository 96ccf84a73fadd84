"""`monitor check`: look at one page now."""

from datetime import UTC, datetime

import click

from monitor.check import follow_config
from monitor.cli.command import StoreCommand, json_options
from monitor.cli.exits import CHANGED, COMPARING, SAME, TROUBLE
from monitor.cli.looks import Web, look_at
from monitor.cli.session import Session, pass_session
from monitor.compare import tell
from monitor.digest import change_to_object, report_changes
from monitor.errors import BadInput
from monitor.store import Store

EXAMPLES = """\b
Examples:
  monitor check https://example.org/news
  monitor check news --json"""


@click.command("check", cls=StoreCommand, epilog=f"{EXAMPLES}\n\n{COMPARING}")
@click.argument("page")
@click.option("--noise", is_flag=True, help="Show also what was held back as noise.")
@json_options
@pass_session
def check_command(session: Session, page: str, noise: bool, as_json: bool, as_jsonl: bool) -> int:
    """Look at one page now.

    It is looked at whether it is due or not; what changed since the last look is told.
    """
    config = session.read_config(needed=True)
    terminal = session.terminal
    with Store(config.store) as store:
        now = datetime.now(UTC)
        follow_config(config, store, now)
        watch = store.watches.get(store.find_page(page).id)
        if watch is None:
            raise BadInput(f"{page}: is known from files only; `monitor add` watches a page of the web")
        before = set(store.outbox.waiting())
        looks = look_at([watch], config, store, terminal, Web.of(config))
        fresh = [id_ for id_ in store.outbox.waiting() if id_ not in before]
        names = {store.changes.name(id_) for id_ in fresh}
        news = [told for told in store.waiting() if told.change.id in names]
        if as_json or as_jsonl:
            objects = [change_to_object(told.change, site=told.site) for told in news]
            objects += [change_to_object(tell(change)) for change in looks.held if noise]
            terminal.print_json(objects, one_a_line=as_jsonl)
        else:
            held = [tell(change) for change in looks.held] if noise else looks.held
            changes = {watch.site: [told.change for told in news] + held}
            terminal.print_lines(report_changes(changes, show_noise=noise, show_rules=session.verbosity > 0))
        terminal.flush()
        store.outbox.mark_sent(fresh, now)
    for problem in looks.problems:
        terminal.complain(problem)
    if looks.problems:
        return TROUBLE
    return CHANGED if news else SAME
