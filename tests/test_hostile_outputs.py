"""What a hostile page says goes through every output: nothing executes, is injected, or breaks.

A new output is one more line in OUTPUTS: its name, its kind (what must hold of it), and how it is made.
"""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lxml import etree

from monitor.cli.export import _write_lines, _write_table
from monitor.cli.terminal import Colour, Terminal
from monitor.deliver.webhooks import body_of
from monitor.digest import (
    Coverage,
    Edition,
    Entry,
    Envelope,
    Failing,
    Feed,
    Report,
    atom,
    change_to_object,
    json_feed,
    mail,
    page,
    render_report,
    report_changes,
)
from monitor.store import RecordedChange
from tests.hostile_texts import BEGIN, END, HOSTILE, MARK, hostile_entries

NOW = datetime(2026, 1, 12, 7, tzinfo=UTC)

# ── what must hold of each kind ────────────────────────────────────────────────────────────────

CONTROLS = {"Cc", "Cs", "Zl", "Zp"}
DIRECTIONS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def is_text(said: str) -> str:
    """Lines for people: nothing steers a terminal, nothing turns the reading direction."""
    rest = said.replace("\n", "")
    assert not {unicodedata.category(c) for c in rest} & CONTROLS
    assert not {unicodedata.bidirectional(c) for c in rest} & DIRECTIONS
    return said


