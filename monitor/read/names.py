"""Which other elements name a landmark: `aria-labelledby` (Accessible Name and Description §4.3)."""

from itertools import islice

from lxml.etree import _Element

from monitor.read.inline import normalise

MAX_LABEL_CHARS = 200
MAX_NAMES = 4
"""Elements that one name is put together from."""
MAX_TEXTS = 20
"""Of one of them. A name is a few words."""


class Names:
    """The elements of a page that have an id; nearly no page asks for them."""

    def __init__(self, root: _Element, max_nodes: int) -> None:
        self._root = root
        self._max_nodes = max_nodes
        self._known: dict[str, _Element] | None = None

    def find(self, ids: str) -> str:
        """The texts of the elements with these ids, "" where there are none."""
        if self._known is None:
            self._known = {}
            for element in islice(self._root.iter("*"), self._max_nodes):
                identity = element.get("id")
                if identity:
                    self._known.setdefault(identity, element)
        named = (self._known[name] for name in ids[:1000].split()[:MAX_NAMES] if name in self._known)
        return normalise(" ".join(_text(element) for element in named))[:MAX_LABEL_CHARS]


def _text(element: _Element) -> str:
    own = element.get("aria-label")
    return own or " ".join(islice(element.itertext(), MAX_TEXTS))[: 10 * MAX_LABEL_CHARS]
