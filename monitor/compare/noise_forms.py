"""How noise reads: the forms by which `noise` knows each kind, in the languages of most pages.

Every expression is bounded in what it may try, for pages are hostile: no repetition within a repetition that
could match the same text in two ways.
"""

import re

from monitor.compare.words import words_of

# ── relative times ─────────────────────────────────────────────────────────────────────────────

UNITS = (
    r"(?:s|sec|secs|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?|mo|months?|y|yrs?|years?"
    r"|sekunden?|minuten?|stunden?|tag(?:e|en)?|wochen?|monat(?:e|en)?|jahr(?:e|en)?"
    r"|secondes?|heures?|jours?|semaines?|mois|ans?|années?"
    r"|segundos?|minutos?|horas?|días?|dias?|semanas?|mes(?:es)?|años?|anos?"
    r"|second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]"
    r"|uur|uren|dagen|weken|maanden|jaar"
    r"|секунд[уы]?|минут[уы]?|час(?:а|ов)?|д(?:ень|ня|ней)|недел[юиь]|месяц(?:а|ев)?|год(?:а)?|лет)"
)
COUNT = r"(?:\d+(?:[.,]\d+)?|an?|one|eine?[mnr]?|une?|un[ao]?|few|a few|couple of)"
_SHORT_UNITS = (
    r"(?:sekund\w{0,3}|minut\w{0,4}|godzin\w{0,3}|dni|dzień|saniye|dakika|saat|gün|timm\w{1,3}|time[rn]?|dag\w{0,3}"
    r"|sekunti\w?|minuutti\w?|tunti\w?|päivä\w?|hodin\w{0,4}|dn\w{1,3}|secunde|minute?|ore|oră|zile"
    r"|секунд\w{0,2}|хвилин\w{0,2}|годин\w{0,2}|дн\w{1,2}|день|giây|phút|giờ|ngày|detik|menit|jam|hari"
    r"|ثانية|ثوان|ثواني|دقيقة|دقائق|ساعة|ساعات|يوم|أيام|שניות|דקה|דקות|שעה|שעות|יום|ימים"
    r"|δευτερόλεπτα|λεπτ[όά]|ώρ(?:α|ες)|η?μέρ(?:α|ες)|सेकंड|मिनट|घंट[ेा]|दिन)"
)
"""Seconds to days in further languages. Longer times are told in prose, where they are statements."""
RELATIVE_TIME = re.compile(
    rf"\b(?:about |around |over |almost |less than )?{COUNT} ?{UNITS}(?:,? (?:and )?\d+ ?{UNITS})?"
    r" (?:ago|geleden|назад|fa|atrás)\b"
    rf"|\b(?:vor|il y a|hace|há) (?:(?:etwa|über|environ|más de|cerca de) )?{COUNT} ?{UNITS}\b"
    r"|\b(?:just now|moments ago|a moment ago|seconds ago|gerade eben|à l['’]instant|ahora mismo|только что)"
    r"|\d+ ?(?:秒|分|分钟|分鐘|時間|小时|小時|日|天|週間|周|ヶ月|个月|年) ?前|\d+ ?(?:초|분|시간|일) ?전"
    rf"|\b\d+ {_SHORT_UNITS} (?:temu|önce|sitten|тому|trước|yang lalu|पहले)(?!\w)"
    rf"|\b(?:för|for) \d+ {_SHORT_UNITS} (?:sedan|siden)\b"
    rf"|(?<!\w)(?:před|منذ|قبل|לפני|πριν(?: από)?|acum) \d+ {_SHORT_UNITS}(?!\w)"
    r"|\d+ (?:วินาที|นาที|ชั่วโมง|วัน)ที่แล้ว",
    re.IGNORECASE,
)

AGO = (
    *("ago", "geleden", "назад", "fa", "atrás", "vor", "il y a", "hace", "há", "just now", "eben"),
    *(
        "l'instant",
        "l’instant",
        "ahora mismo",
        "только что",
        "前",
        "전",
        "temu",
        "önce",
        "sitten",
        "sedan",
        "siden",
    ),
    *("тому", "trước", "lalu", "पहले", "před", "منذ", "قبل", "לפני", "πριν", "acum", "ที่แล้ว"),
)
"""One of these is in every relative time."""

LONG_AGO = re.compile(
    r"week|wk|month|mo\b|year|yr|woche|monat|jahr|semain|mois|\ban|año|ano|mes|setti|lat|год|лет|年|月|周|週",
    re.IGNORECASE,
)

# ── what a page says about its own making ──────────────────────────────────────────────────────

