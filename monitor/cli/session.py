"""What one run of the command line knows: how to print, how much to say, where config and store are."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.terminal import Colour, Terminal

if TYPE_CHECKING:
    from monitor.config import Config


@dataclass(slots=True)
class Session:
    """Filled by the common options, wherever on the line they stand."""

    colour: Colour = Colour.AUTO
    verbosity: int = 0
    config: Path | None = None
    store: Path | None = None
    _terminal: Terminal | None = field(default=None, repr=False)

    @property
    def terminal(self) -> Terminal:
        if self._terminal is None:
            self._terminal = Terminal(self.colour)
        return self._terminal

    def read_config(self, *, needed: bool = False) -> "Config":
        """The configuration given, or the one that lies here, or (unless needed) what holds without one."""
        from monitor.config import CONFIG_NAME, Config, read_config

        path = self.config or Path(os.environ.get("MONITOR_CONFIG") or CONFIG_NAME)
        given = self.config is not None or "MONITOR_CONFIG" in os.environ
        if not (given or needed or path.exists()):
            return Config(store=self.store) if self.store else Config()
        config = read_config(path)
        if self.store:
            from dataclasses import replace

            return replace(config, store=self.store)
        return config


pass_session = click.make_pass_decorator(Session)
