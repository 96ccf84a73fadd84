"""`load` and `run` take in what is new, tell what changed once, and lose nothing."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.check import check_snapshot
from monitor.model import Snapshot
from monitor.store import Store

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared/seeds"

PAGE = """<!doctype html><html lang=en><head><title>{title}</title></head><body>
<nav><ul><li><a href="/">Home</a><li><a href="/piers">Piers</a><li><a href="/fares">{fares}</a></ul></nav>
<main><h1>{title}</h1><p>{text}</p></main></body></html>"""


def capture(folder: Path, page: str, moment: str, text: str, fares: str = "Fares") -> None:
    file = folder / "snapshots/sound" / page / f"{moment}.html"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(PAGE.format(title=page.title(), text=text, fares=fares))


@pytest.fixture
def watched(tmp_path):
    """A folder with a configuration and two pages, captured once."""
    (tmp_path / "config.toml").write_text('snapshots = ["snapshots"]')
    capture(tmp_path, "piers", "2026-03-01", "The northern pier is open from six in the morning until noon.")
    capture(tmp_path, "fares", "2026-03-01", "A crossing costs 4 crowns for people and 9 crowns for cars.")
    return tmp_path


def test_the_first_look_is_a_baseline_and_not_news(monitor, watched):
    done = monitor("run")
    assert done.returncode == 0
    assert done.stdout == "Nothing changed.\n2 snapshots looked at: 2 of pages not seen before.\n"


def test_a_change_is_told_once(monitor, watched):
    monitor("run")
    capture(watched, "fares", "2026-04-01", "A crossing costs 5 crowns for people and 9 crowns for cars.")
    first = monitor("run", "--json")
    assert first.returncode == 0
    [told] = json.loads(first.stdout)
    assert (told["site"], told["page"], told["where"]) == ("sound", "sound/fares", "body")
    second = monitor("run", "--json")
    assert (second.returncode, second.stdout) == (0, "[]\n")
    assert [one["id"] for one in json.loads(monitor("log", "--json", "--type", told["type"]).stdout)] == [
        told["id"]
    ]


def test_run_can_end_with_1_for_changes(monitor, watched):
    assert monitor("run", "--exit-code").returncode == 0
    capture(watched, "fares", "2026-04-01", "A crossing costs 5 crowns for people and 9 crowns for cars.")
    assert monitor("run", "--exit-code").returncode == 1
    assert monitor("run", "--exit-code").returncode == 0


def test_what_was_loaded_is_told_by_the_next_run(monitor, watched):
    monitor("run")
    capture(watched, "fares", "2026-04-01", "A crossing costs 5 crowns for people and 9 crowns for cars.")
    loaded = monitor("load", "snapshots")
    assert loaded.returncode == 0
    assert "1 change to be told" in loaded.stderr
    assert len(json.loads(monitor("run", "--json").stdout)) == 1


def test_a_report_that_nobody_could_read_is_told_again(monitor, start, watched):
    monitor("run")
    capture(watched, "fares", "2026-04-01", "A crossing costs 5 crowns for people and 9 crowns for cars.")
    with open("/dev/full", "w") as full:
        done = start("run", stdout=full)
        assert done.communicate()[1] == "monitor: No space left on device\n"
    assert done.returncode == 2
    assert len(json.loads(monitor("run", "--json").stdout)) == 1


def test_a_page_that_cannot_be_used_is_named_and_stops_no_other(monitor, watched):
    (watched / "snapshots/sound/piers/2026-04-01.html").write_bytes(b"")
    capture(watched, "fares", "2026-04-01", "A crossing costs 5 crowns for people and 9 crowns for cars.")
    done = monitor("run", "--json")
    assert done.returncode == 3
    assert "2026-04-01.html: the file is empty" in done.stderr
    assert len(json.loads(done.stdout)) == 1


def test_a_long_list_says_how_much_it_leaves_out(monitor, tmp_path):
    folder = tmp_path / "many"
    folder.mkdir()
    topics = [f"quay{letter}" for letter in "abcdefghijkl"]
    menu = "<nav aria-label={0}><ul><li><a href=/{0}/1>{0} one</a><li><a href=/{0}/2>{0} two</a></ul></nav>"
    menus = "".join(map(menu.format, topics))
    for number in range(14):
        text = f"Page {number} tells what the harbour office has to say of basin {number} this year."
        page = f"<title>{number}</title>{menus}<main><h1>{number}</h1><p>{text}</main>"
        (folder / f"{number}.html").write_text(page)
    monitor("load", "many", "--site", "many")
    every = monitor("site", "many", "-v").stdout.count("▸")
    assert every >= len(topics)
    said = monitor("site", "many").stdout
    assert said.count("▸") == 10
    assert f"and {every - 10} more (-v lists them)" in said


def test_every_command_knows_what_was_taken_in(monitor, watched):
    monitor("run")
    capture(watched, "fares", "2026-04-01", "A crossing costs 5 crowns for people and 9 crowns for cars.")
    [told] = json.loads(monitor("run", "--json").stdout)
    assert told["id"] in monitor("log").stdout
    explained = monitor("explain", told["id"][:8])
    assert told["rule"] in explained.stdout
    shown = monitor("show", "fares")
    assert "A crossing costs 5 crowns" in shown.stdout
    assert "version 2 of 2" in shown.stdout
    for at in ("2026-03-15", "1"):
        assert "A crossing costs 4 crowns" in monitor("show", f"fares@{at}", "--body").stdout
    assert json.loads(monitor("show", "fares", "--json").stdout)["version"] == 2
    assert "sound: 2 pages, 3 snapshots" in monitor("site", "sound").stdout
    [site] = json.loads(monitor("site", "--json").stdout)
    assert site["pages"] == ["sound/fares", "sound/piers"]
    assert json.loads(monitor("status", "--json").stdout)["waiting"] == 0


def test_stored_versions_are_compared_like_files(monitor, watched):
    capture(watched, "fares", "2026-04-01", "A crossing costs 5 crowns for people and 9 crowns for cars.")
    monitor("load", "snapshots")
    for before, after in (
        ("fares@1", "fares"),
        ("fares@2026-03-15", "sound/fares@2026-04-01T12:00"),
        ("fares@1", "fares@2"),
    ):
        done = monitor("diff", before, after, "--json")
        assert done.returncode == 1
        [told] = json.loads(done.stdout)
        assert told["page"] == "sound/fares"
        assert told["between"] == ["2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"]
    assert monitor("diff", "fares@2", "fares").returncode == 0
    file = "snapshots/sound/fares/2026-04-01.html"
    assert monitor("diff", "fares", file).returncode == 0
    assert monitor("diff", "fares@1", file).returncode == 1
    absent = monitor("diff", "fares", "boats.html")
    assert absent.returncode == 2
    assert "boats.html: no page of that name" in absent.stderr
    assert "(nor is there such a file)" in absent.stderr


def test_a_page_knows_since_when_it_says_what(monitor, watched):
    capture(watched, "fares", "2026-04-01", "A crossing costs 5 crowns for people and 9 crowns for cars.")
    monitor("load", "snapshots")
    assert monitor("blame", "fares").stdout.splitlines() == [
        "2026-03-01 v1   Fares",
        "2026-04-01 v2   A crossing costs 5 crowns for people and 9 crowns for cars.",
    ]
    assert "before: A crossing costs 4 crowns" in monitor("blame", "fares", "-v").stdout
    for at in ("1", "2026-03-15"):
        [heading, text] = json.loads(monitor("blame", f"fares@{at}", "--json").stdout)
        assert (heading["version"], text["version"]) == (1, 1)


def test_words_are_found_where_they_stand_and_where_they_stood(monitor, watched):
    capture(watched, "fares", "2026-04-01", "A passage costs 5 crowns for people and 9 crowns for cars.")
    monitor("load", "snapshots")
    [found] = json.loads(monitor("search", "CROSSING", "crowns", "--json").stdout)
    assert (found["page"], found["left"]) == ("sound/fares", "2026-04-01T00:00:00Z")
    said = monitor("search", '"passage costs"', "--site", "sound")
    assert said.returncode == 0
    assert "A passage costs 5 crowns" in said.stdout
    absent = monitor("search", "submarine")
    assert (absent.returncode, absent.stdout) == (1, "Not found.\n")


def test_what_was_held_back_is_counted_and_told_when_asked_for(monitor, watched):
    text = "A crossing costs 4 crowns for people. Updated 3 minutes ago"
    capture(watched, "fares", "2026-03-01", text.replace(". ", ".</p><p>"))
    capture(watched, "fares", "2026-04-01", text.replace(". ", ".</p><p>").replace("3 minutes", "7 minutes"))
    said = monitor("run", "--noise").stdout
    assert "7 minutes ago" in said
    assert "sound/fares" in said
    assert "Held back as noise: 1 relative time." in said
    assert "7 minutes ago" in monitor("log", "--noise").stdout
    assert "7 minutes ago" not in monitor("log").stdout
    [held] = [one for one in json.loads(monitor("log", "--noise", "--json").stdout) if one["type"] == "noise"]
    assert held["kind"] == "relative time"
    assert held["sentence"]


def test_nothing_that_a_page_says_drives_the_terminal(monitor, watched):
    evil = "\x1b[31mred\x1b]0;t\x07\u202elive\x9b2J"
    for day in ("01", "02"):
        capture(watched, f"fares{evil}", f"2026-04-{day}", f"Day {day}: the fares were {evil} on the pier.")
        capture(
            watched, "piers", f"2026-04-{day}", f"Day {day}: the piers were {evil} {'x' * 9000}", f"F{evil}"
        )
    (watched / f"snapshots/{evil}.html").write_bytes(b"\0\1" * 99)
    commands = [("load", "snapshots"), ("run",), ("log", "-v"), ("site",), ("status",), ("search", "pier")]
    commands += [("show", f"fares{evil}"), ("show", evil), ("blame", "piers"), ("diff", "piers@1", "piers")]
    said = [done for command in commands for done in (monitor(*command), monitor(*command, "--json"))]
    printed = "".join(done.stdout + done.stderr for done in said)
    assert "␛" in printed
    assert not set(printed) & set("\x1b\x07\x9b\u202e")


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("monitor show sound/f", ["sound/fares"]),
        ("monitor blame ", ["sound/fares", "sound/piers"]),
        ("monitor log s", ["sound", "sound/fares", "sound/piers"]),
        ("monitor site ", ["sound"]),
        ("monitor site --store absent ", []),
    ],
)
def test_a_shell_completes_what_the_store_knows(monitor, watched, words, completed):
    monitor("load", "snapshots")
    done = monitor(_MONITOR_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")))
    assert done.stdout.split() == [f"plain,{name}" for name in completed]


def test_a_shell_completes_changes(monitor, watched):
    monitor("load", "snapshots")
    ids = [one["id"] for one in json.loads(monitor("log", "--json").stdout)]
    done = monitor(_MONITOR_COMPLETE="bash_complete", COMP_WORDS="monitor explain c1", COMP_CWORD="2")
    assert done.stdout.split() == [f"plain,{name}" for name in reversed(ids)]


def test_a_shell_without_a_store_completes_nothing(monitor):
    done = monitor(_MONITOR_COMPLETE="bash_complete", COMP_WORDS="monitor show a", COMP_CWORD="2")
    assert (done.stdout.strip(), done.stderr) == ("", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("explain", "c1-ffffffffffff"), "c1-ffffffffffff: no change has that id"),
        (("explain", "nothing"), "nothing: no change has that id"),
        (("show", "boats"), "boats: no page of that name"),
        (("show", "fares@2020-01-01"), "fares: nothing was captured up to"),
        (("show", "fares@9"), "fares: has no version 9"),
        (("show", "fares@2020-99-99"), "2020-99-99 is no moment"),
        (("site", "sond"), "sond: no site of that name"),
        (("log", "sond"), "sond: no page of that name"),
    ],
)
def test_a_name_that_is_not_there_is_told_in_one_line(monitor, watched, arguments, message):
    monitor("run")
    done = monitor(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (None, "config.toml: no such file; `monitor init` writes one"),
        ("", "config.toml: names nothing to check"),
        ('snapshots = ["absent"]', "absent: there is no such file or folder"),
        ('snapshots = ["hollow"]', "hollow: no snapshots in this folder"),
    ],
)
def test_run_without_anything_to_run_on_is_told(monitor, tmp_path, config, message):
    (tmp_path / "hollow").mkdir()
    if config is not None:
        (tmp_path / "config.toml").write_text(config)
    done = monitor("run")
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_missing_path_is_told_before_anything_is_taken_in(monitor, watched):
    assert monitor("load", "snapshots", "absent").returncode == 2
    assert json.loads(monitor("log", "--json").stdout or "[]") == []


def test_a_locked_store_is_told_and_unlocked_again(monitor, watched):
    with Store(watched / "monitor.sqlite"):
        done = monitor("run")
    assert done.returncode == 2
    assert "another program is writing to it" in done.stderr
    assert done.stderr.count("\n") == 1
    assert monitor("run").returncode == 0


IN_A_SMALL_ROOM = """
mount -t tmpfs -o size=500k none small || exit 77
"$@"
code=$?
cp small/* kept
exit $code
"""


def test_a_full_disk_is_told_and_loses_nothing(monitor, watched):
    (watched / "small").mkdir()
    (watched / "kept").mkdir()
    for number in range(28):
        digits = " ".join(hashlib.sha256(bytes([number, at])).hexdigest() for at in range(256))
        capture(watched, f"page{number}", "2026-05-01", digits)
    command = [sys.executable, "-m", "monitor", "load", "snapshots", "--store", "small/s.sqlite"]
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", IN_A_SMALL_ROOM, "sh", *command],
        cwd=watched,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("no room of a set size can be made here")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no room left on the disk" in done.stderr
    assert done.stderr.count("\n") == 1
    state = monitor("status", "--json", "--store", "kept/s.sqlite")
    assert state.returncode == 0, state.stderr
    taken = json.loads(state.stdout)["sites"]
    assert monitor("load", "snapshots", "--store", "kept/s.sqlite").returncode == 0
    assert taken == [] or taken[0]["snapshots"] < 30
    assert (
        json.loads(monitor("status", "--json", "--store", "kept/s.sqlite").stdout)["sites"][0]["snapshots"]
        == 30
    )


def test_interrupting_a_load_ends_with_130_and_it_goes_on_where_it_was(monitor, start, watched):
    for day in range(1, 29):
        for page in ("fares", "piers", "boats", "crews", "tides"):
            capture(watched, page, f"2026-05-{day:02}", f"On day {day} the {page} were looked at again.")
    loading = start("load", "snapshots")
    deadline = time.monotonic() + 30
    while not (watched / "monitor.sqlite").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    loading.send_signal(signal.SIGINT)
    said, talk = loading.communicate(timeout=60)
    assert (loading.returncode, said) == (130, "")
    assert "interrupted" in talk
    assert "Traceback" not in talk
    assert monitor("load", "snapshots").returncode == 0
    assert json.loads(monitor("status", "--json").stdout)["sites"][0]["snapshots"] == 142


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not beside the project")
def test_undated_extracts_of_one_site_tell_its_two_changes_once(monitor):
    assert monitor("load", *sorted(SEEDS.glob("*.txt")), "--site", "osce").returncode == 0
    log = json.loads(monitor("log", "--json").stdout)
    moved, renamed = sorted((one for one in log if one["type"] != "first_seen"), key=lambda one: one["type"])
    assert (moved["type"], renamed["type"]) == ("annotation_moved", "menu_renamed")
    for one in (moved, renamed):
        assert (one["site"], one["scope"], one["inferred"]) == ("osce", "site", True)
        assert one["pages"]["before"]
        assert one["pages"]["after"]
    assert moved["sentence"] == "OSCE Chairpersonship moved from Finland (2025) to Switzerland (2026)"
    assert renamed["after"] == "Gender equality conferences"
    [site] = json.loads(monitor("site", "osce", "--json").stdout)
    assert [page[:4] for page in site["alone"]] == ["002_"]


def test_what_ships_is_told_in_true_sentences_once(monitor):
    first = json.loads(
        monitor("run", "--json", "--config", ROOT / "config.toml", "--store", "s.sqlite").stdout
    )
    sentences = [one["sentence"] for one in first]
    assert sentences.count("OSCE Chairpersonship moved from Finland (2025) to Switzerland (2026)") == 1
    assert sentences.count("Presidency moved from Belmar (2025) to Corvania (2026)") == 1
    assert sentences.count("NEW moved from Flood atlas to Open data portal") == 1
    assert all(sentences)
    second = monitor("run", "--json", "--config", ROOT / "config.toml", "--store", "s.sqlite")
    assert (second.returncode, json.loads(second.stdout)) == (0, [])


def test_what_is_set_aside_stays_in_the_status_until_it_can_be_used(monitor, watched):
    empty = watched / "snapshots/sound/piers/2026-03-02.html"
    empty.write_text("")
    assert monitor("run").returncode == 3
    said = monitor("status")
    assert "Set aside" in said.stdout
    assert f"{empty.name}: the file is empty" in said.stdout
    assert json.loads(monitor("status", "--json").stdout)["set_aside"][0]["reason"].endswith("file is empty")
    empty.unlink()
    monitor("run")
    assert "Set aside" not in monitor("status").stdout


def test_show_says_what_was_special_about_a_capture(monitor, watched):
    with Store(watched / "monitor.sqlite") as store:
        now = datetime(2026, 3, 2, tzinfo=UTC)
        page = PAGE.format(title="Quay", text="The quay is closed on Sundays.", fares="Fares").encode()
        snapshot = Snapshot(
            url="https://quay.example/",
            payload=page,
            moment=now,
            media_type="text/html",
            site="quay",
            notes=("TLS not verified",),
        )
        check_snapshot(snapshot, store, now)
    assert "TLS not verified" in " ".join(monitor("show", "quay.example").stdout.split())
    assert json.loads(monitor("show", "quay.example", "--json").stdout)["notes"] == ["TLS not verified"]