CLOCK = re.compile(
    r"[A-Z]{2,4}\d{1,2}:\d{2} ?[AP]M|(?:[A-Z]{2,4} ?)?\d{1,2}:\d{2}:\d{2}(?: ?[AP]M)?(?: ?[A-Z]{2,4})?"
)
GENERATED = re.compile(
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
UPDATED = re.compile(
    r"\W*(?:last |page )?(?:updated|modified|edited|posted|published|aktualisiert|mis à jour|actualizado"
    r"|aggiornato|bijgewerkt|last (?:activity|active|seen|online|visit|login|logged in|reply|post|comment)"
    r"|(?:letzte|dernière|última|ultima) (?:aktivität|activité|actividad|attività|antwort|réponse)"
    r"|(?:dernière|última|ultima) visit[ea])\b",
    re.IGNORECASE,
)
WHEN = re.compile(
    rf"\b(?:today|yesterday|this (?:week|month|year)|last (?:week|month|year)"
    rf"|(?:in|within) the (?:last|past) (?:\d+ ?)?{UNITS}|heute|gestern|aujourd['’]hui|hier|hoy|ayer"
    rf"|oggi|ieri)\b",
    re.IGNORECASE,
)
COUNTDOWN = re.compile(
    r"\b(?:(?:end|start|begin|close|open|expire|finish|resume|launch)(?:e?s)? in|left|remaining|endet in"
    r"|beginnt in|(?:se )?termine dans|commence dans|termina en|empieza en|finisce tra|inizia tra)\b",
    re.IGNORECASE,
)
"""What a clock that runs down says beside its time. When it ends is a date, and told."""
_CLOCK_UNITS = (
    r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|sekunden|minuten|stunden|heures|horas|ore)"
)
LEFT = re.compile(
    r"\d{1,3}(?: ?: ?\d\d){2,3}"
    rf"|(?:\b\d{{1,4}} ?(?:d|days?|tage?n?|jours?|días?|giorni),? (?:and |und |et |y |e )?)?"
    rf"\b\d{{1,4}} ?{_CLOCK_UNITS}\b(?:,? (?:and |und |et |y |e )?\d{{1,4}} ?{_CLOCK_UNITS}\b){{0,2}}",
    re.IGNORECASE,
)
"""Hours and less, with the days before them. Days alone may be a term that somebody set."""
TIMED = re.compile(
    r"\b(?:results?|quer(?:y|ies)|search|render(?:ed)?|loaded|executed|ergebnisse|résultats|resultados)\b",
    re.IGNORECASE,
)
SECONDS = re.compile(r"\d+[.,]\d+ ?(?:s|ms|secs?|seconds?|sekunden|secondes?|segundos)\b", re.IGNORECASE)
"""How fast an answer was made, beside one of `TIMED`."""
STATUS = re.compile(
    r"all (?:systems?|services?)(?: are| is)?(?: currently)?"
    r" (?:operational|online|normal|up(?: and running)?)[.!]?",
    re.IGNORECASE,
)
"""What a badge of a status page says while nothing is the matter."""
SHORTCUT = re.compile(r"(?:(?:ctrl|cmd|command|alt|option|shift|[⌘⌥⇧⌃])[ +-]?){1,3}\S", re.IGNORECASE)
OBJECT_HASH = re.compile(r"(?<=[\w$])@[0-9a-f]{5,8}\b")
"""What a Java object is called when nobody gave it a name: Validator@7b3300e5."""
TIMES = re.compile(r"\d+(?:[.,:]\d+)*(?: ?[ap]\.?m\b\.?)?", re.IGNORECASE)
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
TOKEN_LABEL = re.compile(
    r"\b(?:(?:trace|request|ray|session|correlation|incident|visitor|client|instance|build|cache)"
    r"[ -]?(?:id|key|token|no\.?|nr\.?|number)\b|nonce\b|csrf)",
    re.IGNORECASE,
)
"""What names a token. A "reference number", or a checksum, is a fact."""
CHECKSUM = re.compile(
    r"[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}", re.IGNORECASE
)
SERVER_NAME = re.compile(
    r"[A-Za-z]{0,8}(?:app|web|srv|server|node|host|pod|prod|cache|proxy|edge|www)[-_]?\d{1,4}", re.IGNORECASE
)
TOKEN_NAME = re.compile(
    r"^_?(?:[a-z]*sess(?:ion)?_?(?:id|key)?|s_?id|j?sessionid|phpsessid|aspsessionid[a-z]*|cfid|cftoken"
    r"|[a-z_-]*token|[a-z_-]*nonce|csrf[a-z_-]*|utm_[a-z]+|[a-z]*clid|mc_[ce]id|_ga|_gl|_hs[a-z]+"
    r"|ts|timestamp|rnd|rand|random|cb|cachebuster|nocache|sig|signature|expires|x-amz-[a-z-]+"
    r"|ref_?src|form_build_id|back_?url|return_?(?:url|to)|redirect(?:_?(?:url|to|uri))?|next"
    r"|destination|returnurl)$",
    re.IGNORECASE,
)

# ── counters ───────────────────────────────────────────────────────────────────────────────────

STRUNG = re.compile(r" [·•|] ")
"""What stands between the parts of a caption."""

