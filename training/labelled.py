"""Pages whose body is known: read from a folder, and each block labelled by the gold text.

The folder holds `dev.jsonl` (id, host, page_type, gold text or segments that must or must not be in the body,
fid) and `html/FID.html` in UTF-8.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import LCSseq

from monitor.model import Document, Snapshot
from monitor.read import read

FOLDS = 5
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
_STOP = frozenset(
    re.findall(r"\w+", "the of and to in a is that for it on with as are this be by was or from at")
)
MIN_RUN = 4
"""Words in a row that a block shares with the gold text; fewer are chance, unless they are all of it."""
MAX_MATRIX = 4_000_000_000
"""Words of the page times words of the gold text: longer pages are left out of the training."""

Tokens = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPage:
    """One page with what its body is."""

    fid: str
    host: str
    kind: str
    source: str
    """The data set that it is from, and its kind where that has several: their labels draw other borders."""
    html: str
    gold: Tokens | None
    """The body's words; None where only segments are known."""
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    @property
    def fold(self) -> int:
        """Pages of one host are always in one fold."""
        return int(hashlib.sha256((self.host or self.fid).encode()).hexdigest(), 16) % FOLDS

    @property
    def language(self) -> str:
        """ "en", "unspaced" or "other", as far as the gold text tells."""
        gold = self.gold or []
        if sum(1 for word in gold if re.match(f"[{UNSPACED}]", word)) > 0.2 * len(gold):
            return "unspaced"
        return "en" if sum(word in _STOP for word in gold) >= 0.12 * len(gold) else "other"

    def read(self) -> Document:
        url = f"https://{self.host or 'www.example.org'}/"
        return read(Snapshot(url=url, payload=self.html.encode(), media_type="text/html", charset="utf-8"))


def load_pages(folder: Path, split: str = "dev") -> Iterator[LabelledPage]:
    with (folder / f"{split}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield LabelledPage(
                fid=row["fid"],
                host=row["host"] or "",
                kind=row["page_type"],
                source=f"{row['dataset']} {row['page_type']}" if row["dataset"] == "wcxb" else row["dataset"],
                html=(folder / "html" / f"{row['fid']}.html").read_text(encoding="utf-8", errors="replace"),
                gold=find_tokens(row["gold"]) if row["gold"] is not None else None,
                wanted=tuple(_plain(text) for text in row["with"]),
                unwanted=tuple(_plain(text) for text in row["without"]),
            )


def find_tokens(text: str) -> Tokens:
    return _TOKEN.findall(text.lower())


def _plain(text: str) -> str:
    return " ".join(text.split())


def shingle_f1(said: Tokens, gold: Tokens) -> float:
    """F1 over runs of four words, as bags."""
    ours, theirs = _shingles(said), _shingles(gold)
    both = sum((ours & theirs).values())
    total = sum(ours.values()) + sum(theirs.values())
    return 2 * both / total if total else 1.0


def _shingles(tokens: Tokens) -> Counter[tuple[str, ...]]:
    if len(tokens) < 4:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(zip(*(tokens[start:] for start in range(4)), strict=False))


def label_blocks(page: LabelledPage, document: Document) -> list[float] | None:
    """Of each block the share of its words that is body; −1 where nothing is known. None: page too long."""
    if page.gold is None:
        return [_by_segments(page, block.text) for block in document.blocks]
    return align([find_tokens(block.text) for block in document.blocks], page.gold)


def _by_segments(page: LabelledPage, text: str) -> float:
    if any(part in text or (len(text) > 25 and text in part) for part in page.wanted):
        return 1.0
    return 0.0 if any(part in text for part in page.unwanted) else -1.0


def align(blocks: Sequence[Tokens], gold: Tokens) -> list[float] | None:
    """Follow the gold text through the page: which words of each block are in it, in its order?"""
    words = [word for block in blocks for word in block]
    if len(words) * len(gold) > MAX_MATRIX:
        return None
    numbers: dict[str, int] = {}
    ours = [numbers.setdefault(word, len(numbers)) for word in words]
    theirs = [numbers.setdefault(word, len(numbers)) for word in gold]
    match = [-1] * len(ours)
    for step in LCSseq.opcodes(ours, theirs):
        if step.tag == "equal":
            for offset in range(step.src_end - step.src_start):
                match[step.src_start + offset] = step.dest_start + offset
    sure = [False] * len(ours)
    told = [False] * len(theirs)
    start = 0
    while start < len(ours):
        end = start + 1
        if match[start] >= 0:
            while end < len(ours) and match[end] == match[end - 1] + 1:
                end += 1
            if end - start >= MIN_RUN:
                sure[start:end] = [True] * (end - start)
                for place in range(match[start], match[end - 1] + 1):
                    told[place] = True
        start = end
    labels: list[float] = []
    start = 0
    for block in blocks:
        size = len(block)
        if not size:
            labels.append(0.0)
            continue
        mine = match[start : start + size]
        found = sum(sure[start : start + size])
        matched = sum(place >= 0 for place in mine)
        if matched == size and mine[-1] - mine[0] == size - 1:
            # A short block counts when its neighbours in the gold text are found beside it.
            first, last = mine[0], mine[-1]
            near = (
                first == 0
                or last + 1 >= len(gold)
                or any(told[max(0, first - 3) : first] + told[last + 1 : last + 4])
            )
            if near or size >= MIN_RUN:
                found = size
                told[first : last + 1] = [True] * size
        elif found and matched >= 0.8 * size:
            found = max(found, min(matched, found + 2))
        labels.append(found / size)
        start += size
    return labels
