"""What archives list: CDX in its formats, CDXJ, TimeMaps."""

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import BadInput
from monitor.load import is_listing
from monitor.load.listing import Listed, read_listing

DIGEST = "G7HRM7BGOKSKMSXZAHMUQTTV53QOFSMK"
MOMENT = datetime(2024, 5, 1, 10, 0, 7, tzinfo=UTC)
ABOUT = {
    "url": "https://town.example/about",
    "mime": "text/html",
    "status": "200",
    "digest": DIGEST,
    "length": "512",
}
PLACE = {"offset": "771", "filename": "town.warc.gz"}

SERVER = f"example,town)/about 20240501100007 https://town.example/about text/html 200 {DIGEST} 512\n"
LEGEND = " CDX N b a m s k r M S V g\n"
CLASSICAL = (
    f"example,town)/about 20240501100007 https://town.example/about text/html 200 {DIGEST} - - 512 771 "
    "town.warc.gz\n"
)
TIMEMAP = """<https://town.example/about>; rel="original",
<https://archive.example/timemap/link/https://town.example/about>
; rel="self"; type="application/link-format"; from="Wed, 01 May 2024 10:00:07 GMT",
<https://archive.example/web/20240501100007/https://town.example/about>
; rel="first last memento"; datetime="Wed, 01 May 2024 10:00:07 GMT"
"""
TIMEMAP_JSON = {
    "original_uri": "https://town.example/about",
    "self": "https://archive.example/timemap/json/https://town.example/about",
    "mementos": {
        "list": [
            {
                "datetime": "2024-05-01T10:00:07Z",
                "uri": "https://archive.example/web/20240501100007/https://town.example/about",
            }
        ]
    },
}
TIMEMAP_CDXJ = """!context ["https://www.rfc-editor.org/rfc/rfc7089"]
!meta {"original_uri": "https://town.example/about"}
20240501100007 {"uri": "https://archive.example/a/1", "rel": "first memento", "datetime": "Wed, 01 May 2024"}
"""
CLOSEST = {
    "original_uri": "https://town.example/about",
    "mementos": {
        "closest": {"datetime": "Wed, 01 May 2024 10:00:07 GMT", "uri": ["https://archive.example/a/1"]}
    },
}

LISTINGS = {
    "server lines": SERVER,
    "some fields, in another order": f"https://town.example/about {DIGEST} 20240501100007\n",
    "server JSON": json.dumps(
        [
            ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"],
            SERVER.split(),
            [],
            ["example%2Ctown%29%2Fabout"],
        ]
    ),
    "classical": LEGEND + CLASSICAL,
    "classical, its legend lost": CLASSICAL,
    "CDXJ": f"example,town)/about 20240501100007 {json.dumps(ABOUT | PLACE)}\n",
    "one object a line": json.dumps({"urlkey": "example,town)/about", "timestamp": "20240501100007"} | ABOUT),
    "TimeMap": TIMEMAP,
    "TimeMap as JSON": json.dumps(TIMEMAP_JSON, indent=2),
    "TimeMap as JSON, one memento": json.dumps(CLOSEST),
    "TimeMap as CDXJ": TIMEMAP_CDXJ,
}


@pytest.mark.parametrize("name", LISTINGS)
def test_each_kind_of_listing_names_the_capture(name: str, tmp_path: Path) -> None:
    path = tmp_path / "saved.txt"
    path.write_text(LISTINGS[name])
    assert is_listing(path)
    [one] = read_listing(path)
    assert (one.url, one.moment, one.timestamp) == ("https://town.example/about", MOMENT, "20240501100007")
    assert one.digest == ("" if name.startswith("TimeMap") else DIGEST)
    assert (one.filename, one.offset) == (
        ("town.warc.gz", 771) if name.startswith("classical") or name == "CDXJ" else ("", 0)
    )


def test_a_listing_may_be_compressed(tmp_path: Path) -> None:
    path = tmp_path / "pages.cdx.gz"
    path.write_bytes(gzip.compress(SERVER.encode()))
    assert is_listing(path)
    assert len(read_listing(path)) == 1


def test_a_page_that_came_to_https_keeps_its_history(tmp_path: Path) -> None:
    path = tmp_path / "pages.cdx"
    path.write_text(
        "example,town)/ 20190501100000 http://town.example:80/ text/html 200\n"
        "example,town)/ 20240501100000 https://www.town.example/ text/html 200\n"
        "example,town)/ 20250501100000 http://town.example/ text/html 200\n"
        "example,town)/about 20190501100000 http://town.example/about text/html 200\n"
    )
    assert [(one.moment.year, one.url) for one in read_listing(path)] == [
        (2019, "https://www.town.example/"),
        (2019, "http://town.example/about"),
        (2024, "https://www.town.example/"),
        (2025, "https://www.town.example/"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "These are notes, and no listing.\n",
        SERVER + "and one line of notes\n",
        LEGEND,
        '[["urlkey", "timestamp"], ["a)/", "2024"]]',
        '[["timestamp", ',
        "<https://town.example/>; rel=self",
        TIMEMAP.replace("Wed, 01 May 2024 10:00:07 GMT", "some day"),
        '{"original_uri": "https://town.example/"}',
        '{"mementos": {"list": []}}',
        json.dumps(TIMEMAP_JSON).replace("2024-05-01T10:00:07Z", "2024-15-01"),
        '{"original_uri": "https://town.example/", "mementos": 7}',
        '{"original_uri": "https://town.example/", "mementos": ',
        TIMEMAP_CDXJ.replace("original_uri", "page"),
        'example,town)/ 20240501100007 {"url": 7, "status"',
        "example,town)/ 20249901100007 https://town.example/ text/html 200\n",
    ],
)
def test_what_is_no_listing_is_said_in_one_line_with_its_place(text: str, tmp_path: Path) -> None:
    path = tmp_path / "pages.cdx"
    path.write_text(text)
    with pytest.raises(BadInput, match=r"pages\.cdx") as refusal:
        read_listing(path)
    assert "\n" not in str(refusal.value)


def test_a_page_is_no_listing(tmp_path: Path) -> None:
    for text in ("<p>See <a href='/x'>x</a>; rel", "plain words", '{"plans": 1}', "[[1, 2]]"):
        (tmp_path / "page.txt").write_text(text)
        assert not is_listing(tmp_path / "page.txt")


def test_what_is_not_said_is_left_empty(tmp_path: Path) -> None:
    path = tmp_path / "pages.cdx"
    path.write_text("example,town)/ 20240501100007 https://town.example/ warc/revisit - - -\n")
    assert read_listing(path) == [
        Listed(
            url="https://town.example/",
            moment=MOMENT,
            timestamp="20240501100007",
            urlkey="example,town)/",
            media_type="warc/revisit",
        )
    ]
