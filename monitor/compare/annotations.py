"""Marks that items carry, and where they went.

    before                                  after
    North Ward – Presidency 2025            North Ward
    South Ward                              South Ward – Presidency 2026

Item by item that is two renames. What happened is one thing: the presidency moved. An *annotation* is a mark
at the end of a label, before it, inside it in brackets, or in an element of its own (a badge); which words
it may use is not asked. It *moved* when one item lost it and another gained it. Against accidents:

1. The rest of the label, its core, stays the same on each holder, word by word; never "similar".
2. A mark says something: it has a word of two letters or more (one sign in scripts without spaces) that is
   not a mere joining word, or it is an emblem, or an amount with its currency. Digits alone are none.
   Its core has a letter too.
3. Rarity: if more other siblings keep the mark than lose it, it is a property ("PDF") and not an office, and
   each gain and loss is told by itself.
4. A mark in capitals is only the same as one in capitals: "NEW" is not the "New" of "New York".
5. As many must lose it as gain it. Within one list any mark counts; from one list to another only a mark
   of two words or more.
6. An item that is new, or gone, may be one end ("v2 (current)" is new, "v1 (current)" became "v1"), never
   both.
7. A mark that was only gained or only lost is told as such when brackets, a dash or an element of its
   own set it off, or when others carry it; otherwise the item was renamed ("Conferences" → "Review
   Conferences"). A comma or a colon is enough for a mark with a year ("Brenn: Presidency 2026"), a colon for
   one or two words in small letters ("Manual: latest"); a date is a date and no mark.
8. A mark became another when both are set off so, and both are short; else the item was renamed.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from monitor.compare.dates import has_date
from monitor.compare.entries import Entry, compare_marks, says_something, splits_of_entry
from monitor.compare.labels import Split
from monitor.model import ChangeType


class Annotation(NamedTuple):
    """What happened to one mark."""

    type: ChangeType
    annotation: str
    """The mark, without its year."""
    from_item: str
    to_item: str
    from_year: str
    to_year: str
    before_at: tuple[int, ...]
    """The entries before that this accounts for."""
    after_at: tuple[int, ...]
    rule: str
    evidence: tuple[str, ...]


class _End(NamedTuple):
    """One item losing or gaining a mark."""

    before_at: int
    after_at: int
    split: Split
    group: int


MAX_REPLACED_TOKENS = 4
"""Two longer marks on one core are two texts that begin alike."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:\s?[-–—/]\s?(?:(?:19|20)\d\d|\d\d))?(?!\d)")
_EDGES = " \t,;:/|·•–—-−()[]{}（）［］【】"


def find_annotations(
    before: Sequence[Entry], after: Sequence[Entry], pairs: Iterable[tuple[int, int]]
) -> tuple[Annotation, ...]:
    """Tell marks that moved, came, went or changed among siblings.

    `pairs` says which entry before is which entry after; unchanged ones belong into it too, they are the
    evidence of what is usual. What has no partner counts as removed or added.

    >>> before = [Entry("Ada (chair)"), Entry("Ben"), Entry("Eve")]
    >>> after = [Entry("Ada"), Entry("Ben (chair)"), Entry("Eve")]
    >>> [told] = find_annotations(before, after, [(0, 0), (1, 1), (2, 2)])
    >>> told.annotation, told.from_item, told.to_item
    ('chair', 'Ada', 'Ben')
    """
    pairs = list(pairs)
    told: list[Annotation] = []
    losses: dict[_Key, list[_End]] = defaultdict(list)
    gains: dict[_Key, list[_End]] = defaultdict(list)
    both: dict[tuple[int, int], tuple[Split, Split]] = {}
    for i, j in pairs:
        lost, gained = compare_marks(before[i], after[j])
        if lost is not None and gained is not None:
            both[i, j] = lost, gained
            if lost.mark_key == gained.mark_key:
                continue
        if lost is not None and says_something(lost):
            losses[_key(lost)].append(_End(i, j, lost, before[i].group))
        if gained is not None and says_something(gained):
            gains[_key(gained)].append(_End(i, j, gained, after[j].group))

    if not losses and not gains:
        told += [_changed(i, j, *marks) for (i, j), marks in both.items() if _is_value_change(*marks)]
        return tuple(told)
    marked = _Marked(before, after, pairs, losses.keys() | gains.keys())
    moves = _find_moves(marked, losses, gains)
    told += [_moved(lost, gained, rule) for lost, gained, rule in moves]
    used = {id(end) for lost, gained, _ in moves for end in (lost, gained)}
    touched = {at for t in told for at in t.before_at}
    for (i, j), marks in both.items():
        if i not in touched and _is_value_change(*marks):
            told.append(_changed(i, j, *marks))
    for ends, kind in ((losses, ChangeType.ANNOTATION_REMOVED), (gains, ChangeType.ANNOTATION_ADDED)):
        for key, those in ends.items():
            for end in those:
                # Where one mark took the place of another, and neither moved, the mark changed or the
                # item was renamed.
                replaced = (end.before_at, end.after_at) in both and end.before_at not in touched
                if id(end) in used or replaced:
                    continue
                others = len(marked.holders.get(key, set()) - {end.before_at})
                entry = after[end.after_at] if kind is ChangeType.ANNOTATION_ADDED else before[end.before_at]
                if end.split.firm or others or _is_loose_mark(entry, end.split):
                    told.append(_alone(kind, end, others))
    return tuple(sorted(told, key=lambda t: t.before_at))


