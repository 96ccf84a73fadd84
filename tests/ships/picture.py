"""Draw what a command printed as a picture of a terminal, for the README.

python -m tests.ships.picture 'make run' < output.txt > docs/run.svg
"""

import sys
from xml.sax.saxutils import escape

COLUMN, ROW, MARGIN = 7.8, 19, 16
"""Width of a character and height of a line, in pixels, at a font size of 13."""

COLOURS = {"+": "#7ee787", "−": "#ff938a", "~": "#e3b341", "⇄": "#79c0ff"}
"""Lines that begin with one of the signs of changes are coloured as a terminal does."""


def draw(command: str, output: str) -> str:
    lines = [f"$ {command}", *output.rstrip("\n").splitlines()]
    width = round(max(len(line) for line in lines) * COLUMN + 2 * MARGIN)
    height = len(lines) * ROW + 2 * MARGIN
    rows = "\n".join(
        f'<text x="{MARGIN}" y="{MARGIN + ROW * n - 5}" fill="{colour_of(line)}">{escape(line)}</text>'
        for n, line in enumerate(lines, start=1)
        if line
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="What {escape(command)} prints">\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>\n'
        f'<g font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13" xml:space="preserve">\n'
        f"{rows}\n</g>\n</svg>\n"
    )


def colour_of(line: str) -> str:
    return COLOURS.get(line.strip()[:1], "#e6edf3")


if __name__ == "__main__":
    sys.stdout.write(draw(sys.argv[1], sys.stdin.read()))
