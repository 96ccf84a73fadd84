"""Rows of a table are read as a person reads them."""

from monitor.model import Snapshot
from monitor.read import read


def test_what_a_row_hides_is_not_what_it_says() -> None:
    rows = "<tr><th>Lock<th>Keeper</tr><tr><td>Sarn<td>A. Brandl{}</tr><tr><td>Varn<td>L. Corvi</tr>"
    shown = f"<table>{rows}</table>"
    plain, hiding = (
        read(Snapshot(url="u", payload=shown.format(more).encode(), media_type="text/html"))
        for more in ("", "<div hidden>abrandl<br></div>")
    )
    assert [block.cells for block in hiding.blocks] == [block.cells for block in plain.blocks]


def test_a_row_knows_the_lines_of_its_cells() -> None:
    cell = "A. Brandl<br>deputy<p>by night</p>"
    rows = f"<tr><th>Lock<th>Keeper</tr><tr><td>Sarn<td>{cell}</tr><tr><td>Varn<td></tr>"
    [_, sarn, varn] = read(
        Snapshot(url="u", payload=f"<table>{rows}</table>".encode(), media_type="text/html")
    ).blocks
    assert [sarn.text[at:] for at in sarn.breaks] == ["deputy by night", "by night"]
    assert varn.breaks == ()
