"""Which text is the page's body? F1 over runs of four words by kind of page, its time and memory.

    python -m benchmarks.separation --data FOLDER

Each page is judged by the model that never saw a page of its host (`benchmarks/folds/`, made by
`training/separation.py`), so the figures are those of a cross-validation over hosts.
"""

import argparse
import statistics
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import lxml.html

from benchmarks._heldout import FOLD_MODELS
from monitor.model import Document
from monitor.separate import assemble, classify, separate
from monitor.separate.learned import Learned
from training.labelled import FOLDS, LabelledPage, find_tokens, load_pages, shingle_f1

TIMED_PAGES = 200
REPEATS = 3


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.separation", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, default=Path("bench-data"), help="folder that holds separation/")
    parser.add_argument("--split", default="dev", help="which of the labelled sets: SPLIT.jsonl")
    parser.add_argument("--every", type=int, default=1, help="take one page of so many")
    options = parser.parse_args()
    folder = options.data / "separation"
    if not (folder / f"{options.split}.jsonl").exists():
        print(f"skipped: no {options.split}.jsonl in {folder}")
        return
    models = [
        Learned.load((FOLD_MODELS / f"{fold}.json").read_text(encoding="utf-8")) for fold in range(FOLDS)
    ]
    pages = [
        page for page in list(load_pages(folder, options.split))[:: options.every] if page.gold is not None
    ]
    scores: dict[str, list[float]] = defaultdict(list)
    empty = 0
    for page in pages:
        document = page.read()
        body = find_body(document, models[page.fold])
        empty += not body
        score = shingle_f1(find_tokens("\n".join(body)), page.gold or [])
        for group in ("all", f"kind {page.kind}", f"set {page.source}", f"language {page.language}"):
            scores[group].append(score)
    for group, found in sorted(scores.items()):
        print(f"{group:<24} {len(found):>5} pages   F1 {statistics.mean(found):.3f}")
    for what in ("kind", "set"):
        means = [statistics.mean(found) for group, found in scores.items() if group.startswith(what)]
        print(f"mean of the {what}s         {len(means):>5} {what}s   F1 {statistics.mean(means):.3f}")
    print(f"empty bodies             {empty / len(pages):.3%}")
    measured = pages[:: max(1, len(pages) // TIMED_PAGES)]
    print_cost(measured)
    print_memory(measured)


def find_body(document: Document, model: Learned) -> list[str]:
    return [block.text for block in assemble(document, classify(document, model)).body]


def print_cost(pages: list[LabelledPage]) -> None:
    """CPU of reading and separating over that of lxml.html.fromstring, page by page in one run."""
    ratios = []
    for page in pages:
        parsing = _cpu_s(lambda page=page: lxml.html.fromstring(page.html))  # type: ignore[misc]
        ours = _cpu_s(lambda page=page: separate(page.read()))  # type: ignore[misc]
        ratios.append(ours / parsing)
    ratios.sort()
    print(
        f"CPU over lxml's parse    {len(ratios):>5} pages   median {statistics.median(ratios):.2f}"
        f"   95 % below {ratios[int(0.95 * len(ratios))]:.1f}"
    )


def print_memory(pages: list[LabelledPage]) -> None:
    """The peak of what Python holds for reading and separating a page, over the page's bytes."""
    ratios = []
    for page in pages:
        tracemalloc.start()
        separate(page.read())
        ratios.append(tracemalloc.get_traced_memory()[1] / len(page.html.encode()))
        tracemalloc.stop()
    ratios.sort()
    print(
        f"memory over bytes        {len(ratios):>5} pages   median {statistics.median(ratios):.2f}"
        f"   95 % below {ratios[int(0.95 * len(ratios))]:.1f}"
    )


def _cpu_s(act: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(REPEATS):
        start = time.process_time()
        act()
        best = min(best, time.process_time() - start)
    return best


if __name__ == "__main__":
    main()