_Key = tuple[str, bool]


def _key(split: Split) -> _Key:
    return split.mark_key, split.mark.isupper()


class _Marked:
    """Who else carries the marks in question: the evidence for guards 3, 6 and 7."""

    def __init__(
        self,
        before: Sequence[Entry],
        after: Sequence[Entry],
        pairs: Sequence[tuple[int, int]],
        keys: Iterable[_Key],
    ) -> None:
        self.holders: dict[_Key, set[int]] = defaultdict(set)
        """Entries before that carry it, set off, on either side."""
        self.kept: dict[tuple[_Key, int], int] = defaultdict(int)
        """How many of a group carry it on both sides."""
        # Splitting each label costs more than all else here: ask only labels that hold a word of a mark.
        words = {max(key[0].split(), key=len) for key in keys}
        for i, j in pairs:
            there = self._marks(before[i], words)
            here = there if before[i] == after[j] else self._marks(after[j], words)
            for key in there | here:
                self.holders[key].add(i)
            for key in there & here:
                self.kept[key, before[i].group] += 1
        self.gone = self._whole_items(before, {i for i, _ in pairs}, words)
        self.new = self._whole_items(after, {j for _, j in pairs}, words)

    @staticmethod
    def _hints(entry: Entry, words: set[str]) -> bool:
        text = unicodedata.normalize("NFKC", f"{entry.text} {entry.badges} {entry.mark}").casefold()
        return any(word in text or "#" in word for word in words)

    def _marks(self, entry: Entry, words: set[str]) -> set[_Key]:
        return {_key(s) for s in splits_of_entry(entry) if s.set_off} if self._hints(entry, words) else set()

    def _whole_items(
        self, entries: Sequence[Entry], paired: set[int], words: set[str]
    ) -> dict[tuple[_Key, int], list[_End]]:
        found: dict[tuple[_Key, int], list[_End]] = defaultdict(list)
        for at, entry in enumerate(entries):
            if at not in paired and self._hints(entry, words):
                for split in splits_of_entry(entry):
                    if split.set_off and says_something(split):
                        found[_key(split), entry.group].append(_End(-1, -1, split, entry.group))
        return found


_Move = tuple[_End, _End, str]


def _find_moves(
    marked: _Marked, losses: dict[_Key, list[_End]], gains: dict[_Key, list[_End]]
) -> list[_Move]:
    moves: list[_Move] = []
    for key in sorted(losses.keys() | gains.keys()):
        lost, gained = losses.get(key, []), gains.get(key, [])
        left_lost: list[_End] = []
        left_gained: list[_End] = []
        for group in sorted({end.group for end in (*lost, *gained)}):
            these_lost = [end for end in lost if end.group == group]
            these_gained = [end for end in gained if end.group == group]
            if marked.kept.get((key, group), 0) > max(1, len(these_lost)):  # guard 3
                continue
            arrived, left = marked.new.get((key, group), []), marked.gone.get((key, group), [])
            if len(these_lost) == len(these_gained):
                moves += _couple(these_lost, these_gained, "annotation/siblings")
            elif not these_gained and len(arrived) == len(these_lost):
                moves += _couple(these_lost, arrived, "annotation/new item")
            elif not these_lost and len(left) == len(these_gained):
                moves += _couple(left, these_gained, "annotation/removed item")
            else:
                left_lost += these_lost
                left_gained += these_gained
        if len(left_lost) == len(left_gained) and len(key[0].split()) >= 2:  # guard 5
            moves += _couple(left_lost, left_gained, "annotation/lists")
    return moves


