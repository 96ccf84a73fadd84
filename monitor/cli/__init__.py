"""The command line."""

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from monitor import __version__
from monitor.cli.command import LateGroup
from monitor.cli.exits import COMPARING, INTERRUPTED, READER_LEFT, TROUBLE
from monitor.cli.session import Session
from monitor.errors import MonitorError

SUMMARIES = {
    "init": "Write a commented config.toml to start from.",
    "add": "Watch one more page of the web.",
    "run": "Check everything that is due once, tell what changed.",
    "check": "Look at one page now.",
    "diff": "Tell what changed between two files, folders or stored versions.",
    "load": "Take snapshots from files and folders into the store.",
    "log": "Tell what changed and when.",
    "show": "Show a page as it is read: what is its body, what is its site's chrome.",
    "blame": "Say since when each paragraph says what it says.",
    "search": "Find where words stand, or stood, on any page.",
    "site": "Show a site's chrome: its regions, their versions, how far a change has rolled out.",
    "explain": "Say which rule decided a change, and on what evidence.",
    "daemon": "Stay, look when something is due, send digests on time.",
    "feed": "Print the changes of everything, a site or a page as a feed.",
    "report": "Write what changed as one HTML file, with both texts side by side.",
    "digest": "Show the digest that waits, or send it.",
    "status": "Say what the store holds, what fails, what waits to be told.",
    "stats": "Say how much came in, what the store takes, which pages are restless.",
    "doctor": "Say whether all is well with the store.",
    "export": "Write captures or changes for other programs.",
    "import": "Take captures from WARC, WACZ, listings of archives and git into the store.",
    "backup": "Copy the store while it is written to.",
    "restore": "Put a backup in the store's place.",
    "reread": "Read the history anew, by today's rules.",
    "thin": "Let old payloads go.",
    "compact": "Make the store's file as small as it can be.",
    "completion": "Print the script that completes commands in your shell.",
}
"""The commands, in the order in which a newcomer meets them."""

SECTIONS = {
    "init": "To begin",
    "run": "To look, and to tell what changed",
    "log": "To ask",
    "daemon": "To stay, and to tell others",
    "status": "To keep all in order",
}
"""The headings of the help, each with the command that it begins at."""

EXAMPLES = """\b
Examples:
  monitor diff before.html after.html
  monitor init && monitor run
  monitor log --json"""

COMPLETE_VARIABLE = "_MONITOR_COMPLETE"


@click.group(
    cls=LateGroup,
    summaries=SUMMARIES,
    sections=SECTIONS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=f"{EXAMPLES}\n\n{COMPARING}\n\n`monitor COMMAND --help` says more of each.",
)
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Watch the pages of institutions and say what changed: once, in one true sentence, with its evidence."""


def main() -> NoReturn:
    """Run the command line, and end the process with its exit code."""
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        code = code or TROUBLE
        _drop_output()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code. Every failure ends here, as one line for people."""
    if instruction := os.environ.get(COMPLETE_VARIABLE):
        from click.shell_completion import shell_complete

        return shell_complete(cli, {}, "monitor", COMPLETE_VARIABLE, instruction)
    _print_whatever_the_locale()
    session = Session()
    try:
        with cli.make_context("monitor", list(arguments), obj=session) as context:
            code = cli.invoke(context)
            sys.stdout.flush()
            return code if isinstance(code, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except (KeyboardInterrupt, click.Abort):
        session.terminal.say("\ninterrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return READER_LEFT
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return TROUBLE
    except Exception as error:  # noqa: BLE001 - the last stop: a bug is told in one line too
        if session.verbosity >= 2:
            import traceback  # slow, and seldom wanted

            for line in "".join(traceback.format_exception(error)).splitlines():
                session.terminal.say(line)
        session.terminal.complain(_explain(error))
        return TROUBLE


def _explain(error: Exception) -> str:
    match error:
        case click.UsageError() if error.ctx:
            return f"{error.format_message()} (see: {error.ctx.command_path} --help)"
        case click.ClickException():
            return error.format_message()
        case MonitorError():
            return str(error)
        case OSError():
            reason = error.strerror or str(error)
            return f"{error.filename}: {reason}" if error.filename else reason
        case MemoryError():
            return "out of memory"
        case _:
            kind = type(error).__name__
            return f"this is a bug in monitor, not in what you gave: {kind}: {error} (-vv shows where)"


def _print_whatever_the_locale() -> None:
    """Signs and other people's letters must not stop a report where the locale is plain ASCII."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """What is still in the buffer has no reader: the interpreter must not complain of it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
