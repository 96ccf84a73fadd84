"""Targets of menu items that changed while the item stayed.

Docs     http://example.org/docs     →  https://example.org/docs
Help     http://example.org/help     →  https://example.org/help      and 140 more: one change
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.compare.events import MANY, Event
from monitor.compare.links import target_noise
from monitor.compare.matching import Matching
from monitor.compare.targets import (
    LinkRule,
    is_form_only,
    is_share_link,
    link_rule,
    target_key,
    without_tokens,
)
from monitor.compare.trees import region_at
from monitor.model import Change, ChangeType, Scope, Where

SCHEME = "scheme"


def link_events(matching: Matching, told: set[int]) -> Iterator[tuple[int, Event]]:
    """Each target that changed, with the node after. `told` are nodes before whose new target is part of
    another change of theirs: an item that was renamed leads to its renamed page.
    """
    before, after = matching.before, matching.after
    noise: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, j in matching.items():
        one, two = before.targets[i], after.targets[j]
        if one == two or not one or not two:
            continue  # a heading that became a link, or the other way round, is the item that it was
        kind = "token" if without_tokens(one) == without_tokens(two) else target_noise(one, two)
        if not kind and is_share_link(one, two):
            kind = "share link"
        if not kind and is_form_only(one, two):
            kind = "form of the link"
        if kind:
            noise[kind].append((i, j))
        elif i not in told:
            yield j, _link_event(matching, i, j)
    for kind, pairs in noise.items():
        yield pairs[0][1], _noise_event(matching, kind, pairs)


def _link_event(matching: Matching, i: int, j: int) -> Event:
    one, two = matching.before.targets[i], matching.after.targets[j]
    same_page = target_key(one) == target_key(two)
    change = Change(
        type=ChangeType.LINK_CHANGED,
        where=Where.CHROME,
        before=one,
        after=two,
        text=matching.after.labels[j],
        region=region_at(matching.after, j),
        path=matching.after.path(j),
        rule="link/target",
        evidence=("leads to the same page by another way" if same_page else "same label, new target",),
    )
    return Event(
        change, (target_key(one), target_key(two)), link_rule(without_tokens(one), without_tokens(two))
    )


def _noise_event(matching: Matching, kind: str, pairs: Sequence[tuple[int, int]]) -> Event:
    i, j = pairs[0]
    change = Change(
        type=ChangeType.NOISE,
        where=Where.CHROME,
        before=matching.before.targets[i],
        after=matching.after.targets[j],
        kind=kind,
        text=matching.after.labels[j],
        region=region_at(matching.after, j),
        rule=f"noise/{kind}",
        evidence=(f"{len(pairs)} links, the first: {matching.after.labels[j]}",),
    )
    return Event(change)


def bundle_links(changes: Sequence[tuple[Change, LinkRule | None]]) -> list[Change]:
    """The changes, but from `MANY` targets on that follow one rule as one change.

    What the site's menus share and what each page has of its own (a link to its source) count apart. A site
    that switches to https as a whole is upkeep and held back; one that goes back to http is told.
    """
    ruled: dict[tuple[LinkRule, Scope], dict[tuple[str, str], Change]] = defaultdict(dict)
    for change, rule in changes:
        if rule is not None and isinstance(change.before, str) and isinstance(change.after, str):
            ruled[rule, change.scope].setdefault((change.before, change.after), change)
    many = {key for key, targets in ruled.items() if len(targets) >= MANY}
    told: list[Change] = []
    for change, rule in changes:
        key = (rule, change.scope) if rule is not None else None
        if key not in many:
            told.append(change)
        elif key in ruled:
            told.append(_bundle(key[0], list(ruled.pop(key).values())))
    return told


def _bundle(rule: LinkRule, changes: Sequence[Change]) -> Change:
    upkeep = (rule.kind, rule.before, rule.after) == (SCHEME, "http", "https")
    pages = tuple(dict.fromkeys(change.page for change in changes if change.page))
    return replace(
        changes[0],
        scope=Scope.SITE,
        page="",
        pages_before=pages or changes[0].pages_before,
        pages_after=pages or changes[0].pages_after,
        type=ChangeType.NOISE if upkeep else ChangeType.LINK_CHANGED,
        kind="https" if upkeep else "",
        before=tuple(str(change.before) for change in changes),
        after=tuple(str(change.after) for change in changes),
        text=f"{len(changes)} links",
        path=(),
        rule="link/common rule",
        evidence=(f"{rule.kind} “{rule.before}” → “{rule.after}” in {len(changes)} links",),
    )
