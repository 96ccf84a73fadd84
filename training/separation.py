"""Train what tells body from chrome, and write it into the package.

    pip install catboost
    python -m training.separation --data FOLDER/separation

Three things are learned, in this order, each from pages that it is not asked about afterwards:
1. words: how much each word in containers' names, and in short texts, speaks for body (a mean over hosts);
2. a forest over the features of each block (`monitor.separate.features`);
3. a second forest, which also sees what the first one says of the surroundings (`monitor.separate.context`).

Folds are by host. Written are the model of all pages (`monitor/separate/learned.json`) and, to measure with,
for each fold a model that never saw its hosts (`benchmarks/folds/`).
"""

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from catboost import CatBoostClassifier, Pool

from monitor.model import Document
from monitor.separate import context, features
from monitor.separate.groups import find_groups
from monitor.separate.learned import Learned, as_likely
from monitor.separate.words import Words, find_words
from training.labelled import FOLDS, LabelledPage, find_tokens, label_blocks, load_pages

SHIPPED = Path("monitor/separate/learned.json")
FOLD_MODELS = Path("benchmarks/folds")

MIN_HOSTS = 4
"""That use a word, so that it gets a weight."""
PRIOR, PRIOR_HOSTS = 0.45, 4.0
"""A word begins with this share of body, as if so many hosts had said so."""
MIN_WEIGHT = 0.35
FIRST = features.NAMES
FIRST_TREES = 100
SECOND = (
    *context.NAMES,
    *(name for name in features.NAMES if name.startswith(("page_", "says_", "in_", "hint", "path_"))),
    "shape_share", "shape_blocks",
    "kind", "level", "words", "link_share", "ends_sentence", "tag", "level_down", "text_weight", "repeats",
    "after_title", "prose_before", "prose_after", "since_prose", "until_prose", "since_heading",
    "heading_level",
    "links_4", "share_2", "share_3", "share_4", "words_4", "words_5", "heading_rate_3", "heading_rate_5",
)  # fmt: skip
FIRST_RATE, SECOND_RATE = 0.13, 0.09
"""How much of what is left to learn each tree takes on."""
SECOND_TREES = 90
DEPTH = 6
NEVER = 1e9
"""No feature is larger."""
KIND_WEIGHT = {
    "forum": 2.5, "product": 3.0, "collection": 4.0, "listing": 4.0, "documentation": 2.0, "service": 2.0,
    "portal": 1.5, "policy": 1.2, "segments": 0.5,
}  # fmt: skip
"""Kinds of which there are few pages count for more: all kinds matter the same to who watches one."""
MAX_BLOCKS = 300
"""Of one page, drawn at random."""

MIN_FOUND = 0.5
"""Of the gold text, on the page as we read it; with less the labels are chance."""
MIN_PROSE = 0.8
"""Of a policy page's long texts. Where one of several policies on a page is the gold text, nothing there
tells which one, and the model would learn the page by heart."""

Array = npt.NDArray[Any]


class Example(NamedTuple):
    page: LabelledPage
    document: Document
    labels: Array
    weights: Array
    """Of each block; they sum to the weight of the page's kind."""


Counts = dict[str, dict[tuple[int, str], list[float]]]
"""For each word, for each (fold, host): weight of body, weight of all."""


def load_examples(folder: Path) -> list[Example]:
    examples = []
    for page in load_pages(folder):
        document = page.read()
        labels = label_blocks(page, document)
        if labels is None or not labels:
            continue
        sizes = np.array([len(find_tokens(block.text)) for block in document.blocks], float)
        label = np.array(labels)
        if page.gold is not None and not _is_trusted(page, label, sizes):
            continue
        weight = np.where(label < 0, 0.0, np.minimum(sizes, 200.0) ** 0.75 + 1.5)
        weight *= KIND_WEIGHT.get(page.kind, 1.0) / max(weight.sum(), 1e-9)
        examples.append(Example(page, document, label, weight))
    return examples


