"""How well a site's chrome is compared: two generations of a site's pages, scored by the scorer that comes
with the data.

    python -m benchmarks.sites --data FOLDER [--sets sites,mutsites]

FOLDER/change holds `dev/` (or what `--split` names) and `score.py`. Each shared change should be told once
for the site, with its pages, and what one page changed is that page's.
"""

import argparse
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.changes import as_event
from monitor.compare import compare_chrome, compare_pages, lift_shared, settle_border, tell
from monitor.model import Document, Page, Scope, Snapshot, Where
from monitor.read import read
from monitor.separate import Template, learn, separate, separate_pair


def generation(folder: Path) -> dict[str, Document]:
    return {
        path.name: read(Snapshot(url=path.name, payload=path.read_bytes(), media_type="text/html"))
        for path in sorted(folder.iterdir())
    }


def pages(before: Path, after: Path) -> tuple[list[Page], list[Page]]:
    """Both generations, each separated by what its pages share, and a page on both sides with one border."""
    one, two = generation(before), generation(after)
    template = Template()
    for moment, documents in (
        (datetime(2020, 1, 1, tzinfo=UTC), one),
        (datetime(2021, 1, 1, tzinfo=UTC), two),
    ):
        for document in documents.values():
            template = learn(template, document, moment)
    earlier: list[Page] = []
    later: list[Page] = []
    for name in sorted(one.keys() | two.keys()):
        if name in one and name in two:
            left, right = separate_pair(one[name], two[name], template)
            earlier.append(left)
            later.append(right)
        elif name in one:
            earlier.append(separate(one[name], template))
        else:
            later.append(separate(two[name], template))
    return earlier, later


def diff(before: str, after: str) -> list[dict[str, object]]:
    """What happened between two folders of pages, in the words of the labels."""
    earlier, later = pages(Path(before), Path(after))
    by_url = {page.url: page for page in earlier}
    both = [(by_url[page.url], page) for page in later if page.url in by_url]
    by_page = {two.url: compare_pages(one, two) for one, two in both}
    changes = list(settle_border(compare_chrome(earlier, later), by_page))
    for url, found in by_page.items():
        changes += [replace(c, page=url) for c in found if c.where is Where.BODY]
    events = []
    for change in map(tell, lift_shared(changes, len(both))):
        events.append(as_event(change) | {"sentence": change.sentence})
        if change.scope is Scope.PAGE:
            events[-1]["page"] = change.page
    return events


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.sites", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, default=Path("bench-data"))
    parser.add_argument("--split", default="dev")
    parser.add_argument("--sets", default="sites,mutsites")
    parser.add_argument("--dump", help="a folder for the events that were told")
    options = parser.parse_args()
    scorer = options.data / "change" / "score.py"
    if not scorer.exists():
        print(f"skipped: no {scorer}")
        return 0
    command = [sys.executable, str(scorer), "--data", str(options.data / "change" / options.split)]
    command += ["--site-py", "benchmarks.sites:diff", "--sets", options.sets, "--per-type"]
    if options.dump:
        command += ["--dump", options.dump]
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
