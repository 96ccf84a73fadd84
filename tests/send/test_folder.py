"""A message into a folder is there whole, and once."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from monitor.send import Accepted, Deferred, Folder, Maildir


def letter() -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["Message-ID"] = "[river] Größe", "<digest-1@watch.example>"
    message.set_content("The level changed.\n")
    return message


def test_a_message_that_is_handed_over_twice_is_one_file(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "out")
    for _ in range(2):
        [fate] = folder.send(letter(), "m@watch.example", ["a@reader.example"]).values()
        assert isinstance(fate, Accepted)
    [file] = (tmp_path / "out").iterdir()
    assert file.suffix == ".eml"
    assert message_from_bytes(file.read_bytes(), policy=default)["Subject"] == "[river] Größe"


def test_a_maildir_has_its_three_folders_and_the_message_in_new(tmp_path: Path) -> None:
    Maildir(tmp_path / "mail").send(letter(), "m@watch.example", ["a@reader.example"])
    assert sorted(p.name for p in (tmp_path / "mail").iterdir()) == ["cur", "new", "tmp"]
    assert len(list((tmp_path / "mail" / "new").iterdir())) == 1
    assert list((tmp_path / "mail" / "tmp").iterdir()) == []


@pytest.mark.parametrize("kind", [Folder, Maildir])
def test_a_folder_that_cannot_be_written_is_tried_again_later(
    kind: type[Folder] | type[Maildir], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    [fate] = kind(tmp_path / "file" / "out").send(letter(), "m@watch.example", ["a@reader.example"]).values()
    assert isinstance(fate, Deferred)
