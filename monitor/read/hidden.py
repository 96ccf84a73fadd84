"""Which elements are not seen by a reader of the page: by attribute or by inline style."""

import re

_INVISIBLE_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def is_hidden(attribute: str, value: str) -> bool:
    """Does this `hidden`, `popover` or `style` attribute hide its element? (Style sheets are not read.)

    >>> is_hidden("hidden", ""), is_hidden("style", "display:none"), is_hidden("style", "")
    (True, True, False)
    """
    if attribute == "style":
        return _INVISIBLE_STYLE.search(value) is not None
    # hidden="until-found" is text that the browser's search opens (HTML §6.1).
    return value.lower() not in ("until-found", "false")
