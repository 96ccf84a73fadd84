"""What changes by itself at every look, and is therefore no news: held back by kind, never dropped.

Each kind is recognised by what it is, never by how small it is: "3 minutes ago" is a relative time wherever
it stands, but a number that changed is a counter only when the whole block says nothing but a count. Where
a form could be either ("SHA-512: 3a5f…" is a checksum that readers compare; "Trace Id: 3a5f…" is not), the
words beside it decide, and in doubt it is told.
"""

import re
from collections.abc import Callable

from monitor.compare.part import changed_core, changed_part
from monitor.compare.values import DATE, YEAR
from monitor.compare.words import words_of
from monitor.model import Block

MAX_CHARS = 2000
"""Longer edits, and blocks, are prose."""

MAX_COUNTER_WORDS = 12
"""A counter is a caption, not a sentence."""

MAX_CAPTION_WORDS = 24
"""What a page says about its own making stands in a caption; longer texts are prose, and told."""

# ── relative times ─────────────────────────────────────────────────────────────────────────────

_UNITS = (
    r"(?:s|sec|secs|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mo|months?|y|yrs?|years?"
    r"|sekunden?|minuten?|stunden?|tag(?:e|en)?|wochen?|monat(?:e|en)?|jahr(?:e|en)?"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?|années?"
    r"|segundos?|minutos?|horas?|días?|dias?|semanas?|mes(?:es)?|años?|anos?"
    r"|second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]"
    r"|uur|uren|dagen|weken|maanden|jaar"
    r"|секунд[уы]?|минут[уы]?|час(?:а|ов)?|д(?:ень|ня|ней)|недел[юиь]|месяц(?:а|ев)?|год(?:а)?|лет)"
)
_COUNT = r"(?:\d+(?:[.,]\d+)?|an?|one|eine?[mnr]?|une?|un[ao]?|few|a few|couple of)"
RELATIVE_TIME = re.compile(
    rf"\b(?:about |around |over |almost |less than )?{_COUNT} ?{_UNITS}(?:,? (?:and )?\d+ ?{_UNITS})?"
    r" (?:ago|geleden|назад|fa|atrás)\b"
    rf"|\b(?:vor|il y a|hace|há) (?:(?:etwa|über|environ|más de|cerca de) )?{_COUNT} ?{_UNITS}\b"
    r"|\b(?:just now|moments ago|a moment ago|seconds ago|gerade eben|à l['’]instant|ahora mismo|только что)"
    r"|\d+ ?(?:秒|分|分钟|時間|小时|日|天|週間|周|ヶ月|个月|年) ?前",
    re.IGNORECASE,
)

_LONG_AGO = re.compile(
    r"week|wk|month|mo\b|year|yr|woche|monat|jahr|semain|mois|\ban|año|ano|mes|setti|lat|год|лет|年|月|周|週",
    re.IGNORECASE,
)

# ── what a page says about its own making ──────────────────────────────────────────────────────

