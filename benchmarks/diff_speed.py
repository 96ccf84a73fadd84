"""What comparing costs: against parsing the same pages, as pages grow, and on pages made to be slow.

    python -m benchmarks.diff_speed --data FOLDER [--limit N] [--peers ENVIRONMENT]

All figures are CPU seconds, or ratios of two measured in the same run. The pages of the first table come
from FOLDER/change; those of the others are made here, the same ones each time.
With --peers, prosediff (of the Python programs that find moves, the one that finds most) aligns the same
paragraphs in turn with us, where that Python environment has it.
"""

import argparse
import json
import math
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import lxml.html
from lxml.html.diff import htmldiff

from benchmarks.changes import pages
from monitor.compare import compare_bodies, compare_pages, with_spans
from monitor.model import Block, BlockKind, Change, Item, Page, Region, RegionKind

SHARES = (0.01, 0.10, 0.50)
SIZES = (400, 5_000, 50_000)


def cpu(work: Callable[[], object], at_least: float = 0.05) -> float:
    """Seconds of one call: the fewest of several."""
    best, spent = math.inf, 0.0
    while spent < at_least:
        start = time.process_time()
        work()
        took = time.process_time() - start
        best, spent = min(best, took), spent + took
    return best


# ── made pages ─────────────────────────────────────────────────────────────────────────────────


class Writer:
    """Paragraphs of words that are frequent and rare as in a language, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        letters = "abcdefghijklmnopqrstuvwxyz"
        lengths = (2, 3, 4, 5, 6, 7, 8, 9, 10)
        self.words = [
            "".join(self.random.choices(letters, k=self.random.choice(lengths))) for _ in range(20_000)
        ]
        self.weights = [1 / rank for rank in range(2, 20_002)]

    def paragraph(self, words: int = 35) -> str:
        return " ".join(self.random.choices(self.words, self.weights, k=words)).capitalize() + "."

    def edited(self, paragraphs: Sequence[str], share: float) -> list[str]:
        """So many of them edited (6 in 10), followed by a new one (2 in 10), or deleted."""
        after = []
        for text in paragraphs:
            lot = self.random.random()
            if lot < 0.6 * share:
                words = text.split()
                words[self.random.randrange(len(words))] = "edited"
                after.append(" ".join(words))
            elif lot < 0.8 * share:
                after += [text, self.paragraph()]
            elif lot >= share:
                after.append(text)
        return after


def as_page(texts: Sequence[str]) -> Page:
    return Page(url="p", title="", body=tuple(Block(BlockKind.PARAGRAPH, text) for text in texts), regions=())


def as_html(texts: Sequence[str]) -> str:
    return "<html><body>" + "".join(f"<p>{text}</p>" for text in texts) + "</body></html>"


# ── tables ─────────────────────────────────────────────────────────────────────────────────────


def against_parsing(data: Path, limit: int) -> None:
    folders = [folder for name in ("pairs", "mut", "noise") for folder in sorted((data / name).glob("*"))]
    folders = folders[:: max(1, len(folders) // limit)] if limit else folders
    plain, spanned = [], []
    for folder in folders:
        before, after = (folder / "old.html").read_bytes(), (folder / "new.html").read_bytes()
        one, two = pages(before, after)
        parsing = cpu(lambda b=before, a=after: [lxml.html.document_fromstring(x) for x in (b, a)], 0.02)
        plain.append(cpu(lambda b=one, a=two: compare_pages(b, a), 0.01) / parsing)
        spanned.append(cpu(lambda b=one, a=two: [with_spans(c) for c in compare_pages(b, a)], 0.01) / parsing)
    print(f"comparing {len(folders)} pairs of pages, as a multiple of lxml parsing both")
    for name, ratios in (("changes", sorted(plain)), ("changes and spans", sorted(spanned))):
        middle, late = ratios[len(ratios) // 2], ratios[int(len(ratios) * 0.95)]
        print(f"   {name:20} median {middle:.2f}   95th percentile {late:.2f}   greatest {ratios[-1]:.2f}")


def growth() -> None:
    print("made pages: milliseconds, and the exponent of growth from the smallest to the largest")
    for share in SHARES:
        took = []
        for size in SIZES:
            writer = Writer(size)
            before = [writer.paragraph() for _ in range(size)]
            one, two = as_page(before), as_page(writer.edited(before, share))
            took.append(cpu(lambda b=one, a=two: compare_bodies(b, a), 0.3))
        exponent = math.log(took[-1] / took[0]) / math.log(SIZES[-1] / SIZES[0])
        sizes = "   ".join(
            f"{size:,}: {seconds * 1000:.1f}" for size, seconds in zip(SIZES, took, strict=True)
        )
        print(f"   {share:4.0%} changed   {sizes}   exponent {exponent:.2f}")


def against_htmldiff(size: int = 400) -> None:
    writer = Writer(1)
    before = [writer.paragraph() for _ in range(size)]
    after = writer.edited(before, 0.10)
    one, two = as_page(before), as_page(after)
    ours = cpu(lambda: [with_spans(change) for change in compare_bodies(one, two)], 0.3)
    theirs = cpu(lambda: htmldiff(as_html(before), as_html(after)))
    print(f"{size} blocks, 10% changed: lxml.html.diff takes {theirs / ours:.0f} times as long")


PEER = """
import json, sys, time
import prosediff.diff
from prosediff.diff import align
before, after = json.loads(sys.stdin.readline())
for _ in sys.stdin:
    for value in vars(prosediff.diff).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()  # each pair of pages is a new one
    start = time.process_time()
    align(before, after, 3)
    print(time.process_time() - start, flush=True)
