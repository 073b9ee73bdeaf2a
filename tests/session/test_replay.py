"""A session looked at as it was: its epochs to the bit across changes, undo, going on, and the film."""

from time import monotonic, sleep

import numpy as np
import pytest

from nntui.experiment.experiment import Experiment
from nntui.experiment.user_points import UserPoints
from nntui.session.pacing import FLAT_OUT
from nntui.session.replay import Replay
from nntui.session.session import TrainingSession
from nntui.training.checkpoints import NO_CHECKPOINTS
from nntui.training.snapshot import Snapshot
from nntui.training.trainer import Trainer

LIMIT = 120.0
"""Seconds that only a hang can reach."""
EXPERIMENT = Experiment(seed="0.5")


def train(session: TrainingSession, epochs: int) -> None:
    session.player.step(epochs)
    assert session.player.wait(LIMIT)


def replay_of(session: TrainingSession) -> Replay:
    replay = session.look_back()
    assert replay is not None
    return replay


def is_same(one: Snapshot, other: Snapshot) -> bool:
    return (
        one.epoch == other.epoch
        and one.parameters.tobytes() == other.parameters.tobytes()
        and one.train_loss == other.train_loss
        and one.experiment == other.experiment
    )


def test_every_epoch_is_shown_as_it_was_across_changes_in_flight() -> None:
    """A rate, a weight by hand and another rate: a fresh run with the same changes at the same epochs agrees."""
    with TrainingSession(EXPERIMENT) as session:
        train(session, 430)
        session.change(learning_rate=0.3)
        train(session, 20)
        session.set_parameter(3, 1.5)
        train(session, 30)
        session.change(learning_rate=0.003)
        train(session, 20)
        replay = replay_of(session)

        fresh = Trainer(EXPERIMENT)
        for epoch in range(1, 501):
            fresh.train_epoch()
            if epoch == 430:
                fresh.adjust(EXPERIMENT.changed(learning_rate=0.3))
            if epoch == 450:
                fresh = Trainer(fresh.experiment, fresh.snapshot().edited(3, 1.5))
            if epoch == 480:
                fresh.adjust(EXPERIMENT.changed(learning_rate=0.003))
            if epoch in (137, 423, 430, 431, 447, 450, 451, 473, 480, 481, 499):
                shown = replay.at(epoch)
                assert is_same(shown, fresh.snapshot()), epoch
        assert is_same(session.snapshot, fresh.snapshot())
        assert [each.epoch for each in replay.snapshots(range(440, 443))] == [440, 441, 442]
        for before in (429, 449, 479):  # the epoch before a change, trained again, and on over the change
            *_, shown = replay.snapshots((before, before + 2))
            assert is_same(shown, replay.at(before + 2))


def test_a_rate_that_changes_while_it_plays_counts_from_a_known_epoch() -> None:
    """Whenever the worker takes it over, the run shown again ends where the run itself is."""
    with TrainingSession(EXPERIMENT) as session:
        session.player.set_speed(FLAT_OUT)
        session.player.play()
        for rate in (0.1, 0.3, 0.01, 0.03, 0.1):
            at = session.snapshot.epoch
            end = monotonic() + LIMIT
            while session.snapshot.epoch < at + 30:
                assert monotonic() < end
                sleep(0.001)
            session.change(learning_rate=rate)
        session.player.pause()
        assert session.player.wait(LIMIT)
        checkpoints, newest = session.player.checkpoints, session.snapshot
    # From the changes alone, up to the end: any that was taken for an epoch earlier or later would differ.
    trainer = None
    for each, after in zip(checkpoints.changes().kept, (*checkpoints.changes().kept[1:], None), strict=True):
        trainer = Trainer(each.snapshot.experiment, each.snapshot)
        end = newest.epoch if after is None else after.snapshot.epoch
        while trainer.epoch < end:
            trainer.train_epoch()
        wanted = newest if after is None else after.snapshot
        assert trainer.network.parameters.tobytes() == wanted.parameters.tobytes()
    assert {each.snapshot.experiment.learning_rate for each in checkpoints.kept} >= {0.01, 0.3, 0.1}


def test_painted_points_are_those_of_their_epoch() -> None:
    points = UserPoints(np.array([[1.0, 1.0], [-1.0, -1.0], [2.0, -2.0]]), np.array([1.0, -1.0, 1.0]), "classification")
    with TrainingSession(Experiment(seed="1", dataset="own", user_points=points)) as session:
        train(session, 10)
        session.set_points(points.with_point(3.0, 3.0, -1.0))
        train(session, 10)
        replay = replay_of(session)
        for epoch, count in ((5, 3), (15, 4), (9, 3), (10, 4)):
            replay.go_to(epoch)
            assert replay.wait(LIMIT)
            assert (session.shown.epoch, session.shown_state[1].size) == (epoch, count)


def test_it_is_walked_held_and_left_and_lessons_see_the_newest() -> None:
    with TrainingSession(EXPERIMENT) as session:
        assert session.look_back() is None, "there is nothing to look back at"
        train(session, 80)
        session.player.play()
        replay = replay_of(session)
        last = session.snapshot.epoch
        assert not session.player.playing
        assert (replay.first, replay.last) == (0, last)
        replay.walk(-1)
        replay.walk(-10)
        assert replay.wait(LIMIT)
        assert session.shown.epoch == last - 11
        assert len(session.shown.history.train) == last + 1, "the plot shows the whole run"
        assert session.snapshot.epoch == last
        replay.go_to(-5)
        assert replay.wait(LIMIT)
        assert session.shown.epoch == 0
        replay.go_to(10**6)
        assert replay.wait(LIMIT)
        assert session.shown.epoch == last
        session.look_at_now()
        assert session.replay is None
        assert session.shown is session.snapshot


