"""What it costs to watch the web: pages served by nginx on the loopback interface, seen by `monitor run`.

    python -m benchmarks.fetching [--pages 1000] [--workers 0] [--peers ENVIRONMENT]

    first check        pages of 60 to 100 KB that were never seen
    304                nothing changed, and the server says so
    same bytes         nothing changed, and the server cannot say so
    only noise         tokens, comments and nonces differ on every page, a visible clock on every second one
    10 % changed       a paragraph of every tenth page; the others are 304

CPU is that of all processes of the run, start and end included; memory is what they hold together (PSS).
With --peers, urlwatch and webchanges see the same pages in the same order, where that Python environment has
them (its folder, as `.venv-peers`). Without nginx it says so and ends.
"""

import argparse
import contextlib
import ctypes
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

SITES = 10
PORT = 8471
WORDS = 4000


class Pages:
    """The pages of the sites, the same at every run."""

    def __init__(self, count: int) -> None:
        self.count = count
        chance = random.Random(11)
        letters = "aeiou", "bcdfghlmnprstv"
        self._words = [
            "".join(chance.choice(letters[at % 2 == 0]) for at in range(chance.randint(3, 9)))
            for _ in range(WORDS)
        ]

    def path(self, number: int) -> str:
        return f"site{number % SITES}/page{number // SITES}.html"

    def _say(self, chance: random.Random, words: int) -> str:
        return " ".join(chance.choices(self._words, k=words)).capitalize()

    def html(self, number: int, *, noise: int = 0, edit: int = 0) -> str:
        site, own = random.Random(1000 + number % SITES), random.Random(number)
        token = random.Random(f"{number} {noise}").randbytes(16).hex()
        entries = "".join(
            f'<li class="menu-item"><a href="/{at}/">{self._say(site, 2)}</a><ul class="sub">'
            + "".join(
                f'<li><a href="/{at}/{sub}">{self._say(site, 3)}</a></li>'
                for sub in range(site.randint(2, 7))
            )
            + "</ul></li>"
            for at in range(14)
        )
        style = "".join(
            f".{self._say(site, 1)}-{at} {{ margin: {at}px; color: #{at:06x} }}\n" for at in range(500)
        )
        script = "".join(f'window.conf["{self._say(site, 1)}"] = {at};\n' for at in range(600))
        paragraphs = [self._say(own, own.randint(30, 90)) + "." for _ in range(own.randint(28, 60))]
        if edit:
            paragraphs[3] = self._say(random.Random(edit), 40) + "."
        body = "".join(
            f"<h2>{self._say(own, 4)}</h2>"
            * (at % 6 == 0)
            + f'<div class="block block-{at}" data-id="{own.randrange(10**9)}"><p class="text">{text} '
            f'<a href="/see/{at}">{self._say(own, 3)}</a></p></div>'
            for at, text in enumerate(paragraphs)
        )
        rows = "".join(
            f"<tr><td>{self._say(own, 2)}</td><td>{own.randrange(1000)}</td></tr>" for _ in range(12)
        )
        seen = f"<p>Generated at 10:{number % 60:02}:{noise:02}</p>" if number % 2 else ""
        return (
            f'<!doctype html><html lang="la"><head><meta charset="utf-8"><title>{self._say(own, 5)}</title>'
            f'<meta name="csrf-token" content="{token}"><style>{style}</style>'
            f'<script nonce="{token}">{script}</script></head><body class="page">'
            f'<header><a href="/">{self._say(site, 2)}</a></header><nav class="menu"><ul>{entries}</ul></nav>'
            f"<main><h1>{self._say(own, 5)}</h1>{body}<table><tr><th>What</th><th>Count</th></tr>{rows}"
            f'</table><form><input type="hidden" name="token" value="{token}"></form></main>'
            f"<footer>{seen}<p>{self._say(site, 12)}</p></footer><!-- made with {token} --></body></html>"
        )

    def write(self, folder: Path, *, noise: int = 0, edit: int = 0) -> int:
        """All of them, with every tenth edited where `edit` is given; how many bytes a page has."""
        size = 0
        for number in range(self.count):
            text = self.html(number, noise=noise, edit=edit if number % 10 == 0 else 0)
            path = folder / self.path(number)
            path.parent.mkdir(parents=True, exist_ok=True)
            size += len(text)
            if not path.exists() or path.read_text() != text:  # else its time, and so its ETag, stay
                path.write_text(text)
        return size // self.count


NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    types {{ text/html html; }}
    charset utf-8;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    keepalive_requests 100000;
    server {{ listen 0.0.0.0:{port}; root {folder}/www; {validators} }}
}}
"""
IMPORTS = "import monitor.cli.run, monitor.cli.looks, monitor.daemon, monitor.examining"
WITHOUT = 'etag off; if_modified_since off; add_header Last-Modified "";'


COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""As it is where it is installed: modules are compiled once, not at each start."""


class Nginx:
    """nginx with or without validators, as long as the block lasts."""

    def __init__(self, folder: Path, *, validators: bool) -> None:
        text = NGINX.format(folder=folder, port=PORT, validators="" if validators else WITHOUT)
        (folder / "nginx.conf").write_text(text)
        self._command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]

    def __enter__(self) -> None:
        self._process = subprocess.Popen(self._command, stderr=subprocess.DEVNULL)
        time.sleep(0.5)

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(10)


@dataclass(frozen=True)
class Cost:
    cpu_s: float
    wall_s: float
    peak_mb: float
    said: str


