"""Noise that only several blocks together show: a consent box that came or went, a list that rotates.

A sentence about cookies is what a privacy page is about; the same sentence with "Accept all" and "Reject"
below it is a box that the next visitor, or the next capture, does not see. And a list under "Most read"
that holds other titles today has not changed: other titles are what it is for.
"""

import re
from collections.abc import Iterator, Sequence, Set

from monitor.model import Block, BlockKind

MAX_CONSENT_BLOCKS = 12
"""A consent box is short; a longer run is a text."""

MIN_ROTATED = 0.3
"""A list rotates when at least this share of its items went or came: one new item in a list is news."""

MAX_ROTATING = 40
"""Items of a list that rotates; a longer one is what the page is about."""

_BUTTON = re.compile(
    r"(?:(?:yes,? |i |ok,? )?(?:accept|allow|agree|got it|reject|decline|deny|refuse|dismiss|consent)\b"
    r"|(?:manage|change|customi[sz]e|configure|cookie) (?:cookies?|preferences|settings|choices|options)"
    r"|only (?:allow |use )?(?:strictly )?(?:necessary|essential)|(?:strictly )?(?:necessary"
    r"|essential) (?:cookies )?only"
    r"|(?:alle |nur |cookies )?(?:akzeptieren|ablehnen|zustimmen|annehmen|einstellungen|notwendige"
    r"|erforderliche)"
    r"|(?:tout |uniquement )?(?:accepter|refuser|autoriser|continuer sans accepter|paramétrer|personnaliser)"
    r"|(?:solo )?(?:aceptar|rechazar|configurar|accetta|rifiuta|personalizza|aceitar|rejeitar"
    r"|accepteren|weigeren)"
    r"|alle (?:cookies )?(?:akzeptieren|ablehnen|zulassen|accepteren))",
    re.IGNORECASE,
)
MAX_BUTTON_WORDS = 6
_CHOICE = re.compile(
    r"accept|reject|decline|consent|your choices|preferences|allow|akzeptieren|ablehn|einwillig|zustimm"
    r"|accepter|refuser|autoriser|vos choix|consentement|aceptar|rechazar|consentimiento|accetta|rifiuta"
    r"|consenso",
    re.IGNORECASE,
)
_USES = re.compile(
    r"\b(?:we (?:[\w ,]{0,40} )?(?:use|set|store|place)|this (?:web)?site uses|nous utilisons|ce site utilise"
    r"|wir (?:verwenden|nutzen|setzen)|diese (?:seite|website|webseite) (?:verwendet|nutzt)"
    r"|(?:utilizamos|usamos|utilizziamo|usiamo)|este sitio (?:web )?(?:utiliza|usa)"
    r"|questo sito (?:web )?(?:utilizza|usa)|(?:wij|we) gebruiken|deze (?:web)?site gebruikt)\b",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"cookie|datenschutz|gdpr|rgpd|dsgvo|ccpa|personal data|données personnelles", re.IGNORECASE
)

MAX_DISCLAIMER_WORDS = 24
_ASSISTANT = re.compile(
    r"\b(?:AI|chatbot|(?:virtual |digital )?assistant)\b.{0,60}"
    r"\b(?:mistakes?|errors?|inaccura|incorrect|wrong)"
    r"|\b(?:KI|Chatbot)\b.{0,60}\b(?:Fehler|fehlerhaft|ungenau)"
    r"|\bl['’]IA\b.{0,60}\b(?:erreurs?|se tromper|inexact)"
    r"|\bIA\b.{0,60}\b(?:errores|equivocarse|erros|imprecis|inexact)"
    r"|\bl['’]IA\b.{0,60}\b(?:errori|sbagliare)",
    re.IGNORECASE,
)
"""What stands below the answers of a program: that they may be wrong."""

