"""What a page changes at every look, learned from its own history.

12 March   Rate of the day: 1.0842          told
13 March   Rate of the day: 1.0867          told
…          (four looks in a row, and nothing else on the page changed)
17 March   Rate of the day: 1.0851          held back as "restless", counted, shown on request

No list of words knows such texts. A text is restless when it changed at each of the last captures that
changed at all, one state leading to the next, while nothing but restless texts changed with it; or when it
went to and fro between two states, whatever else changed:

1 May      Try the spring sale  →  Ask us first     told: somebody wrote it
2 May      Ask us first  →  Try the spring sale     told: somebody took it back
3 May      Try the spring sale  →  Ask us first     told: again?
4 May      Ask us first  →  Try the spring sale     held back: the page serves the one or the other
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence

from monitor.model import Change, ChangeType, Where

RESTLESS_AFTER = 4
"""Captures in a row. Who watches the page has been told as often, and knows by then."""

ALTERNATES_AFTER = 3
"""Times to and fro in RESTLESS_AFTER captures. What came back once was taken back; twice nobody does that."""

EDITS = frozenset(
    {
        ChangeType.PARAGRAPH_EDITED,
        ChangeType.LIST_ITEM_EDITED,
        ChangeType.HEADING_CHANGED,
        ChangeType.TABLE_ROW_EDITED,
        ChangeType.TABLE_CELL_CHANGED,
        ChangeType.NUMBER_CHANGED,
        ChangeType.DATE_CHANGED,
        ChangeType.NOISE,
    }
)
"""One text took another's place. Noise among them is what was held back as restless before."""

RESTLESS = "restless"
"""The kind of noise."""


def restless_texts(past: Sequence[Sequence[Change]]) -> frozenset[str]:
    """The texts that are restless now, from what changed at the last captures, the newest first.

    >>> from monitor.model import Where
    >>> def at(day):
    ...     number = ChangeType.NUMBER_CHANGED
    ...     return [Change(type=number, where=Where.BODY, before=f"{day - 1}", after=f"{day}")]
    >>> restless_texts([at(17), at(16), at(15), at(14)]), restless_texts([at(17), at(16), at(15)])
    (frozenset({'17'}), frozenset())
    """
    return _ticking(past) | _alternating(past)


def is_restless(change: Change, texts: frozenset[str]) -> bool:
    """Is this what restless texts do? `texts` are those of `restless_texts`."""
    text = change.before if change.before is not None else change.after
    return text in texts and change.where is Where.BODY


def _ticking(past: Sequence[Sequence[Change]]) -> frozenset[str]:
    if len(past) < RESTLESS_AFTER:
        return frozenset()
    last = past[:RESTLESS_AFTER]
    chains = {str(newest.after): _chain(newest, last) for newest in last[0]}
    whole = {after: chain for after, chain in chains.items() if len(chain) == RESTLESS_AFTER}
    for step, changes in enumerate(last):
        explained = {id(chain[step]) for chain in whole.values()}
        if any(id(change) not in explained for change in changes):
            return frozenset()  # something else happened too: then the page is alive, and all of it is told
    return frozenset(whole)


def _alternating(past: Sequence[Sequence[Change]]) -> frozenset[str]:
    """Texts that took turns with one other text, or with nothing: that which is there, or was."""
    turns: dict[Hashable, list[Change]] = defaultdict(list)
    for change in (change for changes in past[:RESTLESS_AFTER] for change in changes):
        if not isinstance(change.before, tuple) and not isinstance(change.after, tuple):
            those = turns[frozenset((change.before, change.after)), change.text]
            if not those or those[-1].before == change.after:
                those.append(change)
    newest = [those[0] for those in turns.values() if len(those) >= ALTERNATES_AFTER]
    return frozenset(str(one.before if one.after is None else one.after) for one in newest)


def _chain(newest: Change, past: Sequence[Sequence[Change]]) -> list[Change]:
    """How a text came about: the change that made it, the one that made what was before, and so on."""
    chain: list[Change] = []
    text = newest.after
    for changes in past:
        made = next(
            (c for c in changes if c.type in EDITS and isinstance(c.before, str) and c.after == text), None
        )
        if made is None:
            break
        chain.append(made)
        text = made.before
    return chain
