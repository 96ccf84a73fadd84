"""Figures and the care of the store, from the command line."""

import csv
import json
import sqlite3
from pathlib import Path

import pytest

from monitor.store import Store

FIRST = (
    "<html><title>Parks</title><body><h1>Parks</h1>"
    "<p>Dogs are welcome on a lead.</p><p>Open all day.</p></body></html>"
)


@pytest.fixture
def loaded(monitor, tmp_path):
    for day, page in ((1, FIRST), (9, FIRST.replace("on a lead", "on a long lead"))):
        file = tmp_path / "captures" / "town" / "parks" / f"2026-03-0{day}T08:00:00Z.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page)
    assert monitor("load", tmp_path / "captures").returncode == 0
    return monitor


def test_stats_and_doctor_find_all_well(loaded) -> None:
    assert json.loads(loaded("stats", "--json").stdout)["snapshots"] == 2
    assert "restless" not in loaded("stats").stderr
    done = loaded("doctor")
    assert done.returncode == 0, done.stdout
    assert "all 2 fit their hashes" in done.stdout


def test_doctor_names_sqlite_and_what_todays_rules_would_read_otherwise(loaded) -> None:
    found = {one["what"]: one for one in json.loads(loaded("doctor", "--json").stdout)}
    assert found["SQLite"]["said"].startswith(sqlite3.sqlite_version)
    assert ("WAL-reset bug" in found["SQLite"]["said"]) == (sqlite3.sqlite_version_info < (3, 44, 6))
    assert found["reading rules"]["said"] == "today's, everywhere"

    # As if other rules had read it.
    with Store(Path("monitor.sqlite")) as store:
        store.connection.execute("UPDATE snapshots SET rules = 1")
        [before] = store.connection.row("SELECT count(*) FROM versions")

    def rules() -> str:
        [found] = [
            one for one in json.loads(loaded("doctor", "--json").stdout) if one["what"] == "reading rules"
        ]
        return found["said"]

    assert rules().startswith(
        "2 captures were read by older rules; of 2 captures of their pages today's read 0 otherwise"
    )
    with Store(Path("monitor.sqlite")) as store:
        store.connection.execute("UPDATE snapshots SET version = NULL WHERE id = 1")
        store.connection.execute("UPDATE snapshots SET version = (SELECT min(id) FROM versions) WHERE id = 2")
    assert "today's read 2 otherwise" in rules()
    assert "2 captures would be read anew, 2 of them otherwise" in loaded("reread", "--dry-run").stdout
    told = json.loads(loaded("reread", "--dry-run", "--json").stdout)
    assert (told["captures"], told["otherwise"]) == (2, 2)
    with Store(Path("monitor.sqlite")) as store:
        assert store.connection.row("SELECT count(*) FROM versions") == (before,)  # only looked at
    assert "2 captures read anew, 2 of them otherwise" in loaded("reread").stdout
    assert rules() == "today's, everywhere"


def test_a_version_is_named_by_its_number_however_high(loaded) -> None:
    assert "there" not in loaded("show", "parks@2").stderr
    assert "has no version 5000" in loaded("show", "parks@v5000").stderr
    assert "has no version 5000" in loaded("show", "parks@5000").stderr


def test_backup_thin_compact_and_restore(loaded, tmp_path) -> None:
    before = loaded("log", "--json").stdout
    assert loaded("backup", "copy.db").returncode == 0
    assert loaded("backup", "copy.db").returncode == 2
    dry = loaded("thin", "--keep", "1", "--dry-run")
    assert "1 of 2 payloads would go" in dry.stdout
    assert "all 2 fit" in loaded("doctor").stdout
    assert "1 of 2 payloads go" in loaded("thin", "--keep", "1").stdout
    assert "all 1 fit" in loaded("doctor").stdout
    assert loaded("compact").returncode == 0
    assert loaded("log", "--json").stdout == before
    assert loaded("restore", "copy.db").returncode == 0
    assert "all 2 fit" in loaded("doctor").stdout


def test_what_the_configuration_says_may_go_goes_without_options(loaded, tmp_path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('store = "monitor.sqlite"\n[retention]\nkeep = 1\n')
    assert loaded("thin", "--dry-run").stdout.startswith("town: 1 of 2 payloads would go")
    path.write_text(
        'store = "monitor.sqlite"\n[retention]\nkeep = 1\n[[site]]\nname = "town"\nretention = {}\n'
    )
    assert loaded("thin").returncode == 2
    path.write_text('store = "monitor.sqlite"\n[[site]]\nname = "town"\n[site.retention]\nkeep = 1\n')
    [told] = json.loads(loaded("thin", "--json").stdout)
    assert (told["site"], told["payloads"], told["of"], told["done"]) == ("town", 1, 2, True)
    assert "0 of 1 payloads go" in loaded("thin", "--site", "town").stdout
    assert "all 1 fit" in loaded("doctor").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("thin",),
        ("thin", "--older-than", "soon"),
        ("thin", "--max-size", "big"),
        ("thin", "--site", "village", "--keep", "1"),
        ("restore", "nothing.db"),
        ("backup", "no/folder/copy.db"),
    ],
)
def test_what_is_not_right_is_said_in_one_line(loaded, arguments) -> None:
    done = loaded(*arguments)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_moments_may_be_said_as_people_say_them(loaded) -> None:
    assert "long" in loaded("blame", "parks@yesterday").stdout
    assert "long lead" in loaded("show", "parks@yesterday").stdout
    assert loaded("show", "parks@-20000w").returncode == 2


