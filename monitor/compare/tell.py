"""A bare change made ready to be told: its spans, its sentence, its importance, its name."""

from dataclasses import replace
from hashlib import blake2b

from monitor.compare.evidence import evidence_of
from monitor.compare.importance import weigh
from monitor.compare.sentence import say
from monitor.compare.spans import with_spans
from monitor.model import Change


def tell(change: Change) -> Change:
    """Fill `spans`, `sentence`, `evidence`, `importance` and `id`. Telling twice changes nothing."""
    spanned = change if change.spans else with_spans(change)
    return replace(
        spanned,
        evidence=evidence_of(spanned),
        sentence=change.sentence or say(spanned),
        importance=weigh(spanned).value,
        id=change.id or name_of(change),
    )


def name_of(change: Change) -> str:
    """A change's name, made of what happened and where, and not of who witnessed it: more pages that show
    it leave its name as it is. Unique within a site's comparison of two moments, not over all time.
    """
    parts = (
        change.type.value,
        change.where.value,
        change.scope.value,
        change.kind,
        change.page,
        change.region,
        *change.path,
        "\x1e",
        *_sides(change.before),
        "\x1e",
        *_sides(change.after),
        "\x1e",
        change.text,
        change.annotation,
        change.from_item,
        change.to_item,
        change.from_year,
        change.to_year,
    )
    hashed = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8)
    return f"c1-{hashed.hexdigest()}"


def _sides(side: str | tuple[str, ...] | None) -> tuple[str, ...]:
    if side is None:
        return ("\x00",)
    return side if isinstance(side, tuple) else (side,)
