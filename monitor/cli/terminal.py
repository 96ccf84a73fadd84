"""The sink: everything that reaches stdout or stderr goes through here.

Pages are hostile. A page's text can hold escape sequences that rewrite the terminal, and bidirectional
controls that make a line read as something else. So no control character of a text is ever printed: each
becomes one visible character (so that widths stay what they were), or its escape where the output is JSON.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, TextIO

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from monitor.digest import Line, Tone

DEFAULT_COLUMNS = 80
MANY_STEPS = 20
"""Fewer are done before a bar could be read."""
MAX_COLUMNS = 100
"""Longer lines than this are hard to read, however wide the window is."""

# C0 and C1 controls (ECMA-48), soft hyphen, bidirectional controls (UAX #9), line and paragraph separators,
# zero-width characters that hide or join nothing, interlinear annotations, lone surrogates (UTF-8 cannot
# carry them), the byte order mark and the tag characters, which spell invisible words.
# Not U+200C and U+200D: Persian, Indic scripts and emoji need them.
UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e0fff]"
)
STYLES: dict[str, dict[str, Any]] = {
    "strong": {"bold": True},
    "faint": {"dim": True},
    "added": {"fg": "green"},
    "removed": {"fg": "red", "strikethrough": True},
    "changed": {"fg": "yellow"},
    "moved": {"fg": "cyan"},
}
"""How the tones of a line look."""

BLANKS = frozenset("\t\n\v\f\r\x85\u2028\u2029")


class Colour(StrEnum):
    """What --color takes."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def escape(text: str) -> str:
    r"""Make each control character of a text one visible character.

    >>> escape("a\x1b[31mb\u202ec\nd")
    'a␛[31mb�c d'
    """
    return UNPRINTABLE.sub(_show, text)


def escape_json(text: str) -> str:
    r"""Make each control character in JSON its \u escape: another spelling of the same value.

    >>> escape_json('["a\u202eb", "\U000e0041"]')
    '["a\\u202eb", "\\udb40\\udc41"]'
    """
    return UNPRINTABLE.sub(_spell, text)


class Terminal:
    """Where a command says what it has to say: data on stdout, talk on stderr."""

    def __init__(self, colour: Colour = Colour.AUTO) -> None:
        self._paints = wants_colour(colour, sys.stdout)
        self._paints_talk = wants_colour(colour, sys.stderr)

    @property
    def columns(self) -> int:
        """How wide a line of the report may be."""
        if not sys.stdout.isatty() and "COLUMNS" not in os.environ:
            return DEFAULT_COLUMNS
        import shutil

        return max(20, min(MAX_COLUMNS, shutil.get_terminal_size((DEFAULT_COLUMNS, 24)).columns))

    @property
    def _speaks_unicode(self) -> bool:
        """Where it does not, a report has "?" for what it cannot say; JSON can spell it, and must."""
        return (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"

    def print_lines(self, lines: Iterable["Line"]) -> None:
        """Print a report, wrapped to the terminal's width."""
        from monitor.digest import wrap

        columns = self.columns
        for line in lines:
            for row in wrap(line, columns):
                click.echo("".join(self._paint(part.text, part.tone) for part in row).rstrip(), color=True)

    def print_json(self, values: Iterable[object], *, one_a_line: bool = False) -> None:
        """Print JSON: one array, or one value a line."""
        import json

        texts = (escape_json(json.dumps(value, ensure_ascii=not self._speaks_unicode)) for value in values)
        if one_a_line:
            for text in texts:
                click.echo(text)
            return
        opened = False
        for text in texts:
            click.echo(",\n " if opened else "[", nl=False)
            click.echo(text, nl=False)
            opened = True
        click.echo("]" if opened else "[]")

    def print_object(self, value: object) -> None:
        """Print one JSON value, laid out for people too."""
        import json

        for line in json.dumps(value, ensure_ascii=not self._speaks_unicode, indent=2).split("\n"):
            click.echo(escape_json(line))

    def flush(self) -> None:
        """Hand over what was printed. Raises: OSError, when nobody could take it."""
        sys.stdout.flush()

    def say(self, text: str) -> None:
        """Talk: on stderr, so that stdout is data alone."""
        click.echo(escape(text), err=True)

    def complain(self, text: str) -> None:
        """Say in one line what is wrong."""
        name = click.style("monitor:", fg="red", bold=True) if self._paints_talk else "monitor:"
        click.echo(f"{name} {escape(text)}", err=True, color=self._paints_talk)

    @contextmanager
    def progress(self, label: str) -> Iterator["Advance"]:
        """Show how far a long work is and how long it still takes, on a terminal only."""
        with ExitStack() as stack:
            bar: ProgressBar[str] | None = None

            def advance(done: int, total: int, said: str = "") -> None:
                nonlocal bar
                if bar is None and total >= MANY_STEPS and sys.stderr.isatty():
                    fresh: ProgressBar[str] = click.progressbar(
                        length=total,
                        label=label,
                        file=sys.stderr,
                        show_pos=True,
                        item_show_func=lambda said: said,
                    )
                    bar = stack.enter_context(fresh)
                if bar is not None:
                    bar.length = total
                    bar.update(done - bar.pos, said)

            yield advance

    def _paint(self, text: str, tone: "Tone") -> str:
        style = STYLES.get(tone.value)
        return click.style(escape(text), **style) if self._paints and style else escape(text)


class Advance(Protocol):
    """Hears how far a work is."""

    def __call__(self, done: int, total: int, said: str = "") -> None:
        """`said`: what else there is to say of it, beside the time left."""


def wants_colour(colour: Colour, stream: TextIO) -> bool:
    """--color decides; then NO_COLOR (no-color.org: set and not empty); then whether a terminal looks on."""
    if colour is not Colour.AUTO:
        return colour is Colour.ALWAYS
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def _show(match: re.Match[str]) -> str:
    character = match[0]
    if character in BLANKS:
        return " "
    if character < " ":
        return chr(0x2400 + ord(character))  # the Control Pictures block: U+241B shows ESC
    return "␡" if character == "\x7f" else "\N{REPLACEMENT CHARACTER}"


def _spell(match: re.Match[str]) -> str:
    raw = match[0].encode("utf-16-be", "surrogatepass")
    # JSON's own blanks between values never come here: json.dumps writes none but spaces.
    return "".join(f"\\u{raw[at] << 8 | raw[at + 1]:04x}" for at in range(0, len(raw), 2))
