"""Troubles that come with status 200 and look like content, known by what they say of themselves.

    "Page not found | Town of Elm", nothing else                  a page that is gone
    "Just a moment…", a script                                    a challenge: who asks is taken for a robot
    "Sign in", a field for a password                             a login wall
    "Lost dog not found yet", an article                          content

Only a page with little text is suspected, and only when a headline of it says it of itself: an article about
missing pages, or one with a login box beside it, is content.
"""

import re
from collections.abc import Sequence

from monitor.model import BlockKind, Document, Page, Trouble

MAX_WORDS = 150
"""A page with more text than this in its body is about something, whatever its title says."""

TINY_WORDS = 60
"""A page with less than this has no subject of its own: its text counts as well as its headlines."""

MAX_HEADINGS = 10
MAX_HEADLINE = 300

PAGE_WORDS = (
    r"page|web ?page|webseite|seite|url|adresse|página|pagina|strona|strony|страниц[аыу]|сторінк[аиу]"
    r"|stránka|stránku|sida|sidan|siden|sivu|sivua|sayfa|oldal|σελίδα|halaman|trang"
)
MISSING = (
    r"not found|can(?:no|['’]?)t be found|cannot be found|could ?(?:n['’]?t|not) (?:be found|find)"
    r"|does ?(?:n['’]?t|not) exist|no longer (?:exists?|available|here)|is ?(?:n['’]?t|not) available"
    r"|has been (?:removed|deleted)"
    r"|introuvable|non trouvée?|n['’]existe (?:pas|plus)|n['’]a pas été trouvée?|n['’]est plus disponible"
    r"|nicht gefunden|existiert nicht|nicht (?:mehr )?(?:verfügbar|vorhanden|auffindbar)"
    r"|no (?:se ha |fue )?encontrad[ao]|no existe|no se encontró|no disponible"
    r"|non trovat[ao]|non esiste|non è (?:stata trovata|più disponibile)"
    r"|não (?:foi )?encontrad[ao]|não existe"
    r"|niet gevonden|bestaat niet|nie (?:znaleziono|została znaleziona|istnieje)"
    r"|не найден[ао]?|не существует|не знайдено|не існує|nenalezena|nebyla nalezena|neexistuje|sa nenašla"
    r"|hittades inte|kunde inte hittas|finns inte|ikke funnet|ikke fundet|finnes ikke|findes ikke"
    r"|ei löytynyt|ei löydy|bulunamadı|nem található|nu a fost găsită|nu există|δεν βρέθηκε"
    r"|tidak ditemukan|không tồn tại"
)
WHOLE_404 = re.compile(
    r"\W*(?:(?:http )?(?:error|erreur|fehler|erro|errore|błąd|ошибка|помилка|chyba|fel|feil|fejl|hata"
    r"|hiba)\W*)?"
    r"(?:404|410)\W*(?:error|page)?\W*",
    re.IGNORECASE,
)
"""A headline that is this and nothing else."""

SAYS_MISSING = re.compile(
    rf"\b(?:{PAGE_WORDS})\b[^.|·]{{0,40}}?(?:{MISSING})\b|\b(?:{MISSING})\b[^.|·]{{0,25}}?\b(?:{PAGE_WORDS})\b"
    r"|ページが見つかり|ページは見つかり|ページは存在し|页面不存在|頁面不存在|找不到(?:该|該"
    r"|此)?(?:页面|頁面|網頁|网页)"
    r"|页面(?:未|没有)找到|페이지를 찾을 수|الصفحة غير موجودة|(?:הדף|העמוד) לא נמצא|không tìm thấy trang",
    re.IGNORECASE,
)
NOT_FOUND_ALONE = re.compile(
    r"\W*(?:not found|introuvable|nicht gefunden|no encontrad[ao]|non trovat[ao]|não encontrad[ao]"
    r"|niet gevonden|не найден[ао]?|не знайдено|nenalezeno|hittades inte|bulunamadı|nem található)\W*",
    re.IGNORECASE,
)

ATTRIBUTE = re.compile(r"\W*(?:errors?|pages?|messages?|designs?|erreurs?|fehler\w*|links?)\b", re.IGNORECASE)
"""After such words it is a subject: "page not found errors cost shops money"."""

MAX_BEFORE, MAX_AFTER = 3, 6
"""Words in a headline besides that: "Sorry, we | could not find the page | you were looking for"."""

