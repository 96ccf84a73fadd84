"""Which node of one forest is which node of another."""

from collections.abc import Iterable, Iterator

from monitor.compare.trees import Forest


class Matching:
    """One to one. −1 for none."""

    def __init__(self, before: Forest, after: Forest) -> None:
        self.before = before
        self.after = after
        self.to_after = [-1] * len(before)
        self.to_before = [-1] * len(after)
        self.rules: dict[int, tuple[str, str]] = {}
        """By node before: which rule paired it, and what it saw. Nothing for an equal item in its place."""

    def pair(self, i: int, j: int, rule: str = "", saw: str = "") -> None:
        self.to_after[i] = j
        self.to_before[j] = i
        if rule:
            self.rules[i] = (rule, saw)

    def items(self) -> Iterator[tuple[int, int]]:
        """Pairs of items (not of regions), in the order before."""
        for i in range(len(self.before.regions), len(self.before)):
            j = self.to_after[i]
            if j >= 0:
                yield i, j

    def free_before(self, nodes: Iterable[int]) -> list[int]:
        return [i for i in nodes if self.to_after[i] < 0]

    def free_after(self, nodes: Iterable[int]) -> list[int]:
        return [j for j in nodes if self.to_before[j] < 0]
