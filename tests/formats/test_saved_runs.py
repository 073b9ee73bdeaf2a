"""The runs of a session in its file."""

import dataclasses
import json

import numpy as np
import pytest

from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.formats.saved_session import MOST_BYTES, SavedSession, SavedSessionError, decode_session, encode_session
from nntui.session.runs import MOST_RUNS, NO_RUNS, Run, RunChange, RunGoal, RunMark, RunRecord
from nntui.training.trainer import Trainer

OWN = UserPoints(np.array([[1.0, 2.0], [-1.0, -2.0], [3.0, 1.0]]), np.array([1.0, -1.0, 1.0]))


def run_of(experiment: Experiment, epochs: int = 12, **more: object) -> Run:
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.train_epoch()
    return Run(snapshot=trainer.snapshot(), **{"mark": RunMark(), **more})


def work(*kept: Run, own: UserPoints | None = None, **more: object) -> SavedSession:
    experiment = Experiment(seed="0.5") if own is None else Experiment(seed="0.5", dataset="own", user_points=own)
    return SavedSession(run_of(experiment, 1).snapshot, runs=RunRecord(kept=kept, **more))


@pytest.fixture(scope="module")
def saved() -> SavedSession:
    mark = RunMark(number=4, changes=(RunChange(7, "learning_rate", 0.1, 0.3),), goal=RunGoal(0.04, None))
    first = run_of(Experiment(seed="1", learning_rate=0.3), mark=mark, name="<tanh> & ç", is_pinned=True)
    second = run_of(Experiment(seed="2", dataset="own", user_points=OWN, batch_size=1))
    return work(first, second, own=OWN, mark=RunMark(number=9, goal=RunGoal(0.1, 5)), name="now")


@pytest.mark.parametrize("is_readable", [True, False])
def test_runs_come_back_as_they_were(saved, is_readable):
    back = decode_session(encode_session(saved, is_readable=is_readable), "it")
    first, second = back.runs.kept
    was = saved.runs.kept[0]
    assert (first.name, first.is_pinned) == (was.name, True)
    assert dataclasses.replace(first.mark, id=was.mark.id) == was.mark
    assert first.snapshot.experiment == was.snapshot.experiment
    assert np.array_equal(first.snapshot.parameters, was.snapshot.parameters)
    assert (first.snapshot.train_loss, first.snapshot.test_loss) == (was.snapshot.train_loss, was.snapshot.test_loss)
    assert np.allclose(first.snapshot.history.test, was.snapshot.history.test, rtol=1e-5)
    assert (back.runs.name, back.runs.mark.number, back.runs.mark.goal) == ("now", 9, RunGoal(0.1, 5))
    assert len({first.id, second.id, back.runs.mark.id}) == 3
    # Points are kept once, and are the same object for all runs that are trained with them.
    assert second.snapshot.experiment.user_points is back.snapshot.experiment.user_points
    # What is read is written again as it stood.
    assert encode_session(back, is_readable=is_readable) == encode_session(saved, is_readable=is_readable)


def test_other_points_of_ones_own_stand_in_the_file_once():
    runs = [run_of(Experiment(seed=seed, dataset="own", user_points=OWN)) for seed in "12"]
    data = encode_session(work(*runs))
    assert len(json.loads(data)["runs"]["point_sets"]) == 1
    first, second = decode_session(data, "it").runs.kept
    assert first.snapshot.experiment.user_points is second.snapshot.experiment.user_points
    assert np.array_equal(first.snapshot.experiment.user_points.points, OWN.points)


def test_work_without_runs_is_written_as_ever_and_old_files_open():
    plain = work()
    data = encode_session(plain)
    assert "runs" not in json.loads(data)
    assert decode_session(data, "it").runs == NO_RUNS


def test_many_large_runs_leave_the_file_below_what_is_read():
    large = run_of(Experiment(seed="1", hidden_layers=(32,) * 10), 10)
    record = RunRecord()
    for _ in range(MOST_RUNS):
        snapshot = dataclasses.replace(large.snapshot, parameters=large.snapshot.parameters + 1e-9 * len(record.kept))
        record = record.begun(dataclasses.replace(large, mark=RunMark(), snapshot=snapshot))
    assert 20 <= len(record.kept) < MOST_RUNS
    data = encode_session(SavedSession(large.snapshot, runs=record), is_readable=False)
    assert len(data) < MOST_BYTES / 3
    assert len(decode_session(data, "it").runs.kept) == len(record.kept)


def _without_points(runs: dict) -> None:
    runs["kept"][1]["points"] = 3


HOSTILE = {
    "points that are not there": (_without_points, "run 2 of those before: it has no points"),
    "an unknown setting": (
        lambda runs: runs["kept"][0]["run"]["settings"].update(x=1),
        "run 1 of those before: unknown setting x",
    ),
    "a value that is not allowed": (
        lambda runs: runs["kept"][0]["run"]["settings"].update(noise=400),
        "run 1 of those before: Noise: 400",
    ),
    "another network": (
        lambda runs: runs["kept"][0]["run"]["training"]["layers"].pop(),
        "run 1 of those before: 2 layers are given, and the settings have 3",
    ),
    "a change of nothing that there is": (
        lambda runs: runs["kept"][0]["run"]["mark"]["changes"][0].update(setting="activation"),
        "run 1 of those before: unknown setting activation",
    ),
    "a change of a number to a word": (
        lambda runs: runs["kept"][0]["run"]["mark"]["changes"][0].update(new="fast"),
        "run 1 of those before: ",
    ),
    "a change of a schedule to a number": (
        lambda runs: runs["kept"][0]["run"]["mark"]["changes"][0].update(setting="schedule", old="step", new=1),
        "run 1 of those before: Schedule: 1",
    ),
    "a weight that was changed to a word": (
        lambda runs: runs["kept"][0]["run"]["mark"]["changes"][0].update(setting="parameter", new="large"),
        "run 1 of those before: parameter is no number",
    ),
    "too many runs": (lambda runs: runs.update(kept=runs["kept"] * 26), "of length <= 50"),
    "a name without end": (lambda runs: runs["present"].update(name="x" * 41), "of length <= 40"),
    "a negative loss": (lambda runs: runs["kept"][0]["run"].update(test_loss=-1), "a loss cannot be negative"),
    "no run": (lambda runs: runs["kept"][0].update(run=[]), "Expected `object`, got `array`"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_fault_is_a_sentence(saved, case):
    file = json.loads(encode_session(saved))
    spoil, sentence = HOSTILE[case]
    spoil(file["runs"])
    with pytest.raises(SavedSessionError, match=r"my\.nntui cannot be opened") as refused:
        decode_session(json.dumps(file).encode(), "my.nntui")
    assert sentence in str(refused.value)
