"""What all commands have in common: options that stand anywhere on the line, and commands loaded late."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from monitor.cli.session import Session
from monitor.cli.terminal import Colour


def _remember(keep: Callable[[Session, Any], None]) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(context: click.Context, _parameter: click.Parameter, value: Any) -> None:
        if value is not None:
            keep(context.ensure_object(Session), value)

    return callback


def _keep_verbosity(session: Session, value: int) -> None:
    session.verbosity += value


def _keep_colour(session: Session, value: str) -> None:
    session.colour = Colour(value)


def _keep_config(session: Session, value: Path) -> None:
    session.config = value


def _keep_store(session: Session, value: Path) -> None:
    session.store = value


def common_options() -> list[click.Parameter]:
    """Options of every command."""
    return [
        click.Option(
            ["-v", "--verbose"],
            count=True,
            expose_value=False,
            callback=_remember(_keep_verbosity),
            help="Say more; twice: with the full traceback of a failure.",
        ),
        click.Option(
            ["--color", "--colour"],
            type=click.Choice([colour.value for colour in Colour]),
            metavar="WHEN",
            expose_value=False,
            callback=_remember(_keep_colour),
            help="Use colour auto (on a terminal, unless NO_COLOR is set), always, never.",
        ),
    ]


def store_options() -> list[click.Parameter]:
    """Options of the commands that work with a store."""
    path = click.Path(path_type=Path)
    return [
        click.Option(
            ["--config"],
            type=path,
            metavar="FILE",
            expose_value=False,
            callback=_remember(_keep_config),
            help="The configuration (else $MONITOR_CONFIG, else ./config.toml).",
        ),
        click.Option(
            ["--store"],
            type=path,
            metavar="FILE",
            expose_value=False,
            callback=_remember(_keep_store),
            help="The store (else what the configuration says, else ./monitor.sqlite).",
        ),
    ]


def json_options(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """Options of the commands that tell changes: --json and --jsonl."""
    lines = click.option("--jsonl", "as_jsonl", is_flag=True, help="Print JSON, one object a line.")
    array = click.option("--json", "as_json", is_flag=True, help="Print JSON: one array.")
    return array(lines(command))


class Command(click.Command):
    """A command with the common options."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *common_options()]


class StoreCommand(Command):
    """A command that works with a store."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *store_options()]


class LateGroup(click.Group):
    """A group that imports a command's file when the command is called, so that `--help` starts at once."""

    def __init__(
        self, *args: Any, summaries: Mapping[str, str], sections: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *common_options()]
        self._summaries = summaries
        self._sections = sections

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(self._summaries)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in self._summaries:
            return None
        command = getattr(import_module(f"monitor.cli.{name}"), f"{name}_command")
        assert isinstance(command, click.Command)  # noqa: S101 - for the type checker
        return command

    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = arguments[0]
        if name not in self._summaries and not name.startswith("-"):
            from rapidfuzz import fuzz, process  # only for a mistake: nobody else waits for it

            near = process.extractOne(name, self._summaries.keys(), scorer=fuzz.ratio, score_cutoff=60)
            guess = f"; did you mean {near[0]}?" if near else ""
            raise click.UsageError(f"no such command: {name}{guess}", context)
        return super().resolve_command(context, arguments)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        sections: dict[str, list[tuple[str, str]]] = {}
        title = "Commands"
        for name, summary in self._summaries.items():
            title = self._sections.get(name, title)
            sections.setdefault(title, []).append((name.ljust(max(map(len, self._summaries))), summary))
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)
