"""Which elements are not seen by a reader of the page: by attribute or by inline style."""

import re

from lxml.etree import _Element

_INVISIBLE_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_hidden(element: _Element) -> bool:
    """Is it `hidden`, or styled away where it stands? (Style sheets are not read.)"""
    style = element.get("style")
    if style is not None and "n" in style and _INVISIBLE_STYLE.search(style):
        return True
    hidden = element.get("hidden")
    # hidden="until-found" is text that the browser's search opens (HTML §6.1).
    return hidden is not None and hidden.lower() not in ("until-found", "false")
