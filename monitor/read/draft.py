"""A document while it is being read: blocks and containers are added, the bounds are kept.

For the formats whose readers are simple loops (all but HTML).
"""

from collections.abc import Sequence

from monitor.model import Block, BlockKind, Container, Document, Landmark, Link, Metadata
from monitor.read.inline import normalise
from monitor.read.limits import Limits


class Draft:
    """Collects what a reader finds. Headings given to it become the `section` of what follows."""

    def __init__(self, url: str, read_as: str, limits: Limits, notes: Sequence[str] = ()) -> None:
        self.url = url
        self.read_as = read_as
        self.limits = limits
        self.notes = list(notes)
        self.metadata = Metadata()
        self._blocks: list[Block] = []
        self._containers = [Container(-1, "")]
        self._headings: list[tuple[int, str]] = []
        self._section: tuple[str, ...] = ()

    @property
    def is_full(self) -> bool:
        """True once no further block is taken: a reader may stop."""
        return len(self._blocks) >= self.limits.max_blocks

    def open(self, tag: str, parent: int = 0, landmark: Landmark = Landmark.NONE, hint: str = "") -> int:
        """Add a container and return its index."""
        depth = self._containers[parent].depth + 1
        self._containers.append(Container(parent, tag, hint, landmark, "", depth))
        return len(self._containers) - 1

    def add(
        self,
        kind: BlockKind,
        text: str,
        container: int = 0,
        *,
        level: int = 0,
        links: Sequence[Link] = (),
        cells: Sequence[str] = (),
        headers: Sequence[str] = (),
        has_children: bool = False,
    ) -> None:
        """Add a block, unless it says nothing. A text over the bound goes on in further blocks."""
        if not cells:
            text = normalise(text)
        if not text:
            return
        step = self.limits.max_block_chars
        for start in range(0, len(text), step):
            if self.is_full:
                return
            first = start == 0
            if kind is BlockKind.HEADING and first:
                self._headings = [(depth, said) for depth, said in self._headings if depth < level]
                self._section = tuple(said for _, said in self._headings)
            self._blocks.append(
                Block(
                    kind,
                    text[start : start + step],
                    container,
                    level,
                    self._section,
                    tuple(links) if first else (),
                    sum(len(link.text) for link in links) if first else 0,
                    tuple(cells) if first else (),
                    tuple(headers),
                    has_children,
                )
            )
            if kind is BlockKind.HEADING and first:
                self._headings.append((level, text[:step]))
                self._section = tuple(said for _, said in self._headings)

    def leave_sections(self) -> None:
        """What follows stands under no heading."""
        self._headings = []
        self._section = ()

    def add_row(self, cells: Sequence[str], container: int = 0, *, headers: Sequence[str] = ()) -> None:
        """Add a table row; its text is its cells."""
        seen = [normalise(cell) for cell in cells]
        if any(seen):
            self.add(BlockKind.TABLE_ROW, " | ".join(seen), container, cells=seen, headers=headers)

    def document(self) -> Document:
        return Document(
            url=self.url,
            format=self.read_as,
            blocks=tuple(self._blocks),
            containers=tuple(self._containers),
            metadata=self.metadata,
            notes=(*self.notes, *([f"cut at {self.limits.max_blocks} blocks"] if self.is_full else [])),
        )
