"""What `--save` writes, and what it refuses before the training."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nntui.cli.save_target import check_target
from nntui.experiment.experiment import Experiment
from nntui.formats.saved_session import read_session
from nntui.storage.start import StartState
from nntui.training.trainer import Trainer
from tests.cli.support import assert_one_sentence, finished


@pytest.mark.parametrize("end", [".nntui", ".py", ".json", ".csv", ".onnx"])
def test_a_trained_network_is_saved_by_the_end_of_its_name(call, tmp_path, end):
    if end == ".onnx":
        pytest.importorskip("onnx", reason="ONNX is an extra")
    path = tmp_path / f"model{end}"
    output = call("train", "--seed", "0.5", "--epochs", "3", "--json", "--save", str(path))
    assert (output.code, output.err) == (0, "")
    assert path.stat().st_size > 50
    if end == ".nntui":
        again = call("train", str(path), "--epochs", "2", "--json")
        whole = call("train", "--seed", "0.5", "--epochs", "5", "--json")
        first, *rest = again.losses
        assert (first.pop("seed"), first.pop("weights_draw")) == ("0.5", 0)
        assert [first, *rest] == whole.losses[3:]
    if end == ".py":
        run = subprocess.run([sys.executable, str(path), "1.2", "-3.4"], capture_output=True, text=True, check=True)
        assert run.stdout.strip()


@pytest.mark.parametrize(
    ("name", "word"), [("model.tex", ".nntui, .py"), ("model", ".onnx"), ("none/model.py", "no folder")]
)
def test_where_nothing_can_be_saved_is_said_before_the_training(call, tmp_path, name, word):
    output = call("train", "--epochs", "3", "--save", str(tmp_path / name))
    assert output.code == 2
    assert output.out == ""
    assert word in output.err


@pytest.fixture
def no_epoch(monkeypatch):
    """Fails where anything is trained."""
    monkeypatch.setattr(Trainer, "train_epoch", lambda trainer: pytest.fail("trained"))


def refused(output, reason: str) -> None:
    assert_one_sentence(output)
    assert output.err.startswith("nntui: --save: ")
    assert reason in output.err


@pytest.mark.usefixtures("no_epoch")
@pytest.mark.parametrize("end", [".py", ".nntui"])
def test_a_target_that_is_no_file_is_refused_before_the_training(call, tmp_path, end):
    (tmp_path / f"folder{end}").mkdir()
    os.mkfifo(tmp_path / f"pipe{end}")
    (tmp_path / f"dangling{end}").symlink_to(tmp_path / "missing" / "x.py")
    for name, reason in (("folder", "a folder"), ("pipe", "not a regular file"), ("dangling", "no folder")):
        refused(call("train", "--epochs", "9", "--save", str(tmp_path / f"{name}{end}")), reason)
    refused(call("train", "--epochs", "9", "--save", str(tmp_path / ("x" * 300 + end))), "File name too long")
    refused(call("train", "--epochs", "9", "--save", str(tmp_path / f"a\nb{end}")), "without control characters")


@pytest.mark.usefixtures("no_epoch")
def test_a_folder_that_cannot_be_written_in_is_refused_before_the_training(call, tmp_path, monkeypatch):
    def refuse(path, flags, *rest):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr("nntui.storage.atomic_write.os.open", refuse)
    output = call("train", "--epochs", "9", "--save", str(tmp_path / "x.py"))
    refused(output, "x.py cannot be written: its folder lets no file be made in it (Permission denied)")


@pytest.mark.usefixtures("no_epoch")
@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_write_protected_file_is_refused_before_the_training_with_a_way_out(call, tmp_path):
    path = tmp_path / "my model.py"
    path.write_text("old")
    path.chmod(0o444)
    output = call("train", "--epochs", "9", "--save", str(path))
    refused(output, "'my model.py' is there already and is write-protected; give another name, or let it be replaced")
    assert output.err.endswith(f"with: chmod u+w '{path}'\n")
    assert path.read_text() == "old"


@pytest.mark.usefixtures("no_epoch")
def test_a_folder_as_target_is_called_one_whatever_its_name(call, tmp_path):
    for target in (str(tmp_path), f"{tmp_path}/", "/", "."):
        output = call("train", "--epochs", "9", "--save", target)
        refused(output, "is a folder; give the name of a file in it, as ")


@pytest.mark.usefixtures("no_epoch")
def test_a_package_that_is_missing_is_said_before_the_training(call, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    refused(call("train", "--epochs", "9", "--save", str(tmp_path / "x.onnx")), "package onnx is needed")


def test_the_trial_leaves_nothing_behind_and_changes_nothing(call, tmp_path):
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "old.py").write_text("old")
    for name in ("old.py", "new.py"):
        output = call("train", "--epochs", "many", "--save", str(folder / name))
        assert output.code == 2
        check_target(str(folder / name), StartState(Experiment(seed="1")))
    assert [path.name for path in folder.iterdir()] == ["old.py"]
    assert (folder / "old.py").read_text() == "old"


def test_what_was_trained_is_kept_when_it_cannot_be_written_at_the_end(call, tmp_path, state, monkeypatch):
    def fail(path, data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("nntui.cli.train.write_atomically", fail)
    output = call("train", "--seed", "1", "--epochs", "3", "--json", "--save", str(tmp_path / "model.py"))
    assert output.code == 1
    (kept,) = (state / "rescued").iterdir()
    assert output.err == f"nntui: model.py cannot be written: No space left on device. What was trained is in {kept}\n"
    assert read_session(kept).snapshot.epoch == 3
    assert kept.stat().st_mode & 0o077 == 0


def test_what_was_trained_is_saved_when_the_losses_cannot_be_printed(tmp_path):
    path = tmp_path / "model.nntui"
    with Path("/dev/full").open("w") as full:
        output = finished("train", "--epochs", "5", "--every", "1", "--save", str(path), stdout=full)
    assert output.code == 1
    assert output.err == "nntui: the output cannot be written: No space left on device\n"
    assert read_session(path).snapshot.epoch <= 5


def test_the_kind_of_export_is_chosen_where_a_suffix_has_several(call, tmp_path):
    path = tmp_path / "model.py"
    assert call("train", "--epochs", "1", "--seed", "1", "--save", str(path), "--as", "pytorch").code == 0
    assert "torch" in path.read_text()
    for words, sentence in (
        (("--save", str(path), "--as", "json"), "json is written to .json, not to .py"),
        (("--save", str(path), "--as", "tensorflow"), "tensorflow is no kind of export; allowed is python, pytorch"),
        (("--as", "pytorch"), "--as KIND says what --save FILE writes; give both"),
    ):
        output = call("train", "--epochs", "1", *words)
        assert (output.code, output.out) == (2, ""), words
        assert sentence in output.err, words


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--frames", "9"), ("--frames is for a film",)),
        (("--frames", "9", "--save", "a.py"), ("--frames is for a film",)),
        (("--frames", "1", "--save", "a.cast"), ("--frames", "1", "from 2 to 300")),
        (("--frames", "301", "--save", "a.cast"), ("--frames", "301", "from 2 to 300")),
        (("--frames", "9", "--save", "a.png", "--as", "film"), ("film", ".svg, .gif, .cast")),
    ],
)
def test_a_film_has_so_many_pictures_or_a_sentence(call, tmp_path, monkeypatch, options, words):
    monkeypatch.chdir(tmp_path)
    output = call("train", "--epochs", "5", *options)
    assert output.code == 2
    assert_one_sentence(output)
    assert all(word in output.err for word in words), output.err
    assert not list(tmp_path.iterdir())
