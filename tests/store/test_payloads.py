"""Payloads come out byte for byte, however they are kept: whole, as differences, in packs."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import StoreError
from monitor.store import Store
from monitor.store.deltas import base_number, compress, decompress
from monitor.store.payloads import PayloadId


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "monitor.db") as opened:
        yield opened


def history(versions: int, seed: int = 5) -> list[bytes]:
    """A page that is edited a little from one version to the next."""
    chance = random.Random(seed)
    lines = [f"<p>Line {at}: {chance.random()}</p>" for at in range(60)]
    pages = []
    for version in range(versions):
        lines[chance.randrange(len(lines))] = f"<p>Edited in {version}: {chance.random()}</p>"
        pages.append("\n".join(lines).encode())
    return pages


def keep(store: Store, pages: list[bytes], url: str = "https://town.example/") -> list[PayloadId]:
    site = store.sites.add("town")
    page = store.pages.add(site, url)
    return [store.payloads.put(page, site, payload) for payload in pages]


def test_what_is_put_in_comes_out(store: Store) -> None:
    pages = [*history(300), b"", b"short", bytes(range(256)) * 10]
    ids = keep(store, pages)
    store.payloads.forget_undone()
    assert [store.payloads.get(one) for one in ids] == pages
    [kept] = store.connection.row("SELECT sum(length(data)) FROM payloads") or (0,)
    assert kept * 20 < sum(map(len, pages))


def test_bytes_that_are_there_already_are_kept_once(store: Store) -> None:
    [first, *_, again] = keep(store, [*history(3), history(1)[0]])
    assert first == again
    [elsewhere] = keep(store, [history(1)[0]], "https://town.example/copy")
    assert elsewhere == first


def test_a_chain_is_never_long(store: Store) -> None:
    keep(store, history(2500))
    [deepest] = store.connection.row("SELECT max(depth) FROM payloads") or (0,)
    assert deepest <= 31 + 7 + 7 + 1


def test_the_first_capture_of_a_page_is_kept_as_its_difference_from_a_sister(store: Store) -> None:
    keep(store, history(1))
    [one] = keep(store, [history(2)[1]], "https://town.example/other")
    [size] = store.connection.row("SELECT length(data) FROM payloads WHERE id = ?", (one,)) or (0,)
    assert size * 10 < len(history(2)[1])


def test_compacting_changes_no_byte_and_saves_room(store: Store) -> None:
    texts = {
        url: history(70, seed)
        for seed, url in enumerate(("https://town.example/a", "https://town.example/b"))
    }
    ids = {url: keep(store, pages, url) for url, pages in texts.items()}
    for _ in range(2):
        before = store.compact()
        assert before.bytes_after <= before.bytes_before
        assert {url: [store.payloads.get(one) for one in kept] for url, kept in ids.items()} == texts
        [packed] = store.connection.row("SELECT count(pack) FROM payloads") or (0,)
        assert packed >= 128  # the last of each page may be smaller as differences
    more = keep(store, history(71, 0)[70:], "https://town.example/a")
    assert store.payloads.get(more[0]) == history(71, 0)[70]


def test_a_damaged_payload_is_noticed(store: Store) -> None:
    ids = keep(store, history(3))
    store.connection.execute("UPDATE payloads SET hash = zeroblob(32) WHERE id = ?", (ids[1],))
    store.payloads.forget_undone()
    assert store.payloads.get(ids[0]) == history(1)[0]
    with pytest.raises(StoreError, match="do not fit their name"):
        store.payloads.get(ids[1])


@given(st.binary(max_size=3000), st.binary(max_size=3000))
def test_a_difference_is_undone_to_the_byte(data: bytes, prefix: bytes) -> None:
    assert decompress(compress(data, prefix), len(data), prefix) == data


@given(st.integers(min_value=1, max_value=1 << 20))
def test_a_base_is_an_earlier_payload(number: int) -> None:
    base = base_number(number)
    assert base is not None
    assert 0 <= base < number
