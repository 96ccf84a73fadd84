"""The README shows what the commands print: their very output, put there by this file.

    python -m tests.ships.readme        write it anew, after a change of what is printed

A block of the README that begins with `$ make run` or `$ monitor …` holds what follows that line when the
command is run, on a copy of what ships, by someone who has typed nothing before.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.ships.picture import draw

PROJECT = Path(__file__).parents[2]
README = PROJECT / "README.md"
PICTURE = PROJECT / "docs" / "run.svg"
SHIPPED = ("config.toml", "seeds", "snapshots")

BLOCK = re.compile(r"(```console\n\$ (make run|monitor [^\n]+)\n)(.*?)(```\n)", re.DOTALL)


def lay_out(folder: Path) -> None:
    """What ships, in a folder of its own."""
    for name in SHIPPED:
        source = PROJECT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)


def output_of(command: str, folder: Path) -> str:
    """What a command of the README prints. `make run` is `monitor run`, once it is installed."""
    arguments = ["run"] if command == "make run" else command.split()[1:]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "COLUMNS": "80", "NO_COLOR": "1", "TZ": "UTC"}
    done = subprocess.run(
        [sys.executable, "-m", "monitor", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    return done.stdout


def render(text: str) -> tuple[str, str]:
    """The README as it should be, and what `make run` prints."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lay_out(folder)
        printed = {}
        for _, command, _, _ in BLOCK.findall(text):
            printed[command] = output_of(command, folder)
        rendered = BLOCK.sub(lambda found: f"{found[1]}{printed[found[2]]}{found[4]}", text)
    return rendered, printed["make run"]


if __name__ == "__main__":
    readme, run = render(README.read_text(encoding="utf-8"))
    README.write_text(readme, encoding="utf-8")
    PICTURE.write_text(draw("make run", run), encoding="utf-8")
