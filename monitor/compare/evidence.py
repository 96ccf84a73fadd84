"""What a rule saw in a body, said when somebody asks: the same words, the same place, the same row."""

from monitor.compare.words import words_of
from monitor.model import Change, ChangeType, Where

_T = ChangeType
_MOVED = frozenset({_T.PARAGRAPH_MOVED, _T.HEADING_MOVED, _T.LIST_ITEM_MOVED, _T.TABLE_ROW_MOVED})
_LINKS = frozenset({_T.LINK_CHANGED, _T.LINK_ADDED, _T.LINK_REMOVED})


def evidence_of(change: Change) -> tuple[str, ...]:
    """What speaks for a change, one clause each: what it brought, or what can be read from its spans."""
    if change.evidence or change.where is not Where.BODY:
        return change.evidence
    return (
        *_seen(change),
        *(("it stands elsewhere now",) if change.moved and change.type not in _MOVED else ()),
    )


def _seen(change: Change) -> tuple[str, ...]:
    before, after = change.before, change.after
    if change.type is _T.NOISE:
        return (f"nothing but this differs: {change.kind}",)
    if change.type in _LINKS:
        return ("its block has the same words on both sides",)
    if change.type is _T.TABLE_CELL_CHANGED:
        return (f"same row and column: {change.text}",) if change.text else ("same place in its row",)
    if change.type is _T.PARAGRAPH_SPLIT:
        return (f"its {len(after or ())} parts have the words of the text before",)
    if change.type is _T.PARAGRAPH_MERGED:
        return (f"it has the words of {len(before or ())} texts before",)
    if change.type in _MOVED:
        return ("the same text, in another place",)
    if before is None or after is None:
        return (f"no text {'before' if before is None else 'after'} is like it",)
    return (_likeness(change, before, after),) if isinstance(before, str) and isinstance(after, str) else ()


def _likeness(change: Change, before: str, after: str) -> str:
    longer, said = (before, 0) if len(before) >= len(after) else (after, 1)
    words = _count(longer)
    stayed = words - sum(_count(span[said]) for span in change.spans)
    if change.type in (_T.NUMBER_CHANGED, _T.DATE_CHANGED):
        kind = "numbers" if change.type is _T.NUMBER_CHANGED else "a date"
        return f"nothing but {kind} differs; {stayed} of {words} words are the same"
    return f"{stayed} of {words} words are the same" if stayed > 0 else "it stands in the same place"


def _count(text: str) -> int:
    return sum(word[0].isalnum() for word in words_of(text))
