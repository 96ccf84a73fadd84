"""Bytes become the text that a browser would show."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.read.encoding import CODECS, NAMES, decode, encoding_named

RUSSIAN = "Управление сообщает, что приём граждан по вторникам отменён до конца месяца."


@pytest.mark.parametrize("label", sorted(NAMES))
def test_every_label_decodes_anything_without_raising(label):
    for payload in (b"", b"plain", bytes(range(256)), b"\x1b$B\x30", b"\xe3\x81", b"\x84\x31"):
        decode(payload, label).text.encode("utf-8")


def test_there_is_a_python_codec_behind_every_name():
    for name, codec in CODECS.items():
        if name not in ("replacement", "x-user-defined"):
            codecs.lookup(codec)


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("latin1", "windows-1252"),
        ("ASCII", "windows-1252"),
        (" iso-8859-9 ", "windows-1254"),
        ("tis-620", "windows-874"),
        ("gb2312", "gbk"),
        ("ks_c_5601-1987", "euc-kr"),
        ("unicode", "utf-16le"),
        ("hz-gb-2312", "replacement"),
        ("nonsense", ""),
    ],
)
def test_labels_mean_what_the_standard_says(label, name):
    assert encoding_named(label) == name


@pytest.mark.parametrize(
    ("payload", "label", "text"),
    [
        (b"\x80 \x93q\x94 \x81", "iso-8859-1", "€ “q” \x81"),
        (b"caf\xe9", "x-user-defined", "caf\uf7e9"),
        (b"\xca", "windows-1255", "\u05ba"),
        (b"\xae\xbe", "koi8-u", "ўЎ"),
        (b"\x80", "gbk", "€"),
        (b"\xad\xa1\xa4\xa2", "euc-jp", "①あ"),
        (b"\x1b$B-!$\x22\x1b(B.", "iso-2022-jp", "①あ."),
        (b"\x87\x40", "shift_jis", "①"),
        (b"\xa1\x4e", "big5", "﹑"),
        (b"\xb0\xa1\x81\x41", "euc-kr", "가갂"),
    ],
)
def test_characters_that_python_codecs_alone_would_lose(payload, label, text):
    assert decode(payload, label).text == text


def test_the_bom_beats_the_header_and_the_header_beats_the_page():
    page = "<meta charset=koi8-r>é"
    assert decode(b"\xef\xbb\xbf" + page.encode(), "latin1").encoding == "utf-8"
    assert decode(page.encode(), "latin1").encoding == "windows-1252"
    assert decode(page.encode(), "no such label").encoding == "koi8-r"
    assert decode(codecs.BOM_UTF16_LE + page.encode("utf-16-le"), "utf-8").text == page


@pytest.mark.parametrize(
    "declaration",
    [
        "<meta charset='windows-1251'>",
        '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=cp1251">',
        "<meta content='charset=\"win\"; charset=windows-1251' charset=windows-1251>",
        '<?xml version="1.0" encoding="windows-1251"?>',
        "<!-- <meta charset=utf-8> --><meta charset=windows-1251>",
        "<!--><meta charset=windows-1251>",
        '<a title="<meta charset=utf-8>"><meta charset=windows-1251>',
        "<script>'<meta charset=utf-8>'</script><meta charset=windows-1251>",
        "<meta name=x content='charset=utf-8'><meta charset=windows-1251>",
        "<link rel=stylesheet href=long.css>" * 100 + "<meta charset=windows-1251>",
    ],
)
def test_a_declaration_in_the_page_is_found(declaration):
    assert decode((declaration + RUSSIAN).encode("cp1251")).text == declaration + RUSSIAN


def test_a_page_that_can_declare_utf_16_is_not_in_utf_16():
    assert decode("<meta charset=utf-16>é".encode()).text == "<meta charset=utf-16>é"


def test_plain_text_that_talks_about_charset_declares_nothing():
    text = "Write <meta charset=koi8-r> into the page – always."
    assert decode(text.encode(), markup=False).text == text


def test_undeclared_text_is_utf_8_even_when_it_is_cut():
    assert decode(RUSSIAN.encode()[:-1] + b"\xd0").text == RUSSIAN[:-1] + "\ufffd"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("windows-1253", "Η υπηρεσία ανακοινώνει ότι το γραφείο θα παραμείνει κλειστό την Τρίτη."),
        ("shift_jis", "火曜日の窓口業務は、月末まで休止いたします。ご了承ください。"),
        ("euc-kr", "화요일 민원 접수는 이달 말까지 중단됩니다. 양해 부탁드립니다."),
        ("gb18030", "本月底以前，星期二的接待工作暂停，敬请谅解。"),
        ("iso-2022-jp", "火曜日の窓口業務は、月末まで休止いたします。"),
        ("utf-16le", "The office stays closed on Tuesdays."),
        ("utf-16be", "The office stays closed on Tuesdays."),
    ],
)
def test_undeclared_text_in_an_old_encoding_is_detected(encoding, text):
    decoded = decode(f"<p>{text}</p>".encode(CODECS[encoding]))
    assert decoded.text == f"<p>{text}</p>"


def test_nul_characters_are_dropped_and_noted():
    assert decode(b"a\0b\0\0c") == ("abc", "utf-8", ("3 NUL characters dropped",))


def test_a_refused_encoding_gives_no_text():
    assert decode(b"~{<script>~}", "hz-gb-2312").text == "\ufffd"


@given(st.binary(max_size=300), st.sampled_from(["", *sorted(CODECS)]), st.booleans())
def test_no_bytes_make_it_raise(payload, label, markup):
    text = decode(payload, label, markup=markup).text
    assert "\0" not in text
    text.encode("utf-8")


@given(st.text())
def test_utf_8_comes_back_as_it_was(text):
    assert decode(text.encode("utf-8"), "utf-8").text == text.replace("\0", "").removeprefix("\ufeff")


@pytest.mark.parametrize(
    "piece", [b"<", b"<meta ", b'<meta a="', b"<script", b"<!--", b'<a "', b"\x80", b"\xff"]
)
def test_hostile_bytes_cost_no_more_than_others(piece):
    decode(piece * (2_000_000 // len(piece)) + b"\xe9", "gbk" if piece > b"\x7f" else "")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "windows-1252",
            "La oficina cierra el martes. ¿Quién atenderá al público? Nadie, hasta el año próximo.",
        ),
        ("windows-1252", "A reunião não será realizada; as inscrições estão abertas até amanhã."),
        ("windows-1252", "Die Behörde schließt früher, die Größe der Räume ist zu prüfen."),
        ("windows-1252", "Le bureau sera fermé dès mardi; les élèves sont priés d’appeler à la préfecture."),
        ("windows-1250", "Urząd będzie zamknięty we wtorek, proszę dzwonić później."),
        ("windows-1250", "Úřad bude v úterý uzavřen, příští týden budeme zpět."),
        ("windows-1254", "Ofis salı günü kapalı olacak, lütfen daha sonra arayın; şimdilik hoşça kalın."),
        (
            "windows-1257",
            "Įstaiga antradienį bus uždaryta, prašome skambinti vėliau, kitą savaitę būsime čia.",
        ),
    ],
)
def test_latin_encodings_are_told_apart_by_the_letters_of_languages(encoding, text):
    assert decode(f"<p>{text}</p>".encode(CODECS[encoding])).text == f"<p>{text}</p>"
