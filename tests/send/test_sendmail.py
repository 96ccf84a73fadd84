"""What a sendmail program says by its exit code is understood."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.send import Accepted, Deferred, Refused, Sendmail


def program(folder: Path, code: int) -> Sendmail:
    path = folder / "sendmail"
    path.write_text(
        f'#!/bin/sh\nfor a in "$@"; do echo "$a" >> {folder}/arguments; done\n'
        f"cat >> {folder}/message\nexit {code}\n"
    )
    path.chmod(0o755)
    return Sendmail(str(path))


def letter() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "[river] The level changed"
    message.set_content(".\nThe level changed.\n")
    return message


@pytest.mark.parametrize(("code", "fate"), [(0, Accepted), (75, Deferred), (67, Refused), (1, Deferred)])
def test_an_exit_code_is_a_fate(code: int, fate: type, tmp_path: Path) -> None:
    fates = program(tmp_path, code).send(letter(), "m@watch.example", ["a@reader.example"])
    assert isinstance(fates["a@reader.example"], fate)


def test_an_address_is_never_an_option(tmp_path: Path) -> None:
    program(tmp_path, 0).send(letter(), "m@watch.example", ["-Xlog@reader.example"])
    assert (tmp_path / "arguments").read_text().split() == [
        "-i",
        "-f",
        "m@watch.example",
        "--",
        "-Xlog@reader.example",
    ]


def test_a_program_that_is_not_there_is_tried_again_later() -> None:
    [fate] = Sendmail("/nowhere/sendmail").send(letter(), "m@watch.example", ["a@reader.example"]).values()
    assert isinstance(fate, Deferred)
