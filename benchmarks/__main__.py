"""Run all the benchmarks, or those named, one after the other, each in a process of its own.

    python -m benchmarks --data FOLDER [NAME …]

Each module runs by itself too (`python -m benchmarks.separation --data FOLDER`). FOLDER holds the
labelled data, unpacked: separation/, change/, significance/, history/. A benchmark whose data is not
there says so in one line.
"""

import argparse
import pkgutil
import subprocess
import sys
from pathlib import Path

import benchmarks


def names() -> list[str]:
    """The benchmarks there are: every public module of this package."""
    return sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if not m.name.startswith("_"))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("bench-data"), help="folder of the unpacked data")
    parser.add_argument("name", nargs="*", help="default: all of them: " + ", ".join(names()))
    options = parser.parse_args()
    unknown = set(options.name) - set(names())
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(names())}")
    failed = []
    for name in options.name or names():
        print(f"── {name} " + "─" * max(0, 90 - len(name)), flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", "--data", str(options.data)]
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    if failed:
        print("failed:", ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
