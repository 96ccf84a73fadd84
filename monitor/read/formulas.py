"""MathML, so that it reads in one line: what only its layout says gets a sign.

<mfrac><mn>1</mn><mn>2</mn></mfrac>   →   1/2          <msup><mi>x</mi><mn>2</mn></msup>   →   x^2
"""

from itertools import islice

from lxml.etree import _Element

MARK = b"<math"
_SIGNS = {"mfrac": "/", "msup": "^"}
_GROUPS = frozenset({"mrow", "mstyle", "mpadded"})


def write_in_line(root: _Element, max_nodes: int) -> None:
    """Put the signs into the tree, between the parts of fractions and powers; each part is held together."""
    for element in islice(root.iter(*_SIGNS), max_nodes):
        parts = list(element)
        if len(parts) != 2:
            continue
        for part in parts:
            if part.tag in _GROUPS and len(part) > 1:
                part.text = f"({(part.text or '').strip()}"
                part[-1].tail = f"{(part[-1].tail or '').strip()})"
        parts[0].tail = _SIGNS[str(element.tag)]
