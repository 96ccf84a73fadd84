"""The pages that were downloaded beside a listing, however they are laid out."""

import base64
import hashlib
import io
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.errors import BadInput
from monitor.load import load, load_listing
from monitor.load.moment import parse_moment
from monitor.model import Snapshot

HOME = b"<title>Town</title><p>The town hall is open on weekdays.</p>"
ABOUT = b"<title>About</title><p>The town was founded by millers.</p>"
LATER = ABOUT.replace(b"millers", b"fishers")
NEWS = b"<title>News</title><p>The second page of the news.</p>"


def digest(payload: bytes) -> str:
    return base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()


# Moment, URL, bytes: two pages of one moment, one of them again later, and one with a query.
CAPTURES = (
    ("20240501100000", "http://town.example/", HOME),
    ("20240501100000", "http://town.example/about", ABOUT),
    ("20240601100000", "http://town.example/about", LATER),
    ("20240601100000", "http://town.example/news?page=2", NEWS),
)


def key(url: str) -> str:
    return "example,town)" + url.removeprefix("http://town.example")


def listing(*more: str) -> str:
    lines = [f"{key(url)} {at} {url} text/html 200 {digest(payload)} 99" for at, url, payload in CAPTURES]
    return "\n".join([*lines, *more]) + "\n"


def timemap(url: str) -> str:
    links = [f'<{url}>; rel="original"']
    for at, address, _ in CAPTURES:
        if address == url:
            moment = parse_moment(at)
            when = f"{moment:%a, %d %b %Y %H:%M:%S} GMT"
            links.append(f'<https://archive.example/web/{at}/{url}>; rel="memento"; datetime="{when}"')
    return ",\n".join(links)


def one_folder_a_moment(at: str, path: str) -> str:
    return f"{at}/town.example/{path or 'index.html'}"


def in_the_folder_of_a_host(at: str, path: str) -> str:
    return f"websites/town.example/{at}/{path + '/' * bool(path)}index.html"


def as_wget_does(at: str, path: str) -> str:
    return f"web.archive.org/web/{at}id_/http:/town.example/{path or 'index.html'}"


def named_with_html(at: str, path: str) -> str:
    return f"{at}/{path or 'index'}.html"


def the_moment_as_the_file(at: str, path: str) -> str:
    return f"town.example/{path + '/' * bool(path)}{at}.html"


LAYOUTS = [
    one_folder_a_moment,
    in_the_folder_of_a_host,
    as_wget_does,
    named_with_html,
    the_moment_as_the_file,
]


