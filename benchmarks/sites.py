"""How well a site's chrome is compared: two generations of a site's pages, scored by the scorer that comes
with the data.

    python -m benchmarks.sites --data FOLDER [--sets sites,mutsites]

FOLDER/change holds `dev/` (or what `--split` names) and `score.py`. Each shared change should be told once
for the site, with its pages, and what one page changed is that page's.
"""

import argparse
import subprocess
import sys
from pathlib import Path

from benchmarks.changes import as_event
from monitor.difference import compare_paths
from monitor.model import Scope


def diff(before: str, after: str) -> list[dict[str, object]]:
    """What `monitor diff` finds between two folders of pages, in the words of the labels."""
    events = []
    for change in compare_paths(Path(before), Path(after)).changes:
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
