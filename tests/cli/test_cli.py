"""What holds for every command: help, exit codes, one line for what went wrong."""

import os
from importlib import import_module

import click
import pytest

from monitor.cli import SECTIONS, SUMMARIES, cli, run


@pytest.mark.parametrize("name", SUMMARIES)
def test_every_command_says_what_it_is_for_with_examples_and_exit_codes(name, capsys):
    assert run([name, "--help"]) == 0
    said = capsys.readouterr().out
    command = getattr(import_module(f"monitor.cli.{name}"), f"{name}_command")
    assert command.name == name
    assert "Examples:" in said
    assert "Exit codes:" in said
    assert max(map(len, said.splitlines())) <= 100
    assert command.get_short_help_str(limit=200) == SUMMARIES[name]


def test_help_lists_every_command(capsys):
    assert run(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(said.count(f"\n  {name} ") == 1 for name in SUMMARIES)
    assert all(f"\n{title}:\n  {name} " in said for name, title in SECTIONS.items())


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["iit"], "monitor: no such command: iit; did you mean init?"),
        (["zzzzz"], "monitor: no such command: zzzzz (see: monitor --help)"),
        (["init", "--nope"], "monitor: No such option '--nope'. (see: monitor init --help)"),
        (["completion", "csh"], "monitor: Invalid value for '{BASH|ZSH|FISH}'"),
        (["--color", "blue", "init"], "monitor: Invalid value for '--color' / '--colour'"),
    ],
)
def test_a_wrong_command_line_is_told_in_one_line(arguments, message, capsys):
    assert run(arguments) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.lower().startswith(message.lower().replace("{bash|zsh|fish}'", ""))
    assert said.err.count("\n") == 1


def test_no_arguments_show_the_help_as_trouble(monitor):
    done = monitor()
    assert (done.returncode, done.stdout) == (2, "")
    assert "To begin:" in done.stderr


def test_the_version_is_said(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("monitor ")


@click.command("failing")
@click.pass_obj
def failing_command(session):
    raise ZeroDivisionError("7 \x1b[31m/ 0")


@click.command("stopping")
def stopping_command():
    raise KeyboardInterrupt


@pytest.fixture
def add_command(monkeypatch):
    def add(command):
        original = cli.get_command
        monkeypatch.setitem(SUMMARIES, command.name, "")
        monkeypatch.setattr(cli, "get_command", lambda *a: command if a[1] == command.name else original(*a))

    return add


def test_a_bug_is_one_line_too(add_command, capsys):
    add_command(failing_command)
    assert run(["failing"]) == 2
    assert capsys.readouterr().err == (
        "monitor: this is a bug in monitor, not in what you gave: "
        "ZeroDivisionError: 7 ␛[31m/ 0 (-vv shows where)\n"
    )


def test_the_full_traceback_is_there_at_vv(add_command, capsys):
    add_command(failing_command)
    assert run(["-vv", "failing"]) == 2
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "\x1b" not in said


def test_interrupting_ends_with_130(add_command, capsys):
    add_command(stopping_command)
    assert run(["stopping"]) == 130
    assert "interrupted" in capsys.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(shell, monitor):
    done = monitor("completion", shell)
    assert done.returncode == 0
    assert "_MONITOR_COMPLETE" in done.stdout


def test_completion_knows_the_commands(monitor):
    done = monitor(_MONITOR_COMPLETE="bash_complete", COMP_WORDS="monitor s", COMP_CWORD="1")
    assert done.stdout.split() == [f"plain,{name}" for name in SUMMARIES if name.startswith("s")]


def test_a_full_disk_under_the_output_is_told(start):
    with open("/dev/full", "w") as full:
        done = start("--help", stdout=full)
        assert done.communicate()[1] == "monitor: No space left on device\n"
    assert done.returncode == 2


def test_a_reader_that_leaves_is_no_drama(start):
    reading, writing = os.pipe()
    os.close(reading)
    done = start("--help", stdout=writing)
    os.close(writing)
    assert done.communicate()[1] == ""
    assert done.returncode == 141


def test_plain_ascii_is_enough_to_read_a_report(start):
    done = start("--help", env={"PYTHONIOENCODING": "ascii"})
    assert "To begin:" in done.communicate()[0]
    assert done.returncode == 0
