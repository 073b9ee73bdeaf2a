"""The runs that a session keeps: which, for how long, and what undo does to them."""

import dataclasses

import numpy as np
import pytest

from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.session import runs as module
from nntui.session.runs import MOST_LOSSES, MOST_RUNS, Run, RunChange, RunGoal, RunMark, RunRecord, bounded, thinned
from nntui.session.session import TrainingSession
from nntui.session.stopping import Goal
from nntui.training.history import Losses
from nntui.training.snapshot import Snapshot


def trained(session: TrainingSession, epochs: int) -> None:
    session.player.step(epochs)
    assert session.player.wait(20)


@pytest.fixture
def session():
    with TrainingSession(Experiment(seed="0.5")) as session:
        yield session


def epochs(session: TrainingSession) -> list[int]:
    return [run.snapshot.epoch for run in session.runs.kept]


def test_a_run_of_ten_epochs_is_kept_when_a_new_one_begins(session):
    trained(session, 9)
    session.new_weights()
    assert epochs(session) == []
    trained(session, 10)
    before = session.snapshot
    session.change(activation="relu")
    (run,) = session.runs.kept
    assert (run.title, run.snapshot.epoch) == ("run 1", 10)
    assert np.array_equal(run.snapshot.parameters, before.parameters)
    assert run.snapshot.experiment.activation == "tanh"
    assert session.present_run.title == "run 2"


def test_each_way_to_a_new_network_keeps_the_run_before(session):
    for number, begin in enumerate(
        (
            session.new_data,
            session.restart,
            session.new_weights,
            lambda: session.change(noise=10),
            lambda: session.open(Experiment(seed="1")),
            lambda: session.set_points(UserPoints(np.array([[1.0, 2.0]]), np.array([1.0]))),
        ),
        start=1,
    ):
        trained(session, 10 + number)
        begin()
    assert epochs(session) == [11, 12, 13, 14, 15, 16]


def test_a_run_that_undo_brings_back_is_not_kept_twice(session):
    trained(session, 20)
    session.new_weights()
    trained(session, 30)
    session.undo()
    assert (session.snapshot.epoch, epochs(session)) == (20, [30])
    session.redo()
    assert (session.snapshot.epoch, epochs(session)) == (30, [20])
    session.undo()
    trained(session, 5)
    session.new_data()
    assert epochs(session) == [30, 25]
    assert [run.title for run in session.runs.kept] == ["run 2", "run 1"]


def test_undo_past_a_run_that_was_not_kept_gives_no_number_twice(session):
    trained(session, 5)
    session.new_weights()  # the first one got nowhere
    trained(session, 40)
    session.undo()
    assert epochs(session) == [40]
    trained(session, 15)
    session.restart()
    assert [(run.title, run.snapshot.epoch) for run in session.runs.kept] == [("run 1", 40), ("run 2", 20)]


def test_the_same_run_again_is_kept_once_and_keeps_its_name(session):
    trained(session, 12)
    session.restart()
    (run,) = session.runs.kept
    session.keep_runs(session.runs.edited(run.id, name="tanh", is_pinned=True))
    trained(session, 12)
    session.restart()
    assert [(run.title, run.is_pinned) for run in session.runs.kept] == [("tanh", True)]


def test_what_changes_on_the_way_begins_no_run_and_is_noted(session):
    session.change(learning_rate=0.1)  # before the first epoch it is only a setting
    trained(session, 12)
    session.change(learning_rate=0.3)
    session.change(learning_rate=1.0)
    session.change(discretize=True)
    trained(session, 3)
    session.set_parameter(0, 0.5)
    trained(session, 1)
    session.change(learning_rate=0.03)
    session.change(learning_rate=1.0)  # as before: no change
    assert session.runs.kept == ()
    expected = (RunChange(12, "learning_rate", 0.1, 1.0), RunChange(15, "parameter"))
    assert session.present_run.mark.changes == expected
    session.new_weights()
    assert session.runs.kept[0].mark.changes == expected
    assert session.present_run.mark.changes == ()


def test_a_rate_that_has_trained_nothing_is_none_of_the_run(session):
    trained(session, 12)
    session.change(learning_rate=0.1)
    trained(session, 8)
    session.change(learning_rate=0.3, regularization_rate=0.01)
    session.set_parameter(0, 0.5)
    session.restart()
    (run,) = session.runs.kept
    assert run.mark.changes == (RunChange(12, "learning_rate", 0.03, 0.1), RunChange(20, "parameter"))
    assert (run.snapshot.experiment.learning_rate, run.snapshot.experiment.regularization_rate) == (0.1, 0.0)
    assert (session.experiment.learning_rate, session.experiment.regularization_rate) == (0.3, 0.01)
    session.bring_back(run.id)
    assert session.experiment.learning_rate == 0.1


def test_undo_out_of_a_trained_branch_keeps_it_as_it_was_trained(session):
    trained(session, 40)
    session.look_back().go_to(20)
    assert session.replay.wait(20)
    session.go_on_from_shown()
    session.change(learning_rate=0.3)
    trained(session, 60)
    session.keep_runs(session.runs.edited(session.present_run.id, name="faster", is_pinned=True))

    def runs() -> list[tuple[str, int, bool]]:
        return [(run.title, run.snapshot.epoch, run.is_pinned) for run in session.runs.kept]

    trained_branch = session.snapshot
    session.undo()
    assert runs() == [("run 1", 40, False), ("faster", 80, True)]
    assert (session.present_run.title, session.snapshot.epoch) == ("run 3", 20)
    assert np.array_equal(session.runs.kept[1].snapshot.parameters, trained_branch.parameters)
    assert len({session.present_run.id, *(run.id for run in session.runs.kept)}) == 3
    session.undo()
    assert runs() == [("faster", 80, True)]
    assert (session.present_run.title, session.snapshot.epoch) == ("run 1", 40)
    session.redo()
    session.redo()
    assert runs() == [("run 1", 40, False)]
    assert (session.present_run.title, session.snapshot.epoch, session.runs.is_pinned) == ("faster", 80, True)
    session.undo()
    session.change(learning_rate=1.0)
    trained(session, 10)
    session.restart()
    assert runs() == [("run 1", 40, False), ("faster", 80, True), ("run 3", 30, False)]


