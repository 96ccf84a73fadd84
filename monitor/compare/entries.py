"""One item with a mark, or without: which item of a list is which, whatever marks came or went.

    North Ward – Presidency 2025   →   North Ward          the same item: one label is the other's core

What became of the marks themselves is told by `annotations`.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from monitor.compare.labels import Split, label_key, mask, splits_of, tokens_of

_JOINING_WORDS = """
a an and at by for from in of on or the to with de des du et la le les en au aux der die das und im am von zu
y el los las del e il lo da do dos das и в на с по для к"""
_JOINING = frozenset(_JOINING_WORDS.split())

_Core = tuple[int, str]


class Entry(NamedTuple):
    """One sibling: an item of a menu or a list, a cell of a column."""

    text: str
    badges: tuple[str, ...] = ()
    group: int = 0
    """Siblings have the same number, on both sides."""
    mark: str | None = None
    """The mark, where the page itself keeps it apart from `text` (another column of the row)."""


def pair_by_core(
    before: Sequence[Entry], after: Sequence[Entry], *, bare: bool = False
) -> list[tuple[int, int]]:
    """Pair what has no partner yet when one text is the other's core, or both have the same core.

    Entries are paired within their group, and only when no second one could be meant. With `bare` one of the
    two has no mark, and something sets the other's off.
    """
    pairs: list[tuple[int, int]] = []
    taken_before: set[int] = set()
    taken_after: set[int] = set()

    def offer(index_before: dict[_Core, list[int]], index_after: dict[_Core, list[int]]) -> None:
        for key, those in index_before.items():
            left = [i for i in those if i not in taken_before]
            right = [j for j in index_after.get(key, ()) if j not in taken_after]
            if len(left) == len(right) == 1:
                pairs.append((left[0], right[0]))
                taken_before.add(left[0])
                taken_after.add(right[0])

    plain_before, plain_after = _index_plain(before), _index_plain(after)
    off_before, any_before = _index_cores(before, plain_after)
    off_after, any_after = _index_cores(after, plain_before)
    offer(off_before, plain_after)
    offer(plain_before, off_after)
    if bare:
        return sorted(pairs)
    # Both with a mark: the core must come first, or "Grants – new" and "Jobs – new" would share "new".
    offer(_leading(before, off_before), _leading(after, off_after))
    offer(any_before, plain_after)
    offer(plain_before, any_after)
    return sorted(pairs)


def compare_marks(before: Entry, after: Entry) -> tuple[Split | None, Split | None]:
    """The mark that was lost and the one that was gained, when the core is the same on both sides."""
    if before == after or (before.text == after.text and before.mark == after.mark and before.mark is None):
        return None, None
    key_before, key_after = _plain_key(before), _plain_key(after)
    if key_before == key_after:
        return None, None
    splits_before = splits_of_entry(before)
    lost = next((s for s in splits_before if s.core_key == key_after), None)
    if lost is not None:
        return lost, None
    splits_after = splits_of_entry(after)
    gained = next((s for s in splits_after if s.core_key == key_before), None)
    if gained is not None:
        return None, gained
    cores = {s.core_key: s for s in splits_after if s.set_off}
    common = [(s, cores[s.core_key]) for s in splits_before if s.set_off and s.core_key in cores]
    return max(common, key=lambda pair: len(pair[0].core_key), default=(None, None))


def splits_of_entry(entry: Entry) -> tuple[Split, ...]:
    if entry.mark is None:
        return splits_of(entry.text, entry.badges)
    mark_key = " ".join(mask(t.key) for t in tokens_of(entry.mark))
    core_key = label_key(entry.text)
    return (Split(core_key, entry.text, entry.mark, mark_key, True, True),) if mark_key and core_key else ()


def _plain_key(entry: Entry) -> str:
    """What the entry is when it carries no mark."""
    key = label_key(entry.text)
    return f"{key} \N{SYMBOL FOR UNIT SEPARATOR} {entry.mark}" if entry.mark else key


def _index_plain(entries: Sequence[Entry]) -> dict[_Core, list[int]]:
    index: dict[_Core, list[int]] = defaultdict(list)
    for at, entry in enumerate(entries):
        index[entry.group, _plain_key(entry)].append(at)
    return index


def _index_cores(
    entries: Sequence[Entry], plain: dict[_Core, list[int]]
) -> tuple[dict[_Core, list[int]], dict[_Core, list[int]]]:
    """Entries by the cores that they may have: those set off from their mark, and all that are in `plain`."""
    set_off: dict[_Core, list[int]] = defaultdict(list)
    every: dict[_Core, list[int]] = defaultdict(list)
    for at, entry in enumerate(entries):
        cores: dict[_Core, bool] = {}
        for split in splits_of_entry(entry):
            core = entry.group, split.core_key
            if (split.set_off or core in plain) and says_something(split):
                cores[core] = cores.get(core, False) or split.set_off
        for core, is_set_off in cores.items():
            every[core].append(at)
            if is_set_off:
                set_off[core].append(at)
    return set_off, every


def _leading(entries: Sequence[Entry], cores: dict[_Core, list[int]]) -> dict[_Core, list[int]]:
    return {
        core: [at for at in those if label_key(entries[at].text).startswith(core[1])]
        for core, those in cores.items()
    }


def says_something(split: Split) -> bool:
    """Is there a word in the mark of two letters or more (one sign in dense scripts) that is not a mere
    joining word, or is it an emblem, or an amount with its currency? And is there a letter in the core?"""
    if not any(c.isalpha() for c in split.core_key):
        return False
    for key in split.mark_key.split():
        if key in _JOINING:
            continue
        letters = sum(c.isalpha() for c in key)
        if letters > 1 or (letters and key > "\u0e00"):
            return True
        category = unicodedata.category(key[0])
        if category == "So" or (category == "Sc" and "#" in split.mark_key):
            return True
    return False