"""


def against_prosediff(environment: Path, size: int = 400, turns: int = 9) -> None:
    writer = Writer(1)
    before = [writer.paragraph() for _ in range(size)]
    after = writer.edited(before, 0.10)
    one, two = as_page(before), as_page(after)
    python = str(environment / "bin" / "python")
    if subprocess.run([python, "-c", "import prosediff.diff"], capture_output=True, check=False).returncode:
        print(f"skipped: {environment} has no prosediff")
        return
    command = [python, "-c", PEER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as peer:
        assert peer.stdin is not None
        assert peer.stdout is not None
        print(json.dumps([before, after]), file=peer.stdin, flush=True)
        ours = theirs = math.inf
        for _ in range(turns):
            print(file=peer.stdin, flush=True)
            theirs = min(theirs, float(peer.stdout.readline()))
            ours = min(ours, cpu(lambda: [with_spans(change) for change in compare_bodies(one, two)]))
        peer.stdin.close()
    print(f"{size} blocks, 10% changed: prosediff takes {theirs / ours:.1f} times as long")


Sides = tuple[list[str], list[str]]


def thinned(writer: Writer) -> Sides:
    kinds = [writer.paragraph(8) for _ in range(50)]
    repeated = [kinds[i % 50] for i in range(20_000)]
    return repeated, [text for i, text in enumerate(repeated) if i % 100]


def shuffled(writer: Writer, order: Callable[[list[str]], list[str]]) -> Sides:
    sentences = [writer.paragraph(12) for _ in range(20_000)]
    return sentences, order(sentences)


def book(writer: Writer) -> list[str]:
    return " ".join(writer.paragraph(14) for _ in range(25_000))[:2_000_000].split()


def one_paragraph(writer: Writer) -> Sides:
    words = book(writer)
    edited = [writer.random.choice(writer.words) if writer.random.random() < 0.01 else word for word in words]
    moved = edited[:1000] + edited[6000:200_000] + edited[1000:6000] + edited[200_000:]
    return [" ".join(words)], [" ".join(moved)]


def other_paragraph(writer: Writer) -> Sides:
    words = book(writer)
    return [" ".join(words)], [" ".join(writer.random.sample(words, len(words)))]


def rows(writer: Writer) -> Sides:
    before, after = ([f"Item {i} | {writer.random.randrange(10_000)}" for i in range(20_000)] for _ in "ba")
    return before, after


def near_duplicates(writer: Writer) -> Sides:
    words = writer.paragraph(60).split()

    def alike() -> str:
        return " ".join(
            writer.random.choice(writer.words) if writer.random.random() < 0.05 else w for w in words
        )

    return [alike() for _ in range(4_000)], [alike() for _ in range(4_000)]


def large(writer: Writer, share: float) -> Sides:
    before = [writer.paragraph() for _ in range(50_000)]
    return before, writer.edited(before, share)


HOSTILE: dict[str, Callable[[Writer], Sides]] = {
    "50,000 equal blocks, 10,000 fewer": lambda w: (["Read more"] * 50_000, ["Read more"] * 40_000),
    "50 kinds 20,000 times, 1% deleted": thinned,
    "20,000 in reverse": lambda w: shuffled(w, lambda texts: texts[::-1]),
    "20,000 in any order": lambda w: shuffled(w, lambda texts: w.random.sample(texts, len(texts))),
    "20,000 against 12,000 others": lambda w: (
        [w.paragraph(60) for _ in range(20_000)],
        [w.paragraph(60) for _ in range(12_000)],
    ),
    "one paragraph of 2 MB, edited": one_paragraph,
    "one paragraph of 2 MB, another one": other_paragraph,
    "20,000 rows, each number changed": rows,
    "4,000 near duplicates": near_duplicates,
    "50,000 blocks, 10% changed": lambda w: large(w, 0.10),
    "50,000 blocks, 50% changed": lambda w: large(w, 0.50),
}
"""Pages made to be slow."""

HOSTILE_MENUS: dict[str, Callable[[Writer], Sides]] = {
    "menu of 20,000, all different": lambda w: (
        [w.paragraph(3) for _ in range(20_000)],
        [w.paragraph(3) for _ in range(20_000)],
    ),
    "menu of 20,000, each renamed": lambda w: (
        [f"alpha {at} beta" for at in range(20_000)],
        [f"gamma {at} delta" for at in range(20_000)],
    ),
    "menu of 20,000, each lost its mark": lambda w: (
        [f"Item {at} (new)" for at in range(20_000)],
        [f"Item {at}" for at in range(20_000)],
    ),
    "menu of 20,000 equal items, one more": lambda w: (["Read more"] * 20_000, ["Read more"] * 20_001),
    "menu of 20,000 in reverse": lambda w: shuffled(w, lambda labels: labels[::-1]),
}
"""Menus made to be slow. An item leads where its place says; of those that are all different, elsewhere."""


def as_menu(labels: Sequence[str], folder: str) -> Page:
    items = tuple(Item(label, f"/{folder}{at}") for at, label in enumerate(labels))
    menu = Region(kind=RegionKind.MENU, items=items)
    return Page(url="p", title="", body=(), regions=(menu,))


def peak_kb() -> int:
    """The most memory that this process had. (`getrusage` tells the parent's, where that is larger.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(status.partition("VmHWM:")[2].split(maxsplit=1)[0])


def one_hostile(name: str) -> None:
    """One of them, in a process of its own: its memory is its own."""
    before, after = (HOSTILE | HOSTILE_MENUS)[name](Writer(7))
    if name in HOSTILE:
        one, two = as_page(before), as_page(after)
    else:
        one, two = as_menu(before, "a"), as_menu(after, "b" if "different" in name else "a")
    before_kb = peak_kb()
    start = time.process_time()
    changes: Sequence[Change] = compare_pages(one, two)
    took = time.process_time() - start
    memory = (peak_kb() - before_kb) // 1024
    start = time.process_time()
    for change in changes[:1]:
        with_spans(change)
    spans = time.process_time() - start
    counts = Counter("/".join(filter(None, (change.type.value, change.kind))) for change in changes)
    print(json.dumps({"took": took, "memory": memory, "spans": spans, "counts": counts.most_common(3)}))


def pathologies() -> None:
    print("pages made to be slow: seconds, memory above the pages themselves, spans of the first change")
    for name in HOSTILE | HOSTILE_MENUS:
        command = [sys.executable, "-m", "benchmarks.diff_speed", "--hostile", name]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        seen = json.loads(answer.stdout)
        told = ", ".join(f"{count:,} {kind}" for kind, count in seen["counts"])
        print(f"   {name:36} {seen['took']:5.2f} s  {seen['memory']:4} MB  {seen['spans']:5.2f} s   {told}")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.diff_speed", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, default=Path("bench-data"))
    parser.add_argument("--split", default="dev")
    parser.add_argument("--limit", type=int, default=0, help="pairs of real pages; 0: all")
    parser.add_argument(
        "--peers", type=Path, metavar="ENVIRONMENT", help="a Python environment with prosediff"
    )
    parser.add_argument("--hostile", metavar="NAME", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.hostile:
        one_hostile(options.hostile)
        return 0
    data = options.data / "change" / options.split
    if data.is_dir():
        against_parsing(data, options.limit)
    else:
        print(f"skipped: no {data}")
    against_htmldiff()
    if options.peers:
        against_prosediff(options.peers)
    growth()
    pathologies()
    return 0


if __name__ == "__main__":
    sys.exit(main())
