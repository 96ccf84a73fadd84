"""A digest as a mail: whole, harmless, threaded, the same message when it is made again."""

import re
import time
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from html.parser import HTMLParser

import pytest

from monitor.digest.edition import Edition
from monitor.digest.frame import frame, languages
from monitor.digest.mail import Envelope, identity_of, mail
from monitor.digest.safe import BIDI
from monitor.digest.subject import MAX_SUBJECT, subject
from monitor.errors import BadInput
from monitor.model import Change, ChangeType
from tests.digest.editions import UNTIL, edited, edition, hostile, menu_renamed

VERSION = "0.1.0"


def envelope(**more: str) -> Envelope:
    values = {
        "identity": "digest-1",
        "sender": "Watch <watch@river.example>",
        "recipient": "a@reader.example",
    }
    return Envelope(**(values | more))


def sent(what: Edition, **more: str) -> EmailMessage:
    """As it arrives: through bytes and a strict parser."""
    data = mail(what, envelope(**more), VERSION).as_bytes(policy=SMTP)
    assert max(len(line) for line in data.split(b"\r\n")) <= 998
    message = message_from_bytes(data, policy=default.clone(raise_on_defect=True))
    assert isinstance(message, EmailMessage)
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    content = body.get_content()
    assert isinstance(content, str)
    return content