def test_what_is_only_shown_can_be_switched_and_is_as_it_is_now() -> None:
    with TrainingSession(EXPERIMENT) as session:
        train(session, 20)
        replay = replay_of(session)
        replay.go_to(5)
        session.change(discretize=True)
        assert session.replay is replay
        assert session.shown.experiment.discretize
        replay.go_to(7)
        assert session.shown.experiment.discretize
        assert replay.wait(LIMIT)
        assert session.shown.epoch == 7
        assert not session.can_undo


def test_going_on_from_an_epoch_is_undone_in_one_with_the_whole_run() -> None:
    with TrainingSession(EXPERIMENT) as session:
        train(session, 60)
        session.change(learning_rate=0.3)
        train(session, 60)
        replay = replay_of(session)
        replay.go_to(20)
        assert replay.wait(LIMIT)
        session.go_on_from_shown()
        assert session.replay is None
        assert session.snapshot.epoch == 20
        assert session.experiment.learning_rate == 0.03, "the rate of that epoch"
        assert len(session.snapshot.history.train) == 21
        assert session.remark is not None
        train(session, 5)
        assert session.player.checkpoints.epochs.tolist() == list(range(26))
        fresh = Trainer(EXPERIMENT)
        for _ in range(25):
            fresh.train_epoch()
        assert is_same(session.snapshot, fresh.snapshot())
        session.undo()
        assert session.snapshot.epoch == 120
        replay = replay_of(session)
        assert (replay.first, replay.last) == (0, 120)
        assert replay.at(60).experiment.learning_rate == 0.3
        assert replay.at(59).experiment.learning_rate == 0.03


def test_each_run_has_its_own_and_undo_brings_them_back() -> None:
    with TrainingSession(EXPERIMENT) as session:
        train(session, 15)
        session.new_weights()
        assert len(session.player.checkpoints) == 1
        train(session, 3)
        session.restart()
        assert session.player.checkpoints.epochs.tolist() == [0]
        session.undo()
        assert session.player.checkpoints.epochs.tolist() == [0, 1, 2, 3]
        session.undo()
        assert session.player.checkpoints.epochs.tolist() == list(range(16))
        session.redo()
        assert session.player.checkpoints.epochs.tolist() == [0, 1, 2, 3]
        replay_of(session)
        session.new_data()
        assert session.replay is None, "what changes the run ends it"


def test_without_what_came_before_it_begins_where_the_work_was_opened() -> None:
    with TrainingSession(EXPERIMENT) as session:
        train(session, 30)
        snapshot, checkpoints = session.snapshot, session.player.checkpoints
        session.open(snapshot.experiment, snapshot)
        assert session.look_back() is None
        train(session, 5)
        assert replay_of(session).first == 30
        session.open(snapshot.experiment, snapshot, checkpoints=checkpoints)
        assert replay_of(session).first == 0


def test_the_memory_of_what_undo_brings_back_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nntui.session.undo.MOST_CHECKPOINT_BYTES", 40_000)
    with TrainingSession(EXPERIMENT) as session:
        for _ in range(4):
            train(session, 30)  # about 19 kB each
            session.new_weights()
        lengths = []
        while session.can_undo:
            session.undo()
            lengths.append(len(session.player.checkpoints))
        assert lengths == [31, 31, 1, 1], "the last two runs whole, of those before the end alone"
        assert session.snapshot.epoch == 30


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_film_plays_to_the_end_and_begins_again_at_the_first_epoch() -> None:
    with TrainingSession(EXPERIMENT) as session:
        train(session, 40)
    shown: list[int] = []
    replay = Replay(session.snapshot, session.player.checkpoints, listener=lambda: shown.append(replay.shown.epoch))
    replay.frame_rate = 1000.0
    replay.set_speed(300)
    replay.toggle()
    assert replay.is_playing
    assert replay.wait(LIMIT)
    assert replay.shown.epoch == 40
    film = shown[shown.index(0) :]
    assert film == sorted(film)
    assert len(set(film)) > 5, "every picture one of an epoch"
    replay.set_speed(FLAT_OUT)
    replay.toggle()
    assert replay.wait(LIMIT)
    assert (replay.shown.epoch, replay.is_playing) == (40, False)
    replay.toggle()
    replay.walk(0)
    assert not replay.is_playing, "who walks stops it"
    replay.close(waits=True)


def test_what_cannot_be_trained_again_is_said_and_what_is_shown_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with TrainingSession(EXPERIMENT) as session:
        train(session, 20)
        replay = Replay(session.snapshot, session.player.checkpoints.changes())

    def fail(self: Trainer) -> None:
        raise ValueError("no more numbers")

    monkeypatch.setattr(Trainer, "train_epoch", fail)
    replay.go_to(7)
    assert replay.wait(LIMIT)
    assert replay.shown.epoch == 20
    (notice,) = replay.take_notices()
    assert notice.text == "Epoch 7 cannot be shown: ValueError: no more numbers"
    replay.close(waits=True)


def test_of_epochs_asked_for_while_one_is_trained_the_latest_counts() -> None:
    with TrainingSession(EXPERIMENT) as session:
        train(session, 300)
        replay = Replay(session.snapshot, session.player.checkpoints.changes())
    for epoch in (250, 290, 120, 280, 31):
        replay.go_to(epoch)
    assert replay.wait(LIMIT)
    assert replay.shown.epoch == 31
    assert replay.shown.parameters.tobytes() == replay.at(31).parameters.tobytes()
    replay.close(waits=True)


def test_without_checkpoints_there_is_the_newest_epoch_alone() -> None:
    newest = Trainer(EXPERIMENT).snapshot()
    replay = Replay(newest, NO_CHECKPOINTS)
    assert replay.at(5) is newest
    assert (replay.first, replay.last) == (0, 0)
