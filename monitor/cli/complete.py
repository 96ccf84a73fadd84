"""What a shell may complete from the store: pages, sites, changes. Never a word of trouble: no names then."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

import click

from monitor.cli.session import Session
from monitor.cli.terminal import escape
from monitor.errors import MonitorError

if TYPE_CHECKING:
    from monitor.store import Store

MAX_NAMES = 200
"""More than this nobody looks through; a shell asks again with the next letter."""


def complete_page(context: click.Context, _parameter: click.Parameter, start: str) -> list[str]:
    """Pages by their URL."""
    return _complete(context, start, lambda store: (page.url for page in store.pages.all()))


def complete_site(context: click.Context, _parameter: click.Parameter, start: str) -> list[str]:
    return _complete(context, start, lambda store: store.sites.names())


def complete_page_or_site(context: click.Context, parameter: click.Parameter, start: str) -> list[str]:
    return [*complete_site(context, parameter, start), *complete_page(context, parameter, start)]


def complete_change(context: click.Context, _parameter: click.Parameter, start: str) -> list[str]:
    """Changes by their id, the latest first."""
    return _complete(context, start, lambda store: (one.change.id for one in reversed(store.log())))


def _complete(context: click.Context, start: str, ask: Callable[["Store"], Iterable[str]]) -> list[str]:
    with _open_store(context) as store:
        names = ask(store) if store else ()
        # A name with control characters would reach the terminal, and could not be typed anyway.
        found = (name for name in names if name.startswith(start) and escape(name) == name)
        return list(islice(found, MAX_NAMES))


@contextmanager
def _open_store(context: click.Context) -> Iterator["Store | None"]:
    from monitor.store import Store

    try:
        path = (context.find_object(Session) or Session()).read_config().store
        store = Store(path, read_only=True)
    except MonitorError:
        yield None
        return
    with store:
        yield store
