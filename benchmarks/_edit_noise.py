"""What changes on pages by itself, one kind each, in many forms: nothing of it is to be told."""

from collections.abc import Callable
from random import Random

import lxml.html
from lxml import etree

from benchmarks._edit_body import Edit, Told
from benchmarks._edit_pages import Element, Pair, put_after, said

NOISES: dict[str, Edit] = {}


def _token(rng: Random, length: int = 32) -> str:
    return "".join(rng.choice("0123456789abcdef") for _ in range(length))


def _ends(pair: Pair) -> tuple[Element, Element]:
    """The body elements of both sides."""
    return pair.before.find("body"), pair.after.find("body")


def _caption(name: str, form: str, *values: tuple[object, ...], tag: str = "p", hint: str = "info") -> None:
    """A line of its own beside the text, with other values on each side."""

    def made(pair: Pair) -> list[Told] | None:
        places = pair.paragraphs()
        if not places:
            return None
        place = pair.rng.choice([places[0], places[-1]])
        for side, value in zip((place, pair.twin(place)), values, strict=True):
            line = lxml.html.Element(tag)
            line.set("class", hint)
            line.text = form.format(*value)
            put_after(side, line)
        return []

    NOISES[name] = made


def _at_end(name: str, before: Callable[[Random], str], after: Callable[[Random], str] | None = None) -> None:
    """Markup at the end of the page, made anew for each side."""

    def made(pair: Pair) -> list[Told] | None:
        bodies = _ends(pair)
        if None in bodies:
            return None
        for body, markup in zip(bodies, (before, after or before), strict=True):
            if text := markup(pair.rng):
                body.append(lxml.html.fragment_fromstring(text))
        return []

    NOISES[name] = made


def _everywhere(name: str) -> Callable[[Callable[[Pair, Element], None]], None]:
    """Something done to the side after that no reader sees."""

    def register(change: Callable[[Pair, Element], None]) -> None:
        def made(pair: Pair) -> list[Told] | None:
            change(pair, pair.after)
            return []

        NOISES[name] = made

    return register


_caption("views, short", "{} views", ("1.2k",), ("1.3k",))
_caption("views", "{} views", ("1,204",), ("1,391",))
_caption("people online", "{} people online", (214,), (198,))
_caption("people looking at this", "{} people are looking at this right now", (14,), (9,))
_caption("read so many times", "Read {} times", (1204,), (1391,))
_caption("downloads", "Downloads: {}", (812,), (845,))
_caption("shares and comments", "{} shares · {} comments", (81, 4), (92, 6))
_caption("likes", "♥ {}", (81,), (92,))
_caption("German counter", "{} Aufrufe", ("1.204",), ("1.391",))
_caption("French counter", "{} vues", ("1 204",), ("1 391",))
_caption("Spanish counter", "{} visitas", ("1.204",), ("1.391",))
_caption("Russian counter", "{} просмотров", ("1204",), ("1391",))
_caption("Chinese counter", "浏览 {} 次", ("1204",), ("1391",))
_caption("Chinese counter, reads", "阅读({})", (1204,), (1391,))
_caption("Japanese counter", "閲覧数：{}", ("1,204",), ("1,391",))
_caption("Korean counter", "조회수 {}회", ("1,204",), ("1,391",))
_caption("Polish counter", "{} wyświetleń", (1204,), (1391,))
_caption("Turkish counter", "{} görüntüleme", (1204,), (1391,))
_caption("Arabic counter", "عدد المشاهدات: {}", (1204,), (1391,))
_caption("forum's visitors", "{} guests and {} members online", (31, 4), (27, 6))
_caption("views and replies", "{} views, {} replies", (1204, 4), (1391, 6))
_caption("hearts and comments", "❤ {} 💬 {}", (81, 4), (92, 6))
_caption("visitor number", "You are visitor number {}", ("104,223",), ("104,871",))
_caption("relative time", "Updated {} minutes ago", (4,), (51,))
_caption("relative time, other unit", "Last updated {}", ("58 minutes ago",), ("3 hours ago",))
_caption("relative time, just now", "Updated {}", ("just now",), ("2 minutes ago",))
_caption("relative time, German", "vor {} aktualisiert", ("3 Stunden",), ("2 Tagen",))
_caption("relative time, French", "Publié il y a {}", ("3 heures",), ("2 jours",))
_caption("relative time, Chinese", "{}前更新", ("3分钟",), ("2小时",))
_caption("relative time, Russian", "Обновлено {} назад", ("3 часа",), ("2 дня",))
_caption("relative time, Polish", "{} temu", ("3 godziny",), ("2 dni",))
_caption("relative time, Turkish", "{} önce güncellendi", ("3 saat",), ("2 gün",))
_caption("relative time, Swedish", "Uppdaterad för {} sedan", ("3 timmar",), ("2 dagar",))
_caption("relative time, Arabic", "منذ {}", ("3 ساعات",), ("5 أيام",))
_caption("relative time, Korean", "{} 전", ("3시간",), ("2일",))
_caption("relative time, Greek", "πριν από {}", ("3 ώρες",), ("2 ημέρες",))
_caption("relative time, Vietnamese", "{} trước", ("3 giờ",), ("2 ngày",))
_caption("hours left", "{} left", ("2h 14m",), ("1h 58m",))
_caption("last seen", "Last seen {}", ("3 hours ago",), ("2 days ago",))
_caption("search time", "{} results in {} seconds", (214, 0.21), (214, 0.18))
_caption("yesterday", "Last activity: {}", ("today",), ("yesterday",))
_caption("generated at", "Page generated at {}", ("2025-03-04 10:21:33",), ("2025-03-05 08:02:10",))
_caption("generated on", "Generated on {} by Quarry", ("4 March 2025",), ("6 March 2025",))
_caption("generated in", "Page rendered in {} seconds", (0.213,), (0.187,))
_caption("retrieved", "Data last refreshed: {}", ("4 Mar 2025 10:21",), ("5 Mar 2025 10:20",))
_caption("today's date", "Today is {}", ("Tuesday, 4 March 2025",), ("Wednesday, 5 March 2025",))
_caption("server time", "Server time: {}", ("10:21:33 UTC",), ("08:02:10 UTC",))
_caption("request id", "Request ID: {}", ("8f3a9c21b7d4e650",), ("77c01be2f9a38d14",))
_caption("copyright year", "© {} The Editors. All rights reserved.", (2025,), (2026,), hint="copyright")
_caption("countdown", "Offer ends in {}", ("02:14:51",), ("01:58:03",))
_caption(
    "advertisement", "Advertisement: {}", ("Save on travel insurance",), ("Try our cloud hosting",), tag="div"
)

