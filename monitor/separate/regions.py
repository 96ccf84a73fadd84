"""Chrome blocks become regions: menus, footers, sidebars, breadcrumbs, language switchers.

A region is a subtree of the page, not a run of blocks: a menu of nested lists with a heading here and a
stray paragraph there is one region. Its root is the outermost container that says what it is (by landmark,
or by the author's own word for it), with three exceptions that keep regions alike from page to page:
a menu inside a banner is a region of its own, so is a breadcrumb or a language switcher inside anything,
and what says nothing at all is taken whole as far as no body is in it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from monitor.model import Block, BlockKind, Container, Document, Landmark, Region, RegionKind
from monitor.separate.items import Layout, build_items, lay_out, take_contents
from monitor.separate.labels import Labels

# What authors name containers with, in several languages, looked for inside class, id and label.
# In this order: "site-footer-nav" is a footer.
_WORDS: tuple[tuple[RegionKind, tuple[str, ...]], ...] = (
    (
        RegionKind.BREADCRUMB,
        ("crumb", "you-are-here", "youarehere", "ariane", "brotkr", "kruimel", "briciol", "migas", "okruszk"),
    ),
    (
        RegionKind.LANGUAGES,
        (
            *("language", "lang-s", "lang_s", "lang-m", "lang-n", "langs", "langmenu", "-lang", "_lang"),
            *("locale-s", "locales", "sprach", "idioma", "langue", "taalkeuze"),
        ),
    ),
    (RegionKind.FOOTER, ("footer", "colophon", "fußzeile", "fusszeile", "rodape", "pie-de-p", "voettekst")),
    (
        RegionKind.SIDEBAR,
        ("sidebar", "side-bar", "sidenav", "side-nav", "sidemenu", "side-menu", "seitenleiste", "lateral"),
    ),
    (RegionKind.MENU, ("nav", "menu", "menü", "toolbar", "tabs")),
)
_KIND_OF_STEM = {stem: kind for kind, stems in _WORDS for stem in stems}
_KIND_OF_LANDMARK = {
    Landmark.NAVIGATION: RegionKind.MENU,
    Landmark.CONTENTINFO: RegionKind.FOOTER,
    Landmark.COMPLEMENTARY: RegionKind.SIDEBAR,
    Landmark.BANNER: RegionKind.OTHER,
    Landmark.SEARCH: RegionKind.OTHER,
    Landmark.DIALOG: RegionKind.OTHER,
}
_NO_LANDMARK = Landmark.NONE  # names of enum members are looked up slowly
_OWN_REGION = frozenset({RegionKind.BREADCRUMB, RegionKind.LANGUAGES})
_UNNAMED = frozenset({None, RegionKind.OTHER})
_TOO_LARGE = frozenset({"", "html", "body", "main", "article"})
_ENTRIES = frozenset((
    "button", "dd", "dt",
    "h1", "h2", "h3", "h4", "h5", "h6", "li", "option", "p", "summary", "td", "th", "tr",
))  # fmt: skip
"""Single entries of a region: class="menu-item" makes no menu."""

MAX_BODY_SHARE = 0.2
"""A container with more body than this (share of its blocks) is no region, whatever it is called: themes
write class="has-sidebar" on wrappers of the whole page."""
MENU_LINK_SHARE = 0.6
"""From this share of linked blocks on, chrome that says nothing of itself is a menu."""
MIN_MENU_ITEMS = 3


class _Root(NamedTuple):
    container: int
    kind: RegionKind | None
    is_loose: bool = False
    """Stands beside body in the same container."""


def build_regions(document: Document, labels: Labels) -> tuple[Region, ...]:
    """The chrome of a page as regions, in document order; the same one twice (for phones) is told once."""
    blocks = document.blocks
    body = labels.body
    if all(body):
        return ()
    layout = lay_out(document)
    roots = _find_roots(document.containers, blocks, body, layout)
    grouped: dict[_Root, list[int]] = {}
    joined: dict[_Root, _Root] = {}
    last: _Root | None = None
    told: _Root | None = None
    for index, block in enumerate(blocks):
        if body[index]:
            last = told = None
            continue
        found = roots[block.container]
        if found is None or found is not told:
            told = found
            root = found or _Root(block.container, None, True)
            root = joined.get(root, root)
            if last is not None and root != last and root not in grouped and _goes_on(document, last, root):
                joined[root] = last
                root = last
            last = root
            members = grouped.setdefault(root, [])
        members.append(index)

    titles = _titles(document, body)
    regions: list[Region] = []
    seen: set[tuple[str, ...]] = set()
    for root, members in grouped.items():
        texts = tuple([blocks[index].text for index in members])
        if texts in seen:
            continue
        seen.add(texts)
        regions.extend(_make(document, labels, root, members, layout, titles))
    return tuple(regions)


def _find_roots(
    containers: Sequence[Container], blocks: Sequence[Block], body: Sequence[bool], layout: Layout
) -> list[_Root | None]:
    """For every container the region that its chrome belongs to; None beside body."""
    inside, parents = layout.inside, layout.parents
    body_below = [0] * len(containers)
    for block, is_body in zip(blocks, body, strict=True):
        if is_body:
            body_below[block.container] += 1
    for index in range(len(containers) - 1, 0, -1):
        if body_below[index]:
            body_below[parents[index]] += body_below[index]

    roots: list[_Root | None] = [None] * len(containers)
    for index, (parent, tag, hint, landmark, label, _, _) in enumerate(containers):
        if body_below[index] == inside[index]:
            continue
        inherited = roots[parent] if parent >= 0 else None
        roots[index] = inherited
        if inherited is not None and (tag in _ENTRIES or inherited.kind in _OWN_REGION):
            continue
        if tag in _TOO_LARGE and landmark is _NO_LANDMARK:
            continue
        kind = _kind_of(hint, landmark, label) if tag not in _ENTRIES else None
        if kind is not None:
            if body_below[index] <= MAX_BODY_SHARE * inside[index] and _opens(kind, inherited):
                roots[index] = _Root(index, kind)
        elif inherited is None and not body_below[index]:
            roots[index] = _Root(index, None)
    return roots


def _goes_on(document: Document, last: _Root, root: _Root) -> bool:
    """Do two neighbours that say nothing of themselves make one region? If they stand side by side."""
    if last.kind is not None or root.kind is not None:
        return False
    containers = document.containers
    return last.container == root.container or containers[last.container].parent in (
        root.container,
        containers[root.container].parent,
    )


def _opens(kind: RegionKind, inherited: _Root | None) -> bool:
    """Does a container of this kind start a region of its own inside another one?"""
    if inherited is None:
        return True
    if kind in _OWN_REGION:
        return inherited.kind not in _OWN_REGION
    return inherited.kind in (None, RegionKind.OTHER) and kind is not RegionKind.OTHER


def kind_of(container: Container) -> RegionKind | None:
    """What a container says that it is: its landmark, or its class and label where they say more."""
    return _kind_of(container.hint, container.landmark, container.label)


def _kind_of(hint: str, landmark: Landmark, label: str) -> RegionKind | None:
    by_landmark = _KIND_OF_LANDMARK.get(landmark)
    if not hint and not label:
        return by_landmark
    by_name = _kind_by_words(f"{hint} {label.lower()}" if label else hint)
    return by_name if by_landmark is None or by_name in _OWN_REGION else by_landmark


@lru_cache(maxsize=4096)  # a site writes the same few hundred on all of its pages
def _kind_by_words(words: str) -> RegionKind | None:
    found = next(filter(words.__contains__, _KIND_OF_STEM), None)
    return None if found is None else _KIND_OF_STEM[found]


def _make(
    document: Document,
    labels: Labels,
    root: _Root,
    members: list[int],
    layout: Layout,
    titles: frozenset[str],
) -> Iterator[Region]:
    kind = root.kind
    if kind is None or kind is RegionKind.OTHER:
        kind = _kind_by_shape([document.blocks[i] for i in members], [labels.kind[i] for i in members])
    items, contents = take_contents(build_items(document, members, kind, layout))
    name = document.containers[root.container].label if root.kind is not None else ""
    if not name and len(items) == 1 and items[0].children and not items[0].target:
        # One heading over everything is the region's name.
        name, items = items[0].label, items[0].children
    if kind is RegionKind.OTHER:
        # A banner that says the page's title is the same banner on every page.
        items = tuple([item for item in items if item.target or item.children or item.label not in titles])
    sure = round(sum([abs(2 * labels.probability[i] - 1) for i in members]) / len(members), 3)
    if items:
        yield Region(kind=kind, items=items, name=name, confidence=sure)
    if contents:
        yield Region(kind=RegionKind.SIDEBAR, items=contents, confidence=sure)


def _titles(document: Document, body: Sequence[bool]) -> frozenset[str]:
    tops = [
        block.text
        for block, is_body in zip(document.blocks, body, strict=True)
        if block.level == 1 and is_body and block.kind is BlockKind.HEADING
    ]
    return frozenset((document.metadata.title, *tops))


def _kind_by_shape(blocks: Sequence[Block], told: Sequence[RegionKind | None]) -> RegionKind:
    """The kind that most blocks were labelled with; without labels, what the links and lists look like."""
    if not _UNNAMED.issuperset(told):
        [(kind, _)] = Counter(kind for kind in told if kind is not None).most_common(1)
        if kind is not RegionKind.OTHER:
            return kind
    item = BlockKind.LIST_ITEM
    linked = sum([bool(block.links) for block in blocks])
    listed = sum([block.kind is item or block.has_children for block in blocks])
    links = sum([len(block.links) for block in blocks])
    if max(links, listed) >= MIN_MENU_ITEMS and max(linked, listed) >= MENU_LINK_SHARE * len(blocks):
        return RegionKind.MENU
    return RegionKind.OTHER