class Acting(HTMLParser):
    """What a browser or a mail program would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


ACTS = {"script", "iframe", "object", "embed", "form", "input", "link", "base", "img", "video", "audio"}


def is_html(said: str) -> str:
    """Nothing executes, nothing is loaded, links lead to the web alone."""
    acting = Acting(said)
    assert not acting.tags & ACTS
    assert not [name for name, _ in acting.attributes if name.startswith("on")]
    links = [value for name, value in acting.attributes if name in ("href", "src", "xlink:href")]
    assert all(re.match(r"https?://[^@/\s]+(/|$)|#", link) for link in links), links
    styles = [value for name, value in acting.attributes if name == "style"]
    assert not any("position" in style or "url(" in style for style in styles)
    return is_text(acting.text)


def is_json(said: str) -> str:
    """It can be parsed, and printed without escaping it once more."""
    is_text(said)
    said.encode()
    values = [json.loads(said)] if said.startswith(("{", "[")) and "\n{" not in said else []
    for value in values or map(json.loads, said.splitlines()):
        json.dumps(value)
    return said


def is_feed_of_html(said: str) -> str:
    """Its contents are HTML that a reader program shows."""
    items = json.loads(said)["items"]
    contents = [item["content_html"] for item in items]
    assert all(re.match("https?://", item.get("url", "https://")) for item in items)
    return "".join(map(is_html, contents)) + "".join(is_text(item["title"]) for item in items)


ATOM_TAGS = (
    *("feed", "id", "title", "updated", "author", "name", "generator", "link", "entry", "published"),
    *("category", "content"),
)


def is_atom(said: str) -> str:
    tree = etree.fromstring(said.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    name = "{http://www.w3.org/2005/Atom}"
    assert {element.tag for element in tree.iter()} <= {name + tag for tag in ATOM_TAGS}
    assert all(re.match("https?://", link.get("href") or "") for link in tree.iter(f"{name}link"))
    titles = [is_text(element.text or "") for element in tree.iter(f"{name}title")]
    return "".join(titles) + "".join(is_html(element.text or "") for element in tree.iter(f"{name}content"))


def is_table(said: str) -> str:
    """Every row has every cell, and no spreadsheet takes one for a formula."""
    rows = list(csv.reader(io.StringIO(said, newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 1 + len(hostile_entries(""))
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(tuple("=+-@＝＋－＠\t\r"))]
    return is_text("".join(cell for row in rows for cell in row))


def is_headers(said: str) -> str:
    message = message_from_bytes(said.encode(), policy=default.clone(raise_on_defect=True))
    assert set(message.keys()) == EXPECTED_HEADERS
    assert max(map(len, said.split("\r\n"))) <= 998
    return "".join(is_text(str(value)) for value in message.values())


EXPECTED_HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "References", "In-Reply-To", "List-Id"),
    *("List-Unsubscribe", "Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type"),
}

# ── the outputs ────────────────────────────────────────────────────────────────────────────────


def edition(entries: Sequence[Entry]) -> Edition:
    said = entries[0].change.sentence
    failing = (Failing(page=said, reason=said, since=BEGIN),)
    return Edition(
        name="everything",
        entries=tuple(entries),
        since=BEGIN,
        until=END,
        coverage=Coverage(checked=2, failing=failing, silent=failing, held_back=((said, 3),)),
    )


def letter(entries: Sequence[Entry]) -> EmailMessage:
    envelope = Envelope(identity="1", sender="Watch <w@town.example>", recipient="a@reader.example")
    return mail(edition(entries), envelope, "0.1.0")


def part(kind: str) -> Callable[[Sequence[Entry]], str]:
    def make(entries: Sequence[Entry]) -> str:
        body = letter(entries).get_body((kind,))
        assert body is not None
        return str(body.get_content())

    return make


def headers(entries: Sequence[Entry]) -> str:
    return letter(entries).as_bytes(policy=SMTP).decode("ascii")


def feed(entries: Sequence[Entry]) -> Feed:
    name = entries[0].change.sentence
    return Feed(name=name, url=name, entries=tuple(entries), recorded=tuple(NOW for _ in entries))


def report(entries: Sequence[Entry]) -> str:
    recorded = tuple(NOW for _ in entries)
    name = entries[0].change.sentence
    return render_report(Report(name=name, entries=tuple(entries), recorded=recorded, made=NOW), "0.1.0")


def printed(write: Callable[[Terminal], None]) -> str:
    """What a terminal gets."""
    with redirect_stdout(io.StringIO()) as out:
        write(Terminal(Colour.NEVER))
    return out.getvalue()


def on_a_terminal(entries: Sequence[Entry]) -> str:
    sites: dict[str, list[object]] = {}
    for entry in entries:
        sites.setdefault(entry.site, []).append(entry.change)
    return printed(lambda terminal: terminal.print_lines(report_changes(sites, show_rules=True)))  # type: ignore[arg-type]


def as_json(*, one_a_line: bool) -> Callable[[Sequence[Entry]], str]:
    def make(entries: Sequence[Entry]) -> str:
        values = [change_to_object(entry.change, site=entry.site) for entry in entries]
        return printed(lambda terminal: terminal.print_json(values, one_a_line=one_a_line))

    return make


def recorded(entries: Sequence[Entry]) -> list[RecordedChange]:
    return [RecordedChange(entry.change, entry.site, NOW) for entry in entries]


def in_a_file(
    write: Callable[[Path, Sequence[RecordedChange]], None],
) -> Callable[[Sequence[Entry], Path], str]:
    def make(entries: Sequence[Entry], path: Path) -> str:
        write(path, recorded(entries))
        return path.read_bytes().decode()

    return make


OUTPUTS: dict[str, tuple[Callable[[str], str], Callable[..., str]]] = {
    "mail, text": (is_text, part("plain")),
    "mail, HTML": (is_html, part("html")),
    "mail, headers": (is_headers, headers),
    "digest --html": (is_html, lambda entries: page(edition(entries), "0.1.0")),
    "report --html": (is_html, report),
    "Atom": (is_atom, lambda entries: atom(feed(entries)).decode()),
    "JSON Feed": (is_feed_of_html, lambda entries: json_feed(feed(entries)).decode()),
    "terminal": (is_text, on_a_terminal),
    "--json": (is_json, as_json(one_a_line=False)),
    "--jsonl": (is_json, as_json(one_a_line=True)),
    "webhook": (is_json, lambda entries: body_of("desk", recorded(entries), NOW).decode()),
    "export .csv": (is_table, in_a_file(_write_table)),
    "export .jsonl": (is_json, in_a_file(_write_lines)),
}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("output", OUTPUTS)
def test_nothing_acts_and_nothing_breaks(output: str, text: str, tmp_path: Path) -> None:
    holds, make = OUTPUTS[output]
    entries = hostile_entries(HOSTILE[text])
    said = make(entries, tmp_path / "file") if output.startswith("export") else make(entries)
    # The ordinary change beside the hostile ones still comes out; a terminal may break its line.
    assert MARK in " ".join(holds(said).split())


@pytest.mark.parametrize("text", [name for name, text in HOSTILE.items() if len(text) >= 2_000])
def test_a_long_text_makes_no_long_mail(text: str) -> None:
    message = letter(hostile_entries(HOSTILE[text]))
    assert len(part("html")(hostile_entries(HOSTILE[text])).encode()) <= 100_000
    assert len(str(message["Subject"])) <= 78