_at_end(
    "CSRF",
    lambda r: (
        '<form method="post"><button>Send</button>'
        f'<input type="hidden" name="csrf_token" value="{_token(r)}"></form>'
    ),
)
_at_end("script data", lambda r: f'<script>window.data={{"id":"{_token(r)}"}}</script>')
_at_end("comment", lambda r: f"<div><!-- cached {_token(r)} --></div>")
_at_end(
    "tracking pixel",
    lambda r: f'<img src="https://pixel.example.com/i?{_token(r)}" width="1" height="1" alt="">',
)
_at_end("hidden text", lambda r: f'<div style="display:none">{_token(r)}</div>')
_at_end("token in a link", lambda r: f'<p><a href="/share?session_id={_token(r)}">Share this page</a></p>')
_OFFERS = ["Save a lot", "Fly cheaply", "Learn fast", "New shoes", "Better coffee"]
_at_end(
    "ad slot",
    lambda r: (
        f'<div class="ad-slot"><span>Advertisement</span><a href="https://ads.example/{_token(r, 8)}">'
        f"{r.choice(_OFFERS)} {r.randrange(9)}</a></div>"
    ),
)
_at_end(
    "footer's copyright year",
    lambda r: "<footer><p>© 2019–2025 The Example Society. All rights reserved.</p></footer>",
    lambda r: "<footer><p>© 2019–2026 The Example Society. All rights reserved.</p></footer>",
)
_IMPRINT = '<ul><li><a href="/imprint">Imprint</a></li></ul>'
_at_end(
    "footer's copyright year, words",
    lambda r: f'<footer><div class="copy">Copyright 2025 Example Trust</div>{_IMPRINT}</footer>',
    lambda r: f'<footer><div class="copy">Copyright 2026 Example Trust</div>{_IMPRINT}</footer>',
)
_at_end(
    "consent box",
    lambda r: "",
    lambda r: (
        '<div class="cookie-banner" role="dialog"><p>We use cookies to remember your choices.</p>'
        "<button>Accept all</button><button>Reject all</button></div>"
    ),
)
_STORIES = [
    "The lock keeper",
    "A day at sea",
    "Old maps found",
    "Bridges at night",
    "Nine small harbours",
    "The last ferry",
    "Salt and wind",
    "A house of reeds",
]


def _rotating(heading: str) -> Callable[[Random], str]:
    def markup(rng: Random) -> str:
        titles = rng.sample(_STORIES, 4)
        items = "".join(f'<li><a href="/s/{t.replace(" ", "-").lower()}">{t}</a></li>' for t in titles)
        return f'<aside class="related"><h3>{heading}</h3><ul>{items}</ul></aside>'

    return markup