class Seen(HTMLParser):
    """What a mail program would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def test_both_parts_tell_every_change() -> None:
    message = sent(edition(menu_renamed(), edited(1), edited(2)))
    text, html = part(message, "plain"), Seen(part(message, "html"))
    for told in (
        "Menu item renamed: Gauges → Water levels",
        "lock 1",
        "lock 2",
        "20 of 41 pages",
        "12 counter",
    ):
        assert told in text
        assert told in html.text
    assert "[-4.20-] {+4.35+}" in text
    assert {"h1", "h2", "del", "ins"} <= set(html.tags)
    assert message.get_content_type() == "multipart/alternative"


def test_the_headers_let_programs_file_thread_and_stop_it() -> None:
    message = sent(edition(edited(1)), unsubscribe_url="https://river.example/stop?u=1")
    assert message["Message-ID"].endswith("@river.example>")
    assert message["References"] == message["In-Reply-To"]
    assert message["References"] == sent(edition(edited(2)), identity="digest-2")["References"]
    assert message["Message-ID"] != sent(edition(edited(2)), identity="digest-2")["Message-ID"]
    assert message["List-Id"] == "<river-watch.monitor.river.example>"
    assert message["List-Unsubscribe"].startswith(
        "<https://river.example/stop?u=1>, <mailto:watch@river.example"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == UNTIL


def test_without_an_endpoint_one_click_is_not_promised() -> None:
    message = sent(edition(edited(1)))
    assert message["List-Unsubscribe-Post"] is None
    assert message["List-Unsubscribe"].strip().startswith("<mailto:")


def test_the_same_digest_made_again_is_the_same_message_but_for_nothing() -> None:
    first, again = (mail(edition(edited(1), menu_renamed()), envelope(), VERSION) for _ in range(2))
    assert first["Message-ID"] == again["Message-ID"]
    plain = re.compile(rb"={10,}\d+==")  # the boundary between the parts
    assert plain.sub(b"", first.as_bytes()) == plain.sub(b"", again.as_bytes())


def test_the_identity_is_of_the_changes_and_the_reader_not_of_the_moment() -> None:
    later = UNTIL.replace(hour=9)
    assert identity_of("n", "a", UNTIL, ("x", "y")) == identity_of("n", "a", later, ("y", "x"))
    assert identity_of("n", "a", UNTIL, ("x",)) != identity_of("n", "b", UNTIL, ("x",))
    assert identity_of("n", "a", UNTIL, ()) != identity_of("n", "a", later, ())  # two heartbeats are two


def test_nothing_of_a_hostile_page_acts() -> None:
    message = sent(edition(hostile(), edited(1)))
    assert set(message.keys()) == set(sent(edition(edited(1))).keys())
    html = part(message, "html")
    seen = Seen(html)
    allowed = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "h2",
        "h3",
        "p",
        "ul",
        "li",
        "a",
    }
    allowed |= {"span", "strong", "del", "ins", "br", "footer"}
    assert set(seen.tags) <= allowed
    assert {name for name, _ in seen.attributes} <= {
        *("lang", "dir", "charset", "name", "content", "class", "style", "href", "aria-hidden", "title"),
    }
    links = [value for name, value in seen.attributes if name == "href"]
    assert all((link or "").startswith(("http://", "https://")) for link in links)
    assert not re.search(r"url\(|@import|src=|expression\(", re.sub(r">[^<]*<", "><", html))
    for text in (part(message, "plain"), html, str(message["Subject"])):
        assert "\x1b" not in text
        assert not BIDI & set(text)
    assert len(html.encode()) <= 100_000


def test_the_subject_says_the_most_important_and_how_many() -> None:
    said = subject(edition(edited(1, importance=0.2), menu_renamed(), edited(2, importance=0.3)))
    assert said == "[river] Menu item renamed: Gauges → Water levels (and 2 more)"
    assert subject(edition()) == "[river watch] nothing changed"
    for what in (edition(hostile(), edited(1)), edition(*(edited(n) for n in range(5000)))):
        line = subject(what)
        assert len(line) <= MAX_SUBJECT
        assert line.isprintable()


def test_four_hundred_changed_pages_are_cut_by_whole_changes_and_the_rest_is_counted() -> None:
    entries = [menu_renamed(400), *(edited(n) for n in range(400))]
    message = sent(edition(*entries))
    text, html = part(message, "plain"), part(message, "html")
    assert len(html.encode()) <= 100_000
    assert text.count("Menu item renamed") == 1
    assert Seen(html).text.count("Menu item renamed: Gauges → Water levels") == 2  # its title, and once
    assert "201 more changes are not shown here." in text
    shown = html.count('class="diff"')
    assert f"{401 - 1 - shown} more changes are not shown here." in html


def test_a_notice_on_four_hundred_pages_is_told_once_in_both_parts() -> None:
    entries = [edited(n) for n in range(400)]
    notice = {"before": None, "after": "The locks are shut on Friday.", "spans": ()}
    notice |= {
        "type": ChangeType.PARAGRAPH_ADDED,
        "sentence": "Paragraph added: The locks …",
    }
    message = sent(edition(*(replace(e, change=replace(e.change, **notice)) for e in entries)))  # type: ignore[arg-type]
    text, html = " ".join(part(message, "plain").split()), Seen(part(message, "html")).text
    for said in (text, html):
        assert "400 changes, on 400 pages." in said
        assert "the same on 399 more pages: " in said
        assert "not shown" not in said
    assert text.count("Paragraph added: The locks …") == 1


def test_ten_thousand_changes_take_little_time() -> None:
    what = edition(*(edited(n, importance=n / 10_000) for n in range(10_000)))
    begin = time.process_time()
    mail(what, envelope(), VERSION)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize("language", languages())
def test_every_language_has_every_phrase(language: str) -> None:
    message = sent(edition(menu_renamed(), edited(1), language=language))
    html = part(message, "html")
    assert f'lang="{language}"' in html
    english, other = frame("en"), frame(language)
    assert english.text.keys() == other.text.keys()
    assert english.counted.keys() == other.counted.keys()
    for key, phrase in english.text.items():
        assert set(re.findall(r"{\w+}", phrase)) == set(re.findall(r"{\w+}", other.text[key])), key
    for key in english.counted:
        for count in (0, 1, 2, 5, 11, 21, 22, 1000):
            assert other.count(key, count)


def test_a_page_that_reads_from_the_right_is_shown_from_the_right() -> None:
    entry = edited(1)
    arabic = Change(
        type=entry.change.type,
        where=entry.change.where,
        sentence="تغير مستوى الماء",
        page="https://river.example/ar",
    )
    html = part(sent(edition(type(entry)(site="river", change=arabic, title="مستويات المياه"))), "html")
    assert html.count('dir="rtl"') >= 2


@pytest.mark.parametrize("address", ["", "nobody", "a@b, c@d", "a@b\r\nBcc: c@d", "@b", "a@", "a b@c"])
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadInput, match="not a mail address"):
        mail(edition(edited(1)), envelope(recipient=address), VERSION)