def put(path: Path, payload: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(payload)


def loaded(path: Path) -> list[tuple[str, str, bytes]]:
    return [_told(one) for one in load_listing(path)]


def _told(one: Snapshot) -> tuple[str, str, bytes]:
    assert one.moment is not None
    return f"{one.moment:%Y%m%d%H%M%S}", one.url, one.payload


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("with_digests", [True, False])
def test_the_layouts_of_downloaders_are_known(layout, with_digests: bool, tmp_path: Path) -> None:
    for at, url, payload in CAPTURES:
        put(tmp_path / layout(at, url.removeprefix("http://town.example/")), payload)
    text = listing()
    if not with_digests:
        for _, _, payload in CAPTURES:
            text = text.replace(digest(payload), "-")
    (tmp_path / "pages.cdx").write_text(text)
    assert loaded(tmp_path / "pages.cdx") == list(CAPTURES)


def test_files_may_be_named_by_their_digest_or_not_at_all(tmp_path: Path) -> None:
    put(tmp_path / f"{digest(HOME)}.html", HOME)
    put(tmp_path / "some" / f"sha1-{digest(ABOUT)}", ABOUT)
    put(tmp_path / "another name.html", LATER)
    put(tmp_path / "page two", NEWS)
    (tmp_path / "pages.cdx").write_text(listing())
    assert loaded(tmp_path / "pages.cdx") == list(CAPTURES)


def test_a_timemap_finds_its_mementos(tmp_path: Path) -> None:
    for at, url, payload in CAPTURES:
        put(tmp_path / one_folder_a_moment(at, url.removeprefix("http://town.example/")), payload)
    (tmp_path / "about.timemap").write_text(timemap("http://town.example/about"))
    assert loaded(tmp_path / "about.timemap") == [one for one in CAPTURES if one[1].endswith("about")]


def test_captures_of_the_same_bytes_need_them_once(tmp_path: Path) -> None:
    put(tmp_path / "20240501100000" / "town.example" / "about", ABOUT)
    again = [
        f"{key('/about')} 20240502100000 http://town.example/about text/html 200 {digest(ABOUT)} 99",
        f"{key('/about')} 20240503100000 http://town.example/about warc/revisit - {digest(ABOUT)} 99",
    ]
    lines = [line for line in listing(*again).splitlines() if digest(ABOUT) in line]
    (tmp_path / "pages.cdx").write_text("\n".join(lines))
    found = list(load_listing(tmp_path / "pages.cdx"))
    assert [(one.payload, one.media_type) for one in found] == [(ABOUT, "text/html")] * 3
    assert [one.moment.day for one in found if one.moment] == [1, 2, 3]


@pytest.mark.parametrize("folder", [".", "archive", "../archive"])
def test_records_are_read_at_their_place_in_the_archive(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "indexes" / folder / "town.warc.gz"
    archive.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    with archive.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for at, url, payload in (*CAPTURES, ("20240701100000", CAPTURES[1][1], None)):
            offset = file.tell()
            date = f"{at[:4]}-{at[4:6]}-{at[6:8]}T10:00:00Z"
            http = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=x-y")], protocol="HTTP/1.1"
            )
            body = payload or b""
            record = writer.create_warc_record(
                url,
                "response" if payload else "revisit",
                payload=io.BytesIO(body),
                length=len(body),
                http_headers=http,
                warc_headers_dict={"WARC-Date": date},
            )
            writer.write_record(record)
            lines.append(
                f"{key(url)} {at} {url} {'text/html 200' if payload else 'warc/revisit -'} "
                f"{digest(payload or ABOUT)} - - 99 {offset} town.warc.gz"
            )
    index = tmp_path / "indexes" / "index.cdx"
    index.write_text(" CDX N b a m s k r M S V g\n" + "\n".join(lines))
    assert loaded(index) == [*CAPTURES, ("20240701100000", CAPTURES[1][1], ABOUT)]
    assert next(load_listing(index)).charset == "x-y"
    monkeypatch.chdir(index.parent)
    assert loaded(Path("index.cdx")) == loaded(index)


def test_what_has_no_file_is_said_and_the_rest_is_taken(tmp_path: Path) -> None:
    put(tmp_path / "20240501100000" / "town.example" / "index.html", HOME)
    put(tmp_path / "20240501100000" / "village.example" / "about", b"<p>Of another place.</p>")
    put(
        tmp_path / "20240601100000" / "town.example" / "about",
        b"<!-- BEGIN WAYBACK TOOLBAR INSERT -->" + LATER,
    )
    more = [
        "example,town)/old 20240601100000 http://town.example/old text/html 301 - 99",
        "example,town)/a.png 20240601100000 http://town.example/a.png image/png 200 - 99",
        "example,village)/ 20240601100000 http://village.example/ text/html 404 - 99",
    ]
    (tmp_path / "pages.cdx").write_text(listing(*more))
    problems: list[BadInput] = []
    found = list(load_listing(tmp_path / "pages.cdx", on_unusable=problems.append))
    assert [_told(one) for one in found] == [CAPTURES[0]]
    assert "toolbar" in str(problems[0])
    assert "2 of its 4 captures" in str(problems[1])
    with pytest.raises(BadInput, match="toolbar"):
        list(load_listing(tmp_path / "pages.cdx"))


def test_two_files_that_could_be_one_capture_are_not_guessed(tmp_path: Path) -> None:
    put(tmp_path / "20240501100000" / "town.example" / "about", ABOUT + b" ")
    put(tmp_path / "20240501100000" / "town.example" / "about.html", ABOUT + b"  ")
    (tmp_path / "pages.cdx").write_text(listing())
    problems: list[BadInput] = []
    assert list(load_listing(tmp_path / "pages.cdx", on_unusable=problems.append)) == []
    assert "which of them" in str(problems[0])


def test_a_listing_is_no_page_to_load(tmp_path: Path) -> None:
    (tmp_path / "saved.txt").write_text(listing())
    with pytest.raises(BadInput, match="monitor import"):
        list(load([tmp_path / "saved.txt"]))