_CLOCK = re.compile(
    r"[A-Z]{2,4}\d{1,2}:\d{2} ?[AP]M|(?:[A-Z]{2,4} ?)?\d{1,2}:\d{2}:\d{2}(?: ?[AP]M)?(?: ?[A-Z]{2,4})?"
)
_GENERATED = re.compile(
    r"\W*(?:(?:this |the |diese |cette )?(?:page|seite|list|file|document|data|report) ?(?:was |wurde "
    r"|a été )?)?"
    r"(?:(?:generated|rendered|served|cached|compiled|created dynamically|erzeugt|generiert|erstellt|générée?"
    r"|generad[ao]|generat[ao])(?: dynamically)? ?(?:at|on|in|by|am|um|le|à|en|el|il|:)"
    r"|(?:server|local|current|system) ?(?:time|date)|serverzeit|aktuelle (?:uhr)?zeit"
    r"|heure (?:locale|actuelle)|hora (?:actual|local)|today is|today['’]s date|heute ist|nous sommes le"
    r"|(?:page |load |page load |execution |processing |response |query )time|ladezeit"
    r"|last (?:refreshed|checked|synced|fetched|retrieved|crawled)|zuletzt (?:geprüft|abgerufen))",
    re.IGNORECASE,
)
"""How a caption begins that says when, or how fast, the page was made: not "the fund generated 5 million"."""
_UPDATED = re.compile(
    r"\W*(?:last |page )?(?:updated|modified|edited|posted|published|aktualisiert|mis à jour|actualizado"
    r"|aggiornato|bijgewerkt)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    rf"\b(?:today|yesterday|this (?:week|month|year)|last (?:week|month|year)"
    rf"|(?:in|within) the (?:last|past) (?:\d+ ?)?{_UNITS}|heute|gestern|aujourd['’]hui|hier|hoy|ayer"
    rf"|oggi|ieri)\b",
    re.IGNORECASE,
)
_STATUS = re.compile(
    r"all (?:systems?|services?)(?: are| is)?(?: currently)?"
    r" (?:operational|online|normal|up(?: and running)?)[.!]?",
    re.IGNORECASE,
)
"""What a badge of a status page says while nothing is the matter."""
_SHORTCUT = re.compile(r"(?:(?:ctrl|cmd|command|alt|option|shift|[⌘⌥⇧⌃])[ +-]?){1,3}\S", re.IGNORECASE)
_OBJECT_HASH = re.compile(r"(?<=[\w$])@[0-9a-f]{5,8}\b")
"""What a Java object is called when nobody gave it a name: Validator@7b3300e5."""
_TIMES = re.compile(r"\d+(?:[.,:]\d+)*(?: ?[ap]\.?m\b\.?)?", re.IGNORECASE)
WEEKDAYS = re.compile(
    r"\b(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch"
    r"|donnerstag"
    r"|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes"
    r"|miércoles|jueves"
    r"|viernes|sábado|domingo)\b,?",
    re.IGNORECASE,
)

# ── tokens ─────────────────────────────────────────────────────────────────────────────────────

TOKEN_TEXT = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"
    r"|\b(?=[0-9a-f]{0,40}[0-9])(?=[0-9]{0,40}[a-f])[0-9a-f]{10,128}\b"
    r"|\b(?=[A-Za-z]{0,80}[0-9])(?=[A-Z0-9]{0,80}[a-z])(?=[a-z0-9]{0,80}[A-Z])[A-Za-z0-9_-]{16,128}(?![\w-])"
    r"|\b\d{16,40}\b",
    re.IGNORECASE | re.ASCII,
)
_TOKEN_LABEL = re.compile(
    r"\b(?:(?:trace|request|ray|session|correlation|incident|visitor|client|instance|build|cache)"
    r"[ -]?(?:id|key|token|no\.?|nr\.?|number)\b|nonce\b|csrf)",
    re.IGNORECASE,
)
"""What names a token. A "reference number", or a checksum, is a fact."""
_CHECKSUM = re.compile(
    r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}", re.IGNORECASE
)
_SERVER_NAME = re.compile(
    r"[A-Za-z]{0,8}(?:app|web|srv|server|node|host|pod|prod|cache|proxy|edge|www)[-_]?\d{1,4}", re.IGNORECASE
)
_TOKEN_NAME = re.compile(
    r"^_?(?:[a-z]*sess(?:ion)?_?(?:id|key)?|s_?id|j?sessionid|phpsessid|aspsessionid[a-z]*|cfid|cftoken"
    r"|[a-z_-]*token|[a-z_-]*nonce|csrf[a-z_-]*|utm_[a-z]+|[a-z]*clid|mc_[ce]id|_ga|_gl|_hs[a-z]+"
    r"|ts|timestamp|rnd|rand|random|cb|cachebuster|nocache|sig|signature|expires|x-amz-[a-z-]+"
    r"|ref_?src|form_build_id|back_?url|return_?(?:url|to)|redirect(?:_?(?:url|to|uri))?|next"
    r"|destination|returnurl)$",
    re.IGNORECASE,
)

# ── counters ───────────────────────────────────────────────────────────────────────────────────

_STRUNG = re.compile(r" [·•|] ")
"""What stands between the parts of a caption."""

