"""Text extracts say of themselves what is chrome: their reader puts the outline on top into a menu."""

from monitor.model import Document, Landmark

PROSE_CHARS = 120
"""From so many characters on a line is surely prose: few menus have such labels."""


def judge_plainly(document: Document) -> list[float]:
    """How likely each block is body."""
    likely = []
    for block in document.blocks:
        in_menu = document.containers[block.container].landmark is Landmark.NAVIGATION
        likely.append((0.2 if in_menu else 0.7) + (0.25 if len(block.text) > PROSE_CHARS else 0.0))
    return likely
