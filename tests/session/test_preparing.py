"""Many points of the person's own: the worker prepares them, and whoever asks for it waits for nothing."""

import math
import threading

import numpy as np
import pytest

from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.session import work as work_module
from nntui.session.player import MOST_POINTS_AT_ONCE
from nntui.session.session import TrainingSession
from nntui.training.trainer import Trainer, sample_of

LIMIT = 30.0
COUNT = MOST_POINTS_AT_ONCE + 500


def many_points(count: int = COUNT) -> UserPoints:
    points = np.random.default_rng(7).uniform(-6, 6, (count, 2))
    return UserPoints(points, np.where(points[:, 0] * points[:, 1] > 0, 1.0, -1.0))


POINTS = many_points()
OWN = Experiment(seed="0.5", dataset="own", user_points=POINTS, batch_size=30)


class Held:
    """Trainers are made only when it is opened, and not in the thread of the test."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.gate = threading.Event()
        self.made: list[Experiment] = []

        def make(experiment: Experiment, snapshot: object = None) -> Trainer:
            if threading.current_thread() is not threading.main_thread():
                assert self.gate.wait(LIMIT)
                self.made.append(experiment)
            return Trainer(experiment, snapshot)

        monkeypatch.setattr(work_module, "Trainer", make)


@pytest.fixture
def held(monkeypatch):
    return Held(monkeypatch)


@pytest.fixture
def session(held):
    with TrainingSession(Experiment(seed="0.5")) as session:
        yield session
        held.gate.set()


def finish(session: TrainingSession) -> None:
    assert session.player.wait(LIMIT)


def same(session: TrainingSession, experiment: Experiment, epochs: int = 0) -> None:
    """The session stands where a trainer alone comes to."""
    trainer = Trainer(experiment)
    for _ in range(epochs):
        trainer.train_epoch()
    snapshot, expected = session.snapshot, trainer.snapshot()
    assert snapshot.experiment == experiment
    assert snapshot.epoch == epochs
    assert snapshot.parameters.tobytes() == expected.parameters.tobytes()
    assert (snapshot.train_loss, snapshot.test_loss) == (expected.train_loss, expected.test_loss)
    assert snapshot.history.train.tolist() == expected.history.train.tolist()
    assert session.sample.points.tolist() == sample_of(experiment).points.tolist()


def test_the_settings_are_there_at_once_and_the_points_when_they_are_prepared(session, held):
    session.open(OWN)
    assert session.player.is_preparing
    assert session.experiment == OWN
    assert session.snapshot.epoch == 0
    assert session.snapshot.parameters.tobytes() == Trainer(OWN).network.parameters.tobytes()
    assert math.isnan(session.snapshot.train_loss)
    assert session.sample.size == 0, "the points of another data set do not stay"
    held.gate.set()
    finish(session)
    assert not session.player.is_preparing
    same(session, OWN)


def test_a_start_with_many_points_waits_for_nothing_either(held):
    with TrainingSession(OWN) as session:
        assert session.player.is_preparing
        held.gate.set()
        finish(session)
        same(session, OWN)


def test_steps_asked_for_meanwhile_are_trained_afterwards(session, held):
    session.open(OWN)
    session.player.step(3)
    held.gate.set()
    finish(session)
    same(session, OWN, epochs=3)


def test_of_changes_meanwhile_all_are_made_and_only_the_last_is_prepared_to_the_end(session, held):
    session.open(OWN)
    session.change(noise=10.0)
    session.change(batch_size=20)
    session.change(learning_rate=0.1)
    held.gate.set()
    finish(session)
    same(session, OWN.changed(noise=10.0, batch_size=20, learning_rate=0.1))
    assert len(held.made) <= 2


def test_a_rate_changed_meanwhile_counts(session, held):
    session.open(OWN)
    session.change(learning_rate=0.3)
    session.player.step(2)
    held.gate.set()
    finish(session)
    same(session, OWN.changed(learning_rate=0.3), epochs=2)


def test_undo_and_redo_meanwhile(session, held):
    before = session.snapshot
    session.open(OWN)
    session.change(noise=10.0)
    session.undo()
    assert session.experiment == OWN
    session.undo()
    assert not session.player.is_preparing, "the data set of before is small"
    assert session.snapshot.parameters.tobytes() == before.parameters.tobytes()
    session.redo()
    held.gate.set()
    finish(session)
    same(session, OWN)
    session.redo()
    finish(session)
    same(session, OWN.changed(noise=10.0))


def test_a_painted_point_keeps_the_points_in_sight_and_the_network_as_it_is(session, held):
    held.gate.set()
    session.open(OWN)
    session.player.step(2)
    finish(session)
    trained = session.snapshot
    held.gate.clear()
    session.set_points(POINTS.with_point(1.0, 2.0, 1.0))
    assert session.player.is_preparing
    assert session.sample.size == COUNT
    assert session.snapshot.parameters.tobytes() == trained.parameters.tobytes()
    held.gate.set()
    finish(session)
    assert session.sample.size == COUNT + 1
    assert session.snapshot.epoch == 2
    assert session.snapshot.is_edited
    assert session.snapshot.train_loss != trained.train_loss


def test_points_that_cannot_be_prepared_are_said_to_be_so_and_can_be_undone(session, monkeypatch):
    plays = threading.Event()

    def fail(experiment: Experiment, snapshot: object = None) -> Trainer:
        if experiment.user_points.size > MOST_POINTS_AT_ONCE and experiment.uses_user_points:
            assert plays.wait(LIMIT)
            raise MemoryError("no room")
        return Trainer(experiment, snapshot)

    monkeypatch.setattr(work_module, "Trainer", fail)
    before = session.experiment
    session.open(OWN)
    session.player.play()
    plays.set()
    finish(session)
    assert [notice.failed for notice in session.player.take_notices()] == [True]
    assert not session.player.playing
    assert session.experiment.user_points.size == 0
    session.undo()
    assert session.experiment == before


def test_points_of_the_other_problem_are_not_shown_meanwhile(session, held):
    session.open(OWN.changed(user_points=many_points(10), batch_size=5))
    assert session.sample.size == 10
    numbers = UserPoints(POINTS.points, POINTS.points[:, 0] / 6, "regression")
    session.open(Experiment(seed="0.5", problem="regression", regression_dataset="own", user_points=numbers))
    assert session.player.is_preparing
    assert session.sample.size == 0, "their labels are classes, and numbers are shown now"
    held.gate.set()
    finish(session)
    assert session.sample.size == COUNT


def test_few_points_are_prepared_at_once(session):
    few = OWN.changed(user_points=many_points(MOST_POINTS_AT_ONCE))
    session.open(few)
    assert not session.player.is_preparing
    same(session, few)


def test_it_can_be_closed_meanwhile(held):
    session = TrainingSession(OWN)
    held.gate.set()
    session.close()
    assert session.player.wait(0)
