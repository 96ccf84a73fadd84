"""How well changes are found: page pairs with known events, scored by the scorer that comes with the data.

    python -m benchmarks.changes --data FOLDER [--sets pairs,mut,noise] [--limit N]

FOLDER/change holds `dev/` (or what `--split` names) and the scorer, `score.py`. The labels know no list
items and no dates of their own, so these are handed over as paragraphs and numbers.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from monitor.compare import compare_pages, with_spans
from monitor.model import Change, Page, Snapshot
from monitor.read import read
from monitor.separate import separate_pair

LABELLED = {
    "list_item_added": "paragraph_added",
    "list_item_removed": "paragraph_removed",
    "list_item_edited": "paragraph_edited",
    "list_item_moved": "paragraph_moved",
    "table_row_edited": "paragraph_edited",
    "table_row_removed": "paragraph_removed",
    "table_row_moved": "paragraph_moved",
    "date_changed": "number_changed",
}
"""What the labels call our types, where they have another word."""


def pages(before: bytes, after: bytes) -> tuple[Page, Page]:
    # No URL of the web: the labels have the targets of links as the pages write them.
    documents = [read(Snapshot(url="page.html", payload=payload)) for payload in (before, after)]
    return separate_pair(*documents)


def diff(before: bytes, after: bytes) -> list[dict[str, object]]:
    """The changes of a pair of HTML pages, in the words of the labels."""
    return [as_event(with_spans(change)) for change in compare_pages(*pages(before, after))]


def as_event(change: Change) -> dict[str, object]:
    event: dict[str, object] = {
        "type": LABELLED.get(change.type.value, change.type.value),
        "where": change.where.value,
        "scope": change.scope.value,
        "before": list(change.before) if isinstance(change.before, tuple) else change.before,
        "after": list(change.after) if isinstance(change.after, tuple) else change.after,
        "text": change.text,
        "kind": change.kind,
        "spans": [list(span) for span in change.spans],
    }
    if change.annotation:
        event |= {
            "annotation": change.annotation,
            "from_item": change.from_item,
            "to_item": change.to_item,
            "from_year": change.from_year,
            "to_year": change.to_year,
        }
    return event


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.changes", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, default=Path("bench-data"))
    parser.add_argument("--scorer", type=Path, help="the scorer; default: FOLDER/change/score.py")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--sets", default="pairs,mut,noise")
    parser.add_argument("--limit", type=int, default=0, help="pairs of each set; 0: all")
    options = parser.parse_args()
    scorer = options.scorer or options.data / "change" / "score.py"
    if not scorer.exists():
        print(f"skipped: no {scorer}")
        return 0
    command = [sys.executable, str(scorer), "--data", str(options.data / "change" / options.split), "--py"]
    command += [
        "benchmarks.changes:diff",
        "--sets",
        options.sets,
        "--limit",
        str(options.limit),
        "--per-type",
    ]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
