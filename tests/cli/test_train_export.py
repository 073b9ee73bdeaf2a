"""What `nntui train` writes at the end: chosen by the suffix and a kind, and refused before anything is trained."""

import pytest

from nntui.cli.train import TrainCommand
from nntui.experiment.experiment import Experiment
from nntui.formats.exports import EXPORTS, ExportContext, ExportError
from nntui.formats.saved_session import SavedSession, decode_session
from nntui.formats.saving import content, saved_as
from nntui.training.trainer import Trainer

EXPERIMENT = Experiment(seed="export")


def trained(epochs: int) -> Trainer:
    trainer = Trainer(EXPERIMENT)
    for _ in range(epochs):
        trainer.train_epoch()
    return trainer


@pytest.mark.parametrize(
    ("name", "kind", "export"),
    [
        ("a.py", None, "python"),
        ("a.PY", None, "python"),
        ("a.py", "pytorch", "pytorch"),
        ("a.py", "keras", "keras"),
        ("a.csv", "points", "points"),
        ("a.svg", None, "grid"),
        ("a.txt", None, "losses"),
        ("a.svg", "losses", "losses.svg"),
    ],
)
def test_the_trained_network_is_written_as_the_suffix_and_the_kind_say(tmp_path, capsys, name, kind, export):
    path = tmp_path / name
    assert TrainCommand(experiment=EXPERIMENT, epochs=3, save=path, export_as=kind).run() == 0
    assert "epoch 3" in capsys.readouterr().out
    assert path.read_bytes() == EXPORTS[export].write(ExportContext(trained(3).snapshot()))


def test_a_saved_session_can_be_gone_on_with(tmp_path):
    path = tmp_path / "a.nntui"
    snapshot = trained(2).snapshot()
    assert saved_as(path) is None
    assert (
        decode_session(content(path, SavedSession(snapshot)), path.name).snapshot.parameters.tolist()
        == snapshot.parameters.tolist()
    )


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("a.exe", None, ("a.exe", ".nntui, .py, .onnx, .json, .csv, .svg, .png, .txt")),
        ("a", None, ("a is not allowed", ".nntui")),
        ("a.py", "json", ("json is written to .json", "python, pytorch, keras")),
        ("a.py", "tensorflow", ("tensorflow is no kind", "pytorch")),
        ("a.nntui", "keras", ("a.nntui is a saved session",)),
        ("a.svg", "screen", ("in the playground alone",)),
    ],
)
def test_what_cannot_be_written_is_refused_before_the_training(tmp_path, capsys, name, kind, words):
    command = TrainCommand(experiment=EXPERIMENT, epochs=10**9, save=tmp_path / name, export_as=kind)
    with pytest.raises(ExportError) as caught:
        command.run()
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert capsys.readouterr().out == ""
    assert not list(tmp_path.iterdir())


def test_a_package_that_is_missing_is_said_before_the_training(tmp_path, monkeypatch):
    monkeypatch.setattr("nntui.formats.exports.find_spec", lambda name: None)
    command = TrainCommand(experiment=EXPERIMENT, epochs=10**9, save=tmp_path / "a.onnx")
    with pytest.raises(ExportError, match="the package onnx is needed"):
        command.run()