_COUNTED = frozenset(
    words_of(
        "views view viewed visits visit visitors visitor visited hits hit reads read readers reading "
        "comments comment  replies reply likes like liked shares share shared retweets reposts reactions "
        "claps downloads download  downloaded followers follower subscribers upvotes upvote votes vote "
        "online watching viewing clicks plays  played bookmarks saves installs  aufrufe aufruf besucher "
        "kommentare kommentar vues vue visites visiteurs lectures commentaires commentaire  partages "
        "visitas visualizaciones comentarios comentario lecturas visualizzazioni commenti commento "
        "visualizações comentários weergaven reacties просмотров просмотра комментариев комментария"
    )
)
_BESIDE_COUNTS = frozenset(
    words_of(
        "a an and are by de der die das en et for gefällt have in is la le les ligne linea línea los mal "
        "members now number of on page people  person persons post seite since so far the them this time "
        "times today total unique und users user week  month year you y k m mio so- jour heute "
        "aujourd'hui hoy fois veces article "
        "story link all-time"
    )
)

# ── alone ──────────────────────────────────────────────────────────────────────────────────────

_AD_LABEL = re.compile(
    r"(?i:advertisement|advertising|advert|ad|sponsored(?: by| content| post)?|promoted|anzeige|werbung"
    r"|publicité"
    r"|publicidad|pubblicità|reklama|реклама)(?:s|S(?=$|\W))?"
)
# Sometimes only the middle of an address is hidden: "con[email protected]le.org".
_HIDDEN_ADDRESS = re.compile(
    r"[\w.+-]{0,64}\[email[\s\u00A0]*protected\][\w-]{0,63}(?:\.[\w-]{1,63}){0,4}", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
_AVATAR = re.compile(r"(?:['’]s )?(?:avatar|profile (?:picture|photo|image)|profilbild)$", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_COPYRIGHT = re.compile(
    r"©|\(c\)|copyright|copyleft|all rights reserved|tous droits réservés|alle rechte", re.IGNORECASE
)


def edit_noise(before: str, after: str) -> str:
    """The kind of noise that made one text the other, or "" when it is an edit.

    >>> edit_noise("Updated 3 minutes ago", "Updated 2 hours ago")
    'relative time'
    >>> edit_noise("over 50 participants", "over 60 participants")
    ''
    """
    if _without_blanks(before) == _without_blanks(after) and words_of(before) == words_of(after):
        return "whitespace"
    prose = max(before.count(" "), after.count(" ")) >= MAX_CAPTION_WORDS
    if prose and not any(map(_DIGIT.search, changed_core(before, after))):
        return "hidden address" if _is_hidden_address(before, after) else ""
    before, after = changed_part(before, after)
    if max(len(before), len(after)) > MAX_CHARS:
        return ""
    for kind, steady in _STEADY_IN_PROSE if prose else _STEADY:
        if steady(before) == steady(after):
            return kind
    if not prose and is_advertisement(before) and is_advertisement(after):
        return "advertisement"
    if not prose and (kind := _noise_of_parts(before, after)):
        return kind
    return "hidden address" if _is_hidden_address(before, after) else ""


def _noise_of_parts(before: str, after: str) -> str:
    """Captions are often strung together: "Updated 3 minutes ago · 1,204 views"."""
    parts_before, parts_after = _STRUNG.split(before), _STRUNG.split(after)
    if len(parts_before) != len(parts_after) or len(parts_before) == 1:
        return ""
    kinds = [edit_noise(b, a) for b, a in zip(parts_before, parts_after, strict=True) if b != a]
    return kinds[0] if kinds and all(kinds) else ""


def _without_blanks(text: str) -> str:
    return text.replace(" ", "")


def lone_noise(text: str) -> str:
    """The kind of noise that a whole block is, which came or went; "" when it says something."""
    if len(text) > MAX_CHARS:
        return ""
    words = text.split()
    if len(words) >= 6 and 5 * len(set(words)) <= len(words):
        return "filler"  # a probe of fonts, a placeholder: few words, over and over
    if len(words) > MAX_CAPTION_WORDS:
        return ""
    if not any(character.isalnum() for character in text):
        return "decoration" if len(text) <= 3 else ""
    if is_counter(text):
        return "counter"
    if RELATIVE_TIME.fullmatch(text.strip(" .·|")):
        return "relative time"
    if is_advertisement(text):
        return "advertisement"
    if _SHORTCUT.fullmatch(text):
        return "shortcut"
    if _STATUS.fullmatch(text):
        return "status"
    if _GENERATED.match(text) and _TIMES.search(text) and len(words) <= MAX_COUNTER_WORDS:
        return "generated at"
    return ""


def is_counter(text: str) -> bool:
    """Does this block say nothing but how often something was counted?"""
    words = words_of(text)
    if len(words) > MAX_COUNTER_WORDS or not any(word[0].isdigit() for word in words):
        return False
    names = [word.casefold() for word in words if word[0].isalpha()]
    if names[:1] == ["no"] or not names:
        return False
    return any(name in _COUNTED for name in names) and all(
        name in _COUNTED or name in _BESIDE_COUNTS for name in names
    )


def is_advertisement(text: str) -> bool:
    """Does this short block call itself an advertisement?

    >>> is_advertisement("AdvertisementTry our newsletter"), is_advertisement("Advertisements are labelled")
    (True, False)
    """
    label = _AD_LABEL.match(text)
    if label is None or len(words_of(text)) > MAX_COUNTER_WORDS:
        return False
    rest = text[label.end() :]
    # "Advertising in our magazine" goes on in lower case: it speaks of advertisements and is none.
    return (
        not rest
        or rest[0] in ":|·-–—"
        or (rest[0].isupper() and text[0].isupper() and text[label.end() - 1].islower())
    )


def is_avatars(block: Block) -> bool:
    """Does this block hold nothing but pictures of people, whoever they are today?"""
    return len(block.links) > 1 and all(_AVATAR.search(link.text) for link in block.links)


def is_token_name(name: str) -> bool:
    """Does a parameter of a link with this name say who asks, or when, and not what for?"""
    return _TOKEN_NAME.match(name) is not None


# ── what is left when what ticks is taken away ─────────────────────────────────────────────────


def _without_relative_times(text: str) -> str:
    return RELATIVE_TIME.sub("\0", text)


def _without_hours_ago(text: str) -> str:
    """In prose only what changes within days: "founded 20 years ago" is a statement."""
    return RELATIVE_TIME.sub(lambda found: found[0] if _LONG_AGO.search(found[0]) else "\0", text)


def _without_making(text: str) -> str:
    if not _GENERATED.match(text):
        return text
    return _TIMES.sub("\0", DATE.sub("\0", WEEKDAYS.sub("\0", RELATIVE_TIME.sub("\0", text))))


def _without_update(text: str) -> str:
    return _WHEN.sub("\0", RELATIVE_TIME.sub("\0", text)) if _UPDATED.match(text) else text


def _without_shortcuts(text: str) -> str:
    return "\0" if _SHORTCUT.fullmatch(text) else text


def _without_object_hashes(text: str) -> str:
    return _OBJECT_HASH.sub("@", text)


def _without_tokens(text: str) -> str:
    if _SERVER_NAME.fullmatch(text):
        return text.rstrip("0123456789")
    alone = TOKEN_TEXT.fullmatch(text) and not _CHECKSUM.fullmatch(text)
    return TOKEN_TEXT.sub("\0", text) if alone or _TOKEN_LABEL.search(text) else text


def _without_counts(text: str) -> str:
    return re.sub(r"\d[\d.,\u00A0\u202F ]*[kKmM]?\b", "\0", text) if is_counter(text) else text


def _without_copyright_years(text: str) -> str:
    return YEAR.sub("\0", text) if _COPYRIGHT.search(text) else text


def _is_hidden_address(before: str, after: str) -> bool:
    """One side shows more of an address where the other has "[email protected]"."""
    if "protected]" not in before and "protected]" not in after:
        return False
    return _without_addresses(before) == _without_addresses(after)


def _without_addresses(text: str) -> str:
    return _ADDRESS.sub("\0", _HIDDEN_ADDRESS.sub("\0", text))


def _clock(text: str) -> str:
    """A clock says the seconds, or the place: an hour alone may be that of a meeting."""
    return "\0" if _CLOCK.fullmatch(text) else text


_STEADY: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("relative time", _without_relative_times),
    ("counter", _without_counts),
    ("generated at", _without_making),
    ("relative time", _without_update),
    ("clock", _clock),
    ("shortcut", _without_shortcuts),
    ("object hash", _without_object_hashes),
    ("token", _without_tokens),
    ("copyright year", _without_copyright_years),
)
_STEADY_IN_PROSE: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("relative time", _without_hours_ago),
    ("copyright year", _without_copyright_years),
)
