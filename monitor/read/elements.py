"""What each HTML element is to the reader (HTML §15.3 rendering, HTML-AAM §3.5 landmarks)."""

from collections.abc import Mapping
from enum import IntEnum

from lxml.etree import _Element

from monitor.model import Landmark


class Role(IntEnum):
    """What the walk does at an element. Integers, because the walk asks for each element of a page."""

    INLINE = 0
    BLOCK = 1
    """Starts and ends a block."""
    SCOPE = 2
    """A block whose headings say nothing of what comes after it."""
    HEADING = 3
    LIST = 4
    ITEM = 5
    LINK = 6
    BREAK = 7
    IMAGE = 8
    TABLE = 9
    ROW = 10
    CELL = 11
    PREFORMATTED = 12
    RULE = 13
    CONTROL = 14
    """A button: text of its own, but part of the heading or item that it opens."""
    OPTION = 15
    SELECT = 16
    SKIP = 17
    """Nothing in it is seen."""
    GROUP = 18
    """Options under a label of their own."""


def _roles() -> dict[object, Role]:
    words = {
        Role.BLOCK: "address article blockquote body caption center details dialog dir div fieldset"
        " figcaption figure footer form frameset header hgroup html legend main marquee object noframes"
        " p search summary tbody tfoot thead",
        Role.SCOPE: "aside nav section",
        Role.HEADING: "h1 h2 h3 h4 h5 h6",
        Role.LIST: "ul ol menu dl",
        Role.ITEM: "li dt dd",
        Role.LINK: "a",
        Role.BREAK: "br",
        Role.IMAGE: "img",
        Role.TABLE: "table",
        Role.ROW: "tr",
        Role.CELL: "td th",
        Role.PREFORMATTED: "pre listing xmp plaintext",
        Role.RULE: "hr",
        Role.CONTROL: "button",
        Role.OPTION: "option",
        Role.SELECT: "select",
        Role.GROUP: "optgroup",
        Role.INLINE: "abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark math"
        " nobr output picture q ruby s samp small span strike strong sub sup time tt u var wbr",
        # What stands in an object is seen in its place: the plug-ins are gone.
        # rt and rp say how the base text is read: inside the word they would break it.
        # annotation holds a formula a second time, as TeX.
        # Not "head": libxml2 leaves <nav> and <main> in it when a page has no <body> tag.
        Role.SKIP: "script style noscript template svg iframe embed audio video canvas textarea input"
        " title meta link base param source track rt rp annotation annotation-xml area map datalist"
        " noembed applet",
    }
    return {tag: role for role, tags in words.items() for tag in tags.split()}


ROLES: Mapping[object, Role] = _roles()
UNSCRIPTED_ROLES: Mapping[object, Role] = {**ROLES, "noscript": Role.BLOCK}
"""As a browser without scripts sees it."""


_LINES = frozenset((
    "a", "abbr", "b", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "label", "p", "small", "span", "strong",
))  # fmt: skip
"""Hold words and nothing else: HTML's parser lets no box into a <p>."""


def role_of(element: _Element) -> Role:
    """The role of what `ROLES` does not name."""
    tag = element.tag
    if not isinstance(tag, str):  # a comment or a processing instruction
        return Role.SKIP
    if "-" not in tag:
        return Role.INLINE
    # A custom element is a box in nearly every use, though CSS makes it inline by default; not among words.
    parent = element.getparent()
    return Role.INLINE if parent is not None and parent.tag in _LINES else Role.BLOCK


LANDMARK_OF_ROLE = {
    "banner": Landmark.BANNER,
    "navigation": Landmark.NAVIGATION,
    "menu": Landmark.NAVIGATION,
    "menubar": Landmark.NAVIGATION,
    "main": Landmark.MAIN,
    "article": Landmark.ARTICLE,
    "complementary": Landmark.COMPLEMENTARY,
    "contentinfo": Landmark.CONTENTINFO,
    "search": Landmark.SEARCH,
    "form": Landmark.FORM,
    "dialog": Landmark.DIALOG,
    "alertdialog": Landmark.DIALOG,
}
TAG_OF_ROLE = {"list": "ul", "menu": "ul", "menubar": "ul", "tree": "ul", "listitem": "li", "menuitem": "li",
               "treeitem": "li"}  # fmt: skip
"""What a <div> is that says so by its role."""
NAME_OF_TYPE = {
    "BreadcrumbList": "breadcrumb",
    "SiteNavigationElement": "navigation",
    "WPFooter": "footer",
    "WPHeader": "header",
    "WPSideBar": "sidebar",
}
"""What schema.org calls the parts of a page (`itemtype`), as authors name them."""
LANDMARK_OF_TAG = {
    "nav": Landmark.NAVIGATION,
    "main": Landmark.MAIN,
    "article": Landmark.ARTICLE,
    "aside": Landmark.COMPLEMENTARY,
    "search": Landmark.SEARCH,
    "form": Landmark.FORM,
    "dialog": Landmark.DIALOG,
}
PAGE_LEVEL = {"header": Landmark.BANNER, "footer": Landmark.CONTENTINFO}
"""Landmarks only where no sectioning element is around them: an article's header is no banner."""
SECTIONING = frozenset({"article", "aside", "main", "nav", "section"})
