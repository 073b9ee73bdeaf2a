"""What the playground starts with: a link, saved work or data, and settings given beside them."""

import os

import pytest

from nntui.experiment.experiment import Experiment
from nntui.experiment.setting import SettingError
from nntui.formats.saved_session import SavedSession, encode_session
from nntui.storage.autosave import Autosave
from nntui.storage.start import StartError, StartState, open_anything, open_data, open_file, resume
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer


def trained(epochs: int = 3, **values) -> Snapshot:
    trainer = Trainer(Experiment(**({"seed": "0.5"} | values)))
    for _ in range(epochs):
        trainer.train_epoch()
    return trainer.snapshot()


def start_with(snapshot: Snapshot) -> StartState:
    return StartState(snapshot.experiment, snapshot)


# Settings given beside


@pytest.mark.parametrize("given", [{"learning_rate": 0.1}, {"regularization_rate": 0.3}, {"discretize": True}])
def test_a_setting_that_does_not_restart_goes_on_with_the_network(given):
    snapshot = trained()
    start = start_with(snapshot).changed(given)
    assert start.snapshot is not None
    assert start.snapshot.parameters is snapshot.parameters
    assert start.snapshot.epoch == 3
    assert start.experiment == start.snapshot.experiment == snapshot.experiment.changed(**given)


@pytest.mark.parametrize("given", [{"hidden_layers": (3,)}, {"dataset": "xor"}, {"seed": "0.6"}, {"batch_size": 5}])
def test_a_setting_that_restarts_leaves_the_network_behind(given):
    start = start_with(trained()).changed(given)
    assert start.snapshot is None
    assert start.experiment == Experiment(seed="0.5").changed(**given)


def test_of_one_that_restarts_and_one_that_does_not_the_first_decides():
    assert start_with(trained()).changed({"learning_rate": 0.1, "noise": 20.0}).snapshot is None


def test_the_same_value_again_keeps_the_network():
    start = start_with(trained()).changed({"dataset": "circle", "seed": "0.5"})
    assert start.snapshot is not None


def test_a_value_that_is_not_allowed_is_refused():
    with pytest.raises(SettingError, match="Noise"):
        start_with(trained()).changed({"noise": 101.0})


# Where it comes from


def test_a_link_is_opened_with_what_it_hides_and_what_was_wrong_with_it():
    start = open_anything("https://playground.tensorflow.org/#dataset=xor&seed=0.25&noise=999&hideText_hide=true")
    assert (start.experiment.dataset, start.experiment.seed) == ("xor", "0.25")
    assert start.link_extras.pairs == (("hideText_hide", "true"),)
    assert start.notes
    assert all(note.startswith("link: ") for note in start.notes)


@pytest.mark.parametrize("source", ["trian", "https://example.org/#a=b", "no-such-file.nntui"])
def test_what_is_neither_link_nor_file_is_refused_by_name(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StartError) as caught:
        open_anything(source)
    assert source.partition("#")[0].removeprefix("https://").rstrip("/") in str(caught.value)


def test_saved_work_goes_on_to_the_last_bit(tmp_path):
    snapshot = trained(regularization="L1", regularization_rate=0.03)
    path = tmp_path / "work.nntui"
    path.write_bytes(encode_session(SavedSession(snapshot, speed=120.0)))
    for start in (open_file(path), open_anything(str(path))):
        assert start.snapshot is not None
        assert start.snapshot.parameters.tobytes() == snapshot.parameters.tobytes()
        assert start.speed == 120.0
        assert start.file == path


def test_data_takes_the_place_of_the_data_set_and_keeps_the_other_settings(tmp_path):
    path = tmp_path / "data.csv"
    path.write_text("x,y,label\n" + "".join(f"{i},{i % 3},{i % 2}\n" for i in range(12)))
    start = open_data(path, {}, StartState(Experiment(seed="0.5", hidden_layers=(5,)), notes=("before",)))
    assert start.experiment.uses_user_points
    assert start.experiment.user_points.size == 12
    assert (start.experiment.hidden_layers, start.experiment.seed) == ((5,), "0.5")
    assert start.notes[0] == "before"


def test_resume_takes_the_newest_work_and_says_when_there_is_nothing(tmp_path):
    with pytest.raises(StartError, match="nothing to resume in "):
        resume(tmp_path)
    for epochs, is_done in ((3, False), (5, True)):
        work = SavedSession(trained(epochs))
        autosave = Autosave(tmp_path, lambda work=work: work, lambda sentence: None)
        assert autosave.save()
        autosave.close(is_done=is_done)
        os.utime(autosave.path, (epochs, epochs))
    start = resume(tmp_path)
    assert start.snapshot is not None
    assert start.snapshot.epoch == 5, "that of which q said so, although other work was cut off"
    assert start.found is not None
    left = resume(tmp_path)
    assert left.snapshot is not None
    assert left.snapshot.epoch == 3, "the other is held"
    with pytest.raises(StartError, match="in use"):
        resume(tmp_path)
    for each in (start, left):
        assert each.found is not None
        each.found.leave(is_declined=False)
