"""The models that never saw a host: a page is to be judged by one that was trained without its host."""

import hashlib
from functools import cache
from pathlib import Path

from monitor.separate.learned import Learned

FOLD_MODELS = Path(__file__).parent / "folds"
"""Made by training/separation.py, one a fold."""


def model_for(host: str, folder: Path = FOLD_MODELS) -> Learned | None:
    """The model that was trained without this host; None (what ships) where the models are not there."""
    models = sorted(folder.glob("*.json"))
    if not models:
        return None
    return _load(models[int(hashlib.sha256(host.encode()).hexdigest(), 16) % len(models)])


@cache
def _load(path: Path) -> Learned:
    return Learned.load(path.read_text(encoding="utf-8"))