def _is_trusted(page: LabelledPage, label: Array, sizes: Array) -> bool:
    """Can the gold text teach? Not when the page does not hold it, nor when it is one of several."""
    if (label * sizes).sum() < MIN_FOUND * len(page.gold or ()):
        return False
    prose = np.where(sizes > features.LONG_WORDS, sizes, 0.0)
    return page.kind != "policy" or (label * prose).sum() >= MIN_PROSE * prose.sum()


# ── words ──────────────────────────────────────────────────────────────────────────────────────


PLACES = frozenset(
    line
    for line in (Path(__file__).parent / "places.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
"""Not learned: lists of countries in forms would teach them, and they mean nothing elsewhere."""


def count_words(examples: Iterable[Example]) -> tuple[Counts, Counts]:
    in_names: Counts = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    in_texts: Counts = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    for page, document, labels, _ in examples:
        host = (page.fold, page.host or page.fid)
        above: list[frozenset[str]] = [frozenset()]
        for container in document.containers[1:]:
            own = find_words(container.hint) if container.tag not in ("html", "body") else set()
            above.append(above[container.parent] | (own - PLACES))
        for block, label in zip(document.blocks, labels, strict=True):
            if label < 0:
                continue
            weight = math.sqrt(block.text.count(" ") + 2)
            for word in above[block.container]:
                _vote(in_names[word][host], label, weight)
            if len(block.text) < features.SHORT_CHARS:
                for word in find_words(block.text) - PLACES:
                    _vote(in_texts[word][host], label, 1.0)
    return in_names, in_texts


def _vote(count: list[float], label: float, weight: float) -> None:
    count[0] += label * weight
    count[1] += weight


def weigh_words(counts: tuple[Counts, Counts], folds: set[int]) -> Words:
    return Words(_weights(counts[0], folds, MIN_HOSTS), _weights(counts[1], folds, MIN_HOSTS + 2))


def _weights(counts: Counts, folds: set[int], min_hosts: int) -> dict[str, float]:
    weights = {}
    for word, hosts in counts.items():
        shares = [body / total for (fold, _), (body, total) in hosts.items() if fold in folds]
        if len(shares) < min_hosts:
            continue
        share = (sum(shares) + PRIOR_HOSTS * PRIOR) / (len(shares) + PRIOR_HOSTS)
        weight = math.log(share / (1 - share)) - math.log(PRIOR / (1 - PRIOR))
        if abs(weight) > MIN_WEIGHT:
            weights[word] = round(weight, 2)
    return weights


# ── forests ────────────────────────────────────────────────────────────────────────────────────


def grow(
    rows: Sequence[tuple[Array, Array, Array]],
    names: tuple[str, ...],
    kept: tuple[str, ...],
    trees: int,
    rate: float,
) -> Any:
    """A forest on pages' (features, labels, weights), asked only about the `kept` features."""
    chance = np.random.default_rng(1)
    inputs, labels, weights = [], [], []
    columns = [names.index(name) for name in kept]
    for values, label, weight in rows:
        known = np.flatnonzero(weight > 0)
        if len(known) > MAX_BLOCKS:
            known = chance.choice(known, MAX_BLOCKS, replace=False)
        inputs.append(values[columns][:, known].T)
        labels.append(label[known])
        weights.append(weight[known])
    all_weights = np.concatenate(weights)
    forest = CatBoostClassifier(
        iterations=trees, depth=DEPTH, learning_rate=rate, l2_leaf_reg=6, border_count=48,
        loss_function="CrossEntropy",
        bootstrap_type="Bernoulli", subsample=0.8, random_seed=1, thread_count=2, verbose=0,
        allow_writing_files=False,
    )  # fmt: skip
    forest.fit(Pool(np.concatenate(inputs), np.concatenate(labels), weight=all_weights / all_weights.mean()))
    return forest


def export(forest: Any, kept: tuple[str, ...], path: Path) -> dict[str, Any]:
    """The forest as `monitor.separate.trees` reads it."""
    forest.save_model(str(path), format="json")
    model = json.loads(path.read_text())
    path.unlink()
    scale, (bias,) = model["scale_and_bias"]
    trees = []
    for tree in model["oblivious_trees"]:
        splits = [[kept[int(s["float_feature_index"])], round(s["border"], 4)] for s in tree["splits"]]
        leaves = [round(scale * value, 3) for value in tree["leaf_values"]]
        while len(splits) < DEPTH:  # it had nothing left to ask: what is never so doubles its leaves
            splits.append([splits[-1][0], NEVER])
            leaves += [0.0] * len(leaves)
        trees.append({"splits": splits, "leaves": leaves})
    return {"bias": round(bias, 4), "trees": trees}


def train(
    examples: Sequence[Example], counts: tuple[Counts, Counts], folds: set[int], scratch: Path
) -> dict[str, Any]:
    """A model from the pages of these folds alone."""
    mine = [example for example in examples if example.page.fold in folds]
    # Each page's features are made with words counted on other hosts.
    words_of = {fold: weigh_words(counts, folds - {fold}) for fold in folds}
    seen = [features.find_features(e.document, words_of[e.page.fold]) for e in mine]
    rows = [(found, e.labels, e.weights) for (found, _), e in zip(seen, mine, strict=True)]
    first = grow(rows, features.NAMES, FIRST, FIRST_TREES, FIRST_RATE)

    # What the second forest is shown comes from forests that did not see the page's host.
    order = sorted(folds)
    half = set(order[: len(order) // 2])
    contexts: dict[int, Array] = {}
    for asked in (half, folds - half):
        other = grow(
            [row for row, e in zip(rows, mine, strict=True) if e.page.fold not in asked],
            features.NAMES, FIRST, FIRST_TREES, FIRST_RATE,
        )  # fmt: skip
        columns = [features.NAMES.index(name) for name in FIRST]
        for number, (e, (found, layout)) in enumerate(zip(mine, seen, strict=True)):
            if e.page.fold in asked:
                likely = as_likely(other.predict(found[columns].T, prediction_type="RawFormulaVal"))
                around = context.find_context(
                    likely, found, layout, find_groups(e.document.containers, layout)
                )
                contexts[number] = np.vstack((found, around))
    both = features.NAMES + context.NAMES
    second = grow(
        [(contexts[number], e.labels, e.weights) for number, e in enumerate(mine)],
        both,
        SECOND,
        SECOND_TREES,
        SECOND_RATE,
    )
    words = weigh_words(counts, folds)
    return {
        "names": dict(sorted(words.in_names.items())),
        "texts": dict(sorted(words.in_texts.items())),
        "first": export(first, FIRST, scratch),
        "second": export(second, SECOND, scratch),
    }


def write(model: dict[str, Any], path: Path) -> None:
    """One word and one tree a line, so that a change can be read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for key in ("names", "texts"):
        words = ",\n".join(
            f"  {json.dumps(word, ensure_ascii=False)}: {weight}" for word, weight in model[key].items()
        )
        lines.append(f'"{key}": {{\n{words}\n}}')
    for key in ("first", "second"):
        trees = ",\n".join("  " + json.dumps(tree, separators=(",", ":")) for tree in model[key]["trees"])
        lines.append(f'"{key}": {{"bias": {model[key]["bias"]}, "trees": [\n{trees}\n]}}')
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m training.separation", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with dev.jsonl and html/")
    parser.add_argument("--only", type=int, help="one fold's model alone; −1 for the one that ships")
    options = parser.parse_args()
    examples = load_examples(options.data)
    counts = count_words(examples)
    everything = set(range(FOLDS))
    FOLD_MODELS.mkdir(exist_ok=True)
    for fold in [options.only] if options.only is not None else [-1, *range(FOLDS)]:
        path = SHIPPED if fold < 0 else FOLD_MODELS / f"{fold}.json"
        write(train(examples, counts, everything - {fold}, path.with_suffix(".tmp")), path)
        Learned.load(path.read_text(encoding="utf-8"))
        print(f"{path}: {path.stat().st_size // 1024} KiB", flush=True)


if __name__ == "__main__":
    main()