for _heading in (
    "Most read",
    "Related articles",
    "You might also like",
    "Meistgelesen",
    "À lire aussi",
    "Trending now",
):
    _at_end(f"rotating list, {_heading}", _rotating(_heading))


@_everywhere("asset hashes")
def _assets(pair: Pair, tree: Element) -> None:
    for element in tree.iter("script", "link", "img"):
        key = "src" if element.get("src") else "href"
        if element.get(key):
            element.set(key, element.get(key).partition("?")[0] + "?v=" + _token(pair.rng, 8))


@_everywhere("class names")
def _classes(pair: Pair, tree: Element) -> None:
    for element in tree.iter():
        if isinstance(element.tag, str) and element.get("class"):
            element.set("class", element.get("class") + " css-" + _token(pair.rng, 6))


@_everywhere("random ids")
def _ids(pair: Pair, tree: Element) -> None:
    for element in tree.iter("p", "div", "li"):
        if not element.get("id"):
            element.set("id", "r" + _token(pair.rng, 6))


@_everywhere("attribute order")
def _attributes(pair: Pair, tree: Element) -> None:
    for element in tree.iter():
        if isinstance(element.tag, str) and len(element.attrib) > 1:
            items = list(reversed(element.attrib.items()))
            for key, _ in items:
                del element.attrib[key]
            for key, value in items:
                element.set(key, value)


@_everywhere("white space")
def _blanks(pair: Pair, tree: Element) -> None:
    for element in tree.iter("p", "li", "h2", "h3"):
        if element.text and element.getparent() is not None:
            element.text = element.text.replace(" ", "\n   ")


@_everywhere("wrappers")
def _wrappers(pair: Pair, tree: Element) -> None:
    for element in list(tree.iter("p", "h2", "ul"))[::2]:
        parent = element.getparent()
        if parent is None or parent.tag in ("li", "p", "a"):
            continue
        box = lxml.html.Element("div")
        box.set("class", "block")
        box.tail, element.tail = element.tail, None
        parent.replace(element, box)
        box.append(element)


@_everywhere("lazy pictures")
def _lazy(pair: Pair, tree: Element) -> None:
    for picture in tree.iter("img"):
        if picture.get("src"):
            picture.set("data-src", picture.get("src"))
            picture.set("src", "data:image/gif;base64,R0lGODlhAQABAAAAACw=")
            picture.set("loading", "lazy")


@_everywhere("a picture without a text comes")
def _picture(pair: Pair, tree: Element) -> None:
    place = next(tree.iter("p"), None)
    if place is not None:
        put_after(place, lxml.html.fragment_fromstring('<p><img src="/hero.jpg" alt=""></p>'))


@_everywhere("words set in bold")
def _bold(pair: Pair, tree: Element) -> None:
    for paragraph in pair.paragraphs(plain=True)[:5]:
        side = pair.twin(paragraph)
        first, _, rest = side.text.partition(" ")
        side.text = None
        bold = etree.SubElement(side, "strong")
        bold.text, bold.tail = first, " " + rest


@_everywhere("soft hyphens and hard spaces")
def _typography(pair: Pair, tree: Element) -> None:
    for paragraph in pair.paragraphs(plain=True)[:5]:
        side = pair.twin(paragraph)
        side.text = side.text.replace(" of ", " of\u00a0").replace("tion", "ti\u00adon")


def _current(pair: Pair) -> list[Told] | None:
    menus = pair.menus(4)
    if not menus:
        return None
    items = pair.rng.choice(menus)
    for side in (items[0], pair.twin(items[1])):
        side.set("class", ((side.get("class") or "") + " active").strip())
        side.find(".//a").set("aria-current", "page")
    return []


def _session_links(pair: Pair) -> list[Told] | None:
    for tree in (pair.before, pair.after):
        token = _token(pair.rng, 16)
        for link in tree.iter("a"):
            target = link.get("href") or ""
            if target.startswith(("/", "http")) and "#" not in target:
                link.set("href", target + ("&" if "?" in target else "?") + "sid=" + token)
    return []


def _reordered(pair: Pair) -> list[Told] | None:
    lists = [those for those in pair.lists(6) if len({said(i) for i in those}) == len(those)]
    if not lists:
        return None
    items = [pair.twin(i) for i in pair.rng.choice(lists)]
    if len(items) != len(items[0].getparent()):
        return None
    parent = items[0].getparent()
    for item in items:
        parent.remove(item)
    for item in [*items[::2], *items[1::2]][::-1]:
        parent.append(item)
    return []


def _nothing(pair: Pair) -> list[Told] | None:
    return []


NOISES |= {
    "nothing": _nothing,
    "current page": _current,
    "session in links": _session_links,
    "list in another order": _reordered,
}