def _couple(lost: list[_End], gained: list[_End], rule: str) -> list[_Move]:
    """Who lost it to whom: the same wording first, then in order."""
    rest = list(gained)
    moves: list[_Move] = []
    waiting = []
    for end in lost:
        same = next((g for g in rest if g.split.mark == end.split.mark), None)
        if same is None:
            waiting.append(end)
        else:
            rest.remove(same)
            moves.append((end, same, rule))
    return moves + [(a, b, rule) for a, b in zip(waiting, rest, strict=True)]


def _years_of(mark: str) -> tuple[str, str]:
    """A mark without its year, and the year.

    >>> _years_of("Presidency 2025/26")
    ('Presidency', '2025/26')
    """
    found = _YEAR.search(mark)
    if found is None:
        return mark, ""
    bare = f"{mark[: found.start()].rstrip(_EDGES)} {mark[found.end() :].lstrip(_EDGES)}".strip(_EDGES)
    return (bare, found[0]) if bare else (mark, "")


_COUNT = re.compile(r"\s*[(\[]\d[\d.,]*[)\]]$")


def _name(core: str) -> str:
    """An item without the count behind it.

    >>> _name("Lakes (1,204)")
    'Lakes'
    """
    return _COUNT.sub("", core) or core


def _at(*places: int) -> tuple[int, ...]:
    return tuple(place for place in places if place >= 0)


def _moved(lost: _End, gained: _End, rule: str) -> Annotation:
    from_mark, from_year = _years_of(lost.split.mark)
    to_mark, to_year = _years_of(gained.split.mark)
    whole = [
        f"{end.split.core} is {word}" for end, word in ((lost, "gone"), (gained, "new")) if end.before_at < 0
    ]
    return Annotation(
        ChangeType.ANNOTATION_MOVED,
        to_mark if gained.before_at >= 0 else from_mark,
        _name(lost.split.core),
        _name(gained.split.core),
        from_year,
        to_year,
        _at(lost.before_at, gained.before_at),
        _at(lost.after_at, gained.after_at),
        rule,
        (
            f"{lost.split.core} lost “{lost.split.mark}”",
            f"{gained.split.core} gained “{gained.split.mark}”",
            *whole,
        ),
    )


def _is_value_change(before: Split, after: Split) -> bool:
    """The same mark with another number, or one short mark for another (guard 8)."""
    if not (says_something(before) and says_something(after)):
        return False
    if before.mark_key == after.mark_key:
        return (before.firm and after.firm) or _has_year(before.mark)
    lengths = len(before.mark_key.split()), len(after.mark_key.split())
    return before.firm and after.firm and max(lengths) <= MAX_REPLACED_TOKENS


def _is_loose_mark(entry: Entry, split: Split) -> bool:
    """What a comma or a colon sets off, and is a mark all the same (guard 7)."""
    if not split.set_off:
        return False
    if _has_year(split.mark):
        return True
    rest = entry.text[len(split.core) :].lstrip() if entry.text.startswith(split.core) else ""
    return rest[:1] in (":", "：") and split.mark.islower() and len(split.mark_key.split()) <= 2


def _has_year(mark: str) -> bool:
    """Has it a year, and words that are no date?"""
    return _YEAR.search(mark) is not None and not has_date(mark)


def _changed(i: int, j: int, lost: Split, gained: Split) -> Annotation:
    mark, from_year = _years_of(lost.mark)
    after_mark, to_year = _years_of(gained.mark)
    return Annotation(
        ChangeType.ANNOTATION_CHANGED,
        mark if mark == after_mark else after_mark,
        _name(gained.core),
        _name(gained.core),
        from_year,
        to_year,
        (i,),
        (j,),
        "annotation/value",
        (f"“{lost.mark}” became “{gained.mark}”",),
    )


def _alone(kind: ChangeType, end: _End, others: int) -> Annotation:
    mark, year = _years_of(end.split.mark)
    removed = kind is ChangeType.ANNOTATION_REMOVED
    return Annotation(
        kind,
        mark,
        _name(end.split.core) if removed else "",
        "" if removed else _name(end.split.core),
        year if removed else "",
        "" if removed else year,
        (end.before_at,),
        (end.after_at,),
        "annotation/set off" if end.split.firm else "annotation/carried by others",
        (f"{others} other items carry it",) if others else ("no other item carries it",),
    )
