"""Did the body change at all? Pairs of captures, of which people know whether the body's text changed.

    python -m benchmarks.significance --data FOLDER [--limit N] [--list]

FOLDER/significance/pairs.jsonl has one pair a line ("pid", "label": 1 when the body's text changed), and
html/PID.a.html, html/PID.b.html are its two sides. Three answers are measured: each side separated by
itself, both sides separated together, and the changes that are told; by the model that did not see the
service where those models are there (benchmarks/folds/), else by the one that ships.
"""

import argparse
import json
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks._heldout import FOLD_MODELS, model_for
from monitor.compare import compare_pages
from monitor.model import Block, ChangeType, Document, Page, Snapshot, Where
from monitor.read import read
from monitor.separate import assemble, classify
from monitor.separate.learned import Learned
from monitor.separate.pair import join_labels

Judge = Callable[[Document, Document, Learned | None], bool]
_WORDS = re.compile(r"\w+")


def words(body: Iterable[Block]) -> list[str]:
    return _WORDS.findall(" ".join(block.text for block in body))


def each_alone(before: Document, after: Document, model: Learned | None) -> bool:
    left, right = (assemble(side, classify(side, model)) for side in (before, after))
    return words(left.body) != words(right.body)


def together(before: Document, after: Document, model: Learned | None) -> tuple[Page, Page]:
    left, right = join_labels(before, after, classify(before, model), classify(after, model))
    return assemble(before, left), assemble(after, right)


def both_together(before: Document, after: Document, model: Learned | None) -> bool:
    left, right = together(before, after, model)
    return words(left.body) != words(right.body)


def told(before: Document, after: Document, model: Learned | None) -> bool:
    changes = compare_pages(*together(before, after, model))
    return any(change.where is Where.BODY and change.type is not ChangeType.NOISE for change in changes)


JUDGES: dict[str, Judge] = {"each alone": each_alone, "both together": both_together, "told": told}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.significance", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("bench-data"))
    parser.add_argument("--limit", type=int, default=0, help="only so many pairs, spread over all")
    parser.add_argument("--list", action="store_true", help="name the pairs that were judged wrongly")
    parser.add_argument("--models", type=Path, default=FOLD_MODELS, help="models that did not see the hosts")
    options = parser.parse_args()
    folder = options.data / "significance"
    if not (folder / "pairs.jsonl").is_file():
        print(f"skipped: no pairs.jsonl in {folder}")
        return 0
    pairs = [json.loads(line) for line in (folder / "pairs.jsonl").open()]
    if options.limit:
        pairs = pairs[:: max(1, len(pairs) // options.limit)]

    wrong: dict[str, tuple[list[str], list[str]]] = {name: ([], []) for name in JUDGES}
    spent = dict.fromkeys(JUDGES, 0.0)
    for pair in pairs:
        before, after = (document(folder / "html" / f"{pair['pid']}.{side}.html") for side in "ab")
        model = model_for(f"ota:{pair['doc'].partition('/')[0]}", options.models)
        for name, judge in JUDGES.items():
            start = time.process_time()
            said = judge(before, after, model)
            spent[name] += time.process_time() - start
            if said != bool(pair["label"]):
                wrong[name][pair["label"]].append(pair["pid"])
    changed = sum(pair["label"] for pair in pairs)
    quiet = len(pairs) - changed
    print(f"{'':16} {'false alarms':>18} {'misses':>16} {'ms a pair':>10}")
    for name, (alarms, misses) in wrong.items():
        print(
            f"{name:16} {len(alarms):4} of {quiet} {len(alarms) / max(1, quiet):6.1%}"
            f" {len(misses):4} of {changed} {len(misses) / max(1, changed):6.1%}"
            f" {1000 * spent[name] / len(pairs):10.1f}"
        )
        if options.list:
            print("  false alarms:", *alarms)
            print("  misses:", *misses)
    return 0


def document(path: Path) -> Document:
    return read(Snapshot(url=path.name.split(".")[0], payload=path.read_bytes(), media_type="text/html"))


if __name__ == "__main__":
    sys.exit(main())
