"""What a page changes at every look, learned from its own history.

12 March   Rate of the day: 1.0842          told
13 March   Rate of the day: 1.0867          told
…          (four looks in a row, and nothing else on the page changed)
17 March   Rate of the day: 1.0851          held back as "restless", counted, shown on request

No list of words knows such texts. A text is restless when it changed at each of the last captures that
changed at all, one state leading to the next, while nothing but restless texts changed with it.
"""

from collections.abc import Sequence

from monitor.model import Change, ChangeType

RESTLESS_AFTER = 4
"""Captures in a row. Who watches the page has been told as often, and knows by then."""

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
