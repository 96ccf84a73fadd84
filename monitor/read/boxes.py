"""The elements that are open around a text, and the containers made of them.

A container is made only when a block stands in it, so empty boxes cost nothing.
"""

from lxml.etree import _Element

from monitor.model import Container, Landmark
from monitor.read.elements import (
    LANDMARK_OF_ROLE,
    LANDMARK_OF_TAG,
    NAME_OF_TYPE,
    PAGE_LEVEL,
    SECTIONING,
    TAG_OF_ROLE,
)
from monitor.read.hidden import is_hidden
from monitor.read.inline import normalise
from monitor.read.names import MAX_LABEL_CHARS, Names

MAX_HINT_CHARS = 200

_NO_LANDMARK, _FORM = Landmark.NONE, Landmark.FORM

_new = tuple.__new__
"""A named tuple by its fields in order, without the call that names them: a page has a thousand."""


class Boxes:
    """Open elements, and the containers made so far."""

    def __init__(self, names: Names, max_depth: int) -> None:
        self.containers: list[Container] = [Container(-1, "")]
        self.elements: list[_Element] = []
        """What is open, outermost first; …"""
        self.indexes: list[int] = []
        """… and the containers of those that have one: always the outermost ones."""
        self._names = names
        self._max_depth = max_depth

    def innermost(self) -> int:
        """The container of what is said here: each open element gets one that has none yet."""
        indexes = self.indexes
        depth = len(indexes)
        parent = indexes[-1] if depth else 0
        if depth == len(self.elements):
            return parent
        containers = self.containers
        for element in self.elements[depth:]:
            depth += 1
            if depth <= self._max_depth:  # text deeper down is in its ancestor here
                containers.append(self._container(element, parent, depth))
                parent = len(containers) - 1
            indexes.append(parent)
        return parent

    def _container(self, element: _Element, parent: int, depth: int) -> Container:
        tag = str(element.tag)
        hint = identity = label = named_by = ""
        hidden = self.containers[parent].hidden
        landmark = LANDMARK_OF_TAG.get(tag, _NO_LANDMARK)
        for name, value in element.items():
            if name == "class":
                hint = value
            elif name == "id":
                identity = value
            elif name == "role":
                landmark = LANDMARK_OF_ROLE.get(value, landmark)
                if tag == "div":
                    tag = TAG_OF_ROLE.get(value, tag)
            elif name == "itemtype" and (part := NAME_OF_TYPE.get(value.rpartition("/")[2])):
                identity = f"{identity} {part}" if identity else part
            elif name == "aria-label":
                label = normalise(value)[:MAX_LABEL_CHARS]
            elif name == "aria-labelledby":
                named_by = value
            elif name == "style" or name == "hidden" or name == "popover":
                hidden = hidden or is_hidden(name, value)
        if identity:
            hint = f"{hint} {identity}" if hint else identity
        if hint:
            hint = hint[:MAX_HINT_CHARS].lower()
        if named_by and landmark is not _NO_LANDMARK:
            label = self._names.find(named_by) or label
        if landmark is _NO_LANDMARK:
            if tag in PAGE_LEVEL and not self._is_sectioned(parent):
                landmark = PAGE_LEVEL[tag]
        elif landmark is _FORM and not label:
            landmark = _NO_LANDMARK  # only a named form is a landmark
        return _new(Container, (parent, tag, hint, landmark, label, depth, hidden))

    def _is_sectioned(self, container: int) -> bool:
        while container > 0:
            if self.containers[container].tag in SECTIONING:
                return True
            container = self.containers[container].parent
        return False
