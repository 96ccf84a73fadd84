"""What encoding are bytes in, when nobody says? UTF-8 if they can be; else what makes it text."""

import codecs
import re
from collections import Counter

from charset_normalizer import from_bytes

from monitor.read.encoding_labels import CODECS

SAMPLE_BYTES = 4096
"""What the detection sees: text without tags. More costs time and decides no better."""
GUESSABLE = (
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "windows-1257",
    "windows-1258",
    "windows-874",
    "koi8-r",
    "shift_jis",
    "euc-jp",
    "gb18030",
    "big5",
    "euc-kr",
)
"""What undeclared pages are in, as far as browsers' own detectors go; rarer ones are declared or lost."""
EAST_ASIAN = {
    "shift_jis": "[\u3040-\u30ff]",
    "euc-jp": "[\u3040-\u30ff]",
    "euc-kr": "[이다는의에가을를고하한지도로서은기사]",
    "gb18030": "[的一是不了在人有我他这中大来上国和地到以]",
    "big5": "[的一是不了在人有我他這中大來上國和地到以]",
}
"""What much of a text in each consists of: kana, the commonest syllables of
Korean and characters of Chinese."""
MIN_EAST_ASIAN = 0.02
"""Share of the characters beyond ASCII. Running text has several times that, other text only by accident."""
LATIN = {
    "windows-1252": (
        "äöüß„“–",
        "éèàçêâùûîôëïœ«»’",
        "áéíóúñü¿¡ªº",
        "áâãàçéêíóôõúªº",
        "àèéìíòóùú",
        "åäöé",
        "æøåé",
        "áðéíóúýþæö",
        "éëïöüèá",
        "àèéíïòóúüç·",
    ),
    "windows-1250": ("ąćęłńóśźż„”", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
    "windows-1254": ("çğıöşüâîû",),
    "windows-1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äöõüšž"),
    "windows-1258": ("ăâđêôơưàáèéìíòóùú\u0300\u0301\u0303\u0309\u0323",),
}
"""The letters beyond ASCII of the languages that are written in each, the commonest first: German, French,
Spanish, Portuguese, Italian, Swedish, Danish, Icelandic, Dutch, Catalan; Polish, Czech, Slovak, Hungarian,
Romanian, Croatian; Turkish; Lithuanian, Latvian, Estonian; Vietnamese.
Where two fit as well, browsers take the first."""
MAX_INVALID = 0.01
"""UTF-8 with at most one broken sequence in a hundred (or one alone: a cut end) is still UTF-8: text in
another encoding makes hardly any sequence that is valid."""

_TAG = re.compile(rb"<(?:script|style)\b(?:[^<]++|<(?!/s))*+|<[^<>]{0,2000}>", re.IGNORECASE)
_FAR_FROM_TEXT = re.compile(rb"[\x00-\x7f]{40,}")


def guess_encoding(payload: bytes) -> str:
    """The standard's name of the encoding that undeclared bytes are most likely in."""
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _utf16_by_its_zeros(payload) or ("iso-2022-jp" if _is_iso_2022_jp(payload) else "utf-8")
    if name := _utf16_by_its_zeros(payload):
        return name
    text = payload.decode("utf-8", "replace")
    invalid = text.count("\ufffd")
    if invalid <= max(1, MAX_INVALID * (len(payload) - len(text))):
        return "utf-8"
    return _guessed(payload)


def _utf16_by_its_zeros(payload: bytes) -> str:
    """Tell UTF-16 without BOM: white space, digits and tags have a zero in every second place."""
    sample = payload[:SAMPLE_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.2 * len(sample) and even < 0.01 * len(sample):
        return "utf-16le"
    if even > 0.2 * len(sample) and odd < 0.01 * len(sample):
        return "utf-16be"
    return ""


def _is_iso_2022_jp(payload: bytes) -> bool:
    return b"\x1b$B" in payload or b"\x1b$@" in payload


def _guessed(payload: bytes) -> str:
    head = payload[: 64 * SAMPLE_BYTES]
    # Tags and long runs of ASCII say nothing; a cut between words keeps characters of two bytes whole.
    sample = _FAR_FROM_TEXT.sub(lambda run: run[0][:20] + b" " + run[0][-20:], _TAG.sub(b" ", head))
    sample = b" ".join(sample.split())
    if len(sample) > SAMPLE_BYTES:
        sample = sample[: sample.rfind(b" ", 0, SAMPLE_BYTES) + 1] or sample[:SAMPLE_BYTES]
    if name := _east_asian(sample):
        return name
    best = from_bytes(
        sample, steps=5, chunk_size=512, cp_isolation=[CODECS[name] for name in GUESSABLE]
    ).best()
    if best is not None:
        codec = codecs.lookup(best.encoding).name
        name = next((name for name in GUESSABLE if codecs.lookup(CODECS[name]).name == codec), "")
        if name and name not in LATIN:
            return name
    return _latin_by_letters(sample)


def _east_asian(sample: bytes) -> str:
    """An encoding of two bytes in which these bytes are valid, and are words; "" for none."""
    best, best_share = "", MIN_EAST_ASIAN
    for name, usual in EAST_ASIAN.items():
        try:
            text = sample.decode(CODECS[name])
        except UnicodeDecodeError:
            continue
        share = len(re.findall(usual, text)) / max(1, sum(not char.isascii() for char in text))
        if share > best_share:
            best, best_share = name, share
    return best


def _latin_by_letters(sample: bytes) -> str:
    """Latin encodings differ in letters alone: the one whose letters make up the alphabet of a language."""
    best, best_share = "windows-1252", 0.0
    for name, alphabets in LATIN.items():
        letters = [char for char in sample.decode(CODECS[name], "replace").lower() if not char.isascii()]
        counts = Counter(letters)
        for alphabet in alphabets:
            share = sum(counts[char] for char in alphabet) / max(1, len(letters))
            if share > best_share + 1e-9:
                best, best_share = name, share
    return best
