"""Chrome comes out as the trees that a reader of the page sees."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Block, BlockKind, Container, Document, Item, Landmark, Link, Metadata, RegionKind
from monitor.separate.labels import Labels
from monitor.separate.regions import build_regions


class Draft:
    """Builds a document container by container; every block is chrome unless said otherwise."""

    def __init__(self, read_as: str = "html") -> None:
        self.format = read_as
        self.containers = [Container(-1, ""), Container(0, "body", depth=1)]
        self.blocks: list[Block] = []
        self.body: list[bool] = []

    def inside(
        self, parent: int, tag: str, hint: str = "", landmark: Landmark = Landmark.NONE, label: str = ""
    ) -> int:
        depth = self.containers[parent].depth + 1
        self.containers.append(Container(parent, tag, hint, landmark, label, depth))
        return len(self.containers) - 1

    def link(self, container: int, text: str, target: str, **more: object) -> None:
        kind = BlockKind.LIST_ITEM if self.containers[container].tag == "li" else BlockKind.PARAGRAPH
        links = (Link(text, target),)
        self.block(Block(kind, text, container, 1, (), links, len(text), **more))  # type: ignore[arg-type]

    def text(self, container: int, text: str, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0) -> None:
        self.block(Block(kind, text, container, level))

    def block(self, block: Block, body: bool = False) -> None:
        self.blocks.append(block)
        self.body.append(body)

    def regions(self, url: str = "https://example.org/here") -> tuple:
        document = Document(
            url=url,
            format=self.format,
            blocks=tuple(self.blocks),
            containers=tuple(self.containers),
            metadata=Metadata(),
        )
        labels = Labels(
            body=tuple(self.body),
            probability=tuple(1.0 if b else 0.0 for b in self.body),
            kind=tuple(None for _ in self.body),
        )
        return build_regions(document, labels)


def outline(items: tuple[Item, ...]) -> list:
    return [(item.label, outline(item.children)) if item.children else item.label for item in items]


def menu_of(draft: Draft, parent: int, entries: dict[str, list[str]]) -> None:
    top = draft.inside(parent, "ul")
    for label, below in entries.items():
        item = draft.inside(top, "li")
        draft.link(item, label, f"/{label.lower()}")
        if below:
            nested = draft.inside(item, "ul")
            for child in below:
                draft.link(draft.inside(nested, "li"), child, f"/{child.lower()}")


def test_a_nested_list_is_a_tree() -> None:
    draft = Draft()
    nav = draft.inside(1, "nav", landmark=Landmark.NAVIGATION)
    menu_of(draft, nav, {"Home": [], "Work": ["Rivers", "Lakes"], "Contact": []})
    (region,) = draft.regions()
    assert region.kind is RegionKind.MENU
    assert outline(region.items) == ["Home", ("Work", ["Rivers", "Lakes"]), "Contact"]
    assert region.items[1].children[0].target == "/rivers"


def test_a_menu_in_a_banner_stands_alone() -> None:
    draft = Draft()
    banner = draft.inside(1, "header", landmark=Landmark.BANNER)
    draft.text(banner, "Water Board of Lower Vale")
    nav = draft.inside(banner, "nav", landmark=Landmark.NAVIGATION)
    menu_of(draft, nav, {"Home": [], "Work": [], "Contact": []})
    assert [region.kind for region in draft.regions()] == [RegionKind.OTHER, RegionKind.MENU]


def test_a_heading_over_a_list_is_its_parent() -> None:
    draft = Draft()
    footer = draft.inside(1, "footer", landmark=Landmark.CONTENTINFO)
    for title, entries in (("About", ["Team", "History"]), ("Legal", ["Imprint"])):
        column = draft.inside(footer, "div")
        draft.text(draft.inside(column, "div"), title, BlockKind.HEADING, 3)
        menu_of(draft, column, {entry: [] for entry in entries})
    draft.text(footer, "© Water Board")
    (region,) = draft.regions()
    assert region.kind is RegionKind.FOOTER
    assert outline(region.items) == [("About", ["Team", "History"]), ("Legal", ["Imprint"]), "© Water Board"]


def test_one_heading_over_everything_is_the_name() -> None:
    draft = Draft()
    aside = draft.inside(1, "aside", landmark=Landmark.COMPLEMENTARY)
    draft.text(aside, "Field stations", BlockKind.HEADING, 2)
    menu_of(draft, aside, {"North": [], "South": []})
    (region,) = draft.regions()
    assert (region.kind, region.name) == (RegionKind.SIDEBAR, "Field stations")
    assert outline(region.items) == ["North", "South"]


def test_definition_lists_hang_under_their_terms() -> None:
    draft = Draft()
    nav = draft.inside(1, "nav", landmark=Landmark.NAVIGATION)
    terms = draft.inside(nav, "dl")
    for term, entries in (("Rivers", ["Ash", "Oder"]), ("Lakes", ["Mere"])):
        draft.text(draft.inside(terms, "dt"), term)
        for entry in entries:
            draft.link(draft.inside(terms, "dd"), entry, f"/{entry}")
    (region,) = draft.regions()
    assert outline(region.items) == [("Rivers", ["Ash", "Oder"]), ("Lakes", ["Mere"])]


def test_a_row_of_links_is_a_row_of_items() -> None:
    draft = Draft()
    footer = draft.inside(1, "div", "site-footer")
    links = (Link("Imprint", "/imprint"), Link("Privacy", "/privacy"))
    draft.block(Block(BlockKind.PARAGRAPH, "Imprint | Privacy", footer, 0, (), links, 14))
    (region,) = draft.regions()
    assert [(item.label, item.target) for item in region.items] == [
        ("Imprint", "/imprint"),
        ("Privacy", "/privacy"),
    ]


def test_a_breadcrumb_is_a_chain_without_the_page_itself() -> None:
    draft = Draft()
    nav = draft.inside(1, "nav", "breadcrumbs", Landmark.NAVIGATION)
    for label, target in (("Home", "/"), ("Work", "/work")):
        draft.link(draft.inside(nav, "li"), label, target)
    draft.text(draft.inside(nav, "li"), "Rivers")
    (region,) = draft.regions()
    assert region.kind is RegionKind.BREADCRUMB
    assert outline(region.items) == ["Home", "Work"]


def test_the_mark_of_the_current_page_is_no_part_of_a_label() -> None:
    draft = Draft()
    nav = draft.inside(1, "nav", landmark=Landmark.NAVIGATION)
    draft.link(draft.inside(nav, "li"), "Work (current)", "https://example.org/work")
    draft.link(draft.inside(nav, "li"), "Contact", "https://example.org/contact")
    (region,) = draft.regions("https://example.org/work/")
    assert outline(region.items) == ["Work", "Contact"]


def test_current_said_of_another_page_is_part_of_its_label() -> None:
    draft = Draft()
    nav = draft.inside(1, "nav", landmark=Landmark.NAVIGATION)
    draft.link(draft.inside(nav, "li"), "Version 2 (current)", "https://example.org/v2")
    draft.link(draft.inside(nav, "li"), "Version 1", "https://example.org/v1")
    (region,) = draft.regions()
    assert outline(region.items) == ["Version 2 (current)", "Version 1"]


def test_the_same_menu_twice_is_told_once() -> None:
    draft = Draft()
    for hint in ("menu-desktop", "menu-mobile"):
        menu_of(draft, draft.inside(1, "div", hint), {"Home": [], "Work": [], "Contact": []})
    assert len(draft.regions()) == 1


def test_a_wrapper_with_a_sidebar_in_its_name_is_no_sidebar() -> None:
    draft = Draft()
    wrapper = draft.inside(1, "div", "layout has-sidebar")
    draft.link(draft.inside(wrapper, "div"), "Skip", "#main")
    text = draft.inside(wrapper, "div")
    for number in range(8):
        draft.block(Block(BlockKind.PARAGRAPH, f"Sentence number {number}.", text), body=True)
    (region,) = draft.regions()
    assert region.kind is RegionKind.OTHER


def test_labels_of_a_text_extract_hold_what_follows_them() -> None:
    draft = Draft("text-extract")
    for text, parent in (
        ("Water", True),
        ("Rivers", False),
        ("Lakes", False),
        ("Land", True),
        ("Woods", False),
    ):
        draft.block(Block(BlockKind.LIST_ITEM, text, 0, 1, has_children=parent))
    draft.block(Block(BlockKind.PARAGRAPH, "Nobody has measured the mere before.", 0), body=True)
    (region,) = draft.regions()
    assert outline(region.items) == [("Water", ["Rivers", "Lakes"]), ("Land", ["Woods"])]


def test_a_page_without_chrome_has_no_regions() -> None:
    draft = Draft()
    draft.block(Block(BlockKind.PARAGRAPH, "Alone."), body=True)
    assert draft.regions() == ()


def test_the_current_item_said_twice_is_one_item() -> None:
    draft = Draft()
    nav = draft.inside(1, "nav", landmark=Landmark.NAVIGATION)
    links = (Link("Rivers", "/rivers"),)
    draft.block(Block(BlockKind.LIST_ITEM, "Rivers Rivers", draft.inside(nav, "li"), 1, (), links, 6))
    draft.link(draft.inside(nav, "li"), "Baden Baden", "/baden-baden")
    (region,) = draft.regions()
    assert outline(region.items) == ["Rivers", "Baden Baden"]


def test_the_contents_of_the_page_are_no_part_of_the_menu_that_they_open_in() -> None:
    draft = Draft()
    nav = draft.inside(1, "nav", landmark=Landmark.NAVIGATION)
    draft.link(draft.inside(nav, "li"), "Lakes", "/lakes")
    item = draft.inside(nav, "li")
    draft.link(item, "Rivers", "/rivers")
    for label in ("Sources", "Mouths"):
        draft.link(draft.inside(draft.inside(item, "ul"), "li"), label, f"#{label}")
    menu, contents = draft.regions()
    assert outline(menu.items) == ["Lakes", "Rivers"]
    assert outline(contents.items) == ["Sources", "Mouths"]


def test_a_banner_does_not_say_the_title_of_the_page() -> None:
    draft = Draft()
    banner = draft.inside(1, "header", landmark=Landmark.BANNER)
    draft.text(banner, "Water Board")
    draft.text(banner, "Rivers")
    main = draft.inside(1, "main", landmark=Landmark.MAIN)
    draft.block(Block(BlockKind.HEADING, "Rivers", main, 1), body=True)
    (region,) = draft.regions()
    assert outline(region.items) == ["Water Board"]


def test_nesting_without_end_is_a_tree_of_bounded_depth() -> None:
    draft = Draft()
    inner = draft.inside(1, "nav", landmark=Landmark.NAVIGATION)
    for depth in range(240):
        inner = draft.inside(draft.inside(inner, "ul"), "li")
        draft.link(inner, f"Item {depth}", f"/{depth}")
    (region,) = draft.regions()
    deepest, items = 0, region.items
    while items:
        deepest, items = deepest + 1, items[0].children
    assert 20 < deepest < 40


def test_what_stands_between_the_links_of_a_row_is_kept() -> None:
    draft = Draft()
    footer = draft.inside(1, "footer", landmark=Landmark.CONTENTINFO)
    links = (Link("Legal notice of the board", "/legal"), Link("Privacy notice of the board", "/privacy"))
    text = "Legal notice of the board and Privacy notice of the board · 1 Mill Lane"
    draft.block(Block(BlockKind.PARAGRAPH, text, footer, 0, (), links, 52))
    (region,) = draft.regions()
    assert outline(region.items) == [
        "Legal notice of the board",
        "Privacy notice of the board",
        "1 Mill Lane",
    ]


TAGS = st.sampled_from(
    ["div", "ul", "li", "nav", "footer", "details", "dl", "dt", "dd", "section", "table", "td"]
)


@given(
    st.lists(st.tuples(st.integers(0, 8), TAGS), max_size=25),
    st.lists(
        st.tuples(st.integers(0, 30), st.sampled_from(BlockKind), st.integers(1, 6), st.booleans()),
        max_size=40,
    ),
)
def test_no_chrome_is_lost(
    tree: list[tuple[int, str]], content: list[tuple[int, BlockKind, int, bool]]
) -> None:
    draft = Draft()
    for up, tag in tree:
        # Somewhere on the way up from the last one: containers are in document order.
        parent = len(draft.containers) - 1
        for _ in range(up):
            parent = max(1, draft.containers[parent].parent)
        draft.inside(parent, tag)
    places = sorted(1 + place % (len(draft.containers) - 1) for place, *_ in content)
    for number, (place, (_, kind, level, body)) in enumerate(zip(places, content, strict=True)):
        draft.block(Block(kind, f"Block number {number}", place, level), body=body)
    told: list[str] = []
    waiting = []
    for region in draft.regions():
        told.append(region.name)
        waiting.extend(region.items)
    while waiting:
        item = waiting.pop()
        told.append(item.label)
        waiting.extend(item.children)
    chrome = [block.text for block, body in zip(draft.blocks, draft.body, strict=True) if not body]
    assert sorted(filter(None, told)) == sorted(chrome)
