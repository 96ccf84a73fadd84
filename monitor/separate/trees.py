"""A forest of small trees, read from a text file and asked for all blocks of a page at once.

Each tree asks the same question of all its nodes on one level (an oblivious tree), so that the answers of a
level are one comparison, and the leaf of a block is the number that its answers spell in binary.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

CHUNK = 128
"""Blocks that are asked for at a time: each takes 4 kB for a moment. With fewer, asking takes longer."""


class Forest:
    """Gives the log odds that a block is body."""

    def __init__(self, model: dict[str, Any], names: tuple[str, ...]) -> None:
        """`model` as the training writes it; `names` are those of the rows that it will be asked about."""
        row_of = {name: row for row, name in enumerate(names)}
        trees = model["trees"]
        self._depth = len(trees[0]["splits"])
        asked = [(row_of[name], border) for tree in trees for name, border in tree["splits"]]
        questions = sorted(set(asked))
        number_of = {question: number for number, question in enumerate(questions)}
        self._rows = np.array([row for row, _ in questions], np.intp)
        self._borders = np.array([border for _, border in questions], np.float32)[:, None]
        by_level = [
            number_of[asked[tree * self._depth + level]]
            for level in range(self._depth)
            for tree in range(len(trees))
        ]
        self._asked = np.array(by_level, np.intp)
        self._leaves = np.array([tree["leaves"] for tree in trees], np.float32).ravel()
        self._offsets = (np.arange(len(trees), dtype=np.int32) << self._depth)[:, None]
        self._bias = float(model["bias"])

    def ask(self, features: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """The log odds for each column of `features`."""
        count = features.shape[1]
        odds = np.empty(count)
        for start in range(0, count, CHUNK):
            answers = features[self._rows, start : start + CHUNK] > self._borders
            levels = (
                answers.take(self._asked, axis=0).view(np.uint8).reshape(self._depth, -1, answers.shape[1])
            )
            leaves = levels[-1].copy()
            for level in levels[-2::-1]:  # np.packbits does the same fifty times slower
                leaves += leaves
                leaves |= level
            odds[start : start + CHUNK] = self._leaves.take(leaves + self._offsets).sum(axis=0)
        return odds + self._bias
