"""What does knowing the site's other pages bring, and what does it cost?

    python -m benchmarks.site_template --data FOLDER [--others 20]

Of the labelled pages in FOLDER/separation, those of sites with at least three different pages are separated
twice: alone, and with up to `--others` other pages of the site known. F1 is over 4-gram shingles of words.
Captures of one page at different times are one page: they do not count as each other's witnesses.
"""

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from pathlib import Path

from benchmarks._heldout import FOLD_MODELS, model_for
from monitor.model import Document, Snapshot
from monitor.read import read
from monitor.separate import (
    Template,
    assemble,
    classify,
    decode_template,
    encode_template,
    learn,
    shared,
)
from monitor.separate.site import weigh_site
from training.labelled import Tokens, find_tokens, shingle_f1

MIN_PAGES = 3

Labelled = tuple[Document, bytes, Tokens]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.site_template", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("bench-data"))
    parser.add_argument("--split", default="dev", help="which of the labelled sets: SPLIT.jsonl")
    parser.add_argument("--others", type=int, default=20, help="other captures of the site that are known")
    parser.add_argument(
        "--all", action="store_true", help="also sites of data sets with three or four pages each"
    )
    parser.add_argument("--models", type=Path, default=FOLD_MODELS, help="models that did not see the hosts")
    options = parser.parse_args()
    folder = options.data / "separation"
    listed = folder / f"{options.split}.jsonl"
    if not listed.is_file():
        print(f"skipped: no {listed}")
        return 0

    reading = separating = teaching = 0.0
    alone: dict[str, list[float]] = {}
    known: dict[str, list[float]] = {}
    sizes = []
    for site, pages in read_sites(listed, options.all).items():
        alone[site], known[site] = [], []
        source, _, name = site.partition(" ")
        model = model_for(f"ota:{name}" if source == "ota" else name, options.models)
        for position, (document, payload, gold) in enumerate(pages):
            others = [page[0] for page in (pages[position + 1 :] + pages[:position])[: options.others]]
            template = Template()
            for other in others:
                template = learn(template, other, None)

            start = time.process_time()
            read(Snapshot(url=document.url, payload=payload))
            reading += time.process_time() - start
            start = time.process_time()
            labels = classify(document, model)
            by_itself = assemble(document, labels)
            separating += time.process_time() - start
            start = time.process_time()
            with_others = assemble(document, weigh_site(document, labels, shared(template, document)))
            template = learn(template, document, None)
            teaching += time.process_time() - start
            start = time.process_time()
            assemble(document, labels)
            teaching -= time.process_time() - start
            sizes.append(len(encode_template(template)))
            assert decode_template(encode_template(template)).pages == template.pages
            for scores, page in ((alone, by_itself), (known, with_others)):
                body = find_tokens(" ".join(block.text for block in page.body))
                scores[site].append(shingle_f1(body, gold))

    if not alone:
        print(f"skipped: no site with {MIN_PAGES} labelled pages in {listed}")
        return 0
    print(f"{'site':32} {'pages':>5} {'alone':>7} {'known':>7}")
    for site in alone:
        left, right = statistics.mean(alone[site]), statistics.mean(known[site])
        worse = "  worse" if right < left - 0.01 else ""
        print(f"{site:32} {len(alone[site]):5} {left:7.3f} {right:7.3f}{worse}")
    for name, weigh in (("mean of sites", mean_of_sites), ("mean of pages", mean_of_pages)):
        left, right = weigh(alone), weigh(known)
        print(f"{name:38} {left:7.3f} {right:7.3f}  error {(right - left) / (1 - left):+.0%} of it gone")
    cost = teaching / (reading + separating)
    print(f"the template adds {cost:.1%} to reading and separating; {max(sizes) / 1000:.0f} kB at most")
    return 0


def read_sites(listed: Path, everything: bool) -> dict[str, list[Labelled]]:
    sites: dict[str, list[Labelled]] = defaultdict(list)
    sets = ("ota", "cpe", "wcxb", "aef") if everything else ("ota", "cpe")
    for line in listed.open():
        row = json.loads(line)
        if row["gold"] is None or not row["host"] or row["dataset"] not in sets:
            continue
        name = row["id"].partition("@")[0] if row["dataset"] == "ota" else row["url"] or row["id"]
        payload = (listed.parent / "html" / f"{row['fid']}.html").read_bytes()
        document = read(Snapshot(url=name, payload=payload))
        sites[f"{row['dataset']} {row['host'].removeprefix('ota:')}"].append(
            (document, payload, find_tokens(row["gold"]))
        )
    return {
        site: pages
        for site, pages in sites.items()
        if len({document.url for document, _, _ in pages}) >= MIN_PAGES
    }


def mean_of_sites(scores: dict[str, list[float]]) -> float:
    return statistics.mean(statistics.mean(of_site) for of_site in scores.values())


def mean_of_pages(scores: dict[str, list[float]]) -> float:
    return statistics.mean(score for of_site in scores.values() for score in of_site)


if __name__ == "__main__":
    sys.exit(main())
