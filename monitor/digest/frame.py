"""The words around the changes, in the reader's language. A language is a file in `frames/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

DEFAULT = "en"


@dataclass(frozen=True, slots=True)
class Frame:
    """One language's words."""

    language: str
    direction: str
    date: str
    months: tuple[str, ...]
    text: Mapping[str, str]
    counted: Mapping[str, Mapping[str, str]]

    def say(self, key: str, **values: object) -> str:
        """A phrase, filled in."""
        return self.text[key].format(**values)

    def count(self, key: str, count: int) -> str:
        """A counted phrase in its right plural.

        >>> frame("ru").count("changes", 22)
        '22 изменения'
        """
        forms = self.counted[key]
        form = forms.get(plural(self.language, count)) or forms["other"]
        return form.format(count=count)

    def moment(self, moment: datetime, zone: tzinfo) -> str:
        """A moment to the minute, where the reader is.

        >>> from datetime import UTC
        >>> frame("fr").moment(datetime(2026, 1, 12, 9, 5, tzinfo=UTC), UTC)
        '12 janv. 2026 09:05'
        """
        local = moment.astimezone(zone)
        # Not strftime's own month names: they follow the machine's locale, not the reader's.
        # No "03 Nov" either: there is no way to ask strftime for a day without its zero on every system.
        named = self.date.replace("%b", self.months[local.month - 1]).replace("%d", str(local.day))
        return local.strftime(named)


def plural(language: str, count: int) -> str:
    """The plural category of a whole number (Unicode CLDR, plural rules).

    >>> [plural("ru", n) for n in (1, 2, 5, 11, 21, 22)]
    ['one', 'few', 'many', 'many', 'one', 'few']
    """
    match language:
        case "fr":
            return "one" if count in (0, 1) else "other"
        case "ru":
            ones, tens = count % 10, count % 100
            if ones == 1 and tens != 11:
                return "one"
            return "few" if 2 <= ones <= 4 and not 12 <= tens <= 14 else "many"
        case _:
            return "one" if count == 1 else "other"


def _folder() -> Traversable:
    from importlib.resources import files  # with it come twenty modules, and few commands write a digest

    return files("monitor.digest") / "frames"


def languages() -> tuple[str, ...]:
    """The languages that there are frames for."""
    names = (file.name for file in _folder().iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


@cache
def frame(language: str) -> Frame:
    """The frame of a language ("fr", "fr-CH"), English where there is none."""
    import tomllib

    name = language.partition("-")[0].lower()
    if name not in languages():
        name = DEFAULT
    values = tomllib.loads((_folder() / f"{name}.toml").read_text("utf-8"))
    return Frame(
        language=values["language"],
        direction=values["direction"],
        date=values["date"],
        months=tuple(values["months"]),
        text=values["text"],
        counted=values["counted"],
    )