def descendants(process: int) -> list[int]:
    found = [process]
    for one in found:
        try:
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def held_mb(process: int) -> float:
    total = 0
    for one in descendants(process):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def children() -> set[int]:
    """Of this process, orphans of its descendants among them."""
    found = [task / "children" for task in Path("/proc/self/task").iterdir()]
    return {int(one) for file in found for one in file.read_text().split()}


def adopt_orphans() -> None:
    """Processes whose parent ends become ours (prctl(2), PR_SET_CHILD_SUBREAPER): their CPU counts too."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def wait_for_orphans(others: set[int]) -> None:
    """What a run started and did not wait for itself ends a moment after it."""
    while fresh := children() - others:
        for one in fresh:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(one, 0)


def run(command: list[str]) -> Cost:
    """One run of a program that looks at all pages."""
    others = children()
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        env=COMPILED,
        encoding="utf-8",
    )
    peak = [0.0]

    def sample() -> None:
        while process.poll() is None:
            peak[0] = max(peak[0], held_mb(process.pid))
            time.sleep(0.2)

    watching = threading.Thread(target=sample)
    watching.start()
    said, _ = process.communicate()
    watching.join()
    wall = time.monotonic() - began
    wait_for_orphans(others)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(cpu, wall, peak[0], said.strip().splitlines()[-1][:80] if said.strip() else "")


def url(pages: Pages, number: int) -> str:
    return f"http://127.0.1.{number % SITES + 1}:{PORT}/{pages.path(number)}"


def ours(folder: Path, pages: Pages, workers: int) -> list[str]:
    """A folder with a configuration, and what is run in it."""
    sites = "".join(
        f'[[site]]\nname = "site{site}"\npause = "0s"\nconnections = 8\nnetworks = ["127.0.0.0/8"]\nurls = ['
        + ", ".join(f'"{url(pages, number)}"' for number in range(site, pages.count, SITES))
        + "]\n"
        for site in range(SITES)
    )
    config = folder / "config.toml"
    config.write_text(f'store = "store.db"\n{sites}\n[daemon]\nworkers = {workers}\n')
    return [sys.executable, "-m", "monitor", "run", "--config", str(config)]


@dataclass(frozen=True)
class Peer:
    program: str
    name: str
    filters: str
    """Of each job."""
    options: tuple[str, ...]


PEERS = (
    Peer("urlwatch", "raw", "", ("--cache",)),
    Peer("urlwatch", "html2text", "filter:\n  - html2text: {method: pyhtml2text}\n", ("--cache",)),
    Peer("webchanges", "html2text", "filter:\n  - html2text\n", ("--database",)),
)


def theirs(peer: Peer, folder: Path, pages: Pages, environment: Path) -> list[str]:
    """The same for another program."""
    jobs, config = folder / f"{peer.program}-{peer.name}.yaml", folder / f"{peer.program}-config.yaml"
    listed = (f"name: page {n}\nurl: {url(pages, n)}\n{peer.filters}" for n in range(pages.count))
    jobs.write_text("---\n".join(listed))
    config.write_text(
        "report:\n  text:\n    line_length: 75\n  stdout:\n    enabled: true\n    color: false\n"
    )
    [keeps] = peer.options
    program = str(environment.absolute() / "bin" / peer.program)
    state = str(folder / f"{peer.program}-{peer.name}.db")
    return [
        program,
        "--urls" if peer.program == "urlwatch" else "--jobs",
        str(jobs),
        "--config",
        str(config),
        keeps,
        state,
    ]


def measure(folder: Path, count: int, workers: int, environment: Path | None) -> None:
    pages = Pages(count)
    size = pages.write(folder / "www")
    print(f"{count} pages, {size} bytes each on average, of {SITES} sites; {os.cpu_count()} cores")
    see_all(folder, pages, "", ours(folder, pages, workers))
    for peer in PEERS if environment is not None else ():
        assert environment is not None
        name = f"{peer.program}, {peer.name}"
        if (environment / "bin" / peer.program).exists():
            see_all(folder, pages, name, theirs(peer, folder, pages, environment))
        else:
            print(f"{name}: is not installed in {environment}: not measured")


def see_all(folder: Path, pages: Pages, who: str, command: list[str]) -> None:
    """All scenarios, one after the other, of one program."""
    www, count = folder / "www", pages.count
    pages.write(www)
    print(f"{who:24}{'CPU s/1000':>11}{'wall s':>8}{'wall/CPU':>9}{'peak MB':>9}", flush=True)

    def case(name: str, *, validators: bool = True, told: bool = True) -> None:
        with Nginx(folder, validators=validators):
            cost = run(command)
        if told:
            print(
                f"{name:24}{cost.cpu_s * 1000 / count:11.1f}{cost.wall_s:8.1f}{cost.wall_s / cost.cpu_s:9.2f}"
                f"{cost.peak_mb:9.0f}  {cost.said}",
                flush=True,
            )

    case("first check")
    case("304")
    case("same bytes", validators=False)
    pages.write(www, noise=1)
    case("only noise", validators=False)
    case("", told=False)  # so that its validators are known
    pages.write(www, noise=1, edit=1)
    case("10 % changed")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fetching", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--data", type=Path, help="not needed: the pages are made here")
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=0, help="processes that read; 0 for one a core")
    parser.add_argument("--peers", type=Path, help="a Python environment with other programs")
    options = parser.parse_args()
    if shutil.which("nginx") is None:
        print("nginx is not installed: not measured")
        return 0
    adopt_orphans()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        COMPILED["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        subprocess.run([sys.executable, "-m", "compileall", "-q", "monitor"], env=COMPILED, check=True)
        subprocess.run([sys.executable, "-c", IMPORTS], env=COMPILED, check=True)
        measure(folder, options.pages, options.workers, options.peers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
