"""`monitor diff` tells what changed, and ends as `diff` does."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

SEEDS = Path(__file__).parents[3] / "shared/seeds"
SCHEMA = json.loads(files("monitor.digest").joinpath("changes.schema.json").read_text("utf-8"))

PAGE = """<!doctype html><html lang=en><head><title>Ferries</title></head><body>
<nav><ul><li><a href="/">Home</a><li><a href="/ferries">Ferries</a><li><a href="/fares">Fares</a></ul></nav>
<main><h1>Ferries</h1>
<p>The first boat leaves the northern pier at 6:40 and takes up to 120 people across the sound.</p>
<p>Bicycles travel free of charge outside the summer months.</p></main></body></html>"""


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "before.html").write_text(PAGE)
    (tmp_path / "same.html").write_text(PAGE)
    (tmp_path / "after.html").write_text(PAGE.replace("120 people", "150 people"))
    return tmp_path


def test_nothing_changed_ends_with_0(monitor, pages):
    done = monitor("diff", "before.html", "same.html")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Nothing changed.\n", "")


def test_something_changed_ends_with_1(monitor, pages):
    done = monitor("diff", "before.html", "after.html")
    assert done.returncode == 1
    assert "150" in done.stdout
    assert done.stdout.endswith("1 change.\n")
    assert "\x1b" not in done.stdout


def test_colour_when_it_is_asked_for(monitor, pages):
    assert "\x1b[" in monitor("diff", "before.html", "after.html", "--color", "always").stdout
    assert "\x1b[" in monitor("--color=always", "diff", "before.html", "after.html", NO_COLOR="1").stdout


def test_json_follows_the_schema(monitor, pages):
    done = monitor("diff", "before.html", "after.html", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    Draft202012Validator(SCHEMA).validate(told)
    assert [(one["where"], one["page"]) for one in told] == [("body", "after.html")]


def test_json_lines_are_one_change_a_line(monitor, pages):
    done = monitor("diff", "before.html", "after.html", "--jsonl")
    assert [json.loads(line)["where"] for line in done.stdout.splitlines()] == ["body"]


def test_json_means_the_same_where_the_locale_is_plain_ascii(monitor, start, pages):
    (pages / "accents.html").write_text(PAGE.replace("120 people", "120 âmes"), encoding="utf-8")
    there = monitor("diff", "before.html", "accents.html", "--json").stdout
    plain = start("diff", "before.html", "accents.html", "--json", env={"PYTHONIOENCODING": "ascii"})
    said = plain.communicate()[0]
    assert said.isascii()
    assert json.loads(said) == json.loads(there)


def test_nothing_is_an_empty_array(monitor, pages):
    done = monitor("diff", "before.html", "same.html", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_rules_are_told_when_asked(monitor, pages):
    assert "rule " in monitor("diff", "before.html", "after.html", "-v").stdout


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_held_back_is_counted_and_can_be_shown(monitor, pages, count):
    ticking = "".join(
        f"<p>{place}: updated 3 minutes ago</p>" for place in ("Pier", "Fares", "Boats")[:count]
    )
    (pages / "one.html").write_text(PAGE.replace("</main>", f"{ticking}</main>"))
    (pages / "two.html").write_text(PAGE.replace("</main>", f"{ticking.replace('3 m', '8 m')}</main>"))
    quiet = monitor("diff", "one.html", "two.html")
    assert quiet.returncode == 0
    assert f"Held back as noise: {count} " in quiet.stdout
    shown = monitor("diff", "one.html", "two.html", "--noise", "--json")
    assert shown.returncode == 0
    assert [one["type"] for one in json.loads(shown.stdout)] == ["noise"] * count


@pytest.fixture
def bad_inputs(pages):
    (pages / "empty.html").write_bytes(b"")
    (pages / "blank.html").write_bytes(b" \n\t\n")
    (pages / "binary.html").write_bytes(bytes(range(256)) * 40)
    (pages / "folder").mkdir()
    (pages / "folder/a.html").write_text(PAGE)
    (pages / "hollow").mkdir()


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("missing.html", "before.html", "missing.html: there is no such file"),
        ("before.html", "missing.html", "missing.html: there is no such file"),
        ("empty.html", "before.html", "empty.html: the file is empty"),
        ("blank.html", "before.html", "blank.html: the file is empty"),
        ("before.html", "binary.html", "binary.html: a binary file"),
        ("folder", "before.html", "folder is a folder and before.html is not"),
        ("before.html", "folder", "folder is a folder and before.html is not"),
        ("hollow", "folder", "hollow: no snapshots in this folder"),
        ("x" * 300, "before.html", ""),
        ("before.html/x", "before.html", "before.html/x: "),
        ("bad\udcff.html", "before.html", "there is no such file"),
    ],
)
def test_bad_input_is_told_in_one_line(monitor, bad_inputs, before, after, message):
    done = monitor("diff", before, after)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("monitor: ")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not beside the project")
class TestSeeds:
    """Real extracts of one institution: two of them from before a change of chair."""

    FIRST, SECOND, OTHER_SITE, EARLIER, EARLIEST = (
        SEEDS / name
        for name in (
            "000_b3b7ba4d0b0dcd00.txt",
            "001_1f2136ddfe1971bb.txt",
            "002_c71134a80b858c07.txt",
            "003_b7fadee1655420b1.txt",
            "004_ed3ad69162d91d70.txt",
        )
    )

    @pytest.fixture
    def tell(self, monitor):
        def tell_changes(before: Path, after: Path) -> tuple[list[dict], list[dict]]:
            done = monitor("diff", before, after, "--json")
            told = json.loads(done.stdout)
            assert done.returncode == (1 if told else 0)
            Draft202012Validator(SCHEMA).validate(told)
            chrome = [one for one in told if one["where"] == "chrome"]
            return chrome, [one for one in told if one["where"] != "chrome"]

        return tell_changes

    def test_the_chair_moves(self, tell):
        [moved], [other] = tell(self.EARLIER, self.FIRST)
        told = {
            key: moved[key] for key in ("type", "annotation", "from_item", "to_item", "from_year", "to_year")
        }
        assert told == {
            "type": "annotation_moved",
            "annotation": "OSCE Chairpersonship",
            "from_item": "Finland",
            "to_item": "Switzerland",
            "from_year": "2025",
            "to_year": "2026",
        }
        assert moved["path"][-1] == "Participating States"
        assert moved["sentence"] == "OSCE Chairpersonship moved from Finland (2025) to Switzerland (2026)"
        assert (moved["scope"], moved["inferred"]) == ("site", True)
        assert other["type"] == "different_page"

    def test_and_back_when_the_sides_are_swapped(self, tell):
        [moved], [other] = tell(self.FIRST, self.EARLIER)
        assert [moved[key] for key in ("from_item", "to_item", "from_year", "to_year")] == [
            "Switzerland",
            "Finland",
            "2026",
            "2025",
        ]
        assert other["type"] == "different_page"

    @pytest.mark.parametrize("swapped", [False, True])
    def test_a_menu_item_is_renamed_too(self, tell, swapped):
        sides = (self.FIRST, self.EARLIEST) if swapped else (self.EARLIEST, self.FIRST)
        chrome, [other] = tell(*sides)
        [renamed] = [one for one in chrome if one["type"] == "menu_renamed"]
        names = ["Gender Equality Review Conferences", "Gender equality conferences"]
        assert [renamed["before"], renamed["after"]] == (names[::-1] if swapped else names)
        assert renamed["path"][-1] == "Meetings and conferences"
        assert sorted(one["type"] for one in chrome) == ["annotation_moved", "menu_renamed"]
        assert other["type"] == "different_page"

    def test_two_pages_of_one_generation_share_their_chrome(self, tell):
        chrome, [other] = tell(self.FIRST, self.SECOND)
        assert chrome == []
        assert other["type"] == "different_page"

    @pytest.mark.parametrize("name", ["FIRST", "SECOND", "OTHER_SITE", "EARLIER", "EARLIEST"])
    def test_a_file_with_itself_has_no_event(self, tell, name):
        page = getattr(self, name)
        assert tell(page, page) == ([], [])