COUNTED = frozenset(
    words_of(
        "views view viewed visits visit visitors visitor visited hits hit reads read readers reading "
        "comments comment  replies reply likes like liked shares share shared retweets reposts reactions "
        "claps downloads download  downloaded followers follower subscribers upvotes upvote votes vote "
        "online watching viewing looking clicks plays played bookmarks saves installs aufrufe aufruf "
        "besucher kommentare kommentar vues vue visites visiteurs lectures commentaires commentaire partages "
        "visitas visualizaciones comentarios comentario lecturas visualizzazioni commenti commento "
        "kommentarer visninger visningar katselua wyświetleń zobrazení görüntüleme görüntülenme "
        "προβολές προβολή переглядів ответов відповідей مشاهدة مشاهدات المشاهدات צפיות xem "
        "guests forks "
        "visualizações comentários weergaven reacties просмотров просмотра комментариев комментария"
    )
)
SIGNED_COUNT = re.compile(r"(?:[♥❤♡👍👎👁💬🔁🗨]\ufe0f? ?\d[\d.,]*[kKmM]?[ ·|]{0,3}){1,4}")
"""Hearts, thumbs, eyes and a number. Stars are ratings."""
_READ = "浏览|瀏覽|阅读|閱讀|点击|點擊|播放|访问|訪問|观看|觀看|下载|下載|评论|評論|点赞|閲覧|再生|조회|댓글"
DENSE_COUNT = re.compile(
    rf"(?:(?:已|共|总|總|本文|累计|人气|今日)?(?:{_READ})(?:量|数|數|次数|回数|수)?[ :：(（]{{0,2}}"
    r"\d[\d,.万千kK]*[ )）]{0,2}[次回人条회]?[ ·|,，]{0,3}){1,4}"
    rf"|\d[\d,.万千]* ?[次回人]?(?:{_READ})"
    r"|ดู \d[\d,.]* ครั้ง"
)
"""Counts in scripts without spaces."""
BESIDE_COUNTS = frozenset(
    words_of(
        "a an and are at by de der die das en et for gefällt have in is la le les ligne linea línea los mal "
        "members now right number of on page people person persons post seite since so far the them this "
        "time times today total unique und users user week  month year you y k m mio so- jour heute "
        "aujourd'hui hoy fois veces article "
        "story link all-time currently there registered عدد razy kez lượt"
    )
)

# ── alone ──────────────────────────────────────────────────────────────────────────────────────

AD_LABEL = re.compile(
    r"(?i:advertisement|advertising|advert|ad|sponsored(?: by| content| post)?|promoted|anzeige|werbung"
    r"|publicité"
    r"|publicidad|pubblicità|reklama|реклама)(?:s|S(?=$|\W))?"
)
# Sometimes only the middle of an address is hidden: "con[email protected]le.org".
HIDDEN_ADDRESS = re.compile(
    r"[\w.+-]{0,64}\[email[\s\u00A0]*protected\][\w-]{0,63}(?:\.[\w-]{1,63}){0,4}", re.IGNORECASE
)
ADDRESS = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}"
)
FORM_HINT = re.compile(
    r"(?:please )?(?:enter|type|fill in)(?: in)? (?:an?|your|the) [\w-]{2,20}(?: address)?[.…]{0,3}"
    r"|(?:e-?mail(?: address)?|adresse e-?mail|e-mail-adresse|correo electrónico|password|passwort"
    r"|mot de passe"
    r"|contraseña|user ?name|benutzername|nom d['’]utilisateur)(?: (?:or|oder|ou|o) [\w ]{2,20})?[ *:]{0,3}"
    r"|forgot(?:ten)? (?:your |my )?[\w/ -]{3,30}\?"
    r"|(?:mot de passe|identifiant|informations de compte|passwort|benutzername|kennwort)"
    r" (?:oubliée?s?|vergessen) ?\?"
    r"|¿?(?:has olvidado|olvidaste|hai dimenticato|esqueceu) (?:tu |la |il |sua |a )?[\w ]{3,30}\?",
    re.IGNORECASE,
)
"""What stands in, or beside, an empty field: a form says it, not the page."""
AVATAR = re.compile(r"(?:['’]s )?(?:avatar|profile (?:picture|photo|image)|profilbild)$", re.IGNORECASE)
DIGIT = re.compile(r"\d")
_YEARS = r"\b(?:1[6-9]|20|21)\d\d\b(?: ?[-–—/,] ?(?:1[6-9]|20|21)\d\d\b)?"
YEARS = re.compile(_YEARS)
"""A year, or from which to which."""
NOTICE = re.compile(
    rf"©[^.!?;]{{0,40}}?{_YEARS}"
    rf"|(?:\(c\)|\bcopy(?:right|left)\b)[ :,]{{0,2}}(?:\(c\)|by)?[ :,]{{0,2}}{_YEARS}",
    re.IGNORECASE,
)
"""A copyright notice as far as its years. "The Copyright Act 1998" is none: the year belongs to the Act."""
CLAIM = re.compile(
    r"©|all rights reserved|tous droits réservés|alle rechte vorbehalten"
    r"|(?:todos los derechos|tutti i diritti|todos os direitos|alle rechten) \w{4,12}",
    re.IGNORECASE,
)
"""What makes a whole caption such a notice, wherever in it the year stands."""