def test_a_day_is_its_end_for_every_command_that_takes_one(loaded) -> None:
    # Captured at eight: what the page came to on the ninth is the second version.
    assert "long lead" in loaded("show", "parks@2026-03-09").stdout
    assert "long lead" not in loaded("show", "parks@2026-03-09T07:59").stdout
    assert "long lead" not in loaded("show", "parks@2026-03-08").stdout
    assert "long lead" in loaded("blame", "parks@2026-03-09").stdout
    assert loaded("diff", "parks@2026-03-09", "parks").returncode == 0
    assert loaded("diff", "parks@2026-03-01", "parks@2026-03-09").returncode == 1
    assert loaded("diff", "town@2026-03-08", "town@2026-03-09").returncode == 1
    assert "Paragraph edited" in loaded("log", "--since", "2026-03-09", "--until", "2026-03-09").stdout
    assert "Paragraph edited" in loaded("log", "--until", "2026-03-09T08:00").stdout
    assert "Paragraph edited" not in loaded("log", "--until", "2026-03-08").stdout
    assert "up to 2026-02-28 23:59 UTC" in loaded("show", "parks@2026-02-28").stderr


def test_the_log_can_be_asked_for_what_matters(loaded) -> None:
    everything = json.loads(loaded("log", "--json").stdout)
    body = [one["id"] for one in everything if one["where"] == "body"]
    assert [one["id"] for one in json.loads(loaded("log", "--json", "--where", "body").stdout)] == body
    assert json.loads(loaded("log", "--json", "--where", "chrome").stdout) == []
    most = max(one["importance"] for one in everything)
    told = json.loads(loaded("log", "--json", "--min-importance", str(most)).stdout)
    assert [one["importance"] for one in told] == [most]


def test_captures_go_out_as_warc_and_in_again(loaded, tmp_path) -> None:
    before = loaded("log", "--json").stdout
    assert loaded("export", "town.warc.gz", "town").stdout == "town.warc.gz: 2 captures\n"
    assert loaded("export", "town.warc.gz").returncode == 2
    assert loaded("import", "town.warc.gz", "--store", "other.db").returncode == 0
    assert loaded("log", "--json", "--store", "other.db").stdout == before
    assert "2 the same or known" in loaded("import", "town.warc.gz", "--store", "other.db").stdout


def test_changes_go_out_as_lines_and_as_a_table(loaded, tmp_path) -> None:
    told = json.loads(loaded("log", "--json").stdout)
    assert loaded("export", "changes.jsonl").returncode == 0
    lines = (tmp_path / "changes.jsonl").read_text().splitlines()
    assert [json.loads(line)["id"] for line in lines] == [one["id"] for one in told]
    assert loaded("export", "changes.csv").returncode == 0
    with (tmp_path / "changes.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == [one["id"] for one in told]


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "changes.xls"),
        ("export", "no/where.csv"),
        ("import", "nothing.warc"),
        ("import", "notes.txt"),
    ],
)
def test_what_cannot_be_exported_or_imported_is_said_in_one_line(loaded, tmp_path, arguments) -> None:
    (tmp_path / "notes.txt").write_text("notes")
    done = loaded(*arguments)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_site_is_compared_with_itself_at_another_time(loaded) -> None:
    done = loaded("diff", "town@2026-03-02", "town@2026-03-10", "--json")
    assert done.returncode == 1
    [told] = json.loads(done.stdout)
    assert (told["page"], told["type"]) == ("town/parks", "paragraph_edited")
    assert loaded("diff", "town@2026-03-10", "town").returncode == 0
    assert loaded("diff", "town@2026-01-01", "town").returncode == 2


def test_a_listing_is_imported_with_the_pages_beside_it(monitor, tmp_path) -> None:
    url, folder = "https://town.example/parks", tmp_path / "saved"
    lines = []
    for day, page in ((1, FIRST), (2, FIRST), (9, FIRST.replace("on a lead", "on a long lead"))):
        stamp = f"2026030{day}080000"
        lines.append(f"example,town)/parks {stamp} {url} text/html 200 - 99")
        file = folder / stamp / "town.example" / "parks"
        file.parent.mkdir(parents=True)
        file.write_text(page)
    (folder / "parks.cdx").write_text("\n".join(lines))
    done = monitor("import", folder / "parks.cdx", "--site", "town")
    assert (done.returncode, done.stdout) == (0, "3 captures: 1 first, 1 changed, 1 the same or known\n")
    before = monitor("log", "--json").stdout
    assert "long lead" in before
    (folder / "parks.cdx").write_text("\n".join([*lines, lines[0].replace("20260301", "20260101")]))
    done = monitor("import", folder / "parks.cdx", "--site", "town")
    assert (done.returncode, done.stdout) == (3, "3 captures: 0 first, 0 changed, 3 the same or known\n")
    assert "1 of its 4 captures of pages have no file beside it" in done.stderr
    assert monitor("log", "--json").stdout == before
