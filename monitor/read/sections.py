"""Which headings does a text stand under?"""

MAX_HEADING_CHARS = 300
"""Of a heading in `Block.section`; some pages put whole articles in a heading."""


class Sections:
    """The path of headings, as far as the walk has come."""

    def __init__(self) -> None:
        self.path: tuple[str, ...] = ()
        self._levels: list[int] = []
        self._around: list[tuple[tuple[str, ...], list[int]]] = []

    def open(self, level: int, heading: str) -> tuple[str, ...]:
        """Put a heading on the path; give the path above it."""
        levels = self._levels
        while levels and levels[-1] >= level:
            levels.pop()
        above = self.path[: len(levels)]
        levels.append(level)
        self.path = (*above, heading[:MAX_HEADING_CHARS])
        return above

    def enter(self) -> None:
        """An element begins whose headings say nothing of what comes after it."""
        self._around.append((self.path, self._levels.copy()))

    def leave(self) -> None:
        self.path, self._levels = self._around.pop()
