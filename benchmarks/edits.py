"""How well each kind of edit is found: one known edit, or one kind of noise, on real pages.

    python -m benchmarks.edits --data FOLDER [--pages N] [--only WORD] [--show]

The labelled pairs hold the edits that their pages happen to have; here each kind of change is made on pages
of FOLDER/separation and FOLDER/change (the earlier side), and scored by the strict measure of
FOLDER/change/score.py: type, place and both texts. Seeded: the same pages and edits at each run.
"""

import argparse
import importlib.util
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from types import ModuleType
from typing import NamedTuple

from benchmarks import _edit_menus, _edit_rare, _edit_values  # noqa: F401  (they register their kinds)
from benchmarks._edit_body import BODY, Edit, Told
from benchmarks._edit_menus import MENUS
from benchmarks._edit_noise import NOISES
from benchmarks._edit_pages import MAX_BYTES, Pair
from monitor.compare import compare_pages, tell
from monitor.model import Change, ChangeType, Snapshot
from monitor.read import read
from monitor.separate import separate_pair

KINDS: dict[str, Edit] = BODY | MENUS | {f"noise: {name}": made for name, made in NOISES.items()}


class Tally:
    """Of one kind: how many edits were made and found, and what was told beside them."""

    def __init__(self) -> None:
        self.pages = self.gold = self.found = self.extra = 0


class Made(NamedTuple):
    before: bytes
    after: bytes
    gold: list[Told]


def make(payload: bytes, name: str, seed: str) -> Made | None:
    """A pair of sides with an edit of this kind; None where the page has no place for it."""
    pair = Pair(payload, Random(seed))
    gold = KINDS[name](pair)
    return None if gold is None else Made(*pair.sides(), gold)


def changes_of(made: Made) -> list[Change]:
    """What is told, noise left out."""
    documents = [
        read(Snapshot(url="page.html", payload=payload, charset="utf-8"))
        for payload in (made.before, made.after)
    ]
    changes = compare_pages(*separate_pair(*documents))
    return [tell(change) for change in changes if change.type is not ChangeType.NOISE]


def as_event(change: Change) -> dict[str, object]:
    """A change as the scorer takes it, under its own type."""
    event: dict[str, object] = {"type": change.type.value, "where": change.where.value, "text": change.text}
    event |= {"spans": [list(span) for span in change.spans]}
    for side, said in (("before", change.before), ("after", change.after)):
        event[side] = list(said) if isinstance(said, tuple) else said
    if change.annotation:
        event |= {"annotation": change.annotation, "from_item": change.from_item, "to_item": change.to_item}
    return event


def payloads(data: Path, count: int) -> Iterator[tuple[str, bytes]]:
    """Pages of all kinds: two of three labelled for separating, the others made for changes."""
    listed = data / "separation" / "dev.jsonl"
    kinds: dict[str, list[str]] = {}
    if listed.exists():
        for line in listed.read_text(encoding="utf-8").split("\n"):
            page = json.loads(line or "{}")
            kinds.setdefault(page.get("page_type", ""), []).append(page.get("fid", ""))
    files: list[Path] = []
    sampled = [those[:: max(1, len(those) // count)] for those in kinds.values()]
    for turn in range(count):
        files += [_page_file(data, those[turn]) for those in sampled if turn < len(those)]
    files = files[: 2 * count // 3]
    older = sorted((data / "change" / "dev" / "mut").glob("*/old.html"))
    files += older[:: max(1, len(older) // (count - len(files) or 1))][: count - len(files)]
    for file in files:
        if file.exists() and file.stat().st_size < MAX_BYTES:
            yield file.stem if file.stem != "old" else file.parent.name, file.read_bytes()


def _page_file(data: Path, name: str) -> Path:
    return data / "separation" / "html" / f"{name}.html"


def score(
    strict: Callable[..., tuple[dict[int, int], dict[int, object], list[int], list[int]]],
    made: Made,
    tally: Tally,
) -> list[Change]:
    """Count what was found; the changes are given back when something is missing or too much."""
    changes = changes_of(made)
    _, _, extra, missing = strict([as_event(change) for change in changes], made.gold)
    missing = [at for at in missing if not made.gold[at].get("optional")]
    tally.pages += 1
    tally.gold += sum(1 for event in made.gold if not event.get("optional"))
    tally.found += sum(
        1 for at, event in enumerate(made.gold) if not event.get("optional") and at not in missing
    )
    tally.extra += len(extra)
    return changes if extra or missing else []


def load_scorer(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("change_scorer", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.edits", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, default=Path("bench-data"))
    parser.add_argument("--scorer", type=Path, help="the scorer; default: FOLDER/change/score.py")
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--each", type=int, default=12, help="pages for each kind, at most")
    parser.add_argument("--only", default="", help="kinds with this in their name")
    parser.add_argument("--show", action="store_true", help="what was told where it was not what was done")
    options = parser.parse_args()
    scorer = options.scorer or options.data / "change" / "score.py"
    if not scorer.exists():
        print(f"skipped: no {scorer}")
        return 0
    strict = load_scorer(scorer).strict
    pages = list(payloads(options.data, options.pages))
    tallies: dict[str, Tally] = {}
    for name in KINDS:
        if options.only not in name:
            continue
        tally = tallies[name] = Tally()
        for page, payload in pages:
            if tally.pages >= options.each:
                break
            made = make(payload, name, f"{page} {name}")
            if made is None:
                continue
            wrong = score(strict, made, tally)
            if options.show and (wrong or tally.found < tally.gold):
                _show(name, page, made.gold, wrong)
    _print(tallies)
    return 0


def _show(name: str, page: str, gold: Sequence[Told], changes: Sequence[Change]) -> None:
    if not changes:
        return
    print(f"{name} · {page}")
    for event in gold:
        print("   done:", event["type"], str(event.get("before"))[:90], "→", str(event.get("after"))[:90])
    for change in changes[:4]:
        print("   told:", change.type.value, change.where.value, change.sentence[:170], f"[{change.rule}]")


def _print(tallies: dict[str, Tally]) -> None:
    whole = Tally()
    print(f"{'kind':58} pages  done found extra")
    for name, tally in tallies.items():
        mark = " " if tally.found == tally.gold and not tally.extra else "•"
        print(f"{name:58} {tally.pages:5} {tally.gold:5} {tally.found:5} {tally.extra:5} {mark}")
        for key in ("pages", "gold", "found", "extra"):
            setattr(whole, key, getattr(whole, key) + getattr(tally, key))
    told = whole.found + whole.extra
    print(
        f"{'all':58} {whole.pages:5} {whole.gold:5} {whole.found:5} {whole.extra:5}   "
        f"recall {whole.found / max(1, whole.gold):.3f} precision {whole.found / max(1, told):.3f}"
    )


if __name__ == "__main__":
    sys.exit(main())