WAITS = re.compile(
    r"\W*(?:just a moment|one moment,? please|un momento|einen moment(?: bitte)?|un instant"
    r"|een ogenblik geduld"
    r"|um momento|один момент|bir dakika lütfen|请稍候|請稍候|少々お待ちください"
    r"|attention required!?.{0,20}"
    r"|pardon our interruption|one more step)\W*",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\W*(?:403\W*)?(?:access (?:to this page )?(?:is |has been )?(?:denied|blocked)|forbidden"
    r"|request blocked"
    r"|accès refusé|zugriff verweigert|acceso denegado|accesso negato|acesso negado|toegang geweigerd"
    r"|odmowa dostępu|доступ (?:запрещ[её]н|заборонено)|přístup odepřen|åtkomst nekad|erişim engellendi"
    r"|访问被拒绝|アクセスが拒否されました|security check|verification required|robot check|bot check"
    r"|vérification de sécurité|sicherheitsprüfung|安全验证|人机验证)\W*(?:403\W*)?",
    re.IGNORECASE,
)
"""Headlines of a challenge or a refusal that are this and nothing else, on a tiny page."""

CHALLENGE = re.compile(
    r"\b(?:verify(?:ing)?|confirm|check(?:ing)?|make sure|prove) (?:that )?you(?:['’]re"
    r"| are) (?:not )?(?:a )?"
    r"(?:human|robot|bot|real)|\bare you a (?:robot|human)\b|\brobot or human\b|\bnot a robot\b"
    r"|\bchecking (?:if the site connection is secure|your browser)\b|\bcheck(?:s"
    r"|ing)? your browser before\b"
    r"|\bunusual traffic from\b|\benable javascript and cookies to continue\b|\byou have been blocked\b"
    r"|\bcomplete the (?:security check|captcha)\b|\bpress (?:&|and) hold\b|\bincident id\b"
    r"|\bsupport id is\b"
    r"|\bdon['’]t have permission to access\b|\brequest (?:has been|was) blocked\b|\brequest unsuccessful\b"
    r"|\baccess to this page has been denied\b|\bautomated (?:access|requests|queries)\b"
    r"|\bvous êtes (?:bien )?(?:un )?(?:être )?humain\b|\bpas un robot\b|\bein mensch sind\b"
    r"|\bkein roboter\b"
    r"|\beres (?:un )?humano\b|\bno eres un robot\b|\bessere umano\b|\bnon sei un robot\b|\bvocê é humano\b"
    r"|\bnão é um robô\b|\bgeen robot\b|\bnie jesteś robotem\b|\bвы не робот\b|\bпроверка браузера\b"
    r"|\bви не робот\b|\bnejste robot\b|\bär du en robot\b|\brobot olmadığınızı\b|您是真人|我不是机器人"
    r"|ロボットではありません"
    r"|로봇이 아닙니다",
    re.IGNORECASE,
)
LOGIN = re.compile(
    r"\b(?:sign|log)[ -]?in\b|\blogin\b|\bse connecter\b|\bconnexion\b|\bconnectez-vous\b"
    r"|\bidentifi(?:cation|ez-vous)\b"
    r"|\bauthenti(?:fi)?cation\b|\banmelden\b|\banmeldung\b|\beinloggen\b|\binici(?:ar|a|o de) sesión\b"
    r"|\bacceder\b"
    r"|\baccedi\b|\baccesso\b|\bentrar\b|\biniciar sessão\b|\binloggen\b|\baanmelden\b|\bzaloguj\b"
    r"|\blogowanie\b"
    r"|\bвойти\b|\bвход\b|\bавторизация\b|\bувійти\b|\bвхід\b|\bpřihl[aá][sš]\w+|\blogga in\b"
    r"|\blog(?:g inn|g? ind)\b"
    r"|\bkirjaudu\b|\bgiriş\b|\bbejelentkezés\b|\bautentificare\b|σύνδεση"
    r"|ログイン|登录|登錄|登入|로그인|تسجيل الدخول|התחברות",
    re.IGNORECASE,
)
PASSWORD_FIELD = re.compile(rb"""<input\b[^<>]{0,400}\btype\s*=\s*["']?password\b""", re.IGNORECASE)
PASSWORD = (b"password", b"PASSWORD", b"Password")
LOGIN_URL = re.compile(r"/(?:log-?in|sign-?in|auth|oauth2?|sso|cas|account/login)\b", re.IGNORECASE)
MAX_FORM_BYTES = 1_000_000

MISSING_STEMS = (
    *("404", "410", "found", "find", "exist", "availab", "longer", "removed", "deleted", "trouv", "dispon"),
    *("gefunden", "verfügbar", "vorhanden", "auffindbar", "encontr", "trovat", "esiste", "gevonden"),
    *("bestaat", "znalezion", "istnieje", "найден", "существ", "знайден", "існує", "nalezen", "existuje"),
    *("nenašla", "hitta", "finns", "funne", "funde", "findes", "finnes", "löydy", "löyty", "bulunam"),
    *("található", "găsit", "există", "βρέθηκε", "ditemukan", "tồn tại", "tìm thấy", "見つかり", "存在"),
    *("找不到", "找到", "찾을", "موجودة", "נמצא"),
)
CHALLENGE_STEMS = (
    *("human", "robot", "a bot", "real", "browser", "unusual", "cookies", "blocked", "captcha", "security"),
    *("hold", "incident", "support id", "permission", "request", "denied", "automated", "humain", "mensch"),
    *("umano", "робот", "браузера", "真人", "机器人", "ロボット", "로봇"),
)
"""Headlines without any of these need not be looked at with the expressions above, which take long."""

SEGMENTS = re.compile(r"\s[|·–—-]\s|[|·]\s|[.!?…]+(?:\s|$)|[。！？]")


def is_suspect(document: Document, payload: bytes, moved: bool) -> bool:
    """Whether it is worth asking `disguised_trouble`, which needs to know the body; most pages are not."""
    headings = [block.text for block in document.blocks if block.kind is BlockKind.HEADING][:MAX_HEADINGS]
    said = [one[:MAX_HEADLINE] for one in (document.metadata.title, *headings)]
    words = 0
    for block in document.blocks:
        words += len(block.text.split())
        if words > TINY_WORDS:
            break
    else:
        return True
    if any(map(WAITS.fullmatch, said)):
        return True
    together = "\n".join(said).lower()
    if has_any(together, MISSING_STEMS) and any(map(_says_missing, said)):
        return True
    if has_any(together, CHALLENGE_STEMS) and any(map(CHALLENGE.search, said)):
        return True
    if not moved and not any(word in payload for word in PASSWORD):
        return False
    return any(map(LOGIN.search, said)) and (moved or asks_for_password(payload))


def has_any(text: str, stems: Sequence[str]) -> bool:
    for stem in stems:  # noqa: SIM110  (any() takes three times as long)
        if stem in text:
            return True
    return False


def disguised_trouble(page: Page, payload: bytes, final_url: str) -> Trouble | None:
    """The trouble behind an answer with status 200, or None when it is content."""
    words = sum(len(block.text.split()) for block in page.body)
    if words > MAX_WORDS:
        return None
    headings = [block.text for block in page.body if block.kind is BlockKind.HEADING]
    said = [page.metadata.title or page.title, *headings[:3]]
    if any(map(_says_missing, said)):
        return Trouble.SOFT_404
    if is_challenge(said, [block.text for block in page.body] if words <= TINY_WORDS else None):
        return Trouble.BLOCKED
    moved_to_login = final_url != page.url and LOGIN_URL.search(final_url) is not None
    if any(map(LOGIN.search, said)) or moved_to_login:
        asks = asks_for_password(payload)
        if (asks and any(map(LOGIN.search, said))) or (moved_to_login and (asks or words <= TINY_WORDS)):
            return Trouble.LOGIN
    return None


def asks_for_password(payload: bytes) -> bool:
    return PASSWORD_FIELD.search(payload[:MAX_FORM_BYTES]) is not None


def is_challenge(headlines: Sequence[str], texts: Sequence[str] | None) -> bool:
    """Whether who asks is taken for a robot. `texts`: all that the page says, where that is not much."""
    if any(CHALLENGE.search(one) or WAITS.fullmatch(one) for one in headlines):
        return True
    if texts is None:
        return False
    segments = [part for one in headlines for part in SEGMENTS.split(one) if part]
    return (
        any(map(DENIED.fullmatch, (*headlines, *segments))) or CHALLENGE.search(" ".join(texts)) is not None
    )


def _says_missing(headline: str) -> bool:
    """Whether a headline says of its own page that it is not there."""
    for part in SEGMENTS.split(headline[:MAX_HEADLINE]):
        if not part:
            continue
        if WHOLE_404.fullmatch(part) or NOT_FOUND_ALONE.fullmatch(part):
            return True
        found = SAYS_MISSING.search(part)
        if (
            found is not None
            and len(part[: found.start()].split()) <= MAX_BEFORE
            and len(part[found.end() :].split()) <= MAX_AFTER
            and not ATTRIBUTE.match(part, found.end())
        ):
            return True
    return False