_ROTATING = re.compile(
    r"(?:related|recommended|suggested|trending|popular|(?:most|best)[ -](?:read|popular|viewed|shared"
    r"|commented)"
    r"|you (?:may|might) (?:also )?(?:like|be interested)|more (?:stories|articles|from|like this)"
    r"|read (?:next|also|more)"
    r"|(?:from|around) the web|editor['’]?s['’]? picks|don['’]?t miss|in other news|similar (?:articles"
    r"|posts|items)"
    r"|meistgelesen|meist gelesen|beliebt|ähnliche|verwandte|mehr zum thema|das könnte (?:sie|dich)"
    r"|empfohlen|lesen sie auch"
    r"|à lire aussi|les plus (?:lus|vus|partagés)|sur le même (?:sujet|thème)|articles (?:liés"
    r"|similaires)|recommandés?"
    r"|(?:lo |las |los )?más (?:leíd|vist|popular)|relacionad|te puede interesar|recomendad"
    r"|(?:i |le )?più (?:letti|lette|visti|popolari)|potrebbe(?:ro)? interessarti|correlati|mais (?:lid|vist)"
    r"|meest gelezen|gerelateerd|lees ook)",
    re.IGNORECASE,
)
"""How the heading of a list begins whose items are chosen anew by a program. "Latest news" is not among
them: what is new there is new."""
MAX_ROTATING_WORDS = 6


def consent_runs(blocks: Sequence[Block], lone: Sequence[int]) -> Iterator[range]:
    """Runs of blocks that came (or went) together and are a consent box. `lone` are in order."""
    for run in _runs(lone):
        if len(run) > MAX_CONSENT_BLOCKS:
            continue
        if is_consent([blocks[i].text for i in run]):
            yield run


def is_consent(texts: Sequence[str]) -> bool:
    """Are these texts, together, a consent box?"""
    buttons = sum(is_button(text) for text in texts)
    return bool(buttons and any(map(_COOKIES.search, texts)) and (buttons > 1 or len(texts) <= 4))


def speaks_of_consent(text: str) -> bool:
    """Is this what a consent box says: that "we use cookies", and a choice; or a label that names them?"""
    if _COOKIES.search(text) is None:
        return False
    if len(text.split()) <= MAX_BUTTON_WORDS:
        return True
    return _CHOICE.search(text) is not None or _USES.search(text) is not None


def is_button(text: str) -> bool:
    return _BUTTON.match(text) is not None and len(text.split()) <= MAX_BUTTON_WORDS


def is_assistant(texts: Sequence[str]) -> bool:
    """Are these texts, together, a box to chat with a program? A script puts it there, or does not."""
    return len(texts) <= MAX_CONSENT_BLOCKS and any(
        len(text.split()) <= MAX_DISCLAIMER_WORDS and _ASSISTANT.search(text) for text in texts
    )


def _runs(places: Sequence[int]) -> Iterator[range]:
    start = 0
    for k in range(1, len(places) + 1):
        if k == len(places) or places[k] != places[k - 1] + 1:
            yield range(places[start], places[k - 1] + 1)
            start = k


def rotating(blocks: Sequence[Block], changed: Set[int]) -> set[int]:
    """Which blocks belong to a list that rotates: it says so above, and much of it changed."""
    found: set[int] = set()
    seen = -1
    for at in sorted(changed):
        if at <= seen or not _is_entry(blocks[at]):
            continue
        head = at - 1
        while head >= 0 and at - head <= MAX_ROTATING and _is_entry(blocks[head]):
            head -= 1
        seen = at
        if head < 0 or not says_it_rotates(blocks[head].text):
            continue
        end = at + 1
        while end < len(blocks) and end - head <= MAX_ROTATING and _is_entry(blocks[end]):
            end += 1
        members = range(head + 1, end)
        seen = end - 1
        if len(members) > 1 and sum(m in changed for m in members) >= MIN_ROTATED * len(members):
            found.update(members)
    return found


def says_it_rotates(text: str) -> bool:
    return len(text) < 80 and _ROTATING.match(text) is not None and len(text.split()) <= MAX_ROTATING_WORDS


def _is_entry(block: Block) -> bool:
    """A title that leads elsewhere, or an item of a list."""
    return block.kind == BlockKind.LIST_ITEM or (
        bool(block.links) and 2 * block.link_chars >= len(block.text)
    )
