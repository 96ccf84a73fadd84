"""Markup that would break the parser's neck, made harmless: tags without end, nesting without end.

libxml2 takes time by the square of a tag's attributes (a million of them: a quarter of an hour), and gives
up for good at 2048 levels, so that everything after `<font>` no. 2049 would be lost in silence.
"""

import re

HARMLESS_CHARS = 128 * 1024
"""A shorter page cannot hold enough attributes to take more than two seconds."""
MAX_PIECES = 750
"""Names, values and gaps of one tag: at least 180 attributes. A tag with more is a quote that was left open,
or an attack."""

# Scripts, styles and comments are stepped over whole, since what looks like a tag in them is none. Inside a
# tag a quote counts only behind "=". Nothing is tried twice at the same place (possessive throughout).
_OVERLOADED = re.compile(
    rf"""<(?:
        (?:script\b(?:[^<]++|<(?!/script))*+ | style\b(?:[^<]++|<(?!/style))*+ | !--(?:[^-]++|-(?!->))*+)
      | ([a-z][^\s/>]{{0,40}}+)
        (?:[^>"'=\s/]++ | [\s/]++ | =\s*+(?:"[^"]*+"|'[^']*+') | [="']){{{MAX_PIECES},}}+
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_FORMATTING = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|blink|center|cite|code|del|dfn|em|font|i|ins|kbd|label|mark|nobr|q|s"
    r"|samp|small|span|strike|strong|sub|sup|tt|u|var)\b[^<>]*+>",
    re.IGNORECASE,
)
_STRUCTURE = re.compile(
    r"</?(?!(?:body|head|html|link|meta|noscript|script|style|template|textarea|title)\b)[a-z][^<>]*+>",
    re.IGNORECASE,
)


def drop_overloaded_attributes(text: str) -> tuple[str, int]:
    """Take all attributes away from tags that have too many; tell how many tags that were.

    >>> drop_overloaded_attributes('<p class="a">text')
    ('<p class="a">text', 0)
    """
    if len(text) <= HARMLESS_CHARS:
        return text, 0
    pieces: list[str] = []
    kept_to = dropped = 0
    for match in _OVERLOADED.finditer(text):
        if match[1]:
            pieces += (text[kept_to : match.end(1)], " ")
            kept_to = match.end()
            dropped += 1
    return ("".join((*pieces, text[kept_to:])), dropped) if dropped else (text, 0)


def without_formatting(text: str) -> str:
    """Take inline tags away: what nests too deep is nearly always <font> and <b> that nobody closed.

    >>> without_formatting("<p><b>anti</b>-traf<font size=2>ficking</p>")
    '<p>anti-trafficking</p>'
    """
    return _FORMATTING.sub("", text)


def without_structure(text: str) -> str:
    """Make every tag a break between paragraphs: the words stay, and their order.

    >>> without_structure("<div><div>one<ul><li>two")
    '<p><p>one<p><p>two'
    """
    return _STRUCTURE.sub("<p>", text)
