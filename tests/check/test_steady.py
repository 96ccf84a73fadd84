"""Captures that differ in noise alone stay on the version that they show."""

from monitor.check import Same
from monitor.store import Store
from tests.check.conftest import Watch, html


def with_clock(second: int, nonce: str = "a", text: str = "The pool opens at nine.") -> bytes:
    clock = f"<footer><p>Generated at 10:15:{second:02}</p><p>Town hall, Market Square 1</p></footer></body>"
    return html("Pool", text, token=nonce).replace(b"</body>", clock.encode())


def counts(store: Store) -> list[int]:
    tables = ("snapshots", "versions", "region_versions", "chromes")
    return [next(store.connection.db[table].rows_where(select="count(*) n"))["n"] for table in tables]


def test_a_clock_that_ticks_makes_no_version_and_is_counted(watch: Watch) -> None:
    watch.sees("pool", with_clock(1))
    first = counts(watch.store)
    verdict = watch.sees("pool", with_clock(44))
    assert isinstance(verdict, Same)
    assert [change.kind for change in verdict.held] == ["generated at"]
    assert counts(watch.store) == [2, *first[1:]]


def test_what_changes_after_noise_is_told_against_the_last_capture(watch: Watch) -> None:
    for second in (1, 22, 44):
        watch.sees("pool", with_clock(second, nonce=str(second)))
    watch.sees("pool", with_clock(50, text="The pool opens at ten."))
    [change] = watch.news()
    assert (change.before, change.after) == ("The pool opens at nine.", "The pool opens at ten.")
    watch.sees("pool", with_clock(50, nonce="b", text="The pool opens at ten."))
    assert len(watch.news()) == 1
