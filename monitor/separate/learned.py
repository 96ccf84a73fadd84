"""What was learned from labelled pages: weights of words, and two forests that ask about features.

`learned.json` is made by `training/separation.py`; each of its lines is a word with its weight or a tree with
its questions, so that a change of it can be read.
"""

import json
from functools import cache
from importlib import resources
from typing import Any, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from monitor.model import Document
from monitor.separate import context, features
from monitor.separate.features import Floats, Layout
from monitor.separate.groups import find_groups
from monitor.separate.smooth import close_landmarks, share_entries
from monitor.separate.trees import Forest
from monitor.separate.words import Words

SURE = 0.995
"""No likelihood goes beyond this, so that its odds stay a number."""


class Judgement(NamedTuple):
    """What is thought of the blocks of a page, and what that was seen by."""

    likely: Floats
    """How likely each block is body."""
    words: Floats
    found: npt.NDArray[np.float32]
    """The features."""
    layout: Layout


class Learned:
    """Says how likely each block of a page is body."""

    def __init__(self, model: dict[str, Any]) -> None:
        self.words = Words(model["names"], model["texts"])
        self._first = Forest(model["first"], features.NAMES)
        self._second = Forest(model["second"], features.NAMES + context.NAMES)

    @classmethod
    def load(cls, text: str) -> Self:
        return cls(json.loads(text))

    def judge(self, document: Document) -> Judgement:
        """What to think of each block. There must be blocks."""
        found, layout = features.find_features(document, self.words)
        first = as_likely(self._first.ask(found))
        likely = close_landmarks(first, found)
        words, _ = features.words_and_headings(found)
        groups = find_groups(document.containers, layout)
        around = context.find_context(likely, found, layout, groups)
        likely = as_likely(self._second.ask(np.concatenate((found, around))))
        likely = close_landmarks(share_entries(likely, words, groups), found, first)
        return Judgement(likely, words, found, layout)


def as_likely(odds: Floats) -> Floats:
    """Log odds as a likelihood."""
    return np.clip(1.0 / (1.0 + np.exp(-odds)), 1.0 - SURE, SURE)


@cache
def learned() -> Learned:
    """The model that ships; read once, when the first page is separated."""
    return Learned.load((resources.files("monitor.separate") / "learned.json").read_text(encoding="utf-8"))
