"""Ours and other extractors, page by page in one run: F1 by kind of page, and CPU over lxml's parse.

    pip install trafilatura rs-trafilatura resiliparse
    python -m benchmarks.against --data FOLDER [--peers trafilatura,rs_trafilatura,resiliparse]

The pages are all those of which the whole body is known. Ours are judged by the models that never saw their
host. Peers that are not installed are left out, with a line that says so.
"""

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import lxml.html

from benchmarks._heldout import FOLD_MODELS
from benchmarks.separation import find_body
from monitor.separate.learned import Learned
from training.labelled import FOLDS, LabelledPage, find_tokens, load_pages, shingle_f1

Extract = Callable[[str], str]


def _trafilatura() -> Extract:
    extract = import_module("trafilatura").extract
    return lambda html: extract(html) or ""


def _rs_trafilatura() -> Extract:
    extract = import_module("rs_trafilatura").extract
    return lambda html: extract(html).main_content or ""


def _resiliparse() -> Extract:
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda html: str(extract(html, main_content=True, alt_texts=False))


PEERS: dict[str, Callable[[], Extract]] = {
    "trafilatura": _trafilatura,
    "rs_trafilatura": _rs_trafilatura,
    "resiliparse": _resiliparse,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.against", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, default=Path("bench-data"), help="folder that holds separation/")
    parser.add_argument("--peers", default=",".join(PEERS), help="names, with commas")
    parser.add_argument("--split", default="dev", help="which of the labelled sets: SPLIT.jsonl")
    parser.add_argument("--every", type=int, default=1, help="take one page of so many")
    options = parser.parse_args()
    folder = options.data / "separation"
    if not (folder / f"{options.split}.jsonl").exists():
        print(f"skipped: no {options.split}.jsonl in {folder}")
        return
    peers = {}
    for name in options.peers.split(","):
        try:
            peers[name] = PEERS[name]()
        except ImportError as error:
            print(f"left out: {name} is not installed ({error})")
    models = [
        Learned.load((FOLD_MODELS / f"{fold}.json").read_text(encoding="utf-8")) for fold in range(FOLDS)
    ]
    scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    ratios: dict[str, list[float]] = defaultdict(list)
    empty: dict[str, int] = defaultdict(int)
    pages = [
        page for page in list(load_pages(folder, options.split))[:: options.every] if page.gold is not None
    ]
    for page in pages:

        def ours(_: str, page: LabelledPage = page) -> str:
            return "\n".join(find_body(page.read(), models[page.fold]))

        parsing = min(_cpu_s(lxml.html.fromstring, page.html)[0] for _ in range(2))
        for name, extract in {"ours": ours, **peers}.items():
            spent, text = _cpu_s(extract, page.html)
            score = shingle_f1(find_tokens(text), page.gold or [])
            empty[name] += not text.strip()
            for group in ("all", f"kind {page.kind}", f"set {page.source}"):
                scores[group][name].append(score)
            ratios[name].append(spent / parsing)
    names = ["ours", *peers]
    print(f"{'F1':28}", *(f"{name:>15}" for name in names))
    for group, found in sorted(scores.items()):
        row = [statistics.mean(found[name]) for name in names]
        print(f"{group:22} {len(found['ours']):5}", *(f"{mean:15.3f}" for mean in row))
    for what in ("kind", "set"):
        means = {
            name: [statistics.mean(f[name]) for g, f in scores.items() if g.startswith(what)]
            for name in names
        }
        print(
            f"{'mean of the ' + what + 's':28}", *(f"{statistics.mean(means[name]):15.3f}" for name in names)
        )
    print(f"{'empty':28}", *(f"{empty[name] / len(pages):15.2%}" for name in names))
    print(f"{'CPU over lxml, median':28}", *(f"{statistics.median(ratios[name]):15.1f}" for name in names))


def _cpu_s(act: Callable[[str], object], html: str) -> tuple[float, str]:
    start = time.process_time()
    try:
        said = act(html)
    except Exception:  # noqa: BLE001  a peer's own trouble with a page is an empty answer of its own
        said = ""
    return time.process_time() - start, said if isinstance(said, str) else ""


if __name__ == "__main__":
    main()