def test_undo_takes_a_change_on_the_way_back(session):
    trained(session, 12)
    session.change(learning_rate=0.3)
    session.undo()
    assert session.present_run.mark.changes == ()
    session.redo()
    assert session.present_run.mark.changes == (RunChange(12, "learning_rate", 0.03, 0.3),)


def test_a_goal_that_was_run_for_is_kept_with_its_epoch(session):
    session.player.run_until(Goal(epoch=400, test_loss=0.2))
    assert session.player.wait(20)
    reached = session.present_run.mark.goal
    assert reached == RunGoal(0.2, session.snapshot.epoch)
    assert session.snapshot.test_loss < 0.2
    session.new_weights()
    assert session.runs.kept[0].mark.goal == reached
    assert session.present_run.mark.goal is None
    session.player.run_until(Goal(epoch=11, test_loss=0.0001))
    assert session.player.wait(20)
    assert session.present_run.mark.goal == RunGoal(0.0001, None)
    session.undo()
    assert session.present_run.mark.goal == reached


def test_a_run_that_is_brought_back_goes_on_to_the_bit_and_one_undo_returns(session):
    trained(session, 20)
    session.change(learning_rate=0.1)
    trained(session, 10)
    session.new_weights()
    trained(session, 20)
    (run,) = session.runs.kept
    session.bring_back(run.id)
    assert (session.snapshot.epoch, session.experiment.learning_rate, epochs(session)) == (30, 0.1, [20])
    assert session.present_run.mark.changes == run.mark.changes
    trained(session, 10)
    with TrainingSession(Experiment(seed="0.5")) as alone:
        trained(alone, 20)
        alone.change(learning_rate=0.1)
        trained(alone, 20)
        assert np.array_equal(alone.snapshot.parameters, session.snapshot.parameters)
    session.undo()
    assert (session.snapshot.epoch, epochs(session)) == (20, [40])
    session.bring_back(12345)
    assert session.snapshot.epoch == 20


def test_a_run_without_own_points_brings_back_with_those_of_now(session):
    trained(session, 10)
    session.set_points(UserPoints(np.array([[1.0, 2.0]]), np.array([1.0])))
    (run,) = session.runs.kept
    assert run.snapshot.experiment.user_points.size == 0
    session.bring_back(run.id)
    assert session.experiment.user_points.size == 1
    assert session.experiment.dataset == "circle"


def test_the_runs_of_opened_work_come_to_those_that_there_are(session):
    trained(session, 10)
    with TrainingSession(Experiment(seed="7")) as other:
        trained(other, 20)
        other.new_weights()
        trained(other, 30)
        session.open(other.experiment, other.snapshot, runs=other.runs)
        assert [run.title for run in session.runs.kept] == ["run 1", "run 2"]
        assert session.present_run.title == "run 3"
        # The same work once more: nothing of it is kept twice.
        session.open(other.experiment, other.snapshot, runs=other.runs)
        assert epochs(session) == [10, 20]


def run_of(parameters: int, *, is_pinned: bool = False, epoch: int = 10) -> Run:
    experiment = Experiment(seed="0.5")
    losses = Losses(1, np.zeros(epoch + 1), np.zeros(epoch + 1))
    snapshot = Snapshot(experiment, epoch, np.random.rand(parameters), None, 0.1, 0.2, losses)
    return Run(RunMark(), snapshot, is_pinned=is_pinned)


def test_kept_runs_are_bounded_and_pinned_ones_go_last():
    record, pinned = RunRecord(), run_of(25, is_pinned=True)
    record = record.begun(pinned)
    for _ in range(MOST_RUNS + 3):
        record = record.begun(run_of(25))
    assert len(record.kept) == MOST_RUNS
    assert record.kept[0].id == pinned.id
    large = [run_of(module.MOST_BYTES // 32 - 100) for _ in range(6)]
    kept = bounded([dataclasses.replace(large[0], is_pinned=True), *large[1:]], large[-1])
    assert len(kept) == 4
    assert kept[0].is_pinned
    assert kept[1:] == tuple(large[3:])


def test_losses_are_thinned_to_a_few_hundred_that_belong_to_their_epochs():
    losses = Losses(2, np.arange(8192.0), np.arange(8192.0) + 0.5)
    thin = thinned(losses)
    assert len(thin.train) <= MOST_LOSSES
    assert np.array_equal(thin.epochs, 2 * thin.train)  # the loss of epoch 2n was n
    assert thinned(thin).stride == thin.stride


def test_naming_pinning_and_removing(session):
    for _ in range(3):
        trained(session, 10)
        session.new_weights()
    record = session.runs
    first, second, third = record.kept
    record = record.edited(second.id, name="deep", is_pinned=True).edited(record.mark.id, name="now")
    assert [run.title for run in record.kept] == ["run 1", "deep", "run 3"]
    assert (record.name, record.is_pinned) == ("now", False)
    gone = record.without(second.id)
    assert [run.id for run in gone.kept] == [first.id, third.id]
    assert [run.title for run in gone.restored(record.kept[1], 1).kept] == ["run 1", "deep", "run 3"]
