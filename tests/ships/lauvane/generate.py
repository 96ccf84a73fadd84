"""Make the two generations of the site that ships in snapshots/.

    python -m tests.ships.lauvane.generate snapshots/lauvane

The Lauvane Commission is invented. Its pages' bodies, menus and footers lie beside this file; the
second generation is the first with the edits of planted.toml. Around both goes what a real site puts
there, with the noise that differs at every capture: tokens, counters, "updated 3 minutes ago", rotating
links, hashes of assets. Noise is drawn from a hash of page and moment: neither clock nor chance.
"""

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template
from typing import NamedTuple

HERE = Path(__file__).parent
HOST = "https://www.lauvane.example"
MOMENTS = ("2025-11-03T09-00-00Z", "2026-01-12T09-00-00Z")
"""When the two generations were captured; they name the files."""

FRAME = Template((HERE / "frame.html").read_text(encoding="utf-8"))
PLANTED = tomllib.loads((HERE / "planted.toml").read_text(encoding="utf-8"))["planted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One page of the site."""

    name: str
    path: str
    trail: tuple[tuple[str, str], ...] = ()
    """The breadcrumb's steps between the home page and this page: label, path."""
    sidebar: str = ""
    generations: tuple[int, ...] = (0, 1)
    other_language: str = ""
    """The path of the same page in the other language."""

    @property
    def language(self) -> str:
        return self.name[:2]


NEWS = ("News", "/en/news")
WATER = ("Water data", "/en/water-data")
LEAVES = (
    Leaf(name="en-home", path="/en", other_language="/fr"),
    Leaf(name="en-about", path="/en/about", trail=(("The Commission", "/en/commission"),), sidebar="about"),
    Leaf(
        name="en-committees",
        path="/en/committees",
        trail=(("The Commission", "/en/commission"),),
        sidebar="about",
    ),
    Leaf(name="en-jubilee", path="/en/jubilee", generations=(0,)),
    Leaf(name="en-members", path="/en/members", other_language="/fr/membres"),
    Leaf(name="en-stations", path="/en/stations", trail=(WATER,), sidebar="water"),
    Leaf(name="en-water-levels", path="/en/water-levels", trail=(WATER,), sidebar="water"),
    Leaf(
        name="en-data-policy",
        path="/en/data-policy",
        trail=(WATER,),
        other_language="/fr/politique-des-donnees",
    ),
    Leaf(name="en-news", path="/en/news"),
    Leaf(name="en-news-flood-exercise", path="/en/news/flood-exercise", trail=(NEWS,)),
    Leaf(name="en-news-fish-passes", path="/en/news/fish-passes", trail=(NEWS,)),
    Leaf(name="en-news-low-water", path="/en/news/low-water", trail=(NEWS,), generations=(1,)),
    Leaf(name="en-publications", path="/en/publications"),
    Leaf(name="en-contact", path="/en/contact"),
    Leaf(name="fr-accueil", path="/fr", other_language="/en"),
    Leaf(name="fr-membres", path="/fr/membres", other_language="/en/members"),
    Leaf(name="fr-politique-des-donnees", path="/fr/politique-des-donnees", other_language="/en/data-policy"),
)

REWRAPPED = "en-contact"
"""The page whose markup changed in the second generation, and not one word of it."""

WORDS = {
    "en": {
        "site": "Lauvane Commission",
        "skip": "Skip to content",
        "home": "Home",
        "search": "Search this site",
        "sign_in": "Sign in",
        "updated": "Updated {} minutes ago",
        "views": "{:,} views",
        "related": "You may also like",
        "cookies": "This site keeps a cookie for your language and counts visits without names.",
        "accept": "Fine",
        "house": "Lauvane Commission, 4 Customs Quay, 1200 Sarn",
        "online": "Visitors online: {}",
        "rights": "© Lauvane Commission. All rights reserved.",
        "language_label": "Language",
        "share": ("Share", "Print", "Send by mail"),
    },
    "fr": {
        "site": "Commission de la Lauvane",
        "skip": "Aller au contenu",
        "home": "Accueil",
        "search": "Chercher sur ce site",
        "sign_in": "Connexion",
        "updated": "Mis à jour il y a {} minutes",
        "views": "{} lectures",
        "related": "À lire aussi",
        "cookies": "Ce site garde un cookie pour votre langue et compte les visites sans noms.",
        "accept": "D’accord",
        "house": "Commission de la Lauvane, 4 quai de la Douane, 1200 Sarn",
        "online": "Visiteurs en ligne : {}",
        "rights": "© Commission de la Lauvane. Tous droits réservés.",
        "language_label": "Langue",
        "share": ("Partager", "Imprimer", "Envoyer par courriel"),
    },
}
RELATED = {
    "en": (
        ("How a gauge is read", "/en/stories/gauge"),
        ("A day on the survey ship", "/en/stories/survey-ship"),
        ("Why rivers freeze from above", "/en/stories/ice"),
        ("Seven words for flood", "/en/stories/words"),
        ("The lock keeper of Tess", "/en/stories/lock-keeper"),
        ("Mussels as measuring devices", "/en/stories/mussels"),
        ("What a beaver changes", "/en/stories/beaver"),
        ("Bridges with marks", "/en/stories/bridges"),
    ),
    "fr": (
        ("Lire une échelle d’eau", "/fr/recits/echelle"),
        ("Une journée à bord", "/fr/recits/bord"),
        ("Pourquoi un fleuve gèle", "/fr/recits/glace"),
        ("Les moules qui mesurent", "/fr/recits/moules"),
        ("Des ponts et des repères", "/fr/recits/ponts"),
    ),
}


class Entry(NamedTuple):
    """One line of a menu's source."""

    label: str
    badge: str
    path: str
    children: list["Entry"]


class Noise:
    """What differs at every capture of every page."""

    def __init__(self, page: str, moment: str) -> None:
        self._seed = f"{page} {moment}"

    def token(self, what: str, length: int = 32) -> str:
        return sha256(f"{self._seed} {what}".encode()).hexdigest()[:length]

    def number(self, what: str, low: int, high: int) -> int:
        return low + int(self.token(what), 16) % (high - low)


def source(name: str, generation: int) -> str:
    """A source file as it is in a generation, with the planted edits made."""
    text = (HERE / name).read_text(encoding="utf-8")
    for planted in PLANTED if generation else ():
        if planted["in"] == name:
            for out, put_in in planted["edits"]:
                if text.count(out) != 1:
                    raise ValueError(f"{name}: {out!r} is there {text.count(out)} times, not once")
                text = text.replace(out, put_in)
    return text


def read_menu(text: str) -> list[Entry]:
    top: list[Entry] = []
    levels = [top]
    for line in text.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        words, path = line.strip(), ""
        if " /" in words:
            words, path = words.rsplit(" /", 1)
            path = f"/{path}"
        label, _, badge = words.partition(" [")
        entry = Entry(label, badge.rstrip("]"), path, [])
        del levels[depth + 1 :]
        levels[depth].append(entry)
        levels.append(entry.children)
    return top


def menu_html(entries: list[Entry], here: str, level: int = 1) -> str:
    """A menu as nested lists, the current page marked."""
    rows = []
    for entry in entries:
        inside = f' <span class="badge">{entry.badge}</span>' if entry.badge else ""
        if entry.path == here:
            item, link = ' class="active"', ' aria-current="page"'
        else:
            item = link = ""
        label = (
            f'<a href="{entry.path}"{link}>{escape(entry.label)}{inside}</a>'
            if entry.path
            else f"<span>{escape(entry.label)}</span>"
        )
        below = f"\n{menu_html(entry.children, here, level + 1)}" if entry.children else ""
        rows.append(f"<li{item}>{label}{below}</li>")
    return f'<ul class="level-{level}">\n' + "\n".join(rows) + "\n</ul>"


def plain_links(entries: list[Entry]) -> str:
    return "\n".join(f'<li><a href="{entry.path}">{escape(entry.label)}</a></li>' for entry in entries)


def breadcrumb(leaf: Leaf, title: str) -> str:
    home = WORDS[leaf.language]["home"]
    steps = [(home, f"/{leaf.language}"), *leaf.trail]
    links = "".join(f'<li><a href="{path}">{label}</a></li>' for label, path in steps)
    return (
        f'<nav class="breadcrumb" aria-label="Breadcrumb"><ol>{links}'
        f'<li aria-current="page">{title}</li></ol></nav>'
    )


def related(leaf: Leaf, noise: Noise) -> str:
    """Three links that rotate."""
    links = sorted(RELATED[leaf.language], key=lambda link: noise.token(link[1]))[:3]
    rows = "".join(f'<li><a href="{path}">{label}</a></li>' for label, path in links)
    return f'<aside class="related">\n<h2>{WORDS[leaf.language]["related"]}</h2>\n<ul>{rows}</ul>\n</aside>'


def page_html(leaf: Leaf, generation: int) -> str:
    moment = MOMENTS[generation]
    noise = Noise(leaf.name, moment)
    words = WORDS[leaf.language]
    body = source(f"pages/{leaf.name}.html", generation).strip()
    title = body.partition("<h1>")[2].partition("</h1>")[0]
    served = datetime.strptime(moment, "%Y-%m-%dT%H-%M-%S%z")

    if leaf.name == REWRAPPED and generation:
        body = f'<div class="row"><div class="column" data-width="8">\n{body}\n</div></div>'
    side = ""
    if leaf.sidebar:
        links = plain_links(read_menu(source(f"sidebar-{leaf.sidebar}.txt", generation)))
        label = "The Commission in short" if leaf.sidebar == "about" else "Along the river"
        side = (
            f'<aside class="sidebar">\n<nav aria-label="{label}">\n<h2>{label}</h2>\n'
            f"<ul>\n{links}\n</ul>\n</nav>\n</aside>\n"
        )
    languages = "".join(
        f'<li><a href="{path}" hreflang="{code}" lang="{code}">{name}</a></li>'
        for code, name, path in (
            ("en", "English", leaf.path if leaf.language == "en" else leaf.other_language or "/en"),
            ("fr", "Français", leaf.path if leaf.language == "fr" else leaf.other_language or "/fr"),
        )
    )
    alternate = (
        f'<link rel="alternate" hreflang="{"fr" if leaf.language == "en" else "en"}" '
        f'href="{HOST}{leaf.other_language}">\n'
        if leaf.other_language
        else ""
    )
    share = "".join(f'<li><a href="#{n}">{text}</a></li>' for n, text in enumerate(words["share"]))
    menu = menu_html(read_menu(source(f"menu-{leaf.language}.txt", generation)), leaf.path)
    footer = plain_links(read_menu(source(f"footer-{leaf.language}.txt", generation)))
    return FRAME.substitute(
        words,
        language=leaf.language,
        name=leaf.name,
        address=f"{HOST}{leaf.path}",
        alternate=alternate,
        title=title,
        menu=menu,
        breadcrumb="" if leaf.path in ("/en", "/fr") else breadcrumb(leaf, title),
        side=side,
        body=body,
        share=share,
        languages=languages,
        related=related(leaf, noise),
        footer=footer,
        updated=words["updated"].format(noise.number("minutes", 2, 59)),
        views=words["views"].format(noise.number("views", 1000, 4000) + 3000 * generation),
        online=words["online"].format(noise.number("online", 4, 40) + 36 * generation),
        generated=f"{served:%Y-%m-%d %H:%M}:{noise.number('second', 10, 59)}",
        served_epoch=int(served.timestamp()),
        took=noise.number("took", 100, 900),
        node=noise.token("node", 4),
        build=noise.token("build", 8),
        nonce=noise.token("nonce", 16),
        session=noise.token("session"),
        csrf=noise.token("csrf"),
        form_token=noise.token("form"),
        request=noise.token("request", 12),
    )


def generation_files(generation: int) -> Iterator[tuple[Leaf, str]]:
    for leaf in LEAVES:
        if generation in leaf.generations:
            yield leaf, page_html(leaf, generation)


def main(folder: Path) -> None:
    for generation, moment in enumerate(MOMENTS):
        for leaf, text in generation_files(generation):
            path = folder / leaf.name / f"{moment}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
