"""What happens inside a run of text: white space, invisible characters, and small hidden elements.

<b>anti</b>-traf&shy;ficking <span class="sr-only">(opens in a new tab)</span>   →   anti-trafficking
"""

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache

# Soft hyphen, zero-width space, word joiner, byte order mark, direction marks and their isolates, Mongolian
# vowel separator, invisible operators; controls. Unicode 16 §23.2 "Layout Controls".
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufe00-\ufe0f\ufff9-\ufffb\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+"
)
# Joiners have a meaning inside Persian, Indic and emoji sequences; anywhere else they are invisible.
_STRAY_JOINER = re.compile("(?:(?<=[\x00-\u02ff])|^)[\u200c\u200d]+|[\u200c\u200d]+(?=[\x00-\u02ff]|$)")


def normalise(raw: str) -> str:
    """The text as it is seen: NFC, white space runs as one space, nothing invisible.

    >>> normalise("  anti\\u00adtraf\\u200bficking \\n of  cafe\\u0301s ")
    'antitrafficking of cafés'
    """
    text = " ".join(raw.split())
    if text.isprintable():
        if text.isascii():
            return text
        # What str.isprintable does not notice of them begins so in UTF-8, as few other characters do:
        # U+FE00 to FE0F; U+115F, 1160, 17B4, 17B5, 180B to 180D; U+034F.
        written = text.encode()
        if b"\xef\xb8" not in written and b"\xe1" not in written and b"\xcd" not in written:
            return unicodedata.normalize("NFC", text)
    text = " ".join(_STRAY_JOINER.sub("", _INVISIBLE.sub("", text)).split())
    return unicodedata.normalize("NFC", text)


_CLOCK = re.compile(r"\d{1,2}:\d\d\b")


def is_apart(left: str, right: str) -> bool:
    """Do the texts of two elements side by side stand apart, with no white space between them?

    A style sheet sets a title and its description apart, and the markup says nothing of it. A word that
    begins a phrase with a capital does not go on another word, nor does a number that begins one go on a
    phrase, nor a time of day on anything; what is one word in two colours has no second one.

    >>> is_apart("Rent", "Find a boat"), is_apart("Mill Lane 22", "4711 Lakeham"), is_apart("You", "Tube")
    (True, True, False)
    """
    if _CLOCK.match(right):
        return left[-1].isalnum()
    return (
        (right[0].isupper() or (right[0].isdigit() and " " in left.strip()))
        and (left[-1].isalnum() or left[-1] in ".!?:")
        and left[-2:-1] not in ("", " ")
        and " " in right.rstrip()
    )


class Dress(IntEnum):
    """What an inline element's class says that it is."""

    PLAIN = 0
    UNSEEN = 1
    """For screen readers only, or a pop-up that says the term again."""
    BADGE = 2


_POPUP = (
    r"tool-?tip-?_*(?:text|content|body|inner)|tooltip-?box|popover-?_*(?:content|body)"
    r"|glossary-?_*(?:definition|popup|tooltip|text|description)|definition-?popup"
)
_POPUP_WORDS = re.compile(_POPUP)
_UNSEEN_WORDS = re.compile(
    r"sr-only|visually-?_?hidden|screen-?_?reader|hidden-?visually|element-invisible|assistive-?text|offscreen"
    rf"|{_POPUP}"
    r"|katex-html|mathjax_preview|mjx-?_?assistive|mwe-math-fallback|material-(?:icons|symbols)"
)
# "d-none d-md-inline" is seen on a wide screen, and its short form ("d-md-none") is not.
_NARROW_WORDS = re.compile(r"\bd-(?:(?:sm|md|lg|xl)-)?none\b")
_WIDE_WORDS = re.compile(r"\bd-(?:sm|md|lg|xl|xxl)-(?:inline|block|flex|grid|table)")
_BADGE_WORDS = re.compile(
    r"\bbadge|\bpill\b|\bchip\b|-badge\b|\blabel-(?:new|info|success|warning|danger|default)\b"
)


@lru_cache(maxsize=8192)  # a site writes the same few hundred on all of its pages
def dress(hint: str) -> Dress:
    """Read an inline element's class.

    >>> dress("Screen-Reader-Text"), dress("badge badge-new"), dress("intro")
    (<Dress.UNSEEN: 1>, <Dress.BADGE: 2>, <Dress.PLAIN: 0>)
    """
    low = hint[:500].lower()
    if _UNSEEN_WORDS.search(low) or (_NARROW_WORDS.search(low) and not _WIDE_WORDS.search(low)):
        return Dress.UNSEEN
    return Dress.BADGE if _BADGE_WORDS.search(low) else Dress.PLAIN


@lru_cache(maxsize=8192)
def is_popup(hint: str) -> bool:
    """Does a class say that its element opens over a word?

    >>> is_popup("tooltip-content"), is_popup("tooltip-page")
    (True, False)
    """
    return _POPUP_WORDS.search(hint[:500].lower()) is not None
