"""`monitor init` gives a start, and takes nothing away."""

from monitor.config import read_config


def test_init_writes_a_configuration_that_works(monitor, tmp_path):
    assert monitor("init").returncode == 0
    config = read_config(tmp_path / "config.toml")
    assert all(path.is_dir() for path in config.snapshots)


def test_init_makes_the_folder(monitor, tmp_path):
    assert monitor("init", "a/b").returncode == 0
    assert (tmp_path / "a/b/config.toml").exists()


def test_init_leaves_an_existing_configuration_as_it_is(monitor, tmp_path):
    (tmp_path / "config.toml").write_text("mine")
    done = monitor("init")
    assert (done.returncode, done.stderr) == (
        2,
        "monitor: config.toml: exists already, and is left as it is\n",
    )
    assert (tmp_path / "config.toml").read_text() == "mine"


def test_init_where_a_file_stands_in_the_way(monitor, tmp_path):
    (tmp_path / "a").write_text("")
    done = monitor("init", "a")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
