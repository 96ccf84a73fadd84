"""E-mail addresses that a delivery network hides from robots, read as the page's reader sees them.

<span data-cfemail="2a4b6a48044952">[email protected]</span>   →   a@b.cx

The network's script puts the address back in every browser, and hides it with another key at each look. What
stands in the attribute is hexadecimal: first the key, then each byte of the address, exclusive-or the key.
"""

from itertools import islice

from lxml.etree import _Element

from monitor.read.inline import normalise

MARK = b"/cdn-cgi/l/email-protection"
"""Stands in each page on which an address is hidden."""
_HIDDEN_TARGET = MARK.decode() + "#"
MAX_HIDDEN_CHARS = 1000
"""Of the hexadecimal text: an address has at most 254 bytes (RFC 5321 §4.5.3.1.3), a subject may follow."""


def reveal_addresses(root: _Element, max_nodes: int) -> None:
    """Put the addresses back into the tree, into texts and link targets."""
    for element in islice(root.iter("*"), max_nodes):
        hidden = element.get("data-cfemail")
        if hidden and (address := find_address(hidden)):
            for child in list(element):
                element.remove(child)
            element.text = address
            if element.tag == "a":
                element.set("href", f"mailto:{address}")
        elif element.tag == "a":
            _, is_hidden, hidden = (element.get("href") or "").partition(_HIDDEN_TARGET)
            if is_hidden and (address := find_address(hidden)):
                element.set("href", f"mailto:{address}")


def find_address(hidden: str) -> str:
    """The address in a hexadecimal text, "" when there is none in it.

    >>> find_address("2a4b6a48044952"), find_address("2a4b"), find_address("no digits")
    ('a@b.cx', '', '')
    """
    try:
        key, *encoded = bytes.fromhex(hidden[:MAX_HIDDEN_CHARS])
        address = normalise(bytes(byte ^ key for byte in encoded).decode())
    except ValueError:
        return ""
    return address if "@" in address else ""
