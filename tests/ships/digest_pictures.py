"""Draw the digest of what ships, as a mail program shows it, for docs/digests.md.

python -m tests.ships.digest_pictures        make the pictures anew (needs Chromium)
"""

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from monitor import __version__
from monitor.check import load_snapshots
from monitor.config import Config, DigestConfig, MailConfig
from monitor.deliver import edition_for, readers
from monitor.digest import Edition, page
from monitor.load import load
from monitor.store import Store
from tests.ships.readme import PROJECT

NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)

SCHEMES = {"dark": 0, "light": 1}
"""Chromium's numbers for them."""
HEIGHTS = {320: 2000, 800: 1500}
"""By width: down to where a paragraph shows its words before and after."""


def edition(folder: Path) -> Edition:
    """The first digest of a reader of one site, whose store is made in that folder."""
    digest = DigestConfig(name="lauvane watch", to=("you@example.org",), sites=("lauvane",))
    config = Config(digests=(digest,), mail=MailConfig(sender="monitor@example.org"))
    with Store(folder / "s.sqlite") as store:
        load_snapshots(load([PROJECT / "snapshots"]), store, NOW)
        [reader] = readers(config, store)
        return edition_for(reader, config, store, store.digests.reach(), NOW)


def draw(browser: str, html: Path, picture: Path, width: int, scheme: int) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
                *("--hide-scrollbars", f"--window-size={width},{HEIGHTS[width]}"),
                f"--user-data-dir={profile}",
                *(f"--blink-settings=preferredColorScheme={scheme}", f"--screenshot={picture}"),
                html.absolute().as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        html = Path(name) / "digest.html"
        html.write_text(page(edition(Path(name)), __version__), encoding="utf-8")
        for scheme, number in SCHEMES.items():
            for width in HEIGHTS:
                picture = PROJECT / "docs" / f"digest-{scheme}-{width}.png"
                draw((sys.argv[1:] or ["chromium"])[0], html, picture, width, number)
