"""How a node of a menu is named in a change: its region, the type of its change, what bears it out."""

from monitor.compare.events import Event
from monitor.compare.matching import Matching
from monitor.compare.trees import Forest
from monitor.model import Change, ChangeType, RegionKind

TEXT_WORDS = 6
"""A plain text of this many words in a footer or a banner is a text and no menu item."""


def is_text(forest: Forest, node: int) -> bool:
    """A footer's address or copyright line, a banner's sentence: words that are not there to click."""
    if forest.targets[node] or forest.children[node]:
        return False
    kind, label = forest.region_of(node).kind, forest.labels[node]
    words = len(label.split())
    ends = label.endswith((".", "!", "?", "。"))
    if kind in (RegionKind.FOOTER, RegionKind.OTHER):
        return words >= TEXT_WORDS or "©" in label or ends
    return words >= 2 * TEXT_WORDS or (words >= TEXT_WORDS and ends)


def is_in_sentence(forest: Forest, node: int) -> bool:
    """A link inside of a sentence ("you accept our terms"): when its words change, the sentence says so."""
    above = forest.parents[node]
    if forest.is_root(above) or forest.children[node]:
        return False
    sentence = forest.labels[above]
    return forest.labels[node] in sentence and len(sentence.split()) >= TEXT_WORDS


def types_of(forest: Forest, node: int) -> tuple[ChangeType, ChangeType, ChangeType]:
    """Added, removed, edited: as this node is called."""
    if is_text(forest, node):
        return ChangeType.PARAGRAPH_ADDED, ChangeType.PARAGRAPH_REMOVED, ChangeType.PARAGRAPH_EDITED
    return ChangeType.MENU_ADDED, ChangeType.MENU_REMOVED, ChangeType.MENU_RENAMED


def kin(matching: Matching, i: int, j: int) -> tuple[str, ...]:
    """What stayed with a pair of items: its target, its children."""
    before, after = matching.before, matching.after
    same = before.keys[i] == after.keys[j] != ""
    below = sum(1 for child in before.children[i] if matching.to_after[child] >= 0)
    one, two = before.targets[i], after.targets[j]
    retargeted = one and two and not same and before.labels[i] != after.labels[j]
    return (
        *(("same target",) if same else ()),
        *((f"its target changed too: {one} → {two}",) if retargeted else ()),
        *((f"{below} items below stayed with it",) if below else ()),
    )


def listed(forest: Forest, node: int, change: Change, targets: tuple[str, ...]) -> Event:
    """The event of this change, with the list in which its node stands."""
    heading, among = forest.list_of(node)
    return Event(change, targets, among=among, heading=heading)
