"""One door: what a person names is opened by what it is."""

import os
import socket

import pytest

from nntui.experiment.experiment import Experiment
from nntui.formats.saved_session import SavedSession, encode_session
from nntui.storage.start import NothingThereError, StartError, open_anything, open_data
from nntui.training.trainer import Trainer

TABLE = "x,y,label\n1,2,a\n2,3,b\n3,1,a\n"
LINK = "https://playground.tensorflow.org/#dataset=xor&seed=0.5&networkShape=3"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal(text: str) -> str:
    with pytest.raises(StartError) as error:
        open_anything(text)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 200
    return str(error.value)


@pytest.mark.parametrize("name", ["my=data.csv", "a#1.csv", "playground.tensorflow.org", "points", "a b.csv", "a.CSV"])
def test_a_file_counts_more_than_what_looks_like_a_link(folder, name):
    (folder / name).write_text(TABLE)
    start = open_anything(name)
    assert start.experiment.user_points.size == 3
    assert start.experiment.uses_user_points
    assert start.notes[0] == f"3 points from {name if ' ' not in name else repr(name)}"


@pytest.mark.parametrize("text", [LINK, LINK.partition("#")[2], "#" + LINK.partition("#")[2], f"<{LINK}>"])
@pytest.mark.usefixtures("folder")
def test_a_link_is_opened_where_there_is_no_such_file(text):
    start = open_anything(text)
    assert (start.experiment.dataset, start.experiment.hidden_layers) == ("xor", (3,))
    assert start.file is None


def test_a_folder_that_is_named_like_a_link_is_none(folder):
    (folder / "dataset=xor").mkdir()
    assert open_anything("dataset=xor").experiment.dataset == "xor"


@pytest.mark.parametrize("name", ["work.nntui", "work.NNTUI", "a=b.nntui"])
def test_saved_work_is_opened_with_its_epoch(folder, name):
    trainer = Trainer(Experiment(seed="1"))
    trainer.train_epoch()
    (folder / name).write_bytes(encode_session(SavedSession(trainer.snapshot())))
    start = open_anything(name)
    assert start.snapshot is not None
    assert start.snapshot.epoch == 1
    assert start.file is not None
    assert start.file.name == name


def test_a_relative_path_starts_in_the_folder_that_is_given(folder):
    (folder / "sub").mkdir()
    (folder / "sub" / "points.csv").write_text(TABLE)
    assert open_anything("points.csv", folder / "sub").experiment.user_points.size == 3
    assert open_anything("../sub/points.csv", folder / "sub").experiment.user_points.size == 3
    with pytest.raises(StartError, match=r"points.csv cannot be read: No such file"):
        open_anything("points.csv")


def test_a_tilde_is_the_home(folder, monkeypatch):
    monkeypatch.setenv("HOME", str(folder))
    (folder / "points.csv").write_text(TABLE)
    assert open_anything("~/points.csv", folder / "elsewhere").experiment.user_points.size == 3
    assert refusal("~nosuchuser/points.csv") == "~nosuchuser/points.csv: there is no such user"


@pytest.mark.parametrize("end", ["", ".csv", ".nntui"])
def test_what_is_no_regular_file_is_refused_as_data_is(folder, end):
    (folder / f"folder{end}").mkdir()
    os.mkfifo(folder / f"pipe{end}")
    (folder / f"zero{end}").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"socket{end}")
        for name in ("folder", "pipe", "zero", "socket"):
            kind = "a folder" if name == "folder" else "not a regular file"
            sentence = f"{name}{end} cannot be read: it is {kind}"
            assert refusal(name + end) == sentence
            with pytest.raises(StartError, match=sentence):
                open_data(folder / (name + end), {})


@pytest.mark.parametrize("name", ["a.csv", "a.nntui", "nox/a", "nox/a.csv"])
def test_a_file_that_cannot_be_looked_at_is_named(folder, monkeypatch, name):
    def refuse(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("nntui.storage.start.Path.stat", refuse)
    assert refusal(name) == f"{name.rpartition('/')[2]} cannot be read: Permission denied"


def test_what_is_missing_is_a_file_where_it_looks_like_one(folder):
    for name in ("none.csv", "none.nntui", "none.txt", "x/none", "./none"):
        assert refusal(name) == f"{name.rpartition('/')[2]} cannot be read: No such file or directory"
    (folder / "file").write_text(TABLE)
    assert refusal("file/x.csv") == "x.csv cannot be read: Not a directory"
    assert refusal("a/" * 3000 + "x.csv") == "x.csv cannot be read: File name too long"


@pytest.mark.parametrize("text", ["wombat", "a b", " ".join(["word"] * 60), "", "x" * 100_000, "a\0b", "\x1b[31m"])
@pytest.mark.usefixtures("folder")
def test_what_is_neither_is_named_shortly(text):
    with pytest.raises(NothingThereError) as error:
        open_anything(text)
    assert error.value.text == text
    assert refusal(text).endswith("is neither a link nor a file")


def test_a_foreign_link_is_refused():
    assert "no link of the web Playground" in refusal("https://example.com/foo#bar=1")


@pytest.mark.parametrize("name", [b"\xff.csv", b"\xff.nntui"])
def test_names_that_are_no_utf_8_are_opened_and_told_in_print(folder, name):
    text = os.fsdecode(name)
    refusal(text)
    (folder / text).write_text(TABLE)
    if name.endswith(b".csv"):
        assert open_anything(text).experiment.user_points.size == 3
    else:
        with pytest.raises(StartError):
            open_anything(text)
